//===- StuckTest.cpp - Programs that cannot go on -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What is said of programs whose threads wait for each other, for nobody, or
/// run without an end; and that nothing is said of those that only wait.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Subject.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::test;

namespace {

TEST(Stuck, FindsADeadlockAndSaysWhoWaitsForWhat) {
  Subject S("crossed.cpp", Crossed);
  auto R = S.find(ObservationKind::Deadlock, plan("pos"));
  ASSERT_TRUE(R);
  EXPECT_FALSE(R->Complete);
  EXPECT_EQ(R->Gap, "it was stopped at a deadlock");
  const Observation &Dead = *seen(*R, ObservationKind::Deadlock);
  EXPECT_EQ(Dead.Type, "cycle"); // main could go on if they did
  ASSERT_EQ(Dead.Standing.size(), 3u);
  const StandingThread &Main = Dead.Standing[0], &Ab = Dead.Standing[1],
                       &Ba = Dead.Standing[2];
  EXPECT_TRUE(Main.IsMain);
  EXPECT_FALSE(Main.Stuck);
  EXPECT_TRUE(Ab.Stuck && Ba.Stuck);
  EXPECT_EQ(Ab.Wait, "lock");
  EXPECT_EQ(Ab.For, "B");
  EXPECT_EQ(Ba.For, "A");
  EXPECT_EQ(Ab.ForThread, 2u);
  EXPECT_EQ(Ba.ForThread, 1u);
  EXPECT_EQ(userFrame(Ab.Stack)->Line, S.From.line("ab"));
  EXPECT_EQ(userFrame(Ba.Stack)->Line, S.From.line("ba"));
  // Whether it is parked or was the last to come makes no difference.
  EXPECT_EQ(Ab.Stack.front().Function, "pthread_mutex_lock");
  EXPECT_EQ(Ba.Stack.front().Function, "pthread_mutex_lock");
  ASSERT_EQ(Ab.Held.size(), 1u);
  EXPECT_EQ(Ab.Held[0].Name, "A");
  ASSERT_TRUE(userFrame(Ab.Held[0].TakenAt));
  EXPECT_EQ(userFrame(Ab.Held[0].TakenAt)->Line, S.From.line("first"));
  for (int I = 0; I < 10; ++I) {
    RunResult Again = S.replay(*R);
    EXPECT_EQ(Again.Schedule, R->Schedule);
    ASSERT_TRUE(seen(Again, ObservationKind::Deadlock));
    EXPECT_EQ(*seen(Again, ObservationKind::Deadlock), Dead);
  }
}

TEST(Stuck, NeverReportsADeadlockWhereOneOrderIsKept) {
  Subject S("ordered.cpp", R"(#include <mutex>
#include <thread>
std::mutex A, B;
void both() { std::scoped_lock L(A, B); }
void inOrder() { std::lock_guard L(A); std::lock_guard M(B); }
int main() {
  std::thread T(both), U(inOrder), V(inOrder);
  T.join(), U.join(), V.join();
}
)");
  for (const char *Strategy : {"random", "pos"})
    EXPECT_FALSE(S.find(ObservationKind::Deadlock, plan(Strategy), 30));
}

TEST(Stuck, SeesTwoThreadsStuckWhileAThirdGoesOn) {
  Subject S("subset.cpp", R"(#include <mutex>
#include <thread>
std::mutex A, B;
int main() {
  std::thread([] { std::lock_guard L(A); std::lock_guard M(B); }).detach();
  std::thread([] { std::lock_guard L(B); std::lock_guard M(A); }).detach();
  for (int I = 0; I < 100; ++I)
    std::this_thread::yield();
}
)");
  auto R = S.find(ObservationKind::Deadlock, plan("random"));
  ASSERT_TRUE(R);
  const Observation &Dead = *seen(*R, ObservationKind::Deadlock);
  EXPECT_EQ(Dead.Type, "cycle");
  EXPECT_EQ(llvm::count_if(Dead.Standing,
                           [](const StandingThread &T) { return T.Stuck; }),
            2);
}

TEST(Stuck, SeesALockWhoseHolderHasEnded) {
  Subject S("abandoned.c", R"(#include <pthread.h>
static pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *P) { pthread_mutex_lock(&M); return P; }
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, work, 0);
  pthread_join(T, 0);
  pthread_mutex_lock(&M); // #lock
  return 0;
}
)");
  RunResult R = S.run(plan("run-on"));
  const Observation *Dead = seen(R, ObservationKind::Deadlock);
  ASSERT_TRUE(Dead);
  EXPECT_EQ(Dead->Type, "abandoned");
}

TEST(Stuck, CallsNoWaitADeadlockThatASignalMayEnd) {
  Subject S("alarm.c", R"(#include <semaphore.h>
#include <signal.h>
#include <unistd.h>
static sem_t S;
static void ring(int N) { sem_post(&S); }
int main(void) {
  sem_init(&S, 0, 0);
  signal(SIGALRM, ring);
  alarm(1);
  sem_wait(&S);
  return 0;
}
)");
  RunResult R = S.run(plan("random"));
  EXPECT_FALSE(seen(R, ObservationKind::Deadlock));
  EXPECT_EQ(R.Gap,
            "all its threads wait, maybe for a signal or another process");
}

TEST(Stuck, SaysThatANotificationCameBeforeTheWait) {
  Subject S("lost.cpp", R"(#include <condition_variable>
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
  auto R = S.find(ObservationKind::Deadlock, plan("random"));
  ASSERT_TRUE(R);
  const Observation &Dead = *seen(*R, ObservationKind::Deadlock);
  EXPECT_EQ(Dead.Type, "deadlock");
  ASSERT_EQ(Dead.Standing.size(), 1u);
  EXPECT_EQ(Dead.Standing[0].Wait, "waiting");
  EXPECT_EQ(Dead.Standing[0].For, "Changed");
  EXPECT_EQ(userFrame(Dead.Standing[0].Stack)->Line, S.From.line("wait"));
  ASSERT_TRUE(userFrame(Dead.Standing[0].Unheard));
  EXPECT_EQ(userFrame(Dead.Standing[0].Unheard)->Line, S.From.line("notify"));
}

TEST(Stuck, StopsAProgramThatNeverEnds) {
  Subject S("endless.cpp", R"(#include <atomic>
#include <thread>
std::atomic<bool> Stop;
int main() {
  std::thread T([] { while (!Stop) std::this_thread::yield(); }); // #loop
  T.join();
}
)");
  SchedulePlan P = plan("random");
  P.MaxSteps = 2000;
  RunResult R = S.run(P);
  EXPECT_EQ(R.Gap, "it was stopped after 2001 operations");
  const Observation *End = seen(R, ObservationKind::Endless);
  ASSERT_TRUE(End);
  ASSERT_EQ(End->Standing.size(), 2u);
  EXPECT_EQ(userFrame(End->Standing[1].Stack)->Line, S.From.line("loop"));
  EXPECT_EQ(End->Standing[0].Wait, "join");
  EXPECT_EQ(End->Standing[0].ForThread, 1u);
}

} // namespace
