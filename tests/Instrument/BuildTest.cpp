//===- BuildTest.cpp - Programs that build and programs that must not -----===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Programs.h"

using namespace heddle;
using namespace heddle::test;

namespace {

/// What building \p Code as \p Name says; empty if it builds.
std::string failure(const std::string &Name, llvm::StringRef Code,
                    std::vector<std::string> Flags = {}) {
  Sources S;
  S.add(Name, Code, std::move(Flags));
  auto Built = S.build();
  return Built ? "" : llvm::toString(Built.takeError());
}

TEST(Build, SaysWhatTheCompilerSaid) {
  std::string Said = failure("a.cpp", "int main() { return x; }\n");
  EXPECT_NE(Said.find("a.cpp' does not compile with ThreadSanitizer:\n"),
            std::string::npos)
      << Said;
  EXPECT_NE(Said.find("a.cpp:1:21: error: use of undeclared identifier 'x'"),
            std::string::npos)
      << Said;
}

TEST(Build, TakesWhatOlderCompilersOnlyWarnAbout) {
  EXPECT_EQ(failure("a.cpp",
                    "#define WHAT \"x\"\n"
                    "const char *Text = \"a\"WHAT\"b\";\n"
                    "int main() { int A[] = {2.5}; return A[0] - 2; }\n"),
            "");
}

TEST(Build, LeavesOutAFileThatTheProgramDoesNotNeed) {
  Sources S;
  S.add("a.c", "int main(void) { return 0; }\n");
  S.add("port.c", "#error \"port me\"\n");
  auto Built = S.build();
  ASSERT_TRUE(bool(Built)) << llvm::toString(Built.takeError());
  ASSERT_EQ(Built->Notes.size(), 1u);
  EXPECT_NE(Built->Notes[0].find("port.c' does not compile"),
            std::string::npos);
}

TEST(Build, AsksWhichProgramIsMeant) {
  Sources S;
  S.add("tool.c", "int f(void); int main(void) { return f(); }\n");
  S.add("test.c", "int f(void); int main(void) { return f() + 1; }\n");
  S.add("lib.c", "int f(void) { return 0; }\n");
  auto Built = S.build();
  std::string Said = Built ? "" : llvm::toString(Built.takeError());
  EXPECT_NE(Said.find("--target=tool (there are: tool, test)"),
            std::string::npos)
      << Said;
  BuildRequest Request;
  Request.Units = S.Units;
  Request.Name = "subject";
  Request.Target = "test";
  auto Chosen = build(Request, box());
  ASSERT_TRUE(bool(Chosen)) << llvm::toString(Chosen.takeError());
}

TEST(Build, SaysWhatTheLinkerSaid) {
  std::string Said = failure("a.cpp", "int f(); int main() { return f(); }\n");
  EXPECT_NE(Said.find("does not link"), std::string::npos) << Said;
  EXPECT_NE(Said.find("f()"), std::string::npos) << Said;
}

TEST(Build, LinksTheLibrariesOfTheUsersFlags) {
  EXPECT_EQ(failure("a.c",
                    "#include <math.h>\n#include <stdlib.h>\n"
                    "int main(int C, char **V) { return (int)cbrt(C); }\n",
                    {"-lm"}),
            "");
}

TEST(Build, RefusesAProgramThatDefinesThreadSanitizersHooks) {
  for (llvm::StringRef Hook : {"__tsan_default_options", "__tsan_on_report",
                               "__tsan_default_suppressions"}) {
    std::string Code = "const char *" + Hook.str() +
                       "(void) { return \"report_bugs=0\"; }\n"
                       "int main(void) { return 0; }\n";
    std::string Said = failure("a.c", Code);
    EXPECT_NE(Said.find("defines '" + Hook.str() +
                        "' itself, so ThreadSanitizer would not see"),
              std::string::npos)
        << Said;
  }
}

TEST(Build, RefusesAProgramThatDefinesPthreadsItself) {
  std::string Said =
      failure("a.c", "int pthread_mutex_lock(void *M) { return 0; }\n"
                     "int main(void) { return 0; }\n");
  EXPECT_NE(Said.find("defines 'pthread_mutex_lock' itself"), std::string::npos)
      << Said;
  EXPECT_EQ(failure("a.c", "int pthread_pool_size(void) { return 0; }\n"
                           "int main(void) { return 0; }\n"),
            "");
}

TEST(Build, NotesWhatHidesAccesses) {
  Sources S;
  S.add("a.c", "void AnnotateIgnoreWritesBegin(const char *, int);\n"
               "int main(void) { AnnotateIgnoreWritesBegin(\"\", 1); }\n");
  auto Built = S.build();
  ASSERT_TRUE(bool(Built)) << llvm::toString(Built.takeError());
  ASSERT_EQ(Built->Notes.size(), 1u);
  EXPECT_NE(Built->Notes[0].find("calls 'AnnotateIgnoreWritesBegin', which "
                                 "hides accesses from ThreadSanitizer"),
            std::string::npos);
}

TEST(Build, RefusesStaticLinkingAndOpenMp) {
  const char *Code = "int main(void) { return 0; }\n";
  EXPECT_NE(failure("a.c", Code, {"-static"}).find("linked statically"),
            std::string::npos);
  EXPECT_NE(failure("a.c", Code, {"-fopenmp"}).find("without OpenMP"),
            std::string::npos);
}

TEST(Build, LeavesNothingBehind) {
  std::string Path;
  {
    Sources S;
    S.add("a.c", "int main(void) { return 0; }\n");
    auto Built = S.build();
    ASSERT_TRUE(bool(Built));
    Path = Built->Dir.path();
    EXPECT_TRUE(llvm::sys::fs::exists(Built->Executable));
  }
  EXPECT_FALSE(llvm::sys::fs::exists(Path));
}

} // namespace
