//===- RunWords.cpp - How runs ended, in words ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/RunWords.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Confirm/Evidence.h"
#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <map>
#include <set>
#include <string.h>
#include <string>
#include <vector>

using namespace heddle;

namespace {

std::string counted(size_t N, bool Scheduled) {
  return std::to_string(N) + (Scheduled ? " schedule" : " run") +
         (N == 1 ? "" : "s");
}

bool areScheduled(llvm::ArrayRef<RunResult> Runs) {
  return !Runs.empty() && !Runs[0].Plan.Strategy.empty();
}

/// How one run ended; one that the scheduler stopped did not exit by itself.
std::string endWords(const RunResult &R, const Limits &Limit) {
  for (const Observation &O : R.Seen) {
    if (O.Kind == ObservationKind::Deadlock)
      return "stopped at a deadlock";
    if (O.Kind == ObservationKind::Endless)
      return "did not end within " +
             std::to_string(R.Schedule ? R.Schedule->Steps : 0) + " operations";
  }
  return describe(R.How, Limit);
}

/// `SIGSEGV at crash.cpp:3:12 in main`
std::string crashWords(const Observation &O, const Places &Where) {
  const char *Name = sigabbrev_np(O.Signal);
  std::string Text =
      Name ? std::string("SIG") + Name : "signal " + std::to_string(O.Signal);
  const StackFrame *F = O.Stacks.empty() ? nullptr : userFrame(O.Stacks[0]);
  if (!F)
    return Text + " outside the program's own code";
  return Text + " at " + Where.text(*F) + " in " + F->Function;
}

std::string hangWords(const Observation &O, const Places &Where) {
  std::vector<std::string> Parts;
  for (const Site &S : observedSites(O, Where))
    Parts.push_back(S.Message);
  return Parts.empty() ? "no thread was in the program's own code"
                       : llvm::join(Parts, "; ");
}

/// Who did it, and what: `it was killed`, `all were killed`, `none ended`,
/// `2 did not end`.
std::string agreeing(std::string Verb, size_t Count, bool IsAll) {
  std::string Who = !IsAll ? std::to_string(Count) : Count > 1 ? "all" : "it";
  if (Count > 1 && llvm::StringRef(Verb).starts_with("was "))
    Verb.replace(0, 3, "were");
  if (Who == "all" && llvm::StringRef(Verb).starts_with("did not end"))
    return "none ended" + Verb.substr(std::string("did not end").size());
  return Who + " " + Verb;
}

std::string reportWords(const Observation &O, const Places &Where) {
  std::string Text = "made ThreadSanitizer report '" + O.Type + "'";
  for (const CallStack &Stack : O.Stacks)
    if (const StackFrame *F = userFrame(Stack))
      return Text + " at " + Where.text(*F);
  return Text;
}

/// What is to be said of one run, each thing once.
std::set<std::string> notesOf(const RunResult &R, const Places &Where) {
  std::set<std::string> Notes;
  bool Explained = false;
  for (const Observation &O : R.Seen) {
    if (O.Kind == ObservationKind::OtherReport)
      Notes.insert(reportWords(O, Where));
    if (O.Kind == ObservationKind::Crash)
      Notes.insert("crashed: " + crashWords(O, Where));
    if (O.Kind == ObservationKind::Hang || O.Kind == ObservationKind::Endless)
      Notes.insert("did not end: " + hangWords(O, Where));
    // A deadlock is a finding, and told there.
    Explained |= O.Kind == ObservationKind::Crash ||
                 O.Kind == ObservationKind::Hang ||
                 O.Kind == ObservationKind::Deadlock ||
                 O.Kind == ObservationKind::Endless;
  }
  if (!R.Gap.empty() && !Explained)
    Notes.insert("cannot be called clean: " + R.Gap);
  if (R.Forked)
    Notes.insert("started child processes, which were not observed");
  return Notes;
}

} // namespace

std::string heddle::counted(llvm::ArrayRef<RunResult> Runs) {
  return ::counted(Runs.size(), areScheduled(Runs));
}

std::string heddle::endings(llvm::ArrayRef<RunResult> Runs,
                            const Limits &Limit) {
  if (Runs.empty())
    return "no run was made";
  return counted(Runs) + ": " + kinds(Runs, Limit);
}

std::string heddle::kinds(llvm::ArrayRef<RunResult> Runs, const Limits &Limit,
                          bool WithGaps) {
  std::map<std::string, size_t> Kinds;
  for (const RunResult &R : Runs) {
    bool Tell = WithGaps && R.How.Kind == EndKind::Exited && !R.Gap.empty() &&
                endWords(R, Limit) == describe(R.How, Limit);
    ++Kinds[endWords(R, Limit) + (Tell ? " (" + R.Gap + ")" : "")];
  }
  std::vector<std::string> Parts;
  Parts.reserve(Kinds.size());
  for (const auto &[Text, Count] : Kinds)
    Parts.push_back(agreeing(Text, Count, /*IsAll=*/Kinds.size() == 1));
  return llvm::join(Parts, ", ");
}

std::vector<std::string> heddle::runNotes(llvm::ArrayRef<RunResult> Runs,
                                          const Places &Where) {
  std::map<std::string, size_t> Notes;
  for (const RunResult &R : Runs)
    for (const std::string &Note : notesOf(R, Where))
      ++Notes[Note];
  std::vector<std::string> Result;
  Result.reserve(Notes.size());
  for (const auto &[Text, Count] : Notes)
    Result.push_back(::counted(Count, areScheduled(Runs)) + " " + Text);
  return Result;
}

std::string heddle::loneNote(llvm::ArrayRef<RunResult> Runs) {
  auto IsLone = [](const RunResult &R) {
    return R.Schedule && R.Schedule->Threads == 1;
  };
  if (Runs.empty() || !llvm::all_of(Runs, IsLone))
    return {};
  std::string Note =
      "no run started a second thread, so nothing could race; a program that "
      "needs arguments or input gets them by --run-arg=ARG and --stdin=FILE";
  // Its usage, most likely.
  llvm::StringRef Said = llvm::StringRef(Runs.front().Err).trim();
  bool Failed = !Runs.front().How.succeeded();
  return Failed && !Said.empty()
             ? Note + "; it said: " + Said.split('\n').first.str()
             : Note;
}
