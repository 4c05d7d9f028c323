//===- CliTest.h - Running the program as users do -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A scratch folder per test, and the real executable run in it with its
/// output kept. Nothing here knows Heddle's insides.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_COMMANDS_CLITEST_H
#define HEDDLE_TESTS_COMMANDS_CLITEST_H

#include "gtest/gtest.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace heddle {

struct CliResult {
  int Exit = -1;
  std::string Out, Err;
};

class CliTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("heddle-cli", Folder));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Folder); }

  std::string path(llvm::StringRef Name) const {
    llvm::SmallString<128> P(Folder);
    llvm::sys::path::append(P, Name);
    return P.str().str();
  }

  std::string write(llvm::StringRef Name, llvm::StringRef Text) {
    std::string P = path(Name);
    llvm::sys::fs::create_directories(llvm::sys::path::parent_path(P));
    std::error_code Failed;
    llvm::raw_fd_ostream OS(P, Failed);
    EXPECT_FALSE(Failed) << P;
    OS << Text;
    return P;
  }

  static std::string read(llvm::StringRef Path) {
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    return Buffer ? (*Buffer)->getBuffer().str() : "";
  }

  /// \p Input: what it reads from its standard input.
  CliResult heddle(std::vector<std::string> Arguments,
                   llvm::StringRef Input = "") {
    std::string Program = HEDDLE_BINARY_DIR "/bin/heddle";
    std::string In = Input.empty() ? "/dev/null" : write(".stdin", Input);
    std::string Out = path(".stdout"), Err = path(".stderr");
    // LLVM's redirection does not cut off what an earlier run left.
    llvm::sys::fs::remove(Out);
    llvm::sys::fs::remove(Err);
    std::vector<llvm::StringRef> Args{Program};
    Args.insert(Args.end(), Arguments.begin(), Arguments.end());
    std::optional<llvm::StringRef> Redirects[] = {
        llvm::StringRef(In), llvm::StringRef(Out), llvm::StringRef(Err)};
    CliResult R;
    R.Exit = llvm::sys::ExecuteAndWait(Program, Args, std::nullopt, Redirects);
    R.Out = read(Out);
    R.Err = read(Err);
    return R;
  }

  llvm::SmallString<128> Folder;
};

} // namespace heddle

#endif // HEDDLE_TESTS_COMMANDS_CLITEST_H
