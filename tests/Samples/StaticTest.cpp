//===- StaticTest.cpp - What Heddle says about the samples ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs the static half over every sample, in this process, and compares with
/// its marks both ways: everything marked is found, nothing else is. Every fix
/// offered is carried out, and must do what Fixing.h says.
///
//===----------------------------------------------------------------------===//

#include "Fixing.h"
#include "Sample.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <ctime>
#include <gtest/gtest.h>
#include <ostream>

using namespace heddle;
using namespace heddle::samples;

namespace {

const char Tree[] = HEDDLE_SOURCE_DIR "/samples";

const std::vector<Sample> &allSamples() {
  static const std::vector<Sample> All = findSamples(Tree);
  return All;
}

class Static : public testing::TestWithParam<Sample> {};

unsigned FixesTried = 0;
std::clock_t FixTime = 0;

TEST_P(Static, FindsWhatIsMarkedAndNothingElse) {
  const Sample &S = GetParam();
  std::vector<LoweredUnit> Units;
  for (const std::string &File : S.Files) {
    llvm::Expected<LoweredUnit> U = lowerUnit(Tree, File);
    ASSERT_TRUE(bool(U)) << llvm::toString(U.takeError());
    Units.push_back(std::move(*U));
  }
  CheckOptions Options;
  Options.Root = Tree;
  Options.Also = S.Also;
  Report R = checkUnits(Units, Options);
  for (const std::string &Text : R.Covered.Incomplete)
    ADD_FAILURE() << "not analysed: " << Text;
  for (const std::string &Text : compare(S, R.Findings))
    ADD_FAILURE() << Text;
  const std::clock_t Before = std::clock();
  for (const std::string &Text : tryFixes(Units, R, Options, FixesTried))
    ADD_FAILURE() << Text;
  FixTime += std::clock() - Before;
}

/// Tells how many fixes were carried out, when all tests have run.
class FixCount : public testing::Environment {
public:
  void TearDown() override {
    llvm::outs() << FixesTried << " fixes carried out and looked at again, in "
                 << FixTime / CLOCKS_PER_SEC << " s of CPU time\n";
  }
};
testing::Environment *const CountFixes =
    testing::AddGlobalTestEnvironment(new FixCount);

std::string testName(const testing::TestParamInfo<Sample> &Info) {
  std::string Name = Info.param.Name;
  for (char &C : Name)
    if (!llvm::isAlnum(C))
      C = '_';
  return Name;
}

INSTANTIATE_TEST_SUITE_P(Samples, Static, testing::ValuesIn(allSamples()),
                         testName);

TEST(Samples, BeginWithACommentThatTellsTheStory) {
  for (const Sample &S : allSamples())
    EXPECT_TRUE(S.HasComment) << S.Name;
}

TEST(Samples, ExpectSomethingOrSayThatTheyExpectNothing) {
  for (const Sample &S : allSamples())
    EXPECT_TRUE(S.ExpectNone || !S.Marks.empty()) << S.Name;
}

TEST(Samples, CountTheirKnownLimits) {
  unsigned Missed = 0, Wrong = 0, Expected = 0;
  for (const Sample &S : allSamples())
    for (const Mark &M : S.Marks) {
      Missed += M.Kind == MarkKind::Miss;
      Wrong += M.Kind == MarkKind::Wrong;
      Expected += M.Kind == MarkKind::Expect;
    }
  RecordProperty("expected", int(Expected));
  RecordProperty("missed", int(Missed));
  RecordProperty("wrong", int(Wrong));
  llvm::outs() << allSamples().size() << " samples: " << Expected
               << " findings marked, " << Missed << " known to be missed, "
               << Wrong << " known to be wrong\n";
}

} // namespace

namespace heddle::samples {
// NOLINTNEXTLINE(readability-identifier-naming): the name GoogleTest looks for
void PrintTo(const Sample &S, std::ostream *OS) { *OS << S.Name; }
} // namespace heddle::samples
