//===- ServerTest.cpp - Runs of a program that is started once ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A run shows the same whether a server makes it or it is a process of its
/// own, and whatever the runs before it did.
///
//===----------------------------------------------------------------------===//

#include "gtest/gtest.h"
#include "instrument/Explore/Workshop.h"
#include "tests/Instrument/Programs.h"
#include "tests/Instrument/Subject.h"

#include <memory>
#include <string>
#include <vector>

using namespace heddle;
using namespace heddle::test;

namespace {

/// A program with either detector, run with servers and without.
class Served {
public:
  explicit Served(llvm::StringRef Text, const std::string &Name = "served.cpp",
                  std::vector<std::string> Flags = {}) {
    From.add(Name, Text, std::move(Flags));
    auto Result = From.build(/*Own=*/true);
    if (!Result)
      ADD_FAILURE() << llvm::toString(Result.takeError());
    else
      Built = std::move(*Result);
    EXPECT_FALSE(Built.OwnExecutable.empty());
  }

  Campaign campaign(bool Own) const {
    Campaign C;
    C.Executable = Own ? Built.OwnExecutable : Built.Executable;
    C.Limit.Seconds = 20;
    C.EnoughHangs = ~0u;
    return C;
  }

  std::vector<RunResult> explored(Campaign C, unsigned Runs,
                                  SchedulePlan Plan = plan("random")) const {
    C.Runs = Runs;
    auto Results = explore(C,
                           {.Name = "seeds",
                            .Plan =
                                [Plan](unsigned Index) {
                                  SchedulePlan P = Plan;
                                  P.Seed += Index;
                                  return P;
                                }},
                           box());
    if (Results)
      return std::move(*Results);
    ADD_FAILURE() << llvm::toString(Results.takeError());
    return {};
  }

  /// Makes \p Runs runs by a server, and checks that it made them.
  std::vector<RunResult> served(Campaign C, unsigned Runs,
                                SchedulePlan Plan = plan("random")) const {
    C.Shop = std::make_shared<Workshop>();
    auto Results = explored(C, Runs, Plan);
    EXPECT_EQ(C.Shop->served(), Runs);
    return Results;
  }

  Sources From;
  BuiltProgram Built;
};

void expectSame(llvm::ArrayRef<RunResult> With,
                llvm::ArrayRef<RunResult> Without) {
  ASSERT_EQ(With.size(), Without.size());
  for (size_t I = 0; I < With.size(); ++I) {
    const RunResult &A = With[I], &B = Without[I];
    SCOPED_TRACE("run " + std::to_string(I));
    EXPECT_EQ(A.How, B.How) << describe(A.How, {}) << describe(B.How, {});
    EXPECT_EQ(A.Complete, B.Complete);
    EXPECT_EQ(A.Gap, B.Gap);
    EXPECT_EQ(A.Forked, B.Forked);
    EXPECT_TRUE(A.Seen == B.Seen);
    EXPECT_EQ(A.Out, B.Out);
    EXPECT_EQ(A.Err, B.Err);
    EXPECT_TRUE(A.Schedule == B.Schedule);
  }
}

/// Static objects that start threads, thread-local ones that take locks,
/// memory given back and forth, races.
const char *const Busy = R"(#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
std::mutex M;
std::condition_variable Changed;
int Racy, Ready;
struct Early {
  Early() { std::thread([this] { Value = 7; }).join(); }
  int Value = 0;
} Object;
struct Leaves { ~Leaves() { std::lock_guard L(M); ++Ready; Changed.notify_all(); } };
thread_local Leaves Mine;
std::map<std::string, std::shared_ptr<int>> Shared;
void work(int N) {
  (void)&Mine;
  ++Racy;
  std::lock_guard L(M);
  Shared[std::to_string(N)] = std::make_shared<int>(N);
}
int main() {
  std::vector<std::thread> All;
  for (int I = 0; I < 3; ++I)
    All.emplace_back(work, I);
  {
    std::unique_lock L(M);
    Changed.wait(L, [] { return Ready == 3; });
  }
  for (std::thread &T : All)
    T.join();
  return int(Shared.size()) - 3;
}
)";

TEST(Server, MakesTheSameRunsAsAProcessOfItsOwn) {
  for (const char *Text : {Busy, Crossed}) {
    Served P(Text);
    for (bool Own : {false, true})
      for (const char *Strategy : {"random", "pos", "pct"})
        for (PointLevel Level : {PointLevel::Atomics, PointLevel::Accesses}) {
          SCOPED_TRACE(std::string(Strategy) + (Own ? ", own" : ", tsan"));
          Campaign C = P.campaign(Own);
          expectSame(P.served(C, 6, plan(Strategy, 1, Level)),
                     P.explored(C, 6, plan(Strategy, 1, Level)));
        }
  }
}

