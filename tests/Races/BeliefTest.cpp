//===- BeliefTest.cpp - How sure, and why not -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

namespace {

const char Guarded[] = R"(#include <mutex>
#include <thread>
std::mutex M; int X;
void f() {
  std::lock_guard<std::mutex> L(M);
  ++X;
}
int main() {
  std::thread T(f);
  { std::lock_guard<std::mutex> L(M); ++X; }
  T.join();
  return X;
}
)";

const char Racy[] = R"(#include <thread>
int X;
void f() { ++X; }
int main() {
  std::thread T(f);
  ++X;
  T.join();
  return X;
}
)";

TEST(Belief, IsCertainOfTwoAccessesThatAlwaysHappen) {
  EXPECT_EQ(Analyzed(Racy).belief("X"), Confidence::Certain);
}

TEST(Belief, IsNotCertainOfWhatMayNotHappen) {
  EXPECT_NE(Analyzed(R"(#include <thread>
int X, Asked;
void f() { if (Asked) ++X; }
int main() { std::thread T(f); ++X; T.join(); }
)")
                .belief("X"),
            Confidence::Certain);
}

/// Which slice of the memory is a thread's own is in numbers it was given.
TEST(Belief, IsLowForSlicesOfMemory) {
  const std::string Code = R"(#include <pthread.h>
#include <stdlib.h>
struct job { int from, to; int *out, *in; };
static void *work(void *p) { struct job *j = p;
  for (int i = j->from; i < j->to; i++) j->out[WHICH] += i;
  return p; }
int main(void) { pthread_t t[4]; struct job j[4];
  int *out = malloc(4000), *in = malloc(4000);
  for (int i = 0; i < 4; i++) {
    j[i].from = rand(); j[i].to = rand(); j[i].out = out; j[i].in = in;
    pthread_create(&t[i], 0, work, &j[i]); }
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); }
)";
  auto With = [&](llvm::StringRef Which) {
    std::string Copy = Code;
    Copy.replace(Copy.find("WHICH"), 5, Which.str());
    Analyzed T(Copy, /*IsC=*/true);
    return T.belief(T.races());
  };
  EXPECT_EQ(With("i"), Confidence::Possible);
  EXPECT_EQ(With("j->in[i] % 10"), Confidence::Likely);
}

/// A lock that the program has made itself.
TEST(Belief, IsLowBehindADoorOfItsOwn) {
  const std::string Code = R"(#include <condition_variable>
#include <mutex>
#include <thread>
struct Door {
  std::mutex M; std::condition_variable C; bool Taken = false;
  void enter() { std::unique_lock<std::mutex> L(M);
    C.wait(L, [this] { return !Taken; }); Taken = true; }
  void leave() { std::lock_guard<std::mutex> L(M);
    Taken = false; C.notify_one(); }
};
Door D; int X;
void f() { D.enter(); ++X; D.leave(); }
void g() { WAY }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)";
  auto With = [&](llvm::StringRef Way) {
    std::string Copy = Code;
    Copy.replace(Copy.find("WAY"), 3, Way.str());
    return Analyzed(Copy).belief("X");
  };
  EXPECT_EQ(With("D.enter(); ++X; D.leave();"), Confidence::Possible);
  EXPECT_NE(With("++X;"), Confidence::Possible);
}

TEST(Belief, IsLowBehindATokenThatIsTakenUnderALock) {
  const std::string Code = R"(#include <pthread.h>
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
int Free = 1, Done, X;
static int can(void) { return Free && !Done; }
static void parse(void) {
  TAKE
  pthread_mutex_unlock(&M);
  X++;
  pthread_mutex_lock(&M);
  Free = 1;
}
static void *work(void *P) {
  pthread_mutex_lock(&M);
  if (can()) parse();
  pthread_mutex_unlock(&M); return P; }
int main(void) { pthread_t A, B; pthread_create(&A, 0, work, 0);
  pthread_create(&B, 0, work, 0); pthread_join(A, 0); pthread_join(B, 0);
  return 0; }
)";
  auto With = [&](llvm::StringRef Take) {
    std::string Copy = Code;
    Copy.replace(Copy.find("TAKE"), 4, Take.str());
    return Analyzed(Copy, /*IsC=*/true).belief("X");
  };
  EXPECT_EQ(With("Free = 0;"), Confidence::Possible);
  EXPECT_NE(With(""), Confidence::Possible);
}

TEST(Belief, IsLowBehindASpinLockOfItsOwn) {
  const std::string Code = R"(#include <atomic>
#include <thread>
struct Spin {
  std::atomic_flag F = ATOMIC_FLAG_INIT;
  void lock() { while (F.test_and_set(std::memory_order_ORDER)) {} }
  void unlock() { F.clear(std::memory_order_release); }
};
Spin S; int X;
void f() { for (int I = 0; I < 9; ++I) { S.lock(); ++X; S.unlock(); } }
int main() { std::thread A(f), B(f); A.join(); B.join(); }
)";
  auto With = [&](llvm::StringRef Order) {
    std::string Copy = Code;
    Copy.replace(Copy.find("ORDER"), 5, Order.str());
    return Analyzed(Copy).belief("X");
  };
  EXPECT_EQ(With("acquire"), Confidence::Possible);
  EXPECT_EQ(With("relaxed"), Confidence::Likely);
}

