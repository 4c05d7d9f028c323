//===- BusyWaitTest.cpp - Loops that only ask -----------------------------===//
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

TEST(BusyWait, TellsALoopThatOnlyAsks) {
  expectMarkedLocally(R"(
    #include <atomic>
    #include <chrono>
    #include <mutex>
    #include <thread>
    std::atomic<bool> Ready, Stop;
    std::mutex M;
    bool Done;
    void spin() {
      while (!Ready) { // expect: busy-wait(Ready)
      }
    }
    void yields() {
      while (!Ready.load(std::memory_order_acquire)) // expect: busy-wait(Ready)
        std::this_thread::yield();
    }
    void both() {
      while (!Ready && !Stop) // expect: busy-wait(Ready)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    void underLock() {
      for (;;) {
        std::lock_guard<std::mutex> Guard(M);
        if (Done) // expect: busy-wait(Done)
          break;
      }
    }
  )");
}

TEST(BusyWait, LeavesLoopsAloneThatWorkOrMoveOn) {
  expectMarkedLocally(R"(
    #include <atomic>
    #include <mutex>
    struct Node { std::atomic<Node *> Next; int Value; };
    std::atomic<bool> Stop;
    std::atomic<int> Ticks, Count;
    std::mutex M;
    int Left;
    void work() {
      while (!Stop)
        ++Ticks;
    }
    int length(Node *N) {
      int Sum = 0;
      while ((N = N->Next.load()))
        ++Sum;
      return Sum;
    }
    void bounded() {
      for (int I = 0; I < 100 && !Stop; ++I) {
      }
    }
    void drain() {
      for (;;) {
        std::lock_guard<std::mutex> Guard(M);
        if (Left == 0)
          return;
        --Left;
      }
    }
  )");
}

TEST(BusyWait, LeavesAnswersOfUnknownFunctionsAlone) {
  expectMarkedLocally(R"(
    struct Source { int (*Next)(void *); void *State; };
    int drain(struct Source *S) {
      int Got, Sum = 0;
      while ((Got = S->Next(S->State)) > 0)
        Sum += Got;
      return Sum;
    }
  )",
                      CodeKind::C);
}

TEST(BusyWait, LeavesTheInsidesOfLocksAlone) {
  expectMarkedLocally(R"(
    #include <atomic>
    std::atomic<bool> Taken;
    void lock() {
      while (Taken.exchange(true))
        while (Taken.load()) {
        }
    }
    std::atomic_flag Flag;
    void lockFlag() {
      while (Flag.test_and_set()) {
      }
    }
  )");
}

TEST(BusyWait, LeavesPlainAndVolatileVariablesToTheRulesAboutRaces) {
  expectMarkedLocally(R"(
    bool Ready;
    volatile bool Seen;
    void spin() {
      while (!Ready) {
      }
      while (!Seen) {
      }
    }
  )");
}

} // namespace
