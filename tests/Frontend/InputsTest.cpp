//===- InputsTest.cpp - From paths to compile jobs --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// planInputs() on small trees.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"
#include "tests/Frontend/TempTree.h"

#include "llvm/Support/JSON.h"

using namespace llvm;

namespace heddle {
namespace {

InputPlan plan(const InputRequest &Request) {
  Expected<InputPlan> Plan = planInputs(Request);
  EXPECT_TRUE(bool(Plan)) << toString(Plan.takeError());
  return Plan ? std::move(*Plan) : InputPlan();
}

InputPlan planPaths(std::vector<std::string> Paths) {
  InputRequest Request;
  Request.Paths = std::move(Paths);
  return plan(Request);
}

struct Entry {
  std::string File, Command;
};

/// A database in \p Dir of \p T, whose commands run in T's root.
void addDatabase(const TempTree &T, StringRef Dir, ArrayRef<Entry> Entries) {
  json::Array List;
  for (const Entry &E : Entries)
    List.push_back(json::Object{
        {"directory", T.root()}, {"file", E.File}, {"command", E.Command}});
  std::string Text;
  raw_string_ostream(Text) << json::Value(std::move(List));
  T.add((Dir + "/compile_commands.json").str(), Text);
}

std::vector<std::string> files(const InputPlan &Plan, const TempTree &T) {
  std::vector<std::string> Result;
  Result.reserve(Plan.Jobs.size());
  for (const CompileJob &Job : Plan.Jobs)
    Result.push_back(StringRef(Job.File).substr(T.root().size() + 1).str());
  return Result;
}

using Names = std::vector<std::string>;

bool mentions(ArrayRef<std::string> Texts, StringRef Part) {
  return any_of(Texts, [&](StringRef T) { return T.contains(Part); });
}

bool has(const CompileJob &Job, StringRef Flag) {
  return is_contained(Job.Command, Flag);
}

TEST(Inputs, GivesDefaultFlagsWithANoteWhereNothingIsKnown) {
  TempTree T;
  InputPlan Plan =
      planPaths({T.add("a.cpp", "int A;"), T.add("b.c", "int B;")});
  ASSERT_EQ(files(Plan, T), (Names{"a.cpp", "b.c"}));
  EXPECT_TRUE(has(Plan.Jobs[0], "-std=c++20"));
  EXPECT_TRUE(has(Plan.Jobs[1], "-std=gnu17"));
  EXPECT_TRUE(Plan.Jobs[0].Guessed);
  EXPECT_TRUE(mentions(Plan.Notes, "default flags"));
  EXPECT_EQ(Plan.Root, T.root());
}

TEST(Inputs, AddsOpenMPWithANoteWhereTheFileUsesIt) {
  TempTree T;
  InputPlan Plan =
      planPaths({T.add("a.c", "void f(void) {\n#pragma omp parallel\n  ;\n}\n"),
                 T.add("b.c", "// #pragma omp parallel, they say\nint B;\n"),
                 T.add("c.c", "#include <omp.h>\n")});
  ASSERT_EQ(Plan.Jobs.size(), 3u);
  EXPECT_TRUE(has(Plan.Jobs[0], "-fopenmp"));
  EXPECT_FALSE(has(Plan.Jobs[1], "-fopenmp"));
  EXPECT_TRUE(has(Plan.Jobs[2], "-fopenmp"));
  EXPECT_TRUE(mentions(Plan.Notes, "2 files use OpenMP, so -fopenmp is added"));
}

TEST(Inputs, TakesTheFlagsAfterTheDashes) {
  TempTree T;
  addDatabase(T, ".", {{"a.cpp", "g++ -DDATABASE -c a.cpp"}});
  InputRequest Request;
  Request.Paths = {T.add("a.cpp", "int A;")};
  Request.Flags = {"-DGIVEN"};
  Request.FlagsGiven = true;
  InputPlan Plan = plan(Request);
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_TRUE(has(Plan.Jobs[0], "-DGIVEN"));
  EXPECT_FALSE(has(Plan.Jobs[0], "-DDATABASE"));
  EXPECT_FALSE(Plan.Jobs[0].Guessed);
  EXPECT_TRUE(Plan.Notes.empty());
}

TEST(Inputs, TakesAWholeCommandAfterTheDashes) {
  TempTree T;
  std::string File = T.add("a.cpp", "int A;");
  InputRequest Request;
  Request.Paths = {File};
  Request.Flags = {"/usr/bin/g++", "-DX", "-o", "a.o", "-c", File};
  Request.FlagsGiven = true;
  InputPlan Plan = plan(Request);
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_EQ(Plan.Jobs[0].Command[0], "/usr/bin/g++");
}

TEST(Inputs, FindsTheDatabaseInABuildFolderAbove) {
  TempTree T;
  std::string File = T.add("src/deep/a.cpp", "int A;");
  addDatabase(T, "build-debug", {{"src/deep/a.cpp", "g++ -DFOUND -c a.cpp"}});
  InputPlan Plan = planPaths({File});
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_TRUE(has(Plan.Jobs[0], "-DFOUND"));
  EXPECT_EQ(Plan.Root, T.root());
  EXPECT_TRUE(Plan.Notes.empty());
}

TEST(Inputs, LeavesADatabaseAloneThatDoesNotKnowTheFile) {
  TempTree T;
  T.add("src/a.cpp", "int A;");
  addDatabase(T, "build", {{"src/a.cpp", "g++ -DOTHER -c src/a.cpp"}});
  InputPlan Plan = planPaths({T.add("samples/b.cpp", "int B;")});
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_TRUE(Plan.Jobs[0].Guessed);
  EXPECT_FALSE(has(Plan.Jobs[0], "-DOTHER"));
}

TEST(Inputs, TakesAFoldersPartOfTheDatabaseAndSaysWhatIsLeft) {
  TempTree T;
  T.add("lib/b.cpp", "int B;");
  T.add("lib/a.cpp", "int A;");
  T.add("lib/unlisted.cpp", "int U;");
  T.add("app/main.cpp", "int main() {}");
  addDatabase(T, "build",
              {{"lib/b.cpp", "g++ -c lib/b.cpp"},
               {"app/main.cpp", "g++ -c app/main.cpp"},
               {"lib/a.cpp", "g++ -c lib/a.cpp"}});
  InputPlan Plan = planPaths({T.at("lib")});
  EXPECT_EQ(files(Plan, T), (Names{"lib/a.cpp", "lib/b.cpp"}));
  EXPECT_TRUE(mentions(Plan.Notes, "unlisted.cpp"));
  EXPECT_EQ(Plan.Root, T.root());
}

TEST(Inputs, SearchesAFolderWithoutDatabase) {
  TempTree T;
  T.add("z.cpp", "int Z;");
  T.add("sub/a.c", "int A;");
  T.add(".git/x.cpp", "int X;");
  T.add("build/gen.cpp", "int G;");
  T.add("vendor/v.cpp", "int V;");
  T.add("out/CMakeCache.txt", "");
  T.add("out/o.cpp", "int O;");
  T.add("include/api.h", "int f(void);");
  InputPlan Plan = planPaths({T.root()});
  EXPECT_EQ(files(Plan, T), (Names{"sub/a.c", "z.cpp"}));
  EXPECT_TRUE(
      mentions(Plan.Notes,
               "build (build tree), out (build tree), vendor (third party)"));
  EXPECT_TRUE(has(Plan.Jobs[0], "-I" + T.at("include")));
  EXPECT_TRUE(mentions(Plan.Notes, "api.h"));
}

TEST(Inputs, TakesAllOfAGivenDatabase) {
  TempTree T;
  T.add("src/a.cpp", "int A;");
  T.add("src/boot.s", "nop");
  addDatabase(T, "out",
              {{"src/a.cpp", "g++ -c src/a.cpp"},
               {"src/boot.s", "as src/boot.s"},
               {"src/gone.cpp", "g++ -c src/gone.cpp"}});
  InputRequest Request;
  Request.BuildDir = T.at("out");
  InputPlan Plan = plan(Request);
  EXPECT_EQ(files(Plan, T), Names{"src/a.cpp"});
  EXPECT_TRUE(mentions(Plan.Problems, "src/gone.cpp is in"));
  EXPECT_EQ(Plan.Root, T.root());
}

TEST(Inputs, ReportsAnUnusableDatabaseWithTheNextStep) {
  TempTree T;
  T.add("build/compile_commands.json", "[{,}]");
  InputRequest Request;
  Request.Paths = {T.add("a.cpp", "int A;")};
  Request.BuildDir = T.at("build");
  Expected<InputPlan> Plan = planInputs(Request);
  ASSERT_FALSE(bool(Plan));
  EXPECT_TRUE(StringRef(toString(Plan.takeError()))
                  .contains("pass the flags after --"));
  Request.BuildDir = T.at("nowhere");
  Plan = planInputs(Request);
  ASSERT_FALSE(bool(Plan));
  EXPECT_TRUE(StringRef(toString(Plan.takeError())).contains("bear"));
}

TEST(Inputs, KeepsOneOfEqualCommandsAndAllDifferentOnes) {
  TempTree T;
  T.add("a.cpp", "int A;");
  addDatabase(T, ".",
              {{"a.cpp", "g++ -DX -O2 -Wall -o 1.o -c a.cpp"},
               {"a.cpp", "g++ -DX -O2 -MD -MF x.d -o 2.o -c a.cpp"},
               {"a.cpp", "g++ -DY -O2 -o 3.o -c a.cpp"}});
  InputPlan Plan = planPaths({T.at("a.cpp")});
  ASSERT_EQ(Plan.Jobs.size(), 2u);
  EXPECT_TRUE(has(Plan.Jobs[0], "1.o"));
  EXPECT_TRUE(has(Plan.Jobs[1], "-DY"));
  EXPECT_TRUE(mentions(Plan.Notes, "1 compile command with the same meaning"));
  EXPECT_TRUE(mentions(Plan.Notes, "1 file compiled in several ways"));
}

TEST(Inputs, LendsAHeaderTheFlagsOfAUnitThatIncludesIt) {
  TempTree T;
  T.add("src/a.cpp", "#include <mid.h>\n");
  T.add("src/q.cpp", "#include <mid.h>\n");
  T.add("inc/mid.h", "#include \"q.h\"\n");
  std::string Header = T.add("inc/q.h", "struct Q {};\n");
  addDatabase(T, "build",
              {{"src/a.cpp", "g++ -DA -Iinc -c src/a.cpp"},
               {"src/q.cpp", "g++ -DQ -Iinc -c src/q.cpp"}});
  InputPlan Plan = planPaths({Header});
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_EQ(Plan.Jobs[0].File, Header);
  EXPECT_TRUE(has(Plan.Jobs[0], "-DQ")) << "q.cpp goes with q.h";
  EXPECT_TRUE(mentions(Plan.Notes, "which includes it"));
}

TEST(Inputs, ParsesAHeaderByItselfWhereNobodyIncludesIt) {
  TempTree T;
  InputPlan Plan = planPaths({T.add("c.h", "int f(void);\n"),
                              T.add("d.h", "namespace d { int f(); }\n")});
  ASSERT_EQ(Plan.Jobs.size(), 2u);
  EXPECT_TRUE(has(Plan.Jobs[0], "-std=gnu17"));
  EXPECT_TRUE(has(Plan.Jobs[1], "-std=c++20"));
}

TEST(Inputs, ExpandsResponseFilesAndRemovesLaunchers) {
  TempTree T;
  T.add("a.cpp", "int A;");
  T.add("flags.rsp", "-DONE '-DTWO=a b'\n-I inc");
  addDatabase(T, ".", {{"a.cpp", "/usr/bin/ccache g++ @flags.rsp -c a.cpp"}});
  InputPlan Plan = planPaths({T.at("a.cpp")});
  ASSERT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_EQ(Plan.Jobs[0].Command,
            (Names{"g++", "-DONE", "-DTWO=a b", "-I", "inc", "-c", "a.cpp"}));
}

TEST(Inputs, NamesTheProblemAndTheNextStep) {
  TempTree T;
  InputPlan Plan =
      planPaths({T.at("missing.cpp"), T.add("empty.cpp", " \n"),
                 T.add("wide.cpp", StringRef("\xff\xfei\0n\0t\0", 8)),
                 T.add("a.out.cpp", StringRef("\x7f"
                                              "ELF\0\0",
                                              6)),
                 T.add("notes.md", "# hello")});
  ASSERT_EQ(Plan.Problems.size(), 5u);
  EXPECT_TRUE(mentions(Plan.Problems, "missing.cpp: no such file"));
  EXPECT_TRUE(mentions(Plan.Problems, "empty.cpp is empty"));
  EXPECT_TRUE(mentions(Plan.Problems, "iconv -f UTF-16"));
  EXPECT_TRUE(mentions(Plan.Problems, "is not text"));
  EXPECT_TRUE(mentions(Plan.Problems, "-- -x c++"));
  EXPECT_TRUE(Plan.Jobs.empty());
}

TEST(Inputs, AcceptsLatin1WithANote) {
  TempTree T;
  InputPlan Plan = planPaths({T.add("a.cpp", "// gr\xfc\xdf\nint A;")});
  EXPECT_EQ(Plan.Jobs.size(), 1u);
  EXPECT_TRUE(mentions(Plan.Notes, "not UTF-8"));
}

TEST(Inputs, RecognisesModels) {
  TempTree T;
  std::string Bytes;
  raw_string_ostream OS(Bytes);
  writeModule(Module(), OS);
  OS.flush();
  std::string File = T.add("unit.cpp", Bytes);
  InputPlan Plan = planPaths({File});
  EXPECT_EQ(Plan.ModelFiles, Names{File});
  EXPECT_TRUE(Plan.Problems.empty());
}

TEST(Inputs, ReportsFlagsThatClangDoesNotKnow) {
  TempTree T;
  T.add("a.cpp", "int A;");
  addDatabase(T, ".", {{"a.cpp", "g++ -fno-made-up-by-gcc -c a.cpp"}});
  InputPlan Plan = planPaths({T.at("a.cpp")});
  EXPECT_TRUE(mentions(Plan.Notes, "-fno-made-up-by-gcc"));
}

TEST(Inputs, PlansTheSameTwice) {
  TempTree T;
  for (const char *Name : {"c.cpp", "a.cpp", "b/z.cpp", "b/y.c"})
    T.add(Name, "int X;");
  EXPECT_EQ(files(planPaths({T.root()}), T),
            (Names{"a.cpp", "b/y.c", "b/z.cpp", "c.cpp"}));
}

} // namespace
} // namespace heddle
