//===- HeldFlow.cpp - Lock facts along the ways through a function --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What events do to locks and guards, and the analysis of all functions,
/// callees first. A try-lock makes two partitions, with the lock where its
/// result says success and without it where it does not; the branch on the
/// result then leaves each side with its own. The same holds for a function
/// that returns whether it took a lock: its facts on return keep what they say
/// about the returned value.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Declared.h"
#include "analyzer/Locks/Held.h"
#include "analyzer/Locks/LostNames.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace heddle {

class HeldDomain {
public:
  using Facts = HeldFacts;
  using Part = Partition<HeldFacts>;
  using States = HeldStates;

  explicit HeldDomain(const HeldAnalysis &A, FuncId F)
      : A(A), V(A.V), T(A.T), M(A.V.program().M), F(F), B(*M[F].Definition) {}

  Facts entry() { return {}; }
  void meet(Facts &Into, const Facts &From) { HeldAnalysis::meet(Into, From); }

  void transfer(EventRef At, Part P, States &Out) {
    const Event &E = M[At];
    if (const auto *X = std::get_if<TryAcquire>(&E))
      return tryAcquire(At, *X, std::move(P), Out);
    if (std::holds_alternative<Call>(E) || std::holds_alternative<OnceOp>(E))
      return call(At, std::move(P), Out);
    if (const auto *G = std::get_if<GuardOp>(&E);
        G && G->Op == GuardOp::OpKind::OwnsLock)
      return ask(At, *G, std::move(P), Out);
    if (const auto *X = std::get_if<Acquire>(&E))
      acquire(At, *X, P.Facts);
    else if (const auto *X = std::get_if<Release>(&E))
      release(At, *X, P.Facts);
    else if (const auto *G = std::get_if<GuardOp>(&E))
      guardOp(At, *G, P.Facts);
    else if (const auto *S = std::get_if<AtomicSection>(&E))
      section(At, *S, P.Facts);
    else if (const auto *S = std::get_if<SemaphoreOp>(&E))
      semaphore(At, *S, P.Facts);
    else if (const auto *W = std::get_if<Assign>(&E))
      copyGuards(At, W->P, W->Value, P.Facts);
    else if (const auto *W = std::get_if<Access>(&E))
      copyGuards(At, W->P, W->Value, P.Facts);
    else if (const auto *R = std::get_if<Return>(&E))
      leave(At, *R, P);
    Out.push_back(std::move(P));
  }

  void unwind(EventRef At, Part P, States &Out) {
    llvm::ArrayRef<Callee> To;
    if (std::holds_alternative<Call>(M[At]))
      To = V.pointers().callees(At);
    bool Any = To.empty();
    for (const Callee &C : To) {
      if (!M[C.Func].Definition || A.isNeutral(C.Func)) {
        Any = true;
        continue;
      }
      if (!A.CanUnwind[index(C.Func)])
        continue;
      Part Copy = P;
      Copy.Facts = A.compose(P.Facts, At, C, A.Unwinds[index(C.Func)]);
      Out.push_back(std::move(Copy));
    }
    if (Any)
      Out.push_back(std::move(P));
  }

  void cross(const CfgEdge &, Facts &X, StaleFn Stale) {
    // A lock whose name a loop redefines is still held, but by which name?
    for (HeldLockFact &H : X.Held)
      if (H.Kind != HeldKind::Atomic && Stale(H.Lock)) {
        const std::optional<std::vector<CellId>> &Cells = V.resolve(H.Lock);
        H.Lock = Cells && Cells->size() == 1 ? V.ofCell(Cells->front())
                                             : ValueId::Unknown;
        H.Must &= !T.isVague(H.Lock);
      }
    std::erase_if(X.Held,
                  [&](const HeldLockFact &H) { return !T.isKnown(H.Lock); });
    llvm::sort(X.Held);
    X.Held.erase(llvm::unique(X.Held,
                              [](const auto &L, const auto &R) {
                                return L.Lock == R.Lock && L.Kind == R.Kind;
                              }),
                 X.Held.end());
    std::erase_if(X.Guards, [&](const auto &G) { return Stale(G.first); });
    for (auto &[Guard, G] : X.Guards)
      for (ValueId &Lock : G.Locks)
        if (Stale(Lock))
          Lock = ValueId::Unknown;
    std::set<ReleasedLock> Released;
    for (ReleasedLock R : X.Released) {
      if (Stale(R.Guard))
        R.Guard = ValueId::Unknown;
      if (!Stale(R.Lock)) {
        Released.insert(R);
        continue;
      }
      for (ValueId Name : lostNames(V, R.Lock))
        Released.insert({Name, R.Guard});
    }
    X.Released = std::move(Released);
    std::set<ValueId> Posted;
    for (ValueId Semaphore : X.Posted)
      Posted.insert(Stale(Semaphore) ? ValueId::Unknown : Semaphore);
    X.Posted = std::move(Posted);
  }

private:
  ValueId guard(EventRef At, PlaceId G) const { return V.address(At, G); }

