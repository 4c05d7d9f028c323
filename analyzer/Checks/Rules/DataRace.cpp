//===- DataRace.cpp - data-race -------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two threads touch one object at the same time, at least one of them writes,
/// and nothing keeps them apart. The general case: what a more special race
/// rule can explain better is that rule's.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static bool mustHold(const GuardedAccess &A) {
  return llvm::any_of(A.Held, [](const LockUse &L) { return L.Must; });
}

static std::string message(const RaceStory &Story) {
  const GuardedAccess &First = Story.first(), &Second = Story.second();
  bool FirstWrites = First.isWrite();
  const GuardedAccess &Writer = FirstWrites ? First : Second;
  const GuardedAccess &Other = FirstWrites ? Second : First;
  if (!mustHold(First) && !mustHold(Second)) {
    if (Writer.Kind == Other.Kind)
      return Story.object() + " is " + Story.participle(Writer) +
             " by two threads at the same time, without a lock";
    return Story.object() + " is " + Story.participle(Writer) +
           " by one thread while another " + Story.verb(Other) +
           " it, without a lock";
  }
  return Story.object() + " is " + Story.participle(Writer) +
         " by one thread while another " + Story.verb(Other) +
         " it, and no lock keeps them apart";
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Plain, [&](const RaceStory &Story) {
    Finding F = Story.begin();
    F.Message = message(Story);
    F.Why = Story.interleaving();
    F.Repair = Story.repairWithoutLock();
    offerAtomic(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule DataRace;
const Rule DataRace = {
    {"data-race", Category::Race, Severity::Error, RuleScope::Program,
     "two threads touch one object at the same time, one of them writes",
     /*Precedence=*/1},
    check};
} // namespace heddle::rules
