//===- FixBuilder.h - A fix in the making -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Collects the edits of one fix. Whatever can't be done safely (a macro, a
/// file that is not the user's own, a statement whose end is not plain) makes
/// the whole fix fail, and a fix that failed is not offered: half a repair is
/// worse than none. So who builds one asks nothing in between and offers at the
/// end:
///
///     FixBuilder Fix(Context, "name the guard");
///     if (std::optional<Anchor> At = Fix.at(Span))
///       Fix.insertAfter(*At, At->Last, " Guard");
///     Fix.offer(Finding);
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_FIXBUILDER_H
#define HEDDLE_CHECKS_FIXES_FIXBUILDER_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/SourceText.h"
#include "analyzer/Checks/Fixes/Statement.h"

#include <optional>
#include <string>

namespace heddle {

/// A span as tokens of its file.
struct Anchor {
  std::string File;
  const SourceText *Text = nullptr;
  size_t First = 0, Last = 0; ///< Last: the last token of the span

  llvm::StringRef word(size_t Token) const { return Text->word(Token); }
  bool is(size_t Token, llvm::StringRef Word) const {
    return Text->is(Token, Word);
  }
  /// What is written from one token to another, both included.
  llvm::StringRef source(size_t From, size_t To) const;
};

class FixBuilder {
public:
  FixBuilder(const CheckContext &Context, std::string Title);

  /// Nothing, and the fix fails, where \p Span is not plain text of a file of
  /// the user's own.
  std::optional<Anchor> at(const SourceSpan &Span);
  /// The same, where \p Span may also be the use of a macro, by its name.
  std::optional<Anchor> atOrMacro(const SourceSpan &Span);
  /// The same for a whole file; null: it can't be edited.
  const SourceText *open(llvm::StringRef File);
  /// The statement around a token; if there is none the fix fails.
  std::optional<Statement> statement(const Anchor &A, size_t Token);
  /// That around the first token of \p A, if there is one.
  std::optional<Statement> statement(const std::optional<Anchor> &A);

  /// Tokens \p First to \p Last become \p Text.
  void replace(const Anchor &A, size_t First, size_t Last, std::string Text);
  /// Likewise, with the blanks before \p Next.
  void replaceUpTo(const Anchor &A, size_t First, size_t Next,
                   std::string Text);
  void insertBefore(const Anchor &A, size_t Token, std::string Text);
  void insertAfter(const Anchor &A, size_t Token, std::string Text);
  /// `Name = 1` becomes `Name{1}`: \p First to \p Last, what is behind \p Name
  /// and its `=`.
  void braced(const Anchor &A, size_t Name, size_t First, size_t Last);
  /// Removes \p S, with its line if nothing else stands there.
  void remove(const Anchor &A, const Statement &S);

  /// Adds lines before and after \p S (empty: none), in braces where it stands
  /// without.
  void surround(const Anchor &A, const Statement &S, llvm::StringRef Before,
                llvm::StringRef After = "");
  /// The lines from \p Begin to \p End, offsets, go behind the line that ends
  /// at \p To.
  void moveLines(const Anchor &A, size_t Begin, size_t End, size_t To);
  /// A line behind that of \p Token, the last one of a statement.
  void insertLineAfter(const Anchor &A, size_t Token, llvm::StringRef Line);
  /// Puts \p S into a block of its own that begins with the line \p Before.
  void enclose(const Anchor &A, const Statement &S, llvm::StringRef Before);
  /// The same for all that stands between \p First and \p Last, which go.
  void encloseUpTo(const Anchor &A, const Statement &First,
                   const Statement &Last, llvm::StringRef Before);
  /// A whole line, from its first column on, before that of \p Token.
  void insertLineBefore(const Anchor &A, size_t Token, llvm::StringRef Line);
  /// Removes \p Part of the preprocessor line \p Directive.
  void eraseWord(const Anchor &A, size_t Directive, llvm::StringRef Part);
  /// Makes sure that \p File includes the library's header \p Name.
  void include(llvm::StringRef File, llvm::StringRef Name);

  /// A name that the function around \p Token doesn't use yet: \p Wish, or
  /// with a number behind it.
  static std::string freshName(const Anchor &A, size_t Token,
                               llvm::StringRef Wish);

  void fail() { Failed = true; }
  void failIf(bool Yes) { Failed |= Yes; }
  bool failed() const { return Failed; }
  /// Adds the fix to \p F, if nothing failed, there is something to change and
  /// no place is changed twice.
  bool offer(Finding &F);

private:
  void edit(const Anchor &A, size_t Begin, size_t End, std::string Text);

  const CheckContext &Context;
  FixIt Fix;
  bool Failed = false;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_FIXBUILDER_H
