//===- CommandLineTest.cpp - What of a command matters ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// reduceCommand() and its helpers.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/CommandLine.h"

#include "gtest/gtest.h"
#include "tests/Frontend/TempTree.h"

using namespace llvm;

namespace heddle {
namespace {

using Strings = std::vector<std::string>;

SemanticCommand reduce(Strings Command) {
  CompileJob Job;
  Job.File = "/w/a.cpp";
  Job.Directory = "/w";
  Job.Command = std::move(Command);
  return reduceCommand(Job);
}

TEST(CommandLine, KeepsWhatChangesTheMeaning) {
  Strings Flags = {"-std=gnu++17", "-DA=1",    "-D",       "B",
                   "-UC",          "-Iinc",    "-I",       "more",
                   "-isystem",     "sys",      "-include", "pre.h",
                   "-O2",          "-pthread", "-m32",     "-fno-exceptions"};
  Strings Command = {"clang++"};
  Command.insert(Command.end(), Flags.begin(), Flags.end());
  Command.push_back("a.cpp");
  Flags.insert(Flags.begin(), "--driver-mode=g++");
  EXPECT_EQ(reduce(Command).Flags, Flags);
}

TEST(CommandLine, DropsOutputsWarningsAndLinking) {
  SemanticCommand R = reduce({"g++",
                              "-c",
                              "-o",
                              "a.o",
                              "-MD",
                              "-MF",
                              "a.d",
                              "-MTa.o",
                              "-MP",
                              "-Wall",
                              "-Werror",
                              "-Werror=shadow",
                              "-pedantic-errors",
                              "-Wfatal-errors",
                              "-w",
                              "-g3",
                              "-Wl,-rpath,x",
                              "-Wp,-MD,a.d",
                              "-lfoo",
                              "-Llib",
                              "-fplugin=p.so",
                              "-save-temps",
                              "a.cpp",
                              "other.o"});
  EXPECT_EQ(R.Flags, Strings{"--driver-mode=g++"});
  EXPECT_TRUE(R.Dropped.empty());
}

TEST(CommandLine, ReportsFlagsOnlyGccKnows) {
  SemanticCommand R =
      reduce({"g++", "-DX", "-fmade-up", "-mmade-up=7", "a.cpp"});
  EXPECT_EQ(R.Flags, (Strings{"--driver-mode=g++", "-DX"}));
  EXPECT_EQ(R.Dropped, (Strings{"-fmade-up", "-mmade-up=7"}));
}

TEST(CommandLine, NeverTakesAValueForAFlag) {
  SemanticCommand R = reduce({"clang", "-D", "-o", "-include", "-Wall", "a.c"});
  EXPECT_EQ(R.Flags, (Strings{"-D", "-o", "-include", "-Wall"}));
}

TEST(CommandLine, DropsPrecompiledHeadersAndPluginsBehindXclang) {
  SemanticCommand R =
      reduce({"clang++", "-Winvalid-pch", "-Xclang", "-include-pch", "-Xclang",
              "x.pch", "-Xclang", "-include", "-Xclang", "x.hxx", "-Xclang",
              "-load", "-Xclang", "p.so", "-include-pch", "y.pch", "a.cpp"});
  EXPECT_EQ(R.Flags, (Strings{"--driver-mode=g++", "-Xclang", "-include",
                              "-Xclang", "x.hxx"}));
}

TEST(CommandLine, TakesTheLanguageAndTargetFromTheCompilersName) {
  EXPECT_EQ(reduce({"/opt/bin/g++-12", "a.cpp"}).Flags,
            Strings{"--driver-mode=g++"});
  EXPECT_TRUE(reduce({"gcc", "a.cpp"}).Flags.empty() ||
              reduce({"gcc", "a.cpp"}).Flags == Strings{"--driver-mode=gcc"});
  Strings Cross = reduce({"aarch64-linux-gnu-g++", "a.cpp"}).Flags;
  EXPECT_EQ(Cross,
            (Strings{"--target=aarch64-linux-gnu", "--driver-mode=g++"}));
}

TEST(CommandLine, TakesALanguageOnlyForTheFilesAfterIt) {
  EXPECT_EQ(reduce({"clang", "-x", "c++", "a.cpp", "-x", "c", "b.x"}).Flags,
            (Strings{"-x", "c++"}));
}

TEST(CommandLine, ReducesTheReducedToItself) {
  SemanticCommand Once =
      reduce({"ccache", "g++", "-DX", "-Wall", "-o", "a.o", "-c", "a.cpp"});
  Strings Again = {"clang"};
  Again.insert(Again.end(), Once.Flags.begin(), Once.Flags.end());
  Again.push_back("a.cpp");
  EXPECT_EQ(reduce(Again).Flags, Once.Flags);
}

TEST(CommandLine, ExpandsNestedResponseFiles) {
  TempTree T;
  T.add("outer.rsp", "-DA @inner.rsp\n\"-DB=x y\"");
  T.add("inner.rsp", "-DC");
  EXPECT_EQ(expandResponseFiles({"g++", "@outer.rsp", "a.cpp"}, T.root()),
            (Strings{"g++", "-DA", "-DC", "-DB=x y", "a.cpp"}));
  EXPECT_EQ(expandResponseFiles({"g++", "@gone.rsp"}, T.root()),
            (Strings{"g++", "@gone.rsp"}));
}

} // namespace
} // namespace heddle
