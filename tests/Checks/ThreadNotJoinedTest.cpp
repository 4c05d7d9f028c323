//===- ThreadNotJoinedTest.cpp - thread-not-joined ------------------------===//
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

TEST(ThreadNotJoined, FollowsEveryWayOut) {
  expectMarkedLocally(R"(
    #include <thread>
    void work();
    void never() {
      std::thread T(work); // expect: thread-not-joined(T); certain
    }
    void early(bool B) {
      std::thread T(work); // expect: thread-not-joined(T)
      if (B)
        return;
      T.join();
    }
    void good() { std::thread T(work); T.join(); }
    void let() { std::thread T(work); T.detach(); }
    void asks() { std::thread T(work); if (T.joinable()) T.join(); }
    void empty() { std::thread T; }
    void joins() { std::jthread T(work); }
    void sometimes(bool B) {
      std::thread T;
      if (B)
        T = std::thread(work);
      if (T.joinable())
        T.join();
    }
    void temporary() {
      std::thread{work}; // expect: thread-not-joined(std::thread)
    }
    void detached() { std::thread(work).detach(); }
  )");
}

TEST(ThreadNotJoined, LeavesItToAnObjectThatJoinsAll) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <vector>
    void work();
    struct JoinAll {
      std::vector<std::thread> &Threads;
      explicit JoinAll(std::vector<std::thread> &T) : Threads(T) {}
      ~JoinAll() { for (auto &T : Threads) T.join(); }
    };
    void kept() {
      std::vector<std::thread> Threads;
      JoinAll Guard(Threads);
      Threads.push_back(std::thread(work));
    }
    void notKept() {
      std::vector<std::thread> Threads;
      Threads.push_back(std::thread(work)); // expect: thread-not-joined(Threads)
    }
  )");
}

TEST(ThreadNotJoined, FollowsExceptionsOfTheProgram) {
  expectMarkedLocally(R"(
    #include <string>
    #include <thread>
    void work();
    int parse(int N) { if (N < 0) throw 1; return N; }
    int safe(int N) noexcept;
    void thrown(int N) {
      std::thread T(work); // expect: thread-not-joined(T); likely
      parse(N);
      T.join();
    }
    void contract(const std::string &S) {
      std::thread T(work); // expect: thread-not-joined(T); possible
      std::stoi(S);
      T.join();
    }
    void handled(int N) {
      std::thread T(work);
      try { parse(N); } catch (int) {}
      T.join();
    }
    void rethrown(int N) {
      std::thread T(work);
      try { parse(N); } catch (...) { T.join(); throw; }
      T.join();
    }
    void two() { std::thread A(work); std::thread B(work); safe(1); A.join(); B.join(); }
  )");
}

TEST(ThreadNotJoined, KnowsWhichHandlerTakesWhat) {
  expectMarkedLocally(R"(
    #include <stdexcept>
    #include <thread>
    void work();
    int parse(int N) { if (N < 0) throw std::out_of_range("N"); return N; }
    void base(int N) {
      std::thread T(work);
      try { parse(N); } catch (const std::exception &) {}
      T.join();
    }
    void second(int N) {
      std::thread T(work);
      try { parse(N); } catch (int) {} catch (const std::logic_error &) {}
      T.join();
    }
    void other(int N) {
      std::thread T(work); // expect: thread-not-joined(T)
      try { parse(N); } catch (const std::runtime_error &) {}
      T.join();
    }
    int checked(int N) { try { return parse(N); } catch (const std::out_of_range &) { return 0; } }
    void calls(int N) { std::thread T(work); checked(N); T.join(); }
  )");
}

TEST(ThreadNotJoined, FollowsMoves) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <utility>
    void work();
    std::thread Kept;
    void stop() { Kept.join(); }
    void keep() { std::thread T(work); Kept = std::move(T); }
    void into() {
      std::thread T(work);
      std::thread U = std::move(T);
      U.join();
    }
    void lost() {
      std::thread T(work); // expect: thread-not-joined(U)
      std::thread U = std::move(T);
    }
    std::thread make() { std::thread T(work); return T; }
    std::thread prvalue() { return std::thread(work); }
    void taken() { std::thread T = make(); T.join(); }
    void dropped() {
      std::thread T = make(); // expect: thread-not-joined(T)
    }
    void consume(std::thread T) { T.join(); }
    void give() { std::thread T(work); consume(std::move(T)); }
    void joinIt(std::thread &T) { if (T.joinable()) T.join(); }
    void lend() { std::thread T(work); joinIt(T); }
    void look(std::thread &T) { T.get_id(); }
    void shown() {
      std::thread T(work); // expect: thread-not-joined(T)
      look(T);
    }
  )");
}

TEST(ThreadNotJoined, JoinsContainersInALoop) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <vector>
    void work();
    void good(int N) {
      std::vector<std::thread> V;
      for (int I = 0; I < N; ++I)
        V.emplace_back(work);
      for (auto &T : V)
        T.join();
    }
    void indexed(int N) {
      std::vector<std::thread> V;
      for (int I = 0; I < N; ++I)
        V.push_back(std::thread(work));
      for (int I = 0; I < N; ++I)
        V[I].join();
    }
    void bad(int N) {
      std::vector<std::thread> V;
      for (int I = 0; I < N; ++I)
        V.emplace_back(work); // expect: thread-not-joined(V)
    }
    void array() {
      std::thread A[2];
      for (int I = 0; I < 2; ++I)
        A[I] = std::thread(work);
      for (int I = 0; I < 2; ++I)
        A[I].join();
    }
    void joinAll(std::vector<std::thread> &V) { for (auto &T : V) T.join(); }
    void helper(int N) {
      std::vector<std::thread> V;
      for (int I = 0; I < N; ++I)
        V.emplace_back(work);
      joinAll(V);
    }
  )");
}

TEST(ThreadNotJoined, LooksForAJoinOfMembersAndGlobals) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <vector>
    void work();
    std::thread Global;
    void start() {
      Global = std::thread(work); // expect: thread-not-joined(Global); likely
    }
    struct Forgets {
      Forgets()
          : T(work) {} // expect: thread-not-joined(T)
      std::thread T;
    };
    struct Joins {
      Joins() : T(work) {}
      ~Joins() { T.join(); }
      std::thread T;
    };
    struct Pool {
      void grow() { Threads.emplace_back(work); }
      ~Pool() { for (auto &T : Threads) T.join(); }
      std::vector<std::thread> Threads;
    };
  )");
}

TEST(ThreadNotJoined, TrustsALambdaThatHoldsTheThread) {
  expectMarkedLocally(R"(
    #include <thread>
    void work();
    template <class F> struct Finally { F Do; ~Finally() { Do(); } };
    template <class F> Finally(F) -> Finally<F>;
    void guarded() {
      std::thread T(work);
      Finally Joiner{[&T] { T.join(); }};
    }
  )");
}

TEST(ThreadNotJoined, KnowsALoopOverAnArray) {
  expectMarkedLocally(R"(
    #include <thread>
    void work();
    void range() {
      std::thread T[3];
      for (int I = 0; I < 3; ++I) T[I] = std::thread(work);
      for (auto &E : T) E.join();
    }
    void pointers() {
      std::thread T[3];
      for (auto &E : T) E = std::thread(work);
      for (std::thread *P = T; P != T + 3; ++P) P->join();
    }
    void forgotten() {
      std::thread T[3];
      for (int I = 0; I < 3; ++I) T[I] = std::thread(work); // expect: thread-not-joined(T)
    }
  )");
}

} // namespace
