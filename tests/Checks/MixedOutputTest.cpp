//===- MixedOutputTest.cpp - Lines that threads print into each other -----===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Marked.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

/// The notes of a program whose two threads run \p Statements.
std::vector<std::string> notesOf(const std::string &Statements) {
  Report R = checkCode("#include <iostream>\n"
                       "#include <mutex>\n"
                       "#include <thread>\n"
                       "std::mutex M;\n"
                       "void speak(int Id) {\n" +
                       Statements +
                       "\n}\n"
                       "int main() {\n"
                       "  std::thread A(speak, 1), B(speak, 2);\n"
                       "  A.join();\n"
                       "  B.join();\n"
                       "  std::cout << \"done\" << std::endl;\n"
                       "}\n");
  EXPECT_TRUE(R.Findings.empty());
  return R.Covered.Notes;
}

TEST(MixedOutput, IsNotedOnceAndIsNoFinding) {
  std::vector<std::string> Notes =
      notesOf("std::cout << \"I am \" << Id << '\\n';\n"
              "std::cout << Id << \" ends\\n\";");
  ASSERT_EQ(Notes.size(), 1U);
  EXPECT_NE(Notes[0].find("input.cpp:6"), std::string::npos) << Notes[0];
  EXPECT_NE(Notes[0].find("no data race"), std::string::npos) << Notes[0];
}

TEST(MixedOutput, IsNotNotedWhereLinesStayWhole) {
  EXPECT_TRUE(notesOf("std::cout << \"here\\n\";").empty());
  EXPECT_TRUE(notesOf("std::lock_guard<std::mutex> Guard(M);\n"
                      "std::cout << \"I am \" << Id << '\\n';")
                  .empty());
}

} // namespace
