//===- EditsTest.cpp - Fixes as lines, and together ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Edits.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

SourceSpan span(uint32_t Line, uint32_t Column, uint32_t EndLine,
                uint32_t EndColumn) {
  return {"f.c", Line, Column, EndLine, EndColumn, ""};
}

std::vector<LineChange> changes(const FixIt &Fix,
                                std::vector<std::string> Lines) {
  return lineChanges(
      Fix, [&](llvm::StringRef, uint32_t Line) -> std::optional<std::string> {
        if (Line == 0 || Line > Lines.size())
          return std::nullopt;
        return Lines[Line - 1];
      });
}

TEST(Edits, AddedLineIsTheOnlyChange) {
  FixIt Fix{"hold it", {{span(2, 3, 2, 3), "lock();\n  "}}};
  std::vector<LineChange> C = changes(Fix, {"{", "  X = 1;", "}"});
  ASSERT_EQ(C.size(), 1u);
  EXPECT_EQ(C[0], (LineChange{"f.c", 2, {}, {"  lock();"}}));
}

TEST(Edits, ChangesOfOneLineAreOne) {
  FixIt Fix{"both", {{span(1, 1, 1, 2), "b"}, {span(1, 3, 1, 4), "a"}}};
  std::vector<LineChange> C = changes(Fix, {"a b"});
  ASSERT_EQ(C.size(), 1u);
  EXPECT_EQ(C[0], (LineChange{"f.c", 1, {"a b"}, {"b a"}}));
}

TEST(Edits, WhatDoesNotFitHasNoLines) {
  FixIt Fix{"late", {{span(7, 1, 7, 2), "x"}}};
  EXPECT_TRUE(changes(Fix, {"a"}).empty());
}

Finding mended(const char *Function, FixIt Fix,
               Confidence Belief = Confidence::Likely) {
  Finding F;
  F.Belief = Belief;
  Site S;
  S.Span = Fix.Edits.front().Span;
  S.Function = Function;
  F.Sites.push_back(S);
  F.Fixes.push_back(std::move(Fix));
  return F;
}

TEST(Edits, SecondOfTwoThatOverlapIsLeft) {
  Report R;
  R.Findings = {mended("f", {"one", {{span(1, 1, 1, 4), "x"}}}),
                mended("g", {"two", {{span(1, 3, 1, 6), "y"}}})};
  FixSelection S = selectFixes(R);
  EXPECT_EQ(S.Chosen, std::vector<size_t>({0}));
  EXPECT_EQ(S.Left, std::vector<size_t>({1}));
}

TEST(Edits, EqualEditsOfTwoFixesAreOne) {
  Edit Include{span(1, 1, 1, 1), "#include <atomic>\n"};
  Report R;
  R.Findings = {mended("f", {"one", {{span(3, 1, 3, 2), "x"}, Include}}),
                mended("g", {"two", {{span(9, 1, 9, 2), "y"}, Include}})};
  FixSelection S = selectFixes(R);
  EXPECT_EQ(S.Chosen.size(), 2u);
  EXPECT_EQ(S.All.Edits.size(), 3u);
}

TEST(Edits, OnlyPossibleOnesAreNotChosen) {
  Report R;
  R.Findings = {
      mended("f", {"one", {{span(1, 1, 1, 4), "x"}}}, Confidence::Possible)};
  FixSelection S = selectFixes(R);
  EXPECT_TRUE(S.Chosen.empty());
  EXPECT_TRUE(S.Left.empty());
}

} // namespace
