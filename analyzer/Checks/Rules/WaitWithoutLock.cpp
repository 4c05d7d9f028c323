//===- WaitWithoutLock.cpp - wait-without-lock ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A wait for a condition variable with a mutex that is not held: wait() gives
/// up what was never taken. Told only if no way and no caller brings the lock,
/// and the mutex is one known object.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

class UnlockedWaits {
public:
  explicit UnlockedWaits(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *W = std::get_if<Wait>(&M[At]);
      if (!W || A.ThreadTable.executing(At.Func).empty())
        return;
      if (valid(W->Guard) && isEmptyHanded(At, W->Guard))
        report(At, describe(M, At.Func, W->Guard));
      else if (valid(W->Lock) && !isHeldSomewhere(At, W->Lock))
        report(At, describe(M, At.Func, W->Lock));
    });
  }

private:
  bool isEmptyHanded(EventRef At, PlaceId Guard) const {
    GuardState State = A.LockTable.guardAt(At, Guard);
    return State == GuardState::NotHolding || State == GuardState::Empty;
  }

  /// On some way, in some context; or it can't be told.
  bool isHeldSomewhere(EventRef At, PlaceId Lock) const {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, Lock);
    const Contexts &All = A.LockTable.contexts();
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()) ||
        All.isIncomplete() || All.of(At.Func).empty())
      return true;
    auto IsIt = [&](const LockUse &L) {
      return !valid(L.Cell) || A.Pointers.mayOverlap(L.Cell, Cells.front());
    };
    if (llvm::any_of(A.LockTable.heldAt(At), IsIt))
      return true;
    for (uint32_t Ctx : All.of(At.Func))
      for (const HeldFacts &Facts : All.held(Ctx, At))
        if (llvm::any_of(A.LockTable.uses(Facts, /*MustOnly=*/false), IsIt))
          return true;
    return false;
  }

  void report(EventRef At, const std::string &Lock) {
    const auto &W = std::get<Wait>(M[At]);
    std::string Condition = describe(M, At.Func, W.Condition);
    bool IsC = M.Lang == Language::C;
    Finding F;
    F.Object = Condition;
    F.Belief = Confidence::Certain;
    F.Reasons = {"no way to this point takes " + quoted(Lock)};
    F.Message = "this waits for " + quoted(Condition) + " without holding " +
                quoted(Lock);
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = quoted(Lock) + " is not held here";
    F.Sites.push_back(std::move(S));
    F.Why = "a wait gives the mutex up, sleeps, and takes it again. To give up "
            "what is not held is undefined; and without the lock, what is "
            "waited for can come true between the look and the sleep, and the "
            "wake-up is lost";
    F.Repair =
        IsC ? "take it before the look:\n  pthread_mutex_lock(&" + Lock +
                  ");\n  while (…)\n    pthread_cond_wait(&" + Condition +
                  ", &" + Lock + ");"
            : "let the guard hold it before the look:\n  " + Lock + ".lock();";
    offerHolding(F, At, W.Guard);
    Context.Report(std::move(F));
  }

  /// A guard that was told not to lock, and that nobody tells otherwise.
  void offerHolding(Finding &F, EventRef Wait, PlaceId Guard) const {
    if (!valid(Guard))
      return;
    std::optional<EventRef> Made;
    bool IsPlain = true;
    PlaceKeys Keys(M, Wait.Func);
    forEachEvent(M, Wait.Func, [&](EventRef At) {
      const auto *G = std::get_if<GuardOp>(&M[At]);
      const auto *L = std::get_if<Acquire>(&M[At]);
      if (L && valid(L->Guard) && Keys.key(L->Guard) == Keys.key(Guard))
        IsPlain = false;
      if (!G || !valid(G->Guard) || Keys.key(G->Guard) != Keys.key(Guard))
        return;
      if (G->Op == GuardOp::OpKind::Defer)
        Made = At;
      else if (G->Op != GuardOp::OpKind::OwnsLock)
        IsPlain = false;
    });
    if (Made && IsPlain)
      offerPlainGuard(Context, F, makeSpan(M, *Made), "defer_lock");
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
};

void check(const CheckContext &Context) { UnlockedWaits(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule WaitWithoutLock;
const Rule WaitWithoutLock = {
    {"wait-without-lock", Category::Wait, Severity::Error, RuleScope::Program,
     "a wait for a condition variable with a mutex that is not held"},
    check};
} // namespace heddle::rules
