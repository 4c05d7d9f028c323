//===- LocksTest.cpp - What is held where, and in which order -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Locks.h"

#include "tests/Pointers/FromCode.h"

namespace heddle {
namespace {

const char Head[] =
    "#include <cstdlib>\n#include <mutex>\n#include <semaphore>\n"
    "#include <shared_mutex>\n"
    "#include <thread>\n#include <future>\n"
    "std::mutex M, N; int X, Y;\n";

struct Locked : FromCode {
  explicit Locked(llvm::StringRef Code)
      : FromCode((Head + Code).str()), T(P, *Pointers, Gaps),
        L(P, *Pointers, T, Gaps) {}

  /// Locks held at the N-th access to X; `M?` where only on some ways.
  std::string held(llvm::StringRef In, unsigned Nth = 0) const {
    std::string Out;
    for (const LockUse &Use : L.heldAt(access(In, "X", Nth)))
      Out += (Out.empty() ? "" : ", ") + Use.Name + (Use.Must ? "" : "?") +
             (Use.Mode == LockMode::Shared ? " shared" : "");
    return Out;
  }
  /// `A -> B, B -> A` for each cycle.
  Names cycles() const {
    Names Out;
    for (const LockCycle &C : L.cycles()) {
      std::string Text;
      for (const LockEdge &E : C.Edges)
        Text += (Text.empty() ? "" : ", ") + E.From.Name + " -> " +
                (E.IsWait ? "end of " + T[E.Awaited].Name : E.To.Name);
      Out.push_back(Text);
    }
    return Out;
  }

