//===- Groups.cpp - One cause, one group ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A counter touched in forty places is one mistake. Candidates are grouped by
/// what is to be repaired: a variable, a member, a container with all that is
/// in it. Beside the accesses that collide, a group has those that don't: they
/// show which lock everybody else takes.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Inside of what the author of the program names: elements, a container's
/// nodes, the `first` and `second` of a map's pairs.
static bool isLibraryPart(const Module &M, const CellStep &Step) {
  return Step.IsElement || isPseudo(Step.Field) ||
         (valid(Step.Field.Record) && M[Step.Field.Record].System);
}

/// The variable, member or container that \p C is about.
CellId PairAnalysis::causeOf(CellId C) const {
  while (valid(Pointers.parent(C)) && isLibraryPart(P.M, Pointers.step(C)))
    C = Pointers.parent(C);
  return C;
}

CellId PairAnalysis::causeOf(const Candidate &C) const {
  // To destroy what is in use is one fault, however many members it has.
  for (const AccessClass *X : {C.A, C.B})
    if (X->Shown.Kind == AccessKind::Destroy)
      return causeOf(X->Shown.Cell);
  // A whole object and its part are one cause: that of the part.
  return std::max(causeOf(C.A->Shown.Cell), causeOf(C.B->Shown.Cell));
}

/// A pointer that may lead to several objects is given to `free` once: that is
/// one fault, told of the object that is most likely meant.
void PairAnalysis::mergeDestructions(std::vector<RaceGroup> &Groups) {
  std::map<EventRef, size_t> First; // by destruction
  std::vector<RaceGroup> Kept;
  for (RaceGroup &G : Groups) {
    const RaceCandidate &Best = G.Candidates.front();
    const GuardedAccess *Destroys = nullptr;
    for (uint32_t Side : {Best.First, Best.Second})
      if (!Destroys && G.Accesses[Side].Kind == AccessKind::Destroy)
        Destroys = &G.Accesses[Side];
    if (!Destroys) {
      Kept.push_back(std::move(G));
      continue;
    }
    auto [It, IsNew] = First.try_emplace(Destroys->At, Kept.size());
    if (IsNew)
      Kept.push_back(std::move(G));
    else if (Best.Belief > Kept[It->second].Candidates.front().Belief)
      Kept[It->second] = std::move(G);
  }
  Groups = std::move(Kept);
}

SharedObject PairAnalysis::objectOf(CellId Cause,
                                    llvm::ArrayRef<Candidate> Members) const {
  SharedObject Out;
  Out.Cell = Cause;
  Out.Root = Pointers[Pointers.objectOf(Cause)];
  Out.Type = Pointers.typeOf(Cause);
  Out.Name = Pointers.displayName(Cause);
  for (const Candidate &C : Members)
    for (const AccessClass *X : {C.A, C.B})
      for (CellId Cell = X->Shown.Cell; Cell != Cause && valid(Cell);
           Cell = Pointers.parent(Cell))
        if (valid(Pointers.parent(Cell)) && !Pointers.step(Cell).IsElement)
          Out.IsContainer |=
              Pointers.step(Cell).Field == pseudo(PseudoField::Structure);
  const bool IsMember = valid(Pointers.parent(Cause)) &&
                        !isLibraryPart(P.M, Pointers.step(Cause));
  if (IsMember) {
    Out.Member = Pointers.step(Cause).Field;
    Out.Owner = Out.Member.Record;
    const Field &F = P.M[Out.Owner].Fields[Out.Member.Index];
    Out.Name = F.Name;
    Out.Declared = F.Pos;
    Out.Type = F.Type;
  } else if (Out.Root.Kind == ObjectKind::Global) {
    const Global &G = P.M[Out.Root.Global];
    Out.Name = G.Spelling.empty() ? G.Name : G.Spelling;
    Out.Declared = G.Pos;
    Out.Type = G.Type;
  } else if (Out.Root.Kind == ObjectKind::Local) {
    const Function &F = P.M[Out.Root.Func];
    const Local &Variable = (*F.Definition)[Out.Root.Local];
    if (!Variable.Name.empty())
      Out.Name = Variable.Name;
    if (index(Out.Root.Local) < F.Table.Locals.size())
      Out.Declared =
          P.M.position(Out.Root.Func, F.Table.Locals[index(Out.Root.Local)]);
    Out.Type = Variable.Type;
  }
  return Out;
}

