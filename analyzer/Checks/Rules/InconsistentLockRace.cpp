//===- InconsistentLockRace.cpp - inconsistent-lock-race ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Both accesses hold a lock, but not the same one. Two locks on two doors of
/// one room keep nobody out.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// The first lock that only \p A holds, for the message.
static std::string ownLock(const GuardedAccess &A, const GuardedAccess &B) {
  for (const LockUse &L : A.Held) {
    bool Shared = llvm::any_of(
        B.Held, [&](const LockUse &Other) { return Other.Name == L.Name; });
    if (L.Must && !Shared)
      return L.Name;
  }
  for (const LockUse &L : A.Held)
    if (L.Must)
      return L.Name;
  return "";
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Inconsistent, [&](const RaceStory &Story) {
    std::string Here = ownLock(Story.first(), Story.second()),
                There = ownLock(Story.second(), Story.first());
    Finding F = Story.begin();
    if (Here == There)
      F.Message = Story.object() + " is guarded by " + quoted(Here) +
                  " of one object here and of another one elsewhere";
    else
      F.Message = Story.object() + " is guarded by " + quoted(Here) +
                  " here, but by " + quoted(There) + " elsewhere";
    F.Why = "a thread that holds " + quoted(Here) +
            " does not wait for one that holds " +
            (Here == There ? "another " : "") + quoted(There) +
            ", so both can be at these lines at once: " + Story.interleaving();
    F.Repair = "decide which lock guards " + Story.object() +
               ", and take that one at both places";
    offerOtherMutex(Context, F, Story);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule InconsistentLockRace;
const Rule InconsistentLockRace = {
    {"inconsistent-lock-race", Category::Race, Severity::Error,
     RuleScope::Program,
     "an object is guarded by different locks at different places",
     /*Precedence=*/4},
    check};
} // namespace heddle::rules
