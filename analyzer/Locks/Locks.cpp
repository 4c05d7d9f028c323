//===- Locks.cpp - Which locks are held where -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The room in one view:
///
///   Held       what a function does to locks, relative to its entry
///   Ordering   the same for waits, signals and publication
///   Contexts   both, and running threads, laid end to end along each thread's
///              calls: what holds where, absolutely
///   LockOrder  from contexts: which lock is taken while which is held
///   LockCycles cycles among those that threads can close together
///
/// This file answers the questions of rules from them.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Locks.h"

#include "analyzer/Locks/LocksImpl.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

bool heddle::isSharedPlace(const PointsTo &Pointers, FuncId F, PlaceId P) {
  return llvm::any_of(Pointers.cells(F, P), [&](CellId C) {
    const ObjectId O = Pointers.objectOf(C);
    return O != Pointers.unknown() && bool(Pointers.escape(O));
  });
}

/// Events that touch memory which several threads can reach.
static bool isShared(const Program &P, const PointsTo &Pointers, EventRef At) {
  const Event &E = P.M[At];
  if (const auto *A = std::get_if<Access>(&E))
    return isSharedPlace(Pointers, At.Func, A->P);
  if (const auto *F = std::get_if<Free>(&E))
    return llvm::any_of(Pointers.pointsTo(At.Func, F->Pointer), [&](CellId C) {
      return bool(Pointers.escape(Pointers.objectOf(C)));
    });
  return false;
}

Locks::Impl::Impl(const Program &P, const PointsTo &Pointers,
                  const Threads &Table, Ledger &Gaps, uint64_t MaxWork)
    : P(P), Pointers(Pointers), Table(Table), Gaps(Gaps), V(Table.values()),
      Held(V, Gaps), Order(Table),
      All(
          Table, Held, Order,
          [&](EventRef At) { return isShared(P, Pointers, At); }, MaxWork,
          Gaps) {
  findRecursiveLocks();
  collectEdges();
  findInstanceCycles();
  findCycles();
  findJoinCycles();
}

Locks::Locks(const Program &P, const PointsTo &Pointers, const Threads &T,
             Ledger &Gaps, uint64_t MaxWork)
    : State(std::make_unique<Impl>(P, Pointers, T, Gaps, MaxWork)) {}
Locks::~Locks() = default;
Locks::Locks(Locks &&) noexcept = default;
Locks &Locks::operator=(Locks &&) noexcept = default;

const Contexts &Locks::contexts() const { return State->All; }
std::vector<LockEdge> Locks::order() const {
  std::vector<LockEdge> Out;
  for (const std::vector<OrderEdge> *Edges : {&State->Edges, &State->Instances})
    for (const OrderEdge &E : *Edges)
      Out.push_back(E.Shown);
  return Out;
}

const std::vector<LockCycle> &Locks::cycles() const { return State->Cycles; }
LockUse Locks::use(const HeldLockFact &H) const { return State->use(H); }

std::vector<LockUse> Locks::uses(const HeldFacts &Facts, bool MustOnly) const {
  std::vector<LockUse> Out;
  for (const HeldLockFact &H : Facts.Held)
    if (H.Kind == HeldKind::Lock && (H.Must || !MustOnly))
      Out.push_back(State->use(H));
  llvm::sort(Out, [](const LockUse &L, const LockUse &R) {
    return std::tie(L.Name, L.Cell, L.Acquired) <
           std::tie(R.Name, R.Cell, R.Acquired);
  });
  return Out;
}

// ---- Names and kinds
// ------------------------------------------------------------

std::string Locks::Impl::nameOf(EventRef At, CellId Cell) const {
  PlaceId Lock = PlaceId::None;
  if (valid(At.Func)) {
    const Event &E = P.M[At];
    if (const auto *A = std::get_if<Acquire>(&E))
      Lock = A->Lock;
    else if (const auto *A = std::get_if<TryAcquire>(&E))
      Lock = A->Lock;
  }
  if (!valid(Lock))
    return valid(Cell) ? Pointers.displayName(Cell) : "a lock";
  std::string Name = describe(P.M, At.Func, Lock);
  for (llvm::StringRef Prefix : {"this->", "(*this)."})
    if (llvm::StringRef(Name).starts_with(Prefix))
      Name = Name.substr(Prefix.size());
  return Name;
}

LockUse Locks::Impl::use(const HeldLockFact &H) const {
  LockUse Out;
  const std::optional<std::vector<CellId>> &Cells = V.resolve(H.Lock);
  if (Cells && Cells->size() == 1)
    Out.Cell = Cells->front();
  Out.Unique = valid(Out.Cell) && Pointers.isUnique(Out.Cell);
  Out.Name = nameOf(H.At, Out.Cell);
  Out.Recursive = H.Recursive;
  Out.Mode = H.Mode;
  Out.Acquired = H.At;
  Out.Chain = H.Chain;
  Out.Must = H.Must;
  Out.Guard = H.Guard;
  return Out;
}

