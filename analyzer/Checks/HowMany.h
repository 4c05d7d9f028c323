//===- HowMany.h - Counting threads and events ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How many threads does this spawn start, and how often does a thread come to
/// this event? Exact numbers, where the program has them in plain sight: loops
/// that count from one constant to another, functions called from known places.
/// Rules about barriers, latches and semaphores compare them with what the
/// object was made for.
///
/// Nothing is said (nullopt) where a number is not known. Numbers are those of
/// a run in which every branch on the way is taken: an upper bound, which is
/// reached if isEveryTime() holds.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_HOWMANY_H
#define HEDDLE_CHECKS_HOWMANY_H

#include "analyzer/Races/Analyses.h"

#include <optional>
#include <set>

namespace heddle {

class HowMany {
public:
  explicit HowMany(const Analyses &A);

  /// Is the function of every thread known? Otherwise others may come.
  bool knowsAllThreads() const;

  /// Threads that \p Id stands for, over the whole run.
  std::optional<int64_t> threads(ThreadId Id) const;
  /// Times that one thread of \p Id comes to \p At.
  std::optional<int64_t> times(ThreadId Id, EventRef At) const;
  /// Rounds of one run of the loop.
  std::optional<int64_t> rounds(FuncId F, LoopId L) const;
  /// Is \p At reached in every round of the loops around it, and on every way
  /// through its function that starts or synchronises anything?
  bool isEveryTime(EventRef At) const;
  /// … and so is everything that leads to it, from the thread's start on.
  bool isEveryTime(ThreadId Id, EventRef At) const;

private:
  std::optional<int64_t> calls(ThreadId Id, FuncId F,
                               std::set<FuncId> &Busy) const;
  std::optional<int64_t> rounds(EventRef At) const;

  const Analyses &A;
  const Module &M;
  const Values &V;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_HOWMANY_H
