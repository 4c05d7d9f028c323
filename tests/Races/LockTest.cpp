//===- LockTest.cpp - Locks keep accesses apart ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which guard, taken and given back how, protects an access.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

TEST(Lock, ReportsWriteWithoutTheLock) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::lock_guard<std::mutex> L(M); ++X; }
void g() { X = 0; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, ReportsWriteUnderDifferentMutex) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M, N; int X;
void f() { std::lock_guard<std::mutex> L(M); ++X; }
void g() { std::lock_guard<std::mutex> L(N); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, FollowsGuardsThatUnlockAndLockAgain) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::unique_lock<std::mutex> L(M); ++X; L.unlock(); L.lock(); ++X; }
void g() { std::unique_lock<std::mutex> L(M, std::defer_lock); L.lock(); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, FollowsAGuardThatUnlocksAndLocksAgainInALoop) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
struct Queue {
  std::mutex M; int X = 0;
  void work() { std::unique_lock<std::mutex> L(M);
    while (X < 9) { ++X; L.unlock(); L.lock(); ++X; } }
};
int main() { Queue Q; std::thread A([&] { Q.work(); }), B([&] { Q.work(); });
  A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, SeesThatTheGuardIsOpen) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::unique_lock<std::mutex> L(M); L.unlock(); ++X; }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, SeesThatTheGuardWasDeferred) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::unique_lock<std::mutex> L(M, std::defer_lock); ++X; }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, TellsTheWaysOfATryLockApart) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::unique_lock<std::mutex> L(M, std::try_to_lock); if (L) ++X; }
void g() { if (!M.try_lock()) return; ++X; M.unlock(); }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, KnowsWhatATryLockAnswersThatFails) {
  const std::string Code = R"(
#include <errno.h>
#include <pthread.h>
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER; int X;
static void *work(void *p) {
  while (pthread_mutex_trylock(&M) CONDITION) {}
  X++; pthread_mutex_unlock(&M); return p; }
int main(void) { pthread_t a, b;
  pthread_create(&a, 0, work, 0); pthread_create(&b, 0, work, 0);
  pthread_join(a, 0); pthread_join(b, 0); return 0; }
)";
  auto With = [&](llvm::StringRef Condition) {
    std::string Copy = Code;
    Copy.replace(Copy.find("CONDITION"), 9, Condition.str());
    return racesInC(Copy);
  };
  EXPECT_EQ(With("== EBUSY"), "");
  EXPECT_EQ(With("!= 0"), "");
  EXPECT_EQ(With("!= EBUSY"), "X");
}

TEST(Lock, ReportsTheWayOnWhichATryLockFailed) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void f() { std::unique_lock<std::mutex> L(M, std::try_to_lock); ++X; }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, KnowsAFunctionThatReturnsWhetherItLocked) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
bool enter() { return M.try_lock(); }
void leave() { M.unlock(); }
void f() { if (enter()) { ++X; leave(); } }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, RemembersAFlagThatSaysWhetherItLocked) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X; int Mode;
void f() { bool Locked = false; if (Mode) { M.lock(); Locked = true; }
  if (Locked) { ++X; M.unlock(); } }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, FollowsAGuardThatIsReturnedMovedAndPassed) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
