//===- Analyses.cpp - All analyses of a program ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs the analyses in the order in which they stand on each other, and gives
/// the two answers that are not findings: why a pair is none, and whether the
/// program is free of races. The latter says `race-free` only if not even a
/// possible candidate is left and nothing was overlooked that could hide one.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Analyses.h"

#include "analyzer/Races/Pairs.h"
#include "analyzer/Races/Taken.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

struct Analyses::Impl {
  AnalysisOptions Options;
  std::unique_ptr<PairAnalysis> Pairs;
  bool Incomplete = false;
};

Analyses::Analyses(const Program &P, const AnalysisOptions &Options)
    : P(P), Pointers(P, Gaps, Options.Pointers), ThreadTable(P, Pointers, Gaps),
      LockTable(P, Pointers, ThreadTable, Gaps, Options.MaxWork),
      State(std::make_unique<Impl>()) {
  State->Options = Options;
  HasThreads = llvm::any_of(ThreadTable.all(), [](const AbstractThread &T) {
    return T.Many || valid(T.Parent);
  });
  for (const LedgerEntry &E : P.Gaps.entries())
    Gaps.add(E);
  State->Pairs = std::make_unique<PairAnalysis>(
      P, Pointers, ThreadTable, LockTable, State->Options, Gaps);
  if (HasThreads)
    Races = State->Pairs->groups();
  if (HasThreads && Options.Mode == Profile::Prove)
    noteTakenForGranted(P, Pointers, ThreadTable, LockTable, Gaps);
}

Analyses::~Analyses() = default;

std::unique_ptr<Analyses> heddle::analyze(const Program &P,
                                          const AnalysisOptions &Options) {
  return std::make_unique<Analyses>(P, Options);
}

std::vector<PairExplanation> Analyses::whyNot(llvm::StringRef FileA,
                                              unsigned LineA,
                                              llvm::StringRef FileB,
                                              unsigned LineB) const {
  auto On = [&](EventRef At, llvm::StringRef File, unsigned Line) {
    const DeclPosition Pos = P.M.position(At);
    return valid(Pos.File) && Pos.Line <= Line &&
           Line <= std::max(Pos.Line, Pos.EndLine) &&
           llvm::StringRef(P.M[Pos.File].Path).ends_with(File);
  };
  AccessCollector Collector(P, Pointers, LockTable, [&](EventRef At) {
    return On(At, FileA, LineA) || On(At, FileB, LineB);
  });
  std::vector<PairExplanation> Out;
  const auto Objects = Collector.run();
  for (const auto &[Object, All] : Objects)
    for (size_t I = 0; I < All.size(); ++I)
      for (size_t J = I; J < All.size(); ++J) {
        const AccessClass &A = All[I], &B = All[J];
        const bool Asked =
            (On(A.Shown.At, FileA, LineA) && On(B.Shown.At, FileB, LineB)) ||
            (On(B.Shown.At, FileA, LineA) && On(A.Shown.At, FileB, LineB));
        if (!Asked || !Pointers.mayOverlap(A.Shown.Cell, B.Shown.Cell))
          continue;
        PairOutcome Outcome = State->Pairs->judge(A, B);
        Out.push_back({A.Shown, B.Shown, Outcome.Survived,
                       Outcome.Refuter.str(), std::move(Outcome.Facts)});
      }
  return Out;
}

std::vector<ObjectUse> Analyses::sharedObjects() const {
  if (!HasThreads)
    return {};
  std::vector<ObjectUse> Out = State->Pairs->sharedObjects();
  for (ObjectUse &Use : Out)
    for (const RaceGroup &G : Races)
      if (G.Object.Cell == Use.Object.Cell)
        Use.Race =
            std::max(Use.Race, std::optional(G.Candidates.front().Belief));
  return Out;
}

ProofVerdict Analyses::verdict() const {
  for (const RaceGroup &G : Races)
    if (G.Candidates.front().Belief == Confidence::Certain)
      return {ProofAnswer::Race, {}};
  ProofVerdict Out{ProofAnswer::RaceFree, {}};
  for (const RaceGroup &G : Races)
    Out.Reasons.push_back("accesses to '" + G.Object.Name +
                          "' could not be shown to be ordered");
  llvm::append_range(Out.Reasons, State->Pairs->believed());
  for (const LedgerEntry &E : Gaps.entries())
    if (blocksProof(E.Kind))
      Out.Reasons.push_back(E.Text);
  llvm::sort(Out.Reasons);
  Out.Reasons.erase(llvm::unique(Out.Reasons), Out.Reasons.end());
  if (!Out.Reasons.empty())
    Out.Answer = ProofAnswer::Unknown;
  return Out;
}
