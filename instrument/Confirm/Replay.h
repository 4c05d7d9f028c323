//===- Replay.h - One schedule again, operation by operation ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What `heddle replay` does: builds the program that a token belongs to, runs
/// it once by the token's decisions, and tells what happened in the order in
/// which it happened.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_REPLAY_H
#define HEDDLE_CONFIRM_REPLAY_H

#include "instrument/Build/Build.h"
#include "instrument/Confirm/Confirm.h"
#include "instrument/Confirm/Timeline.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Sandbox/Sandbox.h"

#include <string>
#include <vector>

namespace heddle {

struct Replayed {
  RunResult Run;
  std::vector<TimelineStep> Timeline;
  std::vector<std::string> Notes;   ///< before it: another build, no sandbox
  std::vector<std::string> Endings; ///< crashes, gaps: as runNotes()
  /// What the run showed, as findings that it alone supports.
  Report Shown;
};

/// A token's program, built. Thread safety: none; one run at a time.
class Replayer {
public:
  /// Only the program, its arguments, input and limits of \p Q count. Errors:
  /// it cannot be built at all.
  static llvm::Expected<Replayer> build(const ConfirmRequest &Q,
                                        const ReplayToken &Token,
                                        const std::string &Root);

  /// Errors: it cannot be run at all.
  llvm::Expected<Replayed> run() const;
  /// The same schedule under gdb, see Debug.h.
  llvm::Error debug() const;

private:
  Replayer(const ConfirmRequest &Q, const ReplayToken &Token, std::string Root);

  ConfirmRequest Q;
  std::string Root;
  SchedulePlan Plan;
  Sandbox Box;
  std::vector<std::string> Notes;
  BuiltProgram Program;
};

/// Keeps what is needed to replay a token of \p Build in \p Directory, and
/// reads it back. Errors: the file, and why.
llvm::Error saveProgram(const std::string &Directory, const std::string &Build,
                        const ConfirmRequest &Q);
llvm::Expected<ConfirmRequest> loadProgram(const std::string &Directory,
                                           const std::string &Build);

} // namespace heddle

#endif // HEDDLE_CONFIRM_REPLAY_H
