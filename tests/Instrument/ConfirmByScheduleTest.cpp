//===- ConfirmByScheduleTest.cpp - What takes the right schedule ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Findings that free runs hardly ever show, and what only a schedule shows.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Replay.h"
#include "tests/Instrument/Case.h"

using namespace heddle;
using namespace heddle::test;

namespace {

llvm::Expected<Replayed> again(const Case &C, const ReplayToken &Token) {
  auto Program = Replayer::build(C.Q, Token, C.R.Root);
  if (!Program)
    return Program.takeError();
  return Program->run();
}

TEST(ConfirmByScheduling, ReproducesADeadlockThatHardlyEverHappens) {
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
  C.run();
  const DynamicEvidence &D = C.finding("lock-order").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_TRUE(llvm::StringRef(D.Text).starts_with("confirmed by deadlock, "
                                                  "schedule "))
      << D.Text;
  ASSERT_EQ(D.Observed.size(), 2u);
  EXPECT_EQ(D.Observed[0].Message,
            "thread 'ab' holds 'A' and waits for 'B', which thread 'ba' holds");
  EXPECT_TRUE(C.R.Covered.Incomplete.empty());
  auto Token = ReplayToken::parse(D.Token);
  ASSERT_TRUE(bool(Token)) << llvm::toString(Token.takeError());
  for (int I = 0; I < 3; ++I) {
    auto Again = again(C, *Token);
    ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
    EXPECT_TRUE(Again->Notes.empty() ||
                Again->Notes[0].find("build") == std::string::npos);
    EXPECT_TRUE(seen(Again->Run, ObservationKind::Deadlock));
    EXPECT_FALSE(Again->Timeline.empty());
    ASSERT_EQ(Again->Shown.Findings.size(), 1u);
    EXPECT_EQ(Again->Shown.Findings[0].Rule, "lock-order");
  }
}

/// Two threads fill each other's queue; the waits lie in `put`.
const char *const Baskets = R"(#include <condition_variable>
#include <mutex>
#include <thread>
struct Basket {
  std::mutex M;
  std::condition_variable HasRoom, HasBall;
  int Balls = 0;
  void put() {
    std::unique_lock L(M);
    HasRoom.wait(L, [this] { return Balls < 2; });
    ++Balls;
    HasBall.notify_one();
  }
};
Basket Left, Right;
void playLeft() {
  for (int I = 0; I < 8; ++I)
    Right.put(); // #right
}
void playRight() {
  for (int I = 0; I < 8; ++I)
    Left.put(); // #left
}
int main() {
  std::thread A(playLeft), B(playRight);
  A.join();
  B.join();
}
)";

TEST(ConfirmByScheduling, KnowsADeadlockByTheCallsThatWait) {
  Case C("baskets.cpp", Baskets);
  C.predict("bounded-queue-cycle", Category::Deadlock, "Left, Right",
            {"right", "left"});
  C.Q.Schedules = 12;
  C.run();
  EXPECT_EQ(C.finding("bounded-queue-cycle").Dynamic.Verdict,
            DynamicVerdict::Confirmed);
  EXPECT_EQ(C.R.Findings.size(), 1u);
}

TEST(ConfirmByScheduling, TakesNoOtherDeadlockInTheSameCallsForIt) {
  Case C("baskets.cpp", Baskets);
  C.predict("bounded-queue-cycle", Category::Deadlock, "Left, Middle",
            {"right", "left"});
  C.Q.Schedules = 12;
  C.run();
  EXPECT_EQ(C.finding("bounded-queue-cycle").Dynamic.Verdict,
            DynamicVerdict::NotReproduced);
  EXPECT_EQ(C.R.Findings.size(), 2u);
}

TEST(ConfirmByScheduling, MakesOneFindingOfALostNotificationThatNobodyForesaw) {
  Case C("lost.cpp", R"(#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable Changed;
int main() {
  std::thread T([] { Changed.notify_one(); }); // #notify
  std::unique_lock L(M);
  Changed.wait(L); // #wait
  L.unlock();
  T.join();
}
)");
  C.Q.Schedules = 20;
  C.run();
  const Finding &F = C.finding("lost-wakeup");
  EXPECT_EQ(F.Object, "Changed");
  ASSERT_EQ(F.Sites.size(), 2u);
  EXPECT_EQ(F.Sites[0].Span.Line, C.From.line("wait"));
  EXPECT_EQ(F.Sites[1].Role, SiteRole::Notify);
  EXPECT_EQ(F.Sites[1].Span.Line, C.From.line("notify"));
  EXPECT_FALSE(F.Dynamic.Token.empty());
}