TEST(Server, UsesTheSameAddresses) {
  Served P(R"(#include <cstdio>
#include <cstdlib>
#include <thread>
int Global;
int main(int, char **Arguments) {
  int Local = 0;
  thread_local int Mine = 0;
  void *Block = std::malloc(100);
  std::printf("%p %p %p %p %p\n", (void *)&Global, (void *)&Local,
              (void *)&Mine, Block, (void *)Arguments);
  std::thread([] { int There = 0; std::printf("%p\n", (void *)&There); }).join();
  std::free(Block);
}
)");
  for (bool Own : {false, true}) {
    Campaign C = P.campaign(Own);
    expectSame(P.served(C, 3), P.explored(C, 3));
  }
}

TEST(Server, MakesEachRunWithManyWorkersOnce) {
  Served P(Busy);
  Campaign C = P.campaign(/*Own=*/true);
  std::vector<RunResult> Alone = P.explored(C, 12);
  C.Jobs = 4;
  expectSame(P.served(C, 12), Alone);
}

TEST(Server, GivesEveryRunItsOwnStreams) {
  Served P(R"(#include <cstdio>
#include <string>
#include <thread>
int main() {
  char Text[100] = "";
  bool Read = std::fgets(Text, sizeof(Text), stdin);
  std::thread([] { std::puts(std::string(3000, 'x').c_str()); }).join();
  std::fprintf(stderr, "%d %s", Read, Text);
  return 3;
}
)");
  std::error_code E;
  llvm::raw_fd_ostream(P.From.Dir.file("input"), E) << "one line\n";
  Campaign C = P.campaign(/*Own=*/true);
  C.Stdin = P.From.Dir.file("input");
  C.Limit.OutputBytes = 100;
  for (const RunResult &R : P.served(C, 3)) {
    EXPECT_EQ(R.How, Ending::exited(3));
    EXPECT_EQ(R.Err, "1 one line\n");
    EXPECT_EQ(R.Out, std::string(100, 'x'));
  }
}

TEST(Server, TellsHowEachRunEnded) {
  Served P(R"(#include <cstdlib>
#include <cstring>
#include <thread>
#include <unistd.h>
int main(int, char **Arguments) {
  std::thread([] {}).join();
  const char *How = Arguments[1];
  if (!std::strcmp(How, "abort")) std::abort();
  if (!std::strcmp(How, "fault")) *(volatile int *)8 = 1;
  if (!std::strcmp(How, "quit")) _exit(4);
  if (!std::strcmp(How, "high")) return 139;
  if (!std::strcmp(How, "exec")) execl("/bin/true", "true", nullptr);
  return 5;
}
)");
  for (const char *How : {"abort", "fault", "quit", "high", "exec", "none"})
    for (bool Own : {false, true}) {
      SCOPED_TRACE(How);
      Campaign C = P.campaign(Own);
      C.Args = {How};
      expectSame(P.served(C, 2), P.explored(C, 2));
    }
}

TEST(Server, EndsRunsThatDoNot) {
  Served P(R"(#include <thread>
int main(int, char **) {
  std::thread([] { for (volatile int I = 0;; I = I + 1) {} }).join();
}
)");
  Campaign C = P.campaign(/*Own=*/true);
  C.Limit.Seconds = 0.3;
  C.Shop = std::make_shared<Workshop>();
  // The second one needs another server.
  for (int Round = 0; Round < 2; ++Round)
    for (const RunResult &R : P.explored(C, 1)) {
      EXPECT_EQ(R.How.Kind, EndKind::TimedOut);
      EXPECT_TRUE(seen(R, ObservationKind::Hang));
    }
  EXPECT_EQ(C.Shop->served(), 2u);
}

/// What runs leave behind must not be there for the next one: all \p Runs runs
/// of \p Text must look like the one that is made alone.
void expectFresh(llvm::StringRef Text) {
  Served P(Text);
  for (bool Own : {false, true}) {
    Campaign C = P.campaign(Own);
    std::vector<RunResult> Alone = P.explored(C, 6);
    C.Shop = std::make_shared<Workshop>();
    expectSame(P.explored(C, 6), Alone);
  }
}

TEST(Server, ForgetsFilesInTheWorkingDirectory) {
  Served P(R"(#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>
int main() {
  bool Found = access("left", F_OK) == 0 || access("folder/deep", F_OK) == 0;
  bool Data = access("data", F_OK) == 0;
  std::fclose(std::fopen("left", "w"));
  mkdir("folder", 0700);
  std::fclose(std::fopen("folder/deep", "w"));
  symlink("/etc", "folder/link");
  unlink("data");
  std::puts(Found ? "left" : Data ? "clean" : "lost");
  chmod(".", 0500);
}
)");
  TempDir Data = llvm::cantFail(TempDir::create());
  std::error_code E;
  llvm::raw_fd_ostream(Data.file("data"), E) << "text";
  Campaign C = P.campaign(/*Own=*/true);
  C.DataDir = Data.path();
  for (const RunResult &R : P.served(C, 4))
    EXPECT_EQ(R.Out, "clean\n");
  EXPECT_TRUE(llvm::sys::fs::exists(Data.file("data")));
}

