//===- UndefinedThreadIdTest.cpp - undefined-thread-id --------------------===//
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

TEST(UndefinedThreadId, FollowsTheWaysToTheFirstUse) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    #include <stdlib.h>
    void *work(void *);
    void start(pthread_t *);
    void die(void) { exit(1); }
    void never(void) {
      pthread_t t;
      pthread_join(t, 0); // expect: undefined-thread-id(t); certain
    }
    void sometimes(int n) {
      pthread_t t;
      if (n)
        pthread_create(&t, 0, work, 0);
      pthread_detach(t); // expect: undefined-thread-id(t); certain
    }
    void together(int n) {
      pthread_t t;
      if (n)
        pthread_create(&t, 0, work, 0);
      if (n)
        pthread_join(t, 0);
    }
    void elsewhere(void) { pthread_t t; start(&t); pthread_join(t, 0); }
    void copied(pthread_t other) { pthread_t t; t = other; pthread_join(t, 0); }
    void in_a_loop(int n) {
      pthread_t t;
      for (int i = 0; i < n; i++)
        pthread_create(&t, 0, work, 0);
      pthread_join(t, 0);
    }
    void array(int n) {
      pthread_t filled[4], empty[4];
      for (int i = 0; i < n; i++)
        pthread_create(&filled[i], 0, work, 0);
      for (int i = 0; i < n; i++)
        pthread_join(filled[i], 0);
      pthread_join(empty[0], 0); // expect: undefined-thread-id(empty)
    }
  )",
                      CodeKind::C);
}

TEST(UndefinedThreadId, AsksWhetherAFailedStartIsNoticed) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    #include <stdio.h>
    #include <stdlib.h>
    void *work(void *);
    void die(void) { exit(1); }
    void unchecked(void) {
      pthread_t t;
      pthread_create(&t, 0, work, 0);
      pthread_join(t, 0);
    }
    void goes_on(void) {
      pthread_t t;
      if (pthread_create(&t, 0, work, 0) != 0)
        puts("no thread");
      pthread_join(t, 0); // expect: undefined-thread-id(t); likely
    }
    int leaves(void) {
      pthread_t t;
      int rc = pthread_create(&t, 0, work, 0);
      if (rc)
        return rc;
      return pthread_join(t, 0);
    }
    void ends(void) {
      pthread_t t;
      if (pthread_create(&t, 0, work, 0))
        die();
      pthread_join(t, 0);
    }
    void remembers(void) {
      pthread_t t;
      int rc = pthread_create(&t, 0, work, 0);
      if (rc != 0)
        puts("no thread");
      if (rc == 0)
        pthread_join(t, 0);
    }
  )",
                      CodeKind::C);
}

TEST(UndefinedThreadId, KnowsEmptyObjects) {
  expectMarkedLocally(R"(
    #include <thread>
    #include <utility>
    void work();
    void empty() {
      std::thread T;
      T.join(); // expect: undefined-thread-id(T); certain
    }
    void moved() {
      std::thread T(work);
      std::thread U = std::move(T);
      T.detach(); // expect: undefined-thread-id(T)
      U.join();
    }
    void filled() { std::thread T; T = std::thread(work); T.join(); }
    void asked(bool B) {
      std::thread T;
      if (B)
        T = std::thread(work);
      if (T.joinable())
        T.join();
    }
    void swapped(std::thread &Other) { std::thread T; T.swap(Other); T.join(); }
  )");
}

} // namespace
