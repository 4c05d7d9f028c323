//===- ThreadsTest.cpp - Which threads there are, and when ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Threads/Threads.h"

#include "tests/Pointers/FromCode.h"

namespace heddle {
namespace {

const char Head[] = "#include <future>\n#include <thread>\n#include <vector>\n"
                    "int X, Y, Z; void f() { ++X; } void g() { ++Y; }\n";

struct Threaded : FromCode {
  explicit Threaded(llvm::StringRef Code)
      : FromCode((Head + Code).str()), T(P, *Pointers, Gaps) {}

  Names names(llvm::ArrayRef<ThreadId> Ids) const {
    Names Out;
    for (ThreadId Id : Ids)
      Out.push_back(T[Id].Name);
    llvm::sort(Out);
    return Out;
  }
  Names all() const {
    Names Out;
    for (const AbstractThread &One : T.all())
      Out.push_back(One.Name);
    llvm::sort(Out);
    return Out;
  }
  const AbstractThread &named(llvm::StringRef Name) const {
    for (const AbstractThread &One : T.all())
      if (One.Name == Name)
        return One;
    ADD_FAILURE() << "no thread " << Name.str();
    return T.all().front();
  }
  /// Who may be running beside the main thread at its N-th access to Z.
  Names besideMain(unsigned N = 0) const {
    return names(T.runningAt(T.main(), access("main", "Z", N)));
  }

