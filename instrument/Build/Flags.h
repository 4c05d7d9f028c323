//===- Flags.h - The user's flags, made fit for ThreadSanitizer -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Sorts the words of a compiler command into those for compiling, those for
/// linking and those that must go (outputs, dependency files, other
/// sanitizers, warnings as errors, link-time optimisation).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_BUILD_FLAGS_H
#define HEDDLE_BUILD_FLAGS_H

#include "instrument/Build/Build.h"

namespace heddle {

struct SortedFlags {
  std::vector<std::string> Compile, Link;
  std::vector<std::string> Prebuilt;    ///< objects and libraries, also in Link
  std::vector<std::string> LibraryDirs; ///< of -L, absolute
  bool IsCxx = false;
};

/// \p Unit's command without compiler and source file. Errors: flags that
/// ThreadSanitizer cannot be combined with, each with its reason.
llvm::Expected<SortedFlags> sortFlags(const CompileUnit &Unit);

} // namespace heddle

#endif // HEDDLE_BUILD_FLAGS_H
