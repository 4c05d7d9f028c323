//===- Statement.cpp - Where a statement begins and ends ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Statement.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using llvm::StringRef;

static bool isOneOf(StringRef Word, std::initializer_list<StringRef> Words) {
  return llvm::is_contained(Words, Word);
}

static bool isOpening(StringRef W) { return isOneOf(W, {"(", "[", "{"}); }
static bool isClosing(StringRef W) { return isOneOf(W, {")", "]", "}"}); }

/// Is this `)` the end of what an `if`, a loop or a `catch` asks?
static bool endsHeader(const SourceText &T, size_t Paren) {
  size_t Open = T.match(Paren);
  return Open != SourceToken::None && Open > 0 &&
         isOneOf(T.word(Open - 1),
                 {"if", "for", "while", "switch", "constexpr", "catch"});
}

size_t heddle::enclosing(const SourceText &T, size_t Token) {
  while (Token-- > 0) {
    StringRef W = T.word(Token);
    if (isClosing(W)) {
      Token = T.match(Token);
      if (Token == SourceToken::None)
        return Token; // brackets that do not pair: nothing is sure here
    } else if (isOpening(W)) {
      return Token;
    }
  }
  return SourceToken::None;
}

/// What stands before the specifiers and the result type (`const -> int`) in
/// front of \p Brace.
static size_t beforeSpecifiers(const SourceText &T, size_t Brace,
                               bool &HasResult) {
  size_t I = Brace - 1;
  HasResult = false;
  for (unsigned Steps = 0; Steps < 16 && I > 0; ++Steps, --I) {
    if (T.is(I, "->"))
      HasResult = true;
    else if (T.tokens()[I].Kind != TokenKind::Word &&
             !isOneOf(T.word(I), {"::", "*", "&", "<", ">", ","}))
      break;
  }
  return I;
}

bool heddle::isLambdaBody(const SourceText &T, size_t Brace) {
  if (Brace == 0)
    return false;
  bool HasResult = false;
  size_t I = beforeSpecifiers(T, Brace, HasResult);
  if (T.is(I, ")") && T.match(I) != SourceToken::None && T.match(I) > 0)
    I = T.match(I) - 1;
  size_t Open = T.match(I);
  // `operator[](…) {` is none; nor is `A[I] {`, which does not exist.
  return T.is(I, "]") && Open != SourceToken::None && Open > 0 &&
         !T.is(Open - 1, "operator");
}

bool heddle::isBlock(const SourceText &T, size_t Brace) {
  if (Brace == 0 || Brace >= T.tokens().size())
    return false;
  StringRef Before = T.word(Brace - 1);
  if (Before == "{")
    return isBlock(T, Brace - 1);
  if (isOneOf(Before, {")", ";", "}", ":", "else", "do", "try", "const",
                       "override", "final", "noexcept", "mutable"}) ||
      isLambdaBody(T, Brace))
    return true;
  bool HasResult = false;
  return T.is(beforeSpecifiers(T, Brace, HasResult), ")") && HasResult;
}

size_t heddle::functionBody(const SourceText &T, size_t Token) {
  size_t Body = SourceToken::None;
  for (size_t I = enclosing(T, Token); I != SourceToken::None;
       I = enclosing(T, I))
    if (T.is(I, "{") && isBlock(T, I))
      Body = I;
  return Body;
}

/// From \p Token out of all brackets that are part of its statement. None: a
/// header, or no statement.
static size_t climb(const SourceText &T, size_t Token, size_t &Block) {
  for (;;) {
    size_t Open = enclosing(T, Token);
    if (Open == SourceToken::None)
      return Open;
    if (T.is(Open, "{") && isBlock(T, Open)) {
      Block = Open;
      return Token;
    }
    if (T.is(Open, "(") && T.match(Open) != SourceToken::None &&
        endsHeader(T, T.match(Open)))
      return SourceToken::None;
    Token = Open;
  }
}

