//===- Span.h - Source spans of model entities ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From ids of a module to spans a person can open. Findings carry spans and
/// no ids, so this is the one door between the two.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_SPAN_H
#define HEDDLE_FINDINGS_SPAN_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace heddle {

/// Line 0 where the position is not known.
SourceSpan makeSpan(const Module &M, const DeclPosition &Pos);
SourceSpan makeSpan(const Module &M, FuncId F, const RelativeRange &Range);
SourceSpan makeSpan(const Module &M, EventRef Where);
/// The declaration of a local variable or parameter.
SourceSpan makeSpan(const Module &M, FuncId F, LocalId L);
/// The end of a block: its branch, return or closing brace.
SourceSpan terminatorSpan(const Module &M, FuncId F, BlockId B);

/// `12:5`; with the file in front where it is not \p SameFile.
std::string shortLocation(const SourceSpan &Span, llvm::StringRef SameFile);

} // namespace heddle

#endif // HEDDLE_FINDINGS_SPAN_H
