//===- Edits.h - Carrying out a fix -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Applies the edits of a fix to the text of a file, tells them as changed
/// lines, and chooses those that can be applied together: what an editor does
/// with fixes, for `heddle check --fix`, for reports and for tests.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_EDITS_H
#define HEDDLE_FINDINGS_EDITS_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

/// \p Text with the edits of \p Fix that belong to \p File. Fails if one lies
/// outside of the text (it changed since) or if two overlap.
llvm::Expected<std::string> applyFix(llvm::StringRef Text, llvm::StringRef File,
                                     const FixIt &Fix);

/// Some lines of a file before and after a fix.
struct LineChange {
  std::string File;
  uint32_t Line = 0; ///< of the first one
  std::vector<std::string> Old, New;
  friend bool operator==(const LineChange &, const LineChange &) = default;
};

/// A line of a file without its line end; nothing where there is none.
using LineReader =
    llvm::function_ref<std::optional<std::string>(llvm::StringRef, uint32_t)>;

/// What \p Fix does to whole lines, top to bottom; lines that stay are left
/// out. Empty if the fix doesn't fit the text.
std::vector<LineChange> lineChanges(const FixIt &Fix, LineReader Read);

/// Fixes that can be carried out together, as indices into Report::Findings.
struct FixSelection {
  std::vector<size_t> Chosen; ///< the first fix of each
  std::vector<size_t> Left;   ///< would touch the same lines or function
  FixIt All;                  ///< the edits of the chosen ones
};

/// The first fix of every likely or certain finding. Two that overlap exclude
/// each other, and so do two in one function, whose new names might meet: the
/// second one is left for the next analysis, which sees the first one's result.
FixSelection selectFixes(const Report &R);

} // namespace heddle

#endif // HEDDLE_FINDINGS_EDITS_H
