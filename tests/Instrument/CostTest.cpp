//===- CostTest.cpp - What a run costs ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// No test: what one run costs natively, under ThreadSanitizer, with the
/// scheduler, and with Heddle's own detector, for bench/detectors, which asks
/// for it. The four are run by turns, without the sandbox.
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "instrument/Explore/Workshop.h"
#include "tests/Instrument/Programs.h"
#include "tests/Instrument/Subject.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/Program.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace heddle;
using namespace heddle::test;

namespace {

struct Load {
  const char *Name, *Text;
};

const Load Loads[] = {
    {"small", R"(#include <mutex>
#include <thread>
std::mutex M;
int Count;
void work() { for (int I = 0; I < 5; ++I) { std::lock_guard L(M); ++Count; } }
)"},
    {"memory", R"(#include <mutex>
#include <thread>
std::mutex M;
long Sums[2];
void work() {
  static int Next; int Me; { std::lock_guard L(M); Me = Next++; }
  volatile long A[64] = {};
  for (long I = 0; I < 20000; ++I) A[I & 63] = A[(I * 7) & 63] + I;
  Sums[Me & 1] = A[5];
}
)"},
    {"locks", R"(#include <mutex>
#include <thread>
std::mutex M;
long Count;
void work() { for (int I = 0; I < 5000; ++I) { std::lock_guard L(M); ++Count; } }
)"},
    {"atomics", R"(#include <atomic>
#include <thread>
std::atomic<long> Count;
void work() { for (int I = 0; I < 5000; ++I) ++Count; }
)"},
};

const char *const MainOf = R"(
int main() {
  std::thread A(work), B(work);
  A.join();
  B.join();
}
)";

/// Milliseconds of each of \p Runs runs.
double timeOf(const std::string &Executable, const Strategy &How, unsigned Runs,
              const Sandbox &Box, bool Served = false) {
  Campaign C;
  if (Served)
    C.Shop = std::make_shared<Workshop>();
  C.Executable = Executable;
  C.Limit.Seconds = 60;
  C.Runs = Runs;
  auto Start = std::chrono::steady_clock::now();
  auto Results = explore(C, How, Box);
  std::chrono::duration<double, std::milli> Took =
      std::chrono::steady_clock::now() - Start;
  EXPECT_TRUE(bool(Results));
  llvm::consumeError(Results.takeError());
  return Took.count() / Runs;
}

std::string buildNatively(const Sources &From) {
  std::string Out = From.Dir.file("native");
  auto Compiler = llvm::sys::findProgramByName("clang++-22");
  EXPECT_TRUE(bool(Compiler));
  std::vector<llvm::StringRef> Words = {
      *Compiler,  "-std=c++20",       "-O1", "-g",
      "-pthread", From.Units[0].File, "-o",  Out};
  EXPECT_EQ(llvm::sys::ExecuteAndWait(*Compiler, Words), 0);
  return Out;
}

struct Column {
  const char *Name;
  std::string Executable;
  Strategy How;
};

/// Schedules in a second: in the sandbox, as users run it, and without; each
/// run a process of its own, and made by a server, whose start counts too.
void printRates(const Column &C, const Sandbox &Open) {
  constexpr unsigned Alone = 60, Served = 1000;
  llvm::outs() << "rate " << C.Name;
  for (const Sandbox *Box : {&box(), &Open})
    llvm::outs() << llvm::format(
        " %.0f %.0f", 1000 / timeOf(C.Executable, C.How, Alone, *Box),
        1000 / timeOf(C.Executable, C.How, Served, *Box, /*Served=*/true));
  llvm::outs() << '\n';
}

TEST(Cost, DISABLED_OfOneRun) {
  Sandbox Open = Sandbox::open(SandboxMode::Off);
  for (const Load &L : Loads) {
    Sources From;
    From.add("load.cpp", std::string(L.Text) + MainOf);
    auto Built = From.build(/*Own=*/true);
    ASSERT_TRUE(bool(Built)) << llvm::toString(Built.takeError());
    auto Plan = [](PointLevel Level) {
      SchedulePlan P = plan("random", 1, Level);
      P.MaxSteps = 20000000;
      return scheduled(P);
    };
    std::vector<Column> Columns = {{"native", buildNatively(From), freeRun()},
                                   {"tsan", Built->Executable, freeRun()}};
    for (int Level = 0; Level <= 2; ++Level) {
      Columns.push_back(
          {"tsan+scheduler", Built->Executable, Plan(PointLevel(Level))});
      Columns.push_back(
          {"own+scheduler", Built->OwnExecutable, Plan(PointLevel(Level))});
    }
    std::vector<double> Best(Columns.size(), 1e9);
    unsigned Runs = llvm::StringRef(L.Name) == "small" ? 20 : 2;
    for (unsigned Round = 0; Round < 3; ++Round)
      for (size_t I = 0; I < Columns.size(); ++I)
        Best[I] = std::min(
            Best[I], timeOf(Columns[I].Executable, Columns[I].How, Runs, Open));
    llvm::outs() << "cost " << L.Name;
    for (double Each : Best)
      llvm::outs() << llvm::format(" %.2f", Each);
    llvm::outs() << '\n';
    if (Runs > 2)
      for (const Column &C : {Columns[4], Columns[5]})
        printRates(C, Open);
    llvm::outs().flush();
  }
}

} // namespace