void Locks::Impl::findRecursiveLocks() {
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        const auto *S = std::get_if<SyncObject>(&P.M[At]);
        if (S && S->Op == SyncObject::OpKind::Init && S->Recursive)
          for (CellId C : Pointers.cells(F, S->P))
            RecursiveLocks.insert(C);
      });
}

bool Locks::Impl::isRecursive(const HeldLockFact &H) const {
  if (H.Recursive)
    return true;
  const std::optional<std::vector<CellId>> &Cells = V.resolve(H.Lock);
  return Cells && llvm::any_of(*Cells, [&](CellId C) {
           return RecursiveLocks.count(C) > 0;
         });
}

// ---- Questions of rules
// ----------------------------------------------------------

std::vector<LockUse> Locks::heldAt(EventRef At) const {
  const Impl &S = *State;
  HeldFacts Here;
  bool First = true;
  for (const auto &P : S.Held.before(At)) {
    if (First)
      Here = P.Facts;
    else
      HeldAnalysis::meet(Here, P.Facts);
    First = false;
  }
  std::vector<LockUse> Out = uses(Here, /*MustOnly=*/false);
  // What every context brings along, and the function does not give back.
  std::optional<std::vector<HeldLockFact>> Common;
  for (uint32_t Id : S.All.of(At.Func)) {
    std::vector<HeldLockFact> Mine;
    for (const HeldLockFact &H : S.All[Id].Held.Held)
      if (H.Kind == HeldKind::Lock && H.Must && Here.Released.empty())
        Mine.push_back(H);
    if (!Common) {
      Common = std::move(Mine);
      continue;
    }
    std::erase_if(*Common, [&](const HeldLockFact &H) {
      return llvm::none_of(Mine, [&](const HeldLockFact &Other) {
        return S.Held.sameLock(H.Lock, Other.Lock);
      });
    });
  }
  for (const HeldLockFact &H : Common.value_or(std::vector<HeldLockFact>())) {
    LockUse U = use(H);
    U.ByCaller = true;
    Out.push_back(std::move(U));
  }
  llvm::sort(Out, [](const LockUse &L, const LockUse &R) {
    return std::tie(L.Name, L.Cell, L.Acquired) <
           std::tie(R.Name, R.Cell, R.Acquired);
  });
  return Out;
}

GuardState Locks::guardAt(EventRef At, PlaceId Guard) const {
  const Impl &S = *State;
  const ValueId Which = S.V.address(At, Guard);
  HeldFacts Here;
  bool First = true;
  for (const auto &P : S.Held.before(At)) {
    if (First)
      Here = P.Facts;
    else
      HeldAnalysis::meet(Here, P.Facts);
    First = false;
  }
  auto It = Here.Guards.find(Which);
  return It == Here.Guards.end() ? GuardState::Unknown : It->second.State;
}

std::vector<LeakedLock> Locks::leaks() const {
  const Impl &S = *State;
  std::vector<LeakedLock> Out;
  for (const std::vector<FuncId> &Members : S.V.order())
    for (FuncId F : Members) {
      if (S.Held.isNeutral(F))
        continue;
      std::vector<std::pair<EventRef, ValueId>> Releases;
      S.V.forEachEvent(F, [&](EventRef At) {
        if (std::holds_alternative<Release>(S.P.M[At]))
          Releases.push_back({At, S.Held.lockOf(At)});
      });
      for (const HeldExit &Exit : S.Held.exits(F))
        for (const auto &P : Exit.States)
          for (const HeldLockFact &H : P.Facts.Held) {
            if (H.Kind != HeldKind::Lock || !H.Chain.empty() ||
                valid(H.Guard) || !H.Must)
              continue;
            LeakedLock L;
            L.Lock = use(H);
            L.Exit = Exit.At;
            L.ByException = Exit.ByException;
            for (const auto &[At, Lock] : Releases)
              if (!L.ReleasedElsewhere && S.Held.sameLock(Lock, H.Lock)) {
                L.ReleasedElsewhere = true;
                L.Release = At;
              }
            const bool Known = llvm::any_of(Out, [&](const LeakedLock &Other) {
              return Other.Exit == L.Exit &&
                     Other.Lock.Acquired == L.Lock.Acquired;
            });
            if (!Known)
              Out.push_back(std::move(L));
          }
    }
  llvm::sort(Out, [](const LeakedLock &L, const LeakedLock &R) {
    return std::tie(L.Exit, L.Lock.Acquired) <
           std::tie(R.Exit, R.Lock.Acquired);
  });
  return Out;
}
