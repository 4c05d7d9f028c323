//===- AppliedThreadsTest.cpp - Threads, locks, order ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function that uses threads, locks or what orders them, and the events that
/// the built-in specs make of it.
///
//===----------------------------------------------------------------------===//

#include "Applied.h"
#include "gtest/gtest.h"

using namespace heddle::test;

namespace heddle {
namespace {

const std::vector<std::string> Cxx20 = {"-std=c++20"};

TEST(SpecsApplied, GiveAJthreadItsTokenFirst) {
  EXPECT_EQ(apply(R"(
#include <thread>
void work(std::stop_token, int *);
void f(int *P) {
  std::jthread T(work, P);
  T.request_stop();
})",
                  Cxx20, false)
                .events("f"),
            R"(read %P
spawn %T = jthread @work(%0, %P) joins_on_destroy
thread request_stop %T
thread request_stop %T
join %T if_joinable
thread destroy %T
)");
}

TEST(SpecsApplied, EndAJthreadAtItsScope) {
  EXPECT_EQ(apply(R"(
#include <thread>
void f() {
  int N = 0;
  std::jthread T([&](std::stop_token S) { while (!S.stop_requested()) ++N; });
  std::jthread U([&] { ++N; });
})",
                  Cxx20, false)
                .events("f"),
            R"(write %N := 0 init
let %0.N := &%N
allocate library -> %2 of `f::lambda#1`
let %2->N := %0.N
spawn %T = jthread *%2(%3) joins_on_destroy
let %1.N := &%N
allocate library -> %4 of `f::lambda#2`
let %4->N := %1.N
spawn %U = jthread *%4() joins_on_destroy
thread request_stop %U
join %U if_joinable
thread destroy %U
thread request_stop %T
join %T if_joinable
thread destroy %T
thread request_stop %T
join %T if_joinable
thread destroy %T
)");
}

TEST(SpecsApplied, CallAStopCallback) {
  EXPECT_EQ(apply(R"(
#include <stop_token>
void f(std::stop_token S, int *P) {
  std::stop_callback C(S, [P] { *P = 1; });
})",
                  Cxx20, false)
                .events("f"),
            R"(read %P
let %0.P := %P
call @`f::lambda#1::operator()`(&%0) implicit
)");
}

TEST(SpecsApplied, KnowLatches) {
  EXPECT_EQ(apply(R"(
#include <latch>
void f(std::latch &L) {
  L.count_down();
  L.count_down(2);
  L.wait();
  L.arrive_and_wait();
  (void)L.try_wait();
})",
                  Cxx20, false)
                .events("f"),
            R"(latch count_down *%L count 1
latch count_down *%L count 2
latch wait *%L
latch arrive_and_wait *%L count 1
latch try_wait *%L
)");
}

TEST(SpecsApplied, KnowBarriers) {
  EXPECT_EQ(apply(R"(
#include <barrier>
void f(std::barrier<> &B) {
  B.arrive_and_wait();
  B.arrive_and_drop();
  B.wait(B.arrive());
})",
                  Cxx20, false)
                .events("f"),
            R"(barrier wait *%B
barrier arrive_and_drop *%B
barrier arrive *%B
barrier wait *%B
)");
}

TEST(SpecsApplied, TellWhichC11MutexesAreNotMadeForALimit) {
  EXPECT_EQ(apply(R"(
#include <threads.h>
void f(mtx_t *M, int Kind) {
  mtx_init(M, mtx_plain);
  mtx_init(M, mtx_timed | mtx_recursive);
  mtx_init(M, Kind);
})",
                  Cxx20, false)
                .events("f"),
            R"(read %M
object init mutex *%M untimed
read %M
object init mutex *%M recursive
read %M
read %Kind
object init mutex *%M
)");
}

TEST(SpecsApplied, KnowSemaphores) {
  EXPECT_EQ(apply(R"(
#include <semaphore>
void f(std::counting_semaphore<4> &S, std::binary_semaphore &B) {
  S.acquire();
  S.release(2);
  if (B.try_acquire())
    B.release();
})",
                  Cxx20, false)
                .events("f"),
            R"(semaphore acquire *%S
semaphore release *%S count 2
semaphore try_acquire *%B -> %0
semaphore release *%B count 1
)");
}

TEST(SpecsApplied, WaitOnAtomics) {
  EXPECT_EQ(apply(R"(
#include <atomic>
void f(std::atomic<int> &A) {
  A.wait(0);
  A.store(1, std::memory_order_release);
  A.notify_one();
  A.notify_all();
})",
                  Cxx20, false)
                .events("f"),
            R"(read %A->$element seq_cst
block system
write %A->$element := 1 release
notify *%A
notify *%A all
)");
}

TEST(SpecsApplied, FollowAtomicReferences) {
  EXPECT_EQ(apply(R"(
#include <atomic>
int f(int &N) {
  std::atomic_ref<int> R(N);
  R.fetch_add(1);
  ++R;
  return R.load(std::memory_order_acquire);
})",
                  Cxx20, false)
                .events("f"),
            R"(let %R.$pointee := %N
update *%R.$pointee += _ seq_cst
update *%R.$pointee += _ seq_cst
read *%R.$pointee acquire
let %0 := *%R.$pointee
)");
}

TEST(SpecsApplied, KnowFences) {
  EXPECT_EQ(apply(R"(
#include <atomic>
void f() {
  std::atomic_thread_fence(std::memory_order_release);
  std::atomic_signal_fence(std::memory_order_seq_cst);
})",
                  Cxx20, false)
                .events("f"),
            R"(fence release
fence seq_cst signal_only
)");
}

