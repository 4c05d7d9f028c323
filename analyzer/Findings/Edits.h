//===- Edits.h - Carrying out a fix -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Applies the edits of a fix to the text of a file: what an editor does with
/// them, for tests and tools without one.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_EDITS_H
#define HEDDLE_FINDINGS_EDITS_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>

namespace heddle {

/// \p Text with the edits of \p Fix that belong to \p File. Fails if one lies
/// outside of the text (it changed since) or if two overlap.
llvm::Expected<std::string> applyFix(llvm::StringRef Text, llvm::StringRef File,
                                     const FixIt &Fix);

/// Offers to replace what stands at \p Span, if that is plain text in one
/// line: not a macro's expansion.
void offerReplacement(Finding &F, std::string Title, const SourceSpan &Span,
                      std::string Text);

} // namespace heddle

#endif // HEDDLE_FINDINGS_EDITS_H
