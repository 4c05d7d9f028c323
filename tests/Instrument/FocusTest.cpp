//===- FocusTest.cpp - SURW, and what it is interested in -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From a census of what threads share to groups of interesting operations,
/// and from these to schedules. The programs at the end fail in so few orders
/// that the other strategies find none in the time given; with a focus that is
/// empty or wrong, SURW would not either.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Focus.h"

#include "instrument/Explore/Search.h"
#include "tests/Instrument/Subject.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::test;

namespace {

constexpr uint64_t MainPath = 1, First = 10, Second = 20;

/// A census of main and two threads that it creates.
class Shared {
public:
  Shared() {
    Of.Creators = {{MainPath, 0}, {First, MainPath}, {Second, First}};
  }

  Shared &use(uint64_t Path, uint64_t Address, uint32_t Line, uint64_t Count,
              bool Write = true, bool Sync = false) {
    SharedUse U;
    U.Path = Path;
    U.Address = Address;
    U.Count = Count;
    U.Write = Write;
    U.Sync = Sync;
    U.Stack = {StackFrame()};
    U.Stack[0].File = "/src/a.cpp";
    U.Stack[0].Line = Line;
    Of.Uses.push_back(U);
    return *this;
  }
  Census Of;
};

Aim lines(llvm::ArrayRef<uint32_t> Lines) {
  Aim Result;
  for (uint32_t L : Lines)
    Result.push_back({.File = "/src/a.cpp", .Line = L});
  return Result;
}

TEST(Focus, IsEverythingThatTheLinesOfAFindingUse) {
  Shared S;
  S.use(First, 100, 5, 1).use(Second, 200, 6, 1).use(Second, 300, 7, 1);
  std::vector<FocusGroup> Groups =
      aimedGroups(S.Of, {lines({5, 6}), lines({7}), lines({99})});
  ASSERT_EQ(Groups.size(), 2u) << "of line 99 nothing is shared";
  EXPECT_EQ(Groups[0].Addresses, (std::vector<uint64_t>{100, 200}));
  EXPECT_EQ(Groups[1].Addresses, (std::vector<uint64_t>{300}));
}

TEST(Focus, IsAlsoWhatOtherLinesDoWithTheSameMemory) {
  Shared S;
  S.use(First, 100, 5, 2).use(Second, 100, 50, 3);
  std::vector<FocusGroup> Groups = aimedGroups(S.Of, {lines({5})});
  ASSERT_EQ(Groups.size(), 1u);
  EXPECT_EQ(Groups[0].Events.at(Second), 3u);
}

TEST(Focus, CountsWhatAThreadsChildrenDoAsItsOwn) {
  Shared S;
  S.use(First, 100, 5, 2).use(Second, 100, 6, 3);
  std::vector<FocusGroup> Groups = aimedGroups(S.Of, {lines({5})});
  ASSERT_EQ(Groups.size(), 1u);
  EXPECT_EQ(Groups[0].Events, (std::map<uint64_t, uint64_t>{
                                  {Second, 3}, {First, 5}, {MainPath, 5}}));
}

TEST(Focus, IsAllLocksAndThenWhatMostThreadsChange) {
  Shared S;
  S.use(First, 100, 1, 1).use(Second, 100, 1, 1, /*Write=*/false);
  S.use(First, 200, 2, 1).use(Second, 200, 2, 1);
  for (uint64_t Lock : {800, 900})
    S.use(First, Lock, 3, 1, /*Write=*/false, /*Sync=*/true);
  std::vector<FocusGroup> Groups = sharedGroups(S.Of);
  ASSERT_EQ(Groups.size(), 5u);
  EXPECT_EQ(Groups[0].Addresses, (std::vector<uint64_t>{800, 900}));
  EXPECT_EQ(Groups[1].Addresses, (std::vector<uint64_t>{200}));
  EXPECT_EQ(Groups[2].Addresses, (std::vector<uint64_t>{100}));
}

TEST(Focus, TurnsToFindingsAndToOtherThings) {
  Experience Known;
  Known.Aimed.resize(1);
  Known.Aimed[0].Addresses = {100};
  Known.Shared.resize(2);
  Known.Shared[0].Addresses = {200};
  Known.Shared[1].Addresses = {300};
  std::vector<uint64_t> Interested;
  for (unsigned I = 0; I < 12; ++I)
    if (SchedulePlan P = portfolio(I, Known); P.Strategy == "surw")
      Interested.push_back(P.Focus.at(0));
  EXPECT_EQ(Interested, (std::vector<uint64_t>{100, 200, 100, 300}));
}

/// The reader has to be much faster than the writer, then slower. What lies
/// between is shared too, and changed by both.
const char *const Between = R"(#include <atomic>
#include <cassert>
#include <thread>
std::atomic<int> Noise[40], State;
int Private;
void noise() {
  for (auto &N : Noise)
    ++N; // #noise
}
void set() {
  State = 1; // #one
  noise();
  State = 2; // #two
}
void look() {
  for (int I = 0; I < 3; ++I)
    noise();
  int First = State;  // #first
  int Second = State; // #second
  assert(!(First == 1 && Second == 2));
}
int main() {
  Private = 1; // #private
  std::thread T(set), U(look);
  T.join();
  U.join();
}
)";

