//===- Clock.h - Virtual time -----------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Under the scheduler time passes only because operations are executed and
/// because a thread that sleeps, or waits with a timeout, is let go: then the
/// clock jumps to that thread's hour. A program that sleeps for an hour takes
/// milliseconds, and no result depends on how fast the machine is.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_CLOCK_H
#define HEDDLE_RUNTIME_SCHEDULE_CLOCK_H

#include <stdint.h>
#include <time.h>

namespace heddle::runtime {

/// Nanoseconds since the program's start.
uint64_t virtualTime();
void advanceTime(uint64_t Nanoseconds);
void advanceTimeTo(uint64_t Time);

/// What \p Clock shows; the real-time clock starts on 14 November 2023.
timespec readClock(clockid_t Clock);
/// When \p Clock will show \p When, in virtual time; now if it is past.
uint64_t virtualTimeOf(clockid_t Clock, const timespec &When);
uint64_t durationOf(const timespec &Span);

/// Without the scheduler: what the real-time clock will show when \p Clock
/// shows \p When.
timespec onRealTimeClock(clockid_t Clock, const timespec &When);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_CLOCK_H
