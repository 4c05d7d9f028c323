//===- Stuck.h - When nobody can go on --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Finds out that threads wait for each other for ever, writes a `stuck`
/// record that says who waits for what, and ends the process: there is nothing
/// more to see.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_STUCK_H
#define HEDDLE_RUNTIME_SCHEDULE_STUCK_H

#include "instrument/Runtime/Schedule/Thread.h"

namespace heddle::runtime {

enum class Stuck : unsigned char {
  Deadlock,  ///< every thread waits
  Cycle,     ///< some wait for each other; others could go on
  Abandoned, ///< a thread waits for a lock whose holder has ended
  Endless,   ///< more operations than a run may have
  TooManyThreads,
  Outside, ///< every thread waits, but something else may wake them
};

/// \p Current: who noticed; may have ended.
[[noreturn]] void reportStuck(Stuck How, Thread *Current);

/// \p T cannot go on: reports if that closes a circle of threads each of which
/// waits for what the next one holds, or if what it waits for nobody can give.
void reportCycleOf(Thread &T);

/// Is there somebody besides the program's threads who could end a wait: a
/// signal handler, a thread that the scheduler does not know, a child process?
/// Then nobody can say that the wait is for ever.
bool someoneElseMayWake();
void noteChildProcess();

/// Ends the process at once, without any of its destructors.
[[noreturn]] void endProcess();

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_STUCK_H
