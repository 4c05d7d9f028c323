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
#include "analyzer/Races/SharedObject.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

CellId PairAnalysis::causeOf(const Candidate &C) const {
  // To destroy what is in use is one fault, however many members it has.
  for (const AccessClass *X : {C.A, C.B})
    if (X->Shown.Kind == AccessKind::Destroy)
      return namedPart(P, Pointers, X->Shown.Cell);
  // A whole object and its part are one cause: that of the part.
  return std::max(namedPart(P, Pointers, C.A->Shown.Cell),
                  namedPart(P, Pointers, C.B->Shown.Cell));
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

/// Its name, and whether the candidates meet in the structure of a container.
SharedObject PairAnalysis::objectOf(CellId Cause,
                                    llvm::ArrayRef<Candidate> Members) const {
  SharedObject Out = describeObject(P, Pointers, Cause);
  for (const Candidate &C : Members)
    for (const AccessClass *X : {C.A, C.B})
      for (CellId Cell = X->Shown.Cell; Cell != Cause && valid(Cell);
           Cell = Pointers.parent(Cell))
        if (valid(Pointers.parent(Cell)) && !Pointers.step(Cell).IsElement)
          Out.IsContainer |=
              Pointers.step(Cell).Field == pseudo(PseudoField::Structure);
  return Out;
}

PairAnalysis::Meetings::Meetings(const Classes &All)
    : All(All), Known(All.size()) {
  for (const AccessClass &X : All)
    ByCell[X.Shown.Cell].push_back(&X);
}

bool PairAnalysis::meetsAnother(Meetings &In, const AccessClass &X) const {
  std::optional<bool> &Out = In.Known[static_cast<size_t>(&X - In.All.data())];
  if (Out)
    return *Out;
  auto [It, IsNew] = In.Overlapping.try_emplace(X.Shown.Cell);
  if (IsNew)
    for (const auto &[Cell, Here] : In.ByCell)
      if (Pointers.mayOverlap(X.Shown.Cell, Cell))
        It->second.push_back(Cell);
  Out = llvm::any_of(It->second, [&](CellId Cell) {
    return llvm::any_of(In.ByCell[Cell], [&](const AccessClass *Y) {
      return (X.Shown.isWrite() || Y->Shown.isWrite()) &&
             Table.mayBeParallel(X.Shown.Thread, X.Facts->Running,
                                 Y->Shown.Thread, Y->Facts->Running);
    });
  });
  return *Out;
}

RaceGroup PairAnalysis::group(Meetings &In, llvm::ArrayRef<Candidate> Members,
                              CellId Cause) {
  RaceGroup G;
  G.Object = objectOf(Cause, Members);
  // Those that another thread can meet at all.
  std::vector<const AccessClass *> Shown;
  std::set<const AccessClass *> Taking;
  for (const Candidate &C : Members) {
    Taking.insert(C.A);
    Taking.insert(C.B);
  }
  for (const AccessClass &X : In.All)
    if (Taking.count(&X) ||
        (Pointers.mayOverlap(namedPart(P, Pointers, X.Shown.Cell), Cause) &&
         !X.Unpublished && meetsAnother(In, X)))
      Shown.push_back(&X);
  auto Where = [&](const AccessClass *X) {
    const DeclPosition Pos = P.M.position(X->Shown.At);
    return std::tuple(Pos.File, Pos.Line, Pos.Column, X->Shown.At,
                      X->Shown.Thread, X->Shown.Kind);
  };
  llvm::sort(Shown, [&](const AccessClass *L, const AccessClass *R) {
    // Classes of one place: in the order in which they were found.
    return std::tuple(Where(L), L) < std::tuple(Where(R), R);
  });
  std::vector<const GuardedAccess *> Uses;
  Uses.reserve(Shown.size());
  for (const AccessClass *X : Shown)
    Uses.push_back(&X->Shown);
  G.Guards = guardsOf(Pointers, Cause, Uses);
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
