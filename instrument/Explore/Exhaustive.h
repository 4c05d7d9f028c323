//===- Exhaustive.h - Every schedule of one input ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Dynamic partial-order reduction (Flanagan, Godefroid, POPL 2005) with sleep
/// sets: runs the program once for each class of schedules that differ only in
/// the order of independent operations. Points are synchronisation and
/// atomics; plain accesses need none, for where one schedule of a class has a
/// race ThreadSanitizer reports it, and where none has, their order is fixed
/// by the points.
///
/// The environment's choices are explored too: which waiter wakes, whether a
/// timeout passes first. Not explored: spurious wake-ups and failures, what
/// only a weaker memory order than the sequential one allows, other inputs,
/// what a clock shows, what threads share inside libraries that were not
/// instrumented.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_EXHAUSTIVE_H
#define HEDDLE_EXPLORE_EXHAUSTIVE_H

#include "instrument/Explore/Campaign.h"

#include "llvm/Support/Error.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace heddle {

struct ExhaustiveRequest {
  /// Makes one run, see runsOf().
  std::function<llvm::Expected<RunResult>(const SchedulePlan &)> Run;
  unsigned Schedules = 10000; ///< at most
  /// Told before each run: how many were made, how many there may be.
  std::function<void(unsigned Done, unsigned Most)> Progress;
  /// False: every order of all operations, for comparison.
  bool Reduce = true;
};

struct ExhaustiveResult {
  /// Every order of synchronisation and atomics was explored; that is every
  /// schedule unless hasRace().
  bool Complete = false;
  std::string Why; ///< if not Complete: why, as `it has more than 24 threads`
  unsigned Schedules = 0;     ///< run to their end
  unsigned Pruned = 0;        ///< begun, and then found to be known
  std::set<uint64_t> Classes; ///< of the runs to their end, see classOf()
  /// Those run to their end, and of the others what showed something.
  std::vector<RunResult> Runs;

  bool hasRace() const;
};

/// Errors: those of ExhaustiveRequest::Run.
llvm::Expected<ExhaustiveResult> exploreAll(const ExhaustiveRequest &Q);

/// Runs the program of \p C, whose Runs and First are not used.
std::function<llvm::Expected<RunResult>(const SchedulePlan &)>
runsOf(Campaign C, const Sandbox &Box);

} // namespace heddle

#endif // HEDDLE_EXPLORE_EXHAUSTIVE_H
