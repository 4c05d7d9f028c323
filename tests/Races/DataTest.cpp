//===- DataTest.cpp - Each thread has data of its own ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Per-thread objects, arguments, slices of arrays.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

TEST(Data, GivesEachThreadItsOwnVariables) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
void bump(int &N) { ++N; }
void work() { int Mine = 0; bump(Mine); std::vector<int> V; V.push_back(Mine); }
int main() { std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I) T.emplace_back(work);
  for (auto &X : T) X.join(); }
)"),
            "");
}

TEST(Data, CopiesAClosureForEachThread) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
int main() { std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I) T.emplace_back([I]() mutable { I += 1; });
  for (auto &X : T) X.join(); }
)"),
            "");
}

/// Workers with an element each; the loop's two lines, then what follows it.
std::string workers(llvm::StringRef Before, llvm::StringRef After) {
  return racesInC(("#include <pthread.h>\n"
                   "struct worker { int n; pthread_t t; } w[8];\n"
                   "static void *work(void *p) {\n"
                   "  struct worker *me = p; me->n++; return 0; }\n"
                   "static void prepare(struct worker *p) { p->n = 1; }\n"
                   "int main(void) {\n"
                   "  for (int i = 0; i < 8; i++) {\n" +
                   Before + "    pthread_create(&w[i].t, 0, work, &w[i]);\n" +
                   After +
                   "  }\n"
                   "  for (int i = 0; i < 8; i++) pthread_join(w[i].t, 0);\n"
                   "  return 0; }\n")
                      .str());
}

TEST(Data, MayBePreparedInTheRoundThatStartsItsThread) {
  EXPECT_EQ(workers("w[i].n = 1;\n", ""), "");
  EXPECT_EQ(workers("prepare(&w[i]);\n", ""), "");
}

TEST(Data, ReportsAnElementThatIsPreparedTooLate) {
  EXPECT_EQ(workers("", "w[i].n = 1;\n"), "n");
  EXPECT_EQ(workers("", "prepare(&w[i]);\n"), "n");
  EXPECT_EQ(workers("prepare(&w[i]);\n", "prepare(&w[i]);\n"), "n");
  EXPECT_EQ(workers("if (i > 0) w[i - 1].n = 1;\n", ""), "n");
  EXPECT_EQ(workers("w[0].n = 1;\n", ""), "n");
}

TEST(Data, MayBeReadInTheRoundThatJoinsItsThread) {
  auto Rounds = [](llvm::StringRef Round) {
    return racesInC(("#include <pthread.h>\n"
                     "struct worker { int n; pthread_t t; } w[8];\n"
                     "static void *work(void *p) {\n"
                     "  struct worker *me = p; me->n++; return 0; }\n"
                     "int main(void) { int s = 0;\n"
                     "  for (int i = 0; i < 8; i++)\n"
                     "    pthread_create(&w[i].t, 0, work, &w[i]);\n"
                     "  for (int i = 0; i < 8; i++) {" +
                     Round + "} return s; }\n")
                        .str());
  };
  EXPECT_EQ(Rounds("pthread_join(w[i].t, 0); s += w[i].n;"), "");
  EXPECT_EQ(Rounds("s += w[i].n; pthread_join(w[i].t, 0);"), "n");
  EXPECT_EQ(Rounds("pthread_join(w[i].t, 0); s += w[7 - i].n;"), "n");
  EXPECT_EQ(Rounds("pthread_join(w[7 - i].t, 0); s += w[i].n;"), "n");
  EXPECT_EQ(Rounds("if (i) pthread_join(w[i].t, 0); s += w[i].n;"), "n");
}

TEST(Data, ReportsAnElementReadBeforeItsThreadWasJoined) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
static int out[4];
static void *work(void *p) { *(int *)p = 1; return 0; }
int main(void) { pthread_t t[4]; int s = 0;
  for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, work, &out[i]);
  for (int i = 0; i < 4; i++) { s += out[i]; pthread_join(t[i], 0); } return s; }
)"),
            "out");
}

TEST(Data, ReportsAnArgumentThatTheLoopReuses) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
static void *work(void *p) { int n = *(int *)p; (void)n; return 0; }
int main(void) { pthread_t t[4]; int id;
  for (int i = 0; i < 4; i++) { id = i; pthread_create(&t[i], 0, work, &id); }
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); return 0; }
)"),
            "id");
}

TEST(Data, GivesEachThreadItsAllocation) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
#include <stdlib.h>
struct arg { int id; long sum; };
static void *work(void *p) { struct arg *a = p; a->sum = a->id * 2; free(a); return 0; }
int main(void) { pthread_t t[4];
  for (int i = 0; i < 4; i++) { struct arg *a = malloc(sizeof *a); a->id = i;
    pthread_create(&t[i], 0, work, a); }
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); return 0; }
)"),
            "");
}

