//===- HeldFacts.cpp - Taking and giving back locks -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The algebra of lock facts. It errs to one side: a lock counts as held only
/// if its release can't have been overlooked. A release of something that may
/// be a lock we hold makes that lock held perhaps.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Held.h"
#include "analyzer/Locks/LostNames.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

ValueId heddle::atomicSectionLock(ValueTable &T) {
  return T.result(EventRef(), -1);
}

/// The one cell that a lock's address can be, if that cell is one lock.
static CellId uniqueCell(const Values &V, ValueId Lock) {
  const std::optional<std::vector<CellId>> &Cells = V.resolve(Lock);
  if (!Cells || Cells->size() != 1 || !V.pointers().isUnique(Cells->front()))
    return CellId::None;
  return Cells->front();
}

bool HeldAnalysis::sameLock(ValueId L, ValueId R) const {
  if (!T.isVague(L) && L == R)
    return true;
  const CellId Cell = uniqueCell(V, L);
  return valid(Cell) && Cell == uniqueCell(V, R);
}

bool HeldAnalysis::sameExpression(ValueId L, ValueId R) const {
  if (L == R || !T.isKnown(L) || !T.isKnown(R))
    return L == R && T.isKnown(L);
  const Value &X = T[L], &Y = T[R];
  if (X.Kind != Y.Kind)
    return false;
  switch (X.Kind) {
  case ValueKind::Load:
    return sameExpression(X.A, Y.A);
  case ValueKind::Field:
    return X.Field == Y.Field && sameExpression(X.A, Y.A);
  case ValueKind::Element:
    return T.isKnown(X.B) && X.B == Y.B && sameExpression(X.A, Y.A);
  default:
    return false;
  }
}

bool HeldAnalysis::mayBeSame(ValueId L, ValueId R) const {
  if (sameLock(L, R))
    return true;
  const std::optional<std::vector<CellId>> &A = V.resolve(L), B = V.resolve(R);
  if (!A || !B)
    return true;
  return V.pointers().mayOverlap(*A, *B);
}

void HeldAnalysis::acquire(HeldFacts &Facts, HeldLockFact New) const {
  for (HeldLockFact &H : Facts.Held)
    if (H.Kind == New.Kind && sameLock(H.Lock, New.Lock)) {
      if (New.Recursive && H.Must && H.Count < UINT8_MAX)
        ++H.Count;
      else if (!H.Must)
        H = std::move(New);
      return;
    }
  Facts.Held.insert(llvm::upper_bound(Facts.Held, New), std::move(New));
}

void HeldAnalysis::release(HeldFacts &Facts, ValueId Lock, bool Foreign) const {
  // `lock(p->left); … unlock(p->left);` is one lock, whatever others may do to
  // p->left in between: if they do, that is a race of its own.
  auto Find = [&](auto IsIt) {
    return llvm::find_if(Facts.Held, [&](const HeldLockFact &H) {
      return H.Kind != HeldKind::Atomic && IsIt(H.Lock);
    });
  };
  auto It = Find([&](ValueId X) { return sameLock(X, Lock); });
  if (It == Facts.Held.end())
    It = Find([&](ValueId X) { return sameExpression(X, Lock); });
  if (It != Facts.Held.end()) {
    if (It->Count > 1)
      --It->Count;
    else
      Facts.Held.erase(It);
    return;
  }
  // Not one we know to hold: perhaps another name of one we do.
  for (HeldLockFact &H : Facts.Held)
    if (H.Kind == HeldKind::Lock && mayBeSame(H.Lock, Lock))
      H.Must = false;
  if (Foreign)
    Facts.Released.insert({Lock, ValueId::Unknown});
}

void HeldAnalysis::releaseGuard(HeldFacts &Facts, ValueId Guard,
                                ValueId Lock) const {
  auto It = T.isVague(Guard) ? Facts.Guards.end() : Facts.Guards.find(Guard);
  if (It == Facts.Guards.end()) {
    // The guard came from the caller: what it holds, only the caller knows.
    for (HeldLockFact &H : Facts.Held)
      if (H.Kind == HeldKind::Lock && mayBeSame(H.Lock, Lock))
        H.Must = false;
    Facts.Released.insert({Lock, Guard});
    if (!T.isVague(Guard))
      Facts.Guards[Guard] = {{Lock}, GuardState::NotHolding};
    return;
  }
  const GuardFact G = It->second;
  It->second.State = GuardState::NotHolding;
  if (G.State == GuardState::NotHolding || G.State == GuardState::Empty)
    return;
  for (ValueId Bound : G.Locks)
    release(Facts, Bound, /*Foreign=*/true);
}

