//===- Shrink.cpp - The same bug with fewer switches ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two steps. How much of the schedule's beginning is needed at all: behind
/// it, each thread just runs on. Then, switch by switch: a thread goes on with
/// what it would have done when its turn came next. Both make schedules that
/// nobody has run, so they are replayed leniently and record what really
/// happened; only if that has fewer switches and still shows the bug is it
/// kept.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Shrink.h"

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

using namespace heddle;

namespace {

std::optional<RunResult> follow(const Campaign &C, const RunResult &Like,
                                const std::string &Decisions, bool Lenient,
                                const Sandbox &Box) {
  SchedulePlan Plan = Like.Plan;
  Plan.Strategy = "replay";
  Plan.Census = false;
  Plan.Focus.clear();
  Plan.Places.clear();
  Plan.Events.clear();
  Plan.Decisions = Decisions;
  Plan.Lenient = Lenient;
  Campaign One = C;
  One.Runs = One.Jobs = 1;
  One.Progress = nullptr;
  auto Runs = explore(One, scheduled(std::move(Plan)), Box);
  if (!Runs) {
    llvm::consumeError(Runs.takeError());
    return std::nullopt;
  }
  return Runs->empty() ? std::nullopt : std::optional(std::move((*Runs)[0]));
}

class Shrinker {
public:
  Shrinker(const Campaign &C, const RunResult &Found,
           llvm::function_ref<bool(const RunResult &)> Shows, unsigned Budget,
           const Sandbox &Box)
      : Best(Found), C(C), Shows(Shows), Left(Budget), Box(Box) {}
  RunResult Best;

  void shorten() {
    ScheduleText All = ScheduleText::parse(Best.Schedule->Decisions);
    // The shortest beginning, by halves: not sure to be the shortest, for the
    // bug may come and go as it grows.
    size_t Needed = All.Segments.size(), Enough = 0;
    while (Enough < Needed && Left) {
      size_t Half = (Enough + Needed) / 2;
      ScheduleText Part = All;
      Part.Segments.resize(Half);
      if (accept(Part))
        Needed = Half;
      else
        Enough = Half + 1;
    }
  }

  void mergeSwitches() {
    for (size_t I = 0; Left; ++I) {
      ScheduleText Text = ScheduleText::parse(Best.Schedule->Decisions);
      if (I + 2 >= Text.Segments.size())
        return;
      size_t Next = I + 1;
      while (Next < Text.Segments.size() &&
             Text.Segments[Next].Thread != Text.Segments[I].Thread)
        ++Next;
      if (Next == Text.Segments.size())
        continue;
      Text.Segments[I].Steps += Text.Segments[Next].Steps;
      Text.Segments.erase(Text.Segments.begin() + ptrdiff_t(Next));
      if (accept(Text))
        --I; // there may be one more
    }
  }

private:
  bool accept(const ScheduleText &Text) {
    --Left;
    // An empty schedule is one too: every thread runs on.
    auto R = follow(C, Best, Text.text(), /*Lenient=*/true, Box);
    if (!R || !R->Schedule || R->Schedule->Decisions.empty() ||
        R->Schedule->Switches >= Best.Schedule->Switches || !Shows(*R))
      return false;
    RunResult Candidate = std::move(*R);
    Candidate.Plan = Best.Plan;
    Best = std::move(Candidate);
    return true;
  }

  const Campaign &C;
  llvm::function_ref<bool(const RunResult &)> Shows;
  unsigned Left;
  const Sandbox &Box;
};

} // namespace

bool heddle::replaysExactly(const Campaign &C, const RunResult &R,
                            const Sandbox &Box) {
  auto Again = follow(C, R, R.Schedule->Decisions, /*Lenient=*/false, Box);
  return Again && Again->Schedule && Again->Schedule->Diverged.empty() &&
         Again->Schedule->Hash == R.Schedule->Hash;
}

RunResult heddle::shrink(const Campaign &C, const RunResult &Found,
                         llvm::function_ref<bool(const RunResult &)> Shows,
                         unsigned Budget, const Sandbox &Box) {
  Shrinker S(C, Found, Shows, Budget, Box);
  S.shorten();
  S.mergeSwitches();
  return replaysExactly(C, S.Best, Box) ? S.Best : Found;
}
