//===- LibLocks.cpp - The C library's locks, and what they order ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the hooks of Hooks/ call on: the C library's own functions, and what
/// they order. The hooks see to it that none of these blocks; where nothing is
/// scheduled, in a forked child or before main, they may.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/System.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <time.h>

using namespace heddle::runtime;

namespace {

/// \p Error of a function that locks, or tries to.
int locked(int Error, volatile void *Lock, bool Writes, uintptr_t Place) {
  Witness *W = witness();
  if (W && !Error)
    takeLock(*W, Lock, Writes, Place);
  return Error;
}

void unlocking(volatile void *Lock) {
  if (Witness *W = witness())
    dropLock(*W, Lock);
}

void come(const volatile void *Address) {
  if (Witness *W = witness())
    acquire(*W, meetingAt(Address));
}

void go(const volatile void *Address) {
  if (Witness *W = witness())
    release(*W, meetingAt(Address));
}

} // namespace

// NOLINTBEGIN(bugprone-macro-parentheses): names and argument lists.
#define HEDDLE_PASS(Result, Name, Parameters, Arguments)                       \
  extern "C" Result ___interceptor_##Name Parameters {                         \
    return HEDDLE_REAL(Name) Arguments;                                        \
  }
#define HEDDLE_LOCK(Name, Type, Writes)                                        \
  extern "C" int ___interceptor_##Name(Type *L) {                              \
    return locked(HEDDLE_REAL(Name)(L), L, Writes, HEDDLE_PLACE);              \
  }
#define HEDDLE_TIMED_LOCK(Name, Type, Writes)                                  \
  extern "C" int ___interceptor_##Name(Type *L, const timespec *Until) {       \
    return locked(HEDDLE_REAL(Name)(L, Until), L, Writes, HEDDLE_PLACE);       \
  }
#define HEDDLE_UNLOCK(Name, Type)                                              \
  extern "C" int ___interceptor_##Name(Type *L) {                              \
    unlocking(L);                                                              \
    return HEDDLE_REAL(Name)(L);                                               \
  }
// NOLINTEND(bugprone-macro-parentheses)

HEDDLE_LOCK(pthread_mutex_lock, pthread_mutex_t, true)
HEDDLE_LOCK(pthread_mutex_trylock, pthread_mutex_t, true)
HEDDLE_TIMED_LOCK(pthread_mutex_timedlock, pthread_mutex_t, true)
HEDDLE_UNLOCK(pthread_mutex_unlock, pthread_mutex_t)
HEDDLE_PASS(int, pthread_mutex_destroy, (pthread_mutex_t * M), (M))
extern "C" int ___interceptor_pthread_mutex_clocklock(pthread_mutex_t *M,
                                                      clockid_t Clock,
                                                      const timespec *Until) {
  return locked(HEDDLE_REAL(pthread_mutex_clocklock)(M, Clock, Until), M, true,
                HEDDLE_PLACE);
}

HEDDLE_LOCK(pthread_spin_lock, pthread_spinlock_t, true)
HEDDLE_LOCK(pthread_spin_trylock, pthread_spinlock_t, true)
HEDDLE_UNLOCK(pthread_spin_unlock, pthread_spinlock_t)
extern "C" int ___interceptor_pthread_spin_destroy(pthread_spinlock_t *S) {
  return HEDDLE_REAL(pthread_spin_destroy)(S);
}

HEDDLE_LOCK(pthread_rwlock_rdlock, pthread_rwlock_t, false)
HEDDLE_LOCK(pthread_rwlock_wrlock, pthread_rwlock_t, true)
HEDDLE_LOCK(pthread_rwlock_tryrdlock, pthread_rwlock_t, false)
HEDDLE_LOCK(pthread_rwlock_trywrlock, pthread_rwlock_t, true)
HEDDLE_TIMED_LOCK(pthread_rwlock_timedrdlock, pthread_rwlock_t, false)
HEDDLE_TIMED_LOCK(pthread_rwlock_timedwrlock, pthread_rwlock_t, true)
HEDDLE_UNLOCK(pthread_rwlock_unlock, pthread_rwlock_t)
HEDDLE_PASS(int, pthread_rwlock_destroy, (pthread_rwlock_t * L), (L))

