//===- SecondOpinionTest.cpp - ThreadSanitizer has the last word ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Search with Heddle's own detector: what is said is ThreadSanitizer's word
/// alone.
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "tests/Instrument/Case.h"

using namespace heddle;
using namespace heddle::test;

namespace {

TEST(SecondOpinion, ARaceIsConfirmedByThreadSanitizerWhenThatReportedIt) {
  Case C("count.cpp", R"(#include <thread>
int Count;
void add() { ++Count; } // #add
int main() {
  std::thread A(add), B(add);
  A.join();
  B.join();
}
)");
  C.predict("data-race", Category::Race, "Count", {"add", "add"});
  C.Q.Schedules = 20;
  C.Q.Own = true;
  C.run();
  EXPECT_EQ(C.Failure, "");
  const DynamicEvidence &D = C.finding("data-race").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_TRUE(llvm::StringRef(D.Text).starts_with(
      "confirmed by ThreadSanitizer, schedule "))
      << D.Text;
  EXPECT_FALSE(D.Token.empty());
  EXPECT_NE(C.notes().find("searched with Heddle's own detector"),
            std::string::npos)
      << C.notes();
}

// A relaxed store ends the release sequence; ThreadSanitizer lets it go on.
TEST(SecondOpinion, WhatOnlyOursReportsIsNoFinding) {
  Case C("sequence.cpp", R"(#include <atomic>
#include <thread>
int Data;
std::atomic<int> Flag;
int main() {
  std::thread A([] {
    Data = 1;
    Flag.store(1, std::memory_order_release);
    Flag.store(2, std::memory_order_relaxed);
  });
  std::thread B([] {
    if (Flag.load(std::memory_order_acquire) == 2)
      Data = 2;
  });
  A.join();
  B.join();
}
)");
  C.Q.Schedules = 20;
  C.Q.AtLeast = 20;
  C.Q.Own = true;
  C.run();
  EXPECT_TRUE(C.R.Findings.empty());
  EXPECT_NE(C.notes().find("1 race that it did not report under the same "
                           "schedule are left out"),
            std::string::npos)
      << C.notes();
}

TEST(SecondOpinion, ADeadlockIsTheSchedulersWord) {
  Case C("order.cpp", R"(#include <mutex>
#include <thread>
std::mutex A, B;
void ab() {
  std::lock_guard L(A);
  std::lock_guard M(B); // #ab
}
void ba() {
  std::lock_guard L(B);
  std::lock_guard M(A); // #ba
}
int main() {
  std::thread T(ab), U(ba);
  T.join();
  U.join();
}
)");
  C.predict("lock-order", Category::Deadlock, "A, B", {"ab", "ba"});
  C.Q.Schedules = 60;
  C.Q.Own = true;
  C.run();
  const DynamicEvidence &D = C.finding("lock-order").Dynamic;
  EXPECT_TRUE(llvm::StringRef(D.Text).starts_with("confirmed by deadlock"))
      << D.Text;
  EXPECT_FALSE(D.Token.empty());
}

} // namespace
