//===- Edits.cpp - Carrying out a fix -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "analyzer/Findings/Edits.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <tuple>
#include <vector>

using namespace heddle;

/// Lines and columns count from 1.
static std::optional<size_t> offsetOf(llvm::StringRef Text, uint32_t Line,
                                      uint32_t Column) {
  size_t Start = 0;
  for (uint32_t I = 1; I < Line; ++I) {
    Start = Text.find('\n', Start);
    if (Start == llvm::StringRef::npos)
      return std::nullopt;
    ++Start;
  }
  size_t End = std::min(Text.find('\n', Start), Text.size());
  if (!Line || !Column || Start + Column - 1 > End)
    return std::nullopt;
  return Start + Column - 1;
}

llvm::Expected<std::string>
heddle::applyFix(llvm::StringRef Text, llvm::StringRef File, const FixIt &Fix) {
  std::vector<std::tuple<size_t, size_t, llvm::StringRef>> Edits;
  for (const Edit &E : Fix.Edits) {
    if (E.Span.File != File)
      continue;
    std::optional<size_t> Begin = offsetOf(Text, E.Span.Line, E.Span.Column);
    std::optional<size_t> End =
        offsetOf(Text, E.Span.EndLine, E.Span.EndColumn);
    if (!Begin || !End || *End < *Begin)
      return llvm::createStringError(
          "the fix '" + Fix.Title + "' does not fit " + File.str() +
          ": it changed since; run heddle check again");
    Edits.push_back({*Begin, *End, E.Text});
  }
  llvm::sort(Edits);
  std::string Out;
  size_t Done = 0;
  for (auto [Begin, End, New] : Edits) {
    if (Begin < Done)
      return llvm::createStringError("the fix '" + Fix.Title +
                                     "' changes one place twice");
    Out += Text.slice(Done, Begin);
    Out += New;
    Done = End;
  }
  return Out + Text.substr(Done).str();
}

void heddle::offerReplacement(Finding &F, std::string Title,
                              const SourceSpan &Span, std::string Text) {
  if (Span.Macro.empty() && Span.Line && Span.Line == Span.EndLine)
    F.Fixes.push_back({std::move(Title), {{Span, std::move(Text)}}});
}
