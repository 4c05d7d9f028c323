//===- SandboxTest.cpp - What a program can and cannot do inside ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Sandbox.h"

#include "gtest/gtest.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace heddle;

namespace {

Task shell(const std::string &Script) {
  Task T;
  T.Command = {"/bin/sh", "-c", Script};
  T.Directory = "/";
  T.Environment = {"PATH=/usr/bin:/bin"};
  return T;
}

const Ending Success = Ending::exited(0);

/// Runs every test with the sandbox where the machine has one, and without.
class SandboxTest : public testing::TestWithParam<SandboxMode> {
protected:
  Sandbox Box = Sandbox::open(GetParam());
  TaskResult run(const Task &T) { return Box.run(T); }
};

/// What only holds inside bubblewrap.
class Isolated : public testing::Test {
protected:
  void SetUp() override {
    if (!Box.isolated())
      GTEST_SKIP() << Box.notes()[0];
  }
  Sandbox Box = Sandbox::open();
};

TEST_P(SandboxTest, KeepsBothStreamsApart) {
  TaskResult R = run(shell("echo out; echo err >&2"));
  EXPECT_EQ(R.How, Success);
  EXPECT_EQ(R.Out, "out\n");
  EXPECT_EQ(R.Err, "err\n");
}

TEST_P(SandboxTest, ReportsTheExitCode) {
  EXPECT_EQ(run(shell("exit 7")).How, Ending::exited(7));
}

TEST_P(SandboxTest, ReportsTheSignalThatKilled) {
  EXPECT_EQ(run(shell("kill -SEGV $$")).How, Ending::signalled(SIGSEGV));
}

TEST_P(SandboxTest, StopsWhatDoesNotEnd) {
  Task T = shell("while :; do :; done");
  T.Limit.Seconds = 0.2;
  TaskResult R = run(T);
  EXPECT_EQ(R.How.Kind, EndKind::TimedOut);
  EXPECT_EQ(describe(R.How, T.Limit), "did not end within 0.2 s");
}

TEST_P(SandboxTest, GivesUpWhenAskedTo) {
  Task T = shell("while :; do :; done");
  T.Limit.Seconds = 600;
  T.GiveUp = [] { return true; };
  EXPECT_EQ(run(T).How.Kind, EndKind::TimedOut);
}

TEST_P(SandboxTest, DropsAFloodWithoutBlockingIt) {
  Task T = shell("head -c 3000000 /dev/zero; echo done >&2");
  T.Limit.OutputBytes = 1000;
  TaskResult R = run(T);
  EXPECT_EQ(R.How, Success);
  EXPECT_EQ(R.Out.size(), 1000u);
  EXPECT_EQ(R.OutDropped, 2999000u);
  EXPECT_EQ(R.Err, "done\n");
}

TEST_P(SandboxTest, LeavesNoChildBehind) {
  // The child keeps the output open: a wait for its end would not return.
  Task T = shell("sleep 1000 & exit 0");
  EXPECT_EQ(run(T).How, Success);
}

TEST_P(SandboxTest, StartsWithAnEmptyEnvironment) {
  setenv("HEDDLE_SECRET", "leaked", 1);
  TaskResult R = run(shell("echo \"$HEDDLE_SECRET\"; env | grep -c SECRET"));
  unsetenv("HEDDLE_SECRET");
  EXPECT_EQ(R.Out, "\n0\n");
}

TEST_P(SandboxTest, ReadsStdinFromAFileOrNothing) {
  EXPECT_EQ(run(shell("cat")).Out, "");
  llvm::SmallString<128> Path;
  int Fd = -1;
  ASSERT_FALSE(llvm::sys::fs::createTemporaryFile("heddle", "in", Fd, Path));
  ASSERT_EQ(write(Fd, "hello", 5), 5);
  close(Fd);
  Task T = shell("cat");
  T.Stdin = Path.str().str();
  EXPECT_EQ(run(T).Out, "hello");
  EXPECT_FALSE(llvm::sys::fs::remove(Path));
}

TEST_P(SandboxTest, PassesOneDescriptorAndNoOther) {
  int Secret = open("/dev/null", O_RDONLY); // not close-on-exec
  int Passed[2];
  ASSERT_EQ(pipe(Passed), 0);
  Task T = shell("echo through >&9; ls /proc/self/fd | tr '\\n' ' '");
  T.PassedFd = Passed[1];
  T.PassedAs = 9;
  TaskResult R = run(T);
  char Buffer[32];
  EXPECT_EQ(read(Passed[0], Buffer, sizeof(Buffer)), 8);
  EXPECT_EQ(R.Out, "0 1 2 3 9 "); // 3 is ls's own
  close(Secret), close(Passed[0]), close(Passed[1]);
}

TEST_P(SandboxTest, SaysWhyACommandWasNotStarted) {
  Task T = shell("true");
  T.Directory = "/no/such/directory";
  TaskResult R = run(T);
  EXPECT_EQ(R.How.Kind, EndKind::NotStarted);
  EXPECT_EQ(describe(R.How, T.Limit),
            "could not be started: cannot enter '/no/such/directory': No such "
            "file or directory");
}

TEST_P(SandboxTest, LimitsMemory) {
  // Doubles a shell variable until it is stopped.
  Task T = shell("x=0123456789abcdef; while :; do x=$x$x; done");
  T.Limit.MemoryBytes = uint64_t(200) << 20;
  T.Limit.Seconds = 60;
  TaskResult R = run(T);
  EXPECT_EQ(R.How.Kind, EndKind::OutOfMemory) << describe(R.How, T.Limit);
}

INSTANTIATE_TEST_SUITE_P(, SandboxTest,
                         testing::Values(SandboxMode::On, SandboxMode::Off),
                         [](const auto &Info) {
                           return Info.param == SandboxMode::On ? "Inside"
                                                                : "Outside";
                         });

TEST_F(Isolated, HasNoNetwork) {
  TaskResult R = Box.run(shell("cat /proc/net/dev | tail -n +3 | wc -l"));
  EXPECT_EQ(R.Out, "1\n"); // the loopback interface, which is down
}

TEST_F(Isolated, SeesOnlyItsOwnProcesses) {
  // Its pid 1 is bubblewrap's.
  EXPECT_EQ(Box.run(shell("cat /proc/1/comm")).Out, "bwrap\n");
}

TEST_F(Isolated, CannotWriteToTheSystem) {
  TaskResult R = Box.run(shell("for d in /usr /etc / /proc/sys; do "
                               "touch $d/heddle && echo wrote $d; done; :"));
  EXPECT_EQ(R.Out, "");
}

TEST_F(Isolated, HidesWhatIsNotNamed) {
  llvm::SmallString<128> Dir;
  ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("heddle-test", Dir));
  std::string File = (Dir + "/file").str();
  Task T = shell("echo more > " + File);
  EXPECT_NE(Box.run(T).How, Success);
  EXPECT_FALSE(llvm::sys::fs::exists(File));

