//===- UnnamedGuardTest.cpp - unnamed-guard -------------------------------===//
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

TEST(UnnamedGuard, FindsTemporariesOfEveryGuardType) {
  expectMarkedLocally(R"(
    #include <mutex>
    #include <shared_mutex>
    std::mutex M, N; std::shared_mutex S; int X;
    void f() {
      std::lock_guard<std::mutex>{M}; // expect: unnamed-guard(M); certain
      ++X;
      std::unique_lock{M}; // expect: unnamed-guard(M)
      ++X;
      std::scoped_lock{M, N}; // expect: unnamed-guard(M, N)
      ++X;
      std::shared_lock<std::shared_mutex>{S}; // expect: unnamed-guard(S)
      ++X;
      std::unique_lock<std::mutex>(M, std::try_to_lock); // expect: unnamed-guard(M)
      ++X;
    }
  )");
}

TEST(UnnamedGuard, FindsADeclarationThatHidesTheMutex) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    struct A {
      void f() {
        std::unique_lock<std::mutex>(Lock); // expect: unnamed-guard(Lock)
        ++X;
      }
      std::mutex Lock;
    };
    void f() {
      std::unique_lock<std::mutex>(M); // expect: unnamed-guard(M)
      ++X;
    }
    void empty() {
      std::unique_lock<std::mutex> G;
      ++X;
    }
    void later() {
      std::unique_lock<std::mutex> M;
      M = std::unique_lock<std::mutex>(::M);
      ++X;
    }
  )");
}

TEST(UnnamedGuard, FindsGuardsThatFunctionsReturn) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    std::unique_lock<std::mutex> locked() { return std::unique_lock<std::mutex>(M); }
    void bad() {
      locked(); // expect: unnamed-guard(locked)
      ++X;
    }
    void good() { auto G = locked(); ++X; }
    void handed(std::unique_lock<std::mutex>) { ++X; }
    void handOver() { handed(locked()); }
  )");
}

TEST(UnnamedGuard, AllowsResultsWhoseDestructorUnlocksNothing) {
  expectMarkedLocally(R"(
    struct Status {
      char *Text = nullptr;
      Status() {}
      ~Status() { delete[] Text; }
    };
    Status removeFile(const char *);
    Status ok() { return Status(); }
    void good() {
      ok();
      removeFile("x");
    }
  )");
}

TEST(UnnamedGuard, KnowsGuardClassesOfTheProgram) {
  expectMarkedLocally(R"(
    #include <pthread.h>
    pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER; int X;
    class Hold {
    public:
      explicit Hold(pthread_mutex_t *P) : P(P) { pthread_mutex_lock(P); }
      ~Hold() { pthread_mutex_unlock(P); }
    private:
      pthread_mutex_t *P;
    };
    class Log {
    public:
      explicit Log(int) { ++X; }
      ~Log() { --X; }
    };
    void bad() {
      Hold{&M}; // expect: unnamed-guard(Hold)
      ++X;
    }
    void good() { Hold H(&M); Log{1}; ++X; }
  )");
}

TEST(UnnamedGuard, KnowsGuardsOfLocksOfTheProgram) {
  expectMarkedLocally(R"(
    #include <atomic>
    #include <mutex>
    struct SpinLock {
      void lock() { while (Flag.test_and_set()) {} }
      void unlock() { Flag.clear(); }
      std::atomic_flag Flag = ATOMIC_FLAG_INIT;
    };
    SpinLock L; int X;
    void bad() {
      std::lock_guard<SpinLock>{L}; // expect: unnamed-guard(L)
      ++X;
    }
  )");
}

TEST(UnnamedGuard, AllowsWorkInTheSameStatement) {
  expectMarkedLocally(R"(
    #include <mutex>
    std::mutex M; int X;
    int get() { return std::lock_guard<std::mutex>(M), X; }
    void set() { (void)std::lock_guard<std::mutex>(M), X = 3; }
    void kept() { const auto &G = std::unique_lock<std::mutex>(M); ++X; (void)G; }
    void moved() {
      std::unique_lock<std::mutex> G;
      G = std::unique_lock<std::mutex>(M);
      ++X;
    }
  )");
}

TEST(UnnamedGuard, OffersTheNameAsAnEdit) {
  Report R = checkCodeLocally("#include <mutex>\n"
                              "std::mutex M; int X;\n"
                              "void f() {\n"
                              "  std::lock_guard<std::mutex>{M};\n"
                              "  ++X;\n"
                              "}\n");
  ASSERT_EQ(R.Findings.size(), 1u);
  ASSERT_EQ(R.Findings[0].Fixes.size(), 1u);
  const Edit &E = R.Findings[0].Fixes[0].Edits.at(0);
  EXPECT_EQ(E.Text, " Guard");
  EXPECT_EQ(E.Span.Line, 4u);
  EXPECT_EQ(E.Span.Column, 30u);
  EXPECT_EQ(E.Span.EndColumn, 30u);
}

} // namespace
