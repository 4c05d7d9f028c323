//===- DataFixes.cpp - Other declarations ---------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Findings/Span.h"

using namespace heddle;

void heddle::offerBoundary(const CheckContext &Context, Finding &F,
                           const SourceSpan &Later) {
  FixBuilder Fix(Context, "begin a new memory location between them");
  std::optional<Anchor> A = Fix.at(Later);
  if (!A)
    return;
  size_t First = A->First;
  while (First > 0 && !llvm::StringRef(";{}:,").contains(A->word(First - 1)))
    --First;
  // `unsigned A : 1, B : 1;` has no place between them.
  if (First == 0 || !(A->is(First - 1, ";") || A->is(First - 1, "}")))
    return;
  size_t Begin = A->Text->tokens()[First].Begin;
  std::string Indent = A->Text->indentation(Begin).str();
  Fix.insertBefore(*A, First,
                   "unsigned : 0;" +
                       (A->Text->startsLine(Begin) ? "\n" + Indent : " "));
  Fix.offer(F);
}

void heddle::offerOneStep(const CheckContext &Context, Finding &F,
                          const SourceSpan &Update) {
  FixBuilder Fix(Context, "change it in one step");
  std::optional<Anchor> A = Fix.at(Update);
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  size_t Equal = S->First;
  while (Equal < S->Last && !A->is(Equal, "="))
    ++Equal;
  // `X = X + 1;`, where 1 is one token: `X = X - 1 + 2` is not `X -= 1 + 2`.
  size_t Length = Equal - S->First;
  if (Length == 0 || Equal + Length + 3 != S->Last ||
      A->source(S->First, Equal - 1) != A->source(Equal + 1, Equal + Length) ||
      mentions(*A->Text, S->First, Equal, {"(", "++", "--"}))
    return;
  llvm::StringRef Sign = A->word(Equal + Length + 1);
  if (!llvm::StringRef("+-&|^").contains(Sign) || Sign.size() != 1)
    return;
  Fix.replace(*A, Equal, Equal + Length + 1, Sign.str() + "=");
  Fix.offer(F);
}

void heddle::offerAtomicAccess(const CheckContext &Context, Finding &F,
                               llvm::ArrayRef<EventRef> Accesses) {
  const Module &M = Context.P.M;
  FixBuilder Fix(Context, "access it atomically here too");
  for (EventRef At : Accesses) {
    const auto *X = std::get_if<Access>(&M[At]);
    std::optional<Anchor> A = Fix.at(makeSpan(M, At));
    if (!A || !X || valid(X->Via))
      return;
    TypeId T = (*M[At.Func].Definition)[X->P].Type;
    if (!valid(T) ||
        (M[T].Kind != TypeKind::Int && M[T].Kind != TypeKind::Bool))
      return;
    if (X->Kind == AccessKind::Read) {
      std::string Place = A->source(A->First, A->Last).str();
      if (mentions(*A->Text, A->First, A->Last + 1, {"(", "++", "--", "="}))
        return;
      Fix.replace(*A, A->First, A->Last,
                  "__atomic_load_n(&" + Place + ", __ATOMIC_SEQ_CST)");
      continue;
    }
    std::optional<Statement> S = Fix.statement(*A, A->First);
    size_t Equal = A->First;
    while (Equal < A->Last && !A->is(Equal, "="))
      ++Equal;
    if (X->Kind != AccessKind::Write || !S || S->First != A->First ||
        S->Last != A->Last + 1 || Equal >= A->Last || Equal == A->First)
      return;
    Fix.replace(*A, A->First, A->Last,
                "__atomic_store_n(&" + A->source(A->First, Equal - 1).str() +
                    ", " + A->source(Equal + 1, A->Last).str() +
                    ", __ATOMIC_SEQ_CST)");
  }
  Fix.offer(F);
}
