//===- Priorities.cpp - PCT: priorities that change a few times -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Burckhardt, Kothari, Musuvathi, Nagarakatte, A Randomized Scheduler with
/// Probabilistic Guarantees of Finding Bugs, ASPLOS 2010. The thread with the
/// highest priority runs; at `depth` - 1 points, chosen at random among the
/// `length` that a run is expected to have, the running thread's falls below
/// all others. A bug that takes d ordering constraints is found with a
/// probability of at least 1 / (n * length^(d-1)).
///
/// The paper assumes programs without loops that wait: here a thread that
/// yields or spins falls to the very bottom, or it would wait for ever.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

// Initial priorities lie above the changed ones, those of spinners below.
constexpr uint64_t Initial = uint64_t(1) << 62, Changed = uint64_t(1) << 61;
constexpr unsigned MaxDepth = 32;

uint64_t ChangeAt[MaxDepth];
unsigned Changes;
uint64_t Lowest;

void begin() {
  uint64_t Depth = numberSetting("depth", 3);
  uint64_t Length = numberSetting("length", 100);
  Changes = unsigned(Depth > MaxDepth ? MaxDepth : Depth) - (Depth > 0);
  for (unsigned I = 0; I < Changes; ++I)
    ChangeAt[I] = 1 + Chance.below(Length ? Length : 1);
  Lowest = Changed - 1;
}

void onCreate(Thread &Child, Thread *) {
  Child.Priority = Initial + (Chance.next() >> 3);
}

void onPoint(Thread &T, uint64_t Step) {
  for (unsigned I = 0; I < Changes; ++I)
    if (ChangeAt[I] == Step)
      T.Priority = Changed + Changes - I;
  if (T.Next.Kind == Op::Yield || T.Looks >= SpinLimit)
    T.Priority = --Lowest;
}

Thread *pick(const Choice &C) {
  if (hurryTime(C))
    return C.Timed[Chance.below(C.TimedCount)];
  Thread *Best = C.Enabled[0];
  for (uint32_t I = 1; I < C.Count; ++I)
    if (C.Enabled[I]->Priority > Best->Priority)
      Best = C.Enabled[I];
  return Best;
}

} // namespace

const Strategy heddle::runtime::Priorities = {
    .Name = "pct",
    .Begin = begin,
    .OnCreate = onCreate,
    .OnPoint = onPoint,
    .Pick = pick,
    .OnExecuted = nullptr,
    .Decide = decideByChance,
    .Finish = nullptr,
    .AskAlways = false,
};
