//===- RuleSetsTest.cpp - Standards and sets of rules
//-----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RuleSets.h"

#include "analyzer/Checks/Driver.h"

#include "llvm/ADT/STLExtras.h"

#include <gtest/gtest.h>
#include <set>

using namespace heddle;

namespace {

using Names = std::vector<std::string>;

std::string errorOf(llvm::StringRef Yaml) {
  llvm::Expected<RuleSet> Set = parseRuleSet(Yaml, "house.yaml");
  return Set ? "" : llvm::toString(Set.takeError());
}

TEST(RuleSets, ThatAreBuiltInNameWhatTheyCheck) {
  std::set<std::string> Seen;
  for (const RuleSet &Set : builtinRuleSets()) {
    Seen.insert(Set.Name);
    EXPECT_FALSE(Set.Title.empty()) << Set.Name;
    for (const Clause &C : Set.Clauses) {
      EXPECT_FALSE(C.Id.empty()) << Set.Name;
      EXPECT_FALSE(C.About.empty()) << C.Id;
      EXPECT_FALSE(C.Rules.empty()) << C.Id;
    }
  }
  EXPECT_EQ(Seen, (std::set<std::string>{"cert-c", "cert-cpp",
                                         "core-guidelines", "misra-c-2012"}));
}

TEST(RuleSets, ReadWhatAUserWrites) {
  llvm::Expected<RuleSet> Set =
      parseRuleSet("title: Our house\n"
                   "rules: [lock-order, data-race]\n"
                   "clauses:\n"
                   "  - id: H-1\n"
                   "    about: threads are joined\n"
                   "    rules: [thread-not-joined, data-race]\n"
                   "    partly: detached ones\n",
                   "house.yaml");
  ASSERT_TRUE(bool(Set)) << llvm::toString(Set.takeError());
  EXPECT_EQ(Set->rules(),
            (Names{"data-race", "lock-order", "thread-not-joined"}));
  EXPECT_EQ(Set->clausesOf("data-race"),
            (std::vector<llvm::StringRef>{"", "H-1"}));
  EXPECT_EQ(Set->Clauses.back().Missing, "detached ones");
}

TEST(RuleSets, PointAtWhatIsWrong) {
  std::string Text = errorOf("title: x\nrules: [data-rase]\n");
  EXPECT_NE(Text.find("house.yaml:2:9"), std::string::npos) << Text;
  EXPECT_NE(Text.find("did you mean 'data-race'"), std::string::npos) << Text;
  EXPECT_NE(errorOf("clause: []\n").find("did you mean 'clauses'"),
            std::string::npos);
  EXPECT_NE(errorOf("rules: data-race\n").find("expected a list"),
            std::string::npos);
}

TEST(RuleSelection, TakesSetsWhereItTakesRules) {
  CheckOptions Options;
  ASSERT_EQ(llvm::toString(selectRules(
                {"@misra-c-2012", "-@cert-cpp", "+async-deferred"}, Options)),
            "");
  EXPECT_TRUE(llvm::is_contained(Options.Only, "double-join"));
  EXPECT_FALSE(llvm::is_contained(Options.Only, "container-race"));
  EXPECT_TRUE(llvm::is_contained(Options.Without, "lock-order"));
  EXPECT_EQ(Options.Also, Names{"async-deferred"});
}

TEST(RuleSelection, KnowsWhichSetsThereAre) {
  CheckOptions Options;
  std::string Text = llvm::toString(selectRules({"@cert"}, Options));
  EXPECT_NE(Text.find("'@cert'"), std::string::npos) << Text;
  EXPECT_NE(Text.find("@cert-c, @cert-cpp"), std::string::npos) << Text;
}

} // namespace
