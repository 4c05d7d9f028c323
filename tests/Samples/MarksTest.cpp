//===- MarksTest.cpp - Reading marks, and comparing with them -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sample.h"

#include <gtest/gtest.h>

using namespace heddle;
using namespace heddle::samples;

namespace {

Sample read(llvm::StringRef Source) {
  Sample S;
  S.Files = {"a.cpp"};
  readMarks(Source, "a.cpp", S);
  return S;
}

Finding finding(std::string Rule, std::string Object, uint32_t Line) {
  Finding F;
  F.Rule = std::move(Rule);
  F.Object = std::move(Object);
  Site S;
  S.Span = {"a.cpp", Line, 1, Line, 9, ""};
  F.Sites.push_back(S);
  return F;
}

TEST(Marks, ReadsRuleObjectLinesAndOptions) {
  Sample S = read("x; // #here\n"
                  "y; // expect: lock-order(A, B) with #here, #there; dynamic: "
                  "confirmed; likely\n");
  EXPECT_EQ(S.Lines["here"].Line, 1u);
  ASSERT_EQ(S.Marks.size(), 1u);
  const Mark &M = S.Marks[0];
  EXPECT_EQ(M.Rule, "lock-order");
  EXPECT_EQ(M.Objects, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(M.With, (std::vector<std::string>{"here", "there"}));
  EXPECT_TRUE(M.DynamicConfirmed);
  EXPECT_EQ(M.Belief, Confidence::Likely);
  EXPECT_EQ(M.Line, 2u);
}

TEST(Marks, ReadsSeveralMarksOnALineAndBlockComments) {
  Sample S = read("x; // expect: a(X) // expect: b(Y) // #z\n"
                  "y; /* expect: c(Z) */\n");
  EXPECT_EQ(S.Marks.size(), 3u);
  EXPECT_EQ(S.Lines["z"].Line, 1u);
}

TEST(Marks, NamesAMarkThatCannotBeRead) {
  Sample S = read("x; // expect: data-race\n"
                  "y; // expect: data-race(X) widh #a\n");
  EXPECT_EQ(S.Problems.size(), 2u);
}

TEST(Marks, MarkedAndFoundIsRight) {
  Sample S = read("\nx; // expect: data-race(Balance)\n");
  EXPECT_TRUE(compare(S, {finding("data-race", "Balance", 2)}).empty());
  EXPECT_TRUE(compare(S, {finding("data-race", "A.Balance", 2)}).empty());
}

TEST(Marks, MarkedAndNotFoundIsWrong) {
  Sample S = read("\nx; // expect: data-race(Balance)\n");
  EXPECT_EQ(compare(S, {}).size(), 1u);
  EXPECT_EQ(compare(S, {finding("data-race", "Other", 2)}).size(), 2u);
  EXPECT_EQ(compare(S, {finding("data-race", "Balance", 3)}).size(), 2u);
}

TEST(Marks, FoundAndNotMarkedIsWrong) {
  Sample S = read("// expect-none\nx;\n");
  EXPECT_TRUE(S.ExpectNone);
  EXPECT_EQ(compare(S, {finding("data-race", "X", 2)}).size(), 1u);
}

TEST(Marks, OtherSitesMustStandOnTheNamedLines) {
  Sample S = read("x; // expect: data-race(X) with #other\ny; // #other\n");
  Finding F = finding("data-race", "X", 1);
  EXPECT_EQ(compare(S, {F}).size(), 2u);
  Site Other;
  Other.Span = {"a.cpp", 2, 1, 2, 2, ""};
  F.Sites.push_back(Other);
  EXPECT_TRUE(compare(S, {F}).empty());
}

TEST(Marks, KnownLimitsFailOnceTheyAreMended) {
  Sample Miss = read("x; // expect-miss: data-race(X) through a union\n");
  EXPECT_TRUE(compare(Miss, {}).empty());
  EXPECT_EQ(compare(Miss, {finding("data-race", "X", 1)}).size(), 1u);
  Sample Wrong = read("x; // expect-wrong: data-race(X) ordered by a file\n");
  EXPECT_TRUE(compare(Wrong, {finding("data-race", "X", 1)}).empty());
  EXPECT_EQ(compare(Wrong, {}).size(), 1u);
}

} // namespace
