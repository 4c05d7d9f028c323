//===- Suppress.h - Comments that allow a finding ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `// heddle: allow(data-race) statistics, may be off by a few` on the line
/// of a finding, or alone on the line above it, moves the finding from
/// Report::Findings to Report::Suppressed. Several rules are separated by
/// commas. The reason is obligatory: without one nothing is suppressed and the
/// comment is reported. `NOLINT(heddle-data-race)`, `NOLINT(heddle-*)` and
/// NOLINTNEXTLINE, clang-tidy's form, need no reason.
///
/// A comment that suppresses nothing is reported too, so that a mended fault
/// doesn't leave an open door behind.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_SUPPRESS_H
#define HEDDLE_FINDINGS_SUPPRESS_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace heddle {

/// One comment that asks to keep quiet.
struct Suppression {
  SourceSpan Span;                ///< of the comment
  uint32_t Line = 0;              ///< the line it speaks about
  std::vector<std::string> Rules; ///< ids; `*`: all
  std::string Reason;
  bool Nolint = false;
  friend bool operator==(const Suppression &, const Suppression &) = default;
};

/// The suppressions of one source text, in order. Only comments count: the
/// same words in a string literal do not.
std::vector<Suppression> findSuppressions(llvm::StringRef Source,
                                          llvm::StringRef File);

/// Content of a file by its path in spans; nullopt where it can't be read.
using SourceReader = std::function<std::optional<std::string>(llvm::StringRef)>;

/// Reads files below \p Root, and absolute paths as they are.
SourceReader diskReader(std::string Root);

/// Applies the comments of \p Files (every user file of the analysis, so that
/// unused ones are seen) to the findings of \p R. \p KnownRules tells a
/// misspelt rule from an unused comment. REQUIRES: finish() was called.
void applySuppressions(Report &R, llvm::ArrayRef<std::string> Files,
                       const SourceReader &Read,
                       llvm::ArrayRef<llvm::StringRef> KnownRules);

} // namespace heddle

#endif // HEDDLE_FINDINGS_SUPPRESS_H
