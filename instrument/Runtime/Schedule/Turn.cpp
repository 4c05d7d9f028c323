//===- Turn.cpp - Handing over to another thread --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Only one thread asks at a time, the one whose turn it is: the answer has one
/// place.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Turn.h"

#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

using namespace heddle::runtime;

namespace {

// How a thread shows where it stands while it is parked.
void **DumpFrames;
unsigned DumpMax, DumpCount;
int DumpDone;

} // namespace

void heddle::runtime::park(Thread &T) {
  for (;;) {
    while (!__atomic_load_n(&T.Go, __ATOMIC_ACQUIRE))
      futexWait(&T.Go, 0);
    __atomic_store_n(&T.Go, 0, __ATOMIC_RELAXED);
    if (!T.Dump)
      return;
    T.Dump = false;
    DumpCount = captureStack(DumpFrames, DumpMax);
    __atomic_store_n(&DumpDone, 1, __ATOMIC_RELEASE);
    futexWake(&DumpDone);
  }
}

void heddle::runtime::letGo(Thread &T) {
  __atomic_store_n(&T.Go, 1, __ATOMIC_RELEASE);
  futexWake(&T.Go);
}

unsigned heddle::runtime::stackOf(Thread &T, void **Frames, unsigned Max) {
  if (&T == detail::Self || T.Done)
    return captureStack(Frames, Max);
  if (T.Next.Kind == Op::Outside) { // it is not parked
    unsigned Count = 0;
    for (; Count < StepFrames && Count < Max && T.Frames[Count]; ++Count)
      Frames[Count] = T.Frames[Count];
    return Count;
  }
  DumpFrames = Frames;
  DumpMax = Max;
  DumpDone = 0;
  T.Dump = true;
  letGo(T);
  while (!__atomic_load_n(&DumpDone, __ATOMIC_ACQUIRE))
    futexWait(&DumpDone, 0);
  return DumpCount;
}
