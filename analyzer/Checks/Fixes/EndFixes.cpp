//===- EndFixes.cpp - Threads that main waits for at its end ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"

using namespace heddle;
using llvm::StringRef;

/// Behind the statement, or the `if` with its branch, that \p Token is part of
/// in \p Block. None: an `else` follows, or it can't be told.
static size_t behind(const SourceText &T, size_t Token, size_t Block) {
  for (size_t Open = enclosing(T, Token); Open != Block;
       Open = enclosing(T, Open)) {
    if (Open == SourceToken::None || T.is(Open, "{"))
      return SourceToken::None;
    Token = Open;
  }
  while (!T.is(Token, ";") && !T.is(Token, "{")) {
    if (T.match(Token) != SourceToken::None && T.match(Token) > Token)
      Token = T.match(Token);
    if (++Token >= T.tokens().size())
      return SourceToken::None;
  }
  if (T.is(Token, "{"))
    Token = T.match(Token);
  if (Token == SourceToken::None || T.is(Token + 1, "else"))
    return SourceToken::None;
  return Token + 1;
}

/// Is \p Token in a lambda that begins behind \p Block?
static bool isInLambda(const SourceText &T, size_t Token, size_t Block) {
  for (size_t I = enclosing(T, Token); I != Block && I != SourceToken::None;
       I = enclosing(T, I))
    if (T.is(I, "{") && isLambdaBody(T, I))
      return true;
  return false;
}

/// Adds \p Line before the function whose body is \p Body is left, on all ways
/// from \p From on.
static void beforeEnd(FixBuilder &Fix, const Anchor &A, size_t From,
                      size_t Body, const std::string &Line) {
  const SourceText &T = *A.Text;
  const size_t Close = T.match(Body);
  if (Close == SourceToken::None || mentions(T, From, Close, {"goto", "throw"}))
    return Fix.fail();
  size_t LastReturn = SourceToken::None;
  for (size_t I = From; I < Close; ++I) {
    if (!T.is(I, "return") || isInLambda(T, I, Body))
      continue;
    std::optional<Statement> S = Fix.statement(A, I);
    if (!S)
      return;
    Fix.surround(A, *S, Line);
    if (!S->Alone && S->Block == Body)
      LastReturn = S->Last;
  }
  if (LastReturn != SourceToken::None && LastReturn + 1 == Close)
    return;
  if (!T.is(Close - 1, ";"))
    return Fix.fail();
  Fix.insertLineAfter(A, Close - 1, Line);
}

void heddle::offerJoinAtEnd(const CheckContext &Context, Finding &F,
                            const SourceSpan &Start, StringRef Join) {
  FixBuilder Fix(Context, "join it");
  std::optional<Anchor> A = Fix.at(Start);
  if (!A)
    return;
  const size_t Body = functionBody(*A->Text, A->First);
  const size_t From =
      Body == SourceToken::None ? Body : behind(*A->Text, A->First, Body);
  if (From == SourceToken::None)
    return;
  beforeEnd(Fix, *A, From, Body, Join.str());
  Fix.offer(F);
}

void heddle::offerJoinForDetach(const CheckContext &Context, Finding &F,
                                const SourceSpan &Detach, StringRef Thread) {
  FixBuilder Fix(Context, "join it at the end");
  std::optional<Anchor> A = Fix.at(Detach);
  std::optional<Statement> S = Fix.statement(A);
  if (!S || S->Alone || S->First != A->First || S->Last != A->Last + 1 ||
      !A->is(S->First, Thread) || S->Block != functionBody(*A->Text, A->First))
    return;
  const std::string Join = Thread.str() + ".join();";
  if (isLast(*A->Text, *S)) {
    Fix.replace(*A, S->First, S->Last, Join);
  } else {
    Fix.remove(*A, *S);
    beforeEnd(Fix, *A, S->Last + 1, S->Block, Join);
  }
  Fix.offer(F);
}
