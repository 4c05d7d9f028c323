//===- SchedulerTest.cpp - Schedules are chosen, recorded, replayed -------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs under the scheduler. What waits in these programs would wait for
/// ever if the operation it waits with were not known to the scheduler: the
/// thread would block with the turn in its hands. So each of them is also the
/// test that its hooks are there.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Subject.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;
using namespace heddle::test;

namespace {

/// Threads, locks and everything that C++20 waits with.
const char *const Vocabulary = R"(#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>
#include <vector>
using namespace std::chrono_literals;
int Ends;
std::mutex EndsLock;
struct AtEnd {
  bool Used = false;
  ~AtEnd() {
    std::lock_guard L(EndsLock);
    Ends += Used;
  }
};
thread_local AtEnd Local;
int once() {
  static int Value = [] { std::this_thread::yield(); return 1; }();
  return Value;
}
int main() {
  {
    std::latch Latch(2);
    std::barrier Barrier(2);
    std::counting_semaphore<4> Semaphore(0);
    std::vector<std::jthread> Threads;
    for (int I = 0; I < 2; ++I)
      Threads.emplace_back([&] {
        Local.Used = true;
        Barrier.arrive_and_wait();
        Latch.count_down();
        Semaphore.acquire();
      });
    Latch.wait();
    Semaphore.release(2);
  }
  if (Ends != 2)
    return 1;
  auto Future = std::async(std::launch::async, [] {
    std::this_thread::sleep_for(3h);
    return 42;
  });
  if (Future.get() != 42)
    return 2;
  {
    std::mutex M;
    std::condition_variable_any Any;
    std::jthread Stopped([&](std::stop_token Stop) {
      std::unique_lock L(M);
      Any.wait(L, Stop, [] { return false; });
    });
    std::condition_variable Never;
    std::unique_lock L(M);
    if (Never.wait_for(L, 10s, [] { return false; }))
      return 3;
  }
  {
    std::shared_timed_mutex Shared;
    int Value = 0;
    std::jthread Write([&] { std::unique_lock L(Shared); ++Value; }),
        Read([&] { std::shared_lock L(Shared); (void)Value; });
    std::unique_lock L(Shared, 5s);
  }
  {
    std::once_flag Flag;
    std::vector<std::jthread> Threads;
    for (int I = 0; I < 3; ++I)
      Threads.emplace_back([&] { std::call_once(Flag, once); once(); });
  }
  {
    std::atomic<int> Word = 0;
    std::jthread Waker([&] { Word = 1; Word.notify_all(); });
    Word.wait(0);
    std::atomic<bool> Go = false;
    std::jthread Setter([&] { Go = true; });
    while (!Go) {
    }
  }
  {
    std::timed_mutex Timed;
    std::lock_guard L(Timed);
    std::jthread Tries([&] { if (Timed.try_lock_for(5s)) std::abort(); });
    Tries.join();
  }
  std::thread([] { std::this_thread::sleep_for(100h); }).detach();
}
)";

TEST(Scheduler, RunsEverythingThatWaitsInCxx20UnderEveryStrategy) {
  Subject S("vocabulary.cpp", Vocabulary);
  for (const char *Strategy : {"random", "pct", "pos", "run-on"})
    for (PointLevel Level : {PointLevel::Atomics, PointLevel::Accesses}) {
      RunResult R = S.run(plan(Strategy, 7, Level));
      EXPECT_EQ(R.How, Ending::exited(0)) << Strategy << R.Err;
      EXPECT_TRUE(R.Complete) << Strategy << ": " << R.Gap;
      EXPECT_TRUE(R.Seen.empty()) << Strategy;
      ASSERT_TRUE(R.Schedule) << Strategy;
      EXPECT_GT(R.Schedule->Steps, 100u);
    }
}

