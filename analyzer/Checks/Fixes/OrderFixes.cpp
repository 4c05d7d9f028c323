//===- OrderFixes.cpp - Locks in another order, and given back ------------===//
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

void heddle::offerUnlock(const CheckContext &Context, Finding &F,
                         const SourceSpan &Unlock,
                         llvm::ArrayRef<SourceSpan> Exits) {
  FixBuilder Fix(Context, "unlock on this way too");
  std::optional<Anchor> Known = Fix.at(Unlock);
  std::optional<Statement> Copy = Fix.statement(Known);
  if (!Copy || Copy->First != Known->First)
    return;
  std::string Text = Known->source(Copy->First, Copy->Last).str();
  for (const SourceSpan &Exit : Exits) {
    std::optional<Anchor> A = Fix.at(Exit);
    std::optional<Statement> S = Fix.statement(A);
    if (!S)
      return;
    const SourceText &T = *A->Text;
    if (!A->is(S->First, "return") && !A->is(S->First, "throw"))
      return;
    // What is returned must not need the lock: constants, new exceptions.
    for (size_t I = S->First + 1; I < S->Last; ++I)
      if (T.tokens()[I].Kind == TokenKind::Word &&
          !llvm::is_contained({"NULL", "nullptr", "true", "false"},
                              T.word(I)) &&
          !(A->is(S->First, "throw") &&
            (A->is(I + 1, "::") || A->is(I + 1, "(") || A->is(I + 1, "{"))))
        return;
    Fix.surround(*A, *S, Text);
  }
  Fix.offer(F);
}

namespace {

/// `std::lock_guard<std::mutex> Name(Lock)`, or the call that takes a lock.
struct Taking {
  Statement S;
  bool IsGuard = false;
  std::string Type;           ///< of the guard
  size_t Name = 0;            ///< token
  size_t Open = 0, Close = 0; ///< brackets around the lock
  StringRef Lock;
};

} // namespace

static std::optional<Taking> takingAt(FixBuilder &Fix, const Anchor &A) {
  std::optional<Statement> S = Fix.statement(A, A.First);
  if (!S || S->Alone)
    return std::nullopt;
  Taking T;
  T.S = *S;
  T.Close = S->Last - 1;
  T.Open = A.Text->match(T.Close);
  if (T.Open == SourceToken::None || T.Open <= S->First)
    return std::nullopt;
  for (size_t I = S->First; I < T.Open; ++I)
    T.IsGuard |= llvm::is_contained(
        {"lock_guard", "unique_lock", "scoped_lock"}, A.word(I));
  if (T.IsGuard && T.Open == S->First + 1)
    return std::nullopt;
  T.Name = T.Open - 1;
  if (T.IsGuard)
    T.Type = A.source(S->First, T.Name - 1).str();
  if (T.Open + 1 < T.Close)
    T.Lock = A.source(T.Open + 1, T.Close - 1);
  return T;
}

/// Both, if one follows right after the other.
static std::optional<std::pair<Taking, Taking>>
takings(FixBuilder &Fix, const Anchor &One, const Anchor &Two) {
  std::optional<Taking> First = takingAt(Fix, One), Second = takingAt(Fix, Two);
  if (!First || !Second || One.File != Two.File ||
      First->S.Block != Second->S.Block ||
      First->S.Last + 1 != Second->S.First ||
      First->IsGuard != Second->IsGuard || First->Type != Second->Type)
    return std::nullopt;
  return std::pair(*First, *Second);
}

void heddle::offerSwap(const CheckContext &Context, Finding &F,
                       const SourceSpan &First, const SourceSpan &Second) {
  FixBuilder Fix(Context, "lock in the other's order");
  std::optional<Anchor> One = Fix.at(First), Two = Fix.at(Second);
  if (!One || !Two)
    return;
  auto Both = takings(Fix, *One, *Two);
  if (!Both)
    return;
  auto [L, R] = *Both;
  if (L.IsGuard && !L.Lock.empty() && !R.Lock.empty()) {
    Fix.replace(*One, L.Open + 1, L.Close - 1, R.Lock.str());
    Fix.replace(*One, R.Open + 1, R.Close - 1, L.Lock.str());
  } else if (!L.IsGuard) {
    Fix.replace(*One, L.S.First, L.S.Last,
                One->source(R.S.First, R.S.Last).str());
    Fix.replace(*One, R.S.First, R.S.Last,
                One->source(L.S.First, L.S.Last).str());
  }
  Fix.offer(F);
}

/// Something that is not older than C++17: a name of the library, or
/// `std::lock_guard Guard(M)`, whose type the compiler finds.
static bool isCxx17(const SourceText &T, size_t I) {
  static constexpr StringRef New[] = {"scoped_lock", "shared_mutex", "optional",
                                      "string_view", "variant",      "jthread",
                                      "latch",       "barrier"};
  if (llvm::is_contained(New, T.word(I)))
    return T.is(I - 1, "::") && T.is(I - 2, "std");
  return (T.is(I, "lock_guard") || T.is(I, "unique_lock")) &&
         I + 1 < T.tokens().size() && T.tokens()[I + 1].Kind == TokenKind::Word;
}

static bool knowsCxx17(const CheckContext &Context) {
  for (const SourceFile &File : Context.P.M.Files) {
    const SourceText *T =
        File.Kind == FileKind::System ? nullptr : Context.Texts->get(File.Path);
    for (size_t I = 0; T && I < T->tokens().size(); ++I)
      if (isCxx17(*T, I))
        return true;
  }
  return false;
}

void heddle::offerBothAtOnce(const CheckContext &Context, Finding &F,
                             const SourceSpan &First,
                             const SourceSpan &Second) {
  FixBuilder Fix(Context, "lock both at once");
  std::optional<Anchor> One = Fix.at(First), Two = Fix.at(Second);
  if (!One || !Two)
    return;
  auto Both = takings(Fix, *One, *Two);
  if (!Both || !Both->first.IsGuard)
    return;
  auto [L, R] = *Both;
  for (const Taking *T : {&L, &R})
    if (T->Lock.empty() || T->Lock.contains(',') || T->Lock.contains('('))
      return;
  size_t End = One->Text->match(L.S.Block);
  if (End == SourceToken::None)
    return;
  bool Named = mentions(*One->Text, R.S.Last, End,
                        {One->word(L.Name), One->word(R.Name)});
  std::string Locks = L.Lock.str() + ", " + R.Lock.str();
  if (knowsCxx17(Context) && !Named) {
    Fix.replace(*One, L.S.First, L.S.Last,
                "std::scoped_lock " + One->word(L.Name).str() + "(" + Locks +
                    ");");
    Fix.remove(*One, R.S);
    Fix.offer(F);
    return;
  }
  // As it is done before C++17.
  Fix.surround(*One, L.S, "std::lock(" + Locks + ");");
  Fix.insertBefore(*One, L.Close, ", std::adopt_lock");
  Fix.insertBefore(*One, R.Close, ", std::adopt_lock");
  Fix.offer(F);
}
