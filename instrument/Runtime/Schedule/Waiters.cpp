//===- Waiters.cpp - Who is woken -----------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Waiters queue up; which of them a notification reaches is the environment's
/// choice, the first one being the usual.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Scheduler.h"

#include <stdint.h>

using namespace heddle;
using namespace heddle::runtime;

static uint64_t Waits;

uint32_t runtime::waiterCount(Op WaitKind, Object &At) {
  uint32_t Count = 0;
  forEachThread([&](Thread &T) {
    Count += T.Next.Kind == WaitKind && T.At == &At && !T.Woken;
  });
  return Count;
}

/// The waiter before whom \p Before others came, or the last; null if nobody
/// waits.
static Thread *waiterNumber(Op WaitKind, Object &At, uint32_t Before) {
  Thread *Found = nullptr;
  for (uint32_t Number = 0; Number <= Before; ++Number) {
    const uint64_t After = Found ? Found->WaitOrder : 0;
    Thread *Next = nullptr;
    forEachThread([&](Thread &T) {
      if (T.Next.Kind == WaitKind && T.At == &At && !T.Woken &&
          T.WaitOrder > After && (!Next || T.WaitOrder < Next->WaitOrder))
        Next = &T;
    });
    if (!Next)
      break;
    Found = Next;
  }
  return Found;
}

uint32_t runtime::wake(Op WaitKind, Object &At, uint32_t Max) {
  uint32_t Woken = 0;
  while (Woken < Max) {
    const uint32_t Left = waiterCount(WaitKind, At);
    bool All = Max - Woken >= Left;
    Thread *T = waiterNumber(WaitKind, At, All ? 0 : decide(Left));
    if (!T)
      break;
    T->Woken = true;
    ++Woken;
  }
  return Woken;
}

void runtime::queueUp(Thread &T) { T.WaitOrder = ++Waits; }
