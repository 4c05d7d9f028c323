//===- RunWords.cpp - How runs ended, in words ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/RunWords.h"

#include "instrument/Confirm/Evidence.h"

#include "llvm/ADT/StringExtras.h"

#include <cstring>
#include <map>

using namespace heddle;

namespace {

std::string counted(size_t N) {
  return std::to_string(N) + (N == 1 ? " run" : " runs");
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

} // namespace

std::string heddle::endings(llvm::ArrayRef<RunResult> Runs,
                            const Limits &Limit) {
  std::map<std::string, size_t> Kinds;
  for (const RunResult &R : Runs)
    ++Kinds[describe(R.How, Limit)];
  if (Runs.empty())
    return "no run was made";
  if (Kinds.size() == 1)
    return counted(Runs.size()) + ": " + (Runs.size() > 1 ? "all " : "it ") +
           Kinds.begin()->first;
  std::vector<std::string> Parts;
  for (const auto &[Text, Count] : Kinds)
    Parts.push_back(std::to_string(Count) + " " + Text);
  return counted(Runs.size()) + ": " + llvm::join(Parts, ", ");
}

std::vector<std::string> heddle::runNotes(llvm::ArrayRef<RunResult> Runs,
                                          const Places &Where) {
  std::map<std::string, size_t> Notes;
  for (const RunResult &R : Runs) {
    bool Explained = false;
    for (const Observation &O : R.Seen) {
      if (O.Kind == ObservationKind::Crash)
        ++Notes["crashed: " + crashWords(O, Where)];
      else if (O.Kind == ObservationKind::Hang)
        ++Notes["did not end: " + hangWords(O, Where)];
      else if (O.Kind == ObservationKind::OtherReport)
        ++Notes["made ThreadSanitizer report '" + O.Type + "'"];
      else
        continue;
      Explained |= O.Kind != ObservationKind::OtherReport;
    }
    if (!R.Gap.empty() && !Explained)
      ++Notes["cannot be called clean: " + R.Gap];
    if (R.Forked)
      ++Notes["started child processes, which were not observed"];
  }
  std::vector<std::string> Result;
  for (const auto &[Text, Count] : Notes)
    Result.push_back(counted(Count) + " " + Text);
  return Result;
}
