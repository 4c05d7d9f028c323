//===- ValuesTest.cpp - What variables hold, told in symbols --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Values.h"

#include "tests/Pointers/FromCode.h"

namespace heddle {
namespace {

struct Valued : FromCode {
  explicit Valued(llvm::StringRef Code) : FromCode(Code), V(P, *Pointers) {}

  ValueId valueStored(llvm::StringRef In, llvm::StringRef Text,
                      unsigned N = 0) const {
    EventRef At = access(In, Text, N);
    if (!valid(At.Func))
      return ValueId::Unknown;
    return V.value(At, std::get<Access>(module()[At]).Value);
  }
  /// What the N-th access of \p In to \p Text writes.
  std::string stored(llvm::StringRef In, llvm::StringRef Text,
                     unsigned N = 0) const {
    return V.table().print(module(), valueStored(In, Text, N));
  }
  ValueId address(EventRef At) const {
    return V.address(At, std::get<Access>(module()[At]).P);
  }

  Values V;
};

TEST(Values, FollowVariablesBackToParameters) {
  Valued T("int X; void f(int N) { int A = N; int B = A + 1; X = B; }");
  EXPECT_EQ(T.stored("f", "X"), "(N + 1)");
}

TEST(Values, AreMadeOfMemoryAsItWasOnEntry) {
  Valued T("int X, Y; void f() { Y = X; X = 1; }");
  EXPECT_EQ(T.stored("f", "Y"), "load(&X)@f");
  ASSERT_EQ(T.V.inputs(T.function("f")).size(), 1u);
}

TEST(Values, RememberWhatWasStored) {
  Valued T("int X, Y; void f() { X = 1; Y = X; }");
  EXPECT_EQ(T.stored("f", "Y"), "1");
}

TEST(Values, ForgetSharedMemoryWhereAFunctionSynchronises) {
  Valued T("#include <mutex>\n"
           "std::mutex M; int X, Y;\n"
           "void f() { X = 1; M.lock(); Y = X; M.unlock(); }");
  EXPECT_NE(T.stored("f", "Y"), "1");
}

TEST(Values, KeepALocalThatNobodyElseKnows) {
  Valued T("#include <mutex>\n"
           "std::mutex M; int Y;\n"
           "void f() { int X = 1; M.lock(); Y = X; M.unlock(); }");
  EXPECT_EQ(T.stored("f", "Y"), "1");
}

TEST(Values, OfACallAreWhatTheCalleeReturns) {
  Valued T("int Y; int twice(int N) { return N * 2; }\n"
           "void f(int K) { Y = twice(K + 1); }");
  EXPECT_EQ(T.stored("f", "Y"), "((K + 1) * 2)");
}

TEST(Values, AfterACallAreWhatTheCalleeLeft) {
  Valued T("int Y; void set(int *To, int N) { *To = N; }\n"
           "void f(int K) { int A = 0; set(&A, K); Y = A; }");
  EXPECT_EQ(T.stored("f", "Y"), "K");
}

TEST(Values, AfterACallForgetWhatItMayChange) {
  Valued T("int Y; void maybe(int *To) { if (Y) *To = 3; }\n"
           "void f() { int A = 1; maybe(&A); Y = A; }");
  EXPECT_NE(T.stored("f", "Y"), "1");
}

TEST(Values, AreUnequalWhereWaysWithUnequalOnesMeet) {
  Valued T("int Y, Z; void f(bool B) {\n"
           "  int A = 1, C = 2; if (B) A = 2; Y = A; Z = C; }");
  EXPECT_EQ(T.stored("f", "Y").substr(0, 4), "phi(");
  EXPECT_EQ(T.stored("f", "Z"), "2");
}

TEST(Values, OfALoopCounterAreAnInduction) {
  Valued T("int X[100];\n"
           "void f(int N) { for (int I = 5; I < N; I += 2) X[I] = I; }");
  ValueId Counter = T.valueStored("f", "X[I]");
  const Induction *I = T.V.induction(Counter);
  ASSERT_NE(I, nullptr) << T.V.table().print(T.module(), Counter);
  EXPECT_EQ(T.V.table().asInt(I->Start), 5);
  EXPECT_EQ(I->Step, 2);
  EXPECT_EQ(I->Op, BinaryOp::Lt);
  EXPECT_EQ(T.V.table().print(T.module(), I->Bound), "N");
}

TEST(Values, OfAnotherCounterAreNone) {
  Valued T("int X[100]; int next(int);\n"
           "void f(int N) { for (int I = 0; I < N; I = next(I)) X[I] = I; }");
  EXPECT_EQ(T.V.induction(T.valueStored("f", "X[I]")), nullptr);
}

TEST(Addresses, AreEqualUnderAllNames) {
  Valued T("struct A { int X; }; A G;\n"
           "void f() { A &R = G; A *P = &R; P->X = 1; G.X = 2; }");
  EXPECT_EQ(T.address(T.access("f", "P->X")), T.address(T.access("f", "G.X")));
}

TEST(Addresses, OfElementsDifferByTheirIndex) {
  Valued T("int A[9]; void f(int I) {\n"
           "  A[1] = 0; A[2] = 0; A[I] = 0; A[I] = 1; }");
  EXPECT_NE(T.address(T.access("f", "A[1]")), T.address(T.access("f", "A[2]")));
  EXPECT_EQ(T.address(T.access("f", "A[I]", 0)),
            T.address(T.access("f", "A[I]", 1)));
}

TEST(Addresses, OfACalleeAreToldInTheCallersWords) {
  Valued T("struct A { int X; }; A G, H;\n"
           "void set(A *P) { P->X = 1; }\n"
           "void f() { set(&G); set(&H); }");
  ValueId Inside = T.address(T.access("set", "P->X"));
  auto FromCall = [&](unsigned N) {
    EventRef Call = T.event<heddle::Call>("f", N);
    const Callee To = T->callees(Call)[0];
    return T.V.table().print(T.module(), T.V.atCall(Call, To, Inside));
  };
  EXPECT_EQ(FromCall(0), "&G.X");
  EXPECT_EQ(FromCall(1), "&H.X");
}

/// Are both reads of G->X in `work` one value? \p Late: what main does once the
/// thread was started.
bool readsOneValue(llvm::StringRef Late, llvm::StringRef Beside = "") {
  Valued T(("#include <mutex>\n#include <thread>\n"
            "struct A { int X; } Object, *G = &Object; int Y, Z;\n"
            "std::mutex M;\n"
            "void work() { Y = G->X; std::lock_guard L(M); Z = G->X;" +
            Beside + "}\n" + "int main() { G->X = 1; std::thread T(work); " +
            Late + " T.join(); }")
               .str());
  auto Written = [&](llvm::StringRef Name) {
    const EventRef At = T.access("work", Name);
    return T.V.value(At, std::get<heddle::Access>(T.module()[At]).Value);
  };
  return Written("Y") == Written("Z");
}

TEST(Loads, AreTheSameBehindALockOnceMemoryIsSettled) {
  EXPECT_TRUE(readsOneValue(""));
  EXPECT_FALSE(readsOneValue("G->X = 2;"));
  EXPECT_FALSE(readsOneValue("std::thread Other([] { G->X = 2; });"
                             "Other.join();"));
  EXPECT_FALSE(readsOneValue("work();"));
}

TEST(Conditions, AreValuesToo) {
  Valued T("int Y; void f(int N) { if (N == 3) Y = 1; }");
  EXPECT_EQ(T.V.table().print(T.module(), T.V.condition(T.function("f"), 0)),
            "(N == 3)");
}

} // namespace
} // namespace heddle