// Without the scheduler only; there is nothing to be observed then.
HEDDLE_PASS(int, pthread_cond_wait, (pthread_cond_t * C, pthread_mutex_t *M),
            (C, M))
HEDDLE_PASS(int, pthread_cond_timedwait,
            (pthread_cond_t * C, pthread_mutex_t *M, const timespec *T),
            (C, M, T))
HEDDLE_PASS(int, pthread_cond_clockwait,
            (pthread_cond_t * C, pthread_mutex_t *M, clockid_t I,
             const timespec *T),
            (C, M, I, T))
HEDDLE_PASS(int, pthread_barrier_wait, (pthread_barrier_t * B), (B))
// A condition orders nothing, its mutex does.
HEDDLE_PASS(int, pthread_cond_signal, (pthread_cond_t * C), (C))
HEDDLE_PASS(int, pthread_cond_broadcast, (pthread_cond_t * C), (C))
HEDDLE_PASS(int, pthread_cond_destroy, (pthread_cond_t * C), (C))
HEDDLE_PASS(int, pthread_barrier_init,
            (pthread_barrier_t * B, const pthread_barrierattr_t *A, unsigned N),
            (B, A, N))

extern "C" int ___interceptor_sem_wait(sem_t *S) {
  int Result = HEDDLE_REAL(sem_wait)(S);
  if (Result == 0)
    come(S);
  return Result;
}
extern "C" int ___interceptor_sem_trywait(sem_t *S) {
  int Result = HEDDLE_REAL(sem_trywait)(S);
  if (Result == 0)
    come(S);
  return Result;
}
extern "C" int ___interceptor_sem_timedwait(sem_t *S, const timespec *Until) {
  int Result = HEDDLE_REAL(sem_timedwait)(S, Until);
  if (Result == 0)
    come(S);
  return Result;
}
extern "C" int ___interceptor_sem_getvalue(sem_t *S, int *Value) {
  int Result = HEDDLE_REAL(sem_getvalue)(S, Value);
  come(S); // who reads the count sees the posts; so does ThreadSanitizer
  return Result;
}
extern "C" int ___interceptor_sem_post(sem_t *S) {
  go(S);
  return HEDDLE_REAL(sem_post)(S);
}

extern "C" int ___interceptor_pthread_once(pthread_once_t *Flag,
                                           void (*Function)()) {
  int Error = HEDDLE_REAL(pthread_once)(Flag, Function);
  // Whoever comes later comes behind the function. That it also comes behind
  // those who came between, which is too much, would hide races.
  Witness *W = witness();
  if (!W || Error)
    return Error;
  Meeting &M = meetingAt(Flag);
  if (M.Clock.isEmpty())
    release(*W, M);
  else
    acquire(*W, M);
  return Error;
}

//===--- static local variables -------------------------------------------===//

// Byte 0, which the program's own code looks at first: it is initialised.
// Byte 1: somebody is at it.
HEDDLE_ABI int __cxa_guard_acquire(void *Guard) {
  auto *Bytes = static_cast<uint8_t *>(Guard);
  for (;;) {
    if (__atomic_load_n(&Bytes[0], __ATOMIC_ACQUIRE)) {
      come(Guard);
      return 0;
    }
    if (!__atomic_exchange_n(&Bytes[1], 1, __ATOMIC_ACQ_REL))
      return 1;
    yieldCpu(); // only without the scheduler
  }
}
HEDDLE_ABI void __cxa_guard_release(void *Guard) {
  auto *Bytes = static_cast<uint8_t *>(Guard);
  go(Guard);
  __atomic_store_n(&Bytes[0], 1, __ATOMIC_RELEASE);
  __atomic_store_n(&Bytes[1], 0, __ATOMIC_RELEASE);
}
HEDDLE_ABI void __cxa_guard_abort(void *Guard) {
  __atomic_store_n(&static_cast<uint8_t *>(Guard)[1], 0, __ATOMIC_RELEASE);
}
