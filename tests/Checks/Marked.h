//===- Marked.h - Code with marks -------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Tests of rules read as code that carries its expectations, in the grammar of
/// samples/README.md: everything marked is found, nothing else is.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_CHECKS_MARKED_H
#define HEDDLE_TESTS_CHECKS_MARKED_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/StringRef.h"

namespace heddle {

enum class CodeKind { Cxx, C };

/// Findings of all rules, and missing-annotation, in the program \p Code.
Report checkCode(llvm::StringRef Code, CodeKind Kind = CodeKind::Cxx);
/// Findings of the local rules in \p Code.
Report checkCodeLocally(llvm::StringRef Code, CodeKind Kind = CodeKind::Cxx);
/// Runs them and compares with the marks of the code.
void expectMarkedLocally(llvm::StringRef Code, CodeKind Kind = CodeKind::Cxx);

} // namespace heddle

#endif // HEDDLE_TESTS_CHECKS_MARKED_H
