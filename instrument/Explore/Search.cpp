//===- Search.cpp - Schedules until everything is shown -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A run that the wall clock ended says something about the scheduler and not
/// about the program: a thread kept its turn and made no scheduling point. A
/// loop that reads plain memory is such a thread, so accesses become points
/// then; if runs still hang, the program waits for something outside that the
/// scheduler does not know, and it is left to free runs.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Search.h"

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Interpret.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

/// Operations of one run, with every access one and without.
uint64_t mostSteps(PointLevel Level) {
  return Level == PointLevel::Accesses ? 300000 : 1000000;
}

struct Entry {
  const char *Strategy;
  PointLevel Level;
  bool Spurious = false;
};

constexpr Entry Cycle[] = {
    {"pos", PointLevel::Atomics},         {"random", PointLevel::Atomics},
    {"surw", PointLevel::Accesses},       {"pos", PointLevel::Accesses},
    {"surw", PointLevel::Accesses},       {"pct", PointLevel::Accesses},
    {"surw", PointLevel::Accesses},       {"pos", PointLevel::Atomics, true},
    {"surw", PointLevel::Accesses},       {"random", PointLevel::Accesses},
    {"surw", PointLevel::Accesses, true}, {"pct", PointLevel::Atomics},
    {"surw", PointLevel::Accesses},       {"random", PointLevel::Atomics, true},
};

/// The group that the SURW run number \p Ordinal is interested in: every
/// second one what the findings are about.
const FocusGroup *focusOf(const Experience &Known, unsigned Ordinal) {
  bool UseAim =
      !Known.Aimed.empty() && (Ordinal % 2 == 0 || Known.Shared.empty());
  llvm::ArrayRef<FocusGroup> Groups = UseAim ? Known.Aimed : Known.Shared;
  if (Groups.empty())
    return nullptr;
  unsigned Turn = Known.Aimed.empty() ? Ordinal : Ordinal / 2;
  return &Groups[Turn % Groups.size()];
}

unsigned countBefore(unsigned Index, llvm::StringRef Strategy) {
  unsigned Count = 0;
  for (unsigned I = 0; I < Index; ++I)
    Count += Cycle[I % std::size(Cycle)].Strategy == Strategy;
  return Count;
}

bool hasHung(const RunResult &R) { return R.How.Kind == EndKind::TimedOut; }

bool waitsForOthers(const RunResult &R) { return R.Gap == OutsideGap; }

bool isEndless(const RunResult &R) {
  return llvm::any_of(R.Seen, [](const Observation &O) {
    return O.Kind == ObservationKind::Endless;
  });
}

bool isTooLong(const RunResult &R) {
  return R.Plan.Level == PointLevel::Accesses && isEndless(R);
}

/// These two let a thread wait for ever that could run, which no real system
/// does: a run without end is theirs and not the program's.
bool isStarved(const RunResult &R) {
  return isEndless(R) && (R.Plan.Strategy == "pct" ||
                          (R.Plan.Strategy == "run-on" && R.Plan.Quantum == 0));
}

/// Run \p Index by one strategy alone.
SchedulePlan onlyBy(const std::string &Strategy, unsigned Index,
                    const Experience &Known, uint64_t Seed) {
  SchedulePlan P = portfolio(Index, Known, Seed);
  P.Focus.clear();
  P.Places.clear();
  P.Events.clear();
  P.Spurious = false;
  P.Strategy = Strategy;
  P.Level = Known.AccessesTooMany ? PointLevel::Atomics : PointLevel::Accesses;
  P.MaxSteps = mostSteps(P.Level);
  if (Strategy == "surw")
    if (const FocusGroup *G = focusOf(Known, Index - 2))
      G->applyTo(P);
  return P;
}

class Searcher {
public:
  Searcher(const SearchRequest &Q, const Sandbox &Box) : Q(Q), Box(Box) {}
  SearchedSchedules Result;

