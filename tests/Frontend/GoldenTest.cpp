//===- GoldenTest.cpp - The model of each construct, as text ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// golden/ holds a small input for each construct of C and C++ and, beside it,
/// the text of its model: what lowering makes of it, to be read by people, and
/// to be read back. An input may begin with `// flags: FLAGS` and say by `//
/// errors` that it is not meant to compile.
///
/// HEDDLE_REWRITE=1 writes the expectations anew; read the difference.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

using namespace llvm;

namespace heddle {
namespace {

std::vector<std::string> inputs() {
  std::vector<std::string> Result;
  std::error_code EC;
  for (sys::fs::directory_iterator
           It(HEDDLE_SOURCE_DIR "/tests/Frontend/golden", EC),
       End;
       It != End && !EC; It.increment(EC))
    if (is_contained({".c", ".cpp"}, sys::path::extension(It->path())))
      Result.push_back(It->path());
  llvm::sort(Result);
  return Result;
}

std::string contentOf(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

/// The globals, and every function that the input defines.
std::string textOf(const Module &M) {
  std::string Text;
  raw_string_ostream OS(Text);
  PrintOptions Plain;
  Plain.Positions = false;
  Plain.Usrs = false;
  print(M, OS, Plain);
  return Text;
}

std::string lowered(StringRef Code, bool IsC) {
  std::vector<std::string> Flags;
  StringRef First = Code.split('\n').first;
  if (First.consume_front("// flags: ")) {
    SmallVector<StringRef> Words;
    First.split(Words, ' ', -1, /*KeepEmpty=*/false);
    Flags.assign(Words.begin(), Words.end());
  }
  Expected<LowerResult> R = lowerCode(Code, Flags, IsC);
  if (!R)
    return "error: " + toString(R.takeError());
  std::string Text;
  if (!Code.contains("// errors\n"))
    for (const CompileDiagnostic &D : R->M.Diagnostics)
      if (D.Severity >= DiagnosticSeverity::Error)
        Text += "error: line " + std::to_string(D.Pos.Line) + ": " + D.Message +
                "\n";
  if (Error E = verify(R->M))
    Text += "error: " + toString(std::move(E)) + "\n";
  std::string Model = textOf(R->M);
  Expected<Module> Back = parseModule(Model);
  if (!Back)
    Text += "error: " + toString(Back.takeError()) + "\n";
  else
    EXPECT_EQ(textOf(*Back), Model) << "read back";
  return Text + Model;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, IsTheModelOf) {
  StringRef File = GetParam();
  SmallString<128> Expectation = File;
  sys::path::replace_extension(Expectation, ".model");
  std::string Text =
      lowered(contentOf(File), sys::path::extension(File) == ".c");
  if (std::getenv("HEDDLE_REWRITE")) {
    std::error_code EC;
    raw_fd_ostream OS(Expectation, EC);
    ASSERT_FALSE(EC) << EC.message();
    OS << Text;
    return;
  }
  EXPECT_EQ(contentOf(Expectation), Text)
      << "HEDDLE_REWRITE=1 makes this the expectation";
}

INSTANTIATE_TEST_SUITE_P(, Golden, testing::ValuesIn(inputs()),
                         [](const auto &Info) {
                           return sys::path::stem(Info.param).str();
                         });

} // namespace
} // namespace heddle
