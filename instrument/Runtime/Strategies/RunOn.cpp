//===- RunOn.cpp - No switch unless it must be ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each thread runs until it blocks, sleeps or spins; then the next one does.
/// The schedule closest to no concurrency at all, and the first of a campaign:
/// what shows itself here is easiest to understand. With a `quantum` threads
/// take turns after so many operations: round robin.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

uint64_t Quantum, Turn; // 0: no end to a turn

void begin() { Quantum = numberSetting("quantum", 0); }

bool mayRunOn(const Thread *T) {
  return T && T->Looks < SpinLimit && T->Next.Kind != Op::Yield &&
         (Quantum == 0 || Turn < Quantum);
}

Thread *pick(const Choice &C) {
  ++Turn;
  if (C.Count == 0) // the first to wake up; of several the oldest
    return C.Timed[0];
  Thread *Later = nullptr;
  for (uint32_t I = 0; I < C.Count; ++I) {
    if (C.Enabled[I] == C.Current && mayRunOn(C.Current))
      return C.Current;
    if (!Later && C.Current && C.Enabled[I]->Id > C.Current->Id)
      Later = C.Enabled[I];
  }
  Turn = 0;
  return Later ? Later : C.Enabled[0];
}

} // namespace

const Strategy heddle::runtime::RunOn = {
    .Name = "run-on",
    .Begin = begin,
    .OnCreate = nullptr,
    .OnPoint = nullptr,
    .Pick = pick,
    .OnExecuted = nullptr,
    .Decide = nullptr,
    .Finish = nullptr,
    .AskAlways = false,
};
