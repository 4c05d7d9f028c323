//===- SemaphoreTest.cpp - Semaphores keep accesses apart -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Semaphores as locks, for one and for a group, and as turns to take.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

/// Two threads that do \p Work; the semaphore starts with \p Count.
static std::string counters(const std::string &Work,
                            const std::string &Count = "1") {
  return R"(
#include <pthread.h>
#include <semaphore.h>
sem_t S; int X, Asked;
static void P(sem_t *s) { sem_wait(s); }
static void V(sem_t *s) { sem_post(s); }
static void *work(void *p) { )" +
         Work + R"( return p; }
int main(void) { pthread_t a, b; sem_init(&S, 0, )" +
         Count + R"();
  pthread_create(&a, 0, work, 0); pthread_create(&b, 0, work, 0);
  pthread_join(a, 0); pthread_join(b, 0); return 0; }
)";
}

TEST(Semaphore, IsALockWhereItStartsWithOne) {
  EXPECT_EQ(racesInC(counters("sem_wait(&S); X++; sem_post(&S);")), "");
  EXPECT_EQ(racesInC(counters("P(&S); X++; V(&S);")), "");
  EXPECT_EQ(Analyzed(counters("sem_wait(&S); X++; sem_post(&S);"), true,
                     Profile::Prove)
                .verdict(),
            "race-free");
}

TEST(Semaphore, IsALockByItsName) {
  EXPECT_EQ(racesInC(R"(
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
sem_t *S; int X;
static void *work(void *p) { sem_wait(S); X++; sem_post(S); return p; }
int main(void) { pthread_t a, b; S = sem_open("/lock", O_CREAT, 0600, 1);
  pthread_create(&a, 0, work, 0); pthread_create(&b, 0, work, 0);
  pthread_join(a, 0); pthread_join(b, 0); return 0; }
)"),
            "");
}

TEST(Semaphore, IsNoLockWhereItStartsWithMore) {
  EXPECT_EQ(racesInC(counters("sem_wait(&S); X++; sem_post(&S);", "2")), "X");
}

TEST(Semaphore, IsNoLockBehindItsPost) {
  EXPECT_EQ(racesInC(counters("sem_wait(&S); sem_post(&S); X++;")), "X");
}

TEST(Semaphore, IsNoLockWhereSomebodyPostsWhoHasNotWaited) {
  EXPECT_EQ(racesInC(counters("if (Asked) sem_post(&S); sem_wait(&S); X++; "
                              "sem_post(&S);")),
            "X");
}

TEST(Semaphore, IsALockOfCppToo) {
  EXPECT_EQ(races(R"(
#include <semaphore>
#include <thread>
std::binary_semaphore S{1}; int X;
void f() { S.acquire(); ++X; S.release(); }
int main() { std::thread A(f), B(f); A.join(); B.join(); }
)"),
            "");
}

/// Readers and writers, as in every book.
static std::string readers(const std::string &Leave) {
  return R"(
#include <pthread.h>
#include <semaphore.h>
sem_t Room; pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER; int Readers, X;
static void *reader(void *p) { int *Out = p;
  pthread_mutex_lock(&M);
  Readers++;
  if (Readers == 1) sem_wait(&Room);
  pthread_mutex_unlock(&M);
  *Out = X;
  )" + Leave +
         R"(
  return p; }
static void *writer(void *p) { sem_wait(&Room); X++; sem_post(&Room); return p; }
int main(void) { pthread_t a, b, c, d; int A, B; sem_init(&Room, 0, 1);
  pthread_create(&a, 0, reader, &A); pthread_create(&b, 0, reader, &B);
  pthread_create(&c, 0, writer, 0); pthread_create(&d, 0, writer, 0);
  pthread_join(a, 0); pthread_join(b, 0);
  pthread_join(c, 0); pthread_join(d, 0); return 0; }
)";
}

TEST(Semaphore, IsTakenByTheFirstOfAGroupForAll) {
  EXPECT_EQ(racesInC(readers("pthread_mutex_lock(&M); Readers--; "
                             "if (Readers == 0) sem_post(&Room); "
                             "pthread_mutex_unlock(&M);")),
            "");
  EXPECT_EQ(racesInC(readers("Readers--; if (Readers == 0) sem_post(&Room);")),
            "Readers");
}

TEST(Semaphore, GivesTurns) {
  Analyzed T(R"(
#include <pthread.h>
#include <semaphore.h>
sem_t Empty, Full; int Pot;
static void *cook(void *p) {
  for (;;) { sem_wait(&Empty); Pot = 5; sem_post(&Full); } return p; }
static void *eater(void *p) {
  for (;;) { if (Pot == 0) { sem_post(&Empty); sem_wait(&Full); } Pot--; }
  return p; }
int main(void) { pthread_t a, b; sem_init(&Empty, 0, 0); sem_init(&Full, 0, 0);
  pthread_create(&a, 0, cook, 0); pthread_create(&b, 0, eater, 0);
  pthread_join(a, 0); pthread_join(b, 0); return 0; }
)",
             /*IsC=*/true);
  EXPECT_EQ(T.belief("Pot"), Confidence::Possible);
}

TEST(Semaphore, GivesNoTurnsWhereSeveralMayGoOn) {
  Analyzed T(R"(
#include <pthread.h>
#include <semaphore.h>
sem_t Free, Used; int Count;
static void *producer(void *p) {
  for (;;) { sem_wait(&Free); Count++; sem_post(&Used); } return p; }
static void *consumer(void *p) {
  for (;;) { sem_wait(&Used); Count--; sem_post(&Free); } return p; }
int main(void) { pthread_t a, b; sem_init(&Free, 0, 5); sem_init(&Used, 0, 0);
  pthread_create(&a, 0, producer, 0); pthread_create(&b, 0, consumer, 0);
  pthread_join(a, 0); pthread_join(b, 0); return 0; }
)",
             /*IsC=*/true);
  EXPECT_EQ(T.belief("Count"), Confidence::Likely);
}