  Threads T;
};

TEST(Threads, AreNamedByWhatTheyRun) {
  Threaded T("int main() { std::thread A(f), B([] { ++Y; });"
             " A.join(); B.join(); }");
  EXPECT_EQ(T.all(), (Names{"f", "lambda in main", "main"}));
}

TEST(Threads, OfTwoSpawnsOfOneFunctionAreTwo) {
  Threaded T("int main() { std::thread A(f); std::thread B(f);"
             " A.join(); B.join(); }");
  EXPECT_EQ(T.all(), (Names{"f", "f", "main"}));
  EXPECT_FALSE(T.named("f").Many);
}

TEST(Threads, StartedInALoopAreMany) {
  Threaded T("int main() { std::vector<std::thread> V;\n"
             "  for (int I = 0; I < 3; ++I) V.emplace_back(f);\n"
             "  for (auto &E : V) E.join(); }");
  EXPECT_TRUE(T.named("f").Many);
  EXPECT_NE(T.named("f").ManyBecause, "");
  EXPECT_FALSE(T.named("main").Many);
}

TEST(Threads, OfOneCallSiteEachAreToldApartByTheCall) {
  Threaded T("std::thread start() { return std::thread(f); }\n"
             "int main() { auto A = start(); auto B = start();\n"
             "  A.join(); B.join(); }");
  EXPECT_EQ(T.all(), (Names{"f", "f", "main"}));
}

// Seven functions of two calls each: each call in main has 128 ways to one
// spawn, which are one thread, and many.
TEST(Threads, OfTooManyWaysAreOne) {
  std::string Code = "void s0() { std::thread(f).detach(); }\n";
  for (char I = '1'; I <= '7'; ++I) {
    const std::string Before = std::string("s") + char(I - 1) + "(); ";
    Code += std::string("void s") + I + "() { " + Before + Before + "}\n";
  }
  Threaded T(Code + "int main() { ++Z; s7(); ++Z; s7(); ++Z; }");
  EXPECT_EQ(T.all(), (Names{"f", "f", "main"}));
  EXPECT_TRUE(T.named("f").Many);
  EXPECT_EQ(T.besideMain(0), Names{});
  EXPECT_FALSE(T.besideMain(1).empty());
  EXPECT_EQ(T.besideMain(2), (Names{"f", "f"}));
}

TEST(Threads, RunFromTheSpawnToTheJoin) {
  Threaded T("int main() { ++Z; std::thread A(f); ++Z; A.join(); ++Z; }");
  EXPECT_EQ(T.besideMain(0), Names{});
  EXPECT_EQ(T.besideMain(1), Names{"f"});
  EXPECT_EQ(T.besideMain(2), Names{});
}

TEST(Threads, ThatNobodyJoinsRunToTheEnd) {
  Threaded T("int main() { std::thread A(f); A.detach(); ++Z; }");
  EXPECT_EQ(T.besideMain(), Names{"f"});
  EXPECT_TRUE(T.named("f").Detached);
  EXPECT_EQ(T.names(T.T.runningAtEnd(T.T.main())), Names{"f"});
}

TEST(Threads, JoinedOnOneWayOnlyMayRunOn) {
  Threaded T("int main(int N, char **) { std::thread A(f);\n"
             "  if (N > 1) A.join(); ++Z; if (N <= 1) A.join(); ++Z; }");
  EXPECT_EQ(T.besideMain(0), Names{"f"});
}

TEST(Threads, OfAVectorEndWhereItsLoopHasJoinedThem) {
  Threaded T("int main() { std::vector<std::thread> V;\n"
             "  for (int I = 0; I < 3; ++I) V.emplace_back(f);\n"
             "  ++Z; for (auto &E : V) E.join(); ++Z; }");
  EXPECT_EQ(T.besideMain(0), Names{"f"});
  EXPECT_EQ(T.besideMain(1), Names{});
}

TEST(Threads, JoinedByAFunctionHaveEnded) {
  Threaded T("void finish(std::thread &A) { A.join(); }\n"
             "int main() { std::thread A(f); finish(A); ++Z; }");
  EXPECT_EQ(T.besideMain(), Names{});
}

TEST(Threads, MovedToAnotherHandleAreJoinedThere) {
  Threaded T("int main() { std::thread A(f); std::thread B = std::move(A);\n"
             "  B.join(); ++Z; }");
  EXPECT_EQ(T.besideMain(), Names{});
}

TEST(Threads, OfAsyncEndWhereTheFutureIsAsked) {
  Threaded T("int main() { auto F = std::async(std::launch::async, f);\n"
             "  ++Z; F.get(); ++Z; }");
  EXPECT_EQ(T.besideMain(0), Names{"f"});
  EXPECT_EQ(T.besideMain(1), Names{});
}

TEST(Threads, StartedByAThreadOutliveIt) {
  Threaded T("void parent() { std::thread(f).detach(); ++Y; }\n"
             "int main() { std::thread A(parent); A.join(); ++Z; }");
  EXPECT_EQ(T.besideMain(), Names{"f"});
  EXPECT_EQ(T.T[T.named("f").Parent].Name, "parent");
}

TEST(Threads, RunTheFunctionsTheyCall) {
  Threaded T("void deep() { ++Z; } void top() { deep(); }\n"
             "int main() { std::thread A(top); A.join(); }");
  EXPECT_EQ(T.names(T.T.executing(T.function("deep"))), Names{"top"});
}

TEST(Threads, OfALibraryAreItsCallers) {
  Threaded T("class Count { public: void add() { ++N; } int N = 0; };\n"
             "int ask(Count &C) { C.add(); return C.N; }");
  EXPECT_FALSE(valid(T.T.main()));
  for (const AbstractThread &One : T.T.all())
    EXPECT_EQ(One.Origin, ThreadOrigin::Library) << One.Name;
  EXPECT_EQ(T.names(T.T.executing(T.function("ask"))), Names{"caller"});
}

TEST(Threads, WhoseFunctionIsNotKnownAreInTheLedger) {
  Threaded T("extern void (*Chosen)();\n"
             "int main() { std::thread A(Chosen); A.join(); }");
  EXPECT_EQ(T.gaps(LedgerKind::UnresolvedSpawn).size(), 1u);
}

TEST(Threads, AreNotStartedByIgnoringASignal) {
  Threaded T("#include <csignal>\nvoid on(int) {}"
             "void set(void (*H)(int)) { std::signal(SIGINT, H); }"
             "int main() { set(SIG_IGN); set(on); set(SIG_DFL); }");
  EXPECT_EQ(T.all(), (Names{"main", "on"}));
}

/// What is started everywhere is told apart no more; the rest still is.
TEST(Threads, OfManyWaysLeaveTheOthersApart) {
  std::string Code = "void log() { std::thread(g).detach(); }"
                     "void work() { std::thread A(f); A.join(); ";
  for (unsigned I = 0; I < 70; ++I)
    Code += "log();\n";
  Threaded T(Code + "} int main() { work(); ++Z; }");
  EXPECT_EQ(T.besideMain(), (Names{"g"}));
  EXPECT_FALSE(T.named("f").Many);
}

} // namespace
} // namespace heddle