TEST(Data, IsNotMisledByAnIndexOfTwoPartsThatBothChange) {
  auto With = [](const char *Index) {
    return racesInC(std::string(R"(
#include <pthread.h>
static int a[64];
static void *work(void *p) { a[(long)p] = 1; return 0; }
int main(int n, char **v) { pthread_t t[4]; (void)v;
  for (long i = 0; i < 4; i++)
    pthread_create(&t[i], 0, work, (void *)()") +
                    Index + R"());
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); return 0; }
)");
  };
  EXPECT_EQ(With("n + i"), "");
  EXPECT_EQ(With("n-- + i"), "a");
  EXPECT_EQ(With("i - i / 2"), "a");
}

TEST(Data, KnowsThatAnIndexIsOneFurtherBehindItsLoop) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
static int a[64];
static void *work(void *p) { long n = 8 * (long)p, j = n;
  while (j < 8 * (long)p + 8) j++;
  a[n] = 1; a[j] = 2; return 0; }
int main(int n, char **v) { pthread_t t[4]; (void)v;
  for (long i = 0; i < n; i++) pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < n; i++) pthread_join(t[i], 0); return 0; }
)"),
            "a");
}

TEST(Data, SeesSlicesThatOverlapByOne) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
int main() { std::vector<int> V(1000, 1); const int N = 4; std::thread T[4];
  for (int I = 0; I < N; ++I) T[I] = std::thread([&, I] {
    for (int K = I * 250; K <= (I + 1) * 250; ++K) V[K]++; });
  for (int I = 0; I < N; ++I) T[I].join(); return V[0]; }
)"),
            "V");
}

TEST(Data, SeesHalvesThatOverlap) {
  EXPECT_EQ(races(R"(
#include <thread>
int V[100];
void work(int B, int E) { for (int I = B; I < E; ++I) V[I] = I; }
int main() { std::thread A(work, 0, 51), B(work, 50, 100); A.join(); B.join(); }
)"),
            "V");
}

TEST(Data, TakesALibraryFunctionToReadAllOfAnArray) {
  auto With = [](const char *Array, const char *There, const char *Here) {
    return racesInC(std::string("#include <pthread.h>\n#include <stdio.h>\n"
                                "#include <string.h>\n#include <unistd.h>\n") +
                    Array + "; void *work(void *P) {" + There +
                    "; return P; } int main(void) { pthread_t T;"
                    "pthread_create(&T, 0, work, 0);" +
                    Here + "; pthread_join(T, 0); return 0; }");
  };
  EXPECT_EQ(With("char V[] = \"heddle\"", "V[3] = 'D'", "puts(V)"), "V");
  EXPECT_EQ(With("int V[9]", "V[3] = 1", "memset(V, 0, sizeof V)"), "V");
  EXPECT_EQ(With("int V[9]", "V[3] = 1", "memset(&V[3], 0, 4)"), "V");
  EXPECT_EQ(With("int V[9]", "V[3] = 1", "memset(&V[2], 0, 8)"), "V");
  EXPECT_EQ(With("int V[9]", "V[3] = 1", "memset(&V[2], 0, 4)"), "");
  EXPECT_EQ(With("int V[9], N", "V[3] = 1", "read(0, V, N)"), "V");
  EXPECT_EQ(With("int V[4][4]", "V[2][1] = 1", "memset(V[2], 0, 16)"), "V");
  EXPECT_EQ(With("int V[4][4]", "V[2][1] = 1", "memset(V[1], 0, 16)"), "");
  EXPECT_EQ(With("int V[4][4]", "V[2][1] = 1", "memset(V, 0, sizeof V)"), "V");
  EXPECT_EQ(
      With("struct { int A, B; } V[9]", "V[3].B = 1", "memset(V, 0, sizeof V)"),
      "B");
  EXPECT_EQ(With("struct { int A, B; } V[9]", "V[3].B = 1",
                 "memset(&V[4], 0, sizeof V[4])"),
            "");
}

