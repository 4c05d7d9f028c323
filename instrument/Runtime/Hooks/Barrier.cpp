//===- Barrier.cpp - pthread_barrier_* ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The real barrier would block, so the model stands in for it and tells
/// ThreadSanitizer what it orders.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"

#include <pthread.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_pthread_barrier_init(pthread_barrier_t *,
                                        const pthread_barrierattr_t *,
                                        unsigned);
int ___interceptor_pthread_barrier_wait(pthread_barrier_t *);
void __tsan_acquire(void *);
void __tsan_release(void *);
}

HEDDLE_HOOK int pthread_barrier_init(pthread_barrier_t *B,
                                     const pthread_barrierattr_t *Attributes,
                                     unsigned Limit) {
  if (scheduledThread()) {
    forgetObject(B);
    objectAt(B).Limit = Limit;
  }
  HEDDLE_FORWARD(___interceptor_pthread_barrier_init(B, Attributes, Limit));
}

HEDDLE_HOOK int pthread_barrier_wait(pthread_barrier_t *B) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_barrier_wait(B));
  Object &Barrier = objectAt(B);
  pointAt(*T, Op::Arrive, Barrier, HEDDLE_CALLER);
  __tsan_release(B);
  bool IsLast = ++Barrier.Arrived == Barrier.Limit;
  T->Generation = Barrier.Generation;
  if (IsLast) {
    Barrier.Arrived = 0;
    ++Barrier.Generation;
  }
  pointAt(*T, Op::AtBarrier, Barrier, HEDDLE_CALLER);
  __tsan_acquire(B);
  return IsLast ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}
