//===- WordFixes.cpp - One word for another -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void heddle::offerWords(const CheckContext &Context, Finding &F,
                        llvm::StringRef Title, llvm::ArrayRef<WordChange> All) {
  FixBuilder Fix(Context, Title.str());
  for (const WordChange &Change : All) {
    std::optional<Anchor> A = Fix.atOrMacro(Change.In);
    if (!A)
      return;
    unsigned Found = 0;
    for (size_t I = A->First; I <= A->Last; ++I)
      if (A->is(I, Change.From)) {
        Fix.replace(*A, I, I, Change.To);
        ++Found;
      }
    Fix.failIf(Found != 1); // which one?
  }
  Fix.offer(F);
}

/// Where the declaration around \p Token begins.
static size_t declarationStart(const SourceText &T, size_t Token) {
  while (Token > 0 && !llvm::is_contained({";", "{", "}"}, T.word(Token - 1)) &&
         T.tokens()[Token - 1].Kind != TokenKind::Directive)
    --Token;
  return Token;
}

void heddle::offerForAllThreads(const CheckContext &Context, Finding &F,
                                llvm::StringRef Name) {
  FixBuilder Fix(Context, "one for all threads");
  for (const SourceFile &File : Context.P.M.Files) {
    const SourceText *T =
        File.Kind == FileKind::System ? nullptr : Fix.open(File.Path);
    for (size_t I = 0; T && I < T->tokens().size(); ++I) {
      if (!T->is(I, Name))
        continue;
      const Anchor A{File.Path, T, declarationStart(*T, I), I};
      for (size_t W = A.First; W < I; ++W)
        if (A.is(W, "thread_local") || A.is(W, "_Thread_local"))
          Fix.replaceUpTo(A, W, W + 1, "");
    }
  }
  Fix.offer(F);
}

void heddle::offerFirstValue(const CheckContext &Context, Finding &F,
                             const SourceSpan &Declared, llvm::StringRef Name) {
  FixBuilder Fix(Context, "begin with zero");
  std::optional<Anchor> A = Fix.at(Declared);
  std::optional<Statement> S = Fix.statement(A);
  // `T N;`, of one name.
  if (S && A->is(S->Last - 1, Name) &&
      !mentions(*A->Text, S->First, S->Last, {",", "="}))
    Fix.insertAfter(*A, S->Last - 1,
                    Context.P.M.Lang == Language::C ? " = 0" : "{}");
  Fix.offer(F);
}

void heddle::offerZeroedMemory(const CheckContext &Context, Finding &F,
                               const SourceSpan &Malloc) {
  FixBuilder Fix(Context, "let the memory begin with zeros");
  std::optional<Anchor> A = Fix.at(Malloc);
  for (size_t I = A ? A->First : 1; A && I < A->Last; ++I)
    if (A->is(I, "malloc") && A->is(I + 1, "(")) {
      Fix.replace(*A, I, I + 1, "calloc(1, ");
      break;
    }
  Fix.offer(F);
}

void heddle::offerChecked(const CheckContext &Context, Finding &F,
                          const SourceSpan &Call) {
  FixBuilder Fix(Context, "end the program if it does not start");
  std::optional<Anchor> A = Fix.at(Call);
  std::optional<Statement> S = Fix.statement(A);
  if (!S || A->is(S->Last + 1, "else"))
    return;
  const bool IsC = Context.P.M.Lang == Language::C;
  const bool IsC11 = mentions(*A->Text, A->First, A->Last, {"thrd_create"});
  // `(void)pthread_create(…);` does as if somebody had looked.
  size_t First = S->First;
  if (A->is(First, "(") && A->is(First + 1, "void") && A->is(First + 2, ")"))
    First += 3;
  if (First != A->First || S->Last != A->Last + 1)
    return;
  const SourceText &T = *A->Text;
  const std::string Indent =
      T.indentation(T.tokens()[S->First].Begin).str() + "  ";
  Fix.replace(*A, S->First, S->Last,
              "if (" + A->source(First, A->Last).str() +
                  " != " + (IsC11 ? "thrd_success" : "0") + ")\n" + Indent +
                  (IsC ? "abort();" : "std::abort();"));
  Fix.include(A->File, IsC ? "stdlib.h" : "cstdlib");
  Fix.offer(F);
}
