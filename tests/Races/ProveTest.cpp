//===- ProveTest.cpp - What must not be called race-free ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Racy C programs that once were called race-free, or orderly ones that were
/// called racy, each with the reason it is not.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

static std::string proved(llvm::StringRef Code) {
  const std::string All = "#include <pthread.h>\n#include <stdlib.h>\n"
                          "#include <string.h>\n#include <setjmp.h>\n" +
                          Code.str();
  return Analyzed(All, /*IsC=*/true, Profile::Prove).verdict();
}

TEST(Prove, LockOfOneElementDoesNotGuardAnother) {
  EXPECT_EQ(proved(R"(
struct slot { pthread_mutex_t lock; int value; } table[8];
extern int input(void);
void *writer(void *p) {
  long i = (long)p;
  pthread_mutex_lock(&table[i].lock);
  table[i].value++;
  pthread_mutex_unlock(&table[i].lock);
  return p;
}
int main(int argc, char **argv) {
  pthread_t t; int n = 0;
  pthread_create(&t, 0, writer, (void *)(long)argc);
  for (int i = 0; i < 8; i++) {
    pthread_mutex_lock(&table[0].lock);
    n += table[i].value;
    pthread_mutex_unlock(&table[0].lock);
  }
  pthread_join(t, 0);
  return n;
})"),
            "unknown");
}

TEST(Prove, LockOfTheSameElementGuardsIt) {
  EXPECT_EQ(proved(R"(
struct slot { pthread_mutex_t lock; int value; } table[8];
void *work(void *p) {
  long i = (long)p;
  pthread_mutex_lock(&table[i].lock);
  table[i].value++;
  pthread_mutex_unlock(&table[i].lock);
  return p;
}
int main(int argc, char **argv) {
  pthread_t t, u;
  pthread_create(&t, 0, work, (void *)(long)argc);
  pthread_create(&u, 0, work, (void *)(long)argc);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
})"),
            "race-free");
}

TEST(Prove, LoopThatJoinsFewerThanWereStarted) {
  const char Program[] = R"(
int out[4];
void *work(void *p) { *(int *)p = 1; return p; }
int main(void) {
  pthread_t t[4]; int i;
  for (i = 0; i < 4; i++) pthread_create(&t[i], 0, work, &out[i]);
  for (i = FIRST; i < 4; i++) pthread_join(t[i], 0);
  return out[0];
})";
  EXPECT_EQ(proved(std::string("#define FIRST 0\n") + Program), "race-free");
  EXPECT_EQ(proved(std::string("#define FIRST 1\n") + Program), "unknown");
}

TEST(Prove, LongJumpAroundAnUnlock) {
  EXPECT_EQ(proved(R"(
pthread_mutex_t m; int x;
void *work(void *p) {
  jmp_buf back;
  pthread_mutex_lock(&m);
  if (setjmp(back) == 0) {
    pthread_mutex_unlock(&m);
    longjmp(back, 1);
  }
  x++;
  return p;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return x;
})"),
            "unknown");
}

TEST(Prove, LockMadeAnewWhileInUse) {
  EXPECT_EQ(proved(R"(
pthread_mutex_t m; int x;
void *work(void *p) {
  pthread_mutex_init(&m, 0);
  pthread_mutex_lock(&m);
  x++;
  pthread_mutex_unlock(&m);
  return p;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return x;
})"),
            "unknown");
}

TEST(Prove, LockUnlockedByAnotherThread) {
  EXPECT_EQ(proved(R"(
pthread_mutex_t m; int x;
void *work(void *p) { pthread_mutex_lock(&m); x++; return p; }
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  pthread_mutex_unlock(&m);
  pthread_mutex_lock(&m);
  x++;
  pthread_mutex_unlock(&m);
  pthread_join(t, 0);
  return 0;
})"),
            "unknown");
}

TEST(Prove, AddressOfThreadLocalVariableGivenAway) {
  EXPECT_EQ(proved(R"(
__thread int mine;
void *work(void *p) { *(int *)p = 1; return p; }
int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, &mine);
  mine = 2;
  pthread_join(t, 0);
  return 0;
})"),
            "unknown");
}

TEST(Prove, AddressCopiedThroughBytes) {
  EXPECT_EQ(proved(R"(
pthread_mutex_t m; int x; char bytes[8];
void *work(void *p) { int *q; memcpy(&q, bytes, 8); *q = 1; return p; }
int main(void) {
  pthread_t t; int *q = &x;
  memcpy(bytes, &q, 8);
  pthread_create(&t, 0, work, 0);
  x = 2;
  pthread_join(t, 0);
  return 0;
})"),
            "unknown");
}

TEST(Prove, HandlerAtExitAndDestructorOfAKey) {
  EXPECT_EQ(proved(R"(
int x;
void *work(void *p) { x = 1; return p; }
void last(void) { x = 2; }
int main(void) {
  pthread_t t;
  atexit(last);
  pthread_create(&t, 0, work, 0);
  pthread_detach(t);
  return 0;
})"),
            "unknown");
  EXPECT_EQ(proved(R"(
int x; pthread_key_t key;
void end(void *p) { x++; }
void *work(void *p) { pthread_setspecific(key, &x); return p; }
int main(void) {
  pthread_t t, u;
  pthread_key_create(&key, end);
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return 0;
})"),
            "unknown");
}

TEST(Prove, OneOfSeveralWaysWithoutTheLockIsNotCertain) {
  // The flag is never anything but 1.
  EXPECT_NE(proved(R"(
pthread_mutex_t m; static int threaded = 1; int x;
void *work(void *p) {
  if (threaded) pthread_mutex_lock(&m);
  x++;
  if (threaded) pthread_mutex_unlock(&m);
  return p;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return x;
})"),
            "race");
}

TEST(Prove, DestructorsOfStaticObjectsMeetThreadsThatRunOn) {
  auto With = [](const char *End) {
    return Analyzed(std::string(R"(
#include <pthread.h>
static int X;
struct Last { ~Last() { X = 1; } };
static Last L;
static void *work(void *P) { X = 2; return P; }
int main() { pthread_t T; pthread_create(&T, 0, work, 0); )") +
                        End + "; return 0; }",
                    /*IsC=*/false, Profile::Prove)
        .verdict();
  };
  EXPECT_EQ(With("pthread_detach(T)"), "unknown");
  EXPECT_EQ(With("pthread_join(T, 0)"), "race-free");
}
