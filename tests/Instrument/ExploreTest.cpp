//===- ExploreTest.cpp - What runs show, and how they end -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The races here need no luck: nothing orders the two accesses in any
/// schedule, and ThreadSanitizer remembers the first one. The deadlock is
/// forced with atomics.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Symbolizer.h"
#include "tests/Instrument/Programs.h"

#include <csignal>

using namespace heddle;
using namespace heddle::test;

namespace {

const Ending Success = Ending::exited(0);

const char *const Racy = R"(#include <thread>
int Balance;
void deposit() { Balance += 5; } // #deposit
int main() {
  std::thread T(deposit); // #spawn
  Balance = 1;            // #main
  T.join();
}
)";

TEST(Explore, ShowsARaceWithBothStacksAndItsObject) {
  Sources S;
  S.add("bank.cpp", Racy);
  RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Success);
  EXPECT_TRUE(R.Complete) << R.Gap;
  EXPECT_EQ(R.Err, ""); // ThreadSanitizer's own words are kept out
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  ASSERT_EQ(Race->Accesses.size(), 2u);
  const StackFrame *First = userFrame(Race->Accesses[0].Stack);
  const StackFrame *Second = userFrame(Race->Accesses[1].Stack);
  ASSERT_TRUE(First && Second);
  EXPECT_EQ(First->Function, "deposit");
  EXPECT_EQ(First->File, S.Dir.file("bank.cpp"));
  EXPECT_EQ(First->Line, S.line("deposit"));
  EXPECT_EQ(Second->Function, "main");
  EXPECT_EQ(Second->Line, S.line("main"));
  EXPECT_TRUE(Race->Accesses[1].Write);
  EXPECT_EQ(Race->Object.Storage, MemoryKind::Global);
  EXPECT_EQ(Race->Object.Name, "Balance");
  EXPECT_EQ(Race->Object.DeclaredAt.Line, 2u);
  const StackFrame *Spawn =
      userFrame(Race->Threads[Race->Accesses[0].Thread].CreatedAt);
  ASSERT_TRUE(Spawn);
  EXPECT_EQ(Spawn->Line, S.line("spawn"));
  EXPECT_TRUE(Race->Threads[Race->Accesses[1].Thread].IsMain);
}

TEST(Explore, SeesTheSameInEveryRunAndWithSeveralJobs) {
  Sources S;
  S.add("bank.cpp", Racy);
  auto Runs = runProgram(S, [](Campaign &C) { C.Runs = 4, C.Jobs = 2; });
  ASSERT_EQ(Runs.size(), 4u);
  for (const RunResult &R : Runs) {
    ASSERT_EQ(R.Seen.size(), 1u);
    EXPECT_EQ(R.Seen[0].Object, Runs[0].Seen[0].Object);
    EXPECT_EQ(userFrame(R.Seen[0].Accesses[0].Stack)->Line, S.line("deposit"));
  }
}

TEST(Explore, IsSilentAndCompleteOnACleanProgram) {
  Sources S;
  S.add("bank.cpp", R"(#include <mutex>
#include <thread>
int Balance;
std::mutex M;
void deposit() { std::lock_guard L(M); Balance += 5; }
int main() {
  std::thread T(deposit);
  deposit();
  T.join();
  return Balance == 10 ? 3 : 4;
}
)");
  RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Ending::exited(3));
  EXPECT_TRUE(R.Complete) << R.Gap;
  EXPECT_TRUE(R.Seen.empty());
}

TEST(Explore, FindsTheUserLineBelowLibraryFrames) {
  Sources S;
  S.add("jobs.cpp", R"(#include <thread>
#include <vector>
std::vector<int> Jobs(1);
int main() {
  std::thread T([] { Jobs.clear(); }); // #clear
  int N = int(Jobs.size());            // #main
  T.join();
  return N > 1;
}
)");
  RunResult R = runOnce(S);
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  std::vector<uint32_t> Lines;
  for (const ObservedAccess &A : Race->Accesses)
    if (const StackFrame *F = userFrame(A.Stack)) {
      Lines.push_back(F->Line);
      EXPECT_EQ(F->Function,
                F->Line == S.line("main") ? "main" : "lambda in main");
    }
  EXPECT_EQ(Lines, (std::vector<uint32_t>{S.line("clear"), S.line("main")}));
}

