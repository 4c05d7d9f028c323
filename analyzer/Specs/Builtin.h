//===- Builtin.h - The spec files compiled in -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The texts of analyzer/Specs/data/*.yaml, which CMake turns into a source
/// file, in alphabetical order.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_BUILTIN_H
#define HEDDLE_SPECS_BUILTIN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace heddle::spec {

struct BuiltinText {
  llvm::StringRef FileName;
  llvm::StringRef Yaml;
};

llvm::ArrayRef<BuiltinText> builtinTexts();

} // namespace heddle::spec

#endif // HEDDLE_SPECS_BUILTIN_H
