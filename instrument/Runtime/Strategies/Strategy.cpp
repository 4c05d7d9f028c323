//===- Strategy.cpp - Who runs next ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The list of strategies, and what several of them use.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Strategies/Strategy.h"

#include "instrument/Runtime/Schedule/Settings.h"

#include <stdint.h>

using namespace heddle::runtime;

Random heddle::runtime::Chance;

const Strategy &heddle::runtime::chosenStrategy() {
  static constexpr const Strategy *All[] = {
      &RandomWalk, &Priorities, &PartialOrder, &Selective,
      &RunOn,      &Replay,     &Exhaustive};
  for (const Strategy *S : All)
    if (settingIs("strategy", S->Name))
      return *S;
  return RandomWalk;
}

bool heddle::runtime::hurryTime(const Choice &C) {
  return C.TimedCount && (C.Count == 0 || Chance.oneIn(8));
}

uint32_t heddle::runtime::decideByChance(uint32_t Alternatives) {
  return uint32_t(Chance.below(Alternatives));
}
