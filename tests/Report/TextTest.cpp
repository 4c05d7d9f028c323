//===- TextTest.cpp - What people read -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Whole outputs as golden text: the shape of the page is what is tested.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Report/Report.h"
#include "analyzer/Report/Snippet.h"
#include "gtest/gtest.h"

#include "llvm/Support/raw_ostream.h"

using namespace heddle;

namespace {

SourceSpan span(uint32_t Line, uint32_t Column, uint32_t EndColumn,
                std::string File = "bank.cpp") {
  return {.File = std::move(File),
          .Line = Line,
          .Column = Column,
          .EndLine = Line,
          .EndColumn = EndColumn,
          .Macro = ""};
}

const char Bank[] = "int Balance; std::mutex M;\n"
                    "void deposit(int N) { std::lock_guard L(M); "
                    "Balance += N; }\n"
                    "void audit() { Balance = 0; }\n"
                    "int main() { std::thread T(deposit, 5); audit(); }\n";

TextOptions options(const std::string &Source = Bank) {
  TextOptions O;
  O.Read = [Source](llvm::StringRef) { return Source; };
  return O;
}

std::string text(const Report &R, const TextOptions &O = options()) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  writeText(R, OS, O);
  return Out;
}

Finding race() {
  Finding F;
  F.Rule = "unguarded-access-race";
  F.Belief = Confidence::Certain;
  F.Message = "'Balance' is written without the lock that guards it elsewhere";
  Site Primary{.Role = SiteRole::Primary, .Span = span(3, 16, 23)};
  Primary.Label = "in thread main, holding nothing";
  Site Other{.Role = SiteRole::OtherAccess, .Span = span(2, 45, 52)};
  Other.Message = "thread 'deposit' updates it here, holding 'M'";
  F.Sites = {Primary, Other};
  F.Why = "both threads can be at these two lines at once: the deposit can be "
          "lost";
  F.Repair = "hold 'M' here too:\n  std::lock_guard L(M);";
  return F;
}

TEST(Text, ShowsBothAccessesWithCaretsAndSaysWhyAndHow) {
  Report R;
  R.Findings = {race()};
  R.Covered.Programs = 1;
  R.Covered.Functions = 3;
  R.Covered.Threads = 2;
  R.NextCommand = "heddle confirm bank.cpp";
  EXPECT_EQ(
      text(R),
      R"(bank.cpp:3:16: error: 'Balance' is written without the lock that guards it elsewhere [unguarded-access-race, certain]
    3 | void audit() { Balance = 0; }
      |                ^~~~~~~ in thread main, holding nothing
bank.cpp:2:45: note: thread 'deposit' updates it here, holding 'M'
    2 | void deposit(int N) { std::lock_guard L(M); Balance += N; }
      |                                             ^~~~~~~
  why     both threads can be at these two lines at once: the deposit can be lost
  repair  hold 'M' here too:
            std::lock_guard L(M);

1 race · 1 program, 3 functions, 2 threads · everything was analysed
next: heddle confirm bank.cpp
)");
}

TEST(Text, ShowsTheWayFromTheSpawnToAnAccessDeepDown) {
  Report R;
  R.Findings = {race()};
  R.Findings[0].Sites.resize(1);
  R.Findings[0].Sites[0].Stack = {{"work", {}}, {"audit", span(9, 3, 10)}};
  EXPECT_NE(text(R).find("| reached through 'work' -> 'audit' (called at 9:3)"),
            std::string::npos);
}

TEST(Text, ShowsALineOnceWhereBothThreadsCome) {
  Report R;
  R.Findings = {race()};
  R.Findings[0].Sites[1].Span = R.Findings[0].Sites[0].Span;
  EXPECT_NE(text(R).find("  3 | void audit() { Balance = 0; }\n"
                         "      |                ^~~~~~~ in thread main, "
                         "holding nothing\n"
                         "bank.cpp:3:16: note: thread 'deposit' updates it "
                         "here, holding 'M'\n"
                         "  why     "),
            std::string::npos);
}

TEST(Text, PutsALongLabelBelowTheMark) {
  Report R;
  R.Findings = {race()};
  R.Findings[0].Sites.resize(1);
  TextOptions O = options();
  O.Width = 60;
  EXPECT_NE(text(R, O).find("\n      |                ^~~~~~~\n"
                            "      |                in thread main, holding "
                            "nothing\n"),
            std::string::npos);
}

TEST(Text, SaysWhatTheRunShowed) {
  Report R;
  R.Findings = {race()};
  R.Findings[0].Dynamic.Verdict = DynamicVerdict::Confirmed;
  R.Findings[0].Dynamic.Text = "confirmed by ThreadSanitizer, run 1 of 10";
  R.DynamicRun = true;
  EXPECT_NE(text(R).find("  seen    confirmed by ThreadSanitizer, run 1 of 10"),
            std::string::npos);
}

