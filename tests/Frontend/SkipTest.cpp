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
/// of the user's: over all samples, sixteen at a time, and over the programs in
/// skip/, which make the library call as much user code as they can.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/Print.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <optional>
#include <set>

using namespace llvm;

namespace heddle {
namespace {

std::vector<std::string> filesBelow(StringRef Directory,
                                    std::initializer_list<StringRef> Endings) {
  std::vector<std::string> Result;
  std::error_code EC;
  for (sys::fs::recursive_directory_iterator It(Directory, EC), End;
       It != End && !EC; It.increment(EC))
    if (is_contained(Endings, sys::path::extension(It->path())))
      Result.push_back(It->path());
  llvm::sort(Result);
  return Result;
}

const std::string Tree = HEDDLE_SOURCE_DIR;

/// The user's functions by USR, printed.
using Printed = std::map<std::string, std::string>;

/// Nothing where \p Job does not compile, which \p Problem tells.
std::optional<Printed> lowered(const CompileJob &Job,
                               const std::string *Content, bool Skip,
                               std::string &Problem) {
  LowerOptions Options;
  Options.Root = Job.Directory;
  Options.SkipLibraryBodies = Skip;
  if (Content)
    Options.Content = *Content;
  Expected<LowerResult> R = lower(Job, Options);
  if (!R) {
    Problem = toString(R.takeError());
    return std::nullopt;
  }
  for (const CompileDiagnostic &D : R->M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error) {
      Problem = Job.File + ": " + D.Message;
      return std::nullopt;
    }
  Printed Result;
  for (unsigned I = 0; I < R->M.Functions.size(); ++I) {
    const Function &F = R->M.Functions[I];
    if (!F.Definition || F.System)
      continue;
    raw_string_ostream OS(Result[F.Usr]);
    printFunction(R->M, FuncId(I), OS);
  }
  return Result;
}

void expectEqual(const Printed &With, const Printed &Without) {
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

/// Both models of \p Job, or why there are none.
std::string compare(const CompileJob &Job,
                    const std::string *Content = nullptr) {
  std::string Problem;
  std::optional<Printed> With = lowered(Job, Content, true, Problem);
  std::optional<Printed> Without = lowered(Job, Content, false, Problem);
  if (With && Without)
    expectEqual(*With, *Without);
  return Problem;
}

bool isC(StringRef File) { return sys::path::extension(File) == ".c"; }

CompileJob jobOf(StringRef File) {
  CompileJob Job;
  Job.File = File.str();
  Job.Directory = sys::path::parent_path(File).str();
  Job.Command = {isC(File) ? "clang" : "clang++",
                 isC(File) ? "-std=gnu17" : "-std=c++20", "-pthread", Job.File};
  return Job;
}

/// Many sources as one: each in a namespace of its own, so that the library's
/// headers, the costly part, are read once. Each of its own headers is read
/// anew for the next one.
std::string joined(ArrayRef<std::string> Files) {
  std::set<std::string> Library, Guards;
  for (const std::string &File : Files)
    for (const std::string &Beside :
         filesBelow(sys::path::parent_path(File), {".h", ".cpp"})) {
      auto Buffer = MemoryBuffer::getFile(Beside);
      if (!Buffer)
        continue;
      for (StringRef Line : split((*Buffer)->getBuffer(), '\n')) {
        if (Line.starts_with("#include <"))
          Library.insert(Line.str());
        if (Line.consume_front("#ifndef "))
          Guards.insert(Line.str());
        EXPECT_FALSE(Line.starts_with("#pragma once"))
            << Beside << ": only a guard can be taken away again";
      }
    }
  std::string Text = llvm::join(Library, "\n") + "\n";
  for (auto [I, File] : enumerate(Files)) {
    Text +=
        ("namespace sample" + Twine(I) + " {\n#include \"" + File + "\"\n}\n")
            .str();
    for (const std::string &Guard : Guards)
      Text += "#undef " + Guard + "\n";
  }
  return Text;
}

struct Group {
  std::string Name;
  std::vector<std::string> Files;
};

/// Sources that follow each other in the tree, the C++ ones apart.
std::vector<Group> groupsBelow(StringRef Directory, size_t Size) {
  std::vector<Group> Result;
  for (bool C : {false, true}) {
    std::vector<std::string> Files = filesBelow(Directory, {C ? ".c" : ".cpp"});
    for (size_t I = 0; I < Files.size(); I += Size) {
      ArrayRef<std::string> Some =
          ArrayRef(Files).slice(I, std::min(Size, Files.size() - I));
      // The path below the tree: file names alone repeat.
      StringRef First = Some.front();
      First.consume_front(HEDDLE_SOURCE_DIR);
      std::string Name = First.ltrim('/').str();
      for (char &Ch : Name)
        if (!isAlnum(Ch))
          Ch = '_';
      Result.push_back({Name, Some.vec()});
    }
  }
  return Result;
}

class SkipBodies : public testing::TestWithParam<Group> {};

TEST_P(SkipBodies, GivesTheSameModelOfUserCode) {
  const Group &G = GetParam();
  if (G.Files.size() > 1 && !isC(G.Files.front())) {
    // No file: its text is given.
    CompileJob All = jobOf(Tree + "/samples/joined.cpp");
    std::string Text = joined(G.Files);
    std::string Problem = compare(All, &Text);
    if (Problem.empty())
      return;
    // Two of them do not go together: each by itself.
    llvm::outs() << "not joined: " << Problem << "\n";
  }
  for (const std::string &File : G.Files)
    EXPECT_EQ(compare(jobOf(File)), "");
}

std::string testName(const testing::TestParamInfo<Group> &Info) {
  return Info.param.Name;
}

INSTANTIATE_TEST_SUITE_P(
    Programs, SkipBodies,
    testing::ValuesIn(groupsBelow(Tree + "/tests/Frontend/skip", 1)), testName);
INSTANTIATE_TEST_SUITE_P(Samples, SkipBodies,
                         testing::ValuesIn(groupsBelow(Tree + "/samples", 16)),
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
