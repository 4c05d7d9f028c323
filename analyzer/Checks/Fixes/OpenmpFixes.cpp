//===- OpenmpFixes.cpp - Pragmas for OpenMP -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Findings/Span.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

/// `X += E;`, `++X;`, `X++;`: what `#pragma omp atomic` may stand before.
static bool isUpdate(const Anchor &A, const Statement &S) {
  static constexpr llvm::StringRef Updates[] = {
      "+=", "-=", "*=", "/=", "&=", "|=", "^="};
  static constexpr llvm::StringRef Steps[] = {"++", "--"};
  if (llvm::is_contained(Steps, A.word(S.First)) ||
      llvm::is_contained(Steps, A.word(S.Last - 1)))
    return !mentions(*A.Text, S.First, S.Last, {"=", "("});
  size_t At = S.First;
  while (At < S.Last && !llvm::is_contained(Updates, A.word(At)))
    ++At;
  return At < S.Last && !mentions(*A.Text, S.First, At, {"=", "("});
}

void heddle::offerOmpAtomic(const CheckContext &Context, Finding &F,
                            llvm::ArrayRef<EventRef> Accesses) {
  const Module &M = Context.P.M;
  FixBuilder Fix(Context, "update it atomically");
  std::set<std::pair<std::string, size_t>> Done;
  for (EventRef At : Accesses) {
    const auto *X = std::get_if<Access>(&M[At]);
    std::optional<Anchor> A = Fix.at(makeSpan(M, At));
    std::optional<Statement> S = Fix.statement(A);
    if (!X || !S)
      return;
    const TypeId Type = (*M[At.Func].Definition)[X->P].Type;
    if (!valid(Type) ||
        (M[Type].Kind != TypeKind::Int && M[Type].Kind != TypeKind::Float) ||
        !isUpdate(*A, *S))
      return;
    const size_t Begin = A->Text->tokens()[S->First].Begin;
    if (!A->Text->startsLine(Begin))
      return;
    if (Done.insert({A->File, S->First}).second)
      Fix.insertLineBefore(*A, S->First, "#pragma omp atomic");
  }
  Fix.offer(F);
}

void heddle::offerWaitingLoop(const CheckContext &Context, Finding &F,
                              const SourceSpan &First) {
  FixBuilder Fix(Context, "wait at the end of the first loop");
  std::optional<Anchor> A = Fix.at(First);
  if (!A)
    return;
  size_t Pragma = A->First;
  while (Pragma > 0 && A->Text->tokens()[Pragma].Kind != TokenKind::Directive)
    --Pragma;
  if (A->word(Pragma).contains("omp") && A->word(Pragma).contains(" nowait"))
    Fix.eraseWord(*A, Pragma, " nowait");
  Fix.offer(F);
}
