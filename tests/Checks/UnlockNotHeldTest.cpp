//===- UnlockNotHeldTest.cpp - unlock-not-held ----------------------------===//
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

TEST(UnlockNotHeld, FindsASecondUnlock) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void f() {
      M.lock();
      M.unlock(); // #first
      M.unlock(); // expect: unlock-not-held(M) with #first; certain
    }
    void caller(bool B) {
      if (B) M.unlock(); // #early
      ++X;
      M.unlock(); // expect: unlock-not-held(M) with #early
    }
  )");
}

TEST(UnlockNotHeld, FindsUnlocksBesideAGuard) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void f() {
      std::lock_guard<std::mutex> G(M);
      ++X;
      M.unlock(); // expect: unlock-not-held(M)
    }
    void g() {
      std::unique_lock<std::mutex> G(M);
      G.unlock(); // #guard
      M.unlock(); // expect: unlock-not-held(M) with #guard
    }
    void good() {
      std::unique_lock<std::mutex> G(M);
      G.unlock();
      ++X;
      G.lock();
      M.unlock();
      M.lock();
    }
    void adopted() {
      M.lock();
      std::lock_guard<std::mutex> G(M, std::adopt_lock);
      ++X;
    }
  )");
}

TEST(UnlockNotHeld, FindsALockThatNobodyLocks) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M, N;
    void f() {
      N.unlock(); // expect: unlock-not-held(N); likely
      M.lock();
      M.unlock();
    }
  )");
}

TEST(UnlockNotHeld, LetsAFunctionUnlockForItsCaller) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M;
    void enter() { M.lock(); }
    void leave() { M.unlock(); }
    void f() {
      enter();
      leave();
      enter();
      leave();
    }
    void again() {
      M.lock();
      M.unlock();
      enter();
      M.unlock();
    }
  )");
}

TEST(UnlockNotHeld, RemembersConditions) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    void f(bool B) {
      if (B) M.lock();
      ++X;
      if (B) M.unlock();
    }
    void g() {
      bool Locked = false;
      if (X) { M.lock(); Locked = true; }
      if (Locked) M.unlock();
    }
    void h() { if (M.try_lock()) M.unlock(); }
    void spin() { while (!M.try_lock()) {} M.unlock(); } // expect: busy-wait(M)
    void rounds() {
      for (int I = 0; I < 9; ++I) {
        M.lock();
        if (X == I) { M.unlock(); continue; }
        M.unlock();
      }
    }
  )");
}

TEST(UnlockNotHeld, CountsRecursiveLocks) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::recursive_mutex M; int X;
    void f() {
      M.lock();
      M.lock();
      ++X;
      M.unlock();
      M.unlock();
    }
  )");
}

TEST(UnlockNotHeld, TellsElementsApart) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M[4];
    void f(int I, int J) {
      M[I].lock();
      M[J].lock(); // expect: locks-one-by-one(M[I], M[J])
      M[J].unlock();
      M[I].unlock();
    }
    void all() {
      for (int I = 0; I < 4; ++I) M[I].lock();
      for (int I = 0; I < 4; ++I) M[I].unlock();
    }
  )");
}

} // namespace
