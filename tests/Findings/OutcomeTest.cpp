//===- OutcomeTest.cpp - Exit codes, third-party code, summaries ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

Report withBelief(Confidence Belief, Severity Level = Severity::Error) {
  Report R;
  Finding F;
  F.Belief = Belief;
  F.Level = Level;
  R.Findings.push_back(F);
  return R;
}

TEST(ExitCode, CountsFindingsFromTheThresholdOn) {
  EXPECT_EQ(exitCode(withBelief(Confidence::Likely)), 1);
  EXPECT_EQ(exitCode(withBelief(Confidence::Possible)), 0);
  EXPECT_EQ(exitCode(withBelief(Confidence::Possible), {FailOn::Possible}), 1);
  EXPECT_EQ(exitCode(withBelief(Confidence::Likely), {FailOn::Certain}), 0);
  EXPECT_EQ(exitCode(withBelief(Confidence::Certain), {FailOn::Never}), 0);
}

TEST(ExitCode, AdviceNeverCounts) {
  EXPECT_EQ(exitCode(withBelief(Confidence::Certain, Severity::Advice)), 0);
}

TEST(ExitCode, ConfirmedFindingCountsAtEveryThreshold) {
  Report R = withBelief(Confidence::Possible);
  R.Findings[0].Dynamic.Verdict = DynamicVerdict::Confirmed;
  EXPECT_EQ(exitCode(R, {FailOn::Confirmed}), 1);
  EXPECT_EQ(exitCode(R, {FailOn::Certain}), 1);
  EXPECT_EQ(exitCode(withBelief(Confidence::Certain), {FailOn::Confirmed}), 0);
}

TEST(ExitCode, IncompleteOutranksFindings) {
  Report R = withBelief(Confidence::Certain);
  R.Covered.Incomplete.push_back("a.cpp: 'x.h' file not found");
  EXPECT_EQ(exitCode(R), 3);
  EXPECT_EQ(exitCode(R, {FailOn::Likely, /*IncompleteIsNote=*/true}), 1);
}

TEST(ExitCode, ProveAnswersZeroOneOrThree) {
  Report R = withBelief(Confidence::Possible);
  R.Covered.Incomplete.push_back("a.cpp: 'x.h' file not found");
  R.Answer = Verdict::Race;
  EXPECT_EQ(exitCode(R), 1);
  R.Answer = Verdict::Unknown;
  EXPECT_EQ(exitCode(R), 3);
  R.Answer = Verdict::RaceFree;
  EXPECT_EQ(exitCode(R), 0);
}

Report inFiles(std::vector<std::string> Files) {
  Report R = withBelief(Confidence::Likely);
  for (std::string &File : Files) {
    Site S;
    S.Span = {std::move(File), 1, 1, 1, 2, ""};
    R.Findings[0].Sites.push_back(S);
  }
  return R;
}

TEST(ThirdParty, HidesFindingsWhollyInsideAndCountsThem) {
  Report R = inFiles({"src/vendor/zlib/inflate.c", "_deps/x/y.h"});
  hideThirdParty(R, defaultThirdParty());
  EXPECT_TRUE(R.Findings.empty());
  EXPECT_EQ(R.Covered.HiddenThirdParty, 1u);
}

TEST(ThirdParty, KeepsFindingsThatTouchOwnCode) {
  Report R = inFiles({"src/main.cpp", "vendor/queue.h"});
  hideThirdParty(R, defaultThirdParty());
  EXPECT_EQ(R.Findings.size(), 1u);
}

TEST(ThirdParty, FolderNamesMatchWhole) {
  Report R = inFiles({"src/myvendor/main.cpp"});
  hideThirdParty(R, defaultThirdParty());
  EXPECT_EQ(R.Findings.size(), 1u);
}

TEST(ThirdParty, SystemHeadersAreForeign) {
  Report R = inFiles({"/usr/include/c++/12/mutex"});
  hideThirdParty(R, {});
  EXPECT_TRUE(R.Findings.empty());
}

TEST(Summary, SaysWhatWasFoundAndWhatWasLookedAt) {
  Report R = withBelief(Confidence::Likely);
  R.Covered.Programs = 1;
  R.Covered.Functions = 3;
  R.Covered.Threads = 2;
  EXPECT_EQ(summaryLine(R), "1 race · 1 program, 3 functions, 2 threads · "
                            "everything was analysed");
  R.DynamicRun = true;
  R.Findings[0].Dynamic.Verdict = DynamicVerdict::Confirmed;
  EXPECT_EQ(summaryLine(R),
            "1 race (1 confirmed) · 1 program, 3 functions, 2 threads · "
            "everything was analysed");
}

TEST(Summary, SaysThatAProgramWasOnlyRun) {
  Report R;
  R.Covered.Programs = 1;
  R.DynamicRun = true;
  EXPECT_EQ(summaryLine(R), "no findings · 1 program run, source not analysed");
}

TEST(Summary, NeverSaysEverythingWhenSomethingWasLeftOut) {
  Report R;
  R.Covered.Incomplete = {"a.cpp: unreadable"};
  R.Covered.NotFollowed = {"call of 'f'", "call of 'g'"};
  EXPECT_EQ(summaryLine(R),
            "no findings · 0 programs, 0 functions, 0 threads · 1 part was "
            "not analysed, 2 things were not followed");
}

} // namespace
