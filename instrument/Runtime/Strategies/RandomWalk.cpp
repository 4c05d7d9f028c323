//===- RandomWalk.cpp - Any thread, each as likely ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// At each point every thread that could go on is as likely to be chosen as
/// any other. Knows nothing and needs nothing: what others are compared with.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

Thread *pick(const Choice &C) {
  if (hurryTime(C))
    return C.Timed[Chance.below(C.TimedCount)];
  return C.Enabled[Chance.below(C.Count)];
}

} // namespace

const Strategy heddle::runtime::RandomWalk = {
    .Name = "random",
    .Begin = nullptr,
    .OnCreate = nullptr,
    .OnPoint = nullptr,
    .Pick = pick,
    .OnExecuted = nullptr,
    .Decide = decideByChance,
    .Finish = nullptr,
    .AskAlways = false,
};