TEST(Explore, SeesIntoStringsOfOlderStandards) {
  Sources S;
  S.add("text.cpp", R"(#include <string>
#include <thread>
std::string Text = "a string that is too long for the small buffer";
int main() {
  std::thread T([] { Text += "more"; }); // #lambda
  Text += "and more";                    // #main
  T.join();
}
)",
        {"-std=c++17"});
  const RunResult R = runOnce(S);
  bool Found = false;
  for (const Observation &O : R.Seen) {
    ASSERT_EQ(O.Kind, ObservationKind::Race);
    const StackFrame *First = userFrame(O.Accesses[0].Stack);
    const StackFrame *Second = userFrame(O.Accesses[1].Stack);
    ASSERT_TRUE(First && Second);
    EXPECT_EQ(First->Line + Second->Line, S.line("lambda") + S.line("main"));
    Found |= O.Object.Name == "Text";
  }
  EXPECT_TRUE(Found);
}

TEST(Explore, NamesSymbolsAsTheSourceDoes) {
  EXPECT_EQ(displayName("_ZN4bank7BalanceE"), "bank::Balance");
  // Names that are also those of types in linker symbols.
  for (const char *Name : {"Cv", "i", "main"})
    EXPECT_EQ(displayName(Name), Name);
}

TEST(Explore, ShowsWhereARacyHeapBlockWasAllocated) {
  Sources S;
  S.add("heap.cpp", R"(#include <thread>
int main() {
  int *P = new int(0); // #new
  std::thread T([P] { *P = 1; });
  *P = 2;
  T.join();
  delete P;
}
)");
  const RunResult R = runOnce(S);
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  EXPECT_EQ(Race->Object.Storage, MemoryKind::Heap);
  EXPECT_EQ(Race->Object.Size, 4u);
  const StackFrame *New = userFrame(Race->Object.AllocatedAt);
  ASSERT_TRUE(New);
  EXPECT_EQ(New->Line, S.line("new"));
}

TEST(Explore, RunsProgramsOfCAndCxxTogether) {
  Sources S;
  S.add("shared.h",
        "#ifdef __cplusplus\nextern \"C\"\n#endif\nint add(int);\n");
  S.Units.clear();
  S.add("add.c", "#include \"shared.h\"\nint Sum;\n"
                 "int add(int N) { return Sum += N; } // #add\n");
  uint32_t Line = S.line("add");
  S.add("main.cpp", "#include \"shared.h\"\n#include <thread>\n"
                    "int main() { std::thread T(add, 1); add(2); T.join(); }");
  const RunResult R = runOnce(S);
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  for (const ObservedAccess &A : Race->Accesses) {
    EXPECT_EQ(userFrame(A.Stack)->File, S.Dir.file("add.c"));
    EXPECT_EQ(userFrame(A.Stack)->Line, Line);
  }
}

TEST(Explore, ShowsLocksTakenInBothOrders) {
  Sources S;
  S.add("order.cpp", R"(#include <mutex>
#include <thread>
std::mutex A, B;
int main() {
  std::thread([] { std::lock_guard L(A); std::lock_guard M(B); }).join(); // #ab
  std::thread([] { std::lock_guard L(B); std::lock_guard M(A); }).join(); // #ba
}
)");
  const RunResult R = runOnce(S);
  EXPECT_TRUE(R.Complete);
  const Observation *Order = seen(R, ObservationKind::LockOrder);
  ASSERT_TRUE(Order);
  ASSERT_EQ(Order->Mutexes.size(), 2u);
  EXPECT_EQ(Order->Mutexes[0].Name, "A");
  EXPECT_EQ(Order->Mutexes[1].Name, "B");
  ASSERT_EQ(Order->Stacks.size(), 4u);
  EXPECT_EQ(userFrame(Order->Stacks[0])->Line, S.line("ab"));
  EXPECT_EQ(userFrame(Order->Stacks[2])->Line, S.line("ba"));
}

TEST(Explore, SaysThatAThreadWasNeverJoined) {
  Sources S;
  S.add("leak.c", R"(#include <pthread.h>
static void *work(void *P) { return P; }
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, work, 0); // #create
  return 0;
}
)");
  const RunResult R = runOnce(S);
  const Observation *Leak = seen(R, ObservationKind::ThreadLeak);
  ASSERT_TRUE(Leak);
  ASSERT_EQ(Leak->Threads.size(), 1u);
  EXPECT_EQ(userFrame(Leak->Threads[0].CreatedAt)->Line, S.line("create"));
}

