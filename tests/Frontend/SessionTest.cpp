//===- SessionTest.cpp - A file that is being edited ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Whatever a Session reuses, its result is that of lower().
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Session/Session.h"

#include "analyzer/Model/Print.h"
#include "gtest/gtest.h"
#include "tests/Frontend/TempTree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace heddle {
namespace {

class SessionTest : public testing::Test {
protected:
  SessionTest() {
    T.add("lib.h", "#pragma once\n"
                   "#include <memory>\n"
                   "template <class T> struct Box {\n"
                   "  T Value;\n"
                   "  void operator()() { Value = T(); }\n"
                   "};\n"
                   "inline void twice(Box<int> &B) { B(); B(); }\n");
    Job.File = T.add("a.cpp", "");
    Job.Directory = T.root();
    Job.Command = {"clang++", "-std=c++20", "-pthread", "a.cpp"};
    Options.Root = T.root();
  }

  /// Lowers \p Content with and without the session; both are the same.
  LowerResult check(Session &S, const std::string &Content) {
    LowerOptions Fresh = Options;
    Fresh.Content = Content;
    Expected<LowerResult> A = S.lower(Content), B = lower(Job, Fresh);
    EXPECT_TRUE(bool(A)) << toString(A.takeError());
    EXPECT_TRUE(bool(B)) << toString(B.takeError());
    if (!A || !B)
      return LowerResult();
    EXPECT_EQ(text(A->M), text(B->M));
    EXPECT_EQ(A->M.Diagnostics, B->M.Diagnostics);
    EXPECT_EQ(A->Complete, B->Complete);
    EXPECT_TRUE(A->Dependencies == B->Dependencies);
    return std::move(*A);
  }

  /// The lines of the printed model, sorted: Clang lists specialisations of
  /// a precompiled template in an order of its own.
  static std::vector<std::string> text(const Module &M) {
    std::string Result;
    raw_string_ostream OS(Result);
    print(M, OS);
    SmallVector<StringRef, 0> Lines;
    StringRef(Result).split(Lines, '\n');
    llvm::sort(Lines);
    return {Lines.begin(), Lines.end()};
  }

  static std::string program(StringRef Body) {
    return ("#include \"lib.h\"\nint Shared;\n"
            "int main() {\n" +
            Body + "\n}\n")
        .str();
  }

  TempTree T;
  CompileJob Job;
  LowerOptions Options;
};

TEST_F(SessionTest, ReusesThePreambleWhenOnlyTheBodyChanges) {
  Session S(Job, Options);
  check(S, program("auto P = std::make_shared<Box<int>>(); (*P)();"));
  EXPECT_FALSE(S.reusedPreamble());
  check(S, program("std::unique_ptr<int> P; ++Shared;"));
  EXPECT_TRUE(S.reusedPreamble());
  check(S, program("std::shared_ptr<void> V = std::make_shared<Box<long>>();"));
  EXPECT_TRUE(S.reusedPreamble());
}

TEST_F(SessionTest, BuildsThePreambleAnewForOtherIncludes) {
  Session S(Job, Options);
  check(S, program("Box<int> B; twice(B);"));
  check(S, "#define NDEBUG\n" + program("Box<int> B; twice(B);"));
  EXPECT_FALSE(S.reusedPreamble());
}

TEST_F(SessionTest, NoticesAChangedHeader) {
  Session S(Job, Options);
  check(S, program("Box<int> B; twice(B);"));
  T.add("lib.h", "#pragma once\ntemplate <class T> struct Box { T V[9]; };\n"
                 "inline void twice(Box<int> &) {}\n");
  check(S, program("Box<int> B; twice(B);"));
  EXPECT_FALSE(S.reusedPreamble());
}

TEST_F(SessionTest, KeepsWhatWasWrongWithTheIncludes) {
  Session S(Job, Options);
  std::string Text = "#include \"gone.h\"\n" + program("++Shared;");
  EXPECT_FALSE(check(S, Text).Complete);
  EXPECT_FALSE(check(S, Text + "\n").Complete);
  EXPECT_TRUE(S.reusedPreamble());
  T.add("gone.h", "");
  EXPECT_TRUE(check(S, Text).Complete);
}

TEST_F(SessionTest, ReadsAFileThatIsHalfTyped) {
  Session S(Job, Options);
  check(S, program("++Shared;"));
  EXPECT_FALSE(check(S, program("if (Shared) {")).Complete);
  EXPECT_FALSE(check(S, "#include").Complete);
  EXPECT_TRUE(check(S, "").Complete);
  EXPECT_TRUE(check(S, program("++Shared;")).Complete);
}

} // namespace
} // namespace heddle
