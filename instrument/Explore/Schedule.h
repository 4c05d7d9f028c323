//===- Schedule.h - How one run is scheduled --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What Heddle tells the scheduler inside the program before a run, and what
/// it learns afterwards: enough to have the same run again. The other end is
/// instrument/Runtime/Schedule.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_SCHEDULE_H
#define HEDDLE_EXPLORE_SCHEDULE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace heddle {

/// Which operations are scheduling points; each level includes those before.
enum class PointLevel : uint8_t { Synchronisation, Atomics, Accesses };

/// Settings of one run; see instrument/Runtime/Strategies for the strategies.
struct SchedulePlan {
  std::string Strategy; ///< empty: the operating system schedules
  uint64_t Seed = 1;
  PointLevel Level = PointLevel::Atomics;
  unsigned Depth = 3;   ///< of `pct`
  uint64_t Length = 0;  ///< operations that a run is expected to have
  unsigned Quantum = 0; ///< of `run-on`
  /// Threads may wake up, and weak exchanges fail, for no reason; a signal may
  /// end a wait where the program has a handler.
  bool Spurious = false;
  /// With Spurious: a try_lock may fail for no reason.
  bool TryFails = false;
  bool Trace = false;          ///< record every operation
  std::vector<uint32_t> Sleep; ///< of `exhaustive`: threads that sleep
  bool Census = false;         ///< count what threads share
  /// Of `surw`, see FocusGroup.
  std::vector<uint64_t> Focus, Places;
  std::map<uint64_t, uint64_t> Events; ///< by the thread's path
  bool Lenient = false;  ///< of `replay`: pass over what cannot be followed
  uint64_t MaxSteps = 0; ///< 0: the runtime's default
  std::string Decisions; ///< of `replay`

  /// `key=value` lines for the runtime. Decisions go another way.
  std::string settings() const;
};

/// What the runtime recorded of a scheduled run.
struct RecordedSchedule {
  uint64_t Steps = 0, Switches = 0, Threads = 0;
  uint64_t Hash = 0;     ///< of all operations in their order
  std::string Decisions; ///< empty if they were too many
  std::string Diverged;  ///< of a replay: why; empty: it did not
  friend bool operator==(const RecordedSchedule &,
                         const RecordedSchedule &) = default;
};

/// `h1:7c1e22a0:pos:17:1:s:a12Fb5C`: with what a schedule can be had again.
/// Fields: version, program, strategy and seed that found it, level, flags
/// (`s`: with spurious wake-ups), decisions.
struct ReplayToken {
  std::string Build; ///< see buildId()
  SchedulePlan Plan; ///< with Decisions
  std::string text() const;
  /// Errors: what is wrong with it.
  static llvm::Expected<ReplayToken> parse(llvm::StringRef Text);
  /// The plan of a run that follows it.
  SchedulePlan replay() const;
};

/// Segments `thread, steps` of a schedule's text, for shrinking.
struct ScheduleSegment {
  uint32_t Thread = 0, Steps = 0;
};
struct ScheduleText {
  std::vector<ScheduleSegment> Segments;
  std::string Environment; ///< `-3.1-9.2`, kept as it is
  static ScheduleText parse(llvm::StringRef Text);
  /// Without checks (they are `A`): for a lenient replay.
  std::string text() const;
};

} // namespace heddle

#endif // HEDDLE_EXPLORE_SCHEDULE_H
