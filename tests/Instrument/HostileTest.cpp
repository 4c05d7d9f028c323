//===- HostileTest.cpp - Programs that are hard to run --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Whatever a program does, it gets an answer that is true: what was not seen
/// to its end is never called clean.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Case.h"

namespace heddle::test {
namespace {

struct Hostile : Case {
  explicit Hostile(llvm::StringRef Text) : Case("program.cpp", Text) {
    Q.Schedules = 2;
    Q.AtLeast = 2;
    run();
  }
};

TEST(Hostile, CrashesBeforeMain) {
  Hostile C(R"(#include <cstdlib>
#include <thread>
struct Early { Early() { std::abort(); } } Object; // #abort
int main() { std::thread([] {}).join(); }
)");
  EXPECT_FALSE(C.R.Covered.Incomplete.empty());
  EXPECT_NE(C.notes().find("crashed: SIGABRT at program.cpp:3:"),
            std::string::npos)
      << C.notes();
}

TEST(Hostile, BecomesAnotherProgram) {
  Hostile C(R"(#include <thread>
#include <unistd.h>
int main() {
  std::thread([] {}).join();
  execl("/bin/true", "true", nullptr);
}
)");
  EXPECT_FALSE(C.R.Covered.Incomplete.empty());
  EXPECT_NE(C.notes().find("cannot be called clean"), std::string::npos)
      << C.notes();
}

TEST(Hostile, StartsTwoThousandThreads) {
  Hostile C(R"(#include <mutex>
#include <thread>
#include <vector>
std::mutex M;
int Count;
int main() {
  std::vector<std::thread> All;
  for (int I = 0; I < 2000; ++I)
    All.emplace_back([] { std::lock_guard L(M); ++Count; });
  for (std::thread &T : All)
    T.join();
  return Count == 2000 ? 0 : 1;
}
)");
  EXPECT_TRUE(C.R.Findings.empty());
  EXPECT_TRUE(C.R.Covered.Incomplete.empty()) << C.notes();
  EXPECT_EQ(C.R.DynamicNotes.back(), "2 schedules: all exited with code 0");
}

TEST(Hostile, IsNotTheSameTwice) {
  // The time is virtual, these numbers are not.
  Hostile C(R"(#include <mutex>
#include <random>
#include <thread>
std::mutex M;
int Racy;
int main() {
  unsigned Rounds = 1 + std::random_device{}() % 1000;
  std::thread T([&] {
    for (unsigned I = 0; I < Rounds; ++I)
      std::lock_guard L(M);
    ++Racy;
  });
  ++Racy;
  T.join();
}
)");
  const Finding &F = C.finding("data-race");
  EXPECT_EQ(F.Dynamic.Verdict, DynamicVerdict::Confirmed);
}

TEST(Hostile, WantsATerminal) {
  Hostile C(R"(#include <cstdio>
#include <unistd.h>
int main() {
  if (isatty(0))
    return 0;
  fputs("no terminal\n", stderr);
  return 7;
}
)");
  EXPECT_NE(C.notes().find("2 schedules: all exited with code 7"),
            std::string::npos)
      << C.notes();
  EXPECT_NE(C.notes().find("it said: no terminal"), std::string::npos)
      << C.notes();
}

} // namespace
} // namespace heddle::test
