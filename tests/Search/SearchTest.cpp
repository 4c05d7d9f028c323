//===- SearchTest.cpp - All runs of a small program -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The search alone, without the analyses: what it claims, and when it claims
/// nothing. (tests/proof has the programs that it is made for.)
///
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Search.h"

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Specs/Specs.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

/// Two threads, `left` and `right`, that the code defines.
const char Main[] = R"(
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
extern int __VERIFIER_nondet_int(void);
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
int X, Y;
void *left(void *);
void *right(void *);
int main(void) {
  pthread_t A, B;
  pthread_create(&A, 0, left, 0);
  pthread_create(&B, 0, right, 0);
  pthread_join(A, 0);
  pthread_join(B, 0);
  return X + Y;
}
)";

SearchResult searched(const std::string &Code, SearchOptions Options = {}) {
  llvm::Expected<LowerResult> Lowered =
      lowerCode(std::string(Main) + Code, {}, /*IsC=*/true);
  if (!Lowered) {
    ADD_FAILURE() << llvm::toString(Lowered.takeError());
    return {};
  }
  applySpecs(Lowered->M, SpecSet::builtin());
  std::vector<Module> Units;
  Units.push_back(std::move(Lowered->M));
  return search(link(std::move(Units)).front(), Options);
}

TEST(Search, FindsTwoWritesThatNothingOrders) {
  SearchResult R = searched("void *left(void *P) { X = 1; return P; }"
                            "void *right(void *P) { X = 2; return P; }");
  ASSERT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
  EXPECT_NE(R.Race->FirstEntry, R.Race->SecondEntry);
}

