//===- TracesTest.cpp - One schedule, two detectors -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The samples under both detectors: the same schedule must lead to the same
/// operations in the same order. HEDDLE_SEEDS=N makes N schedules of each
/// sample at each level instead of three, HEDDLE_SAMPLES=all takes the samples
/// without a mark `dynamic: confirmed`, too (see bench/traces).
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "tests/Instrument/Programs.h"
#include "tests/Instrument/Subject.h"
#include "tests/Samples/Sample.h"

#include <cstdlib>
#include <ostream>
#include <set>
#include <string>
#include <vector>

using namespace heddle;
using namespace heddle::samples;
using namespace heddle::test;

namespace heddle::samples {
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest's name.
static void PrintTo(const Sample &S, std::ostream *OS) { *OS << S.Name; }
} // namespace heddle::samples

namespace {

const char Tree[] = HEDDLE_SOURCE_DIR "/samples";

std::string environment(const char *Name) {
  const char *Value = std::getenv(Name); // NOLINT(concurrency-mt-unsafe)
  return Value ? Value : "";
}

unsigned seedCount() {
  std::string Text = environment("HEDDLE_SEEDS");
  return Text.empty() ? 3 : unsigned(std::stoul(Text));
}

bool isShown(const Sample &S) {
  return llvm::any_of(S.Marks, [](const Mark &M) {
    return M.Kind == MarkKind::Expect && M.DynamicConfirmed;
  });
}

/// Those that are shown at run time, and their repaired twins.
std::vector<Sample> dynamicSamples() {
  std::vector<Sample> All = findSamples(Tree);
  std::set<std::string> Shown;
  for (const Sample &S : All)
    if (isShown(S))
      Shown.insert(S.Name);
  bool Every = environment("HEDDLE_SAMPLES") == "all";
  llvm::erase_if(All, [&](const Sample &S) {
    llvm::StringRef Name = S.Name;
    Name.consume_back(".fixed");
    return !Every && !Shown.contains(Name.str());
  });
  return All;
}

Sources sourcesOf(const Sample &S) {
  Sources From;
  for (const std::string &File : S.Files) {
    std::string Path = std::string(Tree) + "/" + File;
    bool IsC = llvm::StringRef(File).ends_with(".c");
    From.Units.push_back(
        {.File = Path,
         .Directory = From.Dir.path(),
         .Command = {IsC ? "cc" : "c++", IsC ? "-std=c17" : "-std=c++20",
                     "-pthread", Path}});
  }
  return From;
}

RunResult runUnder(const std::string &Executable, const SchedulePlan &Plan) {
  Campaign C;
  C.Executable = Executable;
  C.Args = {"1"}; // some samples show their fault only when asked to
  C.Limit.Seconds = 20;
  C.Runs = 1;
  auto Results = explore(C, scheduled(Plan), box());
  if (!Results)
    ADD_FAILURE() << llvm::toString(Results.takeError());
  return Results && !Results->empty() ? std::move((*Results)[0]) : RunResult();
}

std::string describe(const TraceStep &S) {
  std::string Text = std::to_string(S.Thread);
  Text.append(" ").append(S.Kind).append(" ").append(S.Object);
  for (const StackFrame &F : S.Stack)
    Text.append(" < ").append(F.Function);
  return Text;
}

/// Where the runs of one plan part.
std::string firstDifference(const BuiltProgram &Built, SchedulePlan Plan) {
  Plan.Trace = true;
  std::vector<TraceStep> Tsan = runUnder(Built.Executable, Plan).Trace;
  std::vector<TraceStep> Own = runUnder(Built.OwnExecutable, Plan).Trace;
  for (size_t I = 0; I < std::max(Tsan.size(), Own.size()); ++I) {
    std::string A = I < Tsan.size() ? describe(Tsan[I]) : "the end";
    std::string B = I < Own.size() ? describe(Own[I]) : "the end";
    if (A != B)
      return A.append("\nand: ").append(B);
  }
  return "the steps look alike";
}

/// The pairs of lines that race in a run.
std::set<std::string> racesOf(const RunResult &R) {
  std::set<std::string> Result;
  for (const Observation &O : R.Seen) {
    if (O.Kind != ObservationKind::Race)
      continue;
    std::multiset<std::string> Lines;
    for (const ObservedAccess &A : O.Accesses) {
      auto At = llvm::find_if(
          A.Stack, [](const StackFrame &F) { return !F.File.empty(); });
      if (At != A.Stack.end())
        Lines.insert(At->File + ":" + std::to_string(At->Line));
    }
    Result.insert(llvm::join(Lines, " and "));
  }
  return Result;
}

/// Races of all runs of a sample, for bench/traces.
struct RaceCounts {
  unsigned Both = 0, OnlyTsan = 0, OnlyOwn = 0;

  void add(const RunResult &Tsan, const RunResult &Own) {
    std::set<std::string> Theirs = racesOf(Tsan), Ours = racesOf(Own);
    for (const std::string &Race : Theirs) {
      ++(Ours.contains(Race) ? Both : OnlyTsan);
      if (!Ours.contains(Race))
        llvm::outs() << "only ThreadSanitizer: " << Race << '\n';
    }
    for (const std::string &Race : Ours) {
      OnlyOwn += !Theirs.contains(Race);
      if (!Theirs.contains(Race))
        llvm::outs() << "only Heddle's own: " << Race << '\n';
    }
  }
};

class Traces : public testing::TestWithParam<Sample> {};

TEST_P(Traces, AreTheSameUnderBothDetectors) {
  Sources From = sourcesOf(GetParam());
  auto Built = From.build(/*Own=*/true);
  if (!Built) {
    std::string Why = llvm::toString(Built.takeError());
    if (environment("HEDDLE_SAMPLES") == "all")
      GTEST_SKIP() << Why; // some are not to be linked
    FAIL() << Why;
  }
  ASSERT_FALSE(Built->OwnExecutable.empty()) << llvm::join(Built->Notes, "\n");
  const char *const Strategies[] = {"random", "pos", "pct"};
  RaceCounts Races;
  for (unsigned I = 0; I < 2 * seedCount(); ++I) {
    SchedulePlan P = plan(Strategies[I / 2 % 3], I / 2 + 1,
                          I % 2 ? PointLevel::Accesses : PointLevel::Atomics);
    P.Spurious = I / 2 % 4 == 3;
    P.MaxSteps = 20000;
    RunResult Tsan = runUnder(Built->Executable, P);
    RunResult Own = runUnder(Built->OwnExecutable, P);
    if (Tsan.How.Kind == EndKind::TimedOut || !Tsan.Schedule)
      GTEST_SKIP() << "it cannot be scheduled: " << Tsan.Gap;
    ASSERT_TRUE(Own.Schedule) << Own.Gap << Own.Err;
    ASSERT_TRUE(*Tsan.Schedule == *Own.Schedule)
        << "seed " << P.Seed << ", level " << int(P.Level) << "\n"
        << Tsan.Schedule->Decisions << "\n"
        << Own.Schedule->Decisions << "\n"
        << firstDifference(*Built, P);
    Races.add(Tsan, Own);
  }
  llvm::outs() << "races " << Races.Both << ' ' << Races.OnlyTsan << ' '
               << Races.OnlyOwn << '\n';
  llvm::outs().flush();
}

INSTANTIATE_TEST_SUITE_P(Samples, Traces, testing::ValuesIn(dynamicSamples()),
                         [](const testing::TestParamInfo<Sample> &Info) {
                           std::string Name = Info.param.Name;
                           for (char &C : Name)
                             C = llvm::isAlnum(C) ? C : '_';
                           return Name;
                         });

} // namespace