  HeldLockFact taken(EventRef At, ValueId Lock, LockMode Mode, bool Recursive,
                     PlaceId Guard, uint32_t Group = 0) const {
    return {.Lock = Lock,
            .Mode = Mode,
            .Recursive = Recursive,
            .Group = Group,
            .At = At,
            .Guard = Guard};
  }

  void bind(Facts &X, ValueId Guard, ValueId Lock, GuardState S, bool Add) {
    if (T.isVague(Guard))
      return;
    GuardFact &G = X.Guards[Guard];
    if (!Add)
      G.Locks.clear();
    if (!llvm::is_contained(G.Locks, Lock))
      G.Locks.push_back(Lock);
    G.State = S;
  }

  void acquire(EventRef At, const Acquire &E, Facts &X) {
    const ValueId Lock = A.lockOf(At);
    if (valid(E.Guard))
      bind(X, guard(At, E.Guard), Lock, GuardState::Holding,
           E.AtomicGroup != 0);
    if (T.isKnown(Lock))
      A.acquire(X,
                taken(At, Lock, E.Mode, E.Recursive, E.Guard, E.AtomicGroup));
  }

  void release(EventRef At, const Release &E, Facts &X) {
    const ValueId Lock = A.lockOf(At);
    if (valid(E.Guard))
      A.releaseGuard(X, guard(At, E.Guard), Lock);
    else
      A.release(X, Lock, /*Foreign=*/true);
  }

  void tryAcquire(EventRef At, const TryAcquire &E, Part P, States &Out) {
    const ValueId Lock = A.lockOf(At);
    const ValueId Result = T.result(At);
    const ConditionAtom Yes = E.ByValue ? ConditionAtom{Result, E.Success, true}
                                        : ConditionAtom{Result, 0, false};
    Part No = P;
    if (P.Key.add(Yes)) {
      if (T.isKnown(Lock))
        A.acquire(P.Facts, taken(At, Lock, E.Mode, E.Recursive, E.Guard));
      if (valid(E.Guard))
        bind(P.Facts, guard(At, E.Guard), Lock, GuardState::Holding, false);
      Out.push_back(std::move(P));
    }
    if (No.Key.add({Yes.Subject, Yes.Number, !Yes.Equal})) {
      if (valid(E.Guard))
        bind(No.Facts, guard(At, E.Guard), Lock, GuardState::NotHolding, false);
      Out.push_back(std::move(No));
    }
  }

  /// owns_lock(): the answer is what we know about the guard.
  void ask(EventRef At, const GuardOp &E, Part P, States &Out) {
    const ValueId Result = T.result(At);
    auto It = P.Facts.Guards.find(guard(At, E.Guard));
    const GuardState S =
        It == P.Facts.Guards.end() ? GuardState::Unknown : It->second.State;
    if (S == GuardState::Holding)
      P.Key.add({Result, 0, false});
    else if (S == GuardState::NotHolding || S == GuardState::Empty)
      P.Key.add({Result, 0, true});
    Out.push_back(std::move(P));
  }

  void guardOp(EventRef At, const GuardOp &E, Facts &X) {
    const ValueId Mine = guard(At, E.Guard), From = guard(At, E.From);
    const ValueId Lock = V.address(At, E.Lock);
    switch (E.Op) {
    case GuardOp::OpKind::Defer:
      return bind(X, Mine, Lock, GuardState::NotHolding, false);
    case GuardOp::OpKind::Adopt:
      return bind(X, Mine, Lock, GuardState::Holding, true);
    case GuardOp::OpKind::Empty:
    case GuardOp::OpKind::Detach:
      if (!T.isVague(Mine))
        X.Guards[Mine] = {{}, GuardState::Empty};
      return;
    case GuardOp::OpKind::Move:
    case GuardOp::OpKind::Swap: {
      auto Take = [&](ValueId G) {
        auto It = X.Guards.find(G);
        return It == X.Guards.end() ? GuardFact() : It->second;
      };
      const GuardFact Theirs = Take(From), Ours = Take(Mine);
      if (!T.isVague(Mine)) {
        if (Theirs.Locks.empty() && Theirs.State == GuardState::Unknown)
          X.Guards.erase(Mine);
        else
          X.Guards[Mine] = Theirs;
      }
      if (!T.isVague(From))
        X.Guards[From] = E.Op == GuardOp::OpKind::Swap
                             ? Ours
                             : GuardFact{{}, GuardState::Empty};
      return;
    }
    case GuardOp::OpKind::OwnsLock:
      return;
    }
  }

