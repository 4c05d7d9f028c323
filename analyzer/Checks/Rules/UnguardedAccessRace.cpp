//===- UnguardedAccessRace.cpp - unguarded-access-race --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One access lacks the lock under which the object is used elsewhere. The lock
/// is there, the programmer knows it, and here it was forgotten: the commonest
/// of all races in code that has locks.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Unguarded, [&](const RaceStory &Story) {
    const std::string Lock = Story.guard()->Lock.Name;
    Finding F = Story.begin();
    F.Message = Story.object() + " is " + Story.participle(Story.first()) +
                " without the lock that guards it elsewhere";
    F.Why = "the lock " + quoted(Lock) +
            " keeps out only those who take it too, and this line does not: " +
            Story.interleaving();
    F.Repair = Story.repairByLock();
    const GuardedBy &Guard = *Story.guard();
    if (Guard.All > 1)
      F.Reasons.push_back(quoted(Lock) + " is held at " +
                          std::to_string(Guard.Holding) + " of " +
                          std::to_string(Guard.All) + " accesses");
    offerUsualLock(Context, F, Story);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule UnguardedAccessRace;
const Rule UnguardedAccessRace = {
    {"unguarded-access-race", Category::Race, Severity::Error,
     RuleScope::Program,
     "an access without the lock that guards the object elsewhere",
     /*Precedence=*/5},
    check};
} // namespace heddle::rules
