//===- RunWords.h - How runs ended, in words --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Sums up runs for people. Runs that ended alike are counted together.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_RUNWORDS_H
#define HEDDLE_CONFIRM_RUNWORDS_H

#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Campaign.h"

#include "llvm/ADT/ArrayRef.h"

namespace heddle {

/// `10 runs`, `60 schedules`, `1 run`
std::string counted(llvm::ArrayRef<RunResult> Runs);

/// `10 runs: all exited with code 0`, `2 runs: 1 exited with code 0, 1 did not
/// end within 10 s`
std::string endings(llvm::ArrayRef<RunResult> Runs, const Limits &Limit);

/// The same without the number of all: `all exited with code 0`. With
/// \p WithGaps also why a run that exited is not complete.
std::string kinds(llvm::ArrayRef<RunResult> Runs, const Limits &Limit,
                  bool WithGaps = false);

/// What the reader must know beyond the endings, one line each: gaps, crashes
/// with their places, where a hanging program stood, forks.
std::vector<std::string> runNotes(llvm::ArrayRef<RunResult> Runs,
                                  const Places &Where);

/// Where no run started a second thread: that, what such a program may lack,
/// and what it said itself. Empty where one did, or where nobody counted.
std::string loneNote(llvm::ArrayRef<RunResult> Runs);

} // namespace heddle

#endif // HEDDLE_CONFIRM_RUNWORDS_H