  T.Writable = {Dir.str().str()};
  EXPECT_EQ(Box.run(T).How, Success);
  EXPECT_TRUE(llvm::sys::fs::exists(File));

  T.Writable.clear();
  T.Readable = {Dir.str().str()};
  EXPECT_NE(Box.run(T).How, Success);
  T.Command[2] = "cat " + File;
  EXPECT_EQ(Box.run(T).Out, "more\n");
  EXPECT_FALSE(llvm::sys::fs::remove_directories(Dir));
}

TEST_F(Isolated, HasAPrivateTemporaryDirectory) {
  TaskResult R =
      Box.run(shell("ls /tmp | wc -l; echo x > /tmp/x && cat /tmp/x"));
  EXPECT_EQ(R.Out, "0\nx\n");
}

TEST_F(Isolated, LimitsProcesses) {
  for (const std::string &Note : Box.notes())
    if (llvm::StringRef(Note).contains("control groups"))
      GTEST_SKIP() << Note;
  Task T = shell("i=0; while [ $i -lt 200 ]; do sleep 1000 & i=$((i+1)); done");
  T.Limit.Tasks = 20;
  TaskResult R = Box.run(T);
  EXPECT_TRUE(llvm::StringRef(R.Err).contains("annot fork")) << R.Err;
}

TEST(Sandbox, SaysSoWhenItIsSwitchedOff) {
  Sandbox Box = Sandbox::open(SandboxMode::Off);
  EXPECT_FALSE(Box.isolated());
  ASSERT_FALSE(Box.notes().empty());
  EXPECT_EQ(Box.notes()[0], "no sandbox, as asked: the program ran with all "
                            "your rights, files and network");
}

TEST(Sandbox, SaysSoWhenTheMachineHasNone) {
  std::string Path = getenv("PATH") ? getenv("PATH") : "";
  setenv("PATH", "/nowhere", 1);
  Sandbox Box = Sandbox::open();
  setenv("PATH", Path.c_str(), 1);
  EXPECT_FALSE(Box.isolated());
  ASSERT_FALSE(Box.notes().empty());
  EXPECT_EQ(Box.notes()[0].find("NO SANDBOX: "), 0u);
  EXPECT_EQ(Box.run(shell("echo still runs")).Out, "still runs\n");
}

} // namespace
