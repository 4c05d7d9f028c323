//===- TempTree.h - A folder of files for one test --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A fresh folder that is gone after the test.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_FRONTEND_TEMPTREE_H
#define HEDDLE_TESTS_FRONTEND_TEMPTREE_H

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace heddle {

class TempTree {
public:
  TempTree() {
    llvm::SmallString<128> Made, Real;
    llvm::sys::fs::createUniqueDirectory("heddle-test", Made);
    llvm::sys::fs::real_path(Made, Real);
    Root = std::string(Real);
  }
  ~TempTree() { llvm::sys::fs::remove_directories(Root); }
  TempTree(const TempTree &) = delete;
  TempTree &operator=(const TempTree &) = delete;

  /// Writes a file and the folders above it; returns its absolute path.
  std::string add(llvm::StringRef Name, llvm::StringRef Content) const {
    std::string Path = at(Name);
    llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Path));
    std::error_code EC;
    llvm::raw_fd_ostream(Path, EC) << Content;
    return Path;
  }

  std::string at(llvm::StringRef Name) const {
    llvm::SmallString<128> Path(Root);
    llvm::sys::path::append(Path, Name);
    return std::string(Path);
  }

  const std::string &root() const { return Root; }

private:
  std::string Root;
};

} // namespace heddle

#endif // HEDDLE_TESTS_FRONTEND_TEMPTREE_H
