//===- LockNotReleasedTest.cpp - lock-not-released ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Marked.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

TEST(LockNotReleased, FindsReturnBreakGotoAndThrow) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    int early(bool B) {
      M.lock(); // #lock
      if (B)
        return 1; // expect: lock-not-released(M) with #lock; certain
      M.unlock();
      return 0;
    }
    int loop() {
      for (int I = 0; I < 3; ++I) {
        M.lock();
        if (X == I)
          break;
        M.unlock();
      }
      return X; // expect: lock-not-released(M)
    }
    int jump(bool B) {
      M.lock();
      if (B)
        goto out;
      M.unlock();
    out:
      return X; // expect: lock-not-released(M)
    }
    void thrown(bool B) {
      M.lock();
      if (B)
        throw 1; // expect: lock-not-released(M); likely
      M.unlock();
    }
  )");
}

TEST(LockNotReleased, BelievesInExceptionsOfTheProgramAndOfContracts) {
  expectMarkedLocally(R"(
    #include <mutex>
    #include <string>
    #include <vector>
    std::mutex M; std::vector<int> V;
    int parse(int N) { if (N < 0) throw 1; return N; }
    void own(int N) {
      M.lock();
      parse(N); // expect: lock-not-released(M); likely
      M.unlock();
    }
    void contract(const std::string &S) {
      M.lock();
      V[0] = std::stoi(S); // expect: lock-not-released(M); possible
      M.unlock();
    }
    void memory() {
      M.lock();
      V.push_back(1);
      M.unlock();
    }
    void handled(int N) {
      M.lock();
      try { parse(N); } catch (...) { N = 0; }
      M.unlock();
    }
    void unlockedByHandler(int N) {
      M.lock();
      try { parse(N); } catch (...) { M.unlock(); throw; }
      M.unlock();
    }
  )");
}

TEST(LockNotReleased, RemembersConditions) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void flag(bool B) {
      if (B) M.lock();
      ++X;
      if (B) M.unlock();
    }
    void stored(int N) {
      bool Locked = N > 3;
      if (Locked) M.lock();
      for (int I = 0; I < N; ++I) ++X;
      if (!Locked) return;
      M.unlock();
    }
    void assigned(int N) {
      bool Locked = false;
      if (N > 3) { M.lock(); Locked = true; }
      ++X;
      if (Locked) M.unlock();
    }
    void changed(bool B) {
      if (B) M.lock();
      B = X > 3;
      if (B) M.unlock();
    } // expect: lock-not-released(M)
  )");
}

TEST(LockNotReleased, FollowsTheResultOfTryLock) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void good() { if (M.try_lock()) { ++X; M.unlock(); } }
    void early() { if (!M.try_lock()) return; ++X; M.unlock(); }
    void kept() { bool Got = M.try_lock(); ++X; if (Got) M.unlock(); }
    bool bad() {
      if (M.try_lock()) {
        if (X > 3)
          return false; // expect: lock-not-released(M)
        M.unlock();
      }
      return true;
    }
  )");
  expectMarkedLocally(R"(
    #include <pthread.h>
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; int x;
    void good(void) { if (pthread_mutex_trylock(&m) == 0) { ++x; pthread_mutex_unlock(&m); } }
    void early(void) { if (pthread_mutex_trylock(&m)) return; ++x; pthread_mutex_unlock(&m); }
    void bad(void) {
      if (pthread_mutex_trylock(&m) != 0)
        return;
      if (x > 3)
        return; /* expect: lock-not-released(m) */
      pthread_mutex_unlock(&m);
    }
  )",
                      CodeKind::C);
}

TEST(LockNotReleased, KnowsLockFunctions) {
  expectMarkedLocally(R"(
    #include <mutex>
    struct Monitor {
      void enter() { M.lock(); ++Depth; }
      void leave() { --Depth; M.unlock(); }
      bool tryEnter() {
        M.lock();
        if (Depth < 3)
          return true;
        M.unlock();
        return false;
      }
      bool forgets() {
        M.lock();
        if (Depth < 3)
          return false; // expect: lock-not-released(M)
        M.unlock();
        return true;
      }
      std::mutex M;
      int Depth = 0;
    };
    void lockBoth(std::mutex &A, std::mutex &B) {
      A.lock();
      B.lock(); // expect: locks-one-by-one(A, B)
    }
  )");
}

TEST(LockNotReleased, KnowsLockFunctionsOfCByTheirErrorNumbers) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; int x;
    int enter(void) {
      pthread_mutex_lock(&m);
      if (x == 0)
        return 0;
      pthread_mutex_unlock(&m);
      return -1;
    }
    int forgets(void) {
      pthread_mutex_lock(&m);
      if (x == 0)
        return -1; /* expect: lock-not-released(m) */
      pthread_mutex_unlock(&m);
      return 0;
    }
  )",
                      CodeKind::C);
}

TEST(LockNotReleased, ReportsALockThatNobodyEverReleases) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void forget() {
      M.lock(); // expect: lock-not-released(M); likely
      ++X;
    }
  )");
}

TEST(LockNotReleased, LeavesGuardsAlone) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M, N; int X;
    int guard(bool B) { std::lock_guard<std::mutex> G(M); if (B) return 1; return X; }
    int adopt(bool B) {
      M.lock();
      std::lock_guard<std::mutex> G(M, std::adopt_lock);
      if (B) return 1;
      return X;
    }
    int both(bool B) {
      std::lock(M, N);
      std::lock_guard<std::mutex> G(M, std::adopt_lock);
      std::lock_guard<std::mutex> H(N, std::adopt_lock);
      if (B) throw 1;
      return X;
    }
    void hand(bool B) {
      std::unique_lock<std::mutex> G(M, std::defer_lock);
      if (B) G.lock();
      ++X;
    }
  )");
}

TEST(LockNotReleased, SeesOneLockThroughAReference) {
  expectMarkedLocally(R"(
    #include <mutex>
    struct Slot { std::mutex M; int X = 0; };
    Slot Slots[3];
    void good(int I) {
      Slot &S = Slots[I];
      S.M.lock();
      ++S.X;
      Slots[I].M.unlock();
    }
  )");
}

TEST(LockNotReleased, AProcessThatEndsLeaksNothing) {
  expectMarkedLocally(R"(
    #include <cstdlib>
    #include <mutex>
    std::mutex M; int X;
    void fatal(bool B) {
      M.lock();
      if (B)
        std::exit(1);
      if (X > 3)
        std::abort();
      M.unlock();
    }
  )");
}

/// What begin() takes, finish() goes on with.
TEST(LockNotReleased, IsOnlyPossibleWhereAnotherFunctionUnlocks) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    struct page { pthread_mutex_t m; int room, used; } p;
    int begin(int n) {
      pthread_mutex_lock(&p.m);
      if (p.room >= n)
        return n; // expect: lock-not-released(p.m); possible
      pthread_mutex_unlock(&p.m);
      return -1;
    }
    void finish(int n) {
      p.used += n;
      pthread_mutex_unlock(&p.m);
    }
  )",
                      CodeKind::C);
  // An unlock by another name goes on with nothing.
  expectMarkedLocally(R"(
    #include <pthread.h>
    struct page { pthread_mutex_t m; int room; } p;
    void unlock(void) { pthread_mutex_unlock(&p.m); }
    int forgotten(int n) {
      pthread_mutex_lock(&p.m);
      if (p.room >= n)
        return n; // expect: lock-not-released(p.m); certain
      pthread_mutex_unlock(&p.m);
      return -1;
    }
  )",
                      CodeKind::C);
}

} // namespace