TEST(Explore, RunsThreadsOfC11) {
  Sources S;
  S.add("c11.c", R"(#include <threads.h>
int Guarded, Racy;
mtx_t M;
static int work(void *P) {
  mtx_lock(&M);
  ++Guarded;
  mtx_unlock(&M);
  ++Racy; // #thread
  return *(int *)P;
}
int main(void) {
  int Result = 0, Argument = 7;
  thrd_t T;
  mtx_init(&M, mtx_plain);
  if (thrd_create(&T, work, &Argument) != thrd_success) // #create
    return 1;
  mtx_lock(&M);
  ++Guarded;
  mtx_unlock(&M);
  ++Racy; // #main
  thrd_join(T, &Result);
  mtx_destroy(&M);
  return Result;
}
)");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Ending::exited(7));
  EXPECT_TRUE(R.Complete) << R.Gap;
  ASSERT_EQ(R.Seen.size(), 1u);
  EXPECT_EQ(R.Seen[0].Object.Name, "Racy");
  for (const ObservedThread &T : R.Seen[0].Threads)
    if (!T.IsMain)
      EXPECT_EQ(userFrame(T.CreatedAt)->Line, S.line("create"));
}

TEST(Explore, ShowsWhereADeadlockedProgramStands) {
  Sources S;
  S.add("hang.cpp", R"(#include <atomic>
#include <mutex>
#include <thread>
std::mutex A, B;
std::atomic<int> Ready;
void both(std::mutex &First, std::mutex &Second) {
  std::lock_guard L(First);
  for (++Ready; Ready < 2;) std::this_thread::yield();
  std::lock_guard M(Second); // #second
}
int main() {
  std::thread T([] { both(A, B); }), U([] { both(B, A); });
  T.join(); // #join
  U.join();
}
)");
  auto Runs = runProgram(S, [](Campaign &C) {
    C.Runs = 10;
    C.Limit.Seconds = 2;
  });
  ASSERT_EQ(Runs.size(), 2u); // the rest would only wait
  const RunResult &R = Runs[0];
  EXPECT_EQ(R.How.Kind, EndKind::TimedOut);
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Gap, "its end was not seen");
  const Observation *Hang = seen(R, ObservationKind::Hang);
  ASSERT_TRUE(Hang);
  ASSERT_EQ(Hang->Standing.size(), 3u);
  for (const StandingThread &T : Hang->Standing) {
    EXPECT_TRUE(T.Stuck);
    ASSERT_TRUE(userFrame(T.Stack));
    EXPECT_EQ(userFrame(T.Stack)->Line,
              T.IsMain ? S.line("join") : S.line("second"));
  }
}

TEST(Explore, DoesNotCallALoopStuck) {
  Sources S;
  S.add("loop.cpp", "#include <unistd.h>\n"
                    "volatile int N;\nvoid a() { ++N; }\nvoid b() { --N; }\n"
                    "int main() { for (;;) { a(); b(); getppid(); } }\n");
  const RunResult R = runOnce(S, [](Campaign &C) { C.Limit.Seconds = 0.5; });
  EXPECT_EQ(R.How.Kind, EndKind::TimedOut);
  EXPECT_FALSE(R.Complete);
  ASSERT_TRUE(seen(R, ObservationKind::Hang));
}

TEST(Explore, ShowsWhereACrashHappened) {
  Sources S;
  S.add("crash.cpp", R"(int *Nowhere;
int main() {
  *Nowhere = 1; // #crash
}
)");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Ending::signalled(SIGSEGV));
  EXPECT_FALSE(R.Complete);
  const Observation *Crash = seen(R, ObservationKind::Crash);
  ASSERT_TRUE(Crash);
  EXPECT_EQ(Crash->Signal, SIGSEGV);
  EXPECT_EQ(userFrame(Crash->Stacks[0])->Line, S.line("crash"));
}

TEST(Explore, ShowsWhereAThreadObjectTerminatedTheProgram) {
  Sources S;
  S.add("terminate.cpp", R"(#include <thread>
int main() {
  std::thread T([] {});
} // #end
)");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Ending::signalled(SIGABRT));
  const Observation *Crash = seen(R, ObservationKind::Crash);
  ASSERT_TRUE(Crash);
  EXPECT_EQ(userFrame(Crash->Stacks[0])->Line, S.line("end"));
  bool Destructor = false;
  for (const StackFrame &F : Crash->Stacks[0])
    Destructor |= F.Function == "std::thread::~thread";
  EXPECT_TRUE(Destructor);
}

TEST(Explore, TellsAnExitCodeFromASignal) {
  Sources S;
  S.add("exit.c", "int main(void) { return 128 + 11; }\n");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Ending::exited(139));
  EXPECT_TRUE(R.Complete);
}

