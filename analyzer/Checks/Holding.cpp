//===- Holding.cpp - How one lock is held at a point ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Holding.h"

using namespace heddle;

/// Is \p Held, for sure (true) or perhaps (false), \p Lock or a part of it?
static std::optional<bool> matches(const HeldAnalysis &Facts, ValueId Held,
                                   ValueId Lock) {
  const ValueTable &T = Facts.values().table();
  std::optional<bool> Found;
  for (ValueId Whole = Held;; Whole = T[Whole].A) {
    if (T.isVague(Whole))
      return false;
    if (Facts.sameLock(Whole, Lock))
      return true;
    if (Facts.mayBeSame(Whole, Lock))
      Found = false;
    if (T[Whole].Kind != ValueKind::Field)
      return Found;
  }
}

Holding heddle::holdingAt(const Analyses &A, EventRef At, ValueId Lock,
                          Company Who) {
  const Contexts &All = A.LockTable.contexts();
  const ValueTable &T = All.values().table();
  Holding Out;
  if (!T.isKnown(Lock) || All.isIncomplete())
    return Out;
  for (uint32_t Ctx : All.of(At.Func)) {
    const ValueId Here = All.absolute(Ctx, Lock);
    if (T.isVague(Here) ||
        (Who == Company::Others &&
         A.ThreadTable.runningAt(All[Ctx].Thread, At).empty()))
      continue;
    for (const HeldFacts &Facts : All.held(Ctx, At)) {
      const HeldLockFact *Sure = nullptr;
      bool Perhaps = false;
      for (const HeldLockFact &H : Facts.Held) {
        if (H.Kind != HeldKind::Lock)
          continue;
        const std::optional<bool> Same =
            matches(All.heldAnalysis(), H.Lock, Here);
        Perhaps |= Same.has_value();
        if (Same == true && H.Must)
          Sure = &H;
      }
      Out.Elsewhere |= Perhaps;
      Out.Missing |= !Perhaps;
      Out.ReadOnly |= Sure && Sure->Mode == LockMode::Shared;
      if (Sure && !Out.Held)
        Out.Held = A.LockTable.use(*Sure);
      if (!Perhaps || Sure)
        Out.Way = All.chain(Ctx);
    }
  }
  return Out;
}
