//===- Judge.cpp - What the runs say of each finding ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// 1. Equal observations of several runs are one, with the runs that made it.
/// 2. Each observation goes to the findings that it fits best. One that fits
///    none becomes a finding of its own.
/// 3. A finding to which something went is confirmed. One to which nothing
///    went is "not reproduced", with the runs made and how they ended: runs
///    that were not seen to their end are told apart from those that were.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Judge.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Confirm/Evidence.h"
#include "instrument/Confirm/Match.h"
#include "instrument/Confirm/RunWords.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

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

/// Threads that stand still say more than locks taken in both orders.
bool isStandstill(const Observation &O) {
  return O.Kind == ObservationKind::Deadlock || O.Kind == ObservationKind::Hang;
}

bool endsTheRun(const Observation &O) {
  return isStandstill(O) || O.Kind == ObservationKind::Crash;
}

} // namespace

void Support::add(const Sighting &S, Fit Fits) {
  Runs.insert(S.Runs.begin(), S.Runs.end());
  auto Rank = [](const Observation &O, Fit F) {
    bool IsPlaced = F >= Fit::Lines || F == Fit::None; // None: a new finding
    return std::pair(IsPlaced && isStandstill(O), F);
  };
  if (Best && Rank(*S.What, Fits) <= Rank(*Best, How))
    return;
  How = Fits;
  Best = S.What;
  FirstRun = *S.Runs.begin();
}

Judge::Judge(Report &R, const ConfirmRequest &Q, llvm::ArrayRef<RunResult> Runs,
             const Limits &Limit, bool Every)
    : R(R), Q(Q), Runs(Runs), Limit(Limit), Every(Every), Where(R.Root) {}

void Judge::judge() {
  std::vector<size_t> Mine;
  for (size_t I = 0; I < R.Findings.size(); ++I)
    if (isMine(R.Findings[I]))
      Mine.push_back(I);
  std::map<size_t, Support> Supported;
  std::vector<Finding> New;
  for (const Sighting &S : collect(Runs)) {
    if (assign(S, Mine, Supported))
      continue;
    if (auto F = findingOf(*S.What, Where, Q.Program))
      addNew(New, std::move(*F), S);
  }
  for (size_t I : Mine)
    conclude(I, Supported[I]);
  noteIncomplete();
  for (Finding &F : New) {
    const Support &For = NewSupport[F.Cause];
    Proofs.push_back({.Finding = R.Findings.size(),
                      .Run = For.FirstRun,
                      .How = Fit::None,
                      .What = For.Best});
    R.Findings.push_back(std::move(F));
  }
}

bool Judge::isMine(const Finding &F) const {
  return Q.Program.empty() || F.Program == Q.Program ||
         llvm::is_contained(F.AlsoIn, Q.Program);
}

/// False if \p S fits nothing that was predicted.
bool Judge::assign(const Sighting &S, llvm::ArrayRef<size_t> Mine,
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
  if (!Fitting.empty() && endsTheRun(*S.What))
    Explained.insert(S.Runs.begin(), S.Runs.end());
  return !Fitting.empty();
}

/// Several observations of one cause are one finding, told by the best.
void Judge::addNew(std::vector<Finding> &New, Finding F, const Sighting &S) {
  Support &For = NewSupport[F.Cause];
  For.add(S, Fit::None);
  if (endsTheRun(*S.What))
    Explained.insert(S.Runs.begin(), S.Runs.end());
  F.Dynamic.Text = confirmedText(*For.Best, For);
  auto Known = llvm::find_if(
      New, [&](const Finding &Other) { return Other.Cause == F.Cause; });
  if (Known == New.end())
    New.push_back(std::move(F));
  else if (For.Best == S.What)
    *Known = std::move(F);
  else
    Known->Dynamic.Text = F.Dynamic.Text;
}

bool Judge::scheduled() const {
  return !Runs.empty() && !Runs[0].Plan.Strategy.empty();
}

