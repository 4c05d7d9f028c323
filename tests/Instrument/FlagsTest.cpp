//===- FlagsTest.cpp - Which of the user's flags stay ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Build/Flags.h"

#include "gtest/gtest.h"

#include "llvm/ADT/StringExtras.h"

using namespace heddle;

namespace {

SortedFlags sorted(std::vector<std::string> Command,
                   std::string File = "a.cpp") {
  auto Flags = sortFlags({std::move(File), "/src", std::move(Command)});
  EXPECT_TRUE(bool(Flags));
  return Flags ? *Flags : SortedFlags();
}

std::string compileWords(std::vector<std::string> Command) {
  return llvm::join(sorted(std::move(Command)).Compile, " ");
}

std::string linkWords(std::vector<std::string> Command) {
  return llvm::join(sorted(std::move(Command)).Link, " ");
}

std::string refusal(const std::string &Flag) {
  auto Flags = sortFlags({"a.cpp", "/src", {"c++", Flag, "a.cpp"}});
  return Flags ? "accepted" : llvm::toString(Flags.takeError());
}

TEST(Flags, KeepsWhatChangesMeaning) {
  EXPECT_EQ(compileWords({"g++", "-std=c++17", "-DN=1", "-I", "inc", "-include",
                          "x.h", "-pthread", "-march=native", "a.cpp"}),
            "-std=c++17 -DN=1 -I inc -include x.h -pthread -march=native");
}

TEST(Flags, DropsOtherOutputsAndSanitizers) {
  EXPECT_EQ(
      compileWords({"g++", "-c", "-o", "a.o", "-MD", "-MF", "a.d", "-Werror",
                    "-flto", "-fsanitize=address", "-pg", "-O2", "a.cpp"}),
      "-O2");
}

TEST(Flags, SortsOutWhatTheLinkerNeeds) {
  EXPECT_EQ(linkWords({"g++", "a.cpp", "-lfoo", "-l", "bar", "-Wl,-z,now",
                       "-Xlinker", "-E", "lib/libx.a"}),
            "-lfoo -l bar -Wl,-z,now -Xlinker -E /src/lib/libx.a");
}

TEST(Flags, MakesLibraryDirectoriesAbsolute) {
  SortedFlags F = sorted({"g++", "-Llib", "-L", "/abs", "a.cpp"});
  EXPECT_EQ(llvm::join(F.Link, " "), "-L/src/lib -L/abs");
  EXPECT_EQ(llvm::join(F.LibraryDirs, " "), "/src/lib /abs");
}

TEST(Flags, KnowsTheLanguage) {
  EXPECT_TRUE(sorted({"cc", "a.cpp"}).IsCxx);
  EXPECT_FALSE(sorted({"cc", "a.c"}, "a.c").IsCxx);
  EXPECT_TRUE(sorted({"cc", "-x", "c++", "a.c"}, "a.c").IsCxx);
  SortedFlags F = sorted({"g++", "a.c"}, "a.c"); // g++ takes it for C++
  EXPECT_TRUE(F.IsCxx);
  EXPECT_EQ(llvm::join(F.Compile, " "), "-x c++");
}

TEST(Flags, LooksThroughCcache) {
  EXPECT_TRUE(sorted({"/usr/bin/ccache", "g++", "a.c"}, "a.c").IsCxx);
}

TEST(Flags, RefusesWhatThreadSanitizerCannotDo) {
  EXPECT_EQ(refusal("-static"), "'-static' was given: ThreadSanitizer cannot "
                                "be linked statically; leave the flag out");
  EXPECT_EQ(refusal("-fopenmp").find("'-fopenmp' was given: the OpenMP"), 0u);
  EXPECT_EQ(refusal("-m32").find("'-m32' was given: ThreadSanitizer"), 0u);
  EXPECT_EQ(refusal("-fopenmp-simd"), "accepted");
}

} // namespace
