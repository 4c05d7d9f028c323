//===- Selective.cpp - SURW: uniform over what is interesting -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Zhao, Wolff, Mathur, Roychoudhury, Selectively Uniform Concurrency Testing,
/// ASPLOS 2025. Among the operations of a run a few are interesting: here the
/// uses of one shared resource, or of the places that the static half
/// suspects. One thread at a time is *meant* to make the next interesting one,
/// chosen with a weight of how many it still has before it; all others stop in
/// front of theirs. So every order of the interesting operations is about as
/// likely as any other, however many uninteresting ones lie between.
///
/// Settings: `focus=` addresses and `places=` return addresses that are
/// interesting, `events=PATH:COUNT,...` how many each thread had in an earlier
/// run, those of the threads it creates included.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

constexpr unsigned MaxFocus = 64, MaxEstimates = 256;

/// A short list of numbers from the settings.
struct List {
  uint64_t Value[MaxFocus];
  unsigned Count;

  void read(const char *Key) {
    const char *Text = setting(Key);
    while (Text && *Text >= '0' && *Text <= '9' && Count < MaxFocus) {
      Value[Count++] = parseNumber(Text);
      if (*Text == ',')
        ++Text;
    }
  }
  bool has(uint64_t Wanted) const {
    for (unsigned I = 0; I < Count; ++I)
      if (Value[I] == Wanted)
        return true;
    return false;
  }
};

struct Estimate {
  uint64_t Path, Events;
};

List Focus, Places;
Estimate Estimates[MaxEstimates];
unsigned EstimateCount;
Thread *Meant; ///< makes the next interesting operation

void begin() {
  Focus.read("focus");
  Places.read("places");
  const char *Text = setting("events");
  while (Text && *Text >= '0' && *Text <= '9' && EstimateCount < MaxEstimates) {
    Estimate &E = Estimates[EstimateCount++];
    E.Path = parseNumber(Text);
    E.Events = *Text == ':' ? parseNumber(++Text) : 0;
    if (*Text == ',')
      ++Text;
  }
}

bool isInteresting(const Thread &T) {
  return Focus.has(T.Next.Address) || Places.has(T.Next.Place);
}

void onCreate(Thread &Child, Thread *Creator) {
  for (unsigned I = 0; I < EstimateCount; ++I)
    if (Estimates[I].Path == Child.Path)
      Child.Events = Estimates[I].Events;
  if (!Creator)
    return;
  Creator->Events -=
      Creator->Events > Child.Events ? Child.Events : Creator->Events;
  // The creator was meant for its child's operations too.
  uint64_t Both = Creator->Events + Child.Events;
  if (Meant == Creator && Both && Chance.below(Both) < Child.Events)
    Meant = &Child;
}

/// Any thread, with its weight; null if none has any.
Thread *mean() {
  uint64_t Sum = 0;
  forEachThread([&](Thread &T) { Sum += T.Events; });
  Thread *Chosen = nullptr;
  uint64_t Left = Sum ? Chance.below(Sum) : 0;
  forEachThread([&](Thread &T) {
    if (!Chosen && T.Events > Left)
      Chosen = &T;
    else if (!Chosen)
      Left -= T.Events;
  });
  return Chosen;
}

Thread *pick(const Choice &C) {
  if (hurryTime(C))
    return C.Timed[Chance.below(C.TimedCount)];
  if (!Meant || Meant->Done)
    Meant = mean();
  uint32_t Free = 0;
  for (uint32_t I = 0; I < C.Count; ++I)
    Free += C.Enabled[I] == Meant || !isInteresting(*C.Enabled[I]);
  // The one that is meant waits for somebody who is not: nobody can know.
  if (Free == 0) {
    Meant = C.Enabled[Chance.below(C.Count)];
    return Meant;
  }
  uint64_t Number = Chance.below(Free);
  for (uint32_t I = 0;; ++I)
    if ((C.Enabled[I] == Meant || !isInteresting(*C.Enabled[I])) &&
        Number-- == 0)
      return C.Enabled[I];
}

void onExecuted(Thread &T, const Choice &) {
  if (!isInteresting(T))
    return;
  T.Events -= T.Events > 0;
  Meant = mean();
}

} // namespace

const Strategy heddle::runtime::Selective = {
    .Name = "surw",
    .Begin = begin,
    .OnCreate = onCreate,
    .OnPoint = nullptr,
    .Pick = pick,
    .OnExecuted = onExecuted,
    .Decide = decideByChance,
    .Finish = nullptr,
    .AskAlways = true,
};
