//===- ParseTest.cpp - Reading code, also code that does not compile *- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// lower() as far as Parse/ is concerned: what is read, under which flags, and
/// what is said about errors. What becomes of the code is for the tests of
/// lowering.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "gtest/gtest.h"
#include "tests/Frontend/TempTree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Threading.h"

#include <thread>

using namespace llvm;

namespace heddle {
namespace {

LowerResult code(StringRef Code, ArrayRef<std::string> Flags = {},
                 bool IsC = false) {
  Expected<LowerResult> Result = lowerCode(Code, Flags, IsC);
  EXPECT_TRUE(bool(Result)) << toString(Result.takeError());
  return Result ? std::move(*Result) : LowerResult();
}

/// Has the module a body for a function of this qualified name?
bool defines(const Module &M, StringRef Name) {
  return any_of(M.Functions, [&](const Function &F) {
    return F.Name == Name && F.Definition;
  });
}

bool says(const Module &M, StringRef Text) {
  return any_of(M.Diagnostics, [&](const CompileDiagnostic &D) {
    return StringRef(D.Message).contains(Text);
  });
}

CompileJob jobIn(const TempTree &T, StringRef File,
                 std::vector<std::string> Flags = {}) {
  CompileJob Job;
  Job.File = T.at(File);
  Job.Directory = T.root();
  Job.Command = {"clang++", "-std=c++20"};
  append_range(Job.Command, Flags);
  Job.Command.push_back(File.str());
  return Job;
}

LowerOptions rootOf(const TempTree &T) {
  LowerOptions Options;
  Options.Root = T.root();
  return Options;
}

TEST(Parse, NamesTheUnitRelativeToTheRoot) {
  TempTree T;
  T.add("src/a.cpp", "void f() {}");
  Expected<LowerResult> R = lower(jobIn(T, "src/a.cpp"), rootOf(T));
  ASSERT_TRUE(bool(R)) << toString(R.takeError());
  EXPECT_EQ(R->M.Name, "src/a.cpp");
  EXPECT_TRUE(R->Complete);
  EXPECT_TRUE(R->M.Diagnostics.empty());
}

TEST(Parse, ReadsWhatIsRightBesideWhatIsWrong) {
  LowerResult R = code("void before() {}\n"
                       "void broken() { unknown(1); }\n"
                       "void after() {}\n");
  EXPECT_FALSE(R.Complete);
  EXPECT_TRUE(defines(R.M, "before"));
  EXPECT_TRUE(defines(R.M, "after"));
  ASSERT_EQ(R.M.Diagnostics.size(), 1u);
  const CompileDiagnostic &D = R.M.Diagnostics[0];
  EXPECT_EQ(D.Severity, DiagnosticSeverity::Error);
  EXPECT_EQ(D.Message, "use of undeclared identifier 'unknown'");
  EXPECT_EQ(D.Pos.Line, 2u);
  EXPECT_EQ(D.Pos.Column, 17u);
  EXPECT_EQ(R.M[D.Pos.File].Path, "input.cpp");
}

TEST(Parse, InstantiatesTemplatesAfterAMissingInclude) {
  LowerResult R = code("#include \"not/there.h\"\n"
                       "template <class T> void run(T) {}\n"
                       "int main() { run(1); }\n");
  EXPECT_FALSE(R.Complete);
  EXPECT_TRUE(says(R.M, "'not/there.h' file not found"));
  EXPECT_TRUE(defines(R.M, "run"));
}

TEST(Parse, KeepsABoundedNumberOfErrors) {
  std::string Text;
  for (int I = 0; I < 200; ++I)
    Text += "int v" + std::to_string(I) + " = nope" + std::to_string(I) + ";\n";
  LowerResult R = code(Text);
  EXPECT_LE(R.M.Diagnostics.size(), 60u);
  EXPECT_TRUE(says(R.M, "more errors"));
}

TEST(Parse, IsNotStoppedByWarningFlags) {
  LowerResult R = code("int unused_result() { int X; return 1; }\n",
                       {"-Wall", "-Wextra", "-Werror", "-Wfatal-errors"});
  EXPECT_TRUE(R.Complete);
  EXPECT_TRUE(R.M.Diagnostics.empty());
}

TEST(Parse, AcceptsTheOldCThatGccAccepts) {
  LowerResult R = code("void *f(int x) { int y = helper(x); char *p = &y; "
                       "return y; }\n",
                       {"-std=gnu89"}, /*IsC=*/true);
  EXPECT_TRUE(R.Complete) << R.M.Diagnostics[0].Message;
  EXPECT_EQ(R.M.Lang, Language::C);
}

TEST(Parse, SurvivesABadValueOfAFlag) {
  LowerResult R = code("void f() {}\n", {"-march=nonsense"});
  EXPECT_TRUE(defines(R.M, "f"));
  EXPECT_TRUE(R.Complete);
  EXPECT_TRUE(says(R.M, "nonsense"));
}

TEST(Parse, IsIncompleteUnderAStandardThatDoesNotExist) {
  LowerResult R = code("void f() {}\n", {"-std=c++99"});
  EXPECT_TRUE(defines(R.M, "f"));
  EXPECT_FALSE(R.Complete);
  EXPECT_TRUE(says(R.M, "c++99"));
}

TEST(Parse, UsesTheJobsDirectoryAndNotTheProcesss) {
  TempTree T;
  T.add("a.cpp", "#include <only_in_inc.h>\nint main() { here(); }\n");
  T.add("inc/only_in_inc.h", "inline void here() {}\n");
  SmallString<128> Before, After;
  ASSERT_FALSE(sys::fs::current_path(Before));
  Expected<LowerResult> R = lower(jobIn(T, "a.cpp", {"-Iinc"}), rootOf(T));
  ASSERT_FALSE(sys::fs::current_path(After));
  ASSERT_TRUE(bool(R)) << toString(R.takeError());
  EXPECT_TRUE(R->Complete);
  EXPECT_TRUE(defines(R->M, "here"));
  EXPECT_EQ(R->Dependencies,
            std::vector<std::string>{T.at("inc/only_in_inc.h")});
  EXPECT_EQ(Before, After);
}

TEST(Parse, ReadsTheGivenContentInsteadOfTheFile) {
  TempTree T;
  T.add("a.cpp", "void on_disk() {}");
  LowerOptions Options = rootOf(T);
  Options.Content = "void in_memory() {}";
  Expected<LowerResult> R = lower(jobIn(T, "a.cpp"), Options);
  ASSERT_TRUE(bool(R)) << toString(R.takeError());
  EXPECT_TRUE(defines(R->M, "in_memory"));
  EXPECT_FALSE(defines(R->M, "on_disk"));
}

TEST(Parse, SaysWhatIsMissing) {
  TempTree T;
  Expected<LowerResult> R = lower(jobIn(T, "gone.cpp"), rootOf(T));
  ASSERT_FALSE(bool(R));
  EXPECT_TRUE(StringRef(toString(R.takeError())).contains("gone.cpp"));
  CompileJob Job = jobIn(T, "gone.cpp");
  Job.Directory = T.at("nowhere");
  R = lower(Job, rootOf(T));
  ASSERT_FALSE(bool(R));
  EXPECT_TRUE(StringRef(toString(R.takeError())).contains("configure"));
}

TEST(Parse, OutlivesACrashOfTheCompiler) {
  Expected<LowerResult> R = lowerCode("#pragma clang __debug crash\n");
  ASSERT_FALSE(bool(R));
  EXPECT_TRUE(StringRef(toString(R.takeError())).contains("crashed"));
  EXPECT_TRUE(code("void f() {}").Complete);
}

TEST(Parse, FollowsDeepExpressions) {
  std::string Sum = "int f(int x) { return x";
  for (int I = 0; I < 10000; ++I)
    Sum += "+x";
  EXPECT_TRUE(code(Sum + "; }").Complete);
}

TEST(Parse, ReportsModulesAsNotAnalysed) {
  LowerResult R = code("import other;\nvoid f() {}\n");
  EXPECT_FALSE(R.Complete);
  EXPECT_TRUE(defines(R.M, "f"));
  ASSERT_EQ(R.M.Gaps.size(), 1u);
  EXPECT_EQ(R.M.Gaps[0].What, "import of a C++20 module");

  R = code("export module m;\nexport void g() {}\n");
  EXPECT_FALSE(R.Complete);
  EXPECT_TRUE(defines(R.M, "g"));
  ASSERT_EQ(R.M.Gaps.size(), 1u);
  EXPECT_EQ(R.M.Gaps[0].What, "C++20 module 'm'");
}

TEST(Parse, TakesPreprocessedTextForTheUsersOwn) {
  TempTree T;
  T.add("a.ii", "# 1 \"a.cpp\"\n"
                "# 1 \"/usr/include/lib.h\" 1 3 4\n"
                "inline void library() {}\n"
                "# 2 \"a.cpp\" 2\n"
                "void user() {}\n");
  Expected<LowerResult> R = lower(jobIn(T, "a.ii"), rootOf(T));
  ASSERT_TRUE(bool(R)) << toString(R.takeError());
  EXPECT_TRUE(R->Complete);
  EXPECT_TRUE(defines(R->M, "user"));
}

TEST(Parse, GivesTheSameDateToEveryParse) {
  LowerResult R = code("static_assert(__DATE__[7] == '1' && "
                       "__DATE__[8] == '9');\n");
  EXPECT_TRUE(R.Complete);
}

TEST(Parse, RunsInSeveralThreadsInSeveralFolders) {
  TempTree T;
  for (const char *Dir : {"x", "y"}) {
    T.add(std::string(Dir) + "/a.cpp", "#include \"name.h\"\nvoid NAME() {}\n");
    T.add(std::string(Dir) + "/name.h",
          std::string("#define NAME in_") + Dir + "\n");
  }
  std::vector<std::thread> Threads;
  std::array<bool, 8> Right{};
  Threads.reserve(Right.size());
  for (unsigned I = 0; I < Right.size(); ++I)
    Threads.emplace_back([&, I] {
      std::string Dir = I % 2 ? "x" : "y";
      CompileJob Job = jobIn(T, Dir + "/a.cpp");
      Job.Directory = T.at(Dir);
      Job.Command.back() = "a.cpp";
      Expected<LowerResult> R = lower(Job, rootOf(T));
      Right[I] = R && R->Complete && defines(R->M, "in_" + Dir);
      if (!R)
        consumeError(R.takeError());
    });
  for (std::thread &Thread : Threads)
    Thread.join();
  EXPECT_TRUE(all_of(Right, [](bool B) { return B; }));
}

TEST(Parse, FindsClangsOwnHeaders) {
  Expected<std::string> Dir = resourceDirectory();
  ASSERT_TRUE(bool(Dir)) << toString(Dir.takeError());
  EXPECT_TRUE(sys::fs::exists(*Dir + "/include/stddef.h"));
}

} // namespace
} // namespace heddle
