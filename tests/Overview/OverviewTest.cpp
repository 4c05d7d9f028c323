//===- OverviewTest.cpp - Threads and locks at a glance -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Overview.h"

#include "gmock/gmock.h"
#include "tests/Races/Analyzed.h"

namespace heddle::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string threadsOf(llvm::StringRef Code) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  writeThreads(threadTree(*Analyzed(Code).A), OS);
  return Text;
}

std::string locksOf(llvm::StringRef Code) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  writeLocks(lockMap(*Analyzed(Code).A), OS);
  return Text;
}

const char Account[] = R"(
#include <mutex>
#include <thread>
struct Account {
  std::mutex M;
  int Balance = 0, Fee = 1;
};
Account A;
void pay() { std::lock_guard<std::mutex> G(A.M); A.Balance += A.Fee; }
void peek() { A.Balance = 0; }
int main() {
  std::thread T(pay);
  std::thread U(peek);
  T.join();
  U.join();
}
)";

TEST(ThreadTree, ShowsWhoStartsAndAwaitsWhom) {
  const std::string Text = threadsOf(Account);
  EXPECT_THAT(Text, HasSubstr("3 threads\n\nmain  input.cpp:11"));
  EXPECT_THAT(Text, HasSubstr("├─ pay\n"
                              "│     thread started at input.cpp:12\n"
                              "│     joined at input.cpp:14\n"
                              "│     shares 'Balance' (writes, a race)\n"));
  EXPECT_THAT(Text, HasSubstr("└─ peek\n"));
}

TEST(ThreadTree, TellsThreadsThatNobodyAwaits) {
  const std::string Text = threadsOf(R"(
#include <pthread.h>
#include <thread>
void *work(void *) { return nullptr; }
void tick() {}
void start() { pthread_t T; pthread_create(&T, nullptr, work, nullptr); }
int main() {
  start();
  std::thread(tick).detach();
}
)");
  EXPECT_THAT(Text,
              HasSubstr("pthread started at input.cpp:6, by way of start\n"
                        "│     never joined\n"));
  EXPECT_THAT(Text, HasSubstr("detached: nobody waits for its end\n"));
}

TEST(ThreadTree, NestsChildrenAndMarksThoseStartedInLoops) {
  const std::string Text = threadsOf(R"(
#include <thread>
#include <vector>
void leaf() {}
void middle() { std::thread T(leaf); T.join(); }
int main() {
  std::vector<std::thread> All;
  for (int I = 0; I < 4; ++I) All.emplace_back(middle);
  for (auto &T : All) T.join();
}
)");
  EXPECT_THAT(Text, HasSubstr("└─ middle × many (started in a loop)\n"));
  EXPECT_THAT(Text, HasSubstr("   └─ leaf × many"));
}

TEST(ThreadTree, FoldsThreadsOfWhichNothingDiffers) {
  Analyzed Program(R"(
#include <thread>
void work() {}
void start() { std::thread(work).detach(); }
int main() { start(); start(); start(); }
)");
  const ThreadTree Tree = threadTree(*Program.A);
  ASSERT_EQ(Tree.Roots.size(), 1u);
  const ThreadNode &Main = Tree.Nodes[Tree.Roots.front()];
  unsigned Started = 0;
  for (uint32_t Child : Main.Children)
    Started += Tree.Nodes[Child].Alike;
  EXPECT_EQ(Started, Tree.Nodes.size() - 1);
}

TEST(LockMap, ShowsWhatALockGuardsAndWhereItIsMissing) {
  const std::string Text = locksOf(Account);
  EXPECT_THAT(Text, HasSubstr("1 lock, 1 object that threads share"));
  EXPECT_THAT(Text, HasSubstr("lock 'Account::M'  (std::mutex, input.cpp:5)\n"
                              "  taken at 1 place (input.cpp:9), by 'pay'\n"));
  EXPECT_THAT(Text, HasSubstr("guards 'Account::Balance'  (int, input.cpp:6): "
                              "held at 1 of 2 accesses; a race\n"
                              "    not where 'peek' writes, input.cpp:10\n"));
}

