//===- SecondOpinion.cpp - What ThreadSanitizer says of it ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/SecondOpinion.h"

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

/// What two detectors must agree on: where the accesses of a race are.
std::multiset<StackFrame> placesOf(const Observation &O) {
  std::multiset<StackFrame> Result;
  // The frames of an allocation inside ThreadSanitizer have no file; our own
  // are not shown.
  auto HasFile = [](const StackFrame &F) { return !F.File.empty(); };
  for (const ObservedAccess &A : O.Accesses) {
    auto At = llvm::find_if(A.Stack, HasFile);
    if (At == A.Stack.end())
      continue;
    StackFrame Place = *At;
    Place.Column = 0;
    Result.insert(std::move(Place));
  }
  return Result;
}

bool isRace(const Observation &O) { return O.Kind == ObservationKind::Race; }

/// The same schedule once more; none if there is nothing to go by.
std::optional<RunResult> replayOf(const RunResult &R, const Campaign &C,
                                  const Sandbox &Box) {
  if (!R.Schedule || R.Schedule->Decisions.empty())
    return std::nullopt;
  SchedulePlan Plan = R.Plan;
  Plan.Strategy = "replay";
  Plan.Census = false;
  Plan.Focus.clear();
  Plan.Places.clear();
  Plan.Events.clear();
  Plan.Decisions = R.Schedule->Decisions;
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

bool followed(const RunResult &Replay, const RunResult &Found) {
  return Replay.Schedule && Replay.Schedule->Diverged.empty() &&
         Replay.Schedule->Hash == Found.Schedule->Hash;
}

class Asker {
public:
  Asker(const Campaign &C, const Sandbox &Box) : C(C), Box(Box) {}
  SecondOpinion Result;

  void ask(RunResult R) {
    bool New = R.Plan.Census; // for what only ThreadSanitizer looks for
    for (const Observation &O : R.Seen)
      New |=
          isRace(O) ? Asked.insert(placesOf(O)).second : Other.insert(O).second;
    if (New)
      replace(R);
    llvm::erase_if(
        R.Seen, [](const Observation &O) { return isRace(O) && O.ByHeddle; });
    Result.Runs.push_back(std::move(R));
  }

  /// A race may be reported under a later schedule than it was seen in.
  void count() {
    for (const auto &Places : Asked)
      Result.OnlyOurs += !Told.contains(Places);
  }

private:
  void replace(RunResult &R) {
    auto Replay = replayOf(R, C, Box);
    if (!Replay)
      return;
    ++Result.Replayed;
    if (!followed(*Replay, R)) {
      ++Result.Diverged;
      return;
    }
    for (const Observation &O : Replay->Seen)
      if (isRace(O))
        Told.insert(placesOf(O));
    Replay->Plan = std::move(R.Plan);
    Replay->Shared = std::move(R.Shared);
    R = std::move(*Replay);
  }

  const Campaign &C;
  const Sandbox &Box;
  std::set<std::multiset<StackFrame>> Asked, Told;
  std::set<Observation> Other;
};

} // namespace

SecondOpinion heddle::askThreadSanitizer(std::vector<RunResult> Found,
                                         const Campaign &C,
                                         const Sandbox &Box) {
  Asker A(C, Box);
  for (RunResult &R : Found)
    A.ask(std::move(R));
  A.count();
  return std::move(A.Result);
}
