//===- OwnRuntimeTest.cpp - The second detector ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One instrumentation, two detectors under one scheduler: what a schedule is
/// must not depend on which of them is there.
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "tests/Instrument/Programs.h"
#include "tests/Instrument/Subject.h"

#include <string>
#include <vector>

using namespace heddle;
using namespace heddle::test;

namespace {

/// Built once with each detector.
class Both {
public:
  explicit Both(llvm::StringRef Text, const std::string &Name = "twice.cpp") {
    From.add(Name, Text);
    auto Result = From.build(/*Own=*/true);
    if (!Result)
      ADD_FAILURE() << llvm::toString(Result.takeError());
    else
      Built = std::move(*Result);
    EXPECT_FALSE(Built.OwnExecutable.empty()) << notes();
  }

  std::string notes() const { return llvm::join(Built.Notes, "\n"); }

  RunResult run(bool Own, const SchedulePlan &Plan) const {
    Campaign C;
    C.Executable = Own ? Built.OwnExecutable : Built.Executable;
    C.Limit.Seconds = 20;
    C.Runs = 1;
    auto Results = explore(C, scheduled(Plan), box());
    if (!Results) {
      ADD_FAILURE() << llvm::toString(Results.takeError());
      return {};
    }
    return Results->empty() ? RunResult() : std::move((*Results)[0]);
  }

  Sources From;
  BuiltProgram Built;
};

const char *const Counter = R"(#include <mutex>
#include <thread>
int Count;
std::mutex M;
void add() { Count += 1; } // #race
void locked() { std::lock_guard L(M); Count += 1; }
int main() {
  std::thread A(add), B(locked);
  A.join();
  B.join();
  return Count == 7;
}
)";

TEST(OwnRuntime, ReportsWhatThreadSanitizerReports) {
  Both P(Counter);
  for (bool Own : {false, true}) {
    RunResult R = P.run(Own, plan("random", 3, PointLevel::Accesses));
    EXPECT_TRUE(R.Complete) << R.Gap << R.Err;
    const Observation *Race = seen(R, ObservationKind::Race);
    ASSERT_TRUE(Race) << "own: " << Own;
    ASSERT_EQ(Race->Accesses.size(), 2u);
    EXPECT_EQ(Race->Object.Name, "Count");
    EXPECT_EQ(Race->Threads.size(), 2u);
  }
}

TEST(OwnRuntime, TellsWhatWasHeldAndWhoIsWho) {
  Both P(Counter);
  RunResult R = P.run(true, plan("random", 3, PointLevel::Accesses));
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  EXPECT_TRUE(Race->ByHeddle);
  ASSERT_EQ(Race->Mutexes.size(), 1u);
  EXPECT_EQ(Race->Mutexes[0].Name, "M");
  for (const ObservedThread &T : Race->Threads)
    EXPECT_TRUE(userFrame(T.CreatedAt)) << "not main: it was created";
  for (const ObservedAccess &A : Race->Accesses)
    EXPECT_GE(A.Stack.size(), 2u);
}

/// A fault, and behind `#ifdef FIXED` its repair.
struct Twins {
  const char *Name, *Text;
};