  Threads T;
  Locks L;
};

std::string heldIn(llvm::StringRef Function) {
  return Locked((Function + "\nint main() { std::thread A(f), B(f);"
                            " A.join(); B.join(); }")
                    .str())
      .held("f");
}

TEST(Held, BetweenLockAndUnlock) {
  EXPECT_EQ(heldIn("void f() { M.lock(); ++X; M.unlock(); }"), "M");
  EXPECT_EQ(heldIn("void f() { M.lock(); M.unlock(); ++X; }"), "");
}

/// Locks out of a table have a new name at each look-up. Those that may be held
/// are counted; what must be held stays.
TEST(Held, BoundsWhatMayBeHeld) {
  std::string Code = "std::mutex Table[512]; int Asked;"
                     "void f() { M.lock();";
  for (unsigned I = 0; I < 40; ++I)
    Code += "if (rand()) Table[rand()].lock();\n";
  Locked T(Code + "++X; } int main() { std::thread A(f); A.join(); }");
  const std::string Held = T.held("f");
  EXPECT_TRUE(llvm::StringRef(Held).starts_with("M"));
  EXPECT_LT(Held.size(), 600U);
  EXPECT_TRUE(llvm::any_of(T.Gaps.entries(), [](const LedgerEntry &E) {
    return E.Kind == LedgerKind::Budget;
  }));
}

TEST(Held, AsLongAsTheGuardLives) {
  EXPECT_EQ(heldIn("void f() { std::lock_guard L(M); ++X; }"), "M");
  EXPECT_EQ(heldIn("void f() { { std::lock_guard L(M); } ++X; }"), "");
}

TEST(Held, ByAGuardOfSeveral) {
  EXPECT_EQ(heldIn("void f() { std::scoped_lock L(M, N); ++X; }"), "M, N");
}

TEST(Held, NotByADeferredGuardUntilItLocks) {
  EXPECT_EQ(heldIn("void f() { std::unique_lock L(M, std::defer_lock); ++X; }"),
            "");
  EXPECT_EQ(heldIn("void f() { std::unique_lock L(M, std::defer_lock);"
                   " L.lock(); ++X; }"),
            "M");
}

TEST(Held, ByAGuardThatAdoptsTheLock) {
  EXPECT_EQ(heldIn("void f() { M.lock();"
                   " std::lock_guard L(M, std::adopt_lock); ++X; }"),
            "M");
}

TEST(Held, OnSomeWaysOnly) {
  EXPECT_EQ(heldIn("void f() { if (Y) M.lock(); ++X; }"), "M?");
}

TEST(Held, SharedByReaders) {
  EXPECT_EQ(heldIn("std::shared_mutex S;"
                   "void f() { std::shared_lock L(S); ++X; }"),
            "S shared");
}

TEST(Held, OnlyOnTheWayOnWhichTryLockSucceeded) {
  EXPECT_EQ(heldIn("void f() { if (M.try_lock()) { ++X; M.unlock(); } }"), "M");
  EXPECT_EQ(heldIn("void f() { if (!M.try_lock()) { ++X; } else M.unlock(); }"),
            "");
}

TEST(Held, AfterAFunctionThatLocks) {
  EXPECT_EQ(heldIn("void enter() { M.lock(); } void leave() { M.unlock(); }\n"
                   "void f() { enter(); ++X; leave(); }"),
            "M");
}

TEST(Held, ByEveryCaller) {
  Locked T("void touch() { ++X; }\n"
           "void f() { std::lock_guard L(M); touch(); }\n"
           "void g() { std::scoped_lock L(M, N); touch(); }\n"
           "int main() { std::thread A(f), B(g); A.join(); B.join(); }");
  EXPECT_EQ(T.held("touch"), "M");
}

TEST(Held, ByTheObjectItself) {
  Locked T(
      "struct Account { std::mutex Own; void add() {"
      " std::lock_guard L(Own); ++X; } };\n"
      "void f(Account *A) { A->add(); }\n"
      "int main() { Account A; std::thread T(f, &A); A.add(); T.join(); }");
  EXPECT_NE(T.held("Account::add").find("Own"), std::string::npos);
}

TEST(Held, GivenBackWhenAnExceptionPassesTheGuard) {
  EXPECT_EQ(heldIn("void risky() { if (Y) throw 1; }\n"
                   "void f() { try { std::lock_guard L(M); risky(); }"
                   " catch (...) {} ++X; }"),
            "");
}

TEST(Leaks, AreWaysOutWithTheLock) {
  Locked T("void f() { M.lock(); if (Y) return; M.unlock(); }\n"
           "int main() { std::thread A(f), B(f); A.join(); B.join(); }");
  std::vector<LeakedLock> Leaks = T.L.leaks();
  ASSERT_EQ(Leaks.size(), 1u);
  EXPECT_EQ(Leaks[0].Lock.Name, "M");
  EXPECT_TRUE(Leaks[0].ReleasedElsewhere);
  EXPECT_FALSE(Leaks[0].ByException);
}

const char Main[] =
    "\nint main() { std::thread A(f), B(g); A.join(); B.join(); }";

Names cyclesOf(llvm::StringRef Functions) {
  return Locked((Functions + Main).str()).cycles();
}

TEST(Cycles, OfTwoLocksTakenInBothOrders) {
  EXPECT_EQ(
      cyclesOf("void f() { std::lock_guard L(M); std::lock_guard K(N); }"
               "void g() { std::lock_guard L(N); std::lock_guard K(M); }"),
      Names{"M -> N, N -> M"});
}

TEST(Cycles, AreNoneInOneOrder) {
  EXPECT_EQ(
      cyclesOf("void f() { std::lock_guard L(M); std::lock_guard K(N); }"
               "void g() { std::lock_guard L(M); std::lock_guard K(N); }"),
      Names{});
}

TEST(Cycles, AreNoneUnderACommonGate) {
  EXPECT_EQ(cyclesOf("std::mutex Gate;\n"
                     "void f() { std::lock_guard G(Gate);"
                     " std::lock_guard L(M); std::lock_guard K(N); }"
                     "void g() { std::lock_guard G(Gate);"
                     " std::lock_guard L(N); std::lock_guard K(M); }"),
            Names{});
}

TEST(Cycles, AreNoneOfLocksTakenTogether) {
  EXPECT_EQ(cyclesOf("void f() { std::scoped_lock L(M, N); }"
                     "void g() { std::scoped_lock L(N, M); }"),
            Names{});
}

TEST(Cycles, AreNoneInThreadsThatDoNotMeet) {
  Locked T("void f() { std::lock_guard L(M); std::lock_guard K(N); }"
           "void g() { std::lock_guard L(N); std::lock_guard K(M); }"
           "int main() { std::thread A(f); A.join();"
           " std::thread B(g); B.join(); }");
  EXPECT_EQ(T.cycles(), Names{});
}

TEST(Cycles, AreNoneWithATryLock) {
  EXPECT_EQ(
      cyclesOf("void f() { std::lock_guard L(M);"
               " if (N.try_lock()) N.unlock(); }"
               "void g() { std::lock_guard L(N); std::lock_guard K(M); }"),
      Names{});
}

/// Five at a table: how a philosopher \p Eats.
Names cyclesOfPhilosophers(llvm::StringRef Eats) {
  return Locked(("struct P { int Id; std::mutex *Left, *Right; };\n"
                 "std::mutex Forks[5]; P Table[5];\n"
                 "void eat(P *Me) {" +
                 Eats +
                 " Me->Left->unlock(); Me->Right->unlock(); }\n"
                 "int main() { std::thread T[5];\n"
                 "  for (int I = 0; I < 5; ++I) { Table[I].Id = I;\n"
                 "    Table[I].Left = &Forks[I];\n"
                 "    Table[I].Right = &Forks[(I + 1) % 5]; }\n"
                 "  for (int I = 0; I < 5; ++I)"
                 "    T[I] = std::thread(eat, &Table[I]);\n"
                 "  for (int I = 0; I < 5; ++I) T[I].join(); }")
                    .str())
      .cycles();
}

TEST(Cycles, OfPhilosophersWhoAllTakeTheLeftForkFirst) {
  EXPECT_EQ(cyclesOfPhilosophers("Me->Left->lock(); Me->Right->lock();").size(),
            1u);
}

TEST(Cycles, AreNoneWhereSomeTakeTheOtherForkFirst) {
  for (const char *Some : {"Me->Id % 2 == 0", "Me->Id & 1", "Me->Id == 4"})
    EXPECT_EQ(
        cyclesOfPhilosophers(std::string("if (") + Some +
                             ") { Me->Left->lock(); Me->Right->lock(); }"
                             " else { Me->Right->lock(); Me->Left->lock(); }"),
        Names{})
        << Some;
}

TEST(Cycles, AreNoneWhereTheLastOneSwapsHisForks) {
  EXPECT_EQ(
      cyclesOfPhilosophers("int First = Me->Id, Second = (Me->Id + 1) % 5;"
                           " if (Me->Id == 4) { First = 0; Second = 4; }"
                           " Forks[First].lock(); Forks[Second].lock();"),
      Names{});
  EXPECT_EQ(
      cyclesOfPhilosophers("int First = Me->Id, Second = (Me->Id + 1) % 5;"
                           " Forks[First].lock(); Forks[Second].lock();")
          .size(),
      1u);
}

TEST(Cycles, AreNoneWhereAWaiterLetsFewerIn) {
  EXPECT_EQ(cyclesOf("std::counting_semaphore<> Seats{1};"
                     "void f() { Seats.acquire(); M.lock(); N.lock();"
                     " N.unlock(); M.unlock(); Seats.release(); }"
                     "void g() { Seats.acquire(); N.lock(); M.lock();"
                     " M.unlock(); N.unlock(); Seats.release(); }"),
            Names{});
}

TEST(Cycles, OfPhilosophersWhoLeaveTheOrderToChance) {
  EXPECT_EQ(cyclesOfPhilosophers(
                "if (rand() % 2) { Me->Left->lock(); Me->Right->lock(); }"
                " else { Me->Right->lock(); Me->Left->lock(); }")
                .size(),
            1u);
}

TEST(Cycles, OfOneLockTakenTwice) {
  EXPECT_EQ(cyclesOf("void inner() { std::lock_guard L(M); ++X; }"
                     "void f() { std::lock_guard L(M); inner(); }"
                     "void g() { inner(); }"),
            Names{"M -> M"});
}

/// A lock that an argument asks for is held by nobody else on the way back.
TEST(Cycles, AreDoubtfulWhereAnArgumentDecidesWhoHoldsTheLock) {
  Locked T(R"(enum Kind { All, Workers, Resume };
void pause(Kind K) {
  switch (K) {
  case All: ++X; [[fallthrough]];
  case Workers: M.lock(); break;
  case Resume: M.unlock(); break;
  }
}
int main(int N, char **) {
  while (N--) { pause(All); ++X; pause(Resume); }
}
)");
  for (const LockCycle &C : T.L.cycles())
    EXPECT_EQ(C.Belief, Confidence::Possible);
}

TEST(Cycles, AreNoneOfARecursiveLockTakenTwice) {
  EXPECT_EQ(cyclesOf("std::recursive_mutex R;"
                     "void inner() { std::lock_guard L(R); ++X; }"
                     "void f() { std::lock_guard L(R); inner(); }"
                     "void g() { inner(); }"),
            Names{});
}

TEST(Cycles, ThroughTheEndOfAThread) {
  Locked T("void f() { std::lock_guard L(M); ++X; }\n"
           "int main() { std::thread A(f); std::lock_guard L(M); A.join(); }");
  ASSERT_EQ(T.cycles().size(), 1u);
  EXPECT_NE(T.cycles()[0].find("M -> end of f"), std::string::npos);
  EXPECT_TRUE(T.L.cycles()[0].ThroughJoin);
}

TEST(Cycles, AreJudgedAsIfThereWereThreadsWhereNoneIsSeen) {
  const char *F = "void f() { M.lock(); N.lock(); N.unlock(); M.unlock();"
                  " N.lock(); M.lock(); M.unlock(); N.unlock(); }";
  EXPECT_EQ(Locked(F + std::string("int main() { f(); }")).cycles().size(), 1u);
  EXPECT_EQ(
      Locked(F + std::string("int main() { std::thread T(f); T.join(); }"))
          .cycles(),
      Names{});
}

} // namespace
} // namespace heddle
