//===- WaitFixes.cpp - Waits that ask again, wake-ups that come -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Fixes/Spelling.h"
#include "analyzer/Findings/Span.h"

#include "llvm/ADT/StringSwitch.h"

#include <set>

using namespace heddle;

/// The `)` of the `if` whose only business is \p S, itself or in a block.
/// Within a loop, `break` would leave the wrong one.
static std::optional<size_t> headOf(const SourceText &T, const Statement &S) {
  size_t Head = S.Head, End = S.Last;
  if (!S.Alone) {
    Head = S.Block - 1;
    End = T.match(S.Block);
    if (End == SourceToken::None || !isLast(T, S) ||
        mentions(T, S.Block, End,
                 {"break", "continue", "return", "goto", "throw"}))
      return std::nullopt;
  }
  size_t Open = T.match(Head);
  if (!T.is(Head, ")") || Open == SourceToken::None || !T.is(Open - 1, "if") ||
      T.is(End + 1, "else") || mentions(T, Open, Head, {";"}))
    return std::nullopt;
  return Head;
}

void heddle::offerLoop(const CheckContext &Context, Finding &F,
                       const SourceSpan &Wait) {
  FixBuilder Fix(Context, "ask again after the wait");
  std::optional<Anchor> A = Fix.at(Wait);
  if (!A)
    return;
  std::optional<Statement> S = Fix.statement(*A, A->First);
  if (!S || S->First != A->First || S->Last != A->Last + 1)
    return;
  std::optional<size_t> Head = headOf(*A->Text, *S);
  if (!Head)
    return;
  size_t If = A->Text->match(*Head) - 1;
  Fix.replace(*A, If, If, "while");
  Fix.offer(F);
}

void heddle::offerBroadcast(const CheckContext &Context, Finding &F,
                            llvm::ArrayRef<SourceSpan> Notifies) {
  FixBuilder Fix(Context, "wake all");
  for (const SourceSpan &Notify : Notifies) {
    std::optional<Anchor> A = Fix.at(Notify);
    if (!A)
      return;
    size_t Changed = 0;
    for (size_t I = A->First; I <= A->Last; ++I) {
      llvm::StringRef All =
          llvm::StringSwitch<llvm::StringRef>(A->word(I))
              .Case("notify_one", "notify_all")
              .Case("pthread_cond_signal", "pthread_cond_broadcast")
              .Case("cnd_signal", "cnd_broadcast")
              .Default("");
      if (!All.empty())
        Fix.replace(*A, I, I, All.str());
      Changed += !All.empty();
    }
    Fix.failIf(Changed != 1);
  }
  Fix.offer(F);
}

void heddle::offerNotify(const CheckContext &Context, Finding &F, FuncId Waiter,
                         PlaceId Condition, llvm::ArrayRef<EventRef> Changes) {
  const Module &M = Context.P.M;
  FixBuilder Fix(Context, "notify after the change");
  const Type &T = M[(*M[Waiter].Definition)[Condition].Type];
  std::set<std::pair<std::string, size_t>> Done;
  for (EventRef At : Changes) {
    const auto *Change = std::get_if<Access>(&M[At]);
    std::optional<Anchor> A = Fix.at(makeSpan(M, At));
    std::optional<Statement> S = Fix.statement(A);
    if (!S || !Change)
      return;
    if (!Done.insert({A->File, S->First}).second)
      continue;
    std::optional<std::string> Name =
        spellingAt(Context, {Waiter, Condition}, {At.Func, Change->P}, *A);
    if (!Name || A->is(S->First, "return"))
      return;
    Fix.surround(*A, *S, "",
                 T.Spelling == "pthread_cond_t"
                     ? "pthread_cond_broadcast(&" + *Name + ");"
                 : T.Spelling == "cnd_t" ? "cnd_broadcast(&" + *Name + ");"
                                         : *Name + ".notify_all();");
  }
  Fix.offer(F);
}
