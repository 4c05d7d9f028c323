//===- C11Threads.cpp - <threads.h> by way of pthreads --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// ThreadSanitizer does not know C11's threads: a thread that thrd_create
/// started inside glibc crashes at its first access. In glibc a thrd_t is a
/// pthread_t, a mtx_t holds a pthread_mutex_t, and so on, and its functions
/// only call the others; the definitions here do the same where they can be
/// seen.
///
/// Calls that ThreadSanitizer reports by their caller's place are tail calls,
/// so that this place is the program's.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/System.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>

using namespace heddle::runtime;

namespace {

enum Result { Success, Busy, Failed, NoMemory, TimedOut }; // thrd_success, …

int resultOf(int Error) {
  switch (Error) {
  case 0:
    return Success;
  case EBUSY:
    return Busy;
  case ENOMEM:
    return NoMemory;
  case ETIMEDOUT:
    return TimedOut;
  default:
    return Failed;
  }
}

using ThreadFunction = int (*)(void *);

/// What a new thread is told; its maker waits until it has been read.
struct Beginning {
  ThreadFunction Start;
  void *Argument;
  int Read;
};

void *firstStep(void *Pointer) {
  auto *B = static_cast<Beginning *>(Pointer);
  ThreadFunction Start = B->Start;
  void *Argument = B->Argument;
  __atomic_store_n(&B->Read, 1, __ATOMIC_RELEASE);
  return reinterpret_cast<void *>(static_cast<long>(Start(Argument)));
}

// mtx_init's kinds.
constexpr int Recursive = 1, Timed = 2;

} // namespace

HEDDLE_HOOK int thrd_create(pthread_t *Thread, ThreadFunction Start,
                            void *Argument) {
  Beginning B = {.Start = Start, .Argument = Argument, .Read = 0};
  int Error = pthread_create(Thread, nullptr, firstStep, &B);
  while (!Error && !__atomic_load_n(&B.Read, __ATOMIC_ACQUIRE)) {
    if (heddle::runtime::Thread *Me = scheduledThread())
      point(*Me, Op::Yield, nullptr, HEDDLE_CALLER);
    else
      yieldCpu();
  }
  return Error == EAGAIN ? int(NoMemory) : resultOf(Error);
}

HEDDLE_HOOK int thrd_join(pthread_t Thread, int *Value) {
  void *Returned = nullptr;
  int Error = pthread_join(Thread, &Returned);
  if (!Error && Value)
    *Value = int(reinterpret_cast<long>(Returned));
  return resultOf(Error);
}

HEDDLE_HOOK int thrd_detach(pthread_t Thread) {
  return resultOf(pthread_detach(Thread));
}

HEDDLE_HOOK void thrd_exit(int Value) {
  pthread_exit(reinterpret_cast<void *>(static_cast<long>(Value)));
}

HEDDLE_HOOK int mtx_init(pthread_mutex_t *Mutex, int Kind) {
  pthread_mutexattr_t Attributes;
  pthread_mutexattr_init(&Attributes);
  if (Kind & Recursive)
    pthread_mutexattr_settype(&Attributes, PTHREAD_MUTEX_RECURSIVE);
  int Error = Kind & ~(Recursive | Timed)
                  ? EINVAL
                  : pthread_mutex_init(Mutex, &Attributes);
  pthread_mutexattr_destroy(&Attributes);
  return resultOf(Error);
}

// A lock's errors can only be the program's own, such as destroying it before.
HEDDLE_HOOK int mtx_lock(pthread_mutex_t *Mutex) {
  HEDDLE_FORWARD(pthread_mutex_lock(Mutex));
}
HEDDLE_HOOK int mtx_unlock(pthread_mutex_t *Mutex) {
  HEDDLE_FORWARD(pthread_mutex_unlock(Mutex));
}
HEDDLE_HOOK int mtx_trylock(pthread_mutex_t *Mutex) {
  return resultOf(pthread_mutex_trylock(Mutex));
}
HEDDLE_HOOK int mtx_timedlock(pthread_mutex_t *Mutex, const timespec *Until) {
  return resultOf(pthread_mutex_timedlock(Mutex, Until));
}
HEDDLE_HOOK void mtx_destroy(pthread_mutex_t *Mutex) {
  pthread_mutex_destroy(Mutex);
}

HEDDLE_HOOK int cnd_init(pthread_cond_t *Condition) {
  return resultOf(pthread_cond_init(Condition, nullptr));
}
HEDDLE_HOOK int cnd_wait(pthread_cond_t *Condition, pthread_mutex_t *Mutex) {
  HEDDLE_FORWARD(pthread_cond_wait(Condition, Mutex));
}
HEDDLE_HOOK int cnd_timedwait(pthread_cond_t *Condition, pthread_mutex_t *Mutex,
                              const timespec *Until) {
  return resultOf(pthread_cond_timedwait(Condition, Mutex, Until));
}
HEDDLE_HOOK int cnd_signal(pthread_cond_t *Condition) {
  HEDDLE_FORWARD(pthread_cond_signal(Condition));
}
HEDDLE_HOOK int cnd_broadcast(pthread_cond_t *Condition) {
  HEDDLE_FORWARD(pthread_cond_broadcast(Condition));
}
HEDDLE_HOOK void cnd_destroy(pthread_cond_t *Condition) {
  pthread_cond_destroy(Condition);
}

HEDDLE_HOOK int tss_create(pthread_key_t *Key, void (*Destructor)(void *)) {
  return resultOf(pthread_key_create(Key, Destructor));
}

HEDDLE_HOOK void call_once(pthread_once_t *Flag, void (*Function)()) {
  pthread_once(Flag, Function);
}

HEDDLE_HOOK int thrd_yield() { HEDDLE_FORWARD(sched_yield()); }

HEDDLE_HOOK int thrd_sleep(const timespec *Span, timespec *Rest) {
  HEDDLE_FORWARD(nanosleep(Span, Rest));
}
