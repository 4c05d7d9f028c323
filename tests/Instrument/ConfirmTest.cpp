//===- ConfirmTest.cpp - Which findings runs confirm ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"
#include "tests/Instrument/Case.h"

using namespace heddle;
using namespace heddle::test;

namespace {

const char *const Bank = R"(#include <thread>
int Balance;
void deposit() { Balance += 5; } // #deposit
int main() {
  std::thread T(deposit);        // #spawn
  Balance = 1;                   // #main
  T.join();
}
)";

TEST(Confirm, ConfirmsARaceAndShowsBothStacks) {
  Case C("bank.cpp", Bank);
  C.predict("data-race", Category::Race, "Balance", {"main", "deposit"});
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  const DynamicEvidence &D = C.R.Findings[0].Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_EQ(D.Text, "confirmed by ThreadSanitizer in 2 of 2 runs");
  ASSERT_EQ(D.Observed.size(), 2u); // in the order of the finding's sites
  EXPECT_EQ(D.Observed[0].Message, "thread main wrote it at bank.cpp:6:11");
  EXPECT_EQ(D.Observed[0].Function, "main");
  EXPECT_TRUE(
      llvm::StringRef(D.Observed[1].Message).ends_with("at bank.cpp:3:26"))
      << D.Observed[1].Message; // an update: the read or the write is seen
  EXPECT_EQ(D.Observed[1].Span.Line, C.From.line("deposit"));
  EXPECT_TRUE(C.R.DynamicRun);
  EXPECT_EQ(C.R.DynamicNotes.back(), "2 runs: all exited with code 0");
  EXPECT_TRUE(C.R.Covered.Incomplete.empty());
}

TEST(Confirm, GivesTheSameBytesTwice) {
  Case C("bank.cpp", Bank), D("bank.cpp", Bank);
  for (Case *Each : {&C, &D}) {
    Each->predict("data-race", Category::Race, "Balance", {"main", "deposit"});
    Each->Q.Schedules = 12; // free runs are as the system's scheduler likes
    Each->run();
    Each->R.Root.clear();
  }
  EXPECT_EQ(C.R.Findings, D.R.Findings);
  EXPECT_EQ(C.R.DynamicNotes, D.R.DynamicNotes);
}

TEST(Confirm, ConfirmsByTheObjectWhereOtherLinesWereSeen) {
  Case C("bank.cpp", R"(#include <thread>
int Balance;
void deposit() { Balance += 5; }
void audit() { Balance = 0; }      // #audit
void report() { Balance = 7; }     // #report
int main() {
  std::thread T(deposit);
  Balance = 1;
  T.join();
}
)");
  C.predict("data-race", Category::Race, "Balance", {"audit", "report"});
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  EXPECT_EQ(C.R.Findings[0].Dynamic.Verdict, DynamicVerdict::Confirmed);
}

TEST(Confirm, DoesNotConfirmAnotherObjectOnTheSameLine) {
  Case C("two.cpp", R"(#include <thread>
int A, B;
int main() {
  std::thread T([] { A = 1; });   // #thread
  A = 2; volatile int C = B;      // #main
  T.join();
  return C;
}
)");
  C.predict("data-race", Category::Race, "A", {"main", "thread"});
  C.predict("data-race", Category::Race, "B", {"main", "thread"});
  C.run();
  EXPECT_EQ(C.finding("data-race", "A").Dynamic.Verdict,
            DynamicVerdict::Confirmed);
  const DynamicEvidence &B = C.finding("data-race", "B").Dynamic;
  EXPECT_EQ(B.Verdict, DynamicVerdict::NotReproduced);
  EXPECT_EQ(B.Text, "not reproduced by free runs (2 runs: all exited with code "
                    "0); another schedule may still show it");
}

TEST(Confirm, MatchesLibraryCodeByTheUsersLine) {
  Case C("jobs.cpp", R"(#include <thread>
#include <vector>
std::vector<int> Jobs(4);
int main() {
  std::thread T([] { Jobs.clear(); }); // #clear
  int N = int(Jobs.size());            // #size
  T.join();
  return N > 4;
}
)");
  C.predict("container-race", Category::Race, "Jobs", {"clear", "size"});
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  const DynamicEvidence &D = C.R.Findings[0].Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  ASSERT_EQ(D.Observed.size(), 2u);
  EXPECT_TRUE(
      llvm::StringRef(D.Observed[0].Message)
          .starts_with("thread 'lambda in main' wrote it in std::vector"))
      << D.Observed[0].Message;
}