Aim between(const Subject &S) {
  Aim Lines;
  for (const char *Mark : {"one", "two", "first", "second"})
    Lines.push_back({.File = S.From.Units[0].File, .Line = S.From.line(Mark)});
  return Lines;
}

bool fails(const RunResult &R) {
  return seen(R, ObservationKind::Crash) != nullptr;
}

TEST(Census, TellsWhatThreadsShareAndHowOften) {
  Subject S("between.cpp", Between);
  SchedulePlan P = plan("run-on", 1, PointLevel::Accesses);
  P.Census = true;
  RunResult R = S.run(P);
  auto UsesAt = [&](llvm::StringRef Mark) {
    std::vector<const SharedUse *> Result;
    for (const SharedUse &U : R.Shared.Uses)
      if (llvm::any_of(U.Stack, [&](const StackFrame &F) {
            return F.File == S.From.Units[0].File &&
                   F.Line == S.From.line(Mark);
          }))
        Result.push_back(&U);
    return Result;
  };
  ASSERT_EQ(UsesAt("one").size(), 1u);
  ASSERT_EQ(UsesAt("first").size(), 1u);
  const SharedUse &Write = *UsesAt("one")[0], &Read = *UsesAt("first")[0];
  EXPECT_EQ(Write.Address, Read.Address);
  EXPECT_NE(Write.Path, Read.Path);
  EXPECT_TRUE(Write.Write);
  EXPECT_FALSE(Read.Write);
  EXPECT_EQ(Write.Count, 1u);
  EXPECT_EQ(UsesAt("noise").size(), 2u * 40u);
  EXPECT_EQ(UsesAt("private").size(), 0u);
  std::vector<FocusGroup> Groups = aimedGroups(R.Shared, {between(S)});
  ASSERT_EQ(Groups.size(), 1u);
  EXPECT_EQ(Groups[0].Addresses.size(), 1u);
  EXPECT_EQ(Groups[0].Events.at(Write.Path), 2u);
}

TEST(Surw, FindsWhatOthersDoNot) {
  Subject S("between.cpp", Between);
  SchedulePlan Count = plan("run-on", 1, PointLevel::Accesses);
  Count.Census = true;
  std::vector<FocusGroup> Groups =
      aimedGroups(S.run(Count).Shared, {between(S)});
  ASSERT_EQ(Groups.size(), 1u);
  constexpr unsigned Seeds = 24;
  auto Failures = [&](const char *Strategy) {
    SchedulePlan P = plan(Strategy, 1, PointLevel::Accesses);
    if (llvm::StringRef(Strategy) == "surw")
      Groups[0].applyTo(P);
    return llvm::count_if(S.runs({.Name = Strategy,
                                  .Plan =
                                      [&](unsigned Index) {
                                        P.Seed = Index + 1;
                                        return P;
                                      }},
                                 Seeds),
                          fails);
  };
  EXPECT_GE(Failures("surw"), 3) << "one order of six is wanted";
  EXPECT_EQ(Failures("random"), 0);
  EXPECT_EQ(Failures("pos"), 0);
}

TEST(Surw, IsReplayed) {
  Subject S("between.cpp", Between);
  SchedulePlan P = plan("surw", 3, PointLevel::Accesses);
  RunResult R = S.run(P);
  RunResult Again = S.replay(R);
  ASSERT_TRUE(R.Schedule && Again.Schedule);
  EXPECT_EQ(R.Schedule->Hash, Again.Schedule->Hash);
}

TEST(Search, IsSoonerAtAFaultThatAFindingNames) {
  Subject S("between.cpp", Between);
  auto Shows = [&](std::vector<Aim> Aims) {
    SearchRequest Q;
    Q.Base = S.campaign();
    Q.Schedules = 60;
    Q.Aims = std::move(Aims);
    auto Found = search(Q, box());
    if (!Found) {
      ADD_FAILURE() << llvm::toString(Found.takeError());
      return false;
    }
    return llvm::any_of(Found->Runs, fails);
  };
  EXPECT_TRUE(Shows({between(S)}));
  EXPECT_FALSE(Shows({}));
}

} // namespace
