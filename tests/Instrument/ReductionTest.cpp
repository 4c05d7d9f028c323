//===- ReductionTest.cpp - The reduction loses nothing --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs made by chance, each run in all orders of its operations and then
/// by the exhaustive exploration: both must see the same classes of schedules
/// and the same outcomes, whether that is what was read, a deadlock or a crash.
/// Those with names are such in which an earlier version lost something.
///
/// HEDDLE_PROGRAMS=100000 tries more of them.
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "instrument/Explore/Exhaustive.h"
#include "tests/Instrument/Simulated.h"

#include <cstdlib>
#include <random>
#include <set>
#include <string>

using namespace heddle;
using namespace heddle::test;

namespace {

struct Explored {
  ExhaustiveResult Result;
  std::set<std::string> Outcomes;
};

Explored explored(const SimulatedProgram &P, bool Reduce, unsigned Most) {
  Explored All;
  ExhaustiveRequest Q;
  Q.Schedules = Most;
  Q.Reduce = Reduce;
  Q.Run = [&](const SchedulePlan &Plan) -> llvm::Expected<RunResult> {
    RunResult R = simulate(P, Plan);
    if (!R.Explored.Pruned)
      All.Outcomes.insert(R.Out);
    return R;
  };
  All.Result = llvm::cantFail(exploreAll(Q));
  return All;
}

/// False: too many orders to compare with.
bool losesNothing(const SimulatedProgram &P, unsigned Most) {
  Explored Every = explored(P, false, Most);
  if (!Every.Result.Complete)
    return false;
  Explored Few = explored(P, true, 4 * Most);
  EXPECT_TRUE(Few.Result.Complete) << Few.Result.Why << "\n" << P.text();
  EXPECT_EQ(Few.Outcomes, Every.Outcomes) << P.text();
  EXPECT_EQ(Few.Result.Classes, Every.Result.Classes) << P.text();
  EXPECT_EQ(Few.Result.Schedules, Few.Result.Classes.size())
      << "something twice\n"
      << P.text();
  return true;
}

/// What an instruction of a family may be about.
struct Family {
  const char *Name;
  std::vector<Instruction> Choices;
  /// Taken around the rest of a thread, with a chance of one in two.
  std::vector<std::pair<Instruction, Instruction>> Around;
};

std::vector<Family> families() {
  const std::vector<Instruction> Cells = {{Do::Load, 0},     {Do::Load, 1},
                                          {Do::Store, 0, 1}, {Do::Store, 1, 2},
                                          {Do::Add, 0, 1},   {Do::Skip, 0, 1}};
  auto With = [&](std::vector<Instruction> More) {
    More.insert(More.end(), Cells.begin(), Cells.end());
    return More;
  };
  return {
      {"atomics", With({{Do::Assert, 0, 2}}), {}},
      {"mutexes",
       With({{Do::Lock, 0}, {Do::Unlock, 0}, {Do::Lock, 1}, {Do::Unlock, 1}}),
       {{{Do::Lock, 0}, {Do::Unlock, 0}}, {{Do::Lock, 1}, {Do::Unlock, 1}}}},
      {"try-locks",
       With({{Do::TryLock, 0}, {Do::TimedLock, 0}, {Do::Unlock, 0}}),
       {{{Do::Lock, 0}, {Do::Unlock, 0}}}},
      {"semaphores",
       With({{Do::Take, 0}, {Do::Give, 0}, {Do::TryTake, 0}, {Do::Give, 1}}),
       {{{Do::Take, 0}, {Do::Give, 0}}, {{Do::Take, 1}, {Do::Give, 1}}}},
      {"read-write",
       With({{Do::ReadLock, 0}, {Do::WriteLock, 0}, {Do::RwUnlock, 0}}),
       {{{Do::ReadLock, 0}, {Do::RwUnlock, 0}},
        {{Do::WriteLock, 0}, {Do::RwUnlock, 0}}}},
      {"conditions",
       {{Do::Wait, 0, 0},
        {Do::TimedWait, 0, 0},
        {Do::Notify, 0},
        {Do::NotifyAll, 0},
        {Do::Store, 0, 1},
        {Do::Load, 0}},
       {{{Do::Lock, 0}, {Do::Unlock, 0}}}},
      {"once", Cells, {{{Do::Once, 0, 2}, {Do::OnceEnd, 0}}}},
      {"barriers",
       With({{Do::Arrive, 0, 2}, {Do::Arrive, 1, 3}}),
       {{{Do::Lock, 0}, {Do::Unlock, 0}}}},
  };
}

class Dice {
public:
  explicit Dice(unsigned Seed) : Engine(Seed) {}
  /// 0 to \p Below - 1, the same on every machine.
  size_t roll(size_t Below) { return Engine() % Below; }

private:
  std::mt19937 Engine;
};

std::vector<Instruction> threadOf(const Family &F, Dice &D, size_t Most) {
  std::vector<Instruction> Code;
  for (size_t I = 0, Count = D.roll(Most + 1); I < Count; ++I)
    Code.push_back(F.Choices[D.roll(F.Choices.size())]);
  if (F.Around.empty() || D.roll(2))
    return Code;
  const auto &[Begin, End] = F.Around[D.roll(F.Around.size())];
  Code.insert(Code.begin(), Begin);
  if (Begin.What == Do::Once)
    Code[0].Value = int(Code.size());
  Code.push_back(End);
  return Code;
}

SimulatedProgram programOf(const Family &F, unsigned Seed) {
  Dice D(Seed);
  SimulatedProgram P;
  size_t Threads = 2 + D.roll(2);
  for (size_t I = 0; I < Threads; ++I)
    P.Threads.push_back(threadOf(F, D, Threads == 2 ? 4 : 2));
  P.Tokens = {int(D.roll(2)), int(D.roll(2))};
  P.Joined = D.roll(3) ? uint32_t(Threads - 1) : uint32_t(D.roll(Threads));
  return P;
}

class Reduction : public testing::TestWithParam<Family> {};

TEST_P(Reduction, LosesNothingAndRepeatsNothing) {
  const char *Wanted = std::getenv("HEDDLE_PROGRAMS");
  unsigned Programs =
      Wanted ? unsigned(std::strtoul(Wanted, nullptr, 10)) : 150;
  unsigned Compared = 0;
  for (unsigned Seed = 1; Seed <= Programs && !HasFailure(); ++Seed)
    Compared +=
        losesNothing(programOf(GetParam(), Seed), Wanted ? 20000 : 3000);
  EXPECT_GE(Compared, Programs / 3) << "too few are small";
}

INSTANTIATE_TEST_SUITE_P(All, Reduction, testing::ValuesIn(families()),
                         [](const auto &Info) {
                           std::string Name = Info.param.Name;
                           for (char &C : Name)
                             if (C == '-')
                               C = '_';
                           return Name;
                         });

void expectNothingLost(std::vector<std::vector<Instruction>> Threads,
                       int Tokens = 0) {
  SimulatedProgram P;
  P.Threads = std::move(Threads);
  P.Threads.insert(P.Threads.begin(), std::vector<Instruction>());
  P.Tokens = {Tokens, 0};
  P.Joined = uint32_t(P.Threads.size() - 1);
  EXPECT_TRUE(losesNothing(P, 20000));
}

TEST(Reduction, SeesWhoTakesAnOnlyTokenFirst) {
  // Giving it back is the last that the other's taking depends on, and could
  // never come behind it.
  std::vector<Instruction> Guarded = {
      {Do::Take, 0}, {Do::Add, 0, 1}, {Do::Give, 0}};
  expectNothingLost(
      {Guarded, {{Do::Take, 0}, {Do::Store, 0, 5}, {Do::Give, 0}}}, 1);
}

TEST(Reduction, SeesWhatOthersDoBeforeACrash) {
  expectNothingLost({{{Do::Load, 0}, {Do::Assert, 0, 0}},
                     {{Do::Store, 1, 1}, {Do::Load, 2}},
                     {{Do::Store, 2, 1}, {Do::Load, 1}}});
}

TEST(Reduction, SeesWhoCallsTheFunctionOfAnOnce) {
  std::vector<Instruction> First = {
      {Do::Once, 0, 2}, {Do::Store, 0, 1}, {Do::OnceEnd, 0}, {Do::Load, 0}};
  std::vector<Instruction> Second = {
      {Do::Once, 0, 2}, {Do::Store, 0, 2}, {Do::OnceEnd, 0}, {Do::Load, 0}};
  expectNothingLost({First, Second});
}

} // namespace