TEST(Data, AddsUpTheIndicesOfAPointerThatIsMoved) {
  auto With = [](const char *Array, const char *Given, const char *Body) {
    return racesInC(std::string("#include <pthread.h>\n") + Array +
                    "; void *work(void *P) {" + Body +
                    " return 0; } int main(int N, char **A) { pthread_t T[8];"
                    "(void)A; for (long I = 0; I < N; I++)"
                    "pthread_create(&T[I], 0, work, (void *)" +
                    Given +
                    "); for (int I = 0; I < N; I++) pthread_join(T[I], 0);"
                    "return 0; }");
  };
  const char *Slice = "int *Q = P; for (int J = 0; J < 8; J++) Q[J] = 1;";
  EXPECT_EQ(With("int V[64]", "&V[8 * I]", Slice), "");
  EXPECT_EQ(With("int V[64]", "&V[7 * I]", Slice), "V");
  EXPECT_EQ(With("int V[8][8]", "V[I]", Slice), "");
  // V[0][I] and V[I][J] may be one element, though I differs.
  EXPECT_EQ(With("int V[8][8]", "I", "V[0][(long)P] = 1; V[(long)P][3] = 1;"),
            "V");
}

TEST(Data, KnowsThatManyNumbersAreOneByte) {
  auto With = [](const char *Index) {
    return racesInC(std::string(R"(
#include <pthread.h>
int V[256];
void *work(void *P) { V[)") +
                    Index + R"(] = 1; return 0; }
int main(int N, char **A) { pthread_t T[8]; (void)A;
  for (long I = 0; I < N; I++) pthread_create(&T[I], 0, work, (void *)I);
  for (int I = 0; I < N; I++) pthread_join(T[I], 0); return 0; }
)");
  };
  EXPECT_EQ(With("(int)(long)P"), "");
  EXPECT_EQ(With("(unsigned char)(256 * (long)P)"), "V");
}

TEST(Data, FollowsThePointersThatMemcpyCopies) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
#include <string.h>
int X, *From[4], *To[4];
void *work(void *P) { *To[2] = 1; return P; }
int main(void) { pthread_t T; From[2] = &X; memcpy(To, From, sizeof To);
  pthread_create(&T, 0, work, 0); X = 2; pthread_join(T, 0); return 0; }
)"),
            "X");
}

TEST(Data, KnowsThatAlgorithmsGoThroughRanges) {
  EXPECT_EQ(races(R"(
#include <algorithm>
#include <thread>
int V[9];
int main() { std::thread T([] { std::fill(V, V + 9, 1); });
             V[3] = 2; T.join(); }
)"),
            "V");
}

TEST(Data, SharesAThreadLocalVariableThroughItsAddress) {
  EXPECT_EQ(races(R"(
#include <thread>
thread_local int Mine;
void work(int *P) { *P = 1; }
int main() { std::thread T(work, &Mine); Mine = 2; T.join(); }
)"),
            "Mine");
}

TEST(Data, KeepsThreadLocalVariablesOfDifferentThreadsApart) {
  EXPECT_EQ(races(R"(
#include <thread>
thread_local int Mine;
void add(int *P) { ++*P; }
void work() { add(&Mine); ++Mine; }
int main() { std::thread T(work), U(work); work(); T.join(); U.join();
             std::thread W(add, &Mine); W.join(); }
)"),
            "");
}

TEST(Data, IsOneThreadsWhereItsNumberIsAskedFor) {
  const std::string Code = R"(
#include <pthread.h>
int X;
static void *work(void *p) { long Id = (long)p; if (CONDITION) X++; return p; }
int main(void) { pthread_t t[4];
  for (long i = 0; i < 4; i++) pthread_create(&t[i], 0, work, (void *)i);
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0); return 0; }
)";
  auto With = [&](llvm::StringRef Condition) {
    std::string Copy = Code;
    Copy.replace(Copy.find("CONDITION"), 9, Condition.str());
    return racesInC(Copy);
  };
  EXPECT_EQ(With("Id == 0"), "");
  EXPECT_EQ(With("Id + 1 == 4"), "");
  EXPECT_EQ(With("Id != 0"), "X");
  EXPECT_EQ(With("Id < 2"), "X");
}

TEST(Data, IsNotTouchedThroughAPointerThatIsNullOnThisWay) {
  const std::string Code = R"(
#include <pthread.h>
#include <signal.h>
static sigset_t Stop, Saved;
static void mask(int How, const sigset_t *Set, sigset_t *Old) {
  pthread_sigmask(How, Set, Old);
}
static void *work(void *Arg) { mask(SIG_BLOCK, &Stop, OLD); return 0; }
int main(void) { pthread_t T;
  pthread_create(&T, 0, work, 0);
  mask(SIG_BLOCK, &Stop, &Saved);
  pthread_join(T, 0); return 0; }
)";
  auto With = [&](llvm::StringRef Old) {
    std::string Copy = Code;
    Copy.replace(Copy.find("OLD"), 3, Old.str());
    return racesInC(Copy);
  };
  EXPECT_EQ(With("NULL"), "");
  EXPECT_EQ(With("&Saved"), "Saved");
}
