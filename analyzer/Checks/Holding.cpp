//===- Holding.cpp - How one lock is held at a point ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Holding.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Is \p Held, for sure (true) or perhaps (false), \p Lock or a part of it?
static std::optional<bool> matches(const HeldAnalysis &Facts, ValueId Held,
                                   ValueId Lock) {
  const ValueTable &T = Facts.values().table();
  std::optional<bool> Found;
  for (ValueId Whole = Held;; Whole = T[Whole].A) {
    if (T.isVague(Whole))
      return false;
    // Of an element that has no index, another one may be meant.
    if (!T.isVague(Lock) && Facts.sameLock(Whole, Lock))
      return true;
    if (Facts.mayBeSame(Whole, Lock))
      Found = false;
    if (T[Whole].Kind != ValueKind::Field)
      return Found;
  }
}

/// Has some way to \p At in this context taken or given back a lock whose name
/// was lost on the way? Then nothing can be called missing there.
static bool isBlurred(const Contexts &All, uint32_t Ctx, EventRef At) {
  const ValueTable &T = All.values().table();
  for (;; At = All[Ctx].Site, Ctx = All[Ctx].Parent) {
    if (All[Ctx].Widened)
      return true;
    auto IsLost = [&](ValueId Lock) {
      const ValueId Here = All.absolute(Ctx, Lock);
      return !T.isKnown(Here) || T.isVague(Here);
    };
    for (const auto &Way : All.heldAnalysis().before(At))
      if (llvm::any_of(Way.Facts.Held,
                       [&](const HeldLockFact &H) {
                         return H.Kind == HeldKind::Lock && IsLost(H.Lock);
                       }) ||
          llvm::any_of(Way.Facts.Released,
                       [&](const ReleasedLock &R) { return IsLost(R.Lock); }))
        return true;
    if (All[Ctx].Parent == UINT32_MAX)
      return false;
  }
}

/// A library's functions are called by code that nobody shows: it may hold the
/// locks of what it passes.
static bool isBroughtByCaller(const Analyses &A, const Context &C,
                              ValueId Lock) {
  const ValueTable &T = A.LockTable.contexts().values().table();
  const ValueKind Root = T[T.root(Lock)].Kind;
  return A.ThreadTable[C.Thread].Origin == ThreadOrigin::Library &&
         Root != ValueKind::Local && Root != ValueKind::Global &&
         Root != ValueKind::Fresh;
}

Holding heddle::holdingAt(const Analyses &A, EventRef At, ValueId Lock,
                          Company Who, UnseenCallers Callers) {
  const Contexts &All = A.LockTable.contexts();
  const ValueTable &T = All.values().table();
  Holding Out;
  if (!T.isKnown(Lock) || All.isIncomplete())
    return Out;
  for (uint32_t Ctx : All.of(At.Func)) {
    const ValueId Here = All.absolute(Ctx, Lock);
    if (!T.isKnown(Here) ||
        (Who == Company::Others &&
         A.ThreadTable.runningAt(All[Ctx].Thread, At).empty()))
      continue;
    const bool Blurred =
        isBlurred(All, Ctx, At) || (Callers == UnseenCallers::MayHold &&
                                    isBroughtByCaller(A, All[Ctx], Here));
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
      Out.Elsewhere |= Perhaps || Blurred;
      Out.Missing |= !Perhaps && !Blurred;
      Out.ReadOnly |= Sure && Sure->Mode == LockMode::Shared;
      if (Sure && !Out.Held)
        Out.Held = A.LockTable.use(*Sure);
      if ((!Perhaps && !Blurred) || Sure)
        Out.Way = All.chain(Ctx);
    }
  }
  return Out;
}
