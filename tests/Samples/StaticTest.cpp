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
/// its marks both ways: everything marked is found, nothing else is.
///
//===----------------------------------------------------------------------===//

#include "Sample.h"
#include "analyzer/Checks/Driver.h"
#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Frontend/Parse/Sources.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

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

llvm::Expected<Module> lowerSample(const std::string &File) {
  CompileJob Job;
  Job.File = std::string(Tree) + "/" + File;
  Job.Directory = Tree;
  if (llvm::StringRef(File).ends_with(".c"))
    Job.Command = {"clang-22", "-std=gnu17", "-pthread", Job.File};
  else
    Job.Command = {"clang++-22", "-std=c++20", "-pthread", Job.File};
  if (usesOpenMP(Job.File))
    Job.Command.insert(Job.Command.end() - 1, "-fopenmp");
  LowerOptions Options;
  Options.Root = Tree;
  llvm::Expected<LowerResult> Result = lower(Job, Options);
  if (!Result)
    return Result.takeError();
  applySpecs(Result->M, SpecSet::builtin());
  return std::move(Result->M);
}

class Static : public testing::TestWithParam<Sample> {};

TEST_P(Static, FindsWhatIsMarkedAndNothingElse) {
  const Sample &S = GetParam();
  std::vector<Module> Units;
  for (const std::string &File : S.Files) {
    llvm::Expected<Module> M = lowerSample(File);
    ASSERT_TRUE(bool(M)) << llvm::toString(M.takeError());
    Units.push_back(std::move(*M));
  }
  CheckOptions Options;
  Options.Root = Tree;
  Options.Also = S.Also;
  Report R = check(std::move(Units), Options);
  for (const std::string &Text : R.Covered.Incomplete)
    ADD_FAILURE() << "not analysed: " << Text;
  for (const std::string &Text : compare(S, R.Findings))
    ADD_FAILURE() << Text;
}

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
