//===- WaitWithoutPredicateTest.cpp - wait-without-predicate --------------===//
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

TEST(WaitWithoutPredicate, WantsALoopOrAPredicate) {
  expectMarkedLocally(R"(
    #include <condition_variable>
    #include <mutex>
    std::mutex M; std::condition_variable C; bool Ready; int X;
    void once() {
      std::unique_lock<std::mutex> G(M);
      C.wait(G); // expect: wait-without-predicate(C); certain
      ++X;
    }
    void asked() {
      std::unique_lock<std::mutex> G(M);
      if (!Ready)
        C.wait(G); // expect: wait-without-predicate(C); certain
      ++X;
    }
    void loop() { std::unique_lock<std::mutex> G(M); while (!Ready) C.wait(G); ++X; }
    void after() { std::unique_lock<std::mutex> G(M); do C.wait(G); while (!Ready); ++X; }
    void predicate() { std::unique_lock<std::mutex> G(M); C.wait(G, [] { return Ready; }); ++X; }
    void endless() {
      std::unique_lock<std::mutex> G(M);
      for (;;) {
        if (Ready) break;
        C.wait(G);
      }
      ++X;
    }
    void jump() {
      std::unique_lock<std::mutex> G(M);
    again:
      if (!Ready) { C.wait(G); goto again; }
      ++X;
    }
  )");
}

TEST(WaitWithoutPredicate, AWorkersMainLoopIsNotTheLoopOfTheWait) {
  expectMarkedLocally(R"(
    #include <condition_variable>
    #include <mutex>
    std::mutex M; std::condition_variable C; bool Stop; int X;
    void perRound() {
      while (!Stop) {
        std::unique_lock<std::mutex> G(M);
        C.wait(G); // expect: wait-without-predicate(C)
        ++X;
      }
    }
    void forEver() {
      std::unique_lock<std::mutex> G(M);
      while (true) {
        C.wait(G); // expect: wait-without-predicate(C)
        ++X;
      }
    }
    void nested() {
      while (!Stop) {
        std::unique_lock<std::mutex> G(M);
        while (X == 0)
          C.wait(G);
        --X;
      }
    }
  )");
}

TEST(WaitWithoutPredicate, TimedWaitsAreLikely) {
  expectMarkedLocally(R"(
    #include <chrono>
    #include <condition_variable>
    #include <mutex>
    std::mutex M; std::condition_variable C; bool Ready; int X;
    void bad() {
      std::unique_lock<std::mutex> G(M);
      C.wait_for(G, std::chrono::seconds(1)); // expect: wait-without-predicate(C); likely
      ++X;
    }
    void good() {
      std::unique_lock<std::mutex> G(M);
      auto End = std::chrono::steady_clock::now() + std::chrono::seconds(1);
      while (!Ready && C.wait_until(G, End) == std::cv_status::no_timeout) {}
      C.wait_for(G, std::chrono::seconds(1), [] { return Ready; });
    }
  )");
}

TEST(WaitWithoutPredicate, JudgesWaitingFunctionsWhereTheyAreCalled) {
  expectMarkedLocally(R"(
    #include <condition_variable>
    #include <mutex>
    class CondVar {
    public:
      explicit CondVar(std::mutex *M) : M(M) {}
      void Wait() {
        std::unique_lock<std::mutex> L(*M, std::adopt_lock);
        C.wait(L);
        L.release();
      }
    private:
      std::condition_variable C;
      std::mutex *M;
    };
    class MutexLock {
    public:
      explicit MutexLock(std::mutex *M) : M(M) { M->lock(); }
      ~MutexLock() { M->unlock(); }
    private:
      std::mutex *M;
    };
    std::mutex M; CondVar C(&M); int X;
    void good() { MutexLock L(&M); while (X == 0) C.Wait(); --X; }
    void bad() {
      MutexLock L(&M);
      if (X == 0)
        C.Wait(); // expect: wait-without-predicate(C)
      --X;
    }
    void rash() {
      MutexLock L(&M);
      C.Wait(); // expect: wait-without-predicate(C)
      --X;
    }
  )");
}

TEST(WaitWithoutPredicate, KnowsPosixAndC11) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    #include <threads.h>
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t c = PTHREAD_COND_INITIALIZER;
    mtx_t n; cnd_t d; int x;
    void good(void) {
      pthread_mutex_lock(&m);
      while (x == 0)
        pthread_cond_wait(&c, &m);
      pthread_mutex_unlock(&m);
    }
    void bad(void) {
      pthread_mutex_lock(&m);
      if (x == 0)
        pthread_cond_wait(&c, &m); /* expect: wait-without-predicate(c) */
      pthread_mutex_unlock(&m);
    }
    void c11(void) {
      mtx_lock(&n);
      if (x == 0)
        cnd_wait(&d, &n); /* expect: wait-without-predicate(d) */
      mtx_unlock(&n);
    }
  )",
                      CodeKind::C);
}

TEST(WaitWithoutPredicate, LetsATimedWaitBeAPause) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t C = PTHREAD_COND_INITIALIZER;
    int Ready;
    pthread_mutex_t *L = &M;
    static void unlock(pthread_mutex_t *P) { pthread_mutex_unlock(P); }
    void poll(struct timespec *T) {
      for (;;) {
        pthread_mutex_lock(&M);
        if (Ready) { unlock(&M); return; }
        pthread_cond_timedwait(&C, &M, T);
        unlock(L);
      }
    }
    void trust(struct timespec *T) {
      for (;;) {
        pthread_mutex_lock(&M);
        if (!Ready)
          pthread_cond_timedwait(&C, &M, T); // expect: wait-without-predicate(C)
        --Ready;
        pthread_mutex_unlock(&M);
      }
    }
  )",
                      CodeKind::C);
}

TEST(WaitWithoutPredicate, NamesTheConditionThatIsHandedOver) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t Filled = PTHREAD_COND_INITIALIZER;
    int Ready;
    static void await(pthread_cond_t *C) { pthread_cond_wait(C, &M); }
    void f(void) {
      pthread_mutex_lock(&M);
      if (!Ready)
        await(&Filled); // expect: wait-without-predicate(Filled)
      --Ready;
      pthread_mutex_unlock(&M);
    }
  )",
                      CodeKind::C);
}

TEST(WaitWithoutPredicate, SeesThatTheSameIsAskedAgain) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    struct queue { pthread_mutex_t m; pthread_cond_t c; int *first; int n; };
    void worker(struct queue *q) {
      for (;;) {
        pthread_mutex_lock(&q->m);
        if (q->first == NULL)
          pthread_cond_wait(&q->c, &q->m);
        if (q->first != NULL)
          q->first = NULL;
        pthread_mutex_unlock(&q->m);
      }
    }
    void other(struct queue *q) {
      pthread_mutex_lock(&q->m);
      if (q->first == NULL)
        pthread_cond_wait(&q->c, &q->m); // expect: wait-without-predicate(c)
      if (q->n != 0)
        q->first = NULL;
      pthread_mutex_unlock(&q->m);
    }
  )",
                      CodeKind::C);
}

} // namespace
