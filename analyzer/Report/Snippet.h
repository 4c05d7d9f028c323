//===- Snippet.h - A line of source with a mark under it -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Draws the line a span begins on, with its range underlined, for a terminal:
/// tabs become blanks, wide characters count as wide, control characters and
/// bytes that are no UTF-8 are shown as `?` (a source file can't send escapes
/// to the terminal), and of a long line only the part around the range is
/// shown.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_REPORT_SNIPPET_H
#define HEDDLE_REPORT_SNIPPET_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace heddle {

struct Snippet {
  std::string Line;      ///< as shown
  std::string Underline; ///< blanks, then `^~~~`; no trailing blanks
};

/// \p SourceLine without its line end; \p Width: columns left for it.
Snippet drawSnippet(llvm::StringRef SourceLine, const SourceSpan &Span,
                    unsigned Width);

/// Columns that \p Utf8 takes in a terminal.
unsigned displayWidth(llvm::StringRef Utf8);

} // namespace heddle

#endif // HEDDLE_REPORT_SNIPPET_H
