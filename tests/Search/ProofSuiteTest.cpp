//===- ProofSuiteTest.cpp - What `prove` answers on tests/proof -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every program of tests/proof says in its first comment what is true of it
/// (`prove: race`), and, where Heddle can't tell, so (`prove: race (unknown:
/// why)`). A limit that is mended fails here until its mark is taken out.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Driver.h"
#include "analyzer/Findings/Outcome.h"
#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Frontend/Parse/Sources.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace heddle;

namespace {

const char Tree[] = HEDDLE_SOURCE_DIR "/tests/proof";

std::vector<std::string> programs() {
  std::vector<std::string> Out;
  std::error_code Error;
  for (llvm::sys::fs::recursive_directory_iterator It(Tree, Error), End;
       It != End && !Error; It.increment(Error))
    if (llvm::StringRef Path = It->path();
        Path.ends_with(".c") || Path.ends_with(".i"))
      Out.push_back(Path.substr(sizeof(Tree)).str());
  std::sort(Out.begin(), Out.end());
  return Out;
}

/// The answer that the first comment of the file asks for.
std::string expected(llvm::StringRef Source) {
  llvm::StringRef Mark = Source.split("// prove: ").second.split('\n').first;
  return Mark.contains("(unknown") ? "unknown" : Mark.trim().str();
}

class Proof : public testing::TestWithParam<std::string> {};

TEST_P(Proof, AnswersWhatIsMarked) {
  const std::string File = std::string(Tree) + "/" + GetParam();
  auto Source = llvm::MemoryBuffer::getFile(File);
  ASSERT_TRUE(bool(Source)) << File;
  CompileJob Job;
  Job.File = File;
  Job.Directory = Tree;
  Job.Command = {"clang-22", "-std=gnu17", "-pthread", File};
  if (usesOpenMP(File))
    Job.Command.insert(Job.Command.end() - 1, "-fopenmp");
  LowerOptions How;
  How.Root = Tree;
  llvm::Expected<LowerResult> Lowered = lower(Job, How);
  ASSERT_TRUE(bool(Lowered)) << llvm::toString(Lowered.takeError());
  applySpecs(Lowered->M, SpecSet::builtin());
  std::vector<Module> Units;
  Units.push_back(std::move(Lowered->M));
  CheckOptions Options;
  Options.Root = Tree;
  Options.Prove = true;
  const Report R = check(std::move(Units), Options);
  EXPECT_EQ(toString(R.Answer).str(), expected((*Source)->getBuffer()))
      << llvm::join(R.AnswerReasons, "; ");
}

std::string testName(const testing::TestParamInfo<std::string> &Info) {
  std::string Name = Info.param;
  for (char &C : Name)
    if (!llvm::isAlnum(C))
      C = '_';
  return Name;
}

INSTANTIATE_TEST_SUITE_P(Programs, Proof, testing::ValuesIn(programs()),
                         testName);

} // namespace
