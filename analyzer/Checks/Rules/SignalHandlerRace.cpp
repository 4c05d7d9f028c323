//===- SignalHandlerRace.cpp - signal-handler-race ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A signal handler and the program it interrupts touch one object that is
/// neither a volatile sig_atomic_t nor a lock-free atomic. No lock can help: a
/// handler that waits for a lock which the interrupted code holds waits for
/// ever.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Signal, [&](const RaceStory &Story) {
    const Threads &Table = Context.A->ThreadTable;
    bool FirstHandles =
        Table[Story.first().Thread].Origin == ThreadOrigin::Signal;
    const GuardedAccess &Handler =
        FirstHandles ? Story.first() : Story.second();
    const GuardedAccess &Other = FirstHandles ? Story.second() : Story.first();
    std::string Name = Story.group().Object.Name;
    Finding F = Story.begin();
    F.Message = Story.thread(Handler) + " " + RaceStory::verb(Handler) + " " +
                Story.object() + ", which " + Story.thread(Other) + " " +
                RaceStory::verb(Other) + " as well";
    F.Why = "a signal comes between any two instructions, also in the middle "
            "of an access. The interrupted code may see half a value, keep an "
            "old one in a register for ever, or undo what the handler did";
    F.Repair = Story.isC()
                   ? "let the handler only set a flag of the one type that is "
                     "made for it, and do the work outside:\n  static volatile "
                     "sig_atomic_t " +
                         Name + ";\n(with threads: _Atomic int)"
                   : "let the handler only set a lock-free atomic, and do the "
                     "work outside:\n  std::atomic<int> " +
                         Name + "{0};";
    offerAtomicCheck(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule SignalHandlerRace;
const Rule SignalHandlerRace = {
    {"signal-handler-race", Category::Race, Severity::Error, RuleScope::Program,
     "an object is shared with a signal handler without an atomic",
     /*Precedence=*/6},
    check};
} // namespace heddle::rules
