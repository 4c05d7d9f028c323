//===- ConfigCliTest.cpp - Options in .heddle.yaml
//--------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

namespace heddle {
namespace {

// One race, and one finding of an advice rule.
const char Program[] = "#include <thread>\n"
                       "int Counter;\n"
                       "void add() { ++Counter; }\n"
                       "int main() {\n"
                       "  for (int I = 0; I < 2; ++I) {\n"
                       "    std::thread T(add);\n"
                       "    T.join();\n"
                       "  }\n"
                       "  std::thread A(add);\n"
                       "  add();\n"
                       "  A.join();\n"
                       "}\n";
const char RaceId[] = "[data-race", AdviceId[] = "[join-in-creation-loop";

class ConfigCli : public CliTest {
protected:
  void SetUp() override {
    CliTest::SetUp();
    Source = write("project/src/main.cpp", Program);
  }
  CliResult check(std::vector<std::string> More = {}) {
    More.insert(More.begin(), {"check", Source});
    return heddle(std::move(More));
  }
  std::string Source;
};

bool has(llvm::StringRef Text, llvm::StringRef Part) {
  return Text.contains(Part);
}

TEST_F(ConfigCli, IsTheNearestFileUpward) {
  CliResult R = check();
  EXPECT_TRUE(has(R.Out, RaceId)) << R.Out;
  EXPECT_FALSE(has(R.Out, AdviceId)) << R.Out;
  EXPECT_EQ(R.Exit, 1);
  write("project/.heddle.yaml",
        "rules: [+join-in-creation-loop, -data-race]\n");
  write(".heddle.yaml", "rules: [lock-order]\n");
  R = check();
  EXPECT_FALSE(has(R.Out, RaceId)) << R.Out;
  EXPECT_TRUE(has(R.Out, AdviceId)) << R.Out;
  EXPECT_TRUE(has(R.Out, ".heddle.yaml")) << R.Out;
  EXPECT_EQ(R.Exit, 0) << "advice never counts";
}

TEST_F(ConfigCli, GivesWayToTheCommandLine) {
  write("project/.heddle.yaml", "rules: [lock-order]\nfail-on: never\n");
  EXPECT_EQ(check().Exit, 0);
  CliResult R = check({"--rules=data-race"});
  EXPECT_TRUE(has(R.Out, RaceId)) << R.Out;
  EXPECT_EQ(R.Exit, 0);
  EXPECT_EQ(check({"--rules=data-race", "--fail-on=likely"}).Exit, 1);
  EXPECT_EQ(check({"--config=none"}).Exit, 1);
}

TEST_F(ConfigCli, NamesFilesFromWhereItStands) {
  write("project/.heddle.yaml", "rules: [\"@rules/house.yaml\"]\n"
                                "specs: [own.yaml]\n");
  write("project/rules/house.yaml", "rules: [join-in-creation-loop]\n");
  write("project/own.yaml", "functions:\n  - name: nothing\n    do: []\n");
  CliResult R = check();
  EXPECT_TRUE(has(R.Out, AdviceId)) << R.Out << R.Err;
  EXPECT_FALSE(has(R.Out, RaceId)) << R.Out;
}

TEST_F(ConfigCli, TellsMistakesWithLineAndCaret) {
  std::string File = write("project/.heddle.yaml", "advice: true\nrule: [x]\n");
  CliResult R = check();
  EXPECT_EQ(R.Exit, 2);
  EXPECT_TRUE(has(R.Err, File + ":2:1")) << R.Err;
  EXPECT_TRUE(has(R.Err, "did you mean 'rules'?")) << R.Err;
  EXPECT_TRUE(has(R.Err, "rule: [x]\n^")) << R.Err;
  write("project/.heddle.yaml", "advice: perhaps\n");
  R = check();
  EXPECT_EQ(R.Exit, 2);
  EXPECT_TRUE(has(R.Err, "'perhaps' is no value for 'advice'")) << R.Err;
  EXPECT_EQ(check({"--config=" + path("nowhere.yaml")}).Exit, 2);
}

using RulesCli = CliTest;

TEST_F(RulesCli, AreListedBySeverityCategoryAndStandard) {
  CliResult R = heddle({"rules"});
  EXPECT_TRUE(has(R.Out, "lock-order")) << R.Out;
  EXPECT_TRUE(has(R.Out, "unlock-order")) << R.Out;
  R = heddle({"rules", "--severity=advice", "--category=lock"});
  EXPECT_TRUE(has(R.Out, "unlock-order")) << R.Out;
  EXPECT_FALSE(has(R.Out, "async-deferred")) << R.Out;
  EXPECT_FALSE(has(R.Out, "empty-scoped-lock")) << R.Out;
  R = heddle({"rules", "--standard=cert-c"});
  EXPECT_TRUE(has(R.Out, "CON39-C")) << R.Out;
  EXPECT_TRUE(has(R.Out, "\n  double-join\n")) << R.Out;
  EXPECT_EQ(heddle({"rules", "--standard=nothing"}).Exit, 2);
  EXPECT_TRUE(has(heddle({"rules", "--sets"}).Out, "@misra-c-2012"));
}

} // namespace
} // namespace heddle
