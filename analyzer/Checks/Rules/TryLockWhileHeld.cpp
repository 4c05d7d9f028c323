//===- TryLockWhileHeld.cpp - try-lock-while-held -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// try_lock on a mutex that the thread holds itself: undefined for std::mutex,
/// and always in vain for the others. Only where the mutex is held on every way
/// and is surely the same one.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

using namespace heddle;

static void report(const CheckContext &Context, EventRef At,
                   const LockUse &Held) {
  const Module &M = Context.P.M;
  std::string Name = quoted(Held.Name);
  Finding F;
  F.Object = Held.Name;
  F.Belief = Confidence::Certain;
  F.Reasons = {Name + " is held on every way to this point"};
  F.Message =
      "this tries to lock " + Name + ", which the same thread holds already";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "can't succeed";
  S.Held = heldLocks(M, Held);
  F.Sites.push_back(std::move(S));
  if (valid(Held.Acquired.Func))
    F.Sites.push_back(
        siteAt(M, SiteRole::LockTaken, Held.Acquired, Name + " is taken here"));
  F.Why = "a mutex that is not recursive does not know who asks. For "
          "std::mutex the attempt is undefined; elsewhere it fails, and the "
          "program takes the way that was meant for 'somebody else has it'";
  F.Repair = "leave the attempt out: the lock is held here. If this function "
             "is also called without it, split it: the work in a function of "
             "its own, that expects the lock to be held";
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Analyses &A = *Context.A;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *T = std::get_if<TryAcquire>(&M[At]);
    if (!T || T->Recursive || !valid(T->Lock))
      return;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, T->Lock);
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()))
      return;
    for (const LockUse &Held : A.LockTable.heldAt(At))
      if (Held.Must && !Held.Recursive && Held.Unique &&
          Held.Cell == Cells.front() &&
          (Held.Mode == LockMode::Exclusive || T->Mode == LockMode::Exclusive))
        return report(Context, At, Held);
  });
}

namespace heddle::rules {
extern const Rule TryLockWhileHeld;
const Rule TryLockWhileHeld = {
    {"try-lock-while-held", Category::Lock, Severity::Error, RuleScope::Program,
     "an attempt to lock a mutex that the thread holds already"},
    check};
} // namespace heddle::rules
