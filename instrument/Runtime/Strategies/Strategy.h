//===- Strategy.h - Who runs next -------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A strategy is one small file with one table of functions. It sees every
/// thread's next operation and chooses among those that can go on. Whatever it
/// chooses is recorded, so every strategy's runs can be replayed.
///
/// A new one: copy RandomWalk.cpp, add its table to the list in Strategy.cpp.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_STRATEGIES_STRATEGY_H
#define HEDDLE_RUNTIME_STRATEGIES_STRATEGY_H

#include "instrument/Runtime/Schedule/Random.h"
#include "instrument/Runtime/Schedule/Thread.h"

#include <stdint.h>

namespace heddle::runtime {

/// What there is to choose from. Threads are in the order of their numbers.
struct Choice {
  Thread **Enabled = nullptr;
  uint32_t Count = 0;
  /// Asleep or waiting with a timeout: choosing one lets the clock jump to its
  /// time, as if everybody else had been slow.
  Thread **Timed = nullptr;
  uint32_t TimedCount = 0;
  Thread *Current = nullptr; ///< who ran last; it may be in neither list
  uint64_t Step = 0;         ///< operations chosen so far
};

struct Strategy {
  const char *Name;
  /// Any of these may be null but Pick.
  void (*Begin)();
  void (*OnCreate)(Thread &Child, Thread *Creator);
  void (*OnPoint)(Thread &T, uint64_t Step); ///< T.Next is new
  /// One of \p C's threads; never called without any. Null: a replay has
  /// diverged.
  Thread *(*Pick)(const Choice &C);
  void (*OnExecuted)(Thread &T, const Choice &C); ///< T.Next is over
  /// A choice of the environment's with so many alternatives, 0 the usual one.
  uint32_t (*Decide)(uint32_t Alternatives);
  /// The run is over; records may be written. Null: nothing to say.
  void (*Finish)();
  /// Pick is asked even where there is nothing to choose.
  bool AskAlways;
};

/// By its setting; a random walk where there is none.
const Strategy &chosenStrategy();

/// Shared by the strategies that need chance; seeded before Begin.
extern Random Chance;

/// True once in a while, and then only if there is someone: someone who waits
/// with a timeout shall not wait any longer.
bool hurryTime(const Choice &C);
/// Decide for strategies that leave it to chance.
uint32_t decideByChance(uint32_t Alternatives);

extern const Strategy RandomWalk, Priorities, PartialOrder, Selective, RunOn,
    Replay, Exhaustive;

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_STRATEGIES_STRATEGY_H
