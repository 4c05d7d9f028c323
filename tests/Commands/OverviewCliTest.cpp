//===- OverviewCliTest.cpp - heddle threads, heddle locks -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What users see of them: exit codes, files, two programs at once.
///
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

#include <cstdlib>

namespace heddle {
namespace {

class OverviewCli : public CliTest {
protected:
  void SetUp() override {
    CliTest::SetUp();
    setenv("HEDDLE_CACHE", path("cache").c_str(), /*overwrite=*/1);
    Source = write("src/a.c", R"(
#include <pthread.h>
static pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
static int Total;
static void *add(void *Arg) {
  pthread_mutex_lock(&M);
  ++Total;
  pthread_mutex_unlock(&M);
  return Arg;
}
int main(void) {
  pthread_t A, B;
  pthread_create(&A, 0, add, 0);
  pthread_create(&B, 0, add, 0);
  pthread_join(A, 0);
  pthread_join(B, 0);
  return 0;
}
)");
  }

  std::string Source;
};

TEST_F(OverviewCli, PrintsThreadsAndLocks) {
  CliResult Threads = heddle({"threads", Source, "--", "-pthread"});
  EXPECT_EQ(Threads.Exit, 0) << Threads.Err;
  EXPECT_NE(Threads.Out.find("3 threads"), std::string::npos) << Threads.Out;
  CliResult Locks = heddle({"locks", Source, "--", "-pthread"});
  EXPECT_EQ(Locks.Exit, 0) << Locks.Err;
  EXPECT_NE(Locks.Out.find("held at all"), std::string::npos) << Locks.Out;
}

TEST_F(OverviewCli, DrawsIntoAFileOrToStandardOutput) {
  const std::string File = path("t.svg");
  CliResult ToFile =
      heddle({"threads", Source, "--svg=" + File, "--", "-pthread"});
  EXPECT_EQ(ToFile.Exit, 0) << ToFile.Err;
  EXPECT_EQ(ToFile.Out, "");
  CliResult ToOut = heddle({"threads", Source, "--svg=-", "--", "-pthread"});
  EXPECT_EQ(ToOut.Out, read(File));
  EXPECT_EQ(ToOut.Out.rfind("<svg", 0), 0u) << ToOut.Out;
}

TEST_F(OverviewCli, SaysWhatItCannotRead) {
  CliResult None = heddle({"locks"});
  EXPECT_EQ(None.Exit, 2);
  EXPECT_NE(None.Err.find("no input"), std::string::npos) << None.Err;
  CliResult Unwritable =
      heddle({"locks", Source, "--svg=" + path("no/such/folder.svg"), "--",
              "-pthread"});
  EXPECT_EQ(Unwritable.Exit, 2);
  EXPECT_NE(Unwritable.Err.find("cannot write"), std::string::npos);
  std::string Broken = write("src/b.c", "int main(void) { return nowhere; }\n");
  CliResult Partly = heddle({"threads", Broken, "--"});
  EXPECT_EQ(Partly.Exit, 3);
  EXPECT_NE(Partly.Err.find("not analysed: "), std::string::npos) << Partly.Err;
}

TEST_F(OverviewCli, ShowsEveryProgramOfAFolder) {
  write("src/b.c", "int main(void) { return 0; }\n");
  CliResult R = heddle({"threads", path("src")});
  EXPECT_EQ(R.Exit, 0) << R.Err;
  EXPECT_NE(R.Out.find("a.c: 3 threads"), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("b.c: 1 thread\n"), std::string::npos) << R.Out;
}

} // namespace
} // namespace heddle