TEST(Explore, DoesNotTrustARunThatLeftThroughUnderscoreExit) {
  Sources S;
  S.add("quit.c", "#include <unistd.h>\nint main(void) { _exit(0); }\n");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Success);
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Gap, "it left through _exit(), so not everything was seen");
}

TEST(Explore, DoesNotTrustARunThatBecameAnotherProgram) {
  Sources S;
  S.add("exec.c", "#include <unistd.h>\nint main(void) { "
                  "execl(\"/bin/true\", \"true\", (char *)0); return 1; }\n");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Success);
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Gap, "its end was not seen");
}

TEST(Explore, SurvivesAProgramThatClosesEverything) {
  Sources S;
  S.add("close.cpp", std::string("#include <unistd.h>\n"
                                 "static int Closed = [] { for (int I = 0; I < "
                                 "1024; ++I) close(I); return 0; }();\n") +
                         Racy);
  const RunResult R = runOnce(S);
  EXPECT_TRUE(R.Complete) << R.Gap;
  const Observation *Race = seen(R, ObservationKind::Race);
  ASSERT_TRUE(Race);
  EXPECT_EQ(Race->Object.Name, "Balance");
}

TEST(Explore, IsNotFooledByPrintedRecords) {
  Sources S;
  S.add("fake.cpp", R"(#include <cstdio>
#include <cstdlib>
#include <unistd.h>
int main() {
  const char *Fake = "{\"ev\":\"end\",\"dropped\":0,\"nonce\":\"0\"}\n";
  for (int Fd = 1; Fd < 1024; ++Fd)
    dprintf(Fd, "%s", Fake);
  if (getenv("HEDDLE_CHANNEL"))
    puts("the channel's number can be read");
  _exit(0);
}
)");
  const RunResult R = runOnce(S);
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Gap, "it left through _exit(), so not everything was seen");
  EXPECT_EQ(llvm::StringRef(R.Out).count("can be read"), 0u);
  EXPECT_EQ(llvm::StringRef(R.Out).count("\"ev\""), 1u);
}

TEST(Explore, LeavesForkedChildrenAlone) {
  Sources S;
  S.add("fork.cpp", R"(#include <sys/wait.h>
#include <thread>
#include <unistd.h>
int X;
int main() {
  if (fork() == 0) {
    std::thread T([] { X = 1; });
    X = 2;
    T.join();
    return 0;
  }
  int Status = 1;
  wait(&Status);
  return Status;
}
)");
  const RunResult R = runOnce(S);
  EXPECT_EQ(R.How, Success);
  EXPECT_TRUE(R.Complete) << R.Gap;
  EXPECT_TRUE(R.Forked);
  EXPECT_TRUE(R.Seen.empty());
}

TEST(Explore, CutsAFloodOfOutput) {
  Sources S;
  S.add("flood.c", "#include <stdio.h>\nint main(void) { for (int I = 0; I < "
                   "200000; ++I) puts(\"0123456789\"); }\n");
  const RunResult R = runOnce(S);
  EXPECT_TRUE(R.Complete) << R.Gap;
  EXPECT_EQ(R.Out.size(), size_t(1) << 20);
}

TEST(Explore, GivesEachRunAPlaceToWriteAndTheUsersFilesToRead) {
  Sources S;
  S.add("data.txt", "seven\n");
  S.Units.clear();
  S.add("files.cpp", R"(#include <fstream>
#include <iostream>
#include <string>
int main() {
  std::string Word;
  std::ifstream("data.txt") >> Word;
  std::cout << Word << !std::ifstream("out.txt");
  std::ofstream("out.txt") << "new";
  std::ifstream("out.txt") >> Word;
  std::cout << Word;
}
)");
  auto Runs = runProgram(S, [&](Campaign &C) {
    C.Runs = 2;
    C.DataDir = S.Dir.path();
  });
  ASSERT_EQ(Runs.size(), 2u);
  EXPECT_EQ(Runs[0].Out, "seven1new");
  EXPECT_EQ(Runs[1].Out, "seven1new");
  EXPECT_FALSE(llvm::sys::fs::exists(S.Dir.file("out.txt")));
}

TEST(Explore, PassesArgumentsAndInput) {
  Sources S;
  S.add("echo.cpp", R"(#include <iostream>
int main(int Count, char **Args) {
  std::cout << Count << Args[1] << std::cin.rdbuf();
}
)");
  S.add("in.txt", "input");
  S.Units.pop_back();
  const RunResult R = runOnce(S, [&](Campaign &C) {
    C.Args = {"first arg", "--flag"};
    C.Stdin = S.Dir.file("in.txt");
  });
  EXPECT_EQ(R.Out, "3first arginput");
}

} // namespace
