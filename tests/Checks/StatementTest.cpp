//===- StatementTest.cpp - Where statements begin and end -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Statement.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

/// The statement around the word `here`, as it is written.
std::string statement(std::string Code, bool *Alone = nullptr) {
  SourceText T(std::move(Code));
  for (size_t I = 0; I < T.tokens().size(); ++I)
    if (T.is(I, "here"))
      if (std::optional<Statement> S = statementAt(T, I)) {
        if (Alone)
          *Alone = S->Alone;
        return T.text()
            .slice(T.tokens()[S->First].Begin, T.tokens()[S->Last].End)
            .str();
      }
  return "";
}

TEST(Statement, EndsAtItsSemicolon) {
  EXPECT_EQ(statement("void f() { a(); X = here + 1; b(); }"), "X = here + 1;");
}

TEST(Statement, IsFoundFromWithinItsBrackets) {
  EXPECT_EQ(statement("void f() { a; call(1, g(here), 2)[3]; }"),
            "call(1, g(here), 2)[3];");
}

TEST(Statement, ContainsWholeLambdas) {
  EXPECT_EQ(statement("int main() { std::thread T([&] { g(); }, here); }"),
            "std::thread T([&] { g(); }, here);");
}

TEST(Statement, InALambdaIsTheInnerOne) {
  EXPECT_EQ(statement("int main() { std::thread T([&]() -> int { g(); "
                      "return here; }); }"),
            "return here;");
}

TEST(Statement, InitialiserIsNoBlock) {
  EXPECT_EQ(statement("void f() { int A[] = {1, here, 3}; }"),
            "int A[] = {1, here, 3};");
}

TEST(Statement, BranchWithoutBracesStandsAlone) {
  bool Alone = false;
  EXPECT_EQ(statement("void f() { if (a) here(); else b(); }", &Alone),
            "here();");
  EXPECT_TRUE(Alone);
  EXPECT_EQ(statement("void f() { if (a) b(); else here(); }", &Alone),
            "here();");
  EXPECT_TRUE(Alone);
  EXPECT_EQ(statement("void f() { if (a) { b(); } here(); }", &Alone),
            "here();");
  EXPECT_FALSE(Alone);
}

TEST(Statement, BeginsBehindALabelButNotAtAQuestion) {
  EXPECT_EQ(statement("void f() { switch (a) { case 1: here(); } }"),
            "here();");
  EXPECT_EQ(statement("void f() { again: here(); }"), "here();");
  EXPECT_EQ(statement("void f() { X = a ? b : here; }"), "X = a ? b : here;");
}

TEST(Statement, HeaderOfALoopIsNone) {
  EXPECT_EQ(statement("void f() { for (int I = 0; I < here; ++I) g(); }"), "");
  EXPECT_EQ(statement("void f() { while (here) g(); }"), "");
}

/// What the `if` or statement in the outermost block around `here` begins with.
std::string outermost(std::string Code) {
  SourceText T(std::move(Code));
  for (size_t I = 0; I < T.tokens().size(); ++I)
    if (T.is(I, "here"))
      return T.word(outermostIn(T, I, functionBody(T, I))).str();
  return "";
}

TEST(Statement, HeaderBelongsToItsLoop) {
  EXPECT_EQ(outermost("void f() { a(); if (g(here) != 0) b(); }"), "if");
  EXPECT_EQ(outermost("void f() { a(); X = g(1, here); }"), "X");
  EXPECT_EQ(outermost("void f() { for (int I = here; I < 9; ++I) b(); }"),
            "for");
}

TEST(Statement, FurtherInHasNoOutermostOne) {
  EXPECT_EQ(outermost("void f() { if (a) { here(); } }"), "");
}

TEST(Statement, CommentsAndStringsAreNoCode) {
  EXPECT_EQ(statement("void f() { a(\";{\"); /* ; */ X = here; // ;\n }"),
            "X = here;");
  EXPECT_EQ(statement("void f() { X = R\"(;})\" + 1'000 + here; }"),
            "X = R\"(;})\" + 1'000 + here;");
}

TEST(Statement, IsNoneAroundAPreprocessorLine) {
  EXPECT_EQ(statement("void f() { g(1,\n#ifdef A\nhere\n#endif\n); }"), "");
}

} // namespace
