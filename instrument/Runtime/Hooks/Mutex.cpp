//===- Mutex.cpp - pthread_mutex_*, pthread_spin_* ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The real lock is taken only when the model says that it is free, so it
/// never blocks.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_pthread_mutex_lock(pthread_mutex_t *);
int ___interceptor_pthread_mutex_trylock(pthread_mutex_t *);
int ___interceptor_pthread_mutex_unlock(pthread_mutex_t *);
int ___interceptor_pthread_mutex_destroy(pthread_mutex_t *);
int ___interceptor_pthread_mutex_timedlock(pthread_mutex_t *, const timespec *);
int ___interceptor_pthread_mutex_clocklock(pthread_mutex_t *, clockid_t,
                                           const timespec *);
int ___interceptor_pthread_spin_lock(pthread_spinlock_t *);
int ___interceptor_pthread_spin_trylock(pthread_spinlock_t *);
int ___interceptor_pthread_spin_unlock(pthread_spinlock_t *);
int ___interceptor_pthread_spin_destroy(pthread_spinlock_t *);
}

namespace {

enum MutexKind { Normal, Recursive, ErrorCheck, Adaptive };

/// glibc's own word; the bits above are robustness, sharing and priorities.
MutexKind kindOf(const pthread_mutex_t *M) {
  return MutexKind(M->__data.__kind & 3);
}

} // namespace

void heddle::runtime::noteAcquired(Thread &T, Object &Lock) {
  if (Lock.Owner != &T)
    for (unsigned I = 0; I < LockFrames; ++I)
      Lock.AcquiredAt[I] = T.Frames[I];
  Lock.Owner = &T;
  ++Lock.Depth;
}

void heddle::runtime::noteReleased(Thread &T, Object &Lock) {
  // Unlocked by another thread: undefined, and what glibc does with it.
  if (Lock.Owner == &T && --Lock.Depth)
    return;
  Lock.Owner = nullptr;
  Lock.Depth = 0;
}

bool heddle::runtime::waitForLock(Thread &T, void *Mutex, uint64_t Deadline,
                                  Caller From) {
  auto *M = static_cast<pthread_mutex_t *>(Mutex);
  Object &Lock = objectAt(M);
  // Neither of these blocks: one succeeds, the other one fails.
  if (Lock.Owner == &T && (kindOf(M) == Recursive || kindOf(M) == ErrorCheck)) {
    pointAt(T, Op::Relock, Lock, From);
    if (kindOf(M) == Recursive)
      noteAcquired(T, Lock);
    return true;
  }
  if (!pointUntil(T, Op::Lock, Lock, Deadline, From))
    return false;
  noteAcquired(T, Lock);
  return true;
}

HEDDLE_HOOK int pthread_mutex_lock(pthread_mutex_t *M) {
  if (Thread *T = scheduledThread())
    waitForLock(*T, M, 0, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_pthread_mutex_lock(M));
}

HEDDLE_HOOK int pthread_mutex_trylock(pthread_mutex_t *M) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_mutex_trylock(M));
  Object &Lock = objectAt(M);
  pointAt(*T, Op::TryLock, Lock, HEDDLE_CALLER);
  if (decideRare(WantTryFailures))
    return EBUSY;
  CalledFrom Here(HEDDLE_CALLER);
  int Error = ___interceptor_pthread_mutex_trylock(M);
  if (!Error)
    noteAcquired(*T, Lock);
  return Error;
}

HEDDLE_HOOK int pthread_mutex_unlock(pthread_mutex_t *M) {
  if (Thread *T = scheduledThread()) {
    Object &Lock = objectAt(M);
    pointAt(*T, Op::Unlock, Lock, HEDDLE_CALLER);
    if (Lock.Owner == T || kindOf(M) == Normal || kindOf(M) == Adaptive)
      noteReleased(*T, Lock);
  }
  HEDDLE_FORWARD(___interceptor_pthread_mutex_unlock(M));
}

HEDDLE_HOOK int pthread_mutex_destroy(pthread_mutex_t *M) {
  if (scheduledThread() && !objectAt(M).Owner)
    forgetObject(M);
  HEDDLE_FORWARD(___interceptor_pthread_mutex_destroy(M));
}

HEDDLE_HOOK int pthread_mutex_timedlock(pthread_mutex_t *M,
                                        const timespec *Until) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_mutex_timedlock(M, Until));
  if (!waitForLock(*T, M, virtualTimeOf(CLOCK_REALTIME, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_pthread_mutex_lock(M);
}

HEDDLE_HOOK int pthread_mutex_clocklock(pthread_mutex_t *M, clockid_t Clock,
                                        const timespec *Until) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_mutex_clocklock(M, Clock, Until));
  if (!waitForLock(*T, M, virtualTimeOf(Clock, *Until), HEDDLE_CALLER))
    return ETIMEDOUT;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_pthread_mutex_lock(M);
}

HEDDLE_HOOK int pthread_spin_lock(pthread_spinlock_t *S) {
  if (Thread *T = scheduledThread()) {
    Object &Lock = objectAt(S);
    pointAt(*T, Op::Lock, Lock, HEDDLE_CALLER);
    noteAcquired(*T, Lock);
  }
  HEDDLE_FORWARD(___interceptor_pthread_spin_lock(S));
}

HEDDLE_HOOK int pthread_spin_trylock(pthread_spinlock_t *S) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_spin_trylock(S));
  Object &Lock = objectAt(S);
  pointAt(*T, Op::TryLock, Lock, HEDDLE_CALLER);
  CalledFrom Here(HEDDLE_CALLER);
  int Error = ___interceptor_pthread_spin_trylock(S);
  if (!Error)
    noteAcquired(*T, Lock);
  return Error;
}

HEDDLE_HOOK int pthread_spin_unlock(pthread_spinlock_t *S) {
  if (Thread *T = scheduledThread()) {
    Object &Lock = objectAt(S);
    pointAt(*T, Op::Unlock, Lock, HEDDLE_CALLER);
    noteReleased(*T, Lock);
  }
  HEDDLE_FORWARD(___interceptor_pthread_spin_unlock(S));
}

HEDDLE_HOOK int pthread_spin_destroy(pthread_spinlock_t *S) {
  if (scheduledThread())
    forgetObject(S);
  HEDDLE_FORWARD(___interceptor_pthread_spin_destroy(S));
}