TEST(SpecsApplied, KnowAtomicSections) {
  EXPECT_EQ(apply(R"(
void __VERIFIER_atomic_begin(void);
void __VERIFIER_atomic_end(void);
int __VERIFIER_nondet_int(void);
int N;
void f(void) {
  __VERIFIER_atomic_begin();
  N = __VERIFIER_nondet_int();
  __VERIFIER_atomic_end();
})",
                  {}, true)
                .events("f"),
            R"(atomic_begin
let %0 := nondet
write @N := %0
atomic_end
)");
}

TEST(SpecsApplied, MakeAtomicFunctionsAtomic) {
  EXPECT_EQ(apply(R"(
int N;
void __VERIFIER_atomic_add(int By) { N += By; }
void f(void) { __VERIFIER_atomic_add(1); })",
                  {}, true)
                .events("__VERIFIER_atomic_add"),
            R"(atomic_begin
read %By
update @N += %By
atomic_end
)");
}

TEST(SpecsApplied, CallOnce) {
  EXPECT_EQ(apply(R"(
#include <mutex>
std::once_flag Flag;
int N;
void f() { std::call_once(Flag, [](int M) { N = M; }, 3); })",
                  Cxx20, false)
                .events("f"),
            R"(let %1 := 3
once call @Flag *&%0(3)
may_throw
)");
}

TEST(SpecsApplied, WaitOnConditions) {
  EXPECT_EQ(apply(R"(
#include <condition_variable>
bool Ready;
void f(std::mutex &M, std::condition_variable &C) {
  std::unique_lock<std::mutex> L(M);
  C.wait(L, [] { return Ready; });
  L.unlock();
  C.notify_one();
})",
                  Cxx20, false)
                .events("f"),
            R"(let %L.$lock := %M
acquire *%M exclusive by %L
wait *%C by %L predicate
call @`f::lambda#1::operator()`(&%0) implicit
release _ by %L
notify *%C
release _ by %L if_held
release _ by %L if_held
)");
}

TEST(SpecsApplied, JoinAFuturesThread) {
  EXPECT_EQ(apply(R"(
#include <future>
int compute(int);
int f() {
  std::future<int> F = std::async(std::launch::async, compute, 1);
  return F.get();
})",
                  Cxx20, false)
                .events("f"),
            R"(let %0 := 1
allocate library -> %F.$state
spawn *%F.$state = async @compute(1) joins_on_destroy
future get *%F.$state
join *%F.$state if_joinable
let %1 := *%F.$state
may_throw
join *%F.$state if_joinable
join *%F.$state if_joinable
)");
}

TEST(SpecsApplied, KnowPthreads) {
  EXPECT_EQ(apply(R"(
#include <pthread.h>
#include <semaphore.h>
void *work(void *P);
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
pthread_rwlock_t W;
sem_t S;
void f(int *P) {
  pthread_t T;
  pthread_create(&T, 0, work, P);
  pthread_mutex_lock(&M);
  if (pthread_mutex_trylock(&M) == 0)
    pthread_mutex_unlock(&M);
  pthread_rwlock_rdlock(&W);
  pthread_rwlock_unlock(&W);
  sem_wait(&S);
  sem_post(&S);
  pthread_join(T, 0);
})",
                  {}, true)
                .events("f"),
            R"(read %P
spawn %T = pthread @work((void * as pointer)%P) -> %1
acquire @M exclusive
try_acquire @M exclusive -> %0 by_value success 0
release @M
acquire @W shared
release @W any_mode
semaphore acquire @S
semaphore release @S
read %T
join %T
)");
}

TEST(SpecsApplied, KnowGuards) {
  EXPECT_EQ(apply(R"(
#include <mutex>
int N;
void f(std::mutex &A, std::mutex &B) {
  std::scoped_lock Both(A, B);
  std::unique_lock<std::mutex> L(A, std::try_to_lock);
  if (L)
    N = 1;
  std::lock_guard<std::mutex> G(B, std::adopt_lock);
})",
                  Cxx20, false)
                .events("f"),
            R"(let %Both.$lock := %A
acquire *%A exclusive by %Both group 1
acquire *%B exclusive by %Both group 1
let %0 := @std::try_to_lock
let %L.$lock := %A
try_acquire *%A exclusive by %L
guard owns_lock %L -> %1
write @N := 1
let %2 := @std::adopt_lock
let %G.$lock := %B
guard adopt %G on *%B
release _ by %G if_held
release _ by %L if_held
release _ by %Both if_held
release _ by %Both if_held
)");
}

TEST(SpecsApplied, SayOnWhichSideOfAQueueACallStands) {
  Applied A = apply(R"(
namespace rigtorp {
template <class T> struct SPSCQueue {
  void push(const T &Value) { Slot = Value; }
  T *front() { return &Slot; }
  void pop() {}
  T Slot;
};
}
rigtorp::SPSCQueue<int> Q;
int f(int N) {
  Q.push(N);
  int Out = *Q.front();
  Q.pop();
  return Out;
})",
                    Cxx20, false);
  EXPECT_EQ(A.events("f", "queue"), "queue put @Q value %N\n"
                                    "queue size @Q\n"
                                    "queue try_get @Q\n");
  EXPECT_EQ(A.events("f", "$element"), "let %0 := &@Q.$element\n");
  std::vector<std::string> Sides;
  for (const Function &F : A.M.Functions)
    if (F.Name == "f" && F.Definition)
      for (const BasicBlock &Block : F.Definition->Blocks)
        for (const Event &E : Block.Events)
          if (const auto *U = std::get_if<UnsafeCall>(&E))
            Sides.push_back(U->State);
  EXPECT_EQ(Sides,
            (std::vector<std::string>{"producer", "consumer", "consumer"}));
}

} // namespace
} // namespace heddle
