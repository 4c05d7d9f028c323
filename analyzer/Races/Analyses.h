//===- Analyses.h - All analyses of a program, ready for the checks -------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the whole-program rules stand on. `analyze` runs points-to, threads,
/// locks and races over a program and hands back one bundle to ask; rules turn
/// its groups and cycles into findings, and decide which of them is which
/// rule's.
///
/// Thread safety: immutable once computed; one bundle per program, programs in
/// parallel if you like.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_ANALYSES_H
#define HEDDLE_RACES_ANALYSES_H

#include "analyzer/Locks/Locks.h"
#include "analyzer/Races/Race.h"

#include "llvm/ADT/StringRef.h"

namespace heddle {

enum class Profile : uint8_t {
  Report, ///< what is believed on good grounds to be ordered is not shown
  Prove,  ///< only what is shown to be ordered is dropped
};

struct AnalysisOptions {
  Profile Mode = Profile::Report;
  PointerOptions Pointers;
  /// Access classes times contexts looked at; then Budget.
  uint64_t MaxWork = 4'000'000;
};

enum class ProofAnswer : uint8_t { RaceFree, Race, Unknown };

struct ProofVerdict {
  ProofAnswer Answer = ProofAnswer::Unknown;
  std::vector<std::string> Reasons; ///< of Unknown, sorted; of Race: which
};

/// One pair of accesses that stood on the two lines asked for, and what became
/// of it.
struct PairExplanation {
  GuardedAccess First, Second;
  bool Survived = false;
  std::string Refuter; ///< `common-lock`, `ordered`, …; empty if it survived
  std::vector<std::string> Facts; ///< in words, with positions
};

struct Analyses {
  const Program &P;
  /// What linking and all analyses did not follow or took for granted.
  Ledger Gaps;
  PointsTo Pointers;
  Threads ThreadTable;
  Locks LockTable;
  /// Sorted by the position of the first access; one per cause.
  std::vector<RaceGroup> Races;
  bool HasThreads = false; ///< false: no second thread ever runs

  /// Every pair of accesses on the two lines that could be considered.
  /// \p File is the path as the model has it, or its tail.
  std::vector<PairExplanation> whyNot(llvm::StringRef FileA, unsigned LineA,
                                      llvm::StringRef FileB,
                                      unsigned LineB) const;
  /// Objects that several threads use, one of them writing, with what keeps
  /// them apart; by object, in the order of the pointer analysis. Computed when
  /// asked for.
  std::vector<ObjectUse> sharedObjects() const;
  /// Answer of the profile `prove`.
  ProofVerdict verdict() const;

  Analyses(const Program &P, const AnalysisOptions &Options);
  ~Analyses();
  Analyses(const Analyses &) = delete;

private:
  struct Impl;
  std::unique_ptr<Impl> State;
};

std::unique_ptr<Analyses> analyze(const Program &P,
                                  const AnalysisOptions &Options = {});

} // namespace heddle

#endif // HEDDLE_RACES_ANALYSES_H