void HeldAnalysis::post(HeldFacts &Facts, ValueId Semaphore) const {
  auto It = llvm::find_if(Facts.Held, [&](const HeldLockFact &H) {
    return H.Kind == HeldKind::Semaphore &&
           (sameLock(H.Lock, Semaphore) || sameExpression(H.Lock, Semaphore));
  });
  if (It != Facts.Held.end()) {
    if (!It->Must)
      Facts.Posted.insert(Semaphore);
    Facts.Held.erase(It);
    return;
  }
  for (HeldLockFact &H : Facts.Held)
    if (H.Kind == HeldKind::Semaphore && mayBeSame(H.Lock, Semaphore))
      H.Must = false;
  Facts.Posted.insert(Semaphore);
}

static GuardState meetStates(GuardState A, GuardState B) {
  if (A == B)
    return A;
  if (A == GuardState::Unknown || B == GuardState::Unknown)
    return GuardState::Unknown;
  auto Free = [](GuardState S) {
    return S == GuardState::Empty || S == GuardState::NotHolding;
  };
  return Free(A) && Free(B) ? GuardState::NotHolding : GuardState::Maybe;
}

/// A lock out of an array or a list has another name wherever it is looked up,
/// and where functions hand such locks to each other, the names multiply. Those
/// that may be held at once are therefore counted: what is left out is held on
/// some ways only, so no access seems guarded that is not. Misses: orders in
/// which such locks are taken.
static void bound(HeldFacts &Facts) {
  constexpr size_t MaxMaybe = 24, MaxReleased = 64;
  if (Facts.Posted.size() > MaxReleased)
    Facts.Posted = {ValueId::Unknown};
  size_t Maybe = 0;
  const size_t Left = std::erase_if(Facts.Held, [&](const HeldLockFact &H) {
    return !H.Must && ++Maybe > MaxMaybe;
  });
  Facts.Cut |= Left > 0;
  if (Facts.Released.size() <= MaxReleased)
    return;
  // Any lock, then: none of the caller's is known to be held any more.
  Facts.Released = {{ValueId::Unknown, ValueId::Unknown}};
  Facts.Cut = true;
}

void HeldAnalysis::meet(HeldFacts &Into, const HeldFacts &From) {
  auto Find = [](auto &List, const HeldLockFact &X) {
    return llvm::find_if(List, [&](const HeldLockFact &Y) {
      return X.Lock == Y.Lock && X.Kind == Y.Kind;
    });
  };
  for (HeldLockFact &H : Into.Held) {
    auto Other = Find(From.Held, H);
    if (Other == From.Held.end()) {
      H.Must = false;
      continue;
    }
    H.Must &= Other->Must;
    H.Count = std::min(H.Count, Other->Count);
    if (Other->Mode == LockMode::Shared)
      H.Mode = LockMode::Shared;
    if (std::tie(Other->Chain, Other->At) < std::tie(H.Chain, H.At)) {
      H.At = Other->At;
      H.Chain = Other->Chain;
      H.Guard = Other->Guard;
      H.Group = Other->Group;
    }
  }
  for (HeldLockFact H : From.Held)
    if (Find(Into.Held, H) == Into.Held.end()) {
      H.Must = false;
      Into.Held.insert(llvm::upper_bound(Into.Held, H), H);
    }
  llvm::sort(Into.Held);
  for (auto &[Guard, G] : Into.Guards) {
    auto Other = From.Guards.find(Guard);
    if (Other == From.Guards.end())
      G.State = GuardState::Unknown;
    else if (Other->second.Locks != G.Locks) {
      llvm::append_range(G.Locks, Other->second.Locks);
      llvm::sort(G.Locks);
      G.Locks.erase(llvm::unique(G.Locks), G.Locks.end());
      G.State = meetStates(G.State, Other->second.State);
      if (G.State == GuardState::Holding)
        G.State = GuardState::Maybe;
    } else {
      G.State = meetStates(G.State, Other->second.State);
    }
  }
  for (const auto &[Guard, G] : From.Guards)
    if (!Into.Guards.count(Guard))
      Into.Guards[Guard] = {G.Locks, GuardState::Unknown};
  Into.Released.insert(From.Released.begin(), From.Released.end());
  Into.Posted.insert(From.Posted.begin(), From.Posted.end());
  Into.Cut |= From.Cut;
  bound(Into);
}

