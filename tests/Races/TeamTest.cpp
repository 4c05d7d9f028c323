//===- TeamTest.cpp - Threads of an OpenMP team ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What keeps two threads of a team apart: barriers, constructs that one thread
/// runs, rounds of divided loops, numbers; and tasks.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

/// \p Body, run by a team that shares two arrays and some numbers.
static std::string inTeam(const std::string &Body) {
  return races(R"(
int A[100], B[100], X, Y;
void work(int *P, int N) {
#pragma omp parallel
  {
)" + Body + R"(
  }
}
int main(int C, char **) { work(A, C); return X + Y + B[0]; }
)");
}

/// The rounds of a divided loop do \p Body, with I.
static std::string inRounds(const std::string &Body) {
  return inTeam("#pragma omp for\nfor (int I = 0; I < N; ++I) {" + Body + "}");
}

TEST(Team, RunsItsBodySeveralTimesAtOnce) { EXPECT_EQ(inTeam("++X;"), "X"); }

TEST(Team, IsJoinedWhereTheRegionEnds) {
  EXPECT_EQ(races(R"(
int X;
int main() {
  X = 1;
#pragma omp parallel
  { int Y = X; (void)Y; }
  X = 2;
})"),
            "");
}

TEST(Team, IsOneThreadWhereTheClausesSaySo) {
  EXPECT_EQ(races(R"(
int X;
int main() {
#pragma omp parallel num_threads(1)
  ++X;
#pragma omp parallel if (0)
  ++X;
})"),
            "");
}

TEST(Team, HasPrivateVariablesOfItsOwn) {
  EXPECT_EQ(races(R"(
int G;
int main() {
  int P = 0, F = 1, S = 0;
#pragma omp parallel private(P, G) firstprivate(F)
  { P = F; F = P + 1; G = P; ++S; }
  return P + F + S + G;
})"),
            "S");
}

TEST(Team, AddsUpReductionsInOneStep) {
  EXPECT_EQ(races(R"(
int main() {
  int S = 0, M = 0, H[4] = {};
#pragma omp parallel for reduction(+ : S, H) reduction(max : M)
  for (int I = 0; I < 10; ++I) { S += I; H[I % 4] += 1; M = I > M ? I : M; }
  return S + M + H[0];
})"),
            "");
}

TEST(Team, IsKeptApartByBarriers) {
  EXPECT_EQ(inTeam("#pragma omp single\nX = 1;\nint Z = X;\n(void)Z;"), "");
  EXPECT_EQ(inTeam("#pragma omp single nowait\nX = 1;\nint Z = X;\n(void)Z;"),
            "X");
  EXPECT_EQ(inTeam("#pragma omp master\nX = 1;\nint Z = X;\n(void)Z;"), "X");
  EXPECT_EQ(inTeam("#pragma omp master\nX = 1;\n#pragma omp barrier\n"
                   "int Z = X;\n(void)Z;"),
            "");
  EXPECT_EQ(inTeam("for (int T = 0; T < 3; ++T) {\n#pragma omp single\nX = T;\n"
                   "int Z = X; (void)Z;\n}"),
            "X"); // the next round's single
}

TEST(Team, DoesASingleOrSectionByOneThread) {
  EXPECT_EQ(inTeam("#pragma omp single nowait\n++X;"), "");
  EXPECT_EQ(inTeam("for (int T = 0; T < 3; ++T) {\n"
                   "#pragma omp single nowait\n++X;\n}"),
            "X");
  EXPECT_EQ(inTeam("#pragma omp sections\n{\n#pragma omp section\n++X;\n"
                   "#pragma omp section\n++Y;\n}"),
            "");
  EXPECT_EQ(inTeam("#pragma omp sections\n{\n#pragma omp section\n++X;\n"
                   "#pragma omp section\n++X;\n}"),
            "X");
}

TEST(Team, DividesTheRoundsOfALoop) {
  EXPECT_EQ(inRounds("P[I] = I;"), "");
  EXPECT_EQ(inRounds("P[I] += P[I] + 1;"), "");
  EXPECT_EQ(inRounds("X = I;"), "X");
  EXPECT_EQ(inRounds("P[I + 1] = P[I];"), "A");
  EXPECT_EQ(inRounds("P[2 * I] = P[2 * I + 1];"), "");
  EXPECT_EQ(inRounds("for (int J = 0; J < 10; ++J) P[I * 10 + J] = 0;"), "");
}

TEST(Team, HasOnlyOneRoundForEachOfItsNumbers) {
  EXPECT_EQ(inTeam("for (int T = 0; T < 3; ++T) {\n#pragma omp for\n"
                   "for (int I = 0; I < N; ++I) P[I] += T;\n}"),
            "");
  EXPECT_EQ(inTeam("for (int T = 0; T < 3; ++T) {\n#pragma omp for nowait\n"
                   "for (int I = 0; I < N; ++I) P[I] += T;\n}"),
            "A");
}

TEST(Team, FollowsRoundsIntoWhatTheyCall) {
  EXPECT_EQ(races(R"(
int A[100];
static void set(int *P, int K) { P[K] = K; }
int main() {
#pragma omp parallel for
  for (int I = 0; I < 100; ++I) set(A, I);
})"),
            "");
}

