//===- TempDir.h - A directory that goes away -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A private directory below TMPDIR, removed with everything in it when its
/// owner is destroyed.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_TEMPDIR_H
#define HEDDLE_SANDBOX_TEMPDIR_H

#include "llvm/Support/Error.h"

#include <string>
#include <utility>

namespace heddle {

class TempDir {
public:
  /// Only the user may enter it.
  static llvm::Expected<TempDir> create();

  TempDir() = default;
  TempDir(TempDir &&Other) noexcept : Path(std::exchange(Other.Path, {})) {}
  TempDir &operator=(TempDir &&Other) noexcept {
    std::swap(Path, Other.Path);
    return *this;
  }
  TempDir(const TempDir &) = delete;
  TempDir &operator=(const TempDir &) = delete;
  ~TempDir();

  /// Absolute and without links, as it is bound into sandboxes.
  const std::string &path() const { return Path; }
  std::string file(const std::string &Name) const { return Path + "/" + Name; }

private:
  std::string Path;
};

} // namespace heddle

#endif // HEDDLE_SANDBOX_TEMPDIR_H
