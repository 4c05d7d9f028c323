//===- ExhaustiveTest.cpp - Every schedule, each class once ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The reduction must lose nothing and repeat nothing: on each small program
/// the runs that it makes are as many as there are classes of equivalent ones
/// among *all* orders of operations, which are tried here one by one.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Exhaustive.h"

#include "instrument/Confirm/Confirm.h"
#include "tests/Instrument/Programs.h"
#include "tests/Instrument/Subject.h"

#include <cstdlib>
#include <ostream>
#include <set>
#include <tuple>

using namespace heddle;
using namespace heddle::test;

namespace {

ExhaustiveResult all(const Subject &S, bool Reduce, unsigned Most = 3000) {
  ExhaustiveRequest Q;
  Q.Run = runsOf(S.campaign(), box());
  Q.Schedules = Most;
  Q.Reduce = Reduce;
  auto Result = exploreAll(Q);
  if (!Result) {
    ADD_FAILURE() << llvm::toString(Result.takeError());
    return {};
  }
  return std::move(*Result);
}

/// What the runs show, and how they end.
using Endings =
    std::set<std::tuple<int, std::string, std::vector<Observation>>>;

Endings endings(const ExhaustiveResult &Of) {
  Endings Result;
  for (const RunResult &R : Of.Runs)
    Result.insert({R.How.Code, R.Gap, R.Seen});
  return Result;
}

struct Small {
  const char *Name;
  const char *Text;
};

std::ostream &operator<<(std::ostream &OS, const Small &S) {
  return OS << S.Name;
}

class SmallProgram : public testing::TestWithParam<Small> {};

TEST_P(SmallProgram, IsExploredAsByBruteForce) {
  Subject S(std::string(GetParam().Name) + ".cpp", GetParam().Text);
  ExhaustiveResult Reduced = all(S, true), Every = all(S, false);
  EXPECT_TRUE(Reduced.Complete) << Reduced.Why;
  EXPECT_TRUE(Every.Complete) << Every.Why;
  EXPECT_EQ(Reduced.Classes, Every.Classes);
  EXPECT_EQ(Reduced.Schedules, Reduced.Classes.size()) << "something twice";
  EXPECT_LE(Reduced.Schedules, Every.Schedules);
  EXPECT_TRUE(endings(Reduced) == endings(Every)) << "what they show";
  if (getenv("HEDDLE_COUNTS"))
    printf("%-12s %4u schedules %4u pruned, %5u by brute force\n",
           GetParam().Name, Reduced.Schedules, Reduced.Pruned, Every.Schedules);
}

#define TWO(Work)                                                              \
  "#include <atomic>\n#include <mutex>\n#include <pthread.h>\n"                \
  "#include <semaphore.h>\n" Work "int main() {\n"                             \
  "  pthread_t T;\n"                                                           \
  "  pthread_create(&T, nullptr, work, nullptr);\n"                            \
  "  other();\n"                                                               \
  "  pthread_join(T, nullptr);\n"                                              \
  "}\n"

constexpr Small Programs[] = {
    {"nothing", TWO("void *work(void *) { return nullptr; }\n"
                    "void other() {}\n")},
    {"apart", TWO("std::atomic<int> A, B;\n"
                  "void *work(void *) { A = 1; return nullptr; }\n"
                  "void other() { B = 1; }\n")},
    {"stores", TWO("std::atomic<int> A;\n"
                   "void *work(void *) { A = 1; return nullptr; }\n"
                   "void other() { A = 2; }\n")},
    {"loads", TWO("std::atomic<int> A;\n"
                  "void *work(void *) { (void)A.load(); return nullptr; }\n"
                  "void other() { (void)A.load(); }\n")},
    {"load_store", TWO("std::atomic<int> A;\n"
                       "void *work(void *) { A = 1; return nullptr; }\n"
                       "void other() { (void)A.load(); (void)A.load(); }\n")},
    {"buffering",
     TWO("std::atomic<int> A, B;\n"
         "void *work(void *) { A = 1; (void)B.load(); return nullptr; }\n"
         "void other() { B = 1; (void)A.load(); }\n")},
    {"message", TWO("std::atomic<int> A, B;\n"
                    "void *work(void *) { A = 1; B = 1; return nullptr; }\n"
                    "void other() { if (B) (void)A.load(); }\n")},
    {"add", TWO("std::atomic<int> A;\n"
                "void *work(void *) { ++A; ++A; return nullptr; }\n"
                "void other() { ++A; }\n")},
    {"lost_update", TWO("std::atomic<int> A;\n"
                        "void *work(void *) { A = A + 1; return nullptr; }\n"
                        "void other() { A = A + 1; }\n")},
    {"exchange",
     TWO("std::atomic<int> A;\n"
         "void *work(void *) { int E = 0; A.compare_exchange_strong(E, 1);"
         " return nullptr; }\n"
         "void other() { int E = 0; A.compare_exchange_strong(E, 2); }\n")},
    {"lock",
     TWO("std::mutex M;\n"
         "void *work(void *) { M.lock(); M.unlock(); return nullptr; }\n"
         "void other() { M.lock(); M.unlock(); }\n")},
    {"two_locks",
     TWO("std::mutex M, N;\n"
         "void *work(void *) { M.lock(); M.unlock(); return nullptr; }\n"
         "void other() { N.lock(); N.unlock(); }\n")},
    {"crossed",
     TWO("std::mutex M, N;\n"
         "void *work(void *) { M.lock(); N.lock(); N.unlock(); M.unlock();"
         " return nullptr; }\n"
         "void other() { N.lock(); M.lock(); M.unlock(); N.unlock(); }\n")},
    {"ordered",
     TWO("std::mutex M, N;\n"
         "void *work(void *) { M.lock(); N.lock(); N.unlock(); M.unlock();"
         " return nullptr; }\n"
         "void other() { M.lock(); M.unlock(); N.lock(); N.unlock(); }\n")},
    {"try_lock",
     TWO("std::mutex M;\n"
         "void *work(void *) { M.lock(); M.unlock(); return nullptr; }\n"
         "void other() { if (M.try_lock()) M.unlock(); }\n")},
    {"guarded_store",
     TWO("std::mutex M;\nstd::atomic<int> A;\n"
         "void *work(void *) { M.lock(); A = 1; M.unlock(); return nullptr; }\n"
         "void other() { A = 2; }\n")},
    {"semaphore", TWO("struct S { sem_t X; S() { sem_init(&X, 0, 0); } } P;\n"
                      "void *work(void *) { sem_post(&P.X); return nullptr; }\n"
                      "void other() { sem_wait(&P.X); }\n")},
    {"semaphore_try",
     TWO("struct S { sem_t X; S() { sem_init(&X, 0, 0); } } P;\n"
         "void *work(void *) { sem_post(&P.X); return nullptr; }\n"
         "void other() { sem_trywait(&P.X); sem_trywait(&P.X); }\n")},
    {"lost_notify",
     TWO("pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
         "pthread_cond_t C = PTHREAD_COND_INITIALIZER;\n"
         "void *work(void *) { pthread_cond_signal(&C); return nullptr; }\n"
         "void other() { pthread_mutex_lock(&M); pthread_cond_wait(&C, &M);"
         " pthread_mutex_unlock(&M); }\n")},
    {"condition",
     TWO("pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
         "pthread_cond_t C = PTHREAD_COND_INITIALIZER;\nbool Ready;\n"
         "void *work(void *) { pthread_mutex_lock(&M); Ready = true;"
         " pthread_cond_signal(&C); pthread_mutex_unlock(&M);"
         " return nullptr; }\n"
         "void other() { pthread_mutex_lock(&M);"
         " while (!Ready) pthread_cond_wait(&C, &M);"
         " pthread_mutex_unlock(&M); }\n")},
    {"timed", TWO("pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
                  "void *work(void *) { pthread_mutex_lock(&M);"
                  " pthread_mutex_unlock(&M); return nullptr; }\n"
                  "void other() { timespec T = {2000000000, 0};"
                  " if (!pthread_mutex_timedlock(&M, &T)) "
                  "pthread_mutex_unlock(&M); }\n")},
    {"token", TWO("struct S { sem_t X; S() { sem_init(&X, 0, 1); } } P;\n"
                  "std::atomic<int> A;\n"
                  "void *work(void *) { sem_wait(&P.X); ++A; sem_post(&P.X);"
                  " return nullptr; }\n"
                  "void other() { sem_wait(&P.X); A = 5; sem_post(&P.X); }\n")},
    {"token_count",
     TWO("struct S { sem_t X; S() { sem_init(&X, 0, 1); } } P;\n"
         "void *work(void *) { sem_wait(&P.X); return nullptr; }\n"
         "void other() { int V; sem_getvalue(&P.X, &V); }\n")},
    {"readers", TWO("pthread_rwlock_t L = PTHREAD_RWLOCK_INITIALIZER;\n"
                    "void *work(void *) { pthread_rwlock_rdlock(&L);"
                    " pthread_rwlock_unlock(&L); return nullptr; }\n"
                    "void other() { pthread_rwlock_wrlock(&L);"
                    " pthread_rwlock_unlock(&L); }\n")},
    {"barrier",
     TWO("struct S { pthread_barrier_t X;"
         " S() { pthread_barrier_init(&X, nullptr, 2); } } P;\n"
         "std::atomic<int> A;\n"
         "void *work(void *) { A = 1; pthread_barrier_wait(&P.X); ++A;"
         " return nullptr; }\n"
         "void other() { pthread_barrier_wait(&P.X); A = 2; }\n")},
    {"futex",
     TWO("#include <linux/futex.h>\n#include <sys/syscall.h>\n"
         "#include <unistd.h>\nstd::atomic<int> A;\n"
         "void *work(void *) { A = 1; syscall(SYS_futex, &A, FUTEX_WAKE, 1,"
         " nullptr, nullptr, 0); return nullptr; }\n"
         "void other() { while (!A) syscall(SYS_futex, &A, FUTEX_WAIT, 0,"
         " nullptr, nullptr, 0); }\n")},
    {"lost_wake",
     TWO("#include <linux/futex.h>\n#include <sys/syscall.h>\n"
         "#include <unistd.h>\nstd::atomic<int> A;\n"
         "void *work(void *) { syscall(SYS_futex, &A, FUTEX_WAKE, 1,"
         " nullptr, nullptr, 0); A = 1; return nullptr; }\n"
         "void other() { syscall(SYS_futex, &A, FUTEX_WAIT, 0,"
         " nullptr, nullptr, 0); }\n")},
    {"timed_condition",
     TWO("pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
         "pthread_cond_t C = PTHREAD_COND_INITIALIZER;\nstd::atomic<int> A;\n"
         "void *work(void *) { A = 1; pthread_cond_signal(&C);"
         " return nullptr; }\n"
         "void other() { timespec T = {2000000000, 0};"
         " pthread_mutex_lock(&M); if (!A) pthread_cond_timedwait(&C, &M, &T);"
         " (void)A.load(); pthread_mutex_unlock(&M); }\n")},
    {"try_join",
     "#include <atomic>\n#include <pthread.h>\nstd::atomic<int> A;\n"
     "void *work(void *) { A = 1; return nullptr; }\n"
     "int main() { pthread_t T; pthread_create(&T, nullptr, work, nullptr);\n"
     "  if (pthread_tryjoin_np(T, nullptr)) { A = 2;"
     " pthread_join(T, nullptr); } }\n"},
    {"who_wakes",
     "#include <pthread.h>\n"
     "pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
     "pthread_cond_t C = PTHREAD_COND_INITIALIZER;\n"
     "void *work(void *P) { pthread_mutex_lock(&M);"
     " pthread_cond_wait(&C, &M);"
     " pthread_mutex_unlock(&M); return P; }\n"
     "int main() { pthread_t T, U; pthread_create(&T, nullptr, work, nullptr);"
     " pthread_create(&U, nullptr, work, nullptr);\n"
     "  pthread_cond_signal(&C); pthread_join(T, nullptr);"
     " pthread_join(U, nullptr); }\n"},
    {"plain_race", TWO("int A;\n"
                       "void *work(void *) { A = 1; return nullptr; }\n"
                       "void other() { A = 2; }\n")},
    {"race_behind_a_flag",
     TWO("std::atomic<int> F; int A;\n"
         "void *work(void *) { A = 1; F = 1; return nullptr; }\n"
         "void other() { if (!F) A = 2; }\n")},
    {"guarded_race",
     TWO("std::mutex M; int A; bool Open;\n"
         "void *work(void *) { M.lock(); Open = true; M.unlock();"
         " A = 1; return nullptr; }\n"
         "void other() { M.lock(); bool O = Open; M.unlock();"
         " if (!O) A = 2; }\n")},
    {"static", TWO("std::atomic<int> A;\n"
                   "int init() { return ++A; }\n"
                   "int get() { static int V = init(); return V; }\n"
                   "void *work(void *) { get(); return nullptr; }\n"
                   "void other() { get(); }\n")},
    {"crash",
     TWO("#include <cstdlib>\nstd::atomic<int> A, B;\n"
         "void *work(void *) { if (A == 1) abort(); B = 1; return nullptr; }\n"
         "void other() { A = 1; A = 2; (void)B.load(); }\n")},
    {"once",
     TWO("pthread_once_t O = PTHREAD_ONCE_INIT;\nvoid init() {}\n"
         "void *work(void *) { pthread_once(&O, init); return nullptr; }\n"
         "void other() { pthread_once(&O, init); }\n")},
};

INSTANTIATE_TEST_SUITE_P(All, SmallProgram, testing::ValuesIn(Programs),
                         [](const auto &Info) {
                           return std::string(Info.param.Name);
                         });

TEST(Exhaustive, FindsTheOneOrderThatFails) {
  // Three threads; the assertion fails in few of the orders.
  Subject S("rare.cpp", R"(#include <atomic>
#include <cassert>
#include <thread>
std::atomic<int> A, B;
int main() {
  std::thread T([] { A = 1; B = 1; }), U([] { A = 2; B = 2; });
  int First = B, Second = A;
  assert(!(First == 2 && Second == 1));
  T.join();
  U.join();
}
)");
  ExhaustiveResult R = all(S, true);
  EXPECT_TRUE(R.Complete) << R.Why;
  EXPECT_TRUE(llvm::any_of(R.Runs, [](const RunResult &Run) {
    return seen(Run, ObservationKind::Crash) != nullptr;
  }));
}

TEST(Exhaustive, SaysWhereItEndedEarly) {
  Subject S("many.cpp", TWO("std::atomic<int> A;\n"
                            "void *work(void *) { for (int I = 0; I < 9; ++I)"
                            " ++A; return nullptr; }\n"
                            "void other() { work(nullptr); }\n"));
  ExhaustiveResult R = all(S, true, 10);
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Why, "there are more than 10 schedules (--schedules)");
}