const Twins Pairs[] = {
    {"Release", R"(
int Data; std::atomic<int> Flag;
void first() { Data = 1; Flag.store(1, Release); }
void second() { if (Flag.load(Acquire)) Data = 2; }
)"},
    {"Fence", R"(
int Data; std::atomic<int> Flag;
void first() { Data = 1; FENCE(std::memory_order_release);
               Flag.store(1, std::memory_order_relaxed); }
void second() { if (Flag.load(std::memory_order_relaxed)) {
                FENCE(std::memory_order_acquire); Data = 2; } }
)"},
    {"Exchange", R"(
int Data; std::atomic<int> Flag;
void first() { Data = 1; Flag.fetch_add(1, Release); }
void second() { int One = 1;
  if (Flag.compare_exchange_strong(One, 2, Acquire)) Data = 2; }
)"},
    {"SpinLock", R"(
int Data; std::atomic_flag L;
void first() { while (L.test_and_set(Acquire)) std::this_thread::yield();
               ++Data; L.clear(Release); }
void second() { first(); }
)"},
    {"Lock", R"(
int Data; std::mutex M, N;
void first() { std::lock_guard G(M); ++Data; }
void second() { std::lock_guard G(FIXED ? M : N); ++Data; }
)"},
    {"ReadersAndWriter", R"(
int Data; thread_local volatile int Mine; std::shared_mutex M;
void first() { if (FIXED) { std::unique_lock G(M); ++Data; }
               else { std::shared_lock G(M); ++Data; } }
void second() { std::shared_lock G(M); Mine = Data; }
)"},
    {"Condition", R"(
int Data; bool Ready; std::mutex M; std::condition_variable C;
void first() { if (FIXED) Data = 1;
  { std::lock_guard G(M); Ready = true; } C.notify_one();
  if (!FIXED) Data = 1; }
void second() { std::unique_lock G(M); C.wait(G, [] { return Ready; });
                Data = 2; }
)"},
    {"Barrier", R"(
int Data; std::barrier<> B(2);
void first() { if (!FIXED) B.arrive_and_wait(); Data = 1;
               if (FIXED) B.arrive_and_wait(); }
void second() { B.arrive_and_wait(); Data = 2; }
)"},
    {"PosixBarrier", R"(
int Data; pthread_barrier_t B;
struct Init { Init() { pthread_barrier_init(&B, nullptr, 2); } } I;
void first() { if (!FIXED) pthread_barrier_wait(&B); Data = 1;
               if (FIXED) pthread_barrier_wait(&B); }
void second() { pthread_barrier_wait(&B); Data = 2; }
)"},
    {"Semaphore", R"(
int Data; std::counting_semaphore<> S(FIXED ? 0 : 1);
void first() { Data = 1; S.release(); }
void second() { S.acquire(); Data = 2; }
)"},
    {"PosixSemaphore", R"(
int Data; sem_t S;
struct Init { Init() { sem_init(&S, 0, FIXED ? 0 : 1); } } I;
void first() { Data = 1; sem_post(&S); }
void second() { sem_wait(&S); Data = 2; }
)"},
    {"Once", R"(
int Data; std::once_flag F, G;
void init() { Data = 1; }
void first() { std::call_once(F, init); }
void second() { std::call_once(FIXED ? F : G, init); int X = Data; (void)X; }
)"},
    {"StaticLocal", R"(
struct Big { int X; Big() { X = 3; } };
int Data;
Big &big() { static Big B; return B; }
void first() { big(); if (!FIXED) Data = 1; }
void second() { int X = big().X; (void)X; if (!FIXED) Data = 2; }
)"},
    {"ThreadLocal", R"(
#if FIXED
thread_local int Data;
#else
int Data;
#endif
void first() { for (int I = 0; I < 3; ++I) ++Data; }
void second() { first(); }
)"},
    {"Join", R"(
int Data;
void work() { Data = 1; }
void first() { std::thread T(work); if (FIXED) T.join();
               ++Data; if (!FIXED) T.join(); }
void second() {}
)"},
    {"Bytes", R"(
struct Two { char A, B; } S;
void first() { S.A = 1; }
void second() { if (FIXED) S.B = 2; else S.A = 2; }
)"},
    {"HeapReuse", R"(
std::mutex M; int *P = new int(1);
void first() { std::lock_guard G(M); delete P; P = new int(2); }
void second() { if (FIXED) { std::lock_guard G(M); *P = 3; } else *P = 3; }
)"},
    {"Pipe", R"(
int Data, Ends[2];
struct Init { Init() { if (pipe(Ends)) abort(); } } I;
void first() { if (FIXED) Data = 1; char C = 1;
  if (write(Ends[1], &C, 1) != 1) abort(); if (!FIXED) Data = 1; }
void second() { char C; if (read(Ends[0], &C, 1) != 1) abort(); Data = 2; }
)"},
};