TEST(Belief, IsLowBetweenBarriersOfOneLoop) {
  const std::string Code = R"(#include <pthread.h>
pthread_barrier_t Bar; int Done;
static void *work(void *p) {
  while (!Done) {
    pthread_barrier_wait(&Bar);
    if ((long)p == 0)
      Done = 1;
    AFTER
  }
  return p; }
int main(void) { pthread_t t[4]; pthread_barrier_init(&Bar, 0, 4);
  for (long i = 0; i < 4; i++) pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); return 0; }
)";
  auto With = [&](llvm::StringRef After) {
    std::string Copy = Code;
    Copy.replace(Copy.find("AFTER"), 5, After.str());
    return Analyzed(Copy, /*IsC=*/true).belief("Done");
  };
  EXPECT_EQ(With("pthread_barrier_wait(&Bar);"), Confidence::Possible);
  EXPECT_EQ(With(""), Confidence::Likely);
}

TEST(Belief, ComesWithReasons) {
  Analyzed T(Racy);
  for (const RaceCandidate &C : T.group("X").Candidates)
    EXPECT_FALSE(C.Reasons.empty());
}

TEST(Verdict, IsRaceFreeWhereEverythingIsShown) {
  EXPECT_EQ(Analyzed(Guarded, false, Profile::Prove).verdict(), "race-free");
}

TEST(Verdict, IsRaceWhereOneIsCertain) {
  EXPECT_EQ(Analyzed(Racy, false, Profile::Prove).verdict(), "race");
}

TEST(Verdict, IsUnknownWhereCodeIsMissing) {
  Analyzed T(R"(#include <thread>
int X; void unseen(int *);
void f() { unseen(&X); }
int main() { std::thread T(f); unseen(&X); T.join(); }
)",
             false, Profile::Prove);
  EXPECT_EQ(T.verdict(), "unknown");
  EXPECT_FALSE(T.A->verdict().Reasons.empty());
}

TEST(WhyNot, NamesTheRefuterOfEachPair) {
  Analyzed T(Guarded);
  std::vector<PairExplanation> Locked =
      T.A->whyNot("input.cpp", 6, "input.cpp", 10);
  ASSERT_FALSE(Locked.empty());
  for (const PairExplanation &Pair : Locked) {
    EXPECT_FALSE(Pair.Survived);
    EXPECT_EQ(Pair.Refuter, "common-lock");
    EXPECT_FALSE(Pair.Facts.empty());
  }
  std::vector<PairExplanation> Joined =
      T.A->whyNot("input.cpp", 6, "input.cpp", 12);
  ASSERT_FALSE(Joined.empty());
  EXPECT_FALSE(Joined.front().Survived);
}

TEST(WhyNot, SaysWhichPairsAreLeft) {
  Analyzed T(Racy);
  std::vector<PairExplanation> Pairs =
      T.A->whyNot("input.cpp", 3, "input.cpp", 6);
  ASSERT_FALSE(Pairs.empty());
  EXPECT_TRUE(Pairs.front().Survived);
}

TEST(Groups, HaveOneObjectEach) {
  Analyzed T(R"(#include <thread>
int X, Y;
void f() { ++X; ++Y; ++X; }
int main() { std::thread A(f), B(f); A.join(); B.join(); }
)");
  EXPECT_EQ(T.races(), "X, Y");
  EXPECT_EQ(T.A->Races.size(), 2u);
}

TEST(Groups, KnowTheLockThatMostHold) {
  Analyzed T(R"(#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::lock_guard<std::mutex> L(M); ++X; }
void g() { ++X; }
int main() { std::thread A(f), B(f), C(g); A.join(); B.join(); C.join(); }
)");
  ASSERT_FALSE(T.group("X").Guards.empty());
  EXPECT_EQ(T.group("X").Guards.front().Lock.Name, "M");
}

/// A queue by hand: that its last message is the end is in the data.
const char Messages[] = R"(#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M; std::condition_variable C; int Items, Sum;
void push() { std::lock_guard<std::mutex> L(M); ++Items; C.notify_one(); }
void pop() {
  std::unique_lock<std::mutex> L(M);
  C.wait(L, [] { return Items > 0; });
  --Items;
}
)";

TEST(Belief, IsLowWhereTheOtherMayHaveSaidThatItIsDone) {
  EXPECT_EQ(Analyzed((llvm::Twine(Messages) + R"(
void work() {
  ++Sum;
  push();
}
int main() {
  std::thread T(work);
  pop();
  ++Sum;
  T.join();
}
)")
                         .str())
                .belief("Sum"),
            Confidence::Possible);
}

TEST(Belief, IsNotLowWhereTheOtherGoesOnAfterItsMessage) {
  EXPECT_NE(Analyzed((llvm::Twine(Messages) + R"(
void work() {
  push();
  ++Sum;
}
int main() {
  std::thread T(work);
  pop();
  ++Sum;
  T.join();
}
)")
                         .str())
                .belief("Sum"),
            Confidence::Possible);
}

/// A thread that another one started is joined by who waits for both.
TEST(Belief, IsLowWhereAGrandchildIsJoined) {
  EXPECT_EQ(Analyzed(R"(#include <pthread.h>
int Sum; pthread_t Workers[4]; int Started;
void *work(void *) { return Sum ? nullptr : Workers; }
void *split(void *) {
  pthread_create(&Workers[Started++], nullptr, work, nullptr);
  return nullptr;
}
void run() {
  Sum = 0;
  pthread_t S;
  pthread_create(&S, nullptr, split, nullptr);
  pthread_join(S, nullptr);
  for (int I = Started; --I >= 0;)
    pthread_join(Workers[I], nullptr);
}
int main() { for (int I = 0; I < 3; ++I) run(); }
)")
                .belief("Sum"),
            Confidence::Possible);
}

} // namespace
