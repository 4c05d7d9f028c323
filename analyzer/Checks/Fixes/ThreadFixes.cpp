//===- ThreadFixes.cpp - Threads that are waited for ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"

using namespace heddle;

void heddle::offerAskingFirst(const CheckContext &Context, Finding &F,
                              const SourceSpan &Join) {
  FixBuilder Fix(Context, "ask before joining");
  std::optional<Anchor> A = Fix.at(Join);
  if (!A)
    return;
  std::optional<Statement> S = Fix.statement(*A, A->First);
  // `T.join()`: without its last three tokens, the thread.
  if (!S || S->First != A->First || S->Last != A->Last + 1 ||
      A->Last < A->First + 4 || !A->is(A->Last - 2, "join") ||
      A->is(S->Last + 1, "else"))
    return;
  std::string Ask = A->source(A->First, A->Last - 3).str() + "joinable()";
  if (A->is(A->Last - 3, "."))
    Fix.insertBefore(*A, A->First, "if (" + Ask + ") ");
  Fix.offer(F);
}

void heddle::offerJoinBefore(const CheckContext &Context, Finding &F,
                             const SourceSpan &Assignment) {
  FixBuilder Fix(Context, "join the thread that is still there");
  std::optional<Anchor> A = Fix.at(Assignment);
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  size_t Equal = S->First;
  while (Equal < S->Last && !A->is(Equal, "="))
    ++Equal;
  if (Equal == S->Last || Equal == S->First ||
      mentions(*A->Text, S->First, Equal, {"(", "[", "++", "--"}))
    return;
  std::string Name = A->source(S->First, Equal - 1).str();
  Fix.surround(*A, *S, "if (" + Name + ".joinable()) " + Name + ".join();");
  Fix.offer(F);
}

void heddle::offerKeeping(const CheckContext &Context, Finding &F,
                          const SourceSpan &Call, llvm::StringRef Name) {
  FixBuilder Fix(Context, "give it a name");
  std::optional<Anchor> A = Fix.at(Call);
  std::optional<Statement> S = Fix.statement(A);
  if (!S || S->Alone || S->First != A->First || S->Last != A->Last + 1)
    return;
  size_t Head = A->Text->match(S->Block - 1);
  if (A->is(S->Block - 1, "do") ||
      (Head != SourceToken::None &&
       (A->is(Head - 1, "for") || A->is(Head - 1, "while"))))
    return;
  Fix.insertBefore(*A, A->First,
                   "auto " + FixBuilder::freshName(*A, A->First, Name) + " = ");
  Fix.offer(F);
}

void heddle::offerLaunch(const CheckContext &Context, Finding &F,
                         const SourceSpan &Async) {
  FixBuilder Fix(Context, "demand a thread");
  std::optional<Anchor> A = Fix.at(Async);
  if (!A)
    return;
  size_t Open = A->First;
  while (Open <= A->Last && !(A->is(Open, "(") && A->is(Open - 1, "async")))
    ++Open;
  if (Open > A->Last)
    return;
  size_t End = Open + 1;
  while (End < A->Last && !A->is(End, ",") && !A->is(End, "("))
    ++End;
  // A policy that stands there already, or none.
  if (mentions(*A->Text, Open, End, {"launch"}))
    Fix.replace(*A, Open + 1, End - 1, "std::launch::async");
  else
    Fix.insertAfter(*A, Open, "std::launch::async, ");
  Fix.offer(F);
}

/// The statements that join: with a question where it may be done already.
static std::string joinText(llvm::StringRef Thread, bool IsMany, bool Ask,
                            llvm::StringRef Element) {
  std::string One = IsMany ? Element.str() : Thread.str();
  std::string Join =
      (Ask ? "if (" + One + ".joinable()) " : std::string()) + One + ".join();";
  if (!IsMany)
    return Join;
  return "for (auto &" + Element.str() + " : " + Thread.str() + ") " + Join;
}