TEST(LockMap, NamesWhatKeepsUnlockedObjectsApart) {
  const std::string Text = locksOf(R"(
#include <atomic>
#include <thread>
std::atomic<int> Ready;
int Result;
void work() { Result = 42; ++Ready; }
int main() {
  std::thread T(work);
  ++Ready;
  T.join();
  return Result;
}
)");
  EXPECT_THAT(Text, HasSubstr("0 locks, 2 objects"));
  EXPECT_THAT(Text, HasSubstr("'Ready'"));
  EXPECT_THAT(Text, HasSubstr("kept apart by atomic accesses"));
  EXPECT_THAT(Text, HasSubstr("'Result'  (int, input.cpp:5): kept apart by "
                              "starts and joins of the threads"));
  EXPECT_THAT(Text, Not(HasSubstr("a race")));
}

TEST(LockMap, ShowsTheOrderOfLocksAndItsCycles) {
  Analyzed Program(R"(
#include <mutex>
#include <thread>
std::mutex A, B, C;
void one() { std::lock_guard<std::mutex> L(A); std::lock_guard<std::mutex> R(B); }
void two() { std::lock_guard<std::mutex> L(B); std::lock_guard<std::mutex> R(A); }
void three() { std::lock_guard<std::mutex> L(A); std::lock_guard<std::mutex> R(C); }
int main() {
  std::thread T(one), U(two), V(three);
  T.join(); U.join(); V.join();
}
)");
  const LockMap Map = lockMap(*Program.A);
  std::vector<std::string> Steps;
  for (const LockStep &S : Map.Order)
    Steps.push_back(Map.Locks[S.From].Name + " " + Map.Locks[S.To].Name +
                    (S.InCycle ? " cycle" : ""));
  EXPECT_THAT(Steps, ElementsAre("A B cycle", "A C", "B A cycle"));
}

TEST(LockMap, TreatsTheSameMemberOfSeveralObjectsAsOne) {
  Analyzed Program(R"(
#include <mutex>
#include <thread>
struct Box {
  std::mutex M;
  int N = 0;
  void add() { std::lock_guard<std::mutex> G(M); ++N; }
};
Box First, Second;
void work() { First.add(); Second.add(); }
int main() { std::thread T(work), U(work); T.join(); U.join(); }
)");
  const LockMap Map = lockMap(*Program.A);
  ASSERT_EQ(Map.Locks.size(), 1u);
  ASSERT_EQ(Map.Objects.size(), 1u);
  ASSERT_EQ(Map.Guards.size(), 1u);
  EXPECT_EQ(Map.Objects[0].Name, "Box::N");
  EXPECT_EQ(Map.Guards[0].Holding, Map.Objects[0].Accesses);
}

TEST(Pictures, AreCompleteDocumentsThatEscapeNames) {
  ThreadTree Tree;
  Tree.Program = "a<b>&\"c\".cpp";
  ThreadNode Main;
  Main.Name = "run<int>\xff";
  Tree.Nodes.push_back(Main);
  Tree.Roots.push_back(0);
  std::string Svg;
  llvm::raw_string_ostream OS(Svg);
  drawThreads({Tree}, OS);
  EXPECT_THAT(Svg, AllOf(HasSubstr("<svg xmlns="), HasSubstr("</svg>\n"),
                         HasSubstr("a&lt;b&gt;&amp;&quot;c&quot;.cpp"),
                         HasSubstr("run&lt;int&gt;\xEF\xBF\xBD")));
  EXPECT_THAT(Svg, Not(HasSubstr("<b>")));
}

TEST(Pictures, DrawBrokenLinesWhereALockIsNotAlwaysHeld) {
  std::string Svg;
  llvm::raw_string_ostream OS(Svg);
  drawLocks({lockMap(*Analyzed(Account).A)}, OS);
  EXPECT_THAT(Svg, AllOf(HasSubstr("class=\"line some\""), HasSubstr("1 of 2"),
                         HasSubstr("class=\"hot\"")));
}

TEST(Pictures, AreTheSameEachTime) {
  std::string Svg[2];
  for (std::string &Text : Svg) {
    llvm::raw_string_ostream OS(Text);
    drawLocks({lockMap(*Analyzed(Account).A)}, OS);
    drawThreads({threadTree(*Analyzed(Account).A)}, OS);
  }
  EXPECT_EQ(Svg[0], Svg[1]);
}

} // namespace
} // namespace heddle::test
