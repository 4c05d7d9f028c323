//===- SearchTest.cpp - From many schedules to one token ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How schedules are tried until enough was seen, how the one that shows it is
/// made shorter, and the text by which it can be had again.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Search.h"

#include "instrument/Explore/Shrink.h"
#include "tests/Instrument/Subject.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;
using namespace heddle::test;

namespace {

TEST(Search, StopsWhenEnoughWasSeen) {
  Subject S("crossed.cpp", Crossed);
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.Enough = [](llvm::ArrayRef<RunResult> Runs) {
    return llvm::any_of(Runs, [](const RunResult &R) {
      return seen(R, ObservationKind::Deadlock) != nullptr;
    });
  };
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  EXPECT_EQ(Found->Unsupported, "");
  EXPECT_LT(Found->Runs.size(), 60u);
  EXPECT_EQ(Found->Runs[0].Plan.Strategy, "run-on");
  EXPECT_TRUE(Q.Enough(Found->Runs));
}

TEST(Search, EndsWithTheRunThatIsTheLast) {
  Subject S("crossed.cpp", Crossed);
  auto Deadlocks = [](const RunResult &R) {
    return seen(R, ObservationKind::Deadlock) != nullptr;
  };
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.IsLast = Deadlocks;
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  ASSERT_FALSE(Found->Runs.empty());
  EXPECT_TRUE(Deadlocks(Found->Runs.back()));
  EXPECT_EQ(llvm::count_if(Found->Runs, Deadlocks), 1);
}

TEST(Search, AsksOneStrategyAloneBehindTheCensus) {
  Subject S("crossed.cpp", Crossed);
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.Schedules = 8;
  Q.Strategy = "pct";
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  ASSERT_EQ(Found->Runs.size(), 8u);
  for (size_t I = 0; I < 8; ++I) {
    EXPECT_EQ(Found->Runs[I].Plan.Strategy, I < 2 ? "run-on" : "pct");
    EXPECT_EQ(Found->Runs[I].Plan.Census, I < 2);
  }
}

TEST(Search, KeepsTheCensusOfAWholeRun) {
  // The second run switches at every operation, and soon ends.
  Subject S("early.cpp", R"(#include <atomic>
#include <cstdlib>
#include <thread>
std::atomic<int> Late, Shared;
int main() {
  std::thread T([] {
    if (!Late)
      abort();
    ++Shared;
  });
  ++Shared, ++Shared, ++Shared, ++Shared;
  Late = 1;
  T.join();
}
)");
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.Schedules = 8;
  Q.Strategy = "surw";
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  ASSERT_EQ(Found->Runs.size(), 8u);
  EXPECT_FALSE(Found->Runs[1].Complete);
  std::set<uint64_t> Interesting;
  for (const RunResult &R : Found->Runs)
    Interesting.insert(R.Plan.Focus.begin(), R.Plan.Focus.end());
  EXPECT_GE(Interesting.size(), 2u) << "Late and Shared";
}

TEST(Search, MakesAccessesPointsWhereAThreadSpinsOnPlainMemory) {
  Subject S("spin.cpp", R"(#include <thread>
volatile int Flag;
int main() {
  std::thread T([] { while (!Flag) { } });
  Flag = 1;
  T.join();
}
)");
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.Base.Limit.Seconds = 2;
  Q.Schedules = 12;
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  EXPECT_EQ(Found->Unsupported, "");
  ASSERT_FALSE(Found->Runs.empty());
  for (const RunResult &R : Found->Runs)
    EXPECT_TRUE(R.Complete) << R.Gap;
}

TEST(Search, SaysThatAProgramCannotBeScheduled) {
  // The C library's own reads have no hook: the turn is kept.
  Subject S("outside.c", R"(#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static int Pipe[2];
static void *work(void *P) { write(Pipe[1], "x", 1); return P; }
int main(void) {
  pthread_t T;
  pipe(Pipe);
  pthread_create(&T, 0, work, 0);
  fgetc(fdopen(Pipe[0], "r"));
  return pthread_join(T, 0);
}
)");
  SearchRequest Q;
  Q.Base = S.campaign();
  Q.Base.Limit.Seconds = 1;
  auto Found = search(Q, box());
  ASSERT_TRUE(bool(Found)) << llvm::toString(Found.takeError());
  EXPECT_NE(Found->Unsupported, "");
}

TEST(Shrink, KeepsOnlyTheSwitchesThatMatter) {
  Subject S("crossed.cpp", Crossed);
  auto R = S.find(ObservationKind::Deadlock,
                  plan("random", 1, PointLevel::Accesses), 200);
  ASSERT_TRUE(R);
  auto Shows = [](const RunResult &Run) {
    return seen(Run, ObservationKind::Deadlock) != nullptr;
  };
  RunResult Short = shrink(S.campaign(), *R, Shows, 40, box());
  ASSERT_TRUE(Shows(Short));
  EXPECT_LE(Short.Schedule->Switches, 3u); // main, one thread, the other
  EXPECT_TRUE(replaysExactly(S.campaign(), Short, box()));
}

TEST(ReplayToken, IsReadAsItWasWritten) {
  ReplayToken Token;
  Token.Build = "7c1e22a0";
  Token.Plan = plan("pos", 17, PointLevel::Accesses);
  Token.Plan.Spurious = true;
  Token.Plan.Decisions = "a12Fb5Cz30.2A-3.1";
  EXPECT_EQ(Token.text(), "h1:7c1e22a0:pos:17:2:s:a12Fb5Cz30.2A-3.1");
  auto Back = ReplayToken::parse(Token.text());
  ASSERT_TRUE(bool(Back)) << llvm::toString(Back.takeError());
  EXPECT_EQ(Back->text(), Token.text());
  EXPECT_EQ(Back->replay().Strategy, "replay");
}

TEST(ReplayToken, SaysWhatIsWrongWithIt) {
  auto Why = [](llvm::StringRef Text) {
    auto Token = ReplayToken::parse(Text);
    return Token ? "" : llvm::toString(Token.takeError());
  };
  EXPECT_EQ(Why("h1:abc"),
            "this is no replay token: seven fields with colons between them "
            "are expected, as in h1:7c1e22a0:pos:17:1::a12Fb5C");
  EXPECT_EQ(Why("h9:7c:pos:1:1::a1A"),
            "this is no replay token: it begins with 'h9', and this version "
            "of Heddle knows 'h1'");
  EXPECT_EQ(Why("h1:7c:pos:x:1::a1A"),
            "this is no replay token: the seed 'x' is no number");
  EXPECT_EQ(Why("h1:7c:pos:1:1::"), "this is no replay token: its end, the "
                                    "decisions, is missing or damaged");
}

} // namespace
