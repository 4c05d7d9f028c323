//===- LockOrder.cpp - Which lock is taken while which is held ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The edges of the lock-order graph. An edge From -> To says that a thread
/// takes To while it holds From. Only locks that are waited for make edges: a
/// try-lock gives up instead. Locks that std::lock takes in one step have no
/// order among themselves.
///
/// Two locks of one summarised cell (the forks of an array, the accounts of a
/// map) are judged in Instances.cpp.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/LocksImpl.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void Locks::Impl::collectEdges() {
  for (uint32_t Id = 0; Id < All.size(); ++Id) {
    const FuncId F = All[Id].Func;
    V.forEachEvent(F, [&](EventRef At) {
      if (!V.cfg(F).isReachable(index(At.Block)))
        return;
      const Event &E = P.M[At];
      if (const auto *A = std::get_if<Acquire>(&E))
        addAcquire(Id, At, *A);
      else if (const auto *J = std::get_if<Join>(&E))
        addJoin(Id, At, *J);
    });
  }
  for (uint32_t I = 0; I < Edges.size(); ++I)
    From[Edges[I].Shown.From.Cell].push_back(I);
}

/// Where a lock that is held was taken, seen from the thread's entry.
static CallChain chainFrom(const CallChain &Context, const HeldLockFact &H,
                           FuncId Here) {
  // Facts of callers carry chains that begin in the caller; which one is not
  // kept, so only those of this function are prefixed.
  CallChain Out;
  if (valid(H.At.Func) &&
      (H.At.Func == Here || (!H.Chain.empty() && H.Chain.front().Func == Here)))
    Out = Context;
  llvm::append_range(Out, H.Chain);
  return Out;
}

void Locks::Impl::addAcquire(uint32_t Ctx, EventRef At, const Acquire &A) {
  const ValueId Lock = All.absolute(Ctx, Held.lockOf(At));
  HeldLockFact To{.Lock = Lock,
                  .Mode = A.Mode,
                  .Recursive = A.Recursive,
                  .Group = A.AtomicGroup,
                  .At = At,
                  .Guard = A.Guard};
  const LockUse ToUse = use(To);
  const CallChain Chain = All.chain(Ctx);
  const RunningSet Running = All.running(Ctx, At);
  for (const HeldFacts &Facts : All.held(Ctx, At)) {
    OrderEdge Taken;
    Taken.Shown.To = ToUse;
    Taken.Shown.Thread = All[Ctx].Thread;
    Taken.Shown.ToChain = Chain;
    Taken.Shown.ToAt = At;
    Taken.Running = Running;
    Taken.Held = Facts.Held;
    Taken.ToLock = Lock;
    if (valid(ToUse.Cell) &&
        llvm::none_of(Acquisitions, [&](const OrderEdge &Old) {
          return Old.Shown.To.Cell == ToUse.Cell &&
                 Old.Shown.Thread == Taken.Shown.Thread &&
                 Old.Running == Running;
        }))
      Acquisitions.push_back(Taken);
    for (const HeldLockFact &H : Facts.Held) {
      if (H.Kind != HeldKind::Lock)
        continue;
      if (A.AtomicGroup && H.Group == A.AtomicGroup && H.At.Func == At.Func &&
          H.Chain.empty() && H.At.Block == At.Block)
        continue;
      OrderEdge E = Taken;
      E.Shown.From = use(H);
      E.Shown.FromAt = H.At;
      E.Shown.FromChain = chainFrom(Chain, H, At.Func);
      E.FromLock = H.Lock;
      E.Must = H.Must;
      for (const HeldLockFact &G : Facts.Held)
        if (&G != &H && G.Must &&
            (G.Kind == HeldKind::Lock || G.Kind == HeldKind::Semaphore))
          E.Shown.Gates.push_back(use(G));
      if (Held.sameLock(H.Lock, Lock)) {
        const bool BothShared =
            H.Mode == LockMode::Shared && A.Mode == LockMode::Shared;
        if (!isRecursive(H) && !isRecursive(To) && !BothShared && H.Must)
          addSelf(E, isOfEarlierRound(Ctx, At, H));
        continue;
      }
      if (!valid(E.Shown.From.Cell) || !valid(ToUse.Cell))
        continue;
      // `m[n - 1]`, then `m[0]`: which one the first is, is not known.
      if (E.Shown.From.Cell == ToUse.Cell ||
          (isAlone() && Pointers.mayOverlap(E.Shown.From.Cell, ToUse.Cell))) {
        if (isOrderedPair(Ctx, E))
          Ascending.insert(ToUse.Cell);
        else
          Instances.push_back(std::move(E));
        continue;
      }
      addEdge(std::move(E));
    }
  }
}

