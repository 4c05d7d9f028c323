//===- Places.h - Where observations and findings meet ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A finding names places relative to the analysis root, a run by absolute
/// paths; here they are compared and translated.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_PLACES_H
#define HEDDLE_CONFIRM_PLACES_H

#include "analyzer/Findings/Finding.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/StringRef.h"

namespace heddle {

class Places {
public:
  explicit Places(llvm::StringRef Root);

  /// Relative to the root where it lies below it.
  std::string relative(const std::string &File) const;
  SourceSpan span(const StackFrame &Frame) const;
  /// Does \p Frame stand on a line of \p Span?
  bool covers(const SourceSpan &Span, const StackFrame &Frame) const;
  /// The same, and inside its columns where the run knows one.
  bool coversExactly(const SourceSpan &Span, const StackFrame &Frame) const;
  /// `bank.cpp:3:16`
  std::string text(const StackFrame &Frame) const;

private:
  std::string Root; ///< without links, with a slash at its end
};

/// `thread main`, `thread 'deposit'`: by its name, or by the outermost function
/// of the user's own in \p Stack.
std::string threadWords(bool IsMain, llvm::StringRef Name,
                        const CallStack &Stack);

/// The innermost function below which the user's code calls nothing of its
/// own: `std::vector::push_back` for an access inside it. Empty if the access
/// is in the user's own line.
std::string libraryCall(const CallStack &Stack);

/// A site of what a run showed: the user's frames only, outermost first.
Site siteOf(const CallStack &Stack, const Places &Where);

} // namespace heddle

#endif // HEDDLE_CONFIRM_PLACES_H