  void section(EventRef At, const AtomicSection &E, Facts &X) {
    const ValueId All = atomicSectionLock(T);
    if (!E.Begin) {
      std::erase_if(X.Held, [](const HeldLockFact &H) {
        return H.Kind == HeldKind::Atomic;
      });
      return;
    }
    HeldLockFact H = taken(At, All, LockMode::Exclusive, false, PlaceId::None);
    H.Kind = HeldKind::Atomic;
    A.acquire(X, std::move(H));
  }

  // Misses: what sem_trywait got.
  void semaphore(EventRef At, const SemaphoreOp &E, Facts &X) {
    ValueId Which = V.address(At, E.P);
    if (T.isVague(Which))
      if (const std::vector<CellId> Cells = V.pointers().cells(At.Func, E.P);
          Cells.size() == 1 && !T.isKnown(Which))
        Which = V.ofCell(Cells.front());
    if (E.Op == SemaphoreOp::OpKind::Release)
      return A.post(X, Which);
    if (E.Op != SemaphoreOp::OpKind::Acquire || !T.isKnown(Which))
      return;
    HeldLockFact H =
        taken(At, Which, LockMode::Exclusive, false, PlaceId::None);
    H.Kind = HeldKind::Semaphore;
    A.acquire(X, std::move(H));
  }

  /// An object of class type takes the guards inside of it along.
  void moveGuards(Facts &X, ValueId From, ValueId To) {
    if (T.isVague(From) || T.isVague(To))
      return;
    std::vector<std::pair<ValueId, GuardFact>> Moved;
    for (const auto &[Guard, G] : X.Guards)
      if (T.isPartOf(Guard, From))
        Moved.push_back({Guard, G});
    for (auto &[Guard, G] : Moved) {
      std::vector<Value> Steps;
      for (ValueId Id = Guard; Id != From; Id = T[Id].A)
        Steps.push_back(T[Id]);
      ValueId Target = To;
      for (const Value &Step : llvm::reverse(Steps))
        Target = Step.Kind == ValueKind::Field ? T.field(Target, Step.Field)
                                               : T.element(Target, Step.B);
      if (!T.isVague(Target))
        X.Guards[Target] = G;
    }
  }

  void copyGuards(EventRef At, PlaceId To, TermId Content, Facts &X) {
    if (X.Guards.empty() || !valid(Content) ||
        B[Content].Kind != TermKind::Value)
      return;
    moveGuards(X, V.address(At, B[Content].P), V.address(At, To));
  }

  void leave(EventRef At, const Return &E, Part &P) {
    if (!valid(E.Value))
      return;
    if (B[E.Value].Kind == TermKind::Value)
      moveGuards(P.Facts, V.address(At, B[E.Value].P), T.returnSlot(F));
    if (std::optional<int64_t> N = T.asInt(V.value(At, E.Value)))
      P.Key.add({T.returnSlot(F), *N, true});
  }

  /// What a callee's key says, in terms of the caller.
  PartitionKey mapKey(EventRef At, const Callee &To, const PartitionKey &Key) {
    PartitionKey Out;
    for (ConditionAtom Atom : Key.Atoms) {
      Atom.Subject = Atom.Subject == T.returnSlot(To.Func)
                         ? T.result(At)
                         : V.atCall(At, To, Atom.Subject);
      Out.add(Atom);
    }
    return Out;
  }

  void call(EventRef At, Part P, States &Out) {
    const auto *Once = std::get_if<OnceOp>(&M[At]);
    if (Once && Once->Op != OnceOp::OpKind::Call) {
      onceRegion(At, *Once, P.Facts);
      Out.push_back(std::move(P));
      return;
    }
    llvm::ArrayRef<Callee> To = V.pointers().callees(At);
    bool Untouched = To.empty() || V.pointers().isUnresolved(At);
    for (const Callee &C : To) {
      if (!M[C.Func].Definition || A.isNeutral(C.Func)) {
        Untouched = true;
        continue;
      }
      for (const Part &Exit : A.Returns[index(C.Func)]) {
        Part Copy = P;
        PartitionKey Says = mapKey(At, C, Exit.Key);
        bool Possible = true;
        for (const ConditionAtom &Atom : Says.Atoms)
          Possible &= Copy.Key.add(Atom);
        if (!Possible)
          continue;
        Copy.Facts = A.compose(P.Facts, At, C, Exit.Facts);
        Out.push_back(std::move(Copy));
      }
    }
    if (!Untouched)
      return;
    declared(At, P.Facts);
    Out.push_back(std::move(P));
  }