/// One edge per pair of locks, thread, phase and gates: that with the
/// shortest chain.
void Locks::Impl::addEdge(OrderEdge E) {
  auto Gates = [&](const OrderEdge &X) {
    std::set<CellId> Out;
    for (const LockUse &G : X.Shown.Gates)
      Out.insert(G.Cell);
    return Out;
  };
  for (OrderEdge &Old : Edges)
    if (Old.Shown.From.Cell == E.Shown.From.Cell &&
        Old.Shown.To.Cell == E.Shown.To.Cell &&
        Old.Shown.Thread == E.Shown.Thread && Old.Running == E.Running &&
        Old.Shown.From.Mode == E.Shown.From.Mode &&
        Old.Shown.To.Mode == E.Shown.To.Mode && Gates(Old) == Gates(E)) {
      if (E.Must && !Old.Must)
        Old = std::move(E);
      return;
    }
  Edges.push_back(std::move(E));
}

/// Was it taken here before, and is it held on some of the ways back only? A
/// function that takes or gives back a lock as its argument says leaves ways
/// that no caller has.
bool Locks::Impl::isOfEarlierRound(uint32_t Ctx, EventRef At,
                                   const HeldLockFact &H) const {
  if (H.At != At)
    return false;
  for (uint32_t Id = Ctx; All[Id].Parent != UINT32_MAX; Id = All[Id].Parent)
    for (const HeldFacts &Way : All.held(All[Id].Parent, All[Id].Site))
      if (llvm::none_of(Way.Held, [&](const HeldLockFact &X) {
            return X.Must && Held.sameLock(X.Lock, H.Lock);
          }))
        return true;
  return false;
}

void Locks::Impl::addSelf(const OrderEdge &E, bool IsDoubtful) {
  for (const LockCycle &Old : Cycles)
    if (Old.Kind == CycleKind::Self && Old.Edges[0].ToAt == E.Shown.ToAt &&
        Old.Edges[0].FromAt == E.Shown.FromAt)
      return;
  LockCycle C;
  C.Kind = CycleKind::Self;
  C.Edges = {E.Shown};
  C.Belief = Confidence::Certain;
  C.Reasons = {"the lock is held on every way to this point"};
  if (!E.Shown.To.Unique) {
    C.Belief = Confidence::Likely;
    C.Reasons = {"both name the same object"};
  }
  if (IsDoubtful) {
    C.Belief = Confidence::Possible;
    C.Reasons = {"it was taken by the call before, which is held to give it "
                 "back on some ways only"};
  }
  Cycles.push_back(std::move(C));
}

void Locks::Impl::addJoin(uint32_t Ctx, EventRef At, const Join &J) {
  if (J.Try)
    return;
  bool Complete = true;
  std::vector<EventRef> Spawns =
      Pointers.threadsOf(At.Func, J.Handle, Complete);
  if (Spawns.empty())
    return;
  const RunningSet Running = All.running(Ctx, At);
  const CallChain Chain = All.chain(Ctx);
  const std::vector<HeldFacts> Ways = All.held(Ctx, At);
  for (const HeldFacts &Facts : Ways)
    for (const HeldLockFact &H : Facts.Held) {
      if (H.Kind != HeldKind::Lock)
        continue;
      // Held on this way, and on all others?
      const bool Always = llvm::all_of(Ways, [&](const HeldFacts &Way) {
        return llvm::any_of(Way.Held, [&](const HeldLockFact &X) {
          return X.Must && Held.sameLock(X.Lock, H.Lock);
        });
      });
      for (EventRef S : Spawns)
        for (ThreadId Awaited : Table.startedBy(S)) {
          if (!Table.mayRun(Awaited, Running))
            continue;
          OrderEdge E;
          E.Shown.From = use(H);
          E.Shown.FromAt = H.At;
          E.Shown.FromChain = chainFrom(Chain, H, At.Func);
          E.Shown.Thread = All[Ctx].Thread;
          E.Shown.ToAt = At;
          E.Shown.ToChain = Chain;
          E.Shown.IsWait = true;
          E.Shown.Awaited = Awaited;
          E.Shown.To.Name = Table[Awaited].Name;
          E.Running = Running;
          E.Held = Facts.Held;
          E.FromLock = H.Lock;
          E.Must = H.Must && Always;
          Waits.push_back(std::move(E));
        }
    }
}
