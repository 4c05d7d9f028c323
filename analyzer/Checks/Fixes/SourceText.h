//===- SourceText.h - A file as words and brackets --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a repair needs to know of a file's text, and the model does not keep:
/// its tokens, which brackets belong together, how a line is indented. A fix
/// is text that goes between other text, so rules find *what* to repair in the
/// model and *where the text ends* here.
///
/// It is no parser: comments, literals and preprocessor lines are told apart
/// from code, and that is all. What depends on macros or on conditional
/// compilation is not understood; who edits must ask for plain text.
///
/// Thread safety: a SourceText is immutable; SourceTexts belongs to one thread.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_SOURCETEXT_H
#define HEDDLE_CHECKS_FIXES_SOURCETEXT_H

#include "analyzer/Findings/Suppress.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace heddle {

enum class TokenKind : uint8_t {
  Word, ///< identifiers and keywords
  Number,
  Literal, ///< strings and characters
  Punct,
  Directive, ///< a whole preprocessor line
};

struct SourceToken {
  static constexpr size_t None = SIZE_MAX;
  TokenKind Kind = TokenKind::Punct;
  size_t Begin = 0, End = 0; ///< offsets into the text
  size_t Match = None;       ///< of a bracket: the token of the other one
};

class SourceText {
public:
  explicit SourceText(std::string Text);

  llvm::StringRef text() const { return Text; }
  llvm::ArrayRef<SourceToken> tokens() const { return Tokens; }
  /// `;`, `while`; empty behind the end.
  llvm::StringRef word(size_t Token) const;
  bool is(size_t Token, llvm::StringRef Word) const {
    return word(Token) == Word;
  }
  /// The token that contains \p Offset, or the next one.
  size_t tokenAt(size_t Offset) const;
  /// The other one of two brackets; None for anything else, or if it is not
  /// there.
  size_t match(size_t Token) const;

  /// Lines and columns from 1; nothing for a place outside of the text.
  std::optional<size_t> offset(uint32_t Line, uint32_t Column) const;
  std::pair<uint32_t, uint32_t> position(size_t Offset) const;
  size_t lineStart(size_t Offset) const;
  /// The end of the line, before its line break.
  size_t lineEnd(size_t Offset) const;
  /// The blanks in front of what stands on the line of \p Offset.
  llvm::StringRef indentation(size_t Offset) const;
  /// Is there a blank before the token?
  bool startsWithBlank(size_t Token) const;
  /// Is there nothing but blanks before \p Offset on its line?
  bool startsLine(size_t Offset) const;

private:
  void lex();
  size_t tokenEnd(size_t At, TokenKind &Kind) const;
  size_t directiveEnd(size_t At) const;
  void pairBrackets();

  std::string Text;
  std::vector<SourceToken> Tokens;
  std::vector<size_t> Lines; ///< where each begins
};

/// The files of one program, each read and split once.
class SourceTexts {
public:
  explicit SourceTexts(SourceReader Read) : Read(std::move(Read)) {}
  /// Null for a file that can't be read.
  const SourceText *get(llvm::StringRef File);

private:
  SourceReader Read;
  llvm::StringMap<std::optional<SourceText>> Files;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_SOURCETEXT_H