TEST(Confirm, AddsWhatOnlyTheRunShowed) {
  Case C("bank.cpp", Bank);
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  const Finding &F = C.R.Findings[0];
  EXPECT_EQ(F.Rule, "data-race");
  EXPECT_EQ(F.Object, "Balance");
  EXPECT_EQ(F.Belief, Confidence::Certain);
  EXPECT_EQ(F.Dynamic.Verdict, DynamicVerdict::Confirmed);
  EXPECT_EQ(F.Dynamic.Text, "confirmed by ThreadSanitizer in 2 of 2 runs");
  ASSERT_EQ(F.Reasons.size(), 1u);
  EXPECT_EQ(F.Reasons[0], "found only by running the program: the static half "
                          "did not see it");
  ASSERT_EQ(F.Sites.size(), 3u);
  EXPECT_EQ(F.Sites[2].Role, SiteRole::Spawn);
  EXPECT_EQ(F.Sites[2].Span.Line, C.From.line("spawn"));
  EXPECT_EQ(F.Id.empty(), false); // finished
}

TEST(Confirm, SaysNotReproducedForACleanProgram) {
  Case C("clean.c", "int main(void) { return 4; } // #main\n");
  C.predict("data-race", Category::Race, "X", {"main", "main"});
  C.predict("unnamed-guard", Category::Lock, "M", {"main"});
  C.run();
  const DynamicEvidence &D = C.finding("data-race").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::NotReproduced);
  EXPECT_EQ(D.Text, "not reproduced by free runs (2 runs: all exited with code "
                    "4); another schedule may still show it");
  EXPECT_EQ(C.finding("unnamed-guard").Dynamic.Verdict,
            DynamicVerdict::NotApplicable);
}

TEST(Confirm, DoesNotLookForARaceOfWhatIsAtomic) {
  Case C("seats.cpp", R"(#include <atomic>
std::atomic<int> Seats{1};
int main() {
  if (Seats > 0) // #seen
    --Seats;     // #sell
}
)");
  C.predict("atomicity-violation", Category::Race, "Seats", {"sell", "seen"});
  C.run();
  const DynamicEvidence &D = C.finding("atomicity-violation").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::NotApplicable);
  EXPECT_EQ(D.Text, "not looked for at run time: a run shows what follows from "
                    "it, not this itself");
}

TEST(Confirm, ConfirmsLocksTakenInBothOrders) {
  Case C("order.cpp", R"(#include <mutex>
#include <thread>
std::mutex A, B;
void ab() {
  std::lock_guard L(A);
  std::lock_guard M(B); // #ab
}
void ba() {
  std::lock_guard L(B);
  std::lock_guard M(A); // #ba
}
int main() {
  std::thread(ab).join();
  std::thread(ba).join();
}
)");
  C.predict("lock-order", Category::Deadlock, "A, B", {"ab", "ba"});
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  const DynamicEvidence &D = C.R.Findings[0].Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  ASSERT_EQ(D.Observed.size(), 4u);
  EXPECT_EQ(D.Text, "confirmed by ThreadSanitizer in 2 of 2 runs: the locks "
                    "were taken in conflicting orders");
  EXPECT_EQ(llvm::StringRef(D.Observed[0].Message).split(" in ").first,
            "first 'A' was taken");
  EXPECT_EQ(llvm::StringRef(D.Observed[1].Message).split(" in ").first,
            "then 'B' was taken");
  EXPECT_EQ(D.Observed[1].Span.Line, C.From.line("ab"));
}

TEST(Confirm, ConfirmsADeadlockByThreadsThatStandStill) {
  Case C("hang.cpp", R"(#include <atomic>
#include <mutex>
#include <thread>
std::mutex A, B;
std::atomic<int> Ready;
void meet() { for (++Ready; Ready < 2;) std::this_thread::yield(); }
void ab() {
  std::lock_guard L(A);
  meet();
  std::lock_guard M(B); // #ab
}
void ba() {
  std::lock_guard L(B);
  meet();
  std::lock_guard M(A); // #ba
}
int main() {
  std::thread T(ab), U(ba);
  T.join();
  U.join();
}
)");
  C.predict("lock-order", Category::Deadlock, "A, B", {"ab", "ba"});
  C.Q.TimeoutSeconds = 2;
  C.Q.Runs = 5;
  C.run();
  ASSERT_EQ(C.R.Findings.size(), 1u);
  const DynamicEvidence &D = C.R.Findings[0].Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_EQ(D.Text, "confirmed by deadlock: 2 of 2 runs did not end, with "
                    "threads standing at these places");
  EXPECT_NE(C.notes().find("2 runs: none ended within 2 s"), std::string::npos)
      << C.notes();
  EXPECT_NE(C.notes().find("the other 3 of 5 runs were not made"),
            std::string::npos);
  // The deadlock explains it: nothing else is unknown.
  EXPECT_TRUE(C.R.Covered.Incomplete.empty());
}

