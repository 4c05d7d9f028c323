//===- Clock.cpp - Virtual time -------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// All clocks run at the same pace; they differ in where they began.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Clock.h"

#include "instrument/Runtime/System.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

using namespace heddle::runtime;

namespace {

constexpr uint64_t Second = 1000000000;
constexpr uint64_t RealStart = 1700000000 * Second, OtherStart = 1000 * Second;
/// Later than any program waits; also stands for "in the far future".
constexpr uint64_t EndOfTime = uint64_t(1) << 62;

uint64_t Now = 1;

uint64_t startOf(clockid_t Clock) {
  switch (Clock) {
  case CLOCK_REALTIME:
  case CLOCK_REALTIME_COARSE:
  case CLOCK_TAI:
    return RealStart;
  case CLOCK_PROCESS_CPUTIME_ID:
  case CLOCK_THREAD_CPUTIME_ID:
    return 0;
  default:
    return OtherStart;
  }
}

} // namespace

uint64_t heddle::runtime::virtualTime() { return Now; }

void heddle::runtime::advanceTime(uint64_t Nanoseconds) { Now += Nanoseconds; }

void heddle::runtime::advanceTimeTo(uint64_t Time) {
  if (Time > Now)
    Now = Time;
}

timespec heddle::runtime::readClock(clockid_t Clock) {
  uint64_t Value = startOf(Clock) + Now;
  timespec Result;
  Result.tv_sec = time_t(Value / Second);
  Result.tv_nsec = long(Value % Second);
  return Result;
}

uint64_t heddle::runtime::durationOf(const timespec &Span) {
  if (Span.tv_sec < 0)
    return 0;
  if (uint64_t(Span.tv_sec) >= EndOfTime / Second)
    return EndOfTime;
  return uint64_t(Span.tv_sec) * Second + uint64_t(Span.tv_nsec);
}

uint64_t heddle::runtime::virtualTimeOf(clockid_t Clock, const timespec &When) {
  uint64_t Value = durationOf(When), Start = startOf(Clock);
  return Value > Start + Now ? Value - Start : Now;
}

timespec heddle::runtime::onRealTimeClock(clockid_t Clock,
                                          const timespec &When) {
  auto Read = [](clockid_t Which) {
    timespec Value;
    systemCall(SYS_clock_gettime, Which, long(&Value));
    return durationOf(Value);
  };
  uint64_t Due = durationOf(When), Now = Read(Clock);
  uint64_t Value = Read(CLOCK_REALTIME) + (Due > Now ? Due - Now : 0);
  timespec Result;
  Result.tv_sec = time_t(Value / Second);
  Result.tv_nsec = long(Value % Second);
  return Result;
}