void heddle::offerJoin(const CheckContext &Context, Finding &F,
                       const SourceSpan &Start, llvm::StringRef Thread,
                       bool IsMany, llvm::ArrayRef<SourceSpan> Ends) {
  FixBuilder Fix(Context, "join it");
  std::optional<Anchor> From = Fix.at(Start);
  if (!From || Ends.empty())
    return;
  size_t Body = functionBody(*From->Text, From->First);
  if (Body == SourceToken::None)
    return;
  bool Ask = mentions(*From->Text, Body, From->Text->match(Body),
                      {"join", "joinable", "move", "swap"});
  std::string Join = joinText(
      Thread, IsMany, Ask,
      IsMany ? FixBuilder::freshName(*From, From->First, "T") : std::string());
  for (const SourceSpan &End : Ends) {
    std::optional<Anchor> A = Fix.at(End);
    if (!A)
      return;
    if (A->is(A->Last, "}") && !mentions(*A->Text, A->First, A->Last, {";"})) {
      // The end of a block: on a line of its own before it.
      const SourceText &T = *A->Text;
      size_t Brace = T.tokens()[A->Last].Begin;
      size_t Last = A->Last - 1;
      if (T.startsLine(Brace) && T.is(Last, ";"))
        Fix.insertLineAfter(*A, Last, Join);
      else
        Fix.fail();
      continue;
    }
    std::optional<Statement> S = Fix.statement(*A, A->First);
    if (!S || !A->is(S->First, "return"))
      return;
    Fix.surround(*A, *S, Join);
  }
  Fix.offer(F);
}

/// The `[` of the lambda that begins at, or is the first one in, \p A.
static size_t introducer(const Anchor &A) {
  for (size_t I = A.First; I <= A.Last; ++I)
    if (A.is(I, "[") && !(I > 0 && A.is(I - 1, "operator")) &&
        A.Text->match(I) != SourceToken::None) {
      size_t Next = A.Text->match(I) + 1;
      if (A.is(Next, "(") || A.is(Next, "{") || A.is(Next, "mutable"))
        return I;
    }
  return SourceToken::None;
}

void heddle::offerCapture(const CheckContext &Context, Finding &F,
                          const SourceSpan &Lambda, llvm::StringRef Name,
                          bool ByValue) {
  std::string Title = "capture '" + Name.str() + "' by ";
  FixBuilder Fix(Context, Title + (ByValue ? "value" : "reference"));
  std::optional<Anchor> A = Fix.at(Lambda);
  size_t Open = A ? introducer(*A) : SourceToken::None;
  if (Open == SourceToken::None)
    return;
  size_t Close = A->Text->match(Open);
  size_t At = Open + 1;
  while (At < Close && !A->is(At, Name))
    ++At;
  bool Listed = At < Close;
  if (Listed && !A->is(At + 1, ",") && !A->is(At + 1, "]"))
    return; // `[N = …]`
  bool AllByReference =
      A->is(Open + 1, "&") && (A->is(Open + 2, "]") || A->is(Open + 2, ","));
  bool AllByValue = A->is(Open + 1, "=");
  std::string More = (ByValue ? ", " : ", &") + Name.str();
  if (Listed && ByValue && A->is(At - 1, "&"))
    Fix.replace(*A, At - 1, At, Name.str());
  else if (Listed && !ByValue && !A->is(At - 1, "&"))
    Fix.insertBefore(*A, At, "&");
  else if (!Listed && (ByValue ? AllByReference : AllByValue))
    Fix.insertAfter(*A, Open + 1, More);
  Fix.offer(F);
}

void heddle::offerReference(const CheckContext &Context, Finding &F,
                            const SourceSpan &Call, llvm::StringRef Name) {
  FixBuilder Fix(Context, "hand over a reference");
  std::optional<Anchor> A = Fix.at(Call);
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  size_t Found = SourceToken::None;
  for (size_t I = S->First; I < S->Last; ++I)
    if (A->is(I, Name)) {
      if (Found != SourceToken::None)
        return; // which one?
      Found = I;
    }
  if (Found == SourceToken::None ||
      !(A->is(Found - 1, ",") || A->is(Found - 1, "(") ||
        A->is(Found - 1, "{")) ||
      !(A->is(Found + 1, ",") || A->is(Found + 1, ")") ||
        A->is(Found + 1, "}")))
    return;
  Fix.replace(*A, Found, Found, "std::ref(" + Name.str() + ")");
  Fix.include(A->File, "functional");
  Fix.offer(F);
}