  void onceRegion(EventRef At, const OnceOp &E, Facts &X) {
    const ValueId Flag = V.address(At, E.Flag);
    if (E.Op == OnceOp::OpKind::Begin && T.isKnown(Flag)) {
      HeldLockFact H =
          taken(At, Flag, LockMode::Exclusive, false, PlaceId::None);
      H.Kind = HeldKind::Once;
      A.acquire(X, std::move(H));
    } else if (E.Op == OnceOp::OpKind::End) {
      std::erase_if(X.Held, [&](const HeldLockFact &H) {
        return H.Kind == HeldKind::Once && H.Lock == Flag;
      });
    }
  }

  /// A function without a body may say in attributes what it does.
  void declared(EventRef At, Facts &X) {
    const auto *C = std::get_if<Call>(&M[At]);
    if (!C || !valid(C->Callee))
      return;
    const Function &Fn = M[C->Callee];
    for (const Attribute &Attr : Fn.Attributes)
      for (const AttributePath &Path : Attr.Args) {
        const ValueId Lock = declaredLock(At, *C, Fn, Path);
        if (!T.isKnown(Lock))
          continue;
        switch (Attr.Kind) {
        case AttributeKind::Acquire:
          A.acquire(X,
                    taken(At, Lock, LockMode::Exclusive, false, PlaceId::None));
          break;
        case AttributeKind::AcquireShared:
          A.acquire(X, taken(At, Lock, LockMode::Shared, false, PlaceId::None));
          break;
        case AttributeKind::Release:
        case AttributeKind::ReleaseShared:
        case AttributeKind::ReleaseGeneric:
          A.release(X, Lock, /*Foreign=*/true);
          break;
        default:
          break;
        }
      }
  }

  ValueId declaredLock(EventRef At, const Call &C, const Function &Fn,
                       const AttributePath &Path) {
    const uint32_t First = Fn.hasThis() ? 1 : 0;
    auto Argument = [&](uint32_t N) {
      return N < C.Args.size() ? V.value(At, C.Args[N]) : ValueId::Unknown;
    };
    return heddle::declaredLock(
        T, M, Path, First ? Argument(0) : ValueId::Unknown,
        [&](uint32_t N) { return Argument(N + First); });
  }

  const HeldAnalysis &A;
  const Values &V;
  ValueTable &T;
  const Module &M;
  FuncId F;
  const Body &B;
};

} // namespace heddle

// ---- All functions
// --------------------------------------------------------------

ValueId HeldAnalysis::lockOf(EventRef At) const {
  PlaceId Lock = PlaceId::None, Guard = PlaceId::None;
  std::visit(
      [&]<class E>(const E &X) {
        if constexpr (requires {
                        X.Lock;
                        X.Guard;
                      }) {
          Lock = X.Lock;
          Guard = X.Guard;
        }
      },
      V.program().M[At]);
  const ValueId Known = valid(Lock) ? V.address(At, Lock) : V.guardedLock(At);
  if (T.isKnown(Known) && !T.isVague(Known))
    return Known;
  std::vector<CellId> Cells;
  if (valid(Lock))
    Cells = V.pointers().cells(At.Func, Lock);
  else if (valid(Guard))
    Cells = V.pointers().locksOf(At.Func, Guard);
  if (Cells.size() == 1 &&
      Cells.front() != V.pointers().cellOf(V.pointers().unknown()))
    return T.isKnown(Known) ? Known : V.ofCell(Cells.front());
  return Known;
}

