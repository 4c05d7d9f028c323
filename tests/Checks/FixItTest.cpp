//===- FixItTest.cpp - Fixes compile, and silence what they mend ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Marked.h"
#include "analyzer/Findings/Edits.h"

#include "llvm/ADT/STLExtras.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

/// Applies the first fix that \p Rule offers, and expects it to compile and
/// to leave nothing to say for the rule.
void expectMends(llvm::StringRef Code, llvm::StringRef Rule,
                 CodeKind Kind = CodeKind::Cxx) {
  Report Before = checkCode(Code, Kind);
  auto Found = llvm::find_if(Before.Findings,
                             [&](const Finding &F) { return F.Rule == Rule; });
  ASSERT_NE(Found, Before.Findings.end()) << Rule.str() << " says nothing";
  ASSERT_FALSE(Found->Fixes.empty()) << Rule.str() << " offers nothing";
  llvm::Expected<std::string> Mended =
      applyFix(Code, Found->Sites.front().Span.File, Found->Fixes.front());
  ASSERT_TRUE(bool(Mended)) << llvm::toString(Mended.takeError());
  EXPECT_NE(*Mended, Code);
  for (const Finding &F : checkCode(*Mended, Kind).Findings)
    EXPECT_NE(F.Rule, Rule) << *Mended;
}

TEST(FixIt, NamesTheGuard) {
  expectMends("#include <mutex>\n"
              "std::mutex M;\n"
              "int X;\n"
              "int main() {\n"
              "  std::lock_guard<std::mutex>{M};\n"
              "  ++X;\n"
              "}\n",
              "unnamed-guard");
}

TEST(FixIt, AsksBeforeTheSecondJoin) {
  expectMends("#include <thread>\n"
              "void f() {}\n"
              "int main(int N, char **) {\n"
              "  std::thread T(f);\n"
              "  if (N > 1)\n"
              "    T.join();\n"
              "  T.join();\n"
              "}\n",
              "double-join");
}

TEST(FixIt, WakesAll) {
  expectMends("#include <condition_variable>\n"
              "#include <mutex>\n"
              "#include <thread>\n"
              "std::mutex M;\n"
              "std::condition_variable C;\n"
              "bool Go;\n"
              "void run() {\n"
              "  std::unique_lock<std::mutex> L(M);\n"
              "  C.wait(L, [] { return Go; });\n"
              "}\n"
              "int main() {\n"
              "  std::thread A(run), B(run);\n"
              "  { std::lock_guard<std::mutex> L(M); Go = true; }\n"
              "  C.notify_one();\n"
              "  A.join();\n"
              "  B.join();\n"
              "}\n",
              "notify-one-insufficient");
}

TEST(FixIt, WakesAllInC) {
  expectMends("#include <pthread.h>\n"
              "static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
              "static pthread_cond_t c = PTHREAD_COND_INITIALIZER;\n"
              "static int go;\n"
              "static void *run(void *p) {\n"
              "  pthread_mutex_lock(&m);\n"
              "  while (!go)\n"
              "    pthread_cond_wait(&c, &m);\n"
              "  pthread_mutex_unlock(&m);\n"
              "  return p;\n"
              "}\n"
              "int main(void) {\n"
              "  pthread_t a, b;\n"
              "  pthread_create(&a, 0, run, 0);\n"
              "  pthread_create(&b, 0, run, 0);\n"
              "  pthread_mutex_lock(&m);\n"
              "  go = 1;\n"
              "  pthread_mutex_unlock(&m);\n"
              "  pthread_cond_signal(&c);\n"
              "  pthread_join(a, 0);\n"
              "  pthread_join(b, 0);\n"
              "  return 0;\n"
              "}\n",
              "notify-one-insufficient", CodeKind::C);
}

TEST(FixIt, SaysWhichLockGuardsIt) {
  expectMends("#include <mutex>\n"
              "#include <thread>\n"
              "#define GUARDED_BY(x) __attribute__((guarded_by(x)))\n"
              "struct Account {\n"
              "  void pay(int N) {\n"
              "    std::lock_guard<std::mutex> L(M);\n"
              "    Balance += N;\n"
              "    ++Payments;\n"
              "  }\n"
              "  int balance() {\n"
              "    std::lock_guard<std::mutex> L(M);\n"
              "    return Balance;\n"
              "  }\n"
              "  std::mutex M;\n"
              "  int Balance;\n"
              "  int Payments GUARDED_BY(M);\n"
              "};\n"
              "Account A;\n"
              "int main() {\n"
              "  std::thread T([] { A.pay(1); });\n"
              "  A.pay(2);\n"
              "  T.join();\n"
              "  return A.balance();\n"
              "}\n",
              "missing-annotation");
}

TEST(FixIt, DoesNotFitATextThatChanged) {
  FixIt Fix{"shorten", {{{"f.c", 3, 1, 3, 4, ""}, "x"}}};
  llvm::Expected<std::string> Result = applyFix("one\ntwo", "f.c", Fix);
  EXPECT_EQ(llvm::toString(Result.takeError()),
            "the fix 'shorten' does not fit f.c: it changed since; run heddle "
            "check again");
}

TEST(FixIt, AppliesSeveralEditsAtOnce) {
  FixIt Fix{"both",
            {{{"f.c", 2, 1, 2, 4, ""}, "TWO"}, {{"f.c", 1, 1, 1, 1, ""}, "-"}}};
  llvm::Expected<std::string> Result = applyFix("one\ntwo\n", "f.c", Fix);
  ASSERT_TRUE(bool(Result));
  EXPECT_EQ(*Result, "-one\nTWO\n");
}

} // namespace
