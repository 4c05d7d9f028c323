//===- Summary.cpp - The last line of a report ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"

#include "llvm/ADT/Twine.h"

using namespace heddle;

namespace {

struct Count {
  unsigned All = 0, Confirmed = 0;
};

std::string counted(unsigned N, llvm::StringRef One, llvm::StringRef Many) {
  return (llvm::Twine(N) + " " + (N == 1 ? One : Many)).str();
}

std::string findingsPart(const Report &R) {
  struct Words {
    Category Kind;
    const char *One, *Many;
  };
  static constexpr Words Table[] = {
      {Category::Race, "race", "races"},
      {Category::Deadlock, "deadlock", "deadlocks"},
      {Category::Lock, "lock fault", "lock faults"},
      {Category::Wait, "wait fault", "wait faults"},
      {Category::Lifetime, "lifetime fault", "lifetime faults"}};
  std::string Text;
  for (const Words &W : Table) {
    Count C;
    for (const Finding &F : R.Findings)
      if (F.Kind == W.Kind) {
        ++C.All;
        C.Confirmed += F.Dynamic.Verdict == DynamicVerdict::Confirmed;
      }
    if (C.All == 0)
      continue;
    Text += (Text.empty() ? "" : ", ") + counted(C.All, W.One, W.Many);
    if (R.DynamicRun)
      Text += " (" + std::to_string(C.Confirmed) + " confirmed)";
  }
  return Text.empty() ? "no findings" : Text;
}

std::string coveragePart(const Coverage &C) {
  std::string Text;
  auto Add = [&](const std::string &Part) {
    Text += (Text.empty() ? "" : ", ") + Part;
  };
  if (!C.Incomplete.empty())
    Add(counted(C.Incomplete.size(), "part was not analysed",
                "parts were not analysed"));
  if (!C.NotFollowed.empty())
    Add(counted(C.NotFollowed.size(), "thing was not followed",
                "things were not followed"));
  return Text.empty() ? "everything was analysed" : Text;
}

} // namespace

std::string heddle::summaryLine(const Report &R) {
  std::string Text = findingsPart(R);
  if (!R.Suppressed.empty())
    Text += ", " + std::to_string(R.Suppressed.size()) + " suppressed";
  if (R.Covered.HiddenThirdParty)
    Text += ", " + std::to_string(R.Covered.HiddenThirdParty) +
            " in third-party code not shown";
  const Coverage &C = R.Covered;
  if (R.DynamicRun && C.Functions == 0) // `heddle explore`
    return Text + " · " + counted(C.Programs, "program", "programs") +
           " run, source not analysed" +
           (C.Incomplete.empty() ? "" : " · " + coveragePart(C));
  return Text + " · " + counted(C.Programs, "program", "programs") + ", " +
         counted(C.Functions, "function", "functions") + ", " +
         counted(C.Threads, "thread", "threads") + " · " + coveragePart(C);
}
