//===- Confirm.cpp - Predictions put to the test --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Build, run, judge. Programs run under the scheduler, schedule after schedule
/// until everything that was predicted is shown or the budget ends; each proof
/// is then shrunk to the fewest switches and gets the token by which it can be
/// had again. A program that cannot be scheduled makes free runs.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Confirm.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Build/Build.h"
#include "instrument/Confirm/Evidence.h"
#include "instrument/Confirm/Judge.h"
#include "instrument/Confirm/RunWords.h"
#include "instrument/Confirm/SecondOpinion.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Exhaustive.h"
#include "instrument/Explore/Search.h"
#include "instrument/Explore/Shrink.h"
#include "instrument/Explore/Workshop.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

void addOnce(std::vector<std::string> &Notes, const std::string &Note) {
  if (!llvm::is_contained(Notes, Note))
    Notes.push_back(Note);
}

/// `bank: `, in front of every note where there may be several programs.
std::string prefix(const ConfirmRequest &Q) {
  return Q.Program.empty() ? "" : Q.Program + ": ";
}

/// An executable's name: no slashes, no surprises.
std::string executableName(const std::string &Program) {
  std::string Name = llvm::sys::path::stem(Program).str();
  return Name.empty() ? "program" : Name;
}

} // namespace

llvm::Expected<BuiltProgram> heddle::buildFor(const ConfirmRequest &Q,
                                              const Sandbox &Box) {
  if (Q.Progress)
    Q.Progress("building", 0, 1);
  BuildRequest Request;
  Request.Units = Q.Units;
  Request.LinkFlags = Q.LinkFlags;
  Request.Name = executableName(Q.Program);
  Request.Target = Q.Target;
  Request.Jobs = Q.Jobs;
  Request.Own = Q.Own;
  return build(Request, Box);
}

Campaign heddle::campaignFor(const ConfirmRequest &Q,
                             const BuiltProgram &Built) {
  Campaign C;
  C.Executable = Built.Executable;
  C.LibraryDirs = Built.LibraryDirs;
  C.TryFails = Built.IsCxx;
  C.Args = Q.RunArgs;
  C.Stdin = Q.Stdin;
  C.DataDir = Q.DataDir;
  C.Runs = Q.Runs;
  C.Jobs = Q.Jobs;
  C.Limit.Seconds = Q.TimeoutSeconds;
  if (Q.Progress)
    C.Progress = [&Q](unsigned Done, unsigned Total) {
      Q.Progress("running", Done, Total);
    };
  return C;
}

