//===- Cursor.h - Reading the words of a line ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A place in one line of the text form, and the pieces that may stand there.
/// The first failure is kept, with the place it happened at; after it every
/// piece reads as empty, so that callers need not check after each step.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_CURSOR_H
#define HEDDLE_MODEL_CURSOR_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>

namespace heddle {

/// The first thing that was wrong with a text.
class SyntaxError {
public:
  /// \p Where: what is left of the text from the place on.
  void report(llvm::StringRef Where, const llvm::Twine &Message);
  explicit operator bool() const { return At != nullptr; }
  /// As `name:line:column: error: …`, the line and a caret below it.
  /// REQUIRES: an error was reported, at a place inside \p Text.
  llvm::Error take(llvm::StringRef Text, llvm::StringRef BufferName) const;

private:
  const char *At = nullptr;
  std::string Message;
};

class Cursor {
public:
  Cursor(llvm::StringRef Line, SyntaxError &Errors)
      : Rest(Line), Errors(&Errors) {}

  void fail(const llvm::Twine &Message);
  bool failed() const { return bool(*Errors); }

  /// Nothing but blanks and a comment is left.
  bool atEnd();
  void expectEnd();
  /// The next character, 0 at the end; blanks are skipped.
  char peek();
  /// Has the cursor a blank before it? What follows is no postfix then.
  bool afterBlank() const { return Blank; }

  bool eat(llvm::StringRef Token);
  void expect(llvm::StringRef Token);
  /// Letters, digits and `_`; empty if there is none.
  llvm::StringRef peekWord();
  bool eatWord(llvm::StringRef Word);
  llvm::StringRef word(const llvm::Twine &What);
  int64_t number();
  /// A number from 0 to 2^32 - 2.
  uint32_t index(const llvm::Twine &What);
  /// A number or fraction: all characters it may have.
  llvm::StringRef numeral();
  std::string string();
  /// `a::b`, with a number `'2`, or anything in backquotes.
  std::string symbol(const llvm::Twine &What);
  std::string localName();
  /// A type's name; `?` is empty.
  std::string typeName();

private:
  void skipBlanks();
  llvm::StringRef take(size_t Length);
  std::string backquoted();

  llvm::StringRef Rest;
  SyntaxError *Errors;
  bool Blank = true;
};

} // namespace heddle

#endif // HEDDLE_MODEL_CURSOR_H