/// Which lock the others take, and how many they are.
void PairAnalysis::addGuards(RaceGroup &G,
                             llvm::ArrayRef<const AccessClass *> All) const {
  std::map<std::pair<CellId, std::string>, GuardedBy> Locks;
  uint32_t Total = 0;
  for (const AccessClass *X : All) {
    Total += X->Shown.Count;
    std::set<std::pair<CellId, std::string>> Here;
    for (const LockUse &U : X->Shown.Held) {
      const auto Key = std::pair(U.Cell, U.Name);
      if (!Here.insert(Key).second)
        continue;
      auto [It, IsNew] = Locks.try_emplace(Key);
      if (IsNew)
        It->second.Lock = U;
      It->second.Holding += X->Shown.Count;
      if (X->Shown.isWrite())
        It->second.Writes += X->Shown.Count;
    }
  }
  for (auto &[Key, Guard] : Locks) {
    Guard.All = Total;
    G.Guards.push_back(Guard);
  }
  // Of locks held equally often: the one that lies beside the object, then one
  // that is the same for everybody.
  auto IsElsewhere = [&](const LockUse &U) {
    return !valid(U.Cell) || !valid(G.Object.Cell) ||
           !valid(Pointers.parent(U.Cell)) ||
           Pointers.parent(U.Cell) != Pointers.parent(G.Object.Cell);
  };
  auto Rank = [&](const GuardedBy &X) {
    return std::tuple(-int64_t(X.Holding), IsElsewhere(X.Lock), !X.Lock.Unique,
                      llvm::StringRef(X.Lock.Name), X.Lock.Cell);
  };
  llvm::sort(G.Guards, [&](const GuardedBy &L, const GuardedBy &R) {
    return Rank(L) < Rank(R);
  });
}

RaceGroup PairAnalysis::group(const Classes &All,
                              llvm::ArrayRef<Candidate> Members, CellId Cause) {
  RaceGroup G;
  G.Object = objectOf(Cause, Members);
  // Those that another thread can meet at all.
  std::vector<const AccessClass *> Shown;
  std::set<const AccessClass *> Taking;
  for (const Candidate &C : Members) {
    Taking.insert(C.A);
    Taking.insert(C.B);
  }
  for (const AccessClass &X : All) {
    const bool Meets =
        Taking.count(&X) ||
        (Pointers.mayOverlap(causeOf(X.Shown.Cell), Cause) && !X.Unpublished &&
         llvm::any_of(All, [&](const AccessClass &Y) {
           return couldConflict(X, Y) &&
                  Table.mayBeParallel(X.Shown.Thread, X.Facts->Running,
                                      Y.Shown.Thread, Y.Facts->Running);
         }));
    if (Meets)
      Shown.push_back(&X);
  }
  auto Where = [&](const AccessClass *X) {
    const DeclPosition Pos = P.M.position(X->Shown.At);
    return std::tuple(Pos.File, Pos.Line, Pos.Column, X->Shown.At,
                      X->Shown.Thread, X->Shown.Kind);
  };
  llvm::sort(Shown, [&](const AccessClass *L, const AccessClass *R) {
    // Classes of one place: in the order in which they were found.
    return std::tuple(Where(L), L) < std::tuple(Where(R), R);
  });
  addGuards(G, Shown);
  std::map<const AccessClass *, uint32_t> Index;
  for (const AccessClass *X : Shown) {
    Index[X] = static_cast<uint32_t>(G.Accesses.size());
    GuardedAccess A = X->Shown;
    A.Unconditional = Sure.happens(A.Chain, A.At);
    G.Accesses.push_back(std::move(A));
  }
  // To be repaired: what lacks the lock that most others hold, a write first.
  auto Weight = [&](const AccessClass *X) {
    const bool HoldsUsual =
        !G.Guards.empty() && llvm::any_of(X->Shown.Held, [&](const LockUse &U) {
          return U.Cell == G.Guards.front().Lock.Cell &&
                 U.Name == G.Guards.front().Lock.Name;
        });
    return std::tuple(HoldsUsual, X->Shown.Held.size(), !X->Shown.isWrite(),
                      Where(X));
  };
  for (const Candidate &C : Members) {
    const bool Swap = Weight(C.B) < Weight(C.A);
    G.Candidates.push_back({Index[Swap ? C.B : C.A], Index[Swap ? C.A : C.B],
                            C.Belief, C.Reasons, C.Rounds, C.MaybeOrdered});
  }
  llvm::sort(G.Candidates, [&](const RaceCandidate &L, const RaceCandidate &R) {
    auto Rank = [&](const RaceCandidate &C) {
      const GuardedAccess &A = G.Accesses[C.First];
      return std::tuple(-static_cast<int>(C.Belief), !A.isWrite(),
                        A.Held.size(), C.First, C.Second);
    };
    return Rank(L) < Rank(R);
  });
  return G;
}
