//===- Statement.h - Where a statement begins and ends ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The statement around a token, by brackets and semicolons alone. Enough for
/// code as people write it; where it is not (a loop's header, a preprocessor
/// line in between) there is no answer, and no fix is offered.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_STATEMENT_H
#define HEDDLE_CHECKS_FIXES_STATEMENT_H

#include "analyzer/Checks/Fixes/SourceText.h"

#include <optional>

namespace heddle {

/// A statement that ends with a `;`: an expression, a declaration, a jump.
struct Statement {
  size_t First = 0, Last = 0; ///< tokens; Last is the `;`
  size_t Block = 0;           ///< the `{` of the block that it stands in
  /// It is the branch of an `if` or the body of a loop, without braces; Head:
  /// the last token before it, `)`, `else` or `do`.
  bool Alone = false;
  size_t Head = 0;
};

/// The innermost statement that \p Token is part of, not of its own if it is in
/// the header of an `if` or a loop.
std::optional<Statement> statementAt(const SourceText &T, size_t Token);

/// The `(` … `)` or `{` … `}` or `[` … `]` around \p Token: its opening one;
/// None if there is none.
size_t enclosing(const SourceText &T, size_t Token);

/// Does this `{` begin statements, of a function, a lambda, or just so?
bool isBlock(const SourceText &T, size_t Brace);
/// The body of a lambda, which is part of an expression.
bool isLambdaBody(const SourceText &T, size_t Brace);
/// The outermost block around \p Token: that of the function. None: no block.
size_t functionBody(const SourceText &T, size_t Token);

/// The beginning of the statement, or the `if` or loop with all of its header,
/// that \p Token is part of in \p Block itself. None: it is further in, or in
/// the branch of an `else`.
size_t outermostIn(const SourceText &T, size_t Token, size_t Block);

/// Does the block end right after \p S?
bool isLast(const SourceText &T, const Statement &S);
/// Is a token of \p Words between the tokens \p From and \p To (exclusive)?
bool mentions(const SourceText &T, size_t From, size_t To,
              llvm::ArrayRef<llvm::StringRef> Words);
/// Does \p S look like a declaration (`T N`, `T N = …`), whose name the rest of
/// the block may use? Also answers so when in doubt.
bool declares(const SourceText &T, const Statement &S);

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_STATEMENT_H