TEST(Search, ProvesThatALockOrders) {
  SearchResult R = searched("void inc(void) { pthread_mutex_lock(&M); X++; "
                            "pthread_mutex_unlock(&M); }"
                            "void *left(void *P) { inc(); return P; }"
                            "void *right(void *P) { inc(); return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, TriesEachValueOfTheInput) {
  SearchResult R = searched(
      "void *left(void *P) { if (__VERIFIER_nondet_int() == 4711) X = 1;"
      "  return P; }"
      "void *right(void *P) { X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
}

TEST(Search, KnowsWhatConditionsSayOfTheInput) {
  SearchResult R =
      searched("void *left(void *P) { int N = __VERIFIER_nondet_int();"
               "  if (N > 3 && N < 4) X = 1; return P; }"
               "void *right(void *P) { X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, SeesOneThreadBetweenTwoStepsOfTheOther) {
  // Only where right reads the flag between the two stores do they meet.
  SearchResult R =
      searched("atomic_int F;"
               "void *left(void *P) { F = 1; X = 1; F = 2; return P; }"
               "void *right(void *P) { if (F == 1) X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
}

TEST(Search, EndsWhereAThreadSpins) {
  SearchResult R =
      searched("atomic_int F;"
               "void *left(void *P) { X = 1; F = 1; return P; }"
               "void *right(void *P) { while (!F) ; X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, GivesAPostTimeToBeOvertaken) {
  SearchResult R =
      searched("sem_t S;"
               "void *left(void *P) { sem_wait(&S); X = 1; return P; }"
               "void *right(void *P) { sem_post(&S); X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
}

TEST(Search, LetsOneTokenPassFromHandToHand) {
  SearchResult R = searched(
      "sem_t S;"
      "void *left(void *P) { sem_wait(&S); X = 1; sem_post(&S); return P; }"
      "void *right(void *P) { sem_post(&S); sem_wait(&S); X = 2;"
      "  sem_post(&S); return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, LetsAReleaseOrderWhatAnAcquireSees) {
  SearchResult R = searched(
      "atomic_int F;"
      "void *left(void *P) { X = 1;"
      "  atomic_store_explicit(&F, 1, memory_order_release); return P; }"
      "void *right(void *P) {"
      "  if (atomic_load_explicit(&F, memory_order_acquire)) X = 2;"
      "  return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, LetsALoadFindAnOlderStore) {
  // Both may find the other's flag down, though one of them came first.
  const std::string Both =
      "atomic_int F, G;"
      "void *left(void *P) { atomic_store_explicit(&F, 1, ORDER);"
      "  if (!atomic_load_explicit(&G, ORDER2)) X = 1; return P; }"
      "void *right(void *P) { atomic_store_explicit(&G, 1, ORDER);"
      "  if (!atomic_load_explicit(&F, ORDER2)) X = 2; return P; }";
  SearchResult Weak = searched("#define ORDER memory_order_release\n"
                               "#define ORDER2 memory_order_acquire\n" +
                               Both);
  EXPECT_EQ(Weak.Answer, SearchAnswer::Race) << Weak.Reason;
  SearchResult Strong = searched("#define ORDER memory_order_seq_cst\n"
                                 "#define ORDER2 memory_order_seq_cst\n" +
                                 Both);
  EXPECT_EQ(Strong.Answer, SearchAnswer::RaceFree) << Strong.Reason;
}

TEST(Search, NeverReadsBackwardsInTheStoresOfOneObject) {
  SearchResult R =
      searched("atomic_int F;"
               "void *left(void *P) {"
               "  atomic_store_explicit(&F, 1, memory_order_relaxed);"
               "  atomic_store_explicit(&F, 2, memory_order_relaxed); X = 1;"
               "  return P; }"
               "void *right(void *P) {"
               "  int A = atomic_load_explicit(&F, memory_order_relaxed);"
               "  int B = atomic_load_explicit(&F, memory_order_relaxed);"
               "  if (A > B) X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::RaceFree) << R.Reason;
}

TEST(Search, LetsStoresTakeAnotherOrderThanTheyCameIn) {
  // F and G both end as 1: that is no interleaving.
  SearchResult R = searched(
      "atomic_int F, G;"
      "void *left(void *P) {"
      "  atomic_store_explicit(&F, 1, memory_order_release);"
      "  atomic_store_explicit(&G, 2, memory_order_release);"
      "  if (atomic_load_explicit(&G, memory_order_relaxed) == 1) X = 1;"
      "  return P; }"
      "void *right(void *P) {"
      "  atomic_store_explicit(&G, 1, memory_order_release);"
      "  atomic_store_explicit(&F, 2, memory_order_release);"
      "  if (atomic_load_explicit(&F, memory_order_relaxed) == 1) X = 2;"
      "  return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
}

TEST(Search, ClaimsNothingOfValuesReadBeforeTheyAreWritten) {
  // Load buffering: C11 lets both read 1.
  SearchResult R =
      searched("atomic_int F, G;"
               "void *left(void *P) {"
               "  int A = atomic_load_explicit(&F, memory_order_relaxed);"
               "  atomic_store_explicit(&G, 1, memory_order_relaxed);"
               "  if (A) X = 1; return P; }"
               "void *right(void *P) {"
               "  int A = atomic_load_explicit(&G, memory_order_relaxed);"
               "  atomic_store_explicit(&F, 1, memory_order_relaxed);"
               "  if (A) X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Unknown);
}

TEST(Search, FindsThatARelaxedFlagOrdersNothing) {
  SearchResult R = searched(
      "atomic_int F;"
      "void *left(void *P) { X = 1;"
      "  atomic_store_explicit(&F, 1, memory_order_relaxed); return P; }"
      "void *right(void *P) {"
      "  if (atomic_load_explicit(&F, memory_order_acquire)) X = 2;"
      "  return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Race) << R.Reason;
}

TEST(Search, ClaimsNothingWhereCodeIsUnknown) {
  SearchResult R = searched("void elsewhere(void);"
                            "void *left(void *P) { elsewhere(); return P; }"
                            "void *right(void *P) { X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Unknown);
  EXPECT_NE(R.Reason.find("elsewhere"), std::string::npos) << R.Reason;
}

TEST(Search, ClaimsNothingWhenTheWorkIsTooMuch) {
  SearchResult R =
      searched("void *left(void *P) { for (;;) { pthread_mutex_lock(&M); Y++;"
               "  pthread_mutex_unlock(&M); } return P; }"
               "void *right(void *P) { return left(P); }",
               {.MaxEvents = 5000, .MaxStates = 1000});
  EXPECT_EQ(R.Answer, SearchAnswer::Unknown);
}

TEST(Search, DoesNotBelieveInARaceThatNeedsMadeUpValues) {
  // Whether malloc fails is nobody's choice: no claim rests on it.
  SearchResult R =
      searched("void *left(void *P) { if (!malloc(1)) X = 1; return P; }"
               "void *right(void *P) { X = 2; return P; }");
  EXPECT_EQ(R.Answer, SearchAnswer::Unknown);
}

} // namespace