TEST(Confirm, NeverCallsAnEndlessProgramClean) {
  Case C("loop.c", "volatile int N;\nint main(void) { for (;;) ++N; }\n");
  C.Q.TimeoutSeconds = 0.5;
  C.Q.Runs = 1;
  C.run();
  ASSERT_EQ(C.R.Covered.Incomplete.size(), 1u);
  EXPECT_EQ(C.R.Covered.Incomplete[0],
            "the program was not seen to its end: of 1 run it did not end "
            "within 0.5 s");
  EXPECT_EQ(exitCode(C.R), 3);
  EXPECT_NE(C.notes().find("1 run did not end: thread main"), std::string::npos)
      << C.notes();
}

TEST(Confirm, NeverCallsAProgramCleanThatLeavesThroughUnderscoreExit) {
  Case C("quit.c", "#include <unistd.h>\nint main(void) { _exit(0); }\n");
  C.run();
  ASSERT_EQ(C.R.Covered.Incomplete.size(), 1u);
  EXPECT_EQ(
      C.R.Covered.Incomplete[0],
      "the program was not seen to its end: of 2 runs all exited with code "
      "0 (it left through _exit(), so not everything was seen)");
}

TEST(Confirm, ConfirmsAThreadThatIsNotJoinedByTheEndOfTheProgram) {
  Case C("terminate.cpp", R"(#include <thread>
int main() {
  std::thread T([] {}); // #thread
} // #end
)");
  C.predict("thread-not-joined", Category::Lifetime, "T", {"thread", "end"});
  C.run();
  const DynamicEvidence &D = C.finding("thread-not-joined").Dynamic;
  EXPECT_EQ(D.Verdict, DynamicVerdict::Confirmed);
  EXPECT_EQ(D.Text, "confirmed: std::terminate ended 2 of 2 runs here");
  EXPECT_NE(C.notes().find("2 runs crashed: SIGABRT at terminate.cpp:4"),
            std::string::npos)
      << C.notes();
  EXPECT_TRUE(C.R.Covered.Incomplete.empty());
}

TEST(Confirm, ConfirmsALockTakenTwice) {
  Case C("twice.cpp", R"(#include <mutex>
std::mutex M;
void inner() { std::lock_guard L(M); } // #inner
int main() {
  std::lock_guard L(M); // #outer
  inner();
}
)");
  C.predict("self-deadlock", Category::Deadlock, "M", {"inner"});
  C.Q.TimeoutSeconds = 2;
  C.Q.Runs = 1;
  C.run();
  EXPECT_EQ(C.finding("self-deadlock").Dynamic.Verdict,
            DynamicVerdict::Confirmed);
}

TEST(Confirm, SaysWhyAProgramWasNotRun) {
  Case C("static.c", "int main(void) { return 0; } // #main\n");
  C.predict("data-race", Category::Race, "X", {"main"});
  C.Q.LinkFlags = {"-static"};
  C.run();
  EXPECT_EQ(C.Failure, "'-static' was given: ThreadSanitizer cannot be linked "
                       "statically; leave the flag out");
  EXPECT_EQ(C.finding("data-race").Dynamic.Verdict, DynamicVerdict::NotRun);
  EXPECT_FALSE(C.R.DynamicRun);
}

TEST(Confirm, JudgesOnlyTheProgramThatRan) {
  Case C("bank.cpp", Bank);
  C.predict("data-race", Category::Race, "Balance", {"main", "deposit"})
      .Program = "bank";
  C.predict("data-race", Category::Race, "Other", {"main", "deposit"}).Program =
      "other";
  C.Q.Program = "bank";
  C.run();
  EXPECT_EQ(C.finding("data-race", "Balance").Dynamic.Verdict,
            DynamicVerdict::Confirmed);
  EXPECT_EQ(C.finding("data-race", "Other").Dynamic.Verdict,
            DynamicVerdict::NotRun);
  EXPECT_EQ(C.R.DynamicNotes.back(), "bank: 2 runs: all exited with code 0");
}

TEST(Confirm, NotesThatThereWasNoSandbox) {
  Case C("clean.c", "int main(void) { return 0; }\n");
  C.Q.Isolation = SandboxMode::Off;
  C.run();
  ASSERT_FALSE(C.R.DynamicNotes.empty());
  EXPECT_EQ(C.R.DynamicNotes[0].find("no sandbox, as asked"), 0u);
}

} // namespace
