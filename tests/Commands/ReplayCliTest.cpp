//===- ReplayCliTest.cpp - One schedule again, for whom it may concern ----===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `heddle replay` as its user sees it: as text, as JSON, under gdb.
///
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

namespace heddle {
namespace {

class ReplayCli : public CliTest {
protected:
  /// The token that explore gives for the first thing that \p Code shows.
  std::string tokenFor(llvm::StringRef Code) {
    File = write("program.cpp", Code);
    CliResult R = heddle({"explore", "--stop-on-first", File});
    llvm::StringRef Out = R.Out;
    llvm::StringRef Token =
        Out.substr(Out.find("h1:")).take_until(llvm::isSpace);
    EXPECT_FALSE(Token.empty()) << R.Out << R.Err;
    return Token.str();
  }

  std::string File;
};

constexpr const char Racy[] = R"(#include <thread>
int Counter;
void add() { ++Counter; }
int main() {
  std::thread A(add);
  ++Counter;
  A.join();
}
)";

/// Nobody notifies.
constexpr const char Waits[] = R"(#include <condition_variable>
#include <mutex>
#include <thread>
std::mutex M;
std::condition_variable Changed;
void await() {
  std::unique_lock L(M);
  Changed.wait(L);
}
int main() {
  std::thread T(await);
  T.join();
}
)";

TEST_F(ReplayCli, TellsTheRunAsText) {
  std::string Token = tokenFor(Racy);
  CliResult R = heddle({"replay", Token, File});
  EXPECT_EQ(R.Exit, 1) << R.Err;
  EXPECT_NE(R.Out.find("thread main\n"), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("seen: "), std::string::npos) << R.Out;
  CliResult Short = heddle({"replay", "--no-timeline", Token, File});
  EXPECT_EQ(Short.Out.find("thread main\n"), std::string::npos) << Short.Out;
  EXPECT_NE(Short.Out.find("seen: "), std::string::npos) << Short.Out;
}

TEST_F(ReplayCli, TellsTheRunAsJson) {
  std::string Token = tokenFor(Racy);
  CliResult R = heddle({"replay", "--json", Token, File});
  EXPECT_EQ(R.Exit, 1) << R.Err;
  auto Parsed = llvm::json::parse(R.Out);
  ASSERT_TRUE(bool(Parsed)) << llvm::toString(Parsed.takeError()) << R.Out;
  const llvm::json::Object &Top = *Parsed->getAsObject();
  EXPECT_EQ(Top.getString("format"), "heddle-replay");
  EXPECT_EQ(Top.getString("token"), Token);
  EXPECT_EQ(Top.getBoolean("complete"), true);
  bool Started = false;
  for (const llvm::json::Value &Each : *Top.getArray("steps")) {
    const llvm::json::Object &Step = *Each.getAsObject();
    EXPECT_EQ(Step.getString("file"), "program.cpp");
    Started |= Step.getString("operation") == "create" &&
               Step.getString("threadFunction") == "main" &&
               Step.getString("text") == "starts thread 1" &&
               Step.getInteger("line") == 5;
  }
  EXPECT_TRUE(Started) << R.Out;
  const llvm::json::Array &Findings = *Top.getArray("findings");
  ASSERT_EQ(Findings.size(), 1u);
  EXPECT_EQ(Findings[0].getAsObject()->getString("object"), "Counter");
}

/// Some containers do not let one process look into another.
bool gdbWorks() {
  auto Gdb = llvm::sys::findProgramByName("gdb");
  if (!Gdb)
    return false;
  std::optional<llvm::StringRef> Nowhere[] = {"/dev/null", "/dev/null",
                                              "/dev/null"};
  return llvm::sys::ExecuteAndWait(*Gdb,
                                   {*Gdb, "--batch", "-ex", "run", "-ex",
                                    "quit $_exitcode", "/bin/true"},
                                   std::nullopt, Nowhere) == 0;
}

TEST_F(ReplayCli, StopsUnderGdbInTheLineThatRaces) {
  if (!gdbWorks())
    GTEST_SKIP() << "gdb cannot debug here";
  std::string Token = tokenFor(Racy);
  CliResult R = heddle({"replay", "--gdb", Token, File},
                       "print Counter\ninfo threads\nquit\n");
  EXPECT_EQ(R.Exit, 1) << R.Err;
  EXPECT_NE(R.Out.find("++Counter;"), std::string::npos) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("this is the line that shows it"), std::string::npos)
      << R.Out << R.Err;
  EXPECT_NE(R.Out.find("$1 = "), std::string::npos) << R.Out << R.Err;
}

TEST_F(ReplayCli, StopsUnderGdbWhereThreadsWaitForEver) {
  if (!gdbWorks())
    GTEST_SKIP() << "gdb cannot debug here";
  std::string Token = tokenFor(Waits);
  CliResult R = heddle({"replay", "--gdb", Token, File},
                       "thread apply all backtrace\nquit\n");
  EXPECT_EQ(R.Exit, 1) << R.Err;
  for (llvm::StringRef Function : {"await () at ", "main () at "})
    EXPECT_TRUE(llvm::StringRef(R.Out).contains(Function)) << R.Out << R.Err;
}

} // namespace
} // namespace heddle