/// Of free runs it counts how many showed it: that is how likely it is. Of
/// schedules it says which one did: that one can be had again.
std::string Judge::confirmedText(const Observation &O,
                                 const Support &For) const {
  std::string Total = std::to_string(Runs.size());
  std::string In, By;
  if (scheduled()) {
    By = "schedule " + std::to_string(For.FirstRun + 1) + " of " + Total;
    In = ", " + By;
  } else {
    By = std::to_string(For.Runs.size()) + " of " + Total +
         (Runs.size() == 1 ? " run" : " runs");
    In = " in " + By;
  }
  switch (O.Kind) {
  case ObservationKind::Hang:
    return "confirmed by deadlock: " + By +
           " did not end, with threads standing at these places";
  case ObservationKind::Deadlock:
    return "confirmed by deadlock" + In;
  case ObservationKind::Crash:
    return "confirmed: std::terminate ended " + By + " here";
  case ObservationKind::LockOrder:
    return "confirmed by ThreadSanitizer" + In +
           ": the locks were taken in conflicting orders";
  default:
    return "confirmed by ThreadSanitizer" + In;
  }
}

void Judge::conclude(size_t Index, const Support &For) {
  Finding &F = R.Findings[Index];
  if (For.Best) {
    F.Dynamic.Verdict = DynamicVerdict::Confirmed;
    F.Dynamic.Text = confirmedText(*For.Best, For);
    F.Dynamic.Observed = observedSites(*For.Best, Where, &F);
    Proofs.push_back({.Finding = Index,
                      .Run = For.FirstRun,
                      .How = For.How,
                      .What = For.Best});
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
  F.Dynamic.Text = notReproducedText();
}

std::string Judge::notReproducedText() const {
  if (Every)
    return "not reproduced by any schedule of this input (" +
           endings(Runs, Limit) + "); another input may still show it";
  if (scheduled())
    return "not reproduced (" + endings(Runs, Limit) +
           "); another schedule or another input may still show it";
  return "not reproduced by free runs (" + endings(Runs, Limit) +
         "); another schedule may still show it";
}

/// Runs that were not seen to their end and that no finding explains leave
/// the program partly unseen.
void Judge::noteIncomplete() {
  std::vector<RunResult> Open;
  for (size_t I = 0; I < Runs.size(); ++I)
    if (!Runs[I].Complete && !Explained.contains(I))
      Open.push_back(Runs[I]);
  if (Open.empty())
    return;
  std::string Of =
      Open.size() == Runs.size() ? "" : std::to_string(Open.size()) + " of ";
  R.Covered.Incomplete.push_back(name() + " was not seen to its end: of " + Of +
                                 counted(Runs) + " " +
                                 kinds(Open, Limit, /*WithGaps=*/true));
  R.Covered.IncompleteAt.resize(R.Covered.Incomplete.size());
}

std::string Judge::name() const {
  return Q.Program.empty() ? "the program" : "'" + Q.Program + "'";
}

const Observation *Judge::shows(const Proof &P, const RunResult &Run) const {
  const Finding &F = R.Findings[P.Finding];
  for (const Observation &O : Run.Seen) {
    if (O.Kind != P.What->Kind)
      continue;
    if (P.How != Fit::None) {
      if (match(F, O, Where) >= P.How)
        return &O;
      continue;
    }
    if (auto Same = findingOf(O, Where, Q.Program);
        Same && Same->Cause == F.Cause)
      return &O;
  }
  return nullptr;
}

bool heddle::allShown(const Report &R, const ConfirmRequest &Q,
                      llvm::ArrayRef<RunResult> Runs) {
  Places Where(R.Root);
  return llvm::all_of(R.Findings, [&](const Finding &F) {
    bool Mine = Q.Program.empty() || F.Program == Q.Program ||
                llvm::is_contained(F.AlsoIn, Q.Program);
    if (!Mine || !whyNotSeen(F).empty())
      return true;
    return llvm::any_of(Runs, [&](const RunResult &Run) {
      return llvm::any_of(Run.Seen, [&](const Observation &O) {
        bool Predicts = O.Kind == ObservationKind::LockOrder;
        return !Predicts && match(F, O, Where) != Fit::None;
      });
    });
  });
}
