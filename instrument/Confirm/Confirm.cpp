//===- Confirm.cpp - Predictions put to the test --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Build, explore, judge:
///
/// 1. What the runs showed is put together: equal observations of several runs
///    are one, with the runs that made it.
/// 2. Each observation goes to the findings that it fits best. One that fits
///    none becomes a finding of its own.
/// 3. A finding to which something went is confirmed. One to which nothing
///    went is "not reproduced", with the runs made and how they ended: runs
///    that were not seen to their end are told apart from those that were.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Confirm.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Build/Build.h"
#include "instrument/Confirm/Evidence.h"
#include "instrument/Confirm/Match.h"
#include "instrument/Confirm/RunWords.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

/// The same thing seen in one or more runs.
struct Sighting {
  const Observation *What = nullptr;
  std::set<size_t> Runs;
};

/// Equal observations together, in the observations' own order.
std::vector<Sighting> collect(llvm::ArrayRef<RunResult> Runs) {
  std::map<Observation, Sighting> All;
  for (size_t I = 0; I < Runs.size(); ++I)
    for (const Observation &O : Runs[I].Seen) {
      auto [At, New] = All.try_emplace(O);
      At->second.What = &O;
      At->second.Runs.insert(I);
    }
  std::vector<Sighting> Result;
  Result.reserve(All.size());
  for (auto &[Key, S] : All)
    Result.push_back(std::move(S));
  return Result;
}

/// All that speaks for one finding.
struct Support {
  std::set<size_t> Runs;
  const Observation *Best = nullptr;
  Fit How = Fit::None;

  void add(const Sighting &S, Fit Fits) {
    Runs.insert(S.Runs.begin(), S.Runs.end());
    if (Fits > How) {
      How = Fits;
      Best = S.What;
    }
  }
};

class Judge {
public:
  Judge(Report &R, const ConfirmRequest &Q, llvm::ArrayRef<RunResult> Runs,
        const Limits &Limit)
      : R(R), Q(Q), Runs(Runs), Limit(Limit), Where(R.Root) {}

  void judge() {
    std::vector<size_t> Mine;
    for (size_t I = 0; I < R.Findings.size(); ++I)
      if (isMine(R.Findings[I]))
        Mine.push_back(I);
    std::map<size_t, Support> Supported;
    std::vector<Finding> New;
    for (const Sighting &S : collect(Runs))
      if (!assign(S, Mine, Supported))
        if (auto F = findingOf(*S.What, Where, Q.Program))
          addNew(New, std::move(*F), S);
    for (size_t I : Mine)
      conclude(R.Findings[I], Supported[I]);
    noteIncomplete(Supported);
    for (Finding &F : New)
      R.Findings.push_back(std::move(F));
  }

private:
  bool isMine(const Finding &F) const {
    return Q.Program.empty() || F.Program == Q.Program ||
           llvm::is_contained(F.AlsoIn, Q.Program);
  }

  /// False if \p S fits nothing that was predicted.
  bool assign(const Sighting &S, llvm::ArrayRef<size_t> Mine,
              std::map<size_t, Support> &Supported) {
    std::vector<std::pair<size_t, Fit>> Fitting;
    Fit Best = Fit::None;
    bool Named = false;
    for (size_t I : Mine)
      if (Fit How = match(R.Findings[I], *S.What, Where); How != Fit::None) {
        Fitting.push_back({I, How});
        Best = std::max(Best, How);
        Named |= How >= Fit::OneAccess && sameObject(R.Findings[I], *S.What);
      }
    for (auto [I, How] : Fitting)
      // Of two findings on one line the one that names the object is meant.
      if (Named ? sameObject(R.Findings[I], *S.What) : How == Best)
        Supported[I].add(S, How);
    return !Fitting.empty();
  }

  /// Several observations of one cause are one finding.
  void addNew(std::vector<Finding> &New, Finding F, const Sighting &S) {
    std::set<size_t> &InRuns = NewRuns[F.Cause];
    InRuns.insert(S.Runs.begin(), S.Runs.end());
    std::string Text = confirmedText(*S.What, InRuns);
    for (Finding &Known : New)
      if (Known.Cause == F.Cause) {
        Known.Dynamic.Text = Text;
        return;
      }
    F.Dynamic.Text = Text;
    New.push_back(std::move(F));
  }

