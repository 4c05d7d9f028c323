//===- CheckCliTest.cpp - heddle check from outside ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Exit codes, outputs, inputs and what is said when something is wrong:
/// promises that scripts and CI systems hang on.
///
//===----------------------------------------------------------------------===//

#include "CliTest.h"

#include "llvm/Support/JSON.h"

using namespace heddle;

namespace {

const char Racy[] = "#include <thread>\n"
                    "int Counter;\n"
                    "void add() { ++Counter; }\n"
                    "int main() {\n"
                    "  std::thread A(add), B(add);\n"
                    "  A.join();\n"
                    "  B.join();\n"
                    "}\n";
const char Clean[] = "#include <thread>\n"
                     "int Counter;\n"
                     "void add() { ++Counter; }\n"
                     "int main() {\n"
                     "  std::thread A(add);\n"
                     "  A.join();\n"
                     "  add();\n"
                     "}\n";

using CheckCli = CliTest;

TEST_F(CheckCli, ExitsWithZeroWhereNothingIsWrong) {
  CliResult R = heddle({"check", write("clean.cpp", Clean)});
  EXPECT_EQ(R.Exit, 0) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("no findings"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, ExitsWithOneForARace) {
  CliResult R = heddle({"check", write("racy.cpp", Racy)});
  EXPECT_EQ(R.Exit, 1) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("racy.cpp:3:16: error: "), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("'Counter'"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, FailsOnlyOnWhatItIsToldTo) {
  std::string File = write("racy.cpp", Racy);
  EXPECT_EQ(heddle({"check", "--fail-on=never", File}).Exit, 0);
  EXPECT_EQ(heddle({"check", "--fail-on=often", File}).Exit, 2);
}

TEST_F(CheckCli, CallsMissingInputAUsageError) {
  CliResult R = heddle({"check"});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("no input"), std::string::npos) << R.Err;
}

TEST_F(CheckCli, NamesTheNearestRuleForAMisspeltOne) {
  CliResult R = heddle({"check", "--rules=data-rase", write("a.cpp", Clean)});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("data-race"), std::string::npos) << R.Err;
}

TEST_F(CheckCli, AnalysesTheRestWhenOneFileIsBroken) {
  std::string Good = write("racy.cpp", Racy);
  std::string Bad = write("broken.cpp", "int f( { return 0; }\n");
  CliResult R = heddle({"check", Good, Bad});
  EXPECT_EQ(R.Exit, 3) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("'Counter'"), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("broken.cpp:1"), std::string::npos) << R.Out;
  EXPECT_EQ(heddle({"check", "--incomplete=note", Good, Bad}).Exit, 1);
}