TEST(Text, ListsWhatWasNotAnalysedBeforeItSumsUp) {
  Report R;
  R.Covered.Incomplete = {"expected ';'"};
  R.Covered.IncompleteAt = {span(7, 2, 3)};
  std::string Out = text(R);
  EXPECT_LT(Out.find("not analysed:\n  bank.cpp:7:2: expected ';'"),
            Out.find("no findings"));
}

TEST(Text, CutsALongLedgerAndSaysWhereTheRestIs) {
  Report R;
  for (int I = 0; I < 30; ++I)
    R.Covered.NotFollowed.push_back("call " + std::to_string(I));
  EXPECT_NE(text(R).find("  and 22 more; `--output json=FILE` lists them all"),
            std::string::npos);
}

TEST(Text, EndsWithTheVerdictUnderProve) {
  Report R;
  R.Answer = Verdict::Unknown;
  R.AnswerReasons = {"'f' has no body", "inline assembly"};
  EXPECT_TRUE(llvm::StringRef(text(R)).ends_with(
      "\nunknown: because 'f' has no body; inline assembly\n"));
}

TEST(Text, WrapsProseWithAHangingIndent) {
  Report R;
  R.Findings = {race()};
  R.Findings[0].Repair = "";
  TextOptions O = options();
  O.Width = 50;
  EXPECT_NE(text(R, O).find("  why     both threads can be at these two lines\n"
                            "          at once: the deposit can be lost\n"),
            std::string::npos);
}

TEST(Text, WrapsWhatWasNotAnalysed) {
  Report R;
  R.Covered.Notes = {"no compile_commands.json knows bank.cpp, so default "
                     "flags: -std=c++20 -pthread"};
  TextOptions O = options();
  O.Width = 60;
  EXPECT_NE(text(R, O).find("notes:\n"
                            "  no compile_commands.json knows bank.cpp, so "
                            "default flags:\n"
                            "    -std=c++20 -pthread\n"),
            std::string::npos);
}

TEST(Text, UsesColourOnlyWhenAsked) {
  Report R;
  R.Findings = {race()};
  EXPECT_EQ(text(R).find('\x1b'), std::string::npos);
  TextOptions O = options();
  O.Colour = true;
  EXPECT_NE(text(R, O).find("\x1b[1;31merror: \x1b[0m"), std::string::npos);
}

TEST(Text, LeavesOutSourceThatCannotBeRead) {
  Report R;
  R.Findings = {race()};
  TextOptions O;
  O.Read = [](llvm::StringRef) { return std::nullopt; };
  EXPECT_EQ(text(R, O).find(" | "), std::string::npos);
}

TEST(Snippet, ExpandsTabsSoThatTheMarkStandsUnderTheText) {
  Snippet S = drawSnippet("\tx = 1;", span(1, 2, 3), 80);
  EXPECT_EQ(S.Line, "        x = 1;");
  EXPECT_EQ(S.Underline, "        ^");
}

TEST(Snippet, CountsWideCharactersAsTwoColumns) {
  // Two ideographs of three bytes and two columns each.
  Snippet S =
      drawSnippet("\"\xE4\xBD\xA0\xE5\xA5\xBD\", x", span(1, 11, 12), 80);
  EXPECT_EQ(S.Underline, "        ^");
}

TEST(Snippet, ShowsControlCharactersAndBrokenUtf8AsQuestionMarks) {
  Snippet S = drawSnippet("a\x1b[31m\xFFz", span(1, 8, 9), 80);
  EXPECT_EQ(S.Line, "a?[31m?z");
  EXPECT_EQ(S.Underline, "       ^");
}

TEST(Snippet, ShowsTheSurroundingsOfTheRangeOfALongLine) {
  std::string Long(300, 'a');
  Long.replace(200, 6, "target");
  Snippet S = drawSnippet(Long, span(1, 201, 207), 40);
  EXPECT_EQ(S.Line.size(), 40u);
  size_t At = S.Line.find("target");
  ASSERT_NE(At, std::string::npos);
  EXPECT_EQ(S.Underline, std::string(At, ' ') + "^~~~~~");
}

TEST(Snippet, UnderlinesTheFirstLineOfARangeOfSeveral) {
  SourceSpan Span = span(1, 5, 2);
  Span.EndLine = 3;
  Snippet S = drawSnippet("    f(a,", Span, 80);
  EXPECT_EQ(S.Underline, "    ^~~~");
}

TEST(Snippet, MarksTheEndOfTheLineForAPlaceBehindIt) {
  Snippet S = drawSnippet("x", span(1, 2, 3), 80);
  EXPECT_EQ(S.Underline, " ^");
}

} // namespace