TEST(ConfirmByScheduling, IsSilentOnAProgramWithoutFault) {
  Case C("bank.cpp", R"(#include <mutex>
#include <thread>
int Balance;
std::mutex M;
void deposit() { std::lock_guard L(M); Balance += 5; }
int main() {
  std::thread T(deposit);
  deposit();
  T.join();
}
)");
  C.Q.Schedules = 20;
  C.run();
  EXPECT_TRUE(C.R.Findings.empty());
  EXPECT_TRUE(C.R.Covered.Incomplete.empty());
  EXPECT_EQ(C.R.DynamicNotes.back(), "12 schedules: all exited with code 0");
}

TEST(ConfirmByScheduling, SaysThatAProgramWithoutItsArgumentsHadNoThreads) {
  Case C("usage.cpp", R"(#include <cstdio>
#include <thread>
int Racy;
int main(int Count, char **) {
  if (Count < 2) {
    fprintf(stderr, "usage: count FILE\nCounts.\n");
    return 2;
  }
  std::thread T([] { ++Racy; });
  ++Racy;
  T.join();
}
)");
  C.Q.Schedules = 2;
  C.run();
  EXPECT_EQ(C.R.DynamicNotes.back(),
            "no run started a second thread, so nothing could race; a program "
            "that needs arguments or input gets them by --run-arg=ARG and "
            "--stdin=FILE; it said: usage: count FILE");
  C.Q.RunArgs = {"file"};
  C.run();
  EXPECT_EQ(C.notes().rfind("no run started"), C.notes().find("no run started"))
      << "not said of the second time";
  EXPECT_EQ(C.R.Findings.size(), 1u);
}

TEST(ConfirmByScheduling, GivesTheScheduleThatFailsAnAssertion) {
  Case C("assert.cpp", R"(#include <cassert>
#include <mutex>
#include <thread>
std::mutex M;
int A, B;
int main() {
  std::thread T([] { std::lock_guard L(M); ++A; });
  { std::lock_guard L(M); B = A; }
  T.join();
  assert(B == 1); // #assert
}
)");
  C.Q.Schedules = 12;
  C.run();
  EXPECT_FALSE(C.R.Covered.Incomplete.empty());
  llvm::StringRef Last = C.R.DynamicNotes.back();
  ASSERT_TRUE(Last.contains("this schedule leads to the crash: heddle replay "))
      << C.notes();
  auto Token = ReplayToken::parse(Last.rsplit(' ').second);
  ASSERT_TRUE(bool(Token)) << llvm::toString(Token.takeError());
  auto Again = again(C, *Token);
  ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
  EXPECT_TRUE(seen(Again->Run, ObservationKind::Crash));
}

TEST(ConfirmByScheduling, LeavesWhatItCannotScheduleToFreeRuns) {
  // A stream's buffer is filled by a call inside of the C library.
  Case C("outside.cpp", R"(#include <cstdio>
#include <thread>
#include <unistd.h>
int Racy, Pipe[2];
int main() {
  if (pipe(Pipe))
    return 1;
  std::thread T([] { ++Racy; return write(Pipe[1], "x", 1); }); // #thread
  ++Racy; // #main
  fgetc(fdopen(Pipe[0], "r"));
  T.join();
}
)");
  C.predict("data-race", Category::Race, "Racy", {"main", "thread"});
  C.Q.Schedules = 20;
  C.Q.TimeoutSeconds = 2;
  C.run();
  const DynamicEvidence &D = C.finding("data-race").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_EQ(D.Text, "confirmed by ThreadSanitizer in 2 of 2 runs");
  EXPECT_NE(C.notes().find("it could not be scheduled"), std::string::npos);
}

TEST(ConfirmByScheduling, KnowsALostWakeUpByWhoNeverWakes) {
  Case C("lost.cpp", R"(#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable Cv;
std::atomic<bool> Ready;
void worker() {
  std::unique_lock L(M);
  Cv.wait(L, [] { return Ready.load(); }); // #wait
}
int main() {
  std::thread T(worker);
  Ready = true;                            // #set
  Cv.notify_one();
  T.join();
}
)");
  C.Q.Schedules = 60;
  Finding &F =
      C.predict("lost-wakeup", Category::Deadlock, "Ready", {"set", "wait"});
  F.Sites[1].Role = SiteRole::Wait;
  C.run();
  EXPECT_EQ(C.Failure, "");
  // Main waits at its join, which is no place of the finding.
  EXPECT_EQ(C.R.Findings.size(), 1u);
  EXPECT_EQ(C.finding("lost-wakeup").Dynamic.Verdict,
            DynamicVerdict::Confirmed);
}

} // namespace
