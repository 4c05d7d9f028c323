//===- NumberTest.cpp - What the number of a thread decides ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Branches that ask for the number of a thread, and indices that can all be
/// counted up.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

/// Four threads do \p Work with `long I`, their number.
static std::string numbered(llvm::StringRef Work,
                            llvm::StringRef Given = "(void *)N") {
  return "#include <pthread.h>\n"
         "int Total, Shared[64], Count = 4;\n"
         "void *work(void *Arg) { long I = (long)Arg;\n" +
         Work.str() +
         " return 0; }\n"
         "int main(void) {\n"
         "  pthread_t T[4];\n"
         "  for (long N = 0; N < 4; N++)\n"
         "    pthread_create(&T[N], 0, work, " +
         Given.str() +
         ");\n"
         "  for (int N = 0; N < 4; N++) pthread_join(T[N], 0);\n"
         "  return Total; }\n";
}

TEST(Number, LetsOneThreadAlonePass) {
  EXPECT_EQ(racesInC(numbered("if (I == 0) Total = 1;")), "");
  EXPECT_EQ(racesInC(numbered("if (I != 2) return 0; Total = 1;")), "");
  EXPECT_EQ(racesInC(numbered("switch (I) { case 3: Total = 1; }")), "");
  EXPECT_EQ(racesInC(numbered("if (I == Count - 1) Total = 1;")), "");
}

TEST(Number, LetsAllPassWhoHaveTheSame) {
  EXPECT_EQ(racesInC(numbered("if (I == 0) Total = 1;", "(void *)0")), "Total");
  EXPECT_EQ(racesInC(numbered("if (I != 0) Total = 1;")), "Total");
  EXPECT_EQ(racesInC(numbered("if (I > 0) Total = 1;")), "Total");
  EXPECT_EQ(racesInC(numbered("if (I % 2 == 0) Total = 1;")), "Total");
}

TEST(Number, LetsTwoPassWhereTwoAreAskedFor) {
  EXPECT_EQ(racesInC(numbered("if (I == 0) Total = 1; if (I == 1) Total = 2;")),
            "Total");
}

TEST(Number, IsAskedForByTheCaller) {
  const char Code[] = R"(#include <pthread.h>
int Total;
static void sum(void) { Total++; }
void *work(void *Arg) { if ((long)Arg == 0) sum(); return 0; }
int main(void) {
  pthread_t T[4];
  for (long N = 0; N < 4; N++) pthread_create(&T[N], 0, work, (void *)N);
  for (int N = 0; N < 4; N++) pthread_join(T[N], 0);
})";
  EXPECT_EQ(racesInC(Code), "");
}

TEST(Number, IsAskedForInEveryCallOrInNone) {
  const char Code[] = R"(#include <pthread.h>
int Total;
static void sum(void) { Total++; }
void *work(void *Arg) {
  if ((long)Arg == 0) sum();
  else sum();
  return 0;
}
int main(void) {
  pthread_t T[4];
  for (long N = 0; N < 4; N++) pthread_create(&T[N], 0, work, (void *)N);
  for (int N = 0; N < 4; N++) pthread_join(T[N], 0);
})";
  EXPECT_EQ(racesInC(Code), "Total");
}

TEST(Number, OfEveryCallerDecidesWhatIsReached) {
  const char Code[] = R"(#include <pthread.h>
int Total;
static int get(int Really) { if (Really) return Total; return 0; }
void *work(void *Arg) { return (void *)(long)get((int)(long)Arg); }
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, work, 0);
  Total = 1;
  pthread_join(T, 0);
})";
  EXPECT_EQ(racesInC(Code), "");
}

TEST(Index, OfTwoLoopsIsCountedUp) {
  auto TwoLoops = [](llvm::StringRef Mine) {
    return "#include <pthread.h>\n"
           "char Bytes[10];\n"
           "void *work(void *Arg) {\n"
           "  for (int I = 0; I < 5; I++) Bytes[2 * I]++;\n"
           "  return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T; pthread_create(&T, 0, work, 0);\n"
           "  for (int I = 0; I < 3; I++) Bytes[" +
           Mine.str() +
           "]++;\n"
           "  pthread_join(T, 0); }\n";
  };
  EXPECT_EQ(racesInC(TwoLoops("2 * I + 1")), "");
  EXPECT_EQ(racesInC(TwoLoops("4 * I + 1")), "");
  EXPECT_EQ(Analyzed(TwoLoops("3 * I + 1"), true).belief("Bytes"),
            Confidence::Likely);
}

