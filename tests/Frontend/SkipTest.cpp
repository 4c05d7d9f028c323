//===- SkipTest.cpp - Skipping library bodies loses nothing -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The model with SkipLibraryBodies equals the one without, for every function
/// of the user's: over all samples, and over the programs in skip/, which make
/// the library call as much user code as they can.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/Print.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>

using namespace llvm;

namespace heddle {
namespace {

std::vector<std::string> sourcesBelow(StringRef Directory) {
  std::vector<std::string> Result;
  std::error_code EC;
  for (sys::fs::recursive_directory_iterator It(Directory, EC), End;
       It != End && !EC; It.increment(EC))
    if (is_contained({".c", ".cpp"}, sys::path::extension(It->path())))
      Result.push_back(It->path());
  llvm::sort(Result);
  return Result;
}

/// The user's functions by USR, printed.
using Printed = std::map<std::string, std::string>;

Printed lowered(StringRef File, bool Skip) {
  bool IsC = sys::path::extension(File) == ".c";
  CompileJob Job;
  Job.File = File.str();
  Job.Directory = sys::path::parent_path(File).str();
  Job.Command = {IsC ? "clang" : "clang++", IsC ? "-std=gnu17" : "-std=c++20",
                 "-pthread", Job.File};
  LowerOptions Options;
  Options.Root = Job.Directory;
  Options.SkipLibraryBodies = Skip;
  Expected<LowerResult> R = lower(Job, Options);
  Printed Result;
  if (!R) {
    ADD_FAILURE() << toString(R.takeError());
    return Result;
  }
  for (const CompileDiagnostic &D : R->M.Diagnostics)
    EXPECT_LT(D.Severity, DiagnosticSeverity::Error)
        << File.str() << ": " << D.Message;
  for (unsigned I = 0; I < R->M.Functions.size(); ++I) {
    const Function &F = R->M.Functions[I];
    if (!F.Definition || F.System)
      continue;
    raw_string_ostream OS(Result[F.Usr]);
    printFunction(R->M, FuncId(I), OS);
  }
  return Result;
}

class SkipBodies : public testing::TestWithParam<std::string> {};

TEST_P(SkipBodies, GivesTheSameModelOfUserCode) {
  Printed With = lowered(GetParam(), true),
          Without = lowered(GetParam(), false);
  EXPECT_FALSE(Without.empty());
  for (const auto &[Usr, Text] : Without) {
    auto It = With.find(Usr);
    if (It == With.end())
      ADD_FAILURE() << "lost:\n" << Text;
    else
      EXPECT_EQ(It->second, Text);
  }
  for (const auto &[Usr, Text] : With)
    EXPECT_TRUE(Without.count(Usr)) << "made up:\n" << Text;
}

std::string testName(const testing::TestParamInfo<std::string> &Info) {
  // The path below the tree: file names alone repeat.
  StringRef Below = Info.param;
  Below.consume_front(HEDDLE_SOURCE_DIR);
  std::string Name = Below.ltrim('/').str();
  for (char &C : Name)
    if (!isAlnum(C))
      C = '_';
  return Name;
}

const std::string Tree = HEDDLE_SOURCE_DIR;

INSTANTIATE_TEST_SUITE_P(
    Programs, SkipBodies,
    testing::ValuesIn(sourcesBelow(Tree + "/tests/Frontend/skip")), testName);
INSTANTIATE_TEST_SUITE_P(Samples, SkipBodies,
                         testing::ValuesIn(sourcesBelow(Tree + "/samples")),
                         testName);

/// What the user wrote and the library alone makes exist.
TEST(SkipBodiesOf, LibraryCallsKeepsWhatTheyInstantiate) {
  Expected<LowerResult> R = lowerCode(R"cpp(
#include <algorithm>
#include <memory>
#include <thread>
int Shared;
template <class T> struct Job {
  T Start;
  Job(T S) : Start(S) { ++Shared; }
  void operator()() { Shared += Start; }
};
int main() {
  std::thread A(Job<int>{1});
  std::thread B([](auto X) { Shared += X; }, 2L);
  auto P = std::make_shared<Job<char>>('c');
  int V[] = {2, 1};
  std::sort(V, V + 2, [](auto X, auto Y) { return ++Shared, X < Y; });
  A.join();
  B.join();
}
)cpp");
  ASSERT_TRUE(bool(R)) << toString(R.takeError());
  std::vector<std::string> Names;
  for (const Function &F : R->M.Functions)
    if (F.Definition && !F.System && !F.Implicit)
      Names.push_back(F.Name);
  auto Count = [&](StringRef Name) { return llvm::count(Names, Name); };
  EXPECT_EQ(Count("Job::Job"), 2) << join(Names, "\n");
  EXPECT_EQ(Count("Job::operator()"), 1) << join(Names, "\n");
  EXPECT_EQ(llvm::count_if(R->M.Functions,
                           [](const Function &F) {
                             return F.Kind == FunctionKind::LambdaCall &&
                                    F.Definition;
                           }),
            2);
}

} // namespace
} // namespace heddle