/// What the user reads of \p Text.
std::string verdict(const std::string &Name, llvm::StringRef Text,
                    unsigned Most = 1000) {
  Sources From;
  From.add(Name, Text);
  Report R;
  R.Root = From.Dir.path();
  ConfirmRequest Q;
  Q.Units = From.Units;
  Q.Exhaustive = true;
  Q.Schedules = Most;
  Q.TimeoutSeconds = 60;
  llvm::Error Failed = confirm(R, Q);
  EXPECT_FALSE(Failed) << llvm::toString(std::move(Failed));
  return llvm::join(R.DynamicNotes, "\n");
}

bool isProved(const std::string &Verdict) {
  return Verdict.find("in any interleaving of this input") != std::string::npos;
}

TEST(Exhaustive, SaysWhatItProvedAndWhatThatAssumes) {
  std::string Said = verdict(
      "guarded.cpp", TWO("std::mutex M; int A;\n"
                         "void *work(void *) { M.lock(); ++A; M.unlock();"
                         " return nullptr; }\n"
                         "void other() { work(nullptr); }\n"));
  EXPECT_TRUE(isProved(Said)) << Said;
  EXPECT_NE(Said.find("(2 schedules; assumptions: atomics are sequentially "
                      "consistent"),
            std::string::npos)
      << Said;
}