TEST(Scheduler, RunsEverythingThatWaitsInPosix) {
  Subject S("posix.c", R"(#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
static pthread_barrier_t Barrier;
static pthread_rwlock_t Shared = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t Spin;
static pthread_once_t Once = PTHREAD_ONCE_INIT;
static pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t Again = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_cond_t Changed = PTHREAD_COND_INITIALIZER;
static sem_t Sem;
static int Value, Ready, Inits;
static mtx_t C11Lock;
static cnd_t C11Changed;
static int C11Ready;
static void init(void) { sched_yield(); ++Inits; }
static void *work(void *P) {
  pthread_barrier_wait(&Barrier);
  pthread_once(&Once, init);
  pthread_rwlock_wrlock(&Shared);
  ++Value;
  pthread_rwlock_unlock(&Shared);
  pthread_spin_lock(&Spin);
  ++Ready;
  pthread_spin_unlock(&Spin);
  sem_post(&Sem);
  pthread_mutex_lock(&Again);
  pthread_mutex_lock(&Again);
  pthread_mutex_unlock(&Again);
  pthread_mutex_unlock(&Again);
  pthread_mutex_lock(&M);
  pthread_cond_broadcast(&Changed);
  pthread_mutex_unlock(&M);
  return P;
}
static int c11(void *P) {
  struct timespec Hour = {3600, 0};
  thrd_sleep(&Hour, 0);
  mtx_lock(&C11Lock);
  C11Ready = 1;
  cnd_signal(&C11Changed);
  mtx_unlock(&C11Lock);
  return *(int *)P;
}
int main(void) {
  pthread_t T[2];
  struct timespec Soon;
  pthread_barrier_init(&Barrier, 0, 3);
  pthread_spin_init(&Spin, 0);
  sem_init(&Sem, 0, 0);
  for (int I = 0; I < 2; ++I)
    pthread_create(&T[I], 0, work, 0);
  pthread_barrier_wait(&Barrier);
  sem_wait(&Sem);
  sem_wait(&Sem);
  pthread_rwlock_rdlock(&Shared);
  int Seen = Value;
  pthread_rwlock_unlock(&Shared);
  pthread_mutex_lock(&M);
  clock_gettime(CLOCK_REALTIME, &Soon);
  Soon.tv_sec += 1000;
  while (pthread_cond_timedwait(&Changed, &M, &Soon) != ETIMEDOUT) {
  }
  pthread_mutex_unlock(&M);
  for (int I = 0; I < 2; ++I)
    pthread_join(T[I], 0);
  int Argument = 5, Result = 0;
  thrd_t C;
  mtx_init(&C11Lock, mtx_plain);
  cnd_init(&C11Changed);
  thrd_create(&C, c11, &Argument);
  mtx_lock(&C11Lock);
  while (!C11Ready)
    cnd_wait(&C11Changed, &C11Lock);
  mtx_unlock(&C11Lock);
  thrd_join(C, &Result);
  sleep(1000);
  usleep(100);
  return Seen == 2 && Inits == 1 && Ready == 2 && Result == 5 ? 0 : 1;
}
)");
  for (const char *Strategy : {"random", "pct", "pos", "run-on"}) {
    RunResult R = S.run(plan(Strategy, 3, PointLevel::Accesses));
    EXPECT_EQ(R.How, Ending::exited(0)) << Strategy;
    EXPECT_TRUE(R.Complete) << Strategy << ": " << R.Gap;
    EXPECT_TRUE(R.Seen.empty()) << Strategy;
  }
}

TEST(Scheduler, GivesTheSameOperationsForTheSameSeedAndWhenReplayed) {
  Subject S("vocabulary.cpp", Vocabulary);
  for (const char *Strategy : {"random", "pct", "pos"})
    for (uint64_t Seed : {1, 2, 3}) {
      RunResult First = S.run(plan(Strategy, Seed, PointLevel::Accesses));
      RunResult Second = S.run(plan(Strategy, Seed, PointLevel::Accesses));
      RunResult Again = S.replay(First);
      ASSERT_TRUE(First.Schedule) << First.Gap;
      EXPECT_EQ(First.Schedule, Second.Schedule) << Strategy << Seed;
      EXPECT_EQ(First.Schedule, Again.Schedule) << Strategy << Seed;
      EXPECT_TRUE(Again.Complete) << Again.Gap;
    }
}

TEST(Scheduler, GivesOtherOperationsForOtherSeeds) {
  Subject S("crossed.cpp", Crossed);
  std::set<uint64_t> Hashes;
  for (uint64_t Seed = 1; Seed <= 8; ++Seed)
    if (auto R = S.run(plan("random", Seed)); R.Schedule)
      Hashes.insert(R.Schedule->Hash);
  EXPECT_GE(Hashes.size(), 4u);
}

TEST(Scheduler, LetsCancelledThreadsGo) {
  Subject S("cancel.c", R"(#include <pthread.h>
#include <semaphore.h>
static pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t Never = PTHREAD_COND_INITIALIZER;
static sem_t Empty;
static void unlock(void *P) { pthread_mutex_unlock(P); }
static void *waits(void *P) {
  pthread_mutex_lock(&M);
  pthread_cleanup_push(unlock, &M);
  for (;;)
    pthread_cond_wait(&Never, &M);
  pthread_cleanup_pop(1);
  return P;
}
static void *takes(void *P) { sem_wait(&Empty); return P; }
int main(void) {
  pthread_t T, U;
  void *Result = 0, *Other = 0;
  sem_init(&Empty, 0, 0);
  pthread_create(&T, 0, waits, 0);
  pthread_create(&U, 0, takes, 0);
  pthread_cancel(T);
  pthread_cancel(U);
  pthread_join(T, &Result);
  pthread_join(U, &Other);
  pthread_mutex_lock(&M);
  return !(Result == PTHREAD_CANCELED && Other == PTHREAD_CANCELED);
}
)");
  for (uint64_t Seed = 1; Seed <= 6; ++Seed) {
    RunResult R = S.run(plan("random", Seed));
    EXPECT_EQ(R.How, Ending::exited(0));
    EXPECT_FALSE(seen(R, ObservationKind::Deadlock));
  }
}

