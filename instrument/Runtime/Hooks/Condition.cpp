//===- Condition.cpp - pthread_cond_* -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A wait is three operations: release the mutex and begin to wait, be
/// notified (or time out, or wake up for no reason), take the mutex again.
/// Waiters exist in the model alone. That costs ThreadSanitizer nothing:
/// in its eyes the mutex orders what happens, the condition does not.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_pthread_mutex_lock(pthread_mutex_t *);
int ___interceptor_pthread_mutex_unlock(pthread_mutex_t *);
int ___interceptor_pthread_cond_wait(pthread_cond_t *, pthread_mutex_t *);
int ___interceptor_pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *,
                                          const timespec *);
int ___interceptor_pthread_cond_clockwait(pthread_cond_t *, pthread_mutex_t *,
                                          clockid_t, const timespec *);
int ___interceptor_pthread_cond_signal(pthread_cond_t *);
int ___interceptor_pthread_cond_broadcast(pthread_cond_t *);
int ___interceptor_pthread_cond_destroy(pthread_cond_t *);
}

namespace {

int wait(Thread &T, pthread_cond_t *C, pthread_mutex_t *M, uint64_t Deadline,
         Caller From) {
  Object &Condition = objectAt(C), &Lock = objectAt(M);
  pointAt(T, Op::CondWait, Condition, From, &Lock);
  CalledFrom Here(From);
  uint32_t Depth = Lock.Depth;
  Lock.Depth = 1; // a recursive mutex is released once only
  noteReleased(T, Lock);
  ___interceptor_pthread_mutex_unlock(M);
  bool InTime = true;
  if (!decideRare(WantSpurious)) {
    queueUp(T);
    InTime = pointUntil(T, Op::Waiting, Condition, Deadline, From);
  }
  pointAt(T, Op::Lock, Lock, From);
  noteAcquired(T, Lock);
  Lock.Depth = Depth;
  ___interceptor_pthread_mutex_lock(M);
  cancellationPoint(T);
  return InTime ? 0 : ETIMEDOUT;
}

void notify(Thread &T, pthread_cond_t *C, Op Kind, uint32_t Max, Caller From) {
  Object &Condition = objectAt(C);
  pointAt(T, Kind, Condition, From);
  if (wake(Op::Waiting, Condition, Max))
    return;
  Condition.UnheardFrom = &T;
  for (unsigned I = 0; I < LockFrames; ++I)
    Condition.UnheardAt[I] = T.Frames[I];
}

/// The clock that was set at pthread_cond_init: glibc's own bit.
clockid_t clockOf(const pthread_cond_t *C) {
  return C->__data.__wrefs & 2 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

} // namespace

HEDDLE_HOOK int pthread_cond_wait(pthread_cond_t *C, pthread_mutex_t *M) {
  if (Thread *T = scheduledThread())
    return wait(*T, C, M, 0, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_cond_wait(C, M));
}

HEDDLE_HOOK int pthread_cond_timedwait(pthread_cond_t *C, pthread_mutex_t *M,
                                       const timespec *Until) {
  if (Thread *T = scheduledThread())
    return wait(*T, C, M, virtualTimeOf(clockOf(C), *Until), HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_cond_timedwait(C, M, Until));
}

HEDDLE_HOOK int pthread_cond_clockwait(pthread_cond_t *C, pthread_mutex_t *M,
                                       clockid_t Clock, const timespec *Until) {
  if (Thread *T = scheduledThread())
    return wait(*T, C, M, virtualTimeOf(Clock, *Until), HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_cond_clockwait(C, M, Clock, Until));
}

// The real ones find no waiters; ThreadSanitizer learns that they were used.
HEDDLE_HOOK int pthread_cond_signal(pthread_cond_t *C) {
  if (Thread *T = scheduledThread())
    notify(*T, C, Op::Notify, 1, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_cond_signal(C));
}

HEDDLE_HOOK int pthread_cond_broadcast(pthread_cond_t *C) {
  if (Thread *T = scheduledThread())
    notify(*T, C, Op::NotifyAll, UINT32_MAX, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_cond_broadcast(C));
}

HEDDLE_HOOK int pthread_cond_destroy(pthread_cond_t *C) {
  if (scheduledThread())
    forgetObject(C);
  HEDDLE_FORWARD(___interceptor_pthread_cond_destroy(C));
}
