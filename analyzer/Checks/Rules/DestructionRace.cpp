//===- DestructionRace.cpp - destruction-race -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An object is destroyed or freed by one thread while another one may still
/// use it. Locals that die under a thread are dangling-thread-reference's, and
/// an object with a lock that one side lacks is unguarded-access-race's.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Destruction, [&](const RaceStory &Story) {
    bool FirstEnds = Story.first().Kind == AccessKind::Destroy;
    const GuardedAccess &Ends = FirstEnds ? Story.first() : Story.second();
    const GuardedAccess &Uses = FirstEnds ? Story.second() : Story.first();
    Finding F = Story.begin();
    F.Message = Story.thread(Ends) + " destroys " + Story.object() + " while " +
                Story.thread(Uses) + " may still use it";
    if (Uses.Kind == AccessKind::Destroy)
      F.Message = Story.object() + " may be destroyed by two threads";
    F.Why = Story.interleaving();
    if (endsByCall(Context.P.M, Ends))
      F.Why = "to destroy a lock, a condition or the like that another thread "
              "uses, waits for or is still to come to is undefined: that "
              "thread may wait for ever, or work on what is no longer there";
    F.Repair =
        Story.isC()
            ? "free it after the other thread has been joined; or count who "
              "uses it, with the count under a mutex, and let the last one "
              "free it"
            : "let it live until the other thread has been joined; or share "
              "it, so that the last one who uses it destroys it:\n  "
              "std::shared_ptr";
    if (endsByCall(Context.P.M, Ends))
      F.Repair = "destroy it when nobody can come any more: after every thread "
                 "that uses it has been joined";
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule DestructionRace;
const Rule DestructionRace = {
    {"destruction-race", Category::Race, Severity::Error, RuleScope::Program,
     "an object is destroyed by one thread while another one uses it",
     /*Precedence=*/3},
    check};
} // namespace heddle::rules
