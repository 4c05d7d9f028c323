//===- Semaphore.cpp - sem_* ----------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The count is read from the real semaphore: other processes may share it,
/// and sem_init and sem_open need no hook.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"

#include <errno.h>
#include <semaphore.h>
#include <stdint.h>
#include <time.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_sem_wait(sem_t *);
int ___interceptor_sem_trywait(sem_t *);
int ___interceptor_sem_timedwait(sem_t *, const timespec *);
int ___interceptor_sem_getvalue(sem_t *, int *);
int ___interceptor_sem_post(sem_t *);
}

HEDDLE_HOOK int sem_wait(sem_t *S) {
  if (Thread *T = scheduledThread()) {
    pointAt(*T, Op::SemWait, objectAt(S), HEDDLE_CALLER);
    cancellationPoint(*T);
    if (isInterrupted(/*Always=*/false)) {
      errno = EINTR;
      return -1;
    }
  }
  HEDDLE_FORWARD(___interceptor_sem_wait(S));
}

HEDDLE_HOOK int sem_trywait(sem_t *S) {
  if (Thread *T = scheduledThread())
    pointAt(*T, Op::SemTry, objectAt(S), HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_sem_trywait(S));
}

static int waitUntil(Thread &T, sem_t *S, uint64_t Deadline, Caller From) {
  bool InTime = pointUntil(T, Op::SemWait, objectAt(S), Deadline, From);
  cancellationPoint(T);
  bool Interrupted = InTime && isInterrupted(/*Always=*/true);
  if (!InTime || Interrupted) {
    errno = Interrupted ? EINTR : ETIMEDOUT;
    return -1;
  }
  CalledFrom Here(From);
  return ___interceptor_sem_wait(S);
}

HEDDLE_HOOK int sem_timedwait(sem_t *S, const timespec *Until) {
  if (Thread *T = scheduledThread())
    return waitUntil(*T, S, virtualTimeOf(CLOCK_REALTIME, *Until),
                     HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_sem_timedwait(S, Until));
}

// Without an interceptor of ThreadSanitizer's, and used by libstdc++.
HEDDLE_HOOK int sem_clockwait(sem_t *S, clockid_t Clock,
                              const timespec *Until) {
  if (Thread *T = scheduledThread())
    return waitUntil(*T, S, virtualTimeOf(Clock, *Until), HEDDLE_CALLER);
  timespec Real = onRealTimeClock(Clock, *Until);
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_sem_timedwait(S, &Real);
}

HEDDLE_HOOK int sem_getvalue(sem_t *S, int *Value) {
  if (Thread *T = scheduledThread())
    pointAt(*T, Op::SemTry, objectAt(S), HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_sem_getvalue(S, Value));
}

HEDDLE_HOOK int sem_post(sem_t *S) {
  if (Thread *T = scheduledThread())
    pointAt(*T, Op::SemPost, objectAt(S), HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_sem_post(S));
}
