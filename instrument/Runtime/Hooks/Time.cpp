//===- Time.cpp - Sleeping, yielding, looking at the clock ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// All of it in virtual time. A thread that looks at the clock again and again
/// waits for something: each look of a row lets twice as much time pass.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/System.h"

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_nanosleep(const timespec *, timespec *);
int ___interceptor_usleep(unsigned);
unsigned ___interceptor_sleep(unsigned);
int ___interceptor_clock_gettime(clockid_t, timespec *);
int ___interceptor_gettimeofday(timeval *, void *);
time_t ___interceptor_time(time_t *);
}

namespace {

constexpr uint64_t Microsecond = 1000, Second = 1000000000;

/// False: a signal came before the time.
bool sleepFor(Thread &T, uint64_t Nanoseconds, Caller From) {
  if (Nanoseconds)
    pointSleep(T, Nanoseconds, From);
  else
    point(T, Op::Yield, nullptr, From);
  cancellationPoint(T);
  return !(Nanoseconds && isInterrupted(/*Always=*/true));
}

timespec look(Thread &T, clockid_t Clock, Caller From) {
  point(T, Op::ReadClock, nullptr, From);
  uint32_t Row = T.Looks < 20 ? T.Looks : 20;
  advanceTime(Microsecond << Row);
  return readClock(Clock);
}

/// 0, or -1 with errno set, from the kernel's answer.
int answer(long Result) {
  if (Result >= 0)
    return 0;
  errno = int(-Result);
  return -1;
}

} // namespace

HEDDLE_HOOK int nanosleep(const timespec *Span, timespec *Rest) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_nanosleep(Span, Rest));
  if (sleepFor(*T, durationOf(*Span), HEDDLE_CALLER))
    return 0;
  if (Rest)
    *Rest = {};
  errno = EINTR;
  return -1;
}

HEDDLE_HOOK int clock_nanosleep(clockid_t Clock, int Flags,
                                const timespec *Time, timespec *Rest) {
  Thread *T = scheduledThread();
  if (!T)
    return int(
        -systemCall(SYS_clock_nanosleep, Clock, Flags, long(Time), long(Rest)));
  uint64_t Span = Flags & TIMER_ABSTIME
                      ? virtualTimeOf(Clock, *Time) - virtualTime()
                      : durationOf(*Time);
  if (sleepFor(*T, Span, HEDDLE_CALLER))
    return 0;
  if (Rest && !(Flags & TIMER_ABSTIME))
    *Rest = {};
  return EINTR;
}

HEDDLE_HOOK int usleep(unsigned Microseconds) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_usleep(Microseconds));
  if (sleepFor(*T, Microseconds * Microsecond, HEDDLE_CALLER))
    return 0;
  errno = EINTR;
  return -1;
}

HEDDLE_HOOK unsigned sleep(unsigned Seconds) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_sleep(Seconds));
  sleepFor(*T, Seconds * Second, HEDDLE_CALLER);
  return 0;
}

HEDDLE_HOOK int sched_yield() {
  Thread *T = scheduledThread();
  if (!T)
    return answer(systemCall(SYS_sched_yield));
  point(*T, Op::Yield, nullptr, HEDDLE_CALLER);
  return 0;
}

HEDDLE_HOOK int clock_gettime(clockid_t Clock, timespec *Result) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_clock_gettime(Clock, Result));
  *Result = look(*T, Clock, HEDDLE_CALLER);
  return 0;
}

HEDDLE_HOOK int gettimeofday(timeval *Result, void *Zone) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_gettimeofday(Result, Zone));
  timespec Now = look(*T, CLOCK_REALTIME, HEDDLE_CALLER);
  Result->tv_sec = Now.tv_sec;
  Result->tv_usec = Now.tv_nsec / long(Microsecond);
  return 0;
}

HEDDLE_HOOK time_t time(time_t *Result) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_time(Result));
  time_t Now = look(*T, CLOCK_REALTIME, HEDDLE_CALLER).tv_sec;
  if (Result)
    *Result = Now;
  return Now;
}