namespace {

/// Even when everything predicted was shown at once: for what nobody predicted.
constexpr size_t AtLeast = 12;
/// Runs spent on making one proof shorter.
constexpr unsigned ShrinkBudget = 30;
/// Of more findings than this only the first are made shorter.
constexpr unsigned MostShrunk = 6;

/// The lines of each finding that a run could show.
std::vector<Aim> aimsOf(const Report &R, const ConfirmRequest &Q) {
  std::vector<Aim> Result;
  for (const Finding &F : R.Findings) {
    if (!Q.Program.empty() && F.Program != Q.Program)
      continue;
    Aim Lines;
    for (const Site &S : F.Sites) {
      llvm::SmallString<256> Path(S.Span.File);
      llvm::sys::path::make_absolute(R.Root, Path);
      Lines.push_back({.File = Path.str().str(), .Line = S.Span.Line});
    }
    Result.push_back(std::move(Lines));
  }
  return Result;
}

/// What was proved by \p All, in one sentence.
std::string verdictOn(const ExhaustiveResult &All) {
  std::string Count = std::to_string(All.Schedules) +
                      (All.Schedules == 1 ? " schedule" : " schedules");
  if (!All.Complete)
    return "not every schedule of this input was explored (" + Count +
           "): " + All.Why;
  bool Clean = llvm::all_of(All.Runs, [](const RunResult &Run) {
    return Run.Complete && Run.Gap.empty() && Run.Seen.empty();
  });
  std::string What = "every schedule of this input was explored";
  if (Clean)
    What = "no race, deadlock, assertion failure or leaked thread in any "
           "interleaving of this input";
  else if (All.hasRace())
    What = "every order of synchronisation and atomics with this input was "
           "explored, not of the accesses that race";
  return What + " (" + Count +
         "; assumptions: atomics are sequentially consistent, nothing wakes "
         "up or fails for no reason, no result depends on a clock, signals "
         "and other processes play no part, threads share nothing inside "
         "libraries that were not compiled here, ThreadSanitizer sees each "
         "race of a run)";
}

/// What the runs are, and whether they are all that this input can show.
struct MadeRuns {
  std::vector<RunResult> Runs;
  bool Every = false;
};

llvm::Expected<MadeRuns> makeAllRuns(Report &R, const ConfirmRequest &Q,
                                     const Campaign &C, const Sandbox &Box) {
  ExhaustiveRequest All;
  All.Run = runsOf(C, Box);
  All.Progress = C.Progress;
  All.Schedules = Q.Schedules;
  auto Found = exploreAll(All);
  if (!Found)
    return Found.takeError();
  addOnce(R.DynamicNotes, prefix(Q) + verdictOn(*Found));
  bool Every = Found->Complete && !Found->hasRace();
  return MadeRuns{.Runs = std::move(Found->Runs), .Every = Every};
}

/// The runs of a search with Heddle's own detector, as ThreadSanitizer sees
/// them.
std::vector<RunResult> reviewed(Report &R, const ConfirmRequest &Q,
                                std::vector<RunResult> Runs, const Campaign &C,
                                const Sandbox &Box) {
  SecondOpinion Second = askThreadSanitizer(std::move(Runs), C, Box);
  auto Plural = [](unsigned N, const char *Word) {
    return std::to_string(N) + " " + Word + (N == 1 ? "" : "s");
  };
  std::string Note = "searched with Heddle's own detector; " +
                     Plural(Second.Replayed, "schedule") +
                     " repeated under ThreadSanitizer";
  if (Second.Diverged)
    Note += ", " + std::to_string(Second.Diverged) +
            " of which went another way there";
  if (Second.OnlyOurs)
    Note += "; " + Plural(Second.OnlyOurs, "race") +
            " that it did not report under the same schedule are left out";
  addOnce(R.DynamicNotes, prefix(Q) + Note);
  return std::move(Second.Runs);
}

llvm::Expected<MadeRuns> makeRuns(Report &R, const ConfirmRequest &Q,
                                  const BuiltProgram &Built, const Campaign &C,
                                  const Sandbox &Box) {
  if (Q.Exhaustive)
    return makeAllRuns(R, Q, C, Box);
  if (Q.Schedules) {
    SearchRequest S;
    S.Base = C;
    if (!Built.OwnExecutable.empty())
      S.Base.Executable = Built.OwnExecutable;
    S.Schedules = Q.Schedules;
    S.Seed = Q.Seed;
    S.Strategy = Q.Strategy;
    if (Q.StopOnFirst)
      S.IsLast = [](const RunResult &Run) { return !Run.Seen.empty(); };
    S.Aims = aimsOf(R, Q);
    S.Enough = [&](llvm::ArrayRef<RunResult> Runs) {
      return Runs.size() >= std::max<size_t>(AtLeast, Q.AtLeast) &&
             allShown(R, Q, Runs);
    };
    auto Found = search(S, Box);
    if (!Found)
      return Found.takeError();
    if (Found->Unsupported.empty() && Built.OwnExecutable.empty())
      return MadeRuns{.Runs = std::move(Found->Runs)};
    if (Found->Unsupported.empty())
      return MadeRuns{.Runs = reviewed(R, Q, std::move(Found->Runs), C, Box)};
    addOnce(R.DynamicNotes, prefix(Q) + Found->Unsupported +
                                ": the operating system schedules its runs");
  }
  Campaign Free = C;
  Free.Runs = Q.Runs;
  auto Made = explore(Free, freeRun(), Box);
  if (!Made)
    return Made.takeError();
  return MadeRuns{.Runs = std::move(*Made)};
}

std::string tokenOf(const RunResult &Run, const BuiltProgram &Built) {
  ReplayToken Token;
  Token.Build = Built.Id;
  Token.Plan = Run.Plan;
  Token.Plan.Decisions = Run.Schedule->Decisions;
  return Token.text();
}

/// Runs that can be had again: scheduled, and not too long to be written down.
bool hasToken(const RunResult &Run) {
  return Run.Schedule && !Run.Schedule->Decisions.empty();
}

/// One that only switches where it must is as short as they get.
bool isShort(const RunResult &Run) {
  return Run.Plan.Strategy == "run-on" && Run.Plan.Quantum == 0;
}

/// Gives each proof its token, and shows it in its shortest form.
void addTokens(Report &R, const ConfirmRequest &Q, const Judge &J,
               llvm::ArrayRef<RunResult> Runs, const Campaign &C,
               const BuiltProgram &Built, const Sandbox &Box) {
  Places Where(R.Root);
  unsigned Shrunk = 0;
  for (const Judge::Proof &P : J.proofs()) {
    const RunResult &Found = Runs[P.Run];
    if (!hasToken(Found))
      continue;
    auto Shows = [&](const RunResult &Run) { return J.shows(P, Run); };
    RunResult Best = Found;
    if (!isShort(Found) && ++Shrunk <= MostShrunk)
      Best = shrink(C, Found, Shows, ShrinkBudget, Box);
    Finding &F = R.Findings[P.Finding];
    F.Dynamic.Token = tokenOf(Best, Built);
    if (Q.Remember)
      Q.Remember(Built.Id);
    if (const Observation *O = J.shows(P, Best))
      F.Dynamic.Observed =
          observedSites(*O, Where, P.How == Fit::None ? nullptr : &F);
  }
}

const Observation *crashOf(const RunResult &Run) {
  for (const Observation &O : Run.Seen)
    if (O.Kind == ObservationKind::Crash)
      return &O;
  return nullptr;
}

/// A crash, a failed assertion: no finding, for no rule knows the reason, but
/// the schedule that leads there is worth having.
void addCrashToken(Report &R, const ConfirmRequest &Q,
                   llvm::ArrayRef<RunResult> Runs, const Campaign &C,
                   const BuiltProgram &Built, const Sandbox &Box) {
  for (const RunResult &Found : Runs) {
    const Observation *Crash = crashOf(Found);
    if (!Crash || !hasToken(Found))
      continue;
    auto Shows = [&](const RunResult &Run) {
      const Observation *Again = crashOf(Run);
      return Again && *Again == *Crash;
    };
    RunResult Best =
        isShort(Found) ? Found : shrink(C, Found, Shows, ShrinkBudget, Box);
    if (Q.Remember)
      Q.Remember(Built.Id);
    R.DynamicNotes.push_back(
        prefix(Q) + "this schedule leads to the crash: heddle replay " +
        tokenOf(Best, Built));
    return;
  }
}

} // namespace

