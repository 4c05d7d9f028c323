//===- CapturedReferenceRace.cpp - captured-reference-race ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A local variable that a thread got by reference ([&], [&I], std::ref, a
/// pointer) while others go on using it. It looks private, being local; the
/// reference makes it shared.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

/// Does the thread that owns the variable take part itself?
static const GuardedAccess *creator(const RaceStory &Story) {
  for (const GuardedAccess *A : {&Story.first(), &Story.second()})
    if (!valid(A->Capture.Record) && !A->ByArgument &&
        A->At.Func == Story.group().Object.Root.Func)
      return A;
  return nullptr;
}

/// The one that is not the owner.
static const GuardedAccess &userOf(const RaceStory &Story) {
  return creator(Story) == &Story.first() ? Story.second() : Story.first();
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Captured, [&](const RaceStory &Story) {
    const GuardedAccess *Owner = creator(Story);
    bool Captured = valid(Story.first().Capture.Record) ||
                    valid(Story.second().Capture.Record);
    std::string How = Captured ? "captured by reference"
                               : "handed over by "
                                 "reference";
    const std::string &Name = Story.group().Object.Name;
    Finding F = Story.begin();
    if (Owner && Owner->isWrite())
      F.Message = Story.object() + " is " + How + ", and " +
                  Story.thread(*Owner) + " goes on changing it";
    else
      F.Message = Story.object() + " is " + How +
                  ", and one thread changes it while another uses it";
    F.Why = "a local variable looks private, but a reference makes it one "
            "variable for all who have it: " +
            Story.interleaving();
    if (Owner && Owner->isWrite() && Captured)
      F.Repair = "give each thread a copy of its own:\n  [" + Name +
                 "] instead of [&] or [&" + Name + "]";
    else
      F.Repair = "let each thread work on a variable of its own and put the "
                 "results together after the join; or " +
                 Story.repairWithoutLock();
    if (Owner && Owner->isWrite())
      offerOwnCopy(Context, F, userOf(Story).Capture.Record, Name);
    if (F.Fixes.empty())
      offerAtomic(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule CapturedReferenceRace;
const Rule CapturedReferenceRace = {
    {"captured-reference-race", Category::Race, Severity::Error,
     RuleScope::Program,
     "a local variable is shared with a thread by reference",
     /*Precedence=*/2},
    check};
} // namespace heddle::rules
