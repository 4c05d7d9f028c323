//===- PreparedRun.h - All that one run needs -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A private directory with the program's data, the channel for the runtime's
/// records, and the command: what is there before a program starts, whether in
/// the sandbox or under a debugger.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_PREPAREDRUN_H
#define HEDDLE_EXPLORE_PREPAREDRUN_H

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/RecordChannel.h"
#include "instrument/Explore/WorkDir.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/Support/Error.h"

namespace heddle {

/// The program of \p C, run in \p Work. Its channel, or what stands in for it,
/// is the descriptor \p PassedAs there; which one of ours is up to the caller.
Task taskOf(const Campaign &C, bool Scheduled, const WorkDir &Work,
            int PassedAs);
/// Those of \p C, with time to show where a run that does not end stands.
Limits limitOf(const Campaign &C);

struct PreparedRun {
  const Campaign *For;
  bool Scheduled;
  WorkDir Work;
  RecordChannel Records;

  /// How to start it. REQUIRES: *this stays where it is until that has ended.
  Task task() const;
};

/// \p HangSeconds: after so long the runtime shows where the threads stand; 0:
/// never. \p C must outlive the result. Errors: no directory or no channel
/// could be made.
llvm::Expected<PreparedRun>
prepareRun(const Campaign &C, const SchedulePlan &Plan, double HangSeconds);

} // namespace heddle

#endif // HEDDLE_EXPLORE_PREPAREDRUN_H
