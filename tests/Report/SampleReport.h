//===- SampleReport.h - A report that has something of everything *- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One race with stacks, locks, a fix and what running it showed; one
/// deadlock; one finding that a comment allows; and gaps of every kind.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_REPORT_SAMPLEREPORT_H
#define HEDDLE_TESTS_REPORT_SAMPLEREPORT_H

#include "analyzer/Report/Report.h"

namespace heddle::test {

inline constexpr llvm::StringLiteral BankSource =
    "int Balance; std::mutex M;\n"
    "void deposit(int N) { std::lock_guard L(M); Balance += N; }\n"
    "void audit() { /* \xC3\xA4\xF0\x9F\x8F\xA6 */ Balance = 0; }\n"
    "int main() { std::thread T(deposit, 5); audit(); T.join(); }\n";

inline SourceSpan span(uint32_t Line, uint32_t Column, uint32_t EndColumn,
                       std::string File = "bank.cpp") {
  return {.File = std::move(File),
          .Line = Line,
          .Column = Column,
          .EndLine = Line,
          .EndColumn = EndColumn,
          .Macro = ""};
}

inline SourceReader bankReader() {
  return [](llvm::StringRef File) -> std::optional<std::string> {
    if (File != "bank.cpp")
      return std::nullopt;
    return BankSource.str();
  };
}

inline Finding sampleRace() {
  Finding F;
  F.Rule = "unguarded-access-race";
  F.Belief = Confidence::Certain;
  F.Program = "bank";
  F.Object = "Balance";
  F.Message = "'Balance' is written without the lock that guards it elsewhere";
  F.Why = "both threads can be at these two lines at once";
  F.Repair = "hold 'M' here too:\n  std::lock_guard L(M);";
  F.Reasons = {"nothing orders the two"};
  F.MoreSites = 38;
  F.Id = "0123456789abcdef";
  Site Write{.Role = SiteRole::Primary,
             .Span = span(3, 30, 37),
             .Label = "in thread main, holding nothing",
             .Thread = "main",
             .ThreadIndex = 0,
             .Stack = {{"main", {}}, {"audit", span(4, 42, 47)}},
             .Write = true,
             .Function = "audit"};
  Site Update{.Role = SiteRole::OtherAccess,
              .Span = span(2, 45, 52),
              .Message = "thread 'deposit' updates it here, holding 'M'",
              .Thread = "deposit",
              .ThreadIndex = 1,
              .Held = {{"M", false, span(2, 39, 43)}},
              .Stack = {{"deposit", {}}},
              .Write = true,
              .Function = "deposit"};
  Site Start{.Role = SiteRole::Spawn,
             .Span = span(4, 26, 39),
             .Message = "thread 'deposit' starts here [once]",
             .Thread = "deposit",
             .ThreadIndex = 1,
             .Function = "main"};
  Site Declared{.Role = SiteRole::Declaration,
                .Span = span(1, 5, 12),
                .Message = "'Balance' is declared here"};
  F.Sites = {Write, Update, Start, Declared};
  SourceSpan Before = span(3, 16, 16);
  F.Fixes = {{"hold 'M' here too", {{Before, "std::lock_guard L(M); "}}}};
  F.Dynamic.Verdict = DynamicVerdict::Confirmed;
  F.Dynamic.Text = "confirmed by ThreadSanitizer, run 1 of 10";
  F.Dynamic.Observed = {Update};
  return F;
}

/// `save` holds A and wants B, `load` holds B and wants A.
inline Finding sampleDeadlock() {
  Finding F;
  F.Rule = "lock-order";
  F.Kind = Category::Deadlock;
  F.Program = "bank";
  F.Object = "A, B";
  F.Message = "'A' and 'B' are locked in opposite orders by two threads";
  F.Why = "each can hold what the other waits for";
  F.Repair = "lock them in the same order everywhere";
  F.Id = "fedcba9876543210";
  auto Waits = [](SiteRole Role, uint32_t Thread, const char *Name,
                  const char *Held, const char *Wanted, uint32_t Line) {
    std::string Text = std::string("thread '") + Name + "' holds '" + Held +
                       "' and waits for '" + Wanted + "'";
    bool Primary = Role == SiteRole::Primary;
    return Site{.Role = Role,
                .Span = span(Line, 3, 4, "files.cpp"),
                .Message = Primary ? "" : Text,
                .Label = Primary ? Text : "",
                .Thread = Name,
                .ThreadIndex = Thread,
                .Held = {{Held, false, span(Line - 1, 3, 4, "files.cpp")}},
                .Function = Name,
                .Lock = Wanted};
  };
  F.Sites = {Waits(SiteRole::Primary, 0, "save", "A", "B", 12),
             Waits(SiteRole::LockTaken, 1, "load", "B", "A", 22)};
  return F;
}

inline Report sampleReport() {
  Report R;
  R.ToolVersion = "0.1.0";
  R.Root = "/nowhere";
  R.Findings = {sampleRace(), sampleDeadlock()};
  Finding Allowed;
  Allowed.Rule = "unnamed-guard";
  Allowed.Level = Severity::Warning;
  Allowed.Kind = Category::Lock;
  Allowed.Message = "the guard is destroyed at once";
  Allowed.Sites = {
      {.Role = SiteRole::Primary, .Span = span(9, 1, 4, "a b\xC3\xA4.cpp")}};
  Allowed.Id = "00ff00ff00ff00ff";
  Allowed.SuppressedBecause = "a test of guards";
  R.Suppressed = {Allowed};
  R.SuppressionProblems = {{span(5, 1, 2), "this comment allows nothing"}};
  R.Covered = {.Files = 2,
               .Programs = 1,
               .Functions = 3,
               .Threads = 2,
               .Incomplete = {"expected ';'", "lost"},
               .IncompleteAt = {span(7, 2, 3), {}},
               .NotFollowed = {"call of 'foo', which has no body and no spec"},
               .Assumptions = {"flags were guessed"},
               .Notes = {"no compile_commands.json above bank.cpp"},
               .HiddenThirdParty = 1};
  R.NextCommand = "heddle explain unguarded-access-race";
  R.DynamicRun = true;
  R.DynamicNotes = {"run 1 of 10: exit status 66"};
  return R;
}

} // namespace heddle::test

#endif // HEDDLE_TESTS_REPORT_SAMPLEREPORT_H
