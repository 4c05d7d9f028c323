//===- Applied.h - What specs make of a function ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The events of one function after specs were applied, as text: one event a
/// line, without positions, types, library names and the scopes of locals.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_SPECS_APPLIED_H
#define HEDDLE_TESTS_SPECS_APPLIED_H

#include "analyzer/Model/Module.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace heddle::test {

struct Applied {
  Module M;
  SpecStats Stats;

  /// The events of the function called \p Name, all blocks in order.
  std::string events(llvm::StringRef Name) const;
  /// Only those lines that contain \p Word.
  std::string events(llvm::StringRef Name, llvm::StringRef Word) const;
};

/// Lowers \p Code and applies the built-in specs, and those in \p UserYaml.
Applied apply(llvm::StringRef Code, llvm::ArrayRef<std::string> Flags = {},
              bool IsC = false, llvm::StringRef UserYaml = "");

} // namespace heddle::test

#endif // HEDDLE_TESTS_SPECS_APPLIED_H
