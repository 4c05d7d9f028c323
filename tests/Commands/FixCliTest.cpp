//===- FixCliTest.cpp - heddle check --fix -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CliTest.h"

using namespace heddle;

namespace {

const char Unnamed[] = "#include <mutex>\n"
                       "std::mutex M, N;\n"
                       "void f() {\n"
                       "  std::lock_guard<std::mutex>{M};\n"
                       "  std::lock_guard<std::mutex>{N};\n"
                       "}\n";

using FixCli = CliTest;

TEST_F(FixCli, ChangesTheFileAndSaysWhat) {
  std::string File = write("guards.cpp", Unnamed);
  CliResult R = heddle({"check", "--fix", File});
  EXPECT_EQ(R.Exit, 1) << R.Out << R.Err;
  EXPECT_NE(R.Err.find("fixed: guards.cpp:4:3: name the guard "
                       "[unnamed-guard]"),
            std::string::npos)
      << R.Err;
  EXPECT_NE(R.Err.find("changed: guards.cpp;"), std::string::npos) << R.Err;
  EXPECT_NE(read(File).find("  std::lock_guard<std::mutex> Guard{M};\n"),
            std::string::npos)
      << read(File);
}

TEST_F(FixCli, LeavesASecondFixInOneFunctionForTheNextRun) {
  std::string File = write("guards.cpp", Unnamed);
  CliResult R = heddle({"check", "--fix", File});
  EXPECT_NE(R.Err.find("(1 more fix waits)"), std::string::npos) << R.Err;
  heddle({"check", "--fix", File});
  EXPECT_NE(read(File).find("  std::lock_guard<std::mutex> Guard{M};\n"
                            "  std::lock_guard<std::mutex> Guard2{N};\n"),
            std::string::npos)
      << read(File);
  EXPECT_EQ(heddle({"check", File}).Exit, 0);
}

TEST_F(FixCli, TellsTheChangedLineInTheReport) {
  CliResult R = heddle({"check", write("guards.cpp", Unnamed)});
  EXPECT_NE(
      R.Out.find("  fix     name the guard; `heddle check --fix` does it\n"
                 "    4 -   std::lock_guard<std::mutex>{M};\n"
                 "    4 +   std::lock_guard<std::mutex> Guard{M};\n"),
      std::string::npos)
      << R.Out;
}

TEST_F(FixCli, ChangesNothingWithoutAFix) {
  std::string Text = "#include <mutex>\nstd::mutex M;\nvoid f() { M.lock(); "
                     "M.lock(); M.unlock(); M.unlock(); }\n";
  std::string File = write("twice.cpp", Text);
  CliResult R = heddle({"check", "--fix", File});
  EXPECT_NE(R.Err.find("nothing here can be mended mechanically"),
            std::string::npos)
      << R.Err;
  EXPECT_EQ(read(File), Text);
}

TEST_F(FixCli, KeepsTheModeOfTheFile) {
  std::string File = write("guards.cpp", Unnamed);
  namespace fs = llvm::sys::fs;
  ASSERT_FALSE(fs::setPermissions(File, fs::owner_all | fs::group_read));
  heddle({"check", "--fix", File});
  EXPECT_EQ(*fs::getPermissions(File), fs::owner_all | fs::group_read);
}

} // namespace
