//===- OrderTest.cpp - What orders accesses besides locks -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Spawn and join, condition variables, flags, promises, once.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

using namespace heddle;
using namespace heddle::test;

TEST(Order, EndsAtTheJoin) {
  EXPECT_EQ(races(R"(
#include <thread>
int X;
void f() { ++X; }
void round() { std::thread T(f); T.join(); }
int main() { X = 1; for (int I = 0; I < 5; ++I) { std::thread T(f); T.join(); }
  round(); round(); ++X; }
)"),
            "");
}

TEST(Order, RunsUntilTheJoin) {
  EXPECT_EQ(races(R"(
#include <thread>
int X;
void f() { ++X; }
int main() { std::thread T(f); ++X; T.join(); }
)"),
            "X");
}

TEST(Order, JoinsAVectorOfThreadsInALoop) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
int X;
int main() { int N = 0; std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I) T.emplace_back([] { (void)X; });
  for (auto &E : T) E.join(); ++X; return N; }
)"),
            "");
}

TEST(Order, JoinsAnArrayOfThreadsByIndex) {
  EXPECT_EQ(races(R"(
#include <thread>
int X;
int main() { std::thread T[4];
  for (int I = 0; I < 4; ++I) T[I] = std::thread([] { (void)X; });
  for (int I = 0; I < 4; ++I) T[I].join(); ++X; }
)"),
            "");
}

TEST(Order, KnowsThatOneJoinDoesNotEndAll) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
int X;
int main() { std::vector<std::thread> T;
  for (int I = 0; I < 4; ++I) T.emplace_back([] { int L = X; (void)L; });
  T[0].join(); ++X; for (int I = 1; I < 4; ++I) T[I].join(); }
)"),
            "X");
}

TEST(Order, JoinsThreadsWhoseHandlesLieBehindPointers) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
#include <stdlib.h>
int X;
struct worker { int id; pthread_t t; };
struct pool { struct worker *w; int n; };
static void *work(void *p) { struct pool *q = p; int l = X + q->n; (void)l; return 0; }
static int start(struct pool *p) {
  for (int i = 0; i < p->n; i++)
    if (pthread_create(&p->w[i].t, 0, work, p)) return 1;
  return 0;
}
int main(int argc, char **argv) { struct pool p; p.n = argc;
  p.w = malloc(sizeof(struct worker) * argc);
  if (start(&p)) exit(1);
  for (int i = 0; i < p.n; i++) pthread_join(p.w[i].t, 0);
  X++; free(p.w); return 0; }
)"),
            "");
}

TEST(Order, KnowsThatTheJoinOfAnotherElementEndsNothing) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
#include <stdlib.h>
int X;
pthread_t t[8];
static void *work(void *p) { X++; return 0; }
int main(int argc, char **argv) {
  pthread_create(&t[argc], 0, work, 0);
  pthread_join(t[atoi(argv[1])], 0); X++; return 0; }
)"),
            "X");
}

TEST(Order, KnowsThatNoThreadWasStartedWhereThatFailed) {
  const std::string Code = R"(
#include <pthread.h>
int X;
static void *work(void *p) { X++; return 0; }
int main(void) { pthread_t t;
  int error = pthread_create(&t, 0, work, 0);
  if (error CONDITION) { X++; return 1; }
  pthread_join(t, 0); return 0; }
)";
  auto With = [&](llvm::StringRef Condition) {
    std::string Copy = Code;
    Copy.replace(Copy.find("CONDITION"), 9, Condition.str());
    return racesInC(Copy);
  };
  EXPECT_EQ(With("!= 0"), "");
  EXPECT_EQ(With("== 0"), "X");
}

TEST(Order, LetsDestructorsJoin) {
  EXPECT_EQ(races(R"(
#include <thread>
#include <vector>
int X;
int main() { { std::jthread T([] { ++X; }); } ++X;
  { std::vector<std::jthread> V; V.emplace_back([] { ++X; }); } ++X; }
)"),
            "");
}