  std::string confirmedText(const Observation &O,
                            const std::set<size_t> &InRuns) const {
    std::string Count = std::to_string(InRuns.size()) + " of " +
                        std::to_string(Runs.size()) +
                        (Runs.size() == 1 ? " run" : " runs");
    switch (O.Kind) {
    case ObservationKind::Hang:
      return "confirmed by deadlock: " + Count +
             " did not end, with threads standing at these places";
    case ObservationKind::Crash:
      return "confirmed: std::terminate ended " + Count + " here";
    case ObservationKind::LockOrder:
      return "confirmed by ThreadSanitizer in " + Count +
             ": the locks were taken in conflicting orders";
    default:
      return "confirmed by ThreadSanitizer in " + Count;
    }
  }

  void conclude(Finding &F, const Support &For) {
    if (For.Best) {
      F.Dynamic.Verdict = DynamicVerdict::Confirmed;
      F.Dynamic.Text = confirmedText(*For.Best, For.Runs);
      F.Dynamic.Observed = observedSites(*For.Best, Where, &F);
      return;
    }
    if (F.Dynamic.Verdict == DynamicVerdict::Confirmed)
      return; // by another program that shares this fault
    if (std::string Why = whyNotSeen(F); !Why.empty()) {
      F.Dynamic.Verdict = DynamicVerdict::NotApplicable;
      F.Dynamic.Text = "not looked for at run time: " + Why;
      return;
    }
    F.Dynamic.Verdict = DynamicVerdict::NotReproduced;
    F.Dynamic.Text = "not reproduced by free runs (" + endings(Runs, Limit) +
                     "); another schedule may still show it";
  }

  /// Runs that were not seen to their end and that no confirmed finding
  /// explains leave the program partly unseen.
  void noteIncomplete(const std::map<size_t, Support> &Supported) {
    std::set<size_t> Explained;
    for (const auto &[I, For] : Supported)
      if (For.Best && (For.Best->Kind == ObservationKind::Hang ||
                       For.Best->Kind == ObservationKind::Crash))
        Explained.insert(For.Runs.begin(), For.Runs.end());
    std::vector<RunResult> Open;
    for (size_t I = 0; I < Runs.size(); ++I)
      if (!Runs[I].Complete && !Explained.contains(I))
        Open.push_back(Runs[I]);
    if (Open.empty())
      return;
    std::string Of =
        Open.size() == Runs.size() ? "" : std::to_string(Open.size()) + " of ";
    R.Covered.Incomplete.push_back(name() + " was not seen to its end: of " +
                                   Of + std::to_string(Runs.size()) +
                                   (Runs.size() == 1 ? " run " : " runs ") +
                                   kinds(Open, Limit, /*WithGaps=*/true));
    R.Covered.IncompleteAt.resize(R.Covered.Incomplete.size());
  }

  std::string name() const {
    return Q.Program.empty() ? "the program" : "'" + Q.Program + "'";
  }

  Report &R;
  const ConfirmRequest &Q;
  llvm::ArrayRef<RunResult> Runs;
  const Limits &Limit;
  Places Where;
  std::map<std::string, std::set<size_t>> NewRuns; ///< by cause
};

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

llvm::Expected<BuiltProgram> buildFor(const ConfirmRequest &Q,
                                      const Sandbox &Box) {
  if (Q.Progress)
    Q.Progress("building", 0, 1);
  BuildRequest Request;
  Request.Units = Q.Units;
  Request.LinkFlags = Q.LinkFlags;
  Request.Name = executableName(Q.Program);
  Request.Jobs = Q.Jobs;
  return build(Request, Box);
}

Campaign campaignFor(const ConfirmRequest &Q, const BuiltProgram &Built) {
  Campaign C;
  C.Executable = Built.Executable;
  C.LibraryDirs = Built.LibraryDirs;
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
  auto Runs = explore(C, freeRun(), Box);
  if (!Runs)
    return Runs.takeError();
  R.DynamicRun = true;
  R.DynamicNotes.push_back(prefix(Q) + endings(*Runs, C.Limit));
  for (const std::string &Note : runNotes(*Runs, Places(R.Root)))
    R.DynamicNotes.push_back(prefix(Q) + Note);
  if (Runs->size() < Q.Runs)
    R.DynamicNotes.push_back(
        prefix(Q) + "the other " + std::to_string(Q.Runs - Runs->size()) +
        " of " + std::to_string(Q.Runs) +
        " runs were not made: they would only have waited");
  Judge(R, Q, *Runs, C.Limit).judge();
  finish(R);
  return llvm::Error::success();
}