/// Is the `:` at \p Colon that of a label or a case?
static bool endsLabel(const SourceText &T, size_t Colon, size_t Block) {
  for (size_t I = Colon; I-- > Block;) {
    if (isOneOf(T.word(I), {"case", "default"}))
      return true;
    if (T.is(I, "?"))
      return false;
    if (isOneOf(T.word(I), {";", "{", "}"}))
      return I + 2 == Colon; // `again:`
  }
  return false;
}

/// Moves S.First to where the statement begins; false where that is not plain.
static bool findStart(const SourceText &T, Statement &S) {
  size_t &First = S.First;
  while (First - 1 != S.Block) {
    size_t Before = First - 1;
    StringRef W = T.word(Before);
    if (W == ";" || (W == ":" && endsLabel(T, Before, S.Block)) ||
        T.tokens()[Before].Kind == TokenKind::Directive)
      return true;
    if ((W == ")" && endsHeader(T, Before)) || isOneOf(W, {"else", "do"})) {
      S.Alone = true;
      S.Head = Before;
      return true;
    }
    if (isClosing(W)) {
      size_t Open = T.match(Before);
      if (Open == SourceToken::None)
        return false;
      if (W == "}" && isBlock(T, Open) && !isLambdaBody(T, Open))
        return true;
      First = Open;
    } else {
      First = Before;
    }
  }
  return true;
}

std::optional<Statement> heddle::statementAt(const SourceText &T,
                                             size_t Token) {
  Statement S;
  size_t Inner = climb(T, Token, S.Block);
  if (Inner == SourceToken::None)
    return std::nullopt;
  S.First = Inner;
  if (!findStart(T, S) ||
      isOneOf(T.word(S.First), {"if", "for", "while", "do", "switch", "try",
                                "else", "case", "default", "{"}))
    return std::nullopt;
  for (S.Last = Inner; !T.is(S.Last, ";"); ++S.Last) {
    if (S.Last >= T.tokens().size() || isClosing(T.word(S.Last)))
      return std::nullopt;
    if (isOpening(T.word(S.Last)))
      S.Last = T.match(S.Last);
    if (S.Last == SourceToken::None)
      return std::nullopt;
  }
  for (size_t I = S.First; I < S.Last; ++I)
    if (T.tokens()[I].Kind == TokenKind::Directive)
      return std::nullopt;
  return S;
}

size_t heddle::outermostIn(const SourceText &T, size_t Token, size_t Block) {
  for (size_t Open = enclosing(T, Token); Open != Block;
       Open = enclosing(T, Open)) {
    if (Open == SourceToken::None || T.is(Open, "{"))
      return SourceToken::None;
    Token = Open;
  }
  while (Token - 1 != Block && !T.is(Token - 1, ";") && !T.is(Token - 1, "}"))
    --Token;
  return T.is(Token, "else") ? SourceToken::None : Token;
}

bool heddle::isLast(const SourceText &T, const Statement &S) {
  return S.Last + 1 == T.match(S.Block);
}

bool heddle::mentions(const SourceText &T, size_t From, size_t To,
                      llvm::ArrayRef<StringRef> Words) {
  for (size_t I = From; I < To; ++I)
    if (llvm::is_contained(Words, T.word(I)))
      return true;
  return false;
}

bool heddle::declares(const SourceText &T, const Statement &S) {
  if (T.tokens()[S.First].Kind != TokenKind::Word)
    return false;
  if (isOneOf(T.word(S.First), {"return", "break", "continue", "goto", "delete",
                                "throw", "co_return"}))
    return false;
  // A word or `>`, `*`, `&` right before another word: a type and its name.
  // (`A * B;` is taken for one: in doubt there is a declaration.)
  for (size_t I = S.First + 1; I < S.Last; ++I) {
    if (isOpening(T.word(I)) || T.is(I, "="))
      return false;
    if (T.tokens()[I].Kind == TokenKind::Word &&
        (T.tokens()[I - 1].Kind == TokenKind::Word ||
         isOneOf(T.word(I - 1), {">", "*", "&", "&&"})))
      return true;
  }
  return false;
}
