//===- Simulated.h - Programs that exist only as text -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A machine whose threads do what the scheduler knows of: a run takes
/// microseconds and not a tenth of a second, so that the exhaustive exploration
/// can be compared with all orders of thousands of programs. It answers a
/// SchedulePlan as the strategy `exhaustive` of the runtime does, with the
/// same publishing, waiting, sleeping and records.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_INSTRUMENT_SIMULATED_H
#define HEDDLE_TESTS_INSTRUMENT_SIMULATED_H

#include "instrument/Explore/Campaign.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle::test {

enum class Do : uint8_t {
  Load,      ///< the register becomes the value of cell Object
  Store,     ///< the cell becomes Value
  Add,       ///< Value is added to the cell; the register is what it was
  Lock,      ///< mutex Object
  TryLock,   ///< the register says whether it was had
  TimedLock, ///< the same, but waits
  Unlock,
  ReadLock, ///< read-write lock Object
  WriteLock,
  RwUnlock,
  Take, ///< from semaphore Object
  TryTake,
  Give,
  Wait,      ///< on condition Object with mutex Value
  TimedWait, ///< the register says whether there was a notification
  Notify,
  NotifyAll,
  Once,    ///< skips Value instructions if it is not the first
  OnceEnd, ///< of the first
  Arrive,  ///< at barrier Object of Value threads
  Skip,    ///< Value instructions if the register is 0; no point
  Assert,  ///< the program crashes if the register is Value; no point
};

struct Instruction {
  Do What;
  uint32_t Object = 0;
  int Value = 0;
};

/// Main starts all other threads, does its own work, and joins as many as it
/// is told to.
struct SimulatedProgram {
  std::vector<std::vector<Instruction>> Threads; ///< main's first
  std::array<int, 2> Tokens = {0, 0};            ///< of the semaphores
  uint32_t Joined = 0;
  /// For messages: one line per thread.
  std::string text() const;
};

/// One run. `Out` is everything that the program could know at its end: what
/// each thread read and the cells.
RunResult simulate(const SimulatedProgram &P, const SchedulePlan &Plan);

} // namespace heddle::test

#endif // HEDDLE_TESTS_INSTRUMENT_SIMULATED_H
