//===- Enabled.cpp - Who could go on --------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The lists are as long as there can be threads; the kernel provides their
/// pages when they are used.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Enabled.h"

#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/Schedule/Outside.h"
#include "instrument/Runtime/Schedule/Scheduler.h"

#include <stdint.h>

using namespace heddle::runtime;

bool heddle::runtime::isReady(const Thread &T) {
  switch (T.Next.Kind) {
  case Op::Lock:
  case Op::ReadLock:
    return !T.At->Owner;
  case Op::WriteLock:
    return !T.At->Owner && !T.At->Readers;
  case Op::Join:
    return T.Target->Done;
  case Op::Waiting:
  case Op::FutexWait:
    return T.Woken;
  case Op::SemWait:
    return *reinterpret_cast<const volatile unsigned *>(T.Next.Address) > 0;
  case Op::AtBarrier:
    return T.At->Generation != T.Generation;
  case Op::Once:
    return !T.At->Owner;
  case Op::Sleep:
    return false;
  case Op::Input:
    return hasInput(T);
  case Op::SignalWait:
    return hasSignal(T);
  case Op::Outside:
    return __atomic_load_n(&T.Back, __ATOMIC_ACQUIRE);
  default:
    return true;
  }
}

/// A cancelled thread goes on from every wait but those for locks.
bool heddle::runtime::isEnabled(const Thread &T) {
  return isReady(T) || (T.Deadline && virtualTime() >= T.Deadline) ||
         (T.Cancelled && T.Next.Kind != Op::Lock &&
          T.Next.Kind != Op::ReadLock && T.Next.Kind != Op::WriteLock);
}

Choice heddle::runtime::collect(Thread *Current, uint64_t Step) {
  static Thread *EnabledList[MaxLive], *TimedList[MaxLive];
  Choice C;
  C.Enabled = EnabledList;
  C.Timed = TimedList;
  C.Current = Current;
  C.Step = Step;
  forEachThread([&](Thread &T) {
    if (isEnabled(T))
      C.Enabled[C.Count++] = &T;
    else if (T.Deadline)
      C.Timed[C.TimedCount++] = &T;
  });
  // Sorted by time, so that the first one is who wakes up first.
  for (uint32_t I = 1; I < C.TimedCount; ++I)
    for (uint32_t J = I; J && C.Timed[J]->Deadline < C.Timed[J - 1]->Deadline;
         --J) {
      Thread *Other = C.Timed[J];
      C.Timed[J] = C.Timed[J - 1];
      C.Timed[J - 1] = Other;
    }
  return C;
}
