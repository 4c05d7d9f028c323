//===- OutsideTest.cpp - Waits that end outside, and other chances --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs that wait for descriptors and signals run to their end under the
/// scheduler. Without its hook each of them would block with the turn in its
/// hands, so each is the test that its hooks are there. Below, what the
/// environment may do: each program asserts that it does not, and some
/// schedule shows that it does.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Subject.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::test;

namespace {

/// Under every strategy \p Text must end with code 0, and its replay must
/// follow it.
void endsUnderEveryStrategy(const std::string &Name, llvm::StringRef Text) {
  Subject S(Name, Text);
  for (const char *Strategy : {"run-on", "random", "pct", "pos"}) {
    RunResult R = S.run(plan(Strategy, 7));
    EXPECT_TRUE(R.Complete) << Strategy << ": " << R.Gap;
    EXPECT_EQ(R.How, Ending::exited(0)) << Strategy << R.Err;
    RunResult Again = S.replay(R);
    EXPECT_TRUE(Again.Complete) << Strategy << ": " << Again.Gap;
    ASSERT_TRUE(R.Schedule && Again.Schedule);
    EXPECT_EQ(Again.Schedule->Hash, R.Schedule->Hash) << Strategy;
  }
}

TEST(Outside, ReadsWhatAnotherThreadWrites) {
  endsUnderEveryStrategy("pipe.c", R"(#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
static int Pipe[2], Pair[2];
static void *work(void *P) {
  write(Pipe[1], "abcd", 4);
  send(Pair[1], "x", 1, 0);
  return P;
}
int main(void) {
  char C[4];
  pthread_t T;
  if (pipe(Pipe) || socketpair(AF_UNIX, SOCK_STREAM, 0, Pair))
    return 1;
  pthread_create(&T, 0, work, 0);
  if (read(Pipe[0], C, 1) != 1)
    return 2;
  struct pollfd F = {.fd = Pipe[0], .events = POLLIN};
  if (poll(&F, 1, -1) != 1 || read(Pipe[0], C, 1) != 1)
    return 3;
  fd_set Set;
  FD_ZERO(&Set);
  FD_SET(Pipe[0], &Set);
  if (select(Pipe[0] + 1, &Set, 0, 0, 0) != 1 || read(Pipe[0], C, 1) != 1)
    return 4;
  struct epoll_event E = {.events = EPOLLIN};
  int Epoll = epoll_create1(0);
  epoll_ctl(Epoll, EPOLL_CTL_ADD, Pipe[0], &E);
  if (epoll_wait(Epoll, &E, 1, -1) != 1 || recv(Pair[0], C, 1, 0) != 1)
    return 5;
  F.fd = Pair[0];
  if (poll(&F, 1, 3600000) != 0) /* an hour */
    return 6;
  return pthread_join(T, 0);
}
)");
}

TEST(Outside, AcceptsWhatAnotherThreadConnects) {
  endsUnderEveryStrategy("accept.c", R"(#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
static struct sockaddr_un At = {.sun_family = AF_UNIX, .sun_path = "door"};
static void *guest(void *P) {
  int S = socket(AF_UNIX, SOCK_STREAM, 0);
  char C;
  if (connect(S, (struct sockaddr *)&At, sizeof(At)) || recv(S, &C, 1, 0) != 1)
    return 0;
  return P;
}
int main(void) {
  pthread_t T;
  void *Said;
  int S = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(S, (struct sockaddr *)&At, sizeof(At)) || listen(S, 1))
    return 1;
  pthread_create(&T, 0, guest, &S);
  int Guest = accept(S, 0, 0);
  write(Guest, "x", 1);
  pthread_join(T, &Said);
  return Said != &S;
}
)");
}

TEST(Outside, WaitsForSignals) {
  endsUnderEveryStrategy("signals.c", R"(#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
static volatile sig_atomic_t Came;
static void handle(int S) { Came = S; }
static void *wait_for_one(void *P) {
  sigset_t Set;
  int Signal = 0;
  sigemptyset(&Set);
  sigaddset(&Set, SIGUSR1);
  sigwait(&Set, &Signal);
  return Signal == SIGUSR1 ? P : 0;
}
static void *send(void *P) {
  kill(getpid(), SIGUSR2);
  return P;
}
int main(void) {
  sigset_t Set, Before;
  struct sigaction Act = {.sa_handler = handle};
  pthread_t T, U;
  void *Said;
  sigemptyset(&Set);
  sigaddset(&Set, SIGUSR1);
  sigaddset(&Set, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &Set, &Before);
  sigaction(SIGUSR2, &Act, 0);
  pthread_create(&T, 0, wait_for_one, &T);
  pthread_create(&U, 0, send, 0);
  pthread_kill(T, SIGUSR1);
  pthread_join(T, &Said);
  sigsuspend(&Before);
  pthread_join(U, 0);
  struct timespec Day = {.tv_sec = 86400};
  return Said != &T || Came != SIGUSR2 || sigtimedwait(&Set, 0, &Day) != -1;
}
)");
}

TEST(Outside, LetsOthersRunWhileAChildIsAwaited) {
  endsUnderEveryStrategy("child.cpp", R"(#include <sys/wait.h>
#include <thread>
#include <unistd.h>
int main() {
  int Pipe[2], Status = 0;
  if (pipe(Pipe))
    return 1;
  pid_t Child = fork();
  if (Child == 0) { // ends when the other thread lets it
    char C;
    _exit(read(Pipe[0], &C, 1) == 1 ? 3 : 4);
  }
  std::thread Other([&] { (void)!write(Pipe[1], "x", 1); });
  waitpid(Child, &Status, 0);
  Other.join();
  return WEXITSTATUS(Status) != 3;
}
)");
}

