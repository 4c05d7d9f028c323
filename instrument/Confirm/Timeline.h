//===- Timeline.h - A run as a story ----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What happened in a traced run, in the order in which it happened: one step
/// for each operation in the user's own code, for people as lines of text.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_TIMELINE_H
#define HEDDLE_CONFIRM_TIMELINE_H

#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/ArrayRef.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle {

struct TimelineStep {
  size_t Number = 0;   ///< among all operations of the run, from 1
  uint32_t Thread = 0; ///< in the order of creation; main is 0
  /// The function that the thread runs, as far as its steps show it.
  std::string ThreadFunction;
  StackFrame At;
  std::string Operation; ///< the runtime's word: `lock`, `atomic-load`
  std::string Object;    ///< name of the global, or empty
  std::string Words;     ///< `locks 'M'`
};

/// REQUIRES: the run was traced.
std::vector<TimelineStep> timeline(const RunResult &Run);

/// The steps, one line each below a line for the thread:
///
///     thread 1 'deposit'
///       12  bank.cpp:11:5   locks 'M'
std::vector<std::string> timelineText(llvm::ArrayRef<TimelineStep> Steps,
                                      const Places &Where);

} // namespace heddle

#endif // HEDDLE_CONFIRM_TIMELINE_H
