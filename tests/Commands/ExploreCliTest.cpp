//===- ExploreCliTest.cpp - How long schedules are made -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `heddle explore` as its user sees it.
///
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

namespace heddle {
namespace {

using ExploreCli = CliTest;

std::string guarded(llvm::StringRef Guard) {
  return ("#include <mutex>\n#include <thread>\n"
          "std::mutex M;\nint Counter;\n"
          "void add() {\n" +
          Guard +
          "  ++Counter;\n}\n"
          "int main() {\n"
          "  std::thread A(add), B(add);\n"
          "  A.join();\n"
          "  B.join();\n"
          "}\n")
      .str();
}

TEST_F(ExploreCli, StopsAtTheFirstFindingAndNotBefore) {
  std::string Clean =
      write("clean.cpp", guarded("  std::lock_guard<std::mutex> L(M);\n"));
  CliResult R = heddle({"explore", "--stop-on-first", "--schedules=20", Clean});
  EXPECT_NE(R.Out.find(" 20 schedules: "), std::string::npos) << R.Out;
  std::string Racy = write("racy.cpp", guarded(""));
  R = heddle({"explore", "--stop-on-first", "--schedules=20", Racy});
  EXPECT_NE(R.Out.find(" 1 schedule: "), std::string::npos) << R.Out;
}

TEST_F(ExploreCli, ProvesASmallProgram) {
  std::string Clean =
      write("clean.cpp", guarded("  std::lock_guard<std::mutex> L(M);\n"));
  CliResult R = heddle({"explore", "--exhaustive", Clean});
  EXPECT_EQ(R.Exit, 0) << R.Err;
  EXPECT_NE(R.Out.find("no race, deadlock, assertion failure"),
            std::string::npos)
      << R.Out;
}

} // namespace
} // namespace heddle
