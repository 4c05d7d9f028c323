//===- TempDir.cpp - A directory that goes away ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/TempDir.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

#include <system_error>
#include <tuple>

using namespace heddle;

llvm::Expected<TempDir> TempDir::create() {
  llvm::SmallString<128> Made, Real;
  if (std::error_code E = llvm::sys::fs::createUniqueDirectory("heddle", Made))
    return llvm::createStringError(
        E,
        "cannot make a temporary directory (set TMPDIR to one you can "
        "write to): %s",
        E.message().c_str());
  if (llvm::sys::fs::real_path(Made, Real))
    Real = Made;
  TempDir Result;
  Result.Path = Real.str().str();
  return Result;
}

TempDir::~TempDir() {
  // What cannot be removed is left: nothing here depends on it.
  if (!Path.empty())
    std::ignore = llvm::sys::fs::remove_directories(Path);
}