llvm::Error heddle::confirm(Report &R, const ConfirmRequest &Q) {
  Sandbox Box = Sandbox::open(Q.Isolation);
  for (const std::string &Note : Box.notes())
    addOnce(R.DynamicNotes, Note);
  auto Built = buildFor(Q, Box);
  if (!Built)
    return Built.takeError();
  for (const std::string &Note : Built->Notes)
    addOnce(R.DynamicNotes, prefix(Q) + Note);
  Campaign C = campaignFor(Q, *Built);
  C.Shop = std::make_shared<Workshop>();
  auto Made = makeRuns(R, Q, *Built, C, Box);
  if (!Made)
    return Made.takeError();
  llvm::ArrayRef<RunResult> Runs = Made->Runs;
  R.DynamicRun = true;
  R.DynamicNotes.push_back(prefix(Q) + endings(Runs, C.Limit));
  for (const std::string &Note : runNotes(Runs, Places(R.Root)))
    R.DynamicNotes.push_back(prefix(Q) + Note);
  if (std::string Note = loneNote(Runs); !Note.empty())
    R.DynamicNotes.push_back(prefix(Q) + Note);
  bool Free = !Runs.empty() && Runs.front().Plan.Strategy.empty();
  if (Free && Runs.size() < Q.Runs)
    R.DynamicNotes.push_back(
        prefix(Q) + "the other " + std::to_string(Q.Runs - Runs.size()) +
        " of " + std::to_string(Q.Runs) +
        " runs were not made: they would only have waited");
  Judge J(R, Q, Runs, C.Limit, Made->Every);
  J.judge();
  addTokens(R, Q, J, Runs, C, *Built, Box);
  addCrashToken(R, Q, Runs, C, *Built, Box);
  finish(R);
  return llvm::Error::success();
}
