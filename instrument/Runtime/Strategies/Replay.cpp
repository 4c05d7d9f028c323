//===- Replay.cpp - The same schedule again -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows recorded decisions. Strictly: a thread that cannot go on where it
/// did, or another hash, is a divergence and ends the run. Leniently
/// (`lenient=1`): what cannot be followed is passed over, for schedules out of
/// which something was taken, see instrument/Explore/Shrink.cpp.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Decisions.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

Decisions Given;
bool Lenient, Broken;
uint32_t At, StepsDone, Asked;

void begin() {
  Lenient = numberSetting("lenient", 0) != 0;
  Broken = !Given.parse(givenSchedule());
}

Thread *find(const Choice &C, uint32_t Id) {
  for (uint32_t I = 0; I < C.Count; ++I)
    if (C.Enabled[I]->Id == Id)
      return C.Enabled[I];
  for (uint32_t I = 0; I < C.TimedCount; ++I)
    if (C.Timed[I]->Id == Id)
      return C.Timed[I];
  return nullptr;
}

/// Behind the last decision: as RunOn does.
Thread *runOn(const Choice &C) {
  if (C.Count == 0)
    return C.Timed[0];
  Thread *Same = C.Current ? find(C, C.Current->Id) : nullptr;
  if (Same && Same->Looks < SpinLimit && Same->Next.Kind != Op::Yield)
    return Same;
  for (uint32_t I = 0; I < C.Count; ++I)
    if (C.Current && C.Enabled[I]->Id > C.Current->Id)
      return C.Enabled[I];
  return C.Enabled[0];
}

Thread *pick(const Choice &C) {
  if (Broken)
    return nullptr;
  const Segment *S = Given.segment(At);
  if (S && StepsDone == S->Steps) {
    if (!Lenient && S->Check != uint8_t(operationHash() >> 60))
      return nullptr;
    S = Given.segment(++At);
    StepsDone = 0;
  }
  for (; S; S = Given.segment(++At), StepsDone = 0) {
    if (Thread *T = find(C, S->Thread)) {
      ++StepsDone;
      return T;
    }
    if (!Lenient)
      return nullptr;
  }
  return runOn(C);
}

uint32_t decideAsGiven(uint32_t Alternatives) {
  uint32_t Given = ::Given.environmentAt(Asked++);
  return Given < Alternatives ? Given : 0;
}

} // namespace

const Strategy heddle::runtime::Replay = {
    .Name = "replay",
    .Begin = begin,
    .OnCreate = nullptr,
    .OnPoint = nullptr,
    .Pick = pick,
    .OnExecuted = nullptr,
    .Decide = decideAsGiven,
    .Finish = nullptr,
    .AskAlways = true,
};
