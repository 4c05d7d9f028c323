//===- Threads.cpp - Where threads were created ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Remembers where each thread was created and, under the scheduler, makes its
/// creation, its first step and the waiting for its end scheduling points.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Threads.h"

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Observer.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_pthread_create(pthread_t *, const pthread_attr_t *,
                                  void *(*)(void *), void *);
int ___interceptor_pthread_join(pthread_t, void **);
int ___interceptor_pthread_tryjoin_np(pthread_t, void **);
int ___interceptor_pthread_detach(pthread_t);
}

namespace {

struct Creation {
  int SystemId = 0; ///< of the thread, once it runs
  int Taken = 0;    ///< between pthread_create and the thread's first step
  void *(*Start)(void *) = nullptr;
  void *Argument = nullptr;
  Thread *Scheduled = nullptr; ///< null without a scheduler
  void *Frames[MaxCreationFrames] = {};
};

/// A ring: the latest threads are remembered.
constexpr unsigned Remembered = 4096;
Creation Creations[Remembered];
unsigned Next;

/// Null if, unlikely enough, so many threads are being started at once.
Creation *takeSlot() {
  unsigned Index = __atomic_fetch_add(&Next, 1, __ATOMIC_RELAXED);
  Creation &C = Creations[Index % Remembered];
  int Free = 0;
  if (!__atomic_compare_exchange_n(&C.Taken, &Free, 1, false, __ATOMIC_ACQUIRE,
                                   __ATOMIC_RELAXED))
    return nullptr;
  C.SystemId = 0;
  return &C;
}

void *firstStep(void *Slot) {
  Creation &C = *static_cast<Creation *>(Slot);
  auto *Start = C.Start;
  void *Argument = C.Argument;
  Thread *Scheduled = C.Scheduled;
  __atomic_store_n(&C.SystemId, threadId(), __ATOMIC_RELAXED);
  __atomic_store_n(&C.Taken, 0, __ATOMIC_RELEASE);
  if (Scheduled)
    enterThread(*Scheduled,
                reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  return Start(Argument);
}

/// Not one of ThreadSanitizer's: the next definition is the C library's.
auto realPthreadCancel() {
  return reinterpret_cast<int (*)(pthread_t)>(
      dlsym(RTLD_NEXT, "pthread_cancel"));
}

bool isDetached(const pthread_attr_t *Attributes) {
  int State = PTHREAD_CREATE_JOINABLE;
  if (Attributes)
    pthread_attr_getdetachstate(Attributes, &State);
  return State == PTHREAD_CREATE_DETACHED;
}

} // namespace

bool heddle::runtime::creationStack(uint64_t SystemId,
                                    void *(&Frames)[MaxCreationFrames]) {
  // Numbers are used again: the newest entry is the one.
  unsigned Newest = __atomic_load_n(&Next, __ATOMIC_RELAXED);
  for (unsigned Back = 1; Back <= Remembered; ++Back) {
    const Creation &C = Creations[(Newest - Back) % Remembered];
    if (uint64_t(__atomic_load_n(&C.SystemId, __ATOMIC_RELAXED)) != SystemId)
      continue;
    for (unsigned I = 0; I < MaxCreationFrames; ++I)
      Frames[I] = C.Frames[I];
    return true;
  }
  return false;
}

HEDDLE_HOOK int pthread_create(pthread_t *Thread,
                               const pthread_attr_t *Attributes,
                               void *(*Start)(void *), void *Argument) {
  Creation *C = takeSlot();
  if (!C)
    return ___interceptor_pthread_create(Thread, Attributes, Start, Argument);
  heddle::runtime::Thread *Me = scheduledThread();
  C->Start = Start;
  C->Argument = Argument;
  C->Scheduled = Me ? newThread(*Me) : nullptr;
  heddle::runtime::Thread *Child = C->Scheduled;
  unsigned Count = captureStack(C->Frames, MaxCreationFrames - 1,
                                __builtin_return_address(0));
  C->Frames[Count] = nullptr;
  int Error = ___interceptor_pthread_create(Thread, Attributes, firstStep, C);
  if (Error)
    __atomic_store_n(&C->Taken, 0, __ATOMIC_RELEASE);
  if (Error || !Child)
    return Error;
  announce(*Child, *Thread, isDetached(Attributes));
  observeCreation(*Me, *Child, C->Frames);
  pointCreated(*Me, *Child, HEDDLE_CALLER);
  goLive(*Child, Me);
  return 0;
}

HEDDLE_HOOK int pthread_join(pthread_t Handle, void **Result) {
  Thread *Me = scheduledThread();
  Thread *Target = Me ? threadOf(Handle) : nullptr;
  if (Target && Target != Me) {
    pointJoin(*Me, *Target, HEDDLE_CALLER);
    cancellationPoint(*Me);
    claim(*Target);
    observeJoin(*Me, *Target);
  }
  HEDDLE_FORWARD(___interceptor_pthread_join(Handle, Result));
}

HEDDLE_HOOK int pthread_tryjoin_np(pthread_t Handle, void **Result) {
  Thread *Me = scheduledThread();
  Thread *Target = Me ? threadOf(Handle) : nullptr;
  if (!Target)
    HEDDLE_FORWARD(___interceptor_pthread_tryjoin_np(Handle, Result));
  point(*Me, Op::TryJoin, nullptr, HEDDLE_CALLER);
  if (!Target->Done)
    return EBUSY;
  claim(*Target);
  observeJoin(*Me, *Target);
  HEDDLE_FORWARD(___interceptor_pthread_join(Handle, Result));
}

HEDDLE_HOOK int pthread_detach(pthread_t Handle) {
  if (Thread *Target = scheduledThread() ? threadOf(Handle) : nullptr)
    claim(*Target);
  HEDDLE_FORWARD(___interceptor_pthread_detach(Handle));
}

HEDDLE_HOOK int pthread_cancel(pthread_t Handle) {
  if (Thread *Me = scheduledThread()) {
    point(*Me, Op::Cancel, nullptr, HEDDLE_CALLER);
    forEachThread([&](Thread &T) { T.Cancelled |= T.Handle == Handle; });
  }
  return realPthreadCancel()(Handle);
}