TEST(Outside, RunsThreadsOfStaticObjectsAndExitHandlers) {
  endsUnderEveryStrategy("static.cpp", R"(#include <cstdlib>
#include <mutex>
#include <thread>
std::mutex M;
int Value;
struct Early {
  Early() : T([] { std::lock_guard L(M); ++Value; }) {}
  ~Early() { T.join(); }
  std::thread T;
} Object;
int main() {
  std::atexit([] { std::lock_guard L(M); ++Value; });
  std::lock_guard L(M);
  ++Value;
}
)");
}

TEST(Outside, SaysThatEverybodyWaitsForTheWorld) {
  Subject S("never.c", R"(#include <unistd.h>
int main(void) {
  int Pipe[2];
  char C;
  return pipe(Pipe) || read(Pipe[0], &C, 1) < 0;
}
)");
  RunResult R = S.run(plan("run-on"));
  EXPECT_FALSE(R.Complete);
  EXPECT_EQ(R.Gap, "all its threads wait, maybe for a signal or another "
                   "process");
}

TEST(Outside, LetsAProgramHaveAWaitOfItsOwn) {
  Subject S("own.c", R"(int wait(int *X) { return *X + 1; }
int poll(void) { return 0; }
int main(void) { int X = -1; return wait(&X) + poll(); }
)");
  RunResult R = S.run(plan("run-on"));
  EXPECT_TRUE(R.Complete) << R.Gap;
  EXPECT_EQ(R.How, Ending::exited(0));
}

/// Does some seed make \p Text end with code 1?
bool mayFail(const std::string &Name, llvm::StringRef Text, bool Spurious) {
  Subject S(Name, Text);
  Strategy Seeds = {.Name = "seeds", .Plan = [&](unsigned Index) {
                      SchedulePlan P = plan("random", Index + 1);
                      P.Spurious = Spurious;
                      return P;
                    }};
  Campaign C = S.campaign();
  C.Runs = 30;
  C.TryFails = true;
  auto Runs = explore(C, Seeds, box());
  if (!Runs) {
    ADD_FAILURE() << llvm::toString(Runs.takeError());
    return false;
  }
  for (const RunResult &R : *Runs)
    EXPECT_TRUE(R.How == Ending::exited(0) || R.How == Ending::exited(1))
        << R.Gap << R.Err;
  return llvm::any_of(
      *Runs, [](const RunResult &R) { return R.How == Ending::exited(1); });
}

void failsOnlyForNoReason(const std::string &Name, llvm::StringRef Text) {
  EXPECT_TRUE(mayFail(Name, Text, true)) << Name;
  EXPECT_FALSE(mayFail(Name, Text, false)) << Name;
}

TEST(Environment, FailsWeakExchangesForNoReason) {
  failsOnlyForNoReason("weak.cpp", R"(#include <atomic>
int main() {
  std::atomic<int> X = 3;
  int Expected = 3;
  bool Done = X.compare_exchange_weak(Expected, 4);
  if (Expected != 3)
    return 2;
  int Strong = X.load();
  if (!X.compare_exchange_strong(Strong, 5))
    return 3;
  return !Done;
}
)");
  failsOnlyForNoReason("weak.c", R"(#include <stdatomic.h>
int main(void) {
  atomic_int X = 3;
  int Expected = 3;
  return !atomic_compare_exchange_weak(&X, &Expected, 4);
}
)");
}

TEST(Environment, FailsATryLockForNoReason) {
  failsOnlyForNoReason("try.cpp", R"(#include <mutex>
int main() {
  std::mutex M;
  if (!M.try_lock())
    return 1;
  M.unlock();
}
)");
}

TEST(Environment, InterruptsWaitsOfProgramsWithHandlers) {
  const std::string Wait = R"(#include <errno.h>
#include <semaphore.h>
#include <signal.h>
static void handle(int S) {}
int main(void) {
  sem_t S;
#ifndef NONE
  struct sigaction Act = {.sa_handler = handle};
  sigaction(SIGUSR1, &Act, 0);
#endif
  sem_init(&S, 0, 1);
  return sem_wait(&S) && errno == EINTR;
}
)";
  failsOnlyForNoReason("eintr.c", Wait);
  EXPECT_FALSE(mayFail("none.c", "#define NONE\n" + Wait, true));
}

TEST(Environment, LetsATimeoutPassThoughTheNotificationComes) {
  EXPECT_TRUE(mayFail("timeout.cpp", R"(#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable C;
bool Ready;
int main() {
  std::thread T([] {
    std::lock_guard L(M);
    Ready = true;
    C.notify_one();
  });
  bool InTime;
  {
    std::unique_lock L(M);
    InTime = C.wait_for(L, std::chrono::hours(1), [] { return Ready; });
  }
  T.join();
  return !InTime;
}
)",
                      false));
}

TEST(Environment, WakesAnotherWaiterThanTheFirst) {
  EXPECT_TRUE(mayFail("waiters.cpp", R"(#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable C;
int Waiting, First, Second, Order;
void wait(int &Place) {
  std::unique_lock L(M);
  int Came = ++Waiting;
  C.wait(L);
  Place = ++Order * 10 + Came;
}
int main() {
  std::thread T(wait, std::ref(First)), U(wait, std::ref(Second));
  for (int Notified = 0; Notified < 2;) {
    std::lock_guard L(M);
    if (Waiting == 2) {
      C.notify_one();
      ++Notified;
      --Waiting;
      Waiting += Notified == 1;
    }
  }
  T.join();
  U.join();
  return First != 11 && Second != 11; // the one that came first woke first
}
)",
                      false));
}

} // namespace
