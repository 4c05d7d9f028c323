//===- Judge.h - What the runs say of each finding --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Gives every observation to the findings that it fits best, says of each
/// finding whether it was confirmed, and makes findings of what nothing had
/// predicted.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_JUDGE_H
#define HEDDLE_CONFIRM_JUDGE_H

#include "instrument/Confirm/Confirm.h"
#include "instrument/Confirm/Match.h"
#include "instrument/Explore/Campaign.h"

#include "llvm/ADT/ArrayRef.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace heddle {

/// The same thing seen in one or more runs.
struct Sighting {
  const Observation *What = nullptr;
  std::set<size_t> Runs;
};

/// All that speaks for one finding.
struct Support {
  std::set<size_t> Runs;
  const Observation *Best = nullptr;
  size_t FirstRun = 0; ///< that showed Best
  Fit How = Fit::None;

  void add(const Sighting &S, Fit Fits);
};

class Judge {
public:
  /// \p Runs: all free, or all scheduled. \p Every: there are no others with
  /// the same input.
  Judge(Report &R, const ConfirmRequest &Q, llvm::ArrayRef<RunResult> Runs,
        const Limits &Limit, bool Every);

  /// Fills in the report; new findings come last in it. Call once.
  void judge();

  /// A confirmed finding and the run that shows it best.
  struct Proof {
    size_t Finding = 0; ///< index into the report's
    size_t Run = 0;
    Fit How = Fit::None;
    const Observation *What = nullptr;
  };
  llvm::ArrayRef<Proof> proofs() const { return Proofs; }

  /// The observation by which \p Run, made later, proves the same; or null.
  const Observation *shows(const Proof &P, const RunResult &Run) const;

private:
  bool isMine(const Finding &F) const;
  bool assign(const Sighting &S, llvm::ArrayRef<size_t> Mine,
              std::map<size_t, Support> &Supported);
  void addNew(std::vector<Finding> &New, Finding F, const Sighting &S);
  std::string confirmedText(const Observation &O, const Support &For) const;
  void conclude(size_t Index, const Support &For);
  std::string notReproducedText() const;
  void noteIncomplete();
  bool scheduled() const;
  std::string name() const;

  Report &R;
  const ConfirmRequest &Q;
  llvm::ArrayRef<RunResult> Runs;
  const Limits &Limit;
  bool Every;
  Places Where;
  std::map<std::string, Support> NewSupport; ///< by cause
  std::set<size_t> Explained; ///< runs whose end a finding explains
  std::vector<Proof> Proofs;
};

/// Is every finding of \p Q's program that a run can show shown by \p Runs?
bool allShown(const Report &R, const ConfirmRequest &Q,
              llvm::ArrayRef<RunResult> Runs);

} // namespace heddle

#endif // HEDDLE_CONFIRM_JUDGE_H
