//===- DoubleJoinTest.cpp - double-join, joinable-overwritten -------------===//
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

TEST(DoubleJoin, FindsASecondJoinOrDetachOnOneWay) {
  expectMarkedLocally(R"(
    #include <thread>
    void twice(std::thread &T) {
      T.join();
      T.join(); // expect: double-join(T); certain
    }
    void both(std::thread &T, bool B) {
      if (B)
        T.detach(); // #detached
      T.join(); // expect: double-join(T) with #detached
    }
    void loop(std::thread &T) {
      for (int I = 0; I < 2; ++I)
        T.join(); // expect: double-join(T)
    }
  )");
}

TEST(DoubleJoin, FindsItInC) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    void f(pthread_t T) {
      pthread_detach(T); // #first
      pthread_join(T, 0); // expect: double-join(T) with #first
    }
  )",
                      CodeKind::C);
}

TEST(DoubleJoin, KnowsWhoAsks) {
  expectMarkedLocally(R"(
    #include <thread>
    void f(std::thread &T, bool B) {
      if (B) T.join();
      if (T.joinable()) T.join();
    }
    void g(std::thread &T, bool B) {
      if (B) T.join();
      if (!B) T.join();
    }
  )");
}

TEST(DoubleJoin, KnowsThatALoopMeansTheNextElement) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <vector>
    struct Worker { std::thread Thread; };
    void f(std::vector<Worker> &Workers) {
      for (Worker &W : Workers)
        W.Thread.join();
    }
    void g(Worker (&Workers)[3]) {
      for (Worker &W : Workers)
        W.Thread.join();
    }
    void h(Worker *Begin, Worker *End) {
      for (Worker *W = Begin; W != End; ++W)
        W->Thread.join();
    }
  )");
}

TEST(DoubleJoin, KnowsNewThreads) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <utility>
    void work();
    void restart(std::thread &T) { T = std::thread(work); }
    void f(std::thread &T) {
      T.join();
      T = std::thread(work);
      T.join();
    }
    void g(std::thread &T) {
      T.join();
      restart(T);
      T.join();
    }
    void h(std::thread &T, std::thread &U) {
      T.join();
      std::swap(T, U);
      T.join();
    }
    void rounds() {
      for (int I = 0; I < 3; ++I) {
        std::thread T(work);
        T.join();
      }
    }
  )");
}

TEST(DoubleJoin, LetsEachElementBeJoined) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <vector>
    void f(std::vector<std::thread> &V, std::thread *A, int N) {
      for (auto &T : V) T.join();
      for (int I = 0; I < N; ++I) A[I].join();
      for (std::thread *P = A; P != A + N; ++P) P->join();
    }
  )");
}

TEST(JoinableOverwritten, FindsTheSecondThread) {
  expectMarkedLocally(R"(
    #include <thread>
    void work();
    struct A {
      std::thread T;
      ~A() { T.join(); }
      void f() {
        T = std::thread(work); // #first
        T = std::thread(work); // expect: joinable-overwritten(T) with #first
      }
    };
    void g() {
      std::thread T(work); // #start
      T = std::thread(work); // expect: joinable-overwritten(T) with #start
      T.join();
    }
  )");
}

TEST(JoinableOverwritten, KnowsWhatEndsAThread) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <utility>
    #include <vector>
    void work();
    void f(bool B) {
      std::thread T(work);
      if (B) T.join(); else T.detach();
      T = std::thread(work);
      std::vector<std::thread> V;
      V.push_back(std::move(T));
      T = std::thread(work);
      if (T.joinable()) T.join();
      T = std::thread(work);
      T.join();
      for (auto &E : V) E.join();
    }
    void each(std::vector<std::thread> &V) {
      for (auto &T : V) T = std::thread(work);
    }
    void last() {
      std::thread T[3];
      for (int I = 0; I < 3; ++I) T[I] = std::thread(work);
      for (auto &E : T) E.join();
    }
  )");
}

} // namespace
