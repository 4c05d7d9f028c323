//===- Frames.cpp - The calls that led to an operation --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two ways, a quick one for every run and a thorough one for traced runs.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Frames.h"

#include "instrument/Runtime/Stack.h"

#include <stdint.h>

using namespace heddle;
using namespace heddle::runtime;

void runtime::keepFrames(Thread &T, Caller From) {
  unsigned Count = 0;
  T.Frames[Count++] = From.Place;
  auto Low = reinterpret_cast<uintptr_t>(From.Frame);
  uintptr_t Frame = *static_cast<uintptr_t *>(From.Frame);
  while (Count < StepFrames && Frame > Low && Frame % sizeof(void *) == 0 &&
         Frame + 2 * sizeof(void *) <= T.StackEnd) {
    auto *Saved = reinterpret_cast<void **>(Frame);
    T.Frames[Count++] = Saved[1];
    Low = Frame;
    Frame = reinterpret_cast<uintptr_t>(Saved[0]);
  }
  if (Count < StepFrames)
    T.Frames[Count] = nullptr;
}

void runtime::keepAllFrames(Thread &T, Caller From) {
  unsigned Count = captureStack(T.Frames, StepFrames, From.Place);
  if (Count < StepFrames)
    T.Frames[Count] = nullptr;
}