TEST(Order, FollowsAThreadInAMember) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
class Worker {
public:
  void start() { T = std::thread(&Worker::run, this); }
  void stop() { Stop = true; if (T.joinable()) T.join(); }
  ~Worker() { stop(); }
  int result() { return R; }
private:
  void run() { while (!Stop) ++R; }
  std::thread T; std::atomic<bool> Stop{false}; int R = 0;
};
int main() { Worker W; W.start(); W.stop(); return W.result(); }
)"),
            "");
}

TEST(Order, ReportsAMemberReadBeforeItsThreadEnded) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
class Worker {
public:
  void start() { T = std::thread(&Worker::run, this); }
  void stop() { Stop = true; if (T.joinable()) T.join(); }
  ~Worker() { stop(); }
  int result() { return R; }
private:
  void run() { while (!Stop) ++R; }
  std::thread T; std::atomic<bool> Stop{false}; int R = 0;
};
int main() { Worker W; W.start(); int X = W.result(); W.stop(); return X; }
)"),
            "R");
}

TEST(Order, WaitsForAsyncs) {
  EXPECT_EQ(races(R"(
#include <future>
#include <vector>
int X;
int main() { auto F = std::async(std::launch::async, [] { X = 1; return 2; });
  int R = F.get(); ++X; std::vector<std::future<int>> V;
  for (int I = 0; I < 4; ++I)
    V.push_back(std::async(std::launch::async, [] { return X; }));
  for (auto &E : V) R += E.get(); ++X; return R; }
)"),
            "");
}

TEST(Order, WaitsForAnAsyncWhereItsLastFutureDies) {
  EXPECT_EQ(races(R"(
#include <future>
#include <vector>
int X, Y;
int main() { std::vector<std::future<void>> V;
  for (int I = 0; I < 4; ++I)
    V.push_back(std::async(std::launch::async, [] { ++X; }));
  for (auto &E : V) E.wait();
  ++X;
  { std::vector<std::future<void>> W;
    W.push_back(std::async(std::launch::async, [] { ++Y; }));
  }
  ++Y; }
)"),
            "X");
}

TEST(Order, KnowsThatWhoStartsItselfAndJoinsLeavesNoneBehind) {
  EXPECT_EQ(races(R"(
#include <thread>
int X;
void sort(int Depth) {
  if (Depth > 0) {
    std::thread Left(sort, Depth - 1);
    sort(Depth - 1);
    Left.join();
  }
}
int main() { sort(3); ++X; std::thread T([] { ++X; }); T.join(); ++X; }
)"),
            "");
}

TEST(Order, KeepsWhatAThreadThatDidNotStartWasToGet) {
  EXPECT_EQ(racesInC(R"(
#include <pthread.h>
#include <stdlib.h>
static void *work(void *p) { int *n = p; ++*n; free(p); return 0; }
int main(void) {
  for (;;) {
    int *n = malloc(sizeof *n);
    *n = 1;
    pthread_t t;
    if (pthread_create(&t, 0, work, n)) { free(n); continue; }
    pthread_detach(t);
  } }
)"),
            "");
}

