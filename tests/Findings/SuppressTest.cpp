//===- SuppressTest.cpp - Comments that allow a finding -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Suppress.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

Finding findingAt(uint32_t Line, std::string Rule = "data-race") {
  Finding F;
  F.Rule = std::move(Rule);
  Site S;
  S.Role = SiteRole::Primary;
  S.Span = {"a.cpp", Line, 1, Line, 5, ""};
  F.Sites.push_back(S);
  return F;
}

Report apply(llvm::StringRef Source, std::vector<Finding> Findings) {
  Report R;
  R.Findings = std::move(Findings);
  applySuppressions(R, {"a.cpp"}, [&](llvm::StringRef) { return Source.str(); },
                    {"data-race", "lock-order"});
  return R;
}

TEST(Suppress, CommentBehindTheLineSuppressesAndKeepsItsReason) {
  Report R = apply("x = 1; // heddle: allow(data-race) only a statistic\n",
                   {findingAt(1)});
  EXPECT_TRUE(R.Findings.empty());
  ASSERT_EQ(R.Suppressed.size(), 1u);
  EXPECT_EQ(R.Suppressed[0].SuppressedBecause, "only a statistic");
  EXPECT_TRUE(R.SuppressionProblems.empty());
}

TEST(Suppress, CommentAloneSpeaksAboutTheNextLineOfCode) {
  Report R = apply("// heddle: allow(data-race) counted roughly,\n"
                   "// and nobody minds\n"
                   "\n"
                   "x = 1;\n",
                   {findingAt(4)});
  EXPECT_TRUE(R.Findings.empty());
}

TEST(Suppress, BlockCommentsOfCServeToo) {
  Report R =
      apply("x = 1; /* heddle: allow(data-race) rough */\n", {findingAt(1)});
  EXPECT_TRUE(R.Findings.empty());
  EXPECT_EQ(R.Suppressed[0].SuppressedBecause, "rough");
}

TEST(Suppress, WithoutReasonNothingIsSuppressed) {
  Report R = apply("x = 1; // heddle: allow(data-race)\n", {findingAt(1)});
  EXPECT_EQ(R.Findings.size(), 1u);
  ASSERT_EQ(R.SuppressionProblems.size(), 1u);
  EXPECT_NE(R.SuppressionProblems[0].Message.find("gives no reason"),
            std::string::npos);
}

TEST(Suppress, UnusedCommentIsReportedWhereItStands) {
  Report R = apply("\n  x; // heddle: allow(lock-order) once upon a time\n",
                   {findingAt(1)});
  EXPECT_EQ(R.Findings.size(), 1u);
  ASSERT_EQ(R.SuppressionProblems.size(), 1u);
  EXPECT_EQ(R.SuppressionProblems[0].Span.Line, 2u);
  EXPECT_EQ(R.SuppressionProblems[0].Span.Column, 6u);
}

TEST(Suppress, MisspeltRuleIsNamed) {
  Report R = apply("x; // heddle: allow(data-rase) typo\n", {findingAt(1)});
  ASSERT_EQ(R.SuppressionProblems.size(), 1u);
  EXPECT_NE(R.SuppressionProblems[0].Message.find("'data-rase'"),
            std::string::npos);
}

TEST(Suppress, SeveralRulesInOneComment) {
  Report R = apply("x; // heddle: allow(lock-order, data-race) both checked\n",
                   {findingAt(1), findingAt(1, "lock-order")});
  EXPECT_TRUE(R.Findings.empty());
}

TEST(Suppress, NolintNeedsNoReasonAndOnlyOurParts) {
  EXPECT_TRUE(apply("x; // NOLINT(heddle-data-race)\n", {findingAt(1)})
                  .Findings.empty());
  EXPECT_TRUE(apply("x; // NOLINT(bugprone-foo, heddle-*)\n", {findingAt(1)})
                  .Findings.empty());
  EXPECT_TRUE(apply("// NOLINTNEXTLINE(heddle-*)\nx;\n", {findingAt(2)})
                  .Findings.empty());
  EXPECT_EQ(
      apply("x; // NOLINT(bugprone-foo)\n", {findingAt(1)}).Findings.size(),
      1u);
}

TEST(Suppress, CommentAtTheDeclarationCoversTheObject) {
  Finding F = findingAt(9);
  Site Declaration;
  Declaration.Role = SiteRole::Declaration;
  Declaration.Span = {"a.cpp", 1, 5, 1, 9, ""};
  F.Sites.push_back(Declaration);
  EXPECT_TRUE(apply("int Hits; // heddle: allow(data-race) rough\n", {F})
                  .Findings.empty());
}

TEST(Suppress, WordsInStringsAreNoComments) {
  llvm::StringRef Sources[] = {
      "puts(\"// heddle: allow(data-race) no\");\n",
      "puts(R\"x(\n// heddle: allow(data-race) no\n)x\");\n",
      "char c = '\"'; int n = 1'000; puts(\"\\\"// heddle: allow(a) b\");\n"};
  for (llvm::StringRef Source : Sources)
    EXPECT_TRUE(findSuppressions(Source, "a.cpp").empty()) << Source.str();
}

TEST(Suppress, UnfinishedTextDoesNotConfuseTheScanner) {
  llvm::StringRef Sources[] = {"heddle /*",       "heddle //", "heddle \"abc",
                               "heddle R\"x(abc", "heddle '",  "heddle /*/",
                               "heddle // \\"};
  for (llvm::StringRef Source : Sources)
    EXPECT_TRUE(findSuppressions(Source, "a.cpp").empty()) << Source.str();
}

} // namespace
