//===- PartialOrder.cpp - POS: partial order sampling ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Yuan, Yang, Gu, Partial Order Aware Concurrency Sampling, CAV 2018. Each
/// next operation gets a random priority and the highest is executed; those
/// that conflict with it draw again. Orders of operations that do not
/// conflict make no difference, and this one does not spend its luck on them.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

void onCreate(Thread &Child, Thread *) { Child.Priority = Chance.next(); }

void onPoint(Thread &T, uint64_t) {
  T.Priority = Chance.next();
  // Losing to everybody else now and then ends every loop that waits.
  if (T.Looks >= SpinLimit)
    T.Priority >>= 32;
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

void onExecuted(Thread &T, const Choice &C) {
  for (uint32_t I = 0; I < C.Count; ++I)
    if (C.Enabled[I] != &T && conflict(C.Enabled[I]->Next, T.Next))
      C.Enabled[I]->Priority = Chance.next();
}

} // namespace

const Strategy heddle::runtime::PartialOrder = {
    .Name = "pos",
    .Begin = nullptr,
    .OnCreate = onCreate,
    .OnPoint = onPoint,
    .Pick = pick,
    .OnExecuted = onExecuted,
    .Decide = decideByChance,
    .Finish = nullptr,
    .AskAlways = false,
};
