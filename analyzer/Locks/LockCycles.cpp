//===- LockCycles.cpp - Threads that wait for each other ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A deadlock is a set of threads, each holding a lock that the next one wants,
/// all at the same time. So a cycle of edges counts only if every two of them
/// belong to threads that can be there at once (or to two instances of one)
/// and hold no lock in common: a common one, taken before (a gate), lets only
/// one of them in. Readers don't block readers.
///
/// A join, or waiting for an async's value, waits like a lock does: for a
/// thread that needs what we hold.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/LocksImpl.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace heddle;

static bool bothShared(const LockUse &A, const LockUse &B) {
  return A.Mode == LockMode::Shared && B.Mode == LockMode::Shared;
}

/// Can one thread be at edge \p A while another is at \p B?
bool Locks::Impl::canMeet(const OrderEdge &A, const OrderEdge &B) const {
  if (!isAlone() && !Table.mayBeParallel(A.Shown.Thread, A.Running,
                                         B.Shown.Thread, B.Running))
    return false;
  for (const HeldLockFact &X : A.Held)
    for (const HeldLockFact &Y : B.Held) {
      // Unsound: a semaphore around both may let in as many as it takes.
      if (!X.Must || !Y.Must || X.Kind != Y.Kind ||
          (X.Kind != HeldKind::Lock && X.Kind != HeldKind::Semaphore))
        continue;
      if (X.Mode == LockMode::Shared && Y.Mode == LockMode::Shared)
        continue;
      const LockUse XU = use(X), YU = use(Y);
      if (XU.Unique && XU.Cell == YU.Cell)
        return false;
    }
  return true;
}

void Locks::Impl::findCycles() {
  // Cycles start at their smallest cell, so that each is found once.
  for (const OrderEdge &E : Edges) {
    std::vector<const OrderEdge *> Path{&E};
    extend(Path);
  }
  llvm::sort(Cycles, [](const LockCycle &L, const LockCycle &R) {
    return std::tie(L.Edges[0].ToAt, L.Edges[0].FromAt, L.Kind) <
           std::tie(R.Edges[0].ToAt, R.Edges[0].FromAt, R.Kind);
  });
}

void Locks::Impl::extend(std::vector<const OrderEdge *> &Path) {
  constexpr size_t MaxLength = 5;
  const CellId Start = Path.front()->Shown.From.Cell;
  const LockUse &Last = Path.back()->Shown.To;
  auto Next = From.find(Last.Cell);
  if (Next == From.end())
    return;
  for (uint32_t I : Next->second) {
    const OrderEdge &E = Edges[I];
    if (E.Shown.To.Cell == E.Shown.From.Cell || E.Shown.To.Cell < Start ||
        bothShared(Last, E.Shown.From))
      continue;
    const bool Known = llvm::any_of(Path, [&](const OrderEdge *Old) {
      return Old->Shown.From.Cell == E.Shown.From.Cell || !canMeet(*Old, E);
    });
    if (Known)
      continue;
    Path.push_back(&E);
    if (E.Shown.To.Cell == Start) {
      if (!bothShared(E.Shown.To, Path.front()->Shown.From))
        addCycle(Path);
    } else if (Path.size() < MaxLength) {
      extend(Path);
    }
    Path.pop_back();
  }
}

void Locks::Impl::addCycle(llvm::ArrayRef<const OrderEdge *> Path) {
  std::vector<CellId> Cells;
  for (const OrderEdge *E : Path)
    Cells.push_back(E->Shown.From.Cell);
  llvm::sort(Cells);
  if (!SeenCycles.insert(Cells).second)
    return;
  LockCycle C;
  C.Kind = CycleKind::Order;
  bool Unique = true, Must = true;
  for (const OrderEdge *E : Path) {
    C.Edges.push_back(E->Shown);
    Unique &= E->Shown.From.Unique && E->Shown.To.Unique;
    Must &= E->Must;
  }
  C.Belief = Must ? Confidence::Likely : Confidence::Possible;
  if (Unique)
    C.Reasons.push_back("each lock exists once");
  else
    C.Reasons.push_back("locks of several objects; the cycle needs two that "
                        "belong together");
  if (!Must)
    C.Reasons.push_back("a lock is held on some ways only");
  if (isAlone())
    C.Reasons.push_back("the program starts no thread that can be seen; two "
                        "that do what it does would be enough");
  // The first edge is the one that stands first in the program.
  auto First = std::min_element(
      C.Edges.begin(), C.Edges.end(), [](const LockEdge &L, const LockEdge &R) {
        return std::tie(L.ToAt, L.FromAt) < std::tie(R.ToAt, R.FromAt);
      });
  std::rotate(C.Edges.begin(), First, C.Edges.end());
  Cycles.push_back(std::move(C));
}

void Locks::Impl::findJoinCycles() {
  std::set<std::tuple<EventRef, CellId, ThreadId>> Seen;
  for (const OrderEdge &W : Waits) {
    const CellId Cell = W.Shown.From.Cell;
    if (!valid(Cell))
      continue;
    for (const OrderEdge &A : Acquisitions) {
      // The awaited thread needs the lock, or one that it waits for does.
      if (A.Shown.To.Cell != Cell || A.Shown.Thread != W.Shown.Awaited ||
          bothShared(W.Shown.From, A.Shown.To))
        continue;
      if (!Seen.insert({W.Shown.ToAt, Cell, W.Shown.Awaited}).second)
        continue;
      LockCycle C;
      C.Kind = CycleKind::Order;
      C.ThroughJoin = true;
      C.Edges = {W.Shown, A.Shown};
      const bool Exact = W.Must && W.Shown.From.Unique;
      C.Belief = Exact ? Confidence::Likely : Confidence::Possible;
      C.Reasons = {Exact ? "the lock exists once and is held on every way here"
                         : "which lock is held depends on the way here"};
      Cycles.push_back(std::move(C));
    }
  }
}
