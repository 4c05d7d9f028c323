//===- ReadWriteLock.cpp - pthread_rwlock_* -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Readers are counted; who they are is not known. A waiting writer does not
/// keep new readers out, which is glibc's default.
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
int ___interceptor_pthread_rwlock_rdlock(pthread_rwlock_t *);
int ___interceptor_pthread_rwlock_wrlock(pthread_rwlock_t *);
int ___interceptor_pthread_rwlock_tryrdlock(pthread_rwlock_t *);
int ___interceptor_pthread_rwlock_trywrlock(pthread_rwlock_t *);
int ___interceptor_pthread_rwlock_timedrdlock(pthread_rwlock_t *,
                                              const timespec *);
int ___interceptor_pthread_rwlock_timedwrlock(pthread_rwlock_t *,
                                              const timespec *);
int ___interceptor_pthread_rwlock_unlock(pthread_rwlock_t *);
int ___interceptor_pthread_rwlock_destroy(pthread_rwlock_t *);
}

namespace {

bool waitToRead(Thread &T, pthread_rwlock_t *L, uint64_t Deadline,
                Caller From) {
  Object &Lock = objectAt(L);
  if (!pointUntil(T, Op::ReadLock, Lock, Deadline, From))
    return false;
  ++Lock.Readers;
  return true;
}

bool waitToWrite(Thread &T, pthread_rwlock_t *L, uint64_t Deadline,
                 Caller From) {
  Object &Lock = objectAt(L);
  if (!pointUntil(T, Op::WriteLock, Lock, Deadline, From))
    return false;
  noteAcquired(T, Lock);
  return true;
}

} // namespace

HEDDLE_HOOK int pthread_rwlock_rdlock(pthread_rwlock_t *L) {
  if (Thread *T = scheduledThread())
    waitToRead(*T, L, 0, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_rwlock_rdlock(L));
}

HEDDLE_HOOK int pthread_rwlock_wrlock(pthread_rwlock_t *L) {
  if (Thread *T = scheduledThread())
    waitToWrite(*T, L, 0, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_rwlock_wrlock(L));
}

HEDDLE_HOOK int pthread_rwlock_tryrdlock(pthread_rwlock_t *L) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_rwlock_tryrdlock(L));
  Object &Lock = objectAt(L);
  pointAt(*T, Op::TryLock, Lock, HEDDLE_CALLER);
  if (decideRare(WantTryFailures))
    return EBUSY;
  CalledFrom Here(HEDDLE_CALLER);
  int Error = ___interceptor_pthread_rwlock_tryrdlock(L);
  Lock.Readers += !Error;
  return Error;
}

HEDDLE_HOOK int pthread_rwlock_trywrlock(pthread_rwlock_t *L) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_rwlock_trywrlock(L));
  Object &Lock = objectAt(L);
  pointAt(*T, Op::TryLock, Lock, HEDDLE_CALLER);
  if (decideRare(WantTryFailures))
    return EBUSY;
  CalledFrom Here(HEDDLE_CALLER);
  int Error = ___interceptor_pthread_rwlock_trywrlock(L);
  if (!Error)
    noteAcquired(*T, Lock);
  return Error;
}

HEDDLE_HOOK int pthread_rwlock_timedrdlock(pthread_rwlock_t *L,
                                           const timespec *Until) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_rwlock_timedrdlock(L, Until));
  if (!waitToRead(*T, L, virtualTimeOf(CLOCK_REALTIME, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_pthread_rwlock_rdlock(L);
}

HEDDLE_HOOK int pthread_rwlock_timedwrlock(pthread_rwlock_t *L,
                                           const timespec *Until) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_rwlock_timedwrlock(L, Until));
  if (!waitToWrite(*T, L, virtualTimeOf(CLOCK_REALTIME, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_pthread_rwlock_wrlock(L);
}

// ThreadSanitizer has no interceptor for the next two, which libstdc++'s
// shared_timed_mutex uses: to it they must look like those that it has.
HEDDLE_HOOK int pthread_rwlock_clockrdlock(pthread_rwlock_t *L, clockid_t Clock,
                                           const timespec *Until) {
  Thread *T = scheduledThread();
  if (T && !waitToRead(*T, L, virtualTimeOf(Clock, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  timespec Real = onRealTimeClock(Clock, *Until);
  CalledFrom Here(HEDDLE_CALLER);
  return T ? ___interceptor_pthread_rwlock_rdlock(L)
           : ___interceptor_pthread_rwlock_timedrdlock(L, &Real);
}

HEDDLE_HOOK int pthread_rwlock_clockwrlock(pthread_rwlock_t *L, clockid_t Clock,
                                           const timespec *Until) {
  Thread *T = scheduledThread();
  if (T && !waitToWrite(*T, L, virtualTimeOf(Clock, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  timespec Real = onRealTimeClock(Clock, *Until);
  CalledFrom Here(HEDDLE_CALLER);
  return T ? ___interceptor_pthread_rwlock_wrlock(L)
           : ___interceptor_pthread_rwlock_timedwrlock(L, &Real);
}

HEDDLE_HOOK int pthread_rwlock_unlock(pthread_rwlock_t *L) {
  if (Thread *T = scheduledThread()) {
    Object &Lock = objectAt(L);
    pointAt(*T, Op::Unlock, Lock, HEDDLE_CALLER);
    if (Lock.Owner)
      noteReleased(*T, Lock);
    else if (Lock.Readers)
      --Lock.Readers;
  }
  HEDDLE_FORWARD(___interceptor_pthread_rwlock_unlock(L));
}

HEDDLE_HOOK int pthread_rwlock_destroy(pthread_rwlock_t *L) {
  if (scheduledThread())
    forgetObject(L);
  HEDDLE_FORWARD(___interceptor_pthread_rwlock_destroy(L));
}
