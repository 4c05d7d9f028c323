//===- MoveFixes.cpp - What stands in the wrong place -------------------===//
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

using namespace heddle;
using llvm::StringRef;

/// Is the span a statement of its own, in a block?
static std::optional<Statement> wholeStatement(FixBuilder &Fix,
                                               const std::optional<Anchor> &A) {
  std::optional<Statement> S = Fix.statement(A);
  if (!S || S->Alone || S->First != A->First || S->Last != A->Last + 1)
    return std::nullopt;
  return S;
}

void heddle::offerRemoval(const CheckContext &Context, Finding &F,
                          StringRef Title, const SourceSpan &Call) {
  FixBuilder Fix(Context, Title.str());
  std::optional<Anchor> A = Fix.at(Call);
  if (std::optional<Statement> S = wholeStatement(Fix, A))
    Fix.remove(*A, *S);
  Fix.offer(F);
}

void heddle::offerEarlier(const CheckContext &Context, Finding &F,
                          StringRef Title, const SourceSpan &Late,
                          const SourceSpan &Early) {
  FixBuilder Fix(Context, Title.str());
  std::optional<Anchor> A = Fix.at(Late), B = Fix.at(Early);
  std::optional<Statement> S = wholeStatement(Fix, A);
  if (!S || !B || A->File != B->File)
    return;
  const SourceText &T = *A->Text;
  const size_t To = outermostIn(T, B->First, S->Block);
  if (To == SourceToken::None || To >= S->First)
    return;
  // What it speaks of must be there already.
  for (size_t I = S->First; I < S->Last; ++I)
    if (T.tokens()[I].Kind == TokenKind::Word && !A->is(I, "NULL") &&
        !A->is(I, "nullptr") && mentions(T, To, S->First, {T.word(I)}))
      return;
  Fix.remove(*A, *S);
  Fix.insertBefore(*A, To,
                   A->source(S->First, S->Last).str() + "\n" +
                       T.indentation(T.tokens()[To].Begin).str());
  Fix.offer(F);
}

namespace {

/// The declaration of a member: tokens, the last one is the `;`.
struct MemberText {
  size_t First = 0, Last = 0;
};

} // namespace

static std::optional<MemberText> memberAt(const Anchor &A) {
  const SourceText &T = *A.Text;
  MemberText D{A.First, A.First};
  while (D.First > 0 &&
         !llvm::is_contained({";", "{", "}", ":"}, A.word(D.First - 1)) &&
         T.tokens()[D.First - 1].Kind != TokenKind::Directive)
    --D.First;
  for (; !A.is(D.Last, ";"); ++D.Last) {
    if (T.match(D.Last) != SourceToken::None && T.match(D.Last) > D.Last)
      D.Last = T.match(D.Last);
    else if (D.Last + 1 >= T.tokens().size() || A.is(D.Last, ",") ||
             A.is(D.Last, "}"))
      return std::nullopt;
  }
  if (D.First == 0 || !T.startsLine(T.tokens()[D.First].Begin))
    return std::nullopt;
  return D;
}

void heddle::offerLastMember(const CheckContext &Context, Finding &F,
                             FieldRef Member) {
  const Module &M = Context.P.M;
  const std::vector<Field> &All = M[Member.Record].Fields;
  const Field &Last = All.back();
  if (Member.Index + 1 == All.size() || Last.Access != All[Member.Index].Access)
    return;
  FixBuilder Fix(Context, "declare it last");
  std::optional<Anchor> A = Fix.at(makeSpan(M, All[Member.Index].Pos)),
                        B = Fix.at(makeSpan(M, Last.Pos));
  if (!A || !B || A->File != B->File)
    return;
  std::optional<MemberText> From = memberAt(*A), To = memberAt(*B);
  if (!From || !To || From->Last >= To->First)
    return;
  const SourceText &T = *A->Text;
  // With the comments that stand above it.
  size_t Begin = T.lineStart(T.tokens()[From->First].Begin);
  while (Begin > 0) {
    size_t Above = T.lineStart(Begin - 1);
    if (!T.text().slice(Above, Begin).ltrim().starts_with("//"))
      break;
    Begin = Above;
  }
  const size_t End = T.lineEnd(T.tokens()[From->Last].End);
  if (T.tokens()[From->Last + 1].Begin < End)
    return;
  Fix.moveLines(*A, Begin, End, T.lineEnd(T.tokens()[To->Last].End));
  Fix.offer(F);
}