std::unique_lock<std::mutex> grab() { return std::unique_lock<std::mutex>(M); }
std::unique_lock<std::mutex> named() { std::unique_lock<std::mutex> L(M); return L; }
void with(std::unique_lock<std::mutex> L) { ++X; }
void f() { auto L = grab(); ++X; std::unique_lock<std::mutex> K(std::move(L)); ++X; }
void g() { { auto L = named(); ++X; } with(std::unique_lock<std::mutex>(M)); }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, KnowsGuardsOfTheProgramsOwn) {
  EXPECT_EQ(races(R"(
#include <pthread.h>
#include <thread>
class MutexLock {
public:
  explicit MutexLock(pthread_mutex_t *M) : M(M) { pthread_mutex_lock(M); }
  ~MutexLock() { pthread_mutex_unlock(M); }
private:
  pthread_mutex_t *const M;
};
struct Counter {
  pthread_mutex_t M; int N = 0;
  Counter() { pthread_mutex_init(&M, nullptr); }
  void add() { MutexLock L(&M); ++N; }
};
Counter C;
void f() { C.add(); }
void g() { C.add(); }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, LetsAnObjectsOwnLockGuardIt) {
  EXPECT_EQ(races(R"(
#include <memory>
#include <mutex>
#include <thread>
#include <vector>
struct Account { std::mutex M; int Balance = 0;
  void add(int N) { std::lock_guard<std::mutex> L(M); Balance += N; } };
int main() {
  std::vector<std::unique_ptr<Account>> All;
  for (int I = 0; I < 10; ++I) All.push_back(std::make_unique<Account>());
  std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I)
    T.emplace_back([&All] { for (auto &A : All) A->add(1); });
  for (auto &X : T) X.join();
}
)"),
            "");
}

TEST(Lock, DoesNotTakeAnotherObjectsLockForIt) {
  EXPECT_EQ(races(R"(
#include <memory>
#include <mutex>
#include <thread>
#include <vector>
struct Account { std::mutex M; int Balance = 0; };
int main() {
  std::vector<std::unique_ptr<Account>> All;
  for (int I = 0; I < 10; ++I) All.push_back(std::make_unique<Account>());
  std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I)
    T.emplace_back([&All] { std::lock_guard<std::mutex> L(All[0]->M);
      for (auto &A : All) ++A->Balance; });
  for (auto &X : T) X.join();
}
)"),
            "Balance");
}

TEST(Lock, LetsReadersReadTogether) {
  EXPECT_EQ(races(R"(
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
std::shared_mutex M; std::map<int, int> D;
void f() { std::shared_lock L(M); D.find(1); }
void g() { std::unique_lock L(M); D[1] = 2; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, ReportsWritersUnderAReadersLock) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <shared_mutex>
#include <thread>
std::shared_mutex M; int D;
void f() { std::shared_lock L(M); D = 1; }
void g() { std::shared_lock L(M); D = 2; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "D");
}

TEST(Lock, ReleasesOnExceptions) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::mutex M; int X;
void risky(int N) { if (N) throw N; }
void f() { try { std::lock_guard<std::mutex> L(M); ++X; risky(X); } catch (...) {}
  std::lock_guard<std::mutex> L(M); ++X; }
void g() { std::lock_guard<std::mutex> L(M); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Lock, SeesThatAWaitOnOneMutexDoesNotHoldAnother) {
  EXPECT_EQ(races(R"(
#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M, N; std::condition_variable C; int X; bool Ready;
void f() { std::unique_lock<std::mutex> L(M); while (!Ready) C.wait(L); ++X; }
void g() { { std::lock_guard<std::mutex> L(M); Ready = true; } C.notify_one();
  std::lock_guard<std::mutex> L(N); ++X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "X");
}

TEST(Lock, OutlivesTheReleaseOfOthersWhoseNamesAreLost) {
  const std::string Code = R"(
#include <pthread.h>
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER, Items[8];
int X;
static void *try(unsigned N) { pthread_mutex_t *L = &Items[N % 8];
  return pthread_mutex_trylock(L) == 0 ? L : NULL; }
static void leave(void *L) { pthread_mutex_unlock((pthread_mutex_t *)L); }
static void juggle(int N) {
  for (int I = 0; I < N; I++) { void *L = I % 3 ? try(I) : LAST;
    if (L) leave(L); }
}
static void *work(void *P) {
  pthread_mutex_lock(&M);
  while (X < 9) { juggle(3); X++; }
  pthread_mutex_unlock(&M); return P; }
int main(void) { pthread_t A, B; pthread_create(&A, 0, work, 0);
  pthread_create(&B, 0, work, 0); pthread_join(A, 0); pthread_join(B, 0);
  return 0; }
)";
  auto With = [&](llvm::StringRef Last) {
    std::string Copy = Code;
    Copy.replace(Copy.find("LAST"), 4, Last.str());
    return racesInC(Copy);
  };
  EXPECT_EQ(With("NULL"), "");
  EXPECT_EQ(With("&M"), "X");
}
