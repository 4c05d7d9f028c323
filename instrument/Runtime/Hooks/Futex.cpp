//===- Futex.cpp - Waits that C++20 makes by system call ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// std::atomic::wait, std::latch, std::barrier, std::counting_semaphore and
/// std::future wait through syscall(SYS_futex, …). Waits and wake-ups are
/// taken over by the model; every other system call is made as asked for.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/System.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

using namespace heddle::runtime;

namespace {

/// The deadline of a wait for at most, or until, \p Time; 0: none.
uint64_t deadlineOf(long Operation, const timespec *Time) {
  if (!Time)
    return 0;
  if ((Operation & FUTEX_CMD_MASK) == FUTEX_WAIT)
    return virtualTime() + durationOf(*Time);
  return virtualTimeOf(Operation & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME
                                                        : CLOCK_MONOTONIC,
                       *Time);
}

/// The kernel's answer, below 0 a negated errno.
long futexWait(Thread &T, int *Word, long Operation, int Value,
               const timespec *Time, Caller From) {
  Object &At = objectAt(Word);
  pointAt(T, Op::FutexCheck, At, From);
  if (__atomic_load_n(Word, __ATOMIC_SEQ_CST) != Value)
    return -EAGAIN;
  if (decideRare(WantSpurious))
    return 0;
  queueUp(T);
  return pointUntil(T, Op::FutexWait, At, deadlineOf(Operation, Time), From)
             ? 0
             : -ETIMEDOUT;
}

long futexWake(Thread &T, int *Word, uint32_t Max, Caller From) {
  Object &At = objectAt(Word);
  pointAt(T, Op::FutexWake, At, From);
  return long(wake(Op::FutexWait, At, Max));
}

} // namespace

HEDDLE_HOOK long syscall(long Number, long A, long B, long C, long D, long E,
                         long F) {
  Thread *T = Number == SYS_futex ? scheduledThread() : nullptr;
  long Result;
  switch (T ? B & FUTEX_CMD_MASK : -1) {
  case FUTEX_WAIT:
  case FUTEX_WAIT_BITSET:
    Result = futexWait(*T, reinterpret_cast<int *>(A), B, int(C),
                       reinterpret_cast<const timespec *>(D), HEDDLE_CALLER);
    break;
  case FUTEX_WAKE:
  case FUTEX_WAKE_BITSET:
    Result =
        futexWake(*T, reinterpret_cast<int *>(A), uint32_t(C), HEDDLE_CALLER);
    break;
  default:
    Result = systemCall(Number, A, B, C, D, E, F);
  }
  if (Result >= 0 || Result < -4095)
    return Result;
  errno = int(-Result);
  return -1;
}
