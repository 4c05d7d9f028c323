//===- Symbols.h - What an object defines that it should not ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program can switch ThreadSanitizer off from inside: by defining its hooks
/// or the functions it intercepts. Such a run would see nothing and say so,
/// which is worse than no run.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_BUILD_SYMBOLS_H
#define HEDDLE_BUILD_SYMBOLS_H

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace heddle {

struct SymbolFindings {
  /// Functions of ThreadSanitizer, pthreads or this runtime that the object
  /// defines itself, sorted.
  std::vector<std::string> Replaced;
  /// Functions it calls to hide accesses from ThreadSanitizer, sorted.
  std::vector<std::string> Hiding;
  bool HasMain = false; ///< defines `main`
};

llvm::Expected<SymbolFindings> inspectSymbols(const std::string &ObjectFile);

} // namespace heddle

#endif // HEDDLE_BUILD_SYMBOLS_H