const char *const Before = R"(#include <atomic>
#include <barrier>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <pthread.h>
#include <semaphore>
#include <semaphore.h>
#include <shared_mutex>
#include <thread>
#include <unistd.h>
#if FIXED
constexpr auto Release = std::memory_order_release;
constexpr auto Acquire = std::memory_order_acquire;
#define FENCE(O) std::atomic_thread_fence(O)
#else
constexpr auto Release = std::memory_order_relaxed;
constexpr auto Acquire = std::memory_order_relaxed;
#define FENCE(O)
#endif
)";
const char *const After = R"(
int main() {
  std::thread A(first), B(second);
  A.join();
  B.join();
}
)";

class OwnDetector : public testing::TestWithParam<Twins> {};

/// Races of 12 schedules by Heddle's detector.
unsigned racesOf(const Twins &T, bool Fixed) {
  Both P(std::string("#define FIXED ") + (Fixed ? "1\n" : "0\n") + Before +
         T.Text + After);
  unsigned Races = 0;
  for (unsigned Seed = 1; Seed <= 12; ++Seed) {
    RunResult R = P.run(
        true, plan(Seed % 2 ? "random" : "pos", Seed, PointLevel::Accesses));
    EXPECT_TRUE(R.Complete) << R.Gap << R.Err;
    for (const Observation &O : R.Seen)
      Races += O.Kind == ObservationKind::Race;
  }
  return Races;
}

TEST_P(OwnDetector, ReportsTheRace) {
  EXPECT_GT(racesOf(GetParam(), false), 0u);
}

TEST_P(OwnDetector, IsSilentAboutTheRepairedTwin) {
  EXPECT_EQ(racesOf(GetParam(), true), 0u);
}

INSTANTIATE_TEST_SUITE_P(All, OwnDetector, testing::ValuesIn(Pairs),
                         [](const testing::TestParamInfo<Twins> &Info) {
                           return std::string(Info.param.Name);
                         });

TEST(OwnRuntime, ReportsUseAfterFree) {
  Both P(R"(#include <thread>
int *Block = new int[4];
int main() {
  delete[] Block;
  std::thread T([] { Block[1] = 3; });
  T.join();
}
)");
  RunResult R = P.run(true, plan("run-on", 1));
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  EXPECT_EQ(Race->Type, "heap-use-after-free");
  EXPECT_EQ(Race->Object.Storage, MemoryKind::Heap);
}

TEST(OwnRuntime, LinksCProgramsWithoutTheCxxLibrary) {
  Both P(R"(#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
int data;
_Atomic int flag;
static void *work(void *p) { *(int *)p = 1; atomic_fetch_add(&flag, 1); return p; }
int main(void) {
  pthread_t t;
  int *p = malloc(sizeof *p);
  pthread_create(&t, 0, work, p);
  data = atomic_load(&flag);
  pthread_join(t, 0);
  free(p);
  return *p == 12345678;
}
)",
         "program.c");
  RunResult R = P.run(true, plan("run-on", 1));
  EXPECT_TRUE(R.Complete) << R.Gap << R.Err;
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  EXPECT_EQ(Race->Type, "heap-use-after-free");
}

TEST(OwnRuntime, AScheduleFoundWithItReplaysUnderThreadSanitizer) {
  Both P(Counter);
  for (unsigned Seed = 1; Seed <= 5; ++Seed) {
    RunResult Found = P.run(true, plan("pos", Seed, PointLevel::Accesses));
    ASSERT_TRUE(Found.Schedule);
    SchedulePlan Replay = Found.Plan;
    Replay.Strategy = "replay";
    Replay.Decisions = Found.Schedule->Decisions;
    RunResult R = P.run(false, Replay);
    ASSERT_TRUE(R.Schedule);
    EXPECT_EQ(R.Schedule->Diverged, "");
    EXPECT_EQ(R.Schedule->Hash, Found.Schedule->Hash);
  }
}

} // namespace