TEST(Server, ForgetsWhatIsSharedInTheSystem) {
  if (!box().isolated())
    GTEST_SKIP() << "such things last without a sandbox, too";
  expectFresh(R"(#include <cstdio>
#include <unistd.h>
int main() {
  std::puts(access("/tmp/left", F_OK) == 0 ? "left" : "clean");
  std::fclose(std::fopen("/tmp/left", "w"));
}
)");
  expectFresh(R"(#include <cstdio>
#include <fcntl.h>
#include <semaphore.h>
int main() {
  sem_t *S = sem_open("/gate", O_CREAT, 0600, 0);
  int Value = -1;
  sem_getvalue(S, &Value);
  std::printf("%d\n", Value);
  sem_post(S);
}
)");
  expectFresh(R"(#include <cstdio>
#include <sys/ipc.h>
#include <sys/shm.h>
int main() {
  std::puts(shmget(77, 100, IPC_CREAT | IPC_EXCL | 0600) < 0 ? "left" : "new");
}
)");
  expectFresh(R"(#include <cstdio>
#include <fcntl.h>
#include <mqueue.h>
int main() {
  mqd_t Queue = mq_open("/queue", O_CREAT | O_EXCL | O_RDWR, 0600, nullptr);
  std::puts(Queue < 0 ? "left" : "new");
}
)");
  expectFresh(R"(#include <arpa/inet.h>
#include <cstdio>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
int main() {
  int Server = socket(AF_INET, SOCK_STREAM, 0);
  int Client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in At = {};
  At.sin_family = AF_INET;
  At.sin_port = htons(4711);
  At.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(Server, (sockaddr *)&At, sizeof(At)) || listen(Server, 1) ||
      connect(Client, (sockaddr *)&At, sizeof(At))) {
    std::perror("no port");
    return 1;
  }
  int Peer = accept(Server, nullptr, nullptr);
  close(Peer); // this side waits for a minute now
  char C;
  std::printf("%d\n", int(read(Client, &C, 1)));
}
)");
}

TEST(Server, EndsWhatRunsLeaveRunning) {
  expectFresh(R"(#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <signal.h>
#include <thread>
#include <unistd.h>
int main() {
  std::thread([] {}).join();
  // Whoever holds the lock file of a run before this one is still there.
  int File = open("lock", O_CREAT | O_RDWR, 0600);
  for (int I = 0; I < 3; ++I)
    if (fork() == 0) {
      setsid();
      signal(SIGTERM, SIG_IGN);
      if (fork() == 0)
        for (;;)
          pause();
      _exit(0);
    }
  std::puts("started");
}
)");
}

TEST(Server, LosesNothingWhenARunKillsIt) {
  for (const char *Deed :
       {"kill(getppid(), SIGKILL)", "kill(-1, SIGKILL)", "kill(0, SIGKILL)",
        "for (int I = 3; I < 1024; ++I) close(I)",
        "kill(getppid(), SIGTERM); setsid()"}) {
    // Outside of a sandbox these are other people's processes.
    if (!box().isolated())
      GTEST_SKIP() << box().notes()[0];
    SCOPED_TRACE(Deed);
    expectFresh(std::string(R"(#include <mutex>
#include <signal.h>
#include <thread>
#include <unistd.h>
int Racy;
int main() {
  std::thread T([] { ++Racy; });
  ++Racy;
  T.join();
  )") + Deed + ";\n}\n");
  }
}

TEST(Server, IsReplacedAFewTimesOnly) {
  if (!box().isolated())
    GTEST_SKIP() << box().notes()[0];
  Served P(R"(#include <signal.h>
#include <unistd.h>
int main() { kill(getppid(), SIGKILL); }
)");
  Campaign C = P.campaign(/*Own=*/true);
  C.Shop = std::make_shared<Workshop>();
  for (int I = 0; I < 6; ++I)
    EXPECT_EQ(P.explored(C, 1).size(), 1u);
  EXPECT_EQ(C.Shop->served(), 0u);
}

TEST(Server, LimitsMemory) {
  Served P(R"(#include <cstdlib>
#include <cstring>
int main() {
  for (;;) {
    static void *volatile Block;
    Block = std::malloc(1 << 20);
    std::memset(Block, 1, 1 << 20);
  }
}
)");
  Campaign C = P.campaign(/*Own=*/true);
  C.Limit.MemoryBytes = uint64_t(300) << 20;
  C.Limit.Seconds = 60;
  C.Shop = std::make_shared<Workshop>();
  for (const RunResult &R : P.explored(C, 2))
    EXPECT_EQ(R.How.Kind, EndKind::OutOfMemory) << describe(R.How, C.Limit);
}

} // namespace