TEST(Exhaustive, ProvesNothingWhereOneScheduleFails) {
  for (const Small &S : Programs) {
    llvm::StringRef Name = S.Name;
    if (Name != "plain_race" && Name != "race_behind_a_flag" &&
        Name != "crossed" && Name != "lost_notify" && Name != "crash")
      continue;
    std::string Said = verdict(Name.str() + ".cpp", S.Text);
    EXPECT_FALSE(isProved(Said)) << Said;
    EXPECT_NE(Said.find(" explored"), std::string::npos) << Said;
    EXPECT_EQ(Said.find("not every"), std::string::npos) << Said;
  }
}

TEST(Exhaustive, ProvesNothingOfARunThatHidesItsEnd) {
  std::string Said =
      verdict("quick.cpp", TWO("#include <unistd.h>\nstd::atomic<int> A;\n"
                               "void *work(void *) { A = 1; return nullptr; }\n"
                               "void other() { if (A) _exit(0); }\n"));
  EXPECT_FALSE(isProved(Said)) << Said;
}

TEST(Exhaustive, ProvesNothingOfWhatDependsOnTheWorld) {
  std::string Signal = verdict(
      "signal.cpp", TWO("#include <signal.h>\n#include <unistd.h>\n"
                        "void onSignal(int) {}\n"
                        "struct S { S() { signal(SIGUSR1, onSignal); } } P;\n"
                        "void *work(void *) { return nullptr; }\n"
                        "void other() { kill(getpid(), SIGUSR1); }\n"));
  EXPECT_FALSE(isProved(Signal)) << Signal;
  std::string Pipe = verdict(
      "pipe.cpp", TWO("#include <unistd.h>\nint P[2];\nchar C;\n"
                      "struct S { S() { (void)!pipe(P); } } Made;\n"
                      "void *work(void *) { (void)!write(P[1], \"x\", 1);"
                      " return nullptr; }\n"
                      "void other() { (void)!read(P[0], &C, 1); }\n"));
  EXPECT_FALSE(isProved(Pipe)) << Pipe;
}

TEST(Exhaustive, ProvesNothingOfARunWithoutEnd) {
  std::string Said =
      verdict("spin.cpp",
              TWO("std::atomic<int> A;\n"
                  "void *work(void *) { A = 1; return nullptr; }\n"
                  "void other() { while (!A) {} }\n"),
              50);
  EXPECT_FALSE(isProved(Said)) << Said;
  EXPECT_NE(Said.find("not every schedule of this input was explored"),
            std::string::npos)
      << Said;
}

} // namespace
