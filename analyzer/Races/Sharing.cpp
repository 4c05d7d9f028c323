//===- Sharing.cpp - What threads share, and what keeps them apart --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The same access classes and refuters that find races, asked the other way
/// round: for each object, which refuter speaks for which pairs.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"
#include "analyzer/Races/SharedObject.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

/// More pairs than this of one object say nothing new.
constexpr uint32_t MaxPairs = 4096;

using Members = std::vector<const AccessClass *>;

/// Who keeps the pairs of one object's accesses apart.
class Apart {
public:
  Apart(const PairAnalysis &Pairs, const Threads &Table)
      : Pairs(Pairs), Table(Table) {}

  void judge(const Members &All) {
    for (size_t I = 0; I < All.size(); ++I)
      for (size_t J = I; J < All.size() && Judged < MaxPairs; ++J)
        if (areOfTwoThreads(*All[I], *All[J]) &&
            Pairs.couldConflict(*All[I], *All[J]))
          judge(*All[I], *All[J]);
  }

  bool survives() const { return Survives; }
  bool isShared() const { return Judged != 0; }
  const std::set<const AccessClass *> &meeting() const { return Meeting; }

  std::vector<std::string> refuters() const {
    std::vector<std::pair<uint32_t, llvm::StringRef>> ByCount;
    ByCount.reserve(Refuted.size());
    for (const auto &[Name, Count] : Refuted)
      ByCount.emplace_back(Count, Name);
    llvm::sort(ByCount, [](const auto &L, const auto &R) {
      return std::tie(R.first, L.second) < std::tie(L.first, R.second);
    });
    std::vector<std::string> Out;
    Out.reserve(ByCount.size());
    for (const auto &[Count, Name] : ByCount)
      Out.push_back(Name.str());
    return Out;
  }

private:
  bool areOfTwoThreads(const AccessClass &A, const AccessClass &B) const {
    return A.Shown.Thread != B.Shown.Thread ||
           Table.isSelfParallel(A.Shown.Thread);
  }

  void judge(const AccessClass &A, const AccessClass &B) {
    ++Judged;
    const PairOutcome Outcome = Pairs.judge(A, B);
    Survives |= Outcome.Survived;
    if (!Outcome.Survived)
      ++Refuted[Outcome.Refuter];
    if (Outcome.Survived ||
        Table.mayBeParallel(A.Shown.Thread, A.Facts->Running, B.Shown.Thread,
                            B.Facts->Running))
      Meeting.insert({&A, &B});
  }

  const PairAnalysis &Pairs;
  const Threads &Table;
  uint32_t Judged = 0;
  bool Survives = false; ///< some pair
  std::map<llvm::StringRef, uint32_t> Refuted;
  std::set<const AccessClass *> Meeting;
};

} // namespace

std::vector<ObjectUse> PairAnalysis::sharedObjects() const {
  std::vector<ObjectUse> Out;
  const std::map<ObjectId, Classes> Objects =
      AccessCollector(P, Pointers, L).run();
  auto Where = [&](const GuardedAccess &A) {
    const DeclPosition Pos = P.M.position(A.At);
    return std::tuple(Pos.File, Pos.Line, Pos.Column, A.At, A.Thread, A.Kind);
  };
  for (const auto &[Object, All] : Objects) {
    std::map<CellId, Members> Named;
    for (const AccessClass &X : All)
      if (!X.Unpublished)
        Named[namedPart(P, Pointers, X.Shown.Cell)].push_back(&X);
    for (const auto &[Cell, Uses] : Named) {
      Apart Why(*this, Table);
      Why.judge(Uses);
      if (!Why.isShared())
        continue;
      ObjectUse Use;
      Use.Object = describeObject(P, Pointers, Cell);
      std::vector<const GuardedAccess *> Met;
      for (const AccessClass *X : Uses)
        if (Why.meeting().count(X))
          Met.push_back(&X->Shown);
      llvm::sort(Met, [&](const GuardedAccess *L, const GuardedAccess *R) {
        // Those of one place: in the order in which they were found.
        return std::tuple(Where(*L), L) < std::tuple(Where(*R), R);
      });
      for (const GuardedAccess *A : Met)
        Use.Accesses.push_back(*A);
      Use.Guards = guardsOf(Pointers, Cell, Met);
      // How sure that is, the groups of races know.
      if (Why.survives())
        Use.Race = Confidence::Possible;
      Use.KeptApartBy = Why.refuters();
      Out.push_back(std::move(Use));
    }
  }
  return Out;
}
