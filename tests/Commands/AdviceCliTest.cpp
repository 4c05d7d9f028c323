//===- AdviceCliTest.cpp - What Heddle tells its user to type -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The last line of a report can be copied; mistakes in options are told
/// before the work, and what can be written is written all the same.
///
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

namespace heddle {
namespace {

const char Racy[] = "#include <thread>\n"
                    "int Counter;\n"
                    "void add() { ++Counter; }\n"
                    "int main() {\n"
                    "  std::thread A(add), B(add);\n"
                    "  A.join();\n"
                    "  B.join();\n"
                    "}\n";

using AdviceCli = CliTest;

std::string lastLine(llvm::StringRef Text) {
  return Text.rtrim('\n').rsplit('\n').second.str();
}

TEST_F(AdviceCli, SaysWhatToTypeAsItMustBeTyped) {
  std::string File = write("my programs/it's racy.cpp", Racy);
  CliResult R = heddle({"check", File, "--", "-DX=a b"});
  std::string Quoted = path("my programs/it'\\''s racy.cpp");
  EXPECT_EQ(lastLine(R.Out), "next: " HEDDLE_BINARY_DIR
                             "/bin/heddle confirm '" +
                                 Quoted + "' -- '-DX=a b'");
}

TEST_F(AdviceCli, ExplainsWhereARunShowsNothing) {
  std::string File = write("lock.cpp", "#include <mutex>\n"
                                       "std::mutex M;\n"
                                       "int main() {\n"
                                       "  std::lock_guard<std::mutex>{M};\n"
                                       "}\n");
  CliResult R = heddle({"check", File});
  EXPECT_EQ(lastLine(R.Out),
            "next: " HEDDLE_BINARY_DIR "/bin/heddle explain unnamed-guard");
}

TEST_F(AdviceCli, TellsWrongOutputsBeforeTheWork) {
  CliResult R = heddle({"check", write("racy.cpp", Racy), "--output=xml=f"});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_EQ(R.Out, "");
  EXPECT_NE(R.Err.find("'xml'"), std::string::npos) << R.Err;
  EXPECT_NE(R.Err.find("text, json and sarif"), std::string::npos) << R.Err;
}

TEST_F(AdviceCli, WritesOneOutputWhereAnotherCannotBeWritten) {
  CliResult R = heddle({"check", write("racy.cpp", Racy), "--output",
                        "sarif=" + path("none/f.sarif"), "--output",
                        "json=" + path("f.json")});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("cannot write"), std::string::npos) << R.Err;
  EXPECT_NE(read(path("f.json")).find("data-race"), std::string::npos);
  EXPECT_NE(R.Out.find("'Counter'"), std::string::npos) << R.Out;
}

} // namespace
} // namespace heddle
