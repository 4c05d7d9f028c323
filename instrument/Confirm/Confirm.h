//===- Confirm.h - Predictions put to the test ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one door to the dynamic half. A report and the compile commands of one
/// program go in; the program is built with ThreadSanitizer, run, and what the
/// runs showed is written into the report: for each finding of that program
/// whether it was confirmed, new findings for what only the runs showed, and
/// notes on how the runs ended.
///
/// All texts are free of times, process numbers and addresses: runs that agree
/// give equal bytes.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_CONFIRM_H
#define HEDDLE_CONFIRM_CONFIRM_H

#include "analyzer/Findings/Finding.h"
#include "instrument/Build/Build.h"
#include "instrument/Explore/Campaign.h"

#include "llvm/ADT/StringRef.h"

namespace heddle {

struct ConfirmRequest {
  /// As in Finding::Program: only its findings are judged. Empty: all are.
  std::string Program;
  std::vector<CompileUnit> Units;     ///< all of the program
  std::vector<std::string> LinkFlags; ///< see BuildRequest
  std::string Target;                 ///< see BuildRequest
  std::vector<std::string> RunArgs;
  std::string Stdin;       ///< a file for each run to read; empty: nothing
  std::string DataDir;     ///< see Campaign
  unsigned Schedules = 60; ///< at most; 0: free runs only
  uint64_t Seed = 1;       ///< of the schedules
  std::string Strategy;    ///< see SearchRequest
  bool Exhaustive = false; ///< every schedule; Schedules at most
  /// Search with Heddle's own detector; ThreadSanitizer repeats what it shows.
  bool Own = false;
  /// So many even when everything predicted was shown before.
  unsigned AtLeast = 0;
  bool StopOnFirst = false; ///< or when anything at all was shown
  unsigned Runs = 10;       ///< where the program cannot be scheduled
  unsigned Jobs = 1;        ///< compilers, and runs, at once
  double TimeoutSeconds = 10;
  SandboxMode Isolation = SandboxMode::On;
  /// A token was given for the program's build with this id.
  std::function<void(const std::string &Build)> Remember;
  /// Told what is being done (`building`, `running`) and how far it is.
  std::function<void(llvm::StringRef Step, unsigned Done, unsigned Total)>
      Progress;
};

/// Builds and runs \p Q's program and fills in \p R: Finding::Dynamic,
/// DynamicRun, DynamicNotes, new findings, and Covered.Incomplete where runs
/// were not seen to their end without a finding that explains it. \p R is
/// finished again. Errors: the program could not be built or run at all, and
/// why; \p R's findings are then as they were.
llvm::Error confirm(Report &R, const ConfirmRequest &Q);

/// Its two first steps: the program, and a campaign that runs it.
llvm::Expected<BuiltProgram> buildFor(const ConfirmRequest &Q,
                                      const Sandbox &Box);
Campaign campaignFor(const ConfirmRequest &Q, const BuiltProgram &Built);

} // namespace heddle

#endif // HEDDLE_CONFIRM_CONFIRM_H