TEST(Scheduler, WakesWaitersForNoReasonOnlyWhereThatWasAskedFor) {
  Subject S("spurious.cpp", R"(#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable Changed;
bool Ready;
int main() {
  std::thread T([] {
    std::lock_guard L(M);
    Ready = true;
    Changed.notify_one();
  });
  bool Seen = true;
  {
    std::unique_lock L(M);
    if (!Ready) {
      Changed.wait(L);
      Seen = Ready;
    }
  }
  T.join();
  return Seen ? 0 : 9;
}
)");
  unsigned Without = 0, With = 0;
  for (uint64_t Seed = 1; Seed <= 20; ++Seed) {
    SchedulePlan P = plan("random", Seed);
    Without += S.run(P).How == Ending::exited(9);
    P.Spurious = true;
    RunResult R = S.run(P);
    bool Woke = R.How == Ending::exited(9);
    With += Woke;
    if (Woke) {
      EXPECT_EQ(S.replay(R).How, Ending::exited(9));
    }
  }
  EXPECT_EQ(Without, 0u);
  EXPECT_GT(With, 0u);
}

TEST(Scheduler, FindsARaceThatFewOrdersShow) {
  Subject S("rare.cpp", R"(#include <mutex>
#include <thread>
std::mutex M;
int State, Data;
void a() {
  { std::lock_guard L(M); State = 1; }
  { std::lock_guard L(M); if (State == 1) State = 2; }
}
void b() {
  bool Hit = false;
  { std::lock_guard L(M); if (State == 1) { State = 3; Hit = true; } }
  if (Hit)
    Data = 1;
}
void c() {
  bool Hit = false;
  { std::lock_guard L(M); Hit = State == 3; }
  if (Hit)
    Data = 2;
}
int main() {
  std::thread T(a), U(b), V(c);
  T.join(), U.join(), V.join();
}
)");
  auto R = S.find(ObservationKind::Race, plan("random"));
  ASSERT_TRUE(R);
  const Observation Race = *seen(*R, ObservationKind::Race);
  EXPECT_EQ(Race.Object.Name, "Data");
  EXPECT_EQ(*seen(S.replay(*R), ObservationKind::Race), Race);
}

TEST(Scheduler, SaysThatAReplayDiverged) {
  Subject S("crossed.cpp", Crossed);
  RunResult R = S.run(plan("run-on"));
  ASSERT_TRUE(R.Schedule);
  SchedulePlan P = R.Plan;
  P.Strategy = "replay";
  P.Decisions = "a1Ac9A";
  RunResult Other = S.run(P);
  EXPECT_FALSE(Other.Complete);
  EXPECT_EQ(Other.Gap, "the replay diverged: the program did something else "
                       "than when this was recorded");
}

TEST(Scheduler, LeavesForkedChildrenAlone) {
  Subject S("fork.cpp", R"(#include <sys/wait.h>
#include <thread>
#include <unistd.h>
int main() {
  std::thread Other([] { std::this_thread::yield(); });
  if (fork() == 0)
    _exit(3);
  int Status = 0;
  wait(&Status);
  Other.join();
  return WEXITSTATUS(Status);
}
)");
  RunResult R = S.run(plan("random"));
  EXPECT_EQ(R.How, Ending::exited(3));
  EXPECT_TRUE(R.Complete) << R.Gap;
}

TEST(Scheduler, StartsAThreadBehindItsCreation) {
  Subject S("crossed.cpp", Crossed);
  for (uint64_t Seed = 1; Seed <= 12; ++Seed) {
    SchedulePlan P = plan("random", Seed);
    P.Trace = true;
    RunResult R = S.run(P);
    std::set<uint32_t> Created = {0};
    for (const TraceStep &Step : R.Trace) {
      EXPECT_TRUE(Created.count(Step.Thread)) << "seed " << Seed;
      if (Step.Kind == "create" && Step.Target)
        Created.insert(Step.Target);
    }
    EXPECT_EQ(Created.size(), 3u);
  }
}

TEST(Scheduler, TracesEveryOperation) {
  Subject S("crossed.cpp", Crossed);
  SchedulePlan P = plan("run-on");
  P.Trace = true;
  RunResult R = S.run(P);
  ASSERT_TRUE(R.Schedule);
  ASSERT_EQ(R.Trace.size(), R.Schedule->Steps);
  auto Create = llvm::find_if(
      R.Trace, [](const TraceStep &T) { return T.Kind == "create"; });
  ASSERT_NE(Create, R.Trace.end());
  EXPECT_EQ(Create->Target, 1u);
  auto Lock = llvm::find_if(
      R.Trace, [](const TraceStep &T) { return T.Kind == "lock"; });
  ASSERT_NE(Lock, R.Trace.end());
  EXPECT_FALSE(Lock->Object.empty());
  EXPECT_TRUE(userFrame(Lock->Stack));
}

} // namespace
