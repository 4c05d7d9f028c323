//===- Interpret.h - Records to observations --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Gives the records of one run their meaning.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_INTERPRET_H
#define HEDDLE_EXPLORE_INTERPRET_H

#include "instrument/Explore/RecordChannel.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Explore/Symbolizer.h"

namespace heddle {

/// Why a run was stopped whose threads all waited for something that the
/// scheduler does not know.
inline const std::string OutsideGap =
    "all its threads wait, maybe for a signal or another process";

struct Interpretation {
  std::vector<Observation> Seen; ///< sorted, each once
  bool Started = false;          ///< the runtime was in place
  bool Ended = false;            ///< exit() ran to the end
  bool Quit = false;             ///< left through _exit()
  bool Forked = false;
  /// The scheduler ended the run: why, as a gap; empty: it did not.
  std::string Stopped;
  std::optional<RecordedSchedule> Schedule;
  std::vector<TraceStep> Trace;
  Census Shared;
  ExploredRun Explored;
};

Interpretation interpret(llvm::ArrayRef<llvm::json::Object> Records,
                         Symbolizer &Symbols);

} // namespace heddle

#endif // HEDDLE_EXPLORE_INTERPRET_H
