//===- ScopeFixes.cpp - Guards for locks that are unlocked by hand ------===//
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
using llvm::StringRef;

namespace {

/// `M.lock();` and all its `M.unlock();`, as statements.
class HandMadeScope {
public:
  HandMadeScope(FixBuilder &Fix, const Anchor &A, const Statement &Take,
                std::string Guard)
      : Fix(Fix), A(A), T(*A.Text), Take(Take), Guard(std::move(Guard)) {}

  void add(const Statement &Give) {
    if (leavesAfter(Give))
      return Fix.remove(A, Give);
    // One of them may stand where the others go on: there the guard ends.
    Fix.failIf(End.has_value() || Give.Block != Take.Block);
    End = Give;
  }

  void finish() {
    if (!End)
      return Fix.replace(A, Take.First, Take.Last, Guard);
    if (canEnclose())
      Fix.encloseUpTo(A, Take, *End, Guard);
    else
      Fix.fail();
  }

private:
  /// Would the guard unlock at the same moment, or only what a plain `return`
  /// evaluates later?
  bool leavesAfter(const Statement &Give) const {
    if (Give.Block == Take.Block && isLast(T, Give))
      return true;
    const size_t Next = Give.Last + 1;
    if (!T.is(Next, "return"))
      return false;
    std::optional<Statement> Return = statementAt(T, Next);
    return Return && !mentions(T, Next, Return->Last, {"("});
  }

  /// Is nothing declared between them that is used behind?
  bool canEnclose() const {
    const size_t Close = T.match(Take.Block);
    for (size_t I = Take.Last + 1; I < End->First; ++I) {
      if (T.tokens()[I].Kind == TokenKind::Directive || T.is(I, "goto"))
        return false;
      if (enclosing(T, I) != Take.Block)
        continue;
      std::optional<Statement> S = statementAt(T, I);
      if (!S || S->First != I || !(declares(T, *S) || T.is(I, "auto")))
        continue;
      for (size_t Name = I; Name < S->Last; ++Name)
        if (T.tokens()[Name].Kind == TokenKind::Word &&
            mentions(T, End->Last, Close, {T.word(Name)}) &&
            !T.is(Name + 1, "::") && isNameOf(Name))
          return false;
    }
    return true;
  }

  /// The name that a declaration declares stands right before one of these.
  bool isNameOf(size_t Token) const {
    return llvm::is_contained({"=", ";", "{", "(", ",", "[", "]"},
                              T.word(Token + 1));
  }

  FixBuilder &Fix;
  const Anchor &A;
  const SourceText &T;
  Statement Take;
  std::string Guard;
  std::optional<Statement> End;
};

} // namespace

/// The statement that is nothing but the span.
static std::optional<Statement> callAt(FixBuilder &Fix, const SourceSpan &Span,
                                       std::optional<Anchor> &A) {
  A = Fix.at(Span);
  std::optional<Statement> S = Fix.statement(A);
  if (!S || S->Alone || S->First != A->First || S->Last != A->Last + 1) {
    Fix.fail();
    return std::nullopt;
  }
  return S;
}

void heddle::offerGuard(const CheckContext &Context, Finding &F,
                        const SourceSpan &Lock,
                        llvm::ArrayRef<SourceSpan> Unlocks, StringRef GuardType,
                        StringRef MutexType, StringRef Mutex) {
  FixBuilder Fix(Context, "let a guard unlock");
  std::optional<Anchor> A, B;
  std::optional<Statement> Take = callAt(Fix, Lock, A);
  if (!Take)
    return;
  const std::string Name = FixBuilder::freshName(*A, A->First, "Guard");
  HandMadeScope Scope(Fix, *A, *Take,
                      GuardType.str() + "<" + MutexType.str() + "> " + Name +
                          "(" + Mutex.str() + ");");
  for (const SourceSpan &Unlock : Unlocks) {
    std::optional<Statement> Give = callAt(Fix, Unlock, B);
    if (!Give || B->File != A->File)
      return;
    Scope.add(*Give);
  }
  Scope.finish();
  Fix.include(A->File,
              GuardType == "std::shared_lock" ? "shared_mutex" : "mutex");
  Fix.offer(F);
}

void heddle::offerWriterAtOnce(const CheckContext &Context, Finding &F,
                               const SourceSpan &Reader,
                               const SourceSpan &Writer) {
  FixBuilder Fix(Context, "take the lock for writing from the beginning");
  std::optional<Anchor> A = Fix.at(Reader), B = Fix.at(Writer);
  std::optional<Statement> First = Fix.statement(A), Second = Fix.statement(B);
  if (!First || !Second || A->File != B->File || Second->Alone)
    return;
  const SourceText &T = *A->Text;
  // `std::unique_lock<std::shared_mutex> Writer(M);`, of which nobody speaks.
  const size_t Open = T.match(Second->Last - 1);
  if (Open == SourceToken::None || Open <= Second->First + 1 ||
      mentions(T, Second->Last, T.match(Second->Block), {T.word(Open - 1)}))
    return;
  for (size_t I = First->First; I < First->Last; ++I)
    if (T.is(I, "shared_lock")) {
      Fix.replace(*A, I, I, "unique_lock");
      Fix.remove(*B, *Second);
      Fix.include(A->File, "mutex");
      break;
    }
  Fix.offer(F);
}