/// The compiler says so in the middle of the library's own header.
TEST_F(CheckCli, SaysWhereStdRefIsMissing) {
  std::string File = write("fill.cpp", "#include <thread>\n"
                                       "#include <vector>\n"
                                       "void fill(std::vector<int> &V) {\n"
                                       "  V.push_back(1);\n"
                                       "}\n"
                                       "int main() {\n"
                                       "  std::vector<int> V;\n"
                                       "  std::thread T(fill, V);\n"
                                       "  T.join();\n"
                                       "}\n");
  CliResult R = heddle({"check", File});
  EXPECT_EQ(R.Exit, 3) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("fill.cpp:8:15"), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("std::ref"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, SaysWhichFileCannotBeRead) {
  CliResult R = heddle({"check", path("absent.cpp"), write("a.cpp", Clean)});
  EXPECT_EQ(R.Exit, 3) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("absent.cpp"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, SurvivesFilesThatAreNoSource) {
  std::string Empty = write("empty.cpp", "");
  std::string Binary = write("binary.c", llvm::StringRef("\0\x7f"
                                                         "ELF\0",
                                                         6));
  CliResult R = heddle({"check", Empty, Binary, write("racy.cpp", Racy)});
  EXPECT_EQ(R.Exit, 3) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("'Counter'"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, WritesSeveralOutputsInOneRun) {
  std::string Json = path("out.json"), Sarif = path("out.sarif");
  CliResult R = heddle({"check", write("racy.cpp", Racy), "--output",
                        "json=" + Json, "--output", "sarif=" + Sarif});
  EXPECT_EQ(R.Exit, 1) << R.Err;
  EXPECT_NE(R.Out.find("error: "), std::string::npos) << R.Out;
  for (const std::string &File : {Json, Sarif}) {
    llvm::Expected<llvm::json::Value> V = llvm::json::parse(read(File));
    ASSERT_TRUE(static_cast<bool>(V)) << llvm::toString(V.takeError());
  }
}

TEST_F(CheckCli, SaysSoWhenAnOutputCannotBeWritten) {
  CliResult R = heddle({"check", write("a.cpp", Clean), "--output",
                        "json=" + path("no/such/folder.json")});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("folder.json"), std::string::npos) << R.Err;
}

TEST_F(CheckCli, GivesTheSameBytesForAnyNumberOfJobs) {
  for (int I = 0; I < 6; ++I)
    write("p/f" + std::to_string(I) + ".cpp", Racy);
  CliResult One = heddle({"check", "--no-cache", "--jobs=1", path("p")});
  CliResult Eight = heddle({"check", "--no-cache", "--jobs=8", path("p")});
  EXPECT_EQ(One.Out, Eight.Out);
  EXPECT_NE(One.Out.find("6 programs"), std::string::npos) << One.Out;
}

TEST_F(CheckCli, TakesFlagsBehindTwoDashes) {
  std::string File = write("flag.cpp", "#ifdef WITH\n" + std::string(Racy) +
                                           "#else\nint main() {}\n#endif\n");
  EXPECT_EQ(heddle({"check", File}).Exit, 0);
  EXPECT_EQ(heddle({"check", File, "--", "-std=c++17", "-DWITH"}).Exit, 1);
}

TEST_F(CheckCli, FindsTheCompilationDatabaseUpwards) {
  std::string File =
      write("src/flag.cpp", "#ifdef WITH\n" + std::string(Racy) +
                                "#else\nint main() {}\n#endif\n");
  write("compile_commands.json",
        "[{\"directory\": \"" + path("") + "\", \"file\": \"src/flag.cpp\", " +
            "\"arguments\": [\"c++\", \"-std=c++20\", \"-DWITH\", \"-c\", "
            "\"src/flag.cpp\"]}]");
  EXPECT_EQ(heddle({"check", File}).Exit, 1);
}

TEST_F(CheckCli, LinksSeveralFilesIntoOneProgram) {
  std::string A = write("a.cpp", "int Counter;\nvoid add() { ++Counter; }\n");
  std::string B = write("b.cpp", "#include <thread>\nvoid add();\n"
                                 "int main() { std::thread T(add); add(); "
                                 "T.join(); }\n");
  CliResult R = heddle({"check", A, B});
  EXPECT_EQ(R.Exit, 1) << R.Out << R.Err;
  EXPECT_NE(R.Out.find("1 program,"), std::string::npos) << R.Out;
}

TEST_F(CheckCli, ChecksModelsThatWereLoweredBefore) {
  std::string M = path("racy.model");
  ASSERT_EQ(heddle({"lower", write("racy.cpp", Racy), "-o", M}).Exit, 0);
  EXPECT_EQ(heddle({"check", M}).Exit, 1);
}

TEST_F(CheckCli, EndsWithTheVerdictUnderProve) {
  CliResult R = heddle({"check", "--profile=prove", write("racy.cpp", Racy)});
  EXPECT_TRUE(llvm::StringRef(R.Out).ends_with("\nrace\n")) << R.Out;
  EXPECT_EQ(R.Exit, 1);
  R = heddle({"check", "--profile=prove",
              write("one.c", "int X; int main(void) { X = 1; return X; }\n")});
  EXPECT_TRUE(llvm::StringRef(R.Out).ends_with("\nrace-free\n")) << R.Out;
  EXPECT_EQ(R.Exit, 0);
  R = heddle({"check", "--profile=prove",
              write("u.c", "#include <pthread.h>\n"
                           "int X; void unknown(int *);\n"
                           "void *f(void *A) { unknown(&X); return A; }\n"
                           "int main(void) { pthread_t T;\n"
                           "  pthread_create(&T, 0, f, 0); unknown(&X);\n"
                           "  pthread_join(T, 0); return 0; }\n")});
  EXPECT_NE(R.Out.find("\nunknown: because "), std::string::npos) << R.Out;
  EXPECT_EQ(R.Exit, 3);
}

TEST_F(CheckCli, SaysWhyTwoAccessesAreNoRace) {
  CliResult R = heddle({"check", "--why-not", "clean.cpp:3", "clean.cpp:3",
                        write("clean.cpp", Clean)});
  EXPECT_NE(R.Out.find("refuted by "), std::string::npos) << R.Out << R.Err;
}

TEST_F(CheckCli, KeepsQuietAboutAFindingThatAReasonAllows) {
  std::string Allowed = Racy;
  Allowed.replace(Allowed.find("++Counter; }"), 12,
                  "++Counter; } // heddle: allow(data-race) an estimate");
  EXPECT_EQ(heddle({"check", write("allowed.cpp", Allowed)}).Exit, 0);
}

using HelpCli = CliTest;

TEST_F(HelpCli, ShowsNoneOfTheOptionsThatLlvmRegisters) {
  for (const std::vector<std::string> &Arguments :
       {std::vector<std::string>{"--help"}, {"check", "--help"}}) {
    CliResult R = heddle(Arguments);
    EXPECT_EQ(R.Exit, 0);
    EXPECT_EQ(R.Out.find("inline"), std::string::npos) << R.Out;
    EXPECT_NE(R.Out.find("check"), std::string::npos) << R.Out;
  }
}

TEST_F(HelpCli, TellsItsVersion) {
  EXPECT_TRUE(
      llvm::StringRef(heddle({"--version"}).Out).starts_with("heddle 0."));
}

TEST_F(HelpCli, KnowsWhatAMisspeltCommandMeant) {
  CliResult R = heddle({"chekc", "x.cpp"});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("'check'"), std::string::npos) << R.Err;
}

TEST_F(HelpCli, ExplainsEveryRuleThatItLists) {
  CliResult List = heddle({"rules"});
  EXPECT_EQ(List.Exit, 0);
  llvm::SmallVector<llvm::StringRef> Lines;
  llvm::StringRef(List.Out).split(Lines, '\n', -1, false);
  EXPECT_GE(Lines.size(), 13u);
  for (llvm::StringRef Line : Lines) {
    std::string Id = Line.split(' ').first.str();
    CliResult Page = heddle({"explain", Id});
    EXPECT_EQ(Page.Exit, 0) << Id;
    EXPECT_NE(Page.Out.find(Id), std::string::npos) << Id;
  }
}

TEST_F(HelpCli, FindsThisMachineHealthy) {
  CliResult R = heddle({"doctor"});
  EXPECT_EQ(R.Exit, 0) << R.Out;
}

} // namespace