bool HeldAnalysis::touchesLocks(EventRef At) const {
  const Event &E = V.program().M[At];
  if (std::holds_alternative<Acquire>(E) ||
      std::holds_alternative<Release>(E) ||
      std::holds_alternative<TryAcquire>(E) ||
      std::holds_alternative<GuardOp>(E) ||
      std::holds_alternative<AtomicSection>(E) ||
      std::holds_alternative<SemaphoreOp>(E) ||
      std::holds_alternative<OnceOp>(E))
    return true;
  if (const auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
    for (const Attribute &Attr : V.program().M[C->Callee].Attributes)
      if (Attr.Kind != AttributeKind::NoThreadSafetyAnalysis)
        return true;
  if (!std::holds_alternative<Spawn>(E))
    for (const Callee &To : V.pointers().callees(At))
      if (!Neutral[index(To.Func)])
        return true;
  return false;
}

HeldAnalysis::HeldAnalysis(const Values &V, Ledger &Gaps)
    : V(V), T(V.table()), Gaps(Gaps),
      Neutral(V.program().M.Functions.size(), true), Returns(Neutral.size()),
      CanReturn(Neutral.size()), Unwinds(Neutral.size()),
      CanUnwind(Neutral.size()) {
  for (const std::vector<FuncId> &Members : V.order()) {
    bool Touches = false;
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) { Touches |= touchesLocks(At); });
    if (!Touches)
      continue;
    for (FuncId F : Members)
      Neutral[index(F)] = false;
    // A component starts with functions that never return, and gains ways out
    // round by round; facts about each way only grow weaker.
    constexpr unsigned MaxRounds = 10;
    const bool Cyclic =
        Members.size() > 1 || V.pointers().isRecursive(Members.front());
    bool Changed = true;
    for (unsigned Round = 0; Changed && Round < MaxRounds; ++Round) {
      Changed = false;
      for (FuncId F : Members)
        Changed |= analyse(F) && Cyclic;
    }
    if (!Changed)
      continue;
    for (FuncId F : Members)
      for (Partition<HeldFacts> &P : Returns[index(F)]) {
        P.Facts.Held.clear();
        P.Facts.Released.insert({ValueId::Unknown, ValueId::Unknown});
      }
    Gaps.add({.Kind = LedgerKind::LostLock,
              .Where = {},
              .Pos = V.program().M[Members.front()].Pos,
              .Text = "locks in functions that call each other"});
  }
}

/// Only what callers can name leaves the function.
static void dropOwnGuards(const ValueTable &T, FuncId F, HeldFacts &Facts,
                          const Body &B) {
  std::erase_if(Facts.Guards, [&](const auto &G) {
    const Value &Root = T[T.root(G.first)];
    return Root.Kind == ValueKind::Local && Root.Func == F &&
           B[Root.Local].Kind != LocalKind::Param;
  });
}

bool HeldAnalysis::analyse(FuncId F) {
  HeldDomain Domain(*this, F);
  PartitionedFlow<HeldDomain> Flow(Domain, V, F);
  Flow.run();
  Flow.visit([&](EventRef At, const HeldStates &S) {
    if (S.size() == 1 && S.front().Facts.empty() && S.front().Key.Atoms.empty())
      Before.erase(At);
    else
      Before[At] = S;
  });
  const Body &B = *V.program().M[F].Definition;
  HeldStates Return = Flow.atReturn();
  for (Partition<HeldFacts> &P : Return) {
    dropOwnGuards(T, F, P.Facts, B);
    // What a key says about this function's own variables ends here.
    P.Key.forget([&](ValueId X) { return T[X].Kind == ValueKind::Phi; });
  }
  HeldStates Merged;
  for (Partition<HeldFacts> &P : Return) {
    auto Same = llvm::find_if(
        Merged, [&](const auto &Q) { return Q.Facts == P.Facts; });
    if (Same == Merged.end())
      Merged.push_back(std::move(P));
    else
      Same->Key.meet(P.Key);
  }
  std::optional<HeldFacts> Unwind;
  for (Partition<HeldFacts> &P : Flow.atUnwind()) {
    dropOwnGuards(T, F, P.Facts, B);
    if (!Unwind)
      Unwind = P.Facts;
    else
      meet(*Unwind, P.Facts);
  }
  if (llvm::any_of(Merged, [](const auto &X) { return X.Facts.Cut; }) ||
      (Unwind && Unwind->Cut))
    Gaps.add({.Kind = LedgerKind::Budget,
              .Where = {},
              .Pos = V.program().M[F].Pos,
              .Text = "more locks that may be held than are told apart"});
  const bool Changed = Merged != Returns[index(F)] ||
                       Unwind.has_value() != CanUnwind[index(F)] ||
                       (Unwind && *Unwind != Unwinds[index(F)]);
  Returns[index(F)] = std::move(Merged);
  CanUnwind[index(F)] = Unwind.has_value();
  Unwinds[index(F)] = Unwind.value_or(HeldFacts());
  return Changed;
}

const HeldStates &HeldAnalysis::before(EventRef At) const {
  static const HeldStates Nothing(1);
  auto It = Before.find(At);
  return It == Before.end() ? Nothing : It->second;
}

std::vector<HeldExit> HeldAnalysis::exits(FuncId F) const {
  HeldDomain Domain(*this, F);
  PartitionedFlow<HeldDomain> Flow(Domain, V, F);
  Flow.run();
  std::vector<HeldExit> Out;
  Flow.visitExits([&](EventRef At, bool ByException, const HeldStates &S) {
    Out.push_back({At, ByException, S});
  });
  return Out;
}