TEST(Order, OrdersByThePredicateOfAWait) {
  EXPECT_EQ(races(R"(
#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M; std::condition_variable C; bool Ready; int Data;
void f() { Data = 42; { std::lock_guard<std::mutex> L(M); Ready = true; } C.notify_one(); }
void g() { { std::unique_lock<std::mutex> L(M); C.wait(L, [] { return Ready; }); } ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, OrdersByAFlagAskedInALoop) {
  EXPECT_EQ(races(R"(
#include <condition_variable>
#include <mutex>
#include <thread>
struct S { std::mutex M; std::condition_variable C; bool Ready = false; int Data = 0; };
void make(S &X) { X.Data = 42; { std::lock_guard<std::mutex> L(X.M); X.Ready = true; } X.C.notify_one(); }
void use(S &X) { { std::unique_lock<std::mutex> L(X.M); while (!X.Ready) X.C.wait(L); } ++X.Data; }
int main() { S X; std::thread A(make, std::ref(X)), B(use, std::ref(X)); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, OrdersByReleaseAndAcquire) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
std::atomic<bool> Ready{false}; int Data;
void f() { Data = 42; Ready.store(true, std::memory_order_release); }
void g() { while (!Ready.load(std::memory_order_acquire)) {} ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, DoesNotOrderByARelaxedFlag) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
std::atomic<bool> Ready{false}; int Data;
void f() { Data = 42; Ready.store(true, std::memory_order_relaxed); }
void g() { while (!Ready.load(std::memory_order_acquire)) {} ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "Data");
}

TEST(Order, DoesNotOrderWhatComesAfterTheSignal) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
std::atomic<bool> Ready{false}; int Data;
void f() { Ready.store(true); Data = 42; }
void g() { while (!Ready.load()) {} ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "Data");
}

TEST(Order, DoesNotOrderByAFlagThatSomebodyElseSetsToo) {
  EXPECT_EQ(races(R"(
#include <atomic>
#include <thread>
std::atomic<bool> Ready{false}; int Data;
void f() { Data = 42; Ready.store(true); }
void g() { while (!Ready.load()) {} ++Data; }
int main() { std::thread A(f), B(g); Ready.store(true); A.join(); B.join(); }
)"),
            "Data");
}

TEST(Order, OrdersByASemaphoreThatStartsEmpty) {
  EXPECT_EQ(races(R"(
#include <semaphore>
#include <thread>
std::binary_semaphore Full{0}; int Data;
void f() { Data = 1; Full.release(); }
void g() { Full.acquire(); ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, DoesNotOrderByASemaphoreThatStartsFull) {
  EXPECT_EQ(races(R"(
#include <semaphore>
#include <thread>
std::binary_semaphore Full{1}; int Data;
void f() { Data = 1; Full.release(); }
void g() { Full.acquire(); ++Data; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "Data");
}

TEST(Order, RunsOnceWhatCallOnceCalls) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
std::once_flag Once; int *P;
void make() { P = new int(3); }
void f() { std::call_once(Once, make); int X = *P; (void)X; }
void g() { std::call_once(Once, [] { P = new int(4); }); int X = *P; (void)X; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, ReportsALazyInitialisation) {
  EXPECT_EQ(races(R"(
#include <thread>
int *P;
int *get() { if (!P) P = new int(1); return P; }
void f() { *get(); }
void g() { *get(); }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "P");
}

TEST(Order, LetsAThreadFillWhatItHasNotShownYet) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
#include <vector>
struct Job { int N; std::vector<int> V; };
std::mutex M; std::vector<Job *> Jobs;
void f() { Job *J = new Job; J->N = 1; J->V.push_back(2);
  std::lock_guard<std::mutex> L(M); Jobs.push_back(J); }
void g() { std::lock_guard<std::mutex> L(M); for (Job *J : Jobs) J->N++; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "");
}

TEST(Order, ReportsWhatAThreadTouchesAfterShowingIt) {
  EXPECT_EQ(races(R"(
#include <mutex>
#include <thread>
#include <vector>
struct Job { int N; };
std::mutex M; std::vector<Job *> Jobs;
void f() { Job *J = new Job; { std::lock_guard<std::mutex> L(M); Jobs.push_back(J); } J->N = 1; }
void g() { std::lock_guard<std::mutex> L(M); for (Job *J : Jobs) J->N++; }
int main() { std::thread A(f), B(g); A.join(); B.join(); }
)"),
            "N");
}

TEST(Order, KnowsThatAStaticOfAFunctionIsMadeBeforeItIsUsed) {
  EXPECT_EQ(races(R"(
#include <thread>
struct Config { int Level; Config(int L) : Level(L) {} };
int Made;
Config *make() { Made = 1; return new Config(3); }
int use() { static Config *C = make(); return C->Level + Made; }
int main() { std::thread T(use); use(); T.join(); }
)"),
            "");
}

TEST(Order, AsksWhoSkipsTheInitialisationForItsOwnStaticOnly) {
  EXPECT_EQ(races(R"(
#include <thread>
int Made;
int make() { Made = 1; return 3; }
int first() { static int C = make(); return C; }
int other() { return 4; }
int second() { static int D = other(); return D + Made; }
int main() { std::thread T(first); second(); T.join(); }
)"),
            "Made");
  EXPECT_EQ(races(R"(
#include <thread>
int Made;
int make() { Made = 1; return 3; }
int use() { static int C = make(); return C; }
int main() { std::thread T(use); int R = Made; T.join(); return R; }
)"),
            "Made");
}

TEST(Order, PutsHandlersAtTheEndOfMain) {
  auto AtExit = [](llvm::StringRef End) {
    return "#include <pthread.h>\n#include <stdlib.h>\n"
           "int X;\n"
           "static void last(void) { X = 2; }\n"
           "void *work(void *Arg) { X = 1; return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T;\n"
           "  atexit(last);\n"
           "  pthread_create(&T, 0, work, 0);\n" +
           End.str() + "  return 0; }\n";
  };
  EXPECT_EQ(racesInC(AtExit("pthread_detach(T);")), "X");
  EXPECT_EQ(racesInC(AtExit("pthread_join(T, 0);")), "");
}

TEST(Order, PutsHandlersAtTheFork) {
  auto Fork = [](llvm::StringRef Before, llvm::StringRef After) {
    return "#include <pthread.h>\n#include <unistd.h>\n"
           "int X;\n"
           "static void prepare(void) { X = 2; }\n"
           "void *work(void *Arg) { X = 1; return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T;\n"
           "  pthread_atfork(prepare, 0, 0);\n"
           "  pthread_create(&T, 0, work, 0);\n" +
           Before.str() + "  fork();\n" + After.str() + "  return 0; }\n";
  };
  EXPECT_EQ(racesInC(Fork("", "pthread_join(T, 0);")), "X");
  EXPECT_EQ(racesInC(Fork("pthread_join(T, 0);", "")), "");
}

TEST(Order, OfTheEndOfALockIsAskedFor) {
  auto Ends = [](llvm::StringRef End) {
    return "#include <pthread.h>\n"
           "pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;\n"
           "void *work(void *Arg) {\n"
           "  pthread_mutex_lock(&M); pthread_mutex_unlock(&M);\n"
           "  return Arg; }\n"
           "int main(void) {\n"
           "  pthread_t T;\n"
           "  pthread_create(&T, 0, work, 0);\n" +
           End.str() + "  return 0; }\n";
  };
  EXPECT_EQ(racesInC(Ends("pthread_mutex_destroy(&M); pthread_join(T, 0);")),
            "M");
  EXPECT_EQ(racesInC(Ends("pthread_join(T, 0); pthread_mutex_destroy(&M);")),
            "");
  // Who takes it last may destroy it.
  EXPECT_EQ(racesInC(R"(#include <pthread.h>
pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t C = PTHREAD_COND_INITIALIZER;
int Done;
void *work(void *Arg) {
  pthread_mutex_lock(&M);
  Done = 1;
  pthread_cond_signal(&C);
  pthread_mutex_unlock(&M);
  return Arg;
}
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, work, 0);
  pthread_mutex_lock(&M);
  while (!Done) pthread_cond_wait(&C, &M);
  pthread_mutex_unlock(&M);
  pthread_cond_destroy(&C);
  pthread_mutex_destroy(&M);
  pthread_join(T, 0);
})"),
            "");
}

TEST(Order, IsBelievedWhereAnAnnotationSaysSo) {
  EXPECT_EQ(racesInC(R"(#include <pthread.h>
void AnnotateHappensBefore(const char *, int, void *);
void AnnotateHappensAfter(const char *, int, void *);
int X, Tag;
void *first(void *Arg) {
  X = 1;
  AnnotateHappensBefore(__FILE__, __LINE__, &Tag);
  return Arg;
}
void *second(void *Arg) {
  AnnotateHappensAfter(__FILE__, __LINE__, &Tag);
  X = 2;
  return Arg;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  pthread_join(T, 0);
  pthread_join(U, 0);
})"),
            "");
}
