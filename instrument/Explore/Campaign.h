//===- Campaign.h - Many runs of one program --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs an instrumented program again and again and says of each run how it
/// ended and what was seen. What is different from one run to the next is up
/// to the strategy: it hands each run's settings to the runtime. `free-run`
/// has none, the operating system schedules.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_CAMPAIGN_H
#define HEDDLE_EXPLORE_CAMPAIGN_H

#include "instrument/Build/Build.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Explore/Schedule.h"

#include <memory>
#include <optional>

namespace heddle {

class Workshop;

struct Campaign {
  std::string Executable;
  std::vector<std::string> LibraryDirs; ///< see BuiltProgram
  std::vector<std::string> Args;
  std::string Stdin; ///< a file; empty: nothing to read
  /// Files beside which the program is used to run: each run's private
  /// directory shows them by links. Empty: none.
  std::string DataDir;
  bool TryFails = false; ///< its language lets a try_lock fail for no reason
  unsigned First = 0;    ///< number of the first run, for the strategy
  unsigned Runs = 10;
  unsigned Jobs = 1;        ///< runs at once
  unsigned EnoughHangs = 2; ///< so many runs that do not end say it
  Limits Limit;             ///< Seconds: after that a run counts as not ending
  /// Where scheduled runs find a server that makes them, see Workshop.h; null:
  /// each run is a process of its own.
  std::shared_ptr<Workshop> Shop;
  /// Told after each run how many are done.
  std::function<void(unsigned Done, unsigned Total)> Progress;
};

struct RunResult {
  Ending How;
  /// exit() was reached and every record came through: silence means
  /// something.
  bool Complete = false;
  std::string Gap; ///< if not Complete: why, as `it left through _exit()`
  bool Forked = false;
  std::vector<Observation> Seen; ///< sorted
  std::string Out, Err;          ///< the program's own output, cut to limits
  SchedulePlan Plan;
  /// Of a scheduled run that came far enough to say.
  std::optional<RecordedSchedule> Schedule;
  std::vector<TraceStep> Trace; ///< if the plan asked for it
  Census Shared;                ///< the same
  ExploredRun Explored;         ///< of the strategy `exhaustive`
};

/// How one run differs from the next.
struct Strategy {
  std::string Name;
  /// How run number \p Index, from 0, is scheduled.
  std::function<SchedulePlan(unsigned Index)> Plan;
};

/// Every run the same; threads are scheduled by the operating system.
Strategy freeRun();
/// Every run by \p Plan.
Strategy scheduled(SchedulePlan Plan);

/// Runs \p C until its runs are made, or until C.EnoughHangs have not ended:
/// the rest would only wait. Errors: not even a channel could be made. Results
/// are in the order of the runs and the same for any number of jobs, as far as
/// the program is.
llvm::Expected<std::vector<RunResult>>
explore(const Campaign &C, const Strategy &S, const Sandbox &Box);

} // namespace heddle

#endif // HEDDLE_EXPLORE_CAMPAIGN_H
