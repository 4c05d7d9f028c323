//===- Once.cpp - pthread_once and static locals --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Who comes while another thread runs the function waits for its end. The
/// guards of static local variables are called by the compiler's own code, so
/// they are wrapped by the linker (`--wrap`, see instrument/Build/Wrap.cpp).
///
/// Limit: an exception that leaves a function called through pthread_once
/// leaves it running for ever, as it does under ThreadSanitizer alone.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"

#include <pthread.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_pthread_once(pthread_once_t *, void (*)());
int __real___cxa_guard_acquire(void *);
void __real___cxa_guard_release(void *);
void __real___cxa_guard_abort(void *);
}

/// The end lets others go on, so it is an operation like an unlock.
static void endOnce(Thread &T, void *Flag, Caller From) {
  Object &Once = objectAt(Flag);
  pointAt(T, Op::OnceEnd, Once, From);
  noteReleased(T, Once);
}

HEDDLE_HOOK int pthread_once(pthread_once_t *Flag, void (*Function)()) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_pthread_once(Flag, Function));
  Object &Once = objectAt(Flag);
  pointAt(*T, Op::Once, Once, HEDDLE_CALLER);
  // The flag itself is another one for the C library and ThreadSanitizer.
  if (Once.Over)
    HEDDLE_FORWARD(___interceptor_pthread_once(Flag, Function));
  noteAcquired(*T, Once);
  CalledFrom Here(HEDDLE_CALLER);
  int Error = ___interceptor_pthread_once(Flag, Function);
  endOnce(*T, Flag, HEDDLE_CALLER);
  Once.Over = true;
  return Error;
}

HEDDLE_HOOK int __wrap___cxa_guard_acquire(void *Guard) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(__real___cxa_guard_acquire(Guard));
  Object &Once = objectAt(Guard);
  pointAt(*T, Op::Once, Once, HEDDLE_CALLER);
  CalledFrom Here(HEDDLE_CALLER);
  int MustInitialise = __real___cxa_guard_acquire(Guard);
  if (MustInitialise)
    noteAcquired(*T, Once);
  return MustInitialise;
}

HEDDLE_HOOK void __wrap___cxa_guard_release(void *Guard) {
  if (Thread *T = scheduledThread())
    endOnce(*T, Guard, HEDDLE_CALLER);
  HEDDLE_FORWARD(__real___cxa_guard_release(Guard));
}

HEDDLE_HOOK void __wrap___cxa_guard_abort(void *Guard) {
  if (Thread *T = scheduledThread())
    endOnce(*T, Guard, HEDDLE_CALLER);
  HEDDLE_FORWARD(__real___cxa_guard_abort(Guard));
}
