//===- UnlockOrder.cpp - unlock-order ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock is given back by hand while one that was taken after it in the same
/// function is still held. Nothing breaks by that alone, but the order of a
/// stack is what guards keep by themselves, and what a reader expects.
///
/// Misses: locks of which the function holds one under two names.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static bool isOwn(const LockUse &Use, FuncId F) {
  return Use.Must && !Use.ByCaller && Use.Acquired.Func == F &&
         Use.Chain.empty() && valid(Use.Cell);
}

/// Was \p First held when \p Second was taken?
static bool comesBefore(const Locks &Table, const LockUse &First,
                        const LockUse &Second) {
  return llvm::any_of(Table.heldAt(Second.Acquired), [&](const LockUse &Use) {
    return Use.Must && Use.Acquired == First.Acquired;
  });
}

static Finding tell(const Module &M, EventRef At, const LockUse &First,
                    const LockUse &Second) {
  const std::string Gone = quoted(First.Name), Kept = quoted(Second.Name);
  Finding F;
  F.Object = First.Name;
  F.Belief = Confidence::Certain;
  F.Reasons = {"both are held on every way to this point"};
  F.Message =
      Gone + " is given back before " + Kept + ", which was taken after it";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = Kept + " is still held";
  F.Sites.push_back(std::move(S));
  F.Sites.push_back(siteAt(M, SiteRole::LockTaken, First.Acquired,
                           Gone + " is taken here first"));
  F.Sites.push_back(
      siteAt(M, SiteRole::LockTaken, Second.Acquired, "then " + Kept));
  F.Why = "between this unlock and the other one the function holds " + Kept +
          " alone. Whoever takes " + Gone +
          " again before that end has taken "
          "the two in the opposite order, and that is a deadlock";
  F.Repair = "unlock in the reverse order; or let guards do it, one block "
             "inside the other";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Locks &Table = Context.A->LockTable;
  const Values &V = Table.contexts().values();
  forEachUserEvent(M, [&](EventRef At) {
    const auto *R = std::get_if<Release>(&M[At]);
    if (!R || R->IfHeld)
      return;
    const std::optional<std::vector<CellId>> &Cells =
        V.resolve(Table.contexts().heldAnalysis().lockOf(At));
    if (!Cells || Cells->size() != 1)
      return;
    const std::vector<LockUse> Held = Table.heldAt(At);
    auto First = llvm::find_if(Held, [&](const LockUse &Use) {
      return isOwn(Use, At.Func) && Use.Cell == Cells->front();
    });
    if (First == Held.end())
      return;
    for (const LockUse &Second : Held)
      if (Second.Cell != First->Cell && isOwn(Second, At.Func) &&
          comesBefore(Table, *First, Second)) {
        Finding F = tell(M, At, *First, Second);
        offerOtherOrder(Context, F, F.Sites.front().Span, First->Name,
                        Second.Name);
        return Context.Report(std::move(F));
      }
  });
}

namespace heddle::rules {
extern const Rule UnlockOrder;
const Rule UnlockOrder = {{"unlock-order", Category::Lock, Severity::Advice,
                           RuleScope::Program,
                           "locks are not given back in reverse order"},
                          check};
} // namespace heddle::rules
