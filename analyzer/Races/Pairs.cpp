//===- Pairs.cpp - From accesses to candidate races -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How a race is found, on the program of the design's example:
///
///     int Balance; std::mutex M;
///     void deposit(int N) { std::lock_guard L(M); Balance += N; }
///     void audit() { Balance = 0; }
///     int main() { std::thread T(deposit, 5); audit(); T.join(); }
///
/// Threads: `main`, and `deposit` started by it. Contexts: main and audit in
/// main, with T running in audit, since T is started before the call and
/// joined after; deposit in T. Access classes of Balance: an update in T that
/// holds M, a write in main that holds nothing while T may run. They conflict
/// (same cell, one writes); no refuter has anything to say: they can be
/// parallel, have no lock in common, the object is a global, nothing signals.
/// Both happen in every run and nobody waits for anybody before: certain.
///
/// Work is per object and quadratic in its classes, not in its accesses.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"

#include "analyzer/Races/Refuters/Team.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

PairAnalysis::PairAnalysis(const Program &P, const PointsTo &Pointers,
                           const Threads &T, const Locks &L,
                           const AnalysisOptions &Options, Ledger &Gaps)
    : P(P), Pointers(Pointers), Table(T), L(L), Options(Options), Gaps(Gaps),
      Context(P, Pointers, T, L), Sure(T.values()) {
  for (const LedgerEntry &E : Gaps.entries())
    if (valid(E.Where.Func) && E.Kind != LedgerKind::Believed)
      Doubtful.insert(E.Where.Func);
}

bool PairAnalysis::couldConflict(const AccessClass &A,
                                 const AccessClass &B) const {
  return (A.Shown.isWrite() || B.Shown.isWrite()) &&
         Pointers.mayOverlap(A.Shown.Cell, B.Shown.Cell);
}

PairOutcome PairAnalysis::judge(const AccessClass &A,
                                const AccessClass &B) const {
  PairOutcome Out;
  for (const Refuter &R : allRefuters()) {
    std::optional<Refutation> Why = R.Run(Context, A, B);
    if (!Why)
      continue;
    // A proof is better than a belief that comes first.
    if (!Out.Refuter.empty() && !Why->Proved)
      continue;
    Out.Refuter = R.Name;
    Out.Facts = std::move(Why->Facts);
    Out.Proved = Why->Proved;
    if (Why->Proved)
      return Out;
  }
  Out.Survived = Out.Refuter.empty();
  return Out;
}

void PairAnalysis::pairUp(const Classes &All, std::vector<Candidate> &Out) {
  // One cause is one finding; so many pairs are enough to choose from.
  constexpr size_t MaxPerCells = 256;
  std::map<CellId, std::vector<const AccessClass *>> ByCell;
  for (const AccessClass &X : All)
    ByCell[X.Shown.Cell].push_back(&X);
  for (auto First = ByCell.begin(); First != ByCell.end(); ++First)
    for (auto Second = First; Second != ByCell.end(); ++Second) {
      if (!Pointers.mayOverlap(First->first, Second->first))
        continue;
      const size_t Enough = Out.size() + MaxPerCells;
      for (size_t I = 0; I < First->second.size(); ++I)
        for (size_t J = First == Second ? I : 0;
             J < Second->second.size() && Out.size() < Enough; ++J)
          if (!consider(*First->second[I], *Second->second[J], Out))
            return;
    }
  // In the order in which the accesses were found.
  llvm::sort(Out, [](const Candidate &L, const Candidate &R) {
    return std::tie(L.A, L.B) < std::tie(R.A, R.B);
  });
}

bool PairAnalysis::consider(const AccessClass &X, const AccessClass &Y,
                            std::vector<Candidate> &Out) {
  const AccessClass &A = std::min(&X, &Y) == &X ? X : Y;
  const AccessClass &B = &A == &X ? Y : X;
  if (!A.Shown.isWrite() && !B.Shown.isWrite())
    return true;
  if (++Considered > Options.MaxWork) {
    Gaps.add({.Kind = LedgerKind::Budget,
              .Where = {},
              .Pos = P.M.position(A.Shown.At),
              .Text = "pairs of accesses to '" +
                      Pointers.displayName(A.Shown.Cell) +
                      "' and whatever comes after it: work limit reached"});
    return false;
  }
  PairOutcome Outcome = judge(A, B);
  if (!Outcome.Survived && Outcome.Proved)
    return true;
  if (!Outcome.Survived && Options.Mode == Profile::Report) {
    Believed.push_back(
        "accesses to '" + Pointers.displayName(A.Shown.Cell) +
        "' are believed to be in order: " + Outcome.Facts.front());
    return true;
  }
  Candidate C{&A, &B, Confidence::Likely, {}, {}};
  if (std::optional<SharedRounds> Rounds = sharedRounds(Context, A, B))
    C.Rounds = Rounds->Distance;
  believe(C, !Outcome.Survived, Outcome.Refuter);
  if (!Outcome.Survived)
    llvm::append_range(C.Reasons, Outcome.Facts);
  Out.push_back(std::move(C));
  return true;
}

std::vector<RaceGroup> PairAnalysis::groups() {
  std::vector<RaceGroup> Out;
  const std::map<ObjectId, Classes> Objects =
      Options.Mode == Profile::Report
          ? AccessCollector(P, Pointers, L).withSyncObjects().run()
          : AccessCollector(P, Pointers, L).run();
  for (const auto &[Object, All] : Objects) {
    if (Considered > Options.MaxWork)
      break;
    std::vector<Candidate> Candidates;
    pairUp(All, Candidates);
    std::map<CellId, std::vector<Candidate>> Causes;
    for (Candidate &C : Candidates)
      Causes[causeOf(C)].push_back(std::move(C));
    Meetings In(All);
    for (auto &[Cause, Members] : Causes)
      Out.push_back(group(In, Members, Cause));
  }
  mergeDestructions(Out);
  llvm::sort(Out, [&](const RaceGroup &L, const RaceGroup &R) {
    const EventRef A = L.Accesses[L.Candidates[0].First].At;
    const EventRef B = R.Accesses[R.Candidates[0].First].At;
    const DeclPosition PA = P.M.position(A), PB = P.M.position(B);
    return std::tie(PA.File, PA.Line, PA.Column, A, L.Object.Cell) <
           std::tie(PB.File, PB.Line, PB.Column, B, R.Object.Cell);
  });
  llvm::sort(Believed);
  Believed.erase(llvm::unique(Believed), Believed.end());
  return Out;
}