  llvm::Error run() {
    while (Made < Q.Schedules && Result.Unsupported.empty() && !Over) {
      // The census first; then more and more at once.
      unsigned Size = Made < 4 ? 2 : std::min(2 * Made, 16u);
      if (llvm::Error E = batch(std::min(Size, Q.Schedules - Made)))
        return E;
      if (Q.Enough && Q.Enough(Result.Runs))
        break;
    }
    return llvm::Error::success();
  }

private:
  llvm::Error batch(unsigned Size) {
    Campaign C = Q.Base;
    C.First = Made;
    C.Runs = Size;
    C.EnoughHangs = 1;
    if (Q.Base.Progress)
      C.Progress = [this](unsigned Done, unsigned) {
        Q.Base.Progress(Made + Done, Q.Schedules);
      };
    Experience Now = Known;
    auto Runs =
        explore(C,
                {.Name = "portfolio",
                 .Plan = [this, Now](unsigned I) { return planOf(I, Now); }},
                Box);
    if (!Runs)
      return Runs.takeError();
    Made += Size;
    for (RunResult &R : *Runs) {
      Over |= Q.IsLast && Q.IsLast(R);
      learn(R);
      if (Over)
        break;
    }
    return llvm::Error::success();
  }

  SchedulePlan planOf(unsigned Index, const Experience &Now) const {
    if (Index < 2 || Q.Strategy.empty())
      return portfolio(Index, Now, Q.Seed);
    return onlyBy(Q.Strategy, Index, Now, Q.Seed);
  }

  void learn(RunResult &R) {
    if (waitsForOthers(R)) {
      Result.Unsupported =
          "it could not be scheduled, because its threads wait "
          "for signals or other processes";
      return;
    }
    if (hasHung(R)) {
      if (R.Plan.Level == PointLevel::Accesses || Known.AccessesTooMany)
        Result.Unsupported =
            "it could not be scheduled, because a thread waits for something "
            "outside the program, or computes without an end";
      Known.SpinsOnPlainMemory = true;
      return;
    }
    if (isTooLong(R) && !Known.SpinsOnPlainMemory) {
      Known.AccessesTooMany = true;
      return;
    }
    if (isStarved(R))
      return;
    takeCensus(R);
    if (R.Schedule)
      Known.Length = std::max(Known.Length, R.Schedule->Steps);
    Result.Runs.push_back(std::move(R));
  }

  /// The latest census is the one with more points, unless its run was cut
  /// short.
  void takeCensus(const RunResult &R) {
    if (R.Shared.Uses.empty() || (!R.Complete && !Known.Shared.empty()))
      return;
    Known.Aimed = aimedGroups(R.Shared, Q.Aims);
    Known.Shared = sharedGroups(R.Shared);
  }

  const SearchRequest &Q;
  const Sandbox &Box;
  Experience Known;
  unsigned Made = 0;
  bool Over = false;
};

} // namespace

SchedulePlan heddle::portfolio(unsigned Index, const Experience &Known,
                               uint64_t Seed) {
  constexpr uint64_t SeedsApart = 1000000;
  SchedulePlan P;
  P.Seed = Index + 1 + (Seed - 1) * SeedsApart;
  P.Length = Known.Length;
  P.Strategy = "run-on";
  P.Census = Index < 2;
  if (Index == 1) {
    P.Quantum = 1;
    P.Level = PointLevel::Accesses;
  }
  if (Index >= 2) {
    const Entry &E = Cycle[(Index - 2) % std::size(Cycle)];
    P.Strategy = E.Strategy;
    P.Level = E.Level;
    P.Spurious = E.Spurious;
    if (P.Strategy == "surw") {
      const FocusGroup *G = focusOf(Known, countBefore(Index - 2, "surw"));
      if (G)
        G->applyTo(P);
      else
        P.Strategy = "pos";
    }
  }
  if (Known.AccessesTooMany)
    P.Level = PointLevel::Atomics;
  else if (Known.SpinsOnPlainMemory)
    P.Level = PointLevel::Accesses;
  P.MaxSteps = mostSteps(P.Level);
  return P;
}

llvm::Expected<SearchedSchedules> heddle::search(const SearchRequest &Q,
                                                 const Sandbox &Box) {
  Searcher S(Q, Box);
  if (llvm::Error E = S.run())
    return E;
  return std::move(S.Result);
}