TEST(Team, DividesNestedLoopsTogether) {
  EXPECT_EQ(races(R"(
int A[10][20], B[20];
int main() {
#pragma omp parallel for collapse(2)
  for (int I = 0; I < 10; ++I)
    for (int J = 0; J < 20; ++J) { A[I][J] = I; B[J] += I; }
})"),
            "B");
}

TEST(Team, GivesEachThreadItsNumber) {
  EXPECT_EQ(races(R"(
extern "C" int omp_get_thread_num(void);
int A[64], B[64];
int main() {
#pragma omp parallel
  {
    int Id = omp_get_thread_num();
    A[Id] = 1;
    B[Id / 2] = 1;
  }
})"),
            "B");
}

TEST(Team, HasOneThreadOfEachNumber) {
  const std::string Head = "extern \"C\" int omp_get_thread_num(void);\n"
                           "int X, Y;\n";
  auto In = [&](const std::string &Body) {
    return races(Head + "int main() {\n#pragma omp parallel\n{\n" + Body +
                 "\n}\nreturn X + Y; }");
  };
  EXPECT_EQ(In("if (omp_get_thread_num() == 0) ++X;"), "");
  EXPECT_EQ(In("int Id = omp_get_thread_num(); if (Id == 1) ++X;\n"
               "if (Id == 1) X = 2;"),
            "");
  EXPECT_EQ(In("if (!omp_get_thread_num()) ++X;\n"
               "#pragma omp barrier\n"
               "if (omp_get_thread_num() == 1) ++X;"),
            "");
  EXPECT_EQ(In("#pragma omp master\n++X;\n"
               "if (omp_get_thread_num() == 0) ++X;"),
            "");
  EXPECT_EQ(In("if (omp_get_thread_num() == 0) ++X;\n"
               "if (omp_get_thread_num() == 1) ++X;"),
            "X");
  EXPECT_EQ(In("if (omp_get_thread_num() != 0) ++X;\n"
               "if (omp_get_thread_num() / 2 == 0) ++Y;"),
            "X, Y");
}

TEST(Team, TakesOneLockForCriticalSectionsOfOneName) {
  EXPECT_EQ(inTeam("#pragma omp critical\n++X;\n#pragma omp critical(a)\n++Y;"),
            "");
  EXPECT_EQ(inTeam("#pragma omp critical(a)\n++X;\n"
                   "#pragma omp critical(b)\n++X;"),
            "X");
}

TEST(Team, MakesAtomicAccesses) {
  EXPECT_EQ(inTeam("int Z;\n#pragma omp atomic\nX += 2;\n"
                   "#pragma omp atomic capture\nZ = X++;\n"
                   "#pragma omp atomic read\nZ = X;\n"
                   "#pragma omp atomic write\nX = Z;"),
            "");
  EXPECT_EQ(inTeam("#pragma omp atomic capture\nY = X++;"), "Y");
}

TEST(Team, RunsTasksBesideWhoMakesThem) {
  const std::string Task = "#pragma omp single\n{\n#pragma omp task\nX = 1;\n";
  EXPECT_EQ(inTeam(Task + "X = 2;\n}"), "X");
  EXPECT_EQ(inTeam(Task + "#pragma omp taskwait\nX = 2;\n}"), "");
  EXPECT_EQ(inTeam(Task + "}\n#pragma omp single\nX = 2;"), "");
  EXPECT_EQ(inTeam(Task + "#pragma omp taskgroup\n{\n#pragma omp task\nY = 1;\n"
                          "}\nX = Y;\n}"),
            "X");
}

TEST(Team, OrdersTasksByWhatTheyDependOn) {
  EXPECT_EQ(inTeam("#pragma omp single\n{\n#pragma omp task depend(out : X)\n"
                   "X = 1;\n#pragma omp task depend(in : X)\nY = X;\n}"),
            "");
  EXPECT_EQ(inTeam("#pragma omp single\n{\n#pragma omp task depend(in : X)\n"
                   "Y = X;\n#pragma omp task depend(in : X)\nY = X + 1;\n}"),
            "Y");
}

TEST(Team, IsCertainOfWhatAllThreadsDo) {
  Analyzed P(R"(
int X, Y;
int main(int C, char **) {
#pragma omp parallel for
  for (int I = 0; I < 10; ++I) ++X;
#pragma omp parallel for
  for (int I = 0; I < C; ++I) ++Y;
})");
  EXPECT_EQ(P.races(), "X, Y");
  EXPECT_EQ(P.belief("X"), Confidence::Certain);
  EXPECT_EQ(P.belief("Y"), Confidence::Likely);
}

TEST(Team, TellsHowFarApartTheRoundsAre) {
  Analyzed P(R"(
int A[100];
int main() {
#pragma omp parallel for
  for (int I = 2; I < 100; ++I) A[I] = A[I - 2];
})");
  ASSERT_EQ(P.races(), "A");
  EXPECT_EQ(P.group("A").Candidates.front().Rounds, 2);
  EXPECT_EQ(P.belief("A"), Confidence::Likely);
}