// ---- Across calls
// -------------------------------------------------------------

/// A value of the callee in the caller; the slot of a class-type result is the
/// place that the call's result goes to.
ValueId HeldAnalysis::mapped(EventRef Site, const Callee &To, ValueId X) const {
  if (!T.isKnown(X))
    return X;
  if (T[T.root(X)].Kind != ValueKind::ReturnSlot)
    return V.atCall(Site, To, X);
  const auto *C = std::get_if<Call>(&V.program().M[Site]);
  if (!C || !valid(C->Result))
    return ValueId::Unknown;
  std::vector<Value> Steps;
  ValueId Id = X;
  for (; T[Id].Kind == ValueKind::Field || T[Id].Kind == ValueKind::Element;
       Id = T[Id].A)
    Steps.push_back(T[Id]);
  ValueId Out = V.address(Site, C->Result);
  for (const Value &Step : llvm::reverse(Steps))
    Out = Step.Kind == ValueKind::Field ? T.field(Out, Step.Field)
                                        : T.element(Out, Step.B);
  return Out;
}

HeldFacts HeldAnalysis::mapFacts(EventRef Site, const Callee &To,
                                 const HeldFacts &Inner) const {
  HeldFacts Out;
  for (HeldLockFact H : Inner.Held) {
    if (H.Kind != HeldKind::Atomic)
      H.Lock = mapped(Site, To, H.Lock);
    H.Chain.insert(H.Chain.begin(), Site);
    // Chains through recursion would grow for ever; the end is what counts.
    constexpr size_t MaxChain = 12;
    if (H.Chain.size() > MaxChain)
      H.Chain.erase(H.Chain.begin() + 1);
    if (T.isKnown(H.Lock))
      Out.Held.push_back(std::move(H));
  }
  llvm::sort(Out.Held);
  for (const auto &[Guard, G] : Inner.Guards) {
    const ValueId Here = mapped(Site, To, Guard);
    if (T.isVague(Here))
      continue;
    GuardFact Copy{{}, G.State};
    for (ValueId Lock : G.Locks)
      Copy.Locks.push_back(mapped(Site, To, Lock));
    Out.Guards[Here] = std::move(Copy);
  }
  for (const ReleasedLock &R : Inner.Released) {
    const ValueId Guard = mapped(Site, To, R.Guard);
    const ValueId Lock = mapped(Site, To, R.Lock);
    if (T.isKnown(Lock))
      Out.Released.insert({Lock, Guard});
    else
      for (ValueId Name : lostNames(V, R.Lock))
        Out.Released.insert({Name, Guard});
  }
  for (ValueId Semaphore : Inner.Posted)
    Out.Posted.insert(mapped(Site, To, Semaphore));
  Out.Cut = Inner.Cut;
  return Out;
}

HeldFacts HeldAnalysis::then(const HeldFacts &Outer,
                             const HeldFacts &Inner) const {
  HeldFacts Out = Outer;
  for (const ReleasedLock &R : Inner.Released) {
    if (T.isKnown(R.Guard))
      releaseGuard(Out, R.Guard, R.Lock);
    else
      release(Out, R.Lock, /*Foreign=*/true);
  }
  for (ValueId Semaphore : Inner.Posted)
    post(Out, Semaphore);
  for (const HeldLockFact &H : Inner.Held)
    acquire(Out, H);
  for (const auto &[Guard, G] : Inner.Guards)
    if (G.State != GuardState::Unknown || !Out.Guards.count(Guard))
      Out.Guards[Guard] = G;
    else
      Out.Guards[Guard].State = GuardState::Unknown;
  Out.Cut |= Inner.Cut;
  bound(Out);
  return Out;
}

HeldFacts HeldAnalysis::compose(const HeldFacts &Outer, EventRef Site,
                                const Callee &To,
                                const HeldFacts &Inner) const {
  if (Inner.empty())
    return Outer;
  return then(Outer, mapFacts(Site, To, Inner));
}
