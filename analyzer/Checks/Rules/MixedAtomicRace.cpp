//===- MixedAtomicRace.cpp - mixed-atomic-race ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One object that is accessed atomically in one place and plainly in another:
/// `__atomic_store_n(&X, …)` here, `X` there, or std::atomic_ref beside the
/// variable itself. Atomicity is a promise of all accesses.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::MixedAtomic, [&](const RaceStory &Story) {
    const GuardedAccess &Plain =
        Story.first().isAtomic() ? Story.second() : Story.first();
    const GuardedAccess &Atomic =
        Story.first().isAtomic() ? Story.first() : Story.second();
    Finding F = Story.begin();
    F.Message = Story.object() + " is accessed atomically by one thread and "
                                 "plainly by another";
    F.Why = Story.thread(Plain) + " " + RaceStory::verb(Plain) + " " +
            Story.object() +
            " in the plain way: the compiler may keep it in a "
            "register, split it, or move it past other "
            "accesses, and nothing that " +
            Story.thread(Atomic) + " did before is sure to be seen";
    F.Repair =
        Story.isC()
            ? "make the plain access atomic too:\n  " +
                  std::string(Plain.isWrite() ? "__atomic_store_n(&…, …, "
                                                "__ATOMIC_SEQ_CST)"
                                              : "__atomic_load_n(&…, "
                                                "__ATOMIC_SEQ_CST)") +
                  "\nor declare it _Atomic, which makes all of them so"
            : "make the variable itself atomic, so that every access "
              "is:\n  std::atomic<…> " +
                  Story.group().Object.Name + ";";
    offerAtomicAccess(Context, F, plainAccesses(Context, Story));
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule MixedAtomicRace;
const Rule MixedAtomicRace = {
    {"mixed-atomic-race", Category::Race, Severity::Error, RuleScope::Program,
     "an object is accessed atomically by one thread and plainly by another",
     /*Precedence=*/6},
    check};
} // namespace heddle::rules