TEST(Index, OfAPointerThatMovesInOtherStepsIsNotTakenForAnElement) {
  auto Bytes = [](llvm::StringRef By, llvm::StringRef Mine) {
    return "#include <pthread.h>\n"
           "int Cells[8];\n"
           "void *work(void *Arg) {\n"
           "  *(int *)((char *)&Cells[0] + " +
           By.str() +
           ") = 1;\n"
           "  return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T; pthread_create(&T, 0, work, 0);\n"
           "  Cells[" +
           Mine.str() +
           "] = 2;\n"
           "  pthread_join(T, 0); }\n";
  };
  EXPECT_EQ(racesInC(Bytes("4", "1")), "Cells");
  EXPECT_EQ(racesInC(Bytes("4", "4")), "");
  EXPECT_EQ(racesInC(Bytes("5", "1")), "Cells");
  EXPECT_EQ(racesInC(Bytes("0", "0")), "Cells");
}

TEST(Index, OfSomethingLargerCoversWhatLiesBehind) {
  auto Wide = [](llvm::StringRef Type) {
    return "#include <pthread.h>\n"
           "_Alignas(8) int Cells[8];\n"
           "void *work(void *Arg) { *(" +
           Type.str() +
           " *)&Cells[0] = 1; return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T; pthread_create(&T, 0, work, 0);\n"
           "  Cells[1] = 2;\n"
           "  pthread_join(T, 0); }\n";
  };
  EXPECT_EQ(racesInC(Wide("long")), "Cells");
  EXPECT_EQ(racesInC(Wide("int")), "");
}

TEST(Index, ThatIsATruthValueIsTheSameForMany) {
  EXPECT_EQ(racesInC(numbered("Shared[I]++;")), "");
  EXPECT_EQ(racesInC(numbered("Shared[(_Bool)I]++;")), "Shared");
  EXPECT_EQ(racesInC(numbered("_Bool B = I; Shared[B]++;")), "Shared");
  EXPECT_EQ(racesInC(numbered("Shared[!!I]++;")), "Shared");
}

TEST(Index, ThatNeedsMoreThanAnIntMayBeCut) {
  EXPECT_EQ(racesInC(numbered("Shared[(int)I]++;", "(void *)(N << 32)")),
            "Shared");
  EXPECT_EQ(
      racesInC(numbered("Shared[(int)I]++;", "(void *)(N * 4294967296L)")),
      "Shared");
  EXPECT_EQ(racesInC(numbered("Shared[(int)I]++;", "(void *)(N * 4L)")), "");
}

TEST(Index, IsNotNeededByAPointerThatWalksOverTheArray) {
  auto Walk = [](llvm::StringRef Touched, llvm::StringRef Behind) {
    return "#include <pthread.h>\n"
           "struct job { pthread_t T; int In, Out; } Jobs[4];\n"
           "void *work(void *Arg) {\n"
           "  struct job *J = Arg;\n"
           "  " +
           Touched.str() +
           " = J->In;\n"
           "  return 0; }\n"
           "int main(void) {\n"
           "  struct job *P;\n"
           "  for (P = Jobs; P != Jobs + 4; P++) {\n"
           "    P->In = 1;\n"
           "    pthread_create(&P->T, 0, work, P);\n" +
           Behind.str() +
           "  }\n"
           "  for (int I = 0; I < 4; I++) pthread_join(Jobs[I].T, 0); }\n";
  };
  EXPECT_EQ(racesInC(Walk("J->Out", "")), "");
  EXPECT_EQ(racesInC(Walk("J[1].Out", "")), "Out");
  EXPECT_EQ(racesInC(Walk("J->Out", "P->In = 2;\n")), "In");
}

TEST(Index, OfRoundsIsWhatBranchesAskFor) {
  auto Rounds = [](llvm::StringRef Asked) {
    return "#include <pthread.h>\n"
           "int Cells[4];\n"
           "static void touch(int N, int *P) { if (N == " +
           Asked.str() +
           ") *P = 1; }\n"
           "void *work(void *Arg) {\n"
           "  for (int I = 0; I < 4; I++) touch(I, &Cells[I]);\n"
           "  return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T; pthread_create(&T, 0, work, 0);\n"
           "  Cells[2] = 2;\n"
           "  pthread_join(T, 0); }\n";
  };
  EXPECT_EQ(racesInC(Rounds("2")), "Cells");
  EXPECT_EQ(racesInC(Rounds("1")), "");
}
