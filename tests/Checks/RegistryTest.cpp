//===- RegistryTest.cpp - Every rule is complete --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Driver.h"

#include "llvm/Support/FileSystem.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

bool exists(const std::string &Path) {
  return llvm::sys::fs::exists(std::string(HEDDLE_SOURCE_DIR) + "/" + Path);
}

TEST(Rules, AreSortedAndUnique) {
  llvm::ArrayRef<Rule> Rules = allRules();
  for (size_t I = 1; I < Rules.size(); ++I)
    EXPECT_LT(Rules[I - 1].Info.Id, Rules[I].Info.Id);
}

TEST(Rules, AreFoundById) {
  for (const Rule &R : allRules())
    EXPECT_EQ(findRule(R.Info.Id), &R) << R.Info.Id.str();
  EXPECT_EQ(findRule("no-such-rule"), nullptr);
}

TEST(Rules, HaveAPageWithEveryPart) {
  for (const Rule &R : allRules()) {
    llvm::StringRef Page = rulePage(R.Info.Id);
    EXPECT_TRUE(Page.starts_with(("# " + R.Info.Id + "\n").str()))
        << R.Info.Id.str();
    for (llvm::StringRef Part :
         {"## Why it hurts", "## How to repair", "## When it is not a bug",
          "## See also", "## Options", "## Known limits"})
      EXPECT_TRUE(Page.contains(Part)) << R.Info.Id.str() << " " << Part.str();
    for (llvm::StringRef Source : {"CWE-", "CERT", "Core Guidelines"})
      EXPECT_TRUE(Page.contains(Source)) << R.Info.Id.str() << Source.str();
    EXPECT_TRUE(Page.contains("heddle check --fix")) << R.Info.Id.str();
    EXPECT_FALSE(Page.contains("TODO")) << R.Info.Id.str();
  }
}

TEST(Rules, HaveSamplesWithTwins) {
  for (const Rule &R : allRules()) {
    std::string Folder = "samples/rules/" + R.Info.Id.str();
    // Some mistakes are made in C only.
    const bool IsC = exists(Folder + "/direct.c");
    EXPECT_TRUE(exists(Folder + (IsC ? "/direct.c" : "/direct.cpp"))) << Folder;
    EXPECT_TRUE(
        exists(Folder + (IsC ? "/direct.fixed.c" : "/direct.fixed.cpp")))
        << Folder;
    EXPECT_TRUE(exists(Folder + "/across/main.cpp") ||
                exists(Folder + "/header/main.cpp"))
        << Folder;
    EXPECT_TRUE(exists(Folder + "/across.fixed/main.cpp") ||
                exists(Folder + "/header.fixed/main.cpp"))
        << Folder;
  }
}

TEST(Rules, AreSaidInOneSentence) {
  for (const Rule &R : allRules()) {
    EXPECT_FALSE(R.Info.Summary.empty());
    EXPECT_FALSE(R.Info.Summary.ends_with(".")) << R.Info.Id.str();
  }
}

TEST(RuleNames, AMisspeltOneGetsTheNearest) {
  CheckOptions Options;
  std::string Text = llvm::toString(selectRules({"lock-oder"}, Options));
  EXPECT_NE(Text.find("'lock-oder'"), std::string::npos) << Text;
  EXPECT_NE(Text.find("did you mean 'lock-order'"), std::string::npos) << Text;
  EXPECT_EQ(llvm::toString(selectRules({"lock-order"}, Options)), "");
}

} // namespace
