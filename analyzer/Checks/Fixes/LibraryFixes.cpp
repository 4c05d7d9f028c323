//===- LibraryFixes.cpp - Calls that threads may make -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Findings/Span.h"

#include <map>

using namespace heddle;
using llvm::StringRef;

namespace {

/// Calls of strtok and localtime get memory of their own.
class OwnMemory {
public:
  explicit OwnMemory(const CheckContext &Context)
      : IsC(Context.P.M.Lang == Language::C),
        Fix(Context, "keep it in memory of one's own") {}

  void add(const SourceSpan &Call) {
    std::optional<Anchor> A = Fix.at(Call);
    if (!A)
      return;
    size_t Name = A->First;
    if (A->is(Name, "std") && A->is(Name + 1, "::"))
      Name += 2;
    if (!A->is(Name + 1, "(") || A->Text->match(Name + 1) != A->Last)
      return Fix.fail();
    if (A->is(Name, "strtok"))
      tokenize(*A, Name);
    else if (A->is(Name, "localtime") || A->is(Name, "gmtime"))
      breakDown(*A, Name);
    else
      Fix.fail();
  }

  void offer(Finding &F) { Fix.offer(F); }

private:
  /// `localtime(T)` becomes `localtime_r(T, &Buffer)`.
  void breakDown(const Anchor &A, size_t Name) {
    std::optional<Statement> S = Fix.statement(A, A.First);
    if (!S)
      return;
    // The buffer lives as long as the block: so must the pointer.
    if (S->Alone || A.is(S->First, "static") ||
        (!declares(*A.Text, *S) && !A.is(A.Last + 1, "->")))
      return Fix.fail();
    const std::string Buffer = FixBuilder::freshName(A, A.First, "Buffer");
    Fix.surround(A, *S, (IsC ? "struct tm " : "std::tm ") + Buffer + ";");
    rename(A, Name, "_r(", ", &" + Buffer + ")");
  }

  /// All calls of one function share what `strtok_r` remembers.
  void tokenize(const Anchor &A, size_t Name) {
    const SourceText &T = *A.Text;
    const size_t Body = functionBody(T, A.First);
    size_t Block = enclosing(T, A.First);
    while (Block != SourceToken::None &&
           !(T.is(Block, "{") && isBlock(T, Block)))
      Block = enclosing(T, Block);
    if (Body == SourceToken::None || Block == SourceToken::None)
      return Fix.fail();
    auto [It, New] = Saves.try_emplace({A.File, Body}, Block);
    if (New) {
      const size_t Start = outermostIn(T, A.First, Block);
      if (Start == SourceToken::None)
        return Fix.fail();
      Names[{A.File, Body}] = FixBuilder::freshName(A, A.First, "Rest");
      Fix.insertBefore(A, Start,
                       "char *" + Names[{A.File, Body}] +
                           (IsC ? " = NULL;\n" : " = nullptr;\n") +
                           T.indentation(T.tokens()[Start].Begin).str());
    }
    // Later ones lie in the block of the first, or further in.
    Fix.failIf(A.First < It->second || A.First > T.match(It->second));
    rename(A, Name, "_r(", ", &" + Names[{A.File, Body}] + ")");
  }

  void rename(const Anchor &A, size_t Name, StringRef Suffix,
              const std::string &Last) {
    Fix.replace(A, A.First, Name + 1, A.word(Name).str() + Suffix.str());
    Fix.replace(A, A.Last, A.Last, Last);
  }

  const bool IsC;
  FixBuilder Fix;
  std::map<std::pair<std::string, size_t>, size_t> Saves; ///< body to block
  std::map<std::pair<std::string, size_t>, std::string> Names;
};

} // namespace

void heddle::offerOwnMemory(const CheckContext &Context, Finding &F,
                            llvm::ArrayRef<SourceSpan> Calls) {
  OwnMemory Fix(Context);
  for (const SourceSpan &Call : Calls)
    Fix.add(Call);
  Fix.offer(F);
}

/// The innermost `while (true)` or `for (;;)` around \p Token: its first token.
static size_t endlessLoop(const SourceText &T, size_t Token, size_t Body) {
  for (size_t I = Token; I > Body; --I) {
    const size_t Close = T.match(I + 1);
    if ((!T.is(I, "while") && !T.is(I, "for")) || !T.is(I + 1, "(") ||
        Close == SourceToken::None || Close > Token)
      continue;
    size_t End = Close + 1;
    if (T.is(End, "{"))
      End = T.match(End);
    else
      while (End < T.tokens().size() && !T.is(End, ";"))
        ++End;
    if (End < Token || T.is(I - 1, "}"))
      continue;
    const bool Always =
        T.is(I, "while")
            ? Close == I + 3 && (T.is(I + 2, "true") || T.is(I + 2, "1"))
            : Close == I + 4 && T.is(I + 2, ";");
    return Always ? I : SourceToken::None;
  }
  return SourceToken::None;
}

/// The name of the std::stop_token among the parameters.
static std::string tokenOf(const Module &M, FuncId F) {
  for (size_t I = 0; I < M[F].Params.size() && I < M[F].ParamNames.size();
       ++I) {
    TypeId T = M[F].Params[I];
    while (M[T].Kind == TypeKind::LValueReference ||
           M[T].Kind == TypeKind::RValueReference)
      T = M[T].Elem;
    if (valid(M[T].Record) && M[M[T].Record].Name == "std::stop_token")
      return M[F].ParamNames[I];
  }
  return "";
}

void heddle::offerStopToken(const CheckContext &Context, Finding &F,
                            FuncId Function, const SourceSpan &Inside,
                            bool IsEntry) {
  const Module &M = Context.P.M;
  FixBuilder Fix(Context, "ask the token in every round");
  std::optional<Anchor> A = Fix.at(Inside);
  if (!A)
    return;
  const SourceText &T = *A->Text;
  std::string Token = tokenOf(M, Function);
  if (Token.empty()) {
    // A lambda without parameters can take one.
    const RecordId Closure = M[Function].Parent;
    std::optional<Anchor> L =
        valid(Closure) ? Fix.at(makeSpan(M, M[Closure].Pos)) : std::nullopt;
    size_t Open = L ? L->First : 0;
    while (L && Open < L->Last && !L->is(Open, "["))
      ++Open;
    if (!L || !IsEntry || M[Function].Kind != FunctionKind::LambdaCall ||
        !M[Function].Params.empty() || !L->is(Open, "["))
      return;
    const size_t Close = T.match(Open);
    Token = FixBuilder::freshName(*A, A->First, "Stop");
    if (L->is(Close + 1, "{"))
      Fix.insertAfter(*L, Close, "(std::stop_token " + Token + ")");
    else if (L->is(Close + 1, "(") && L->is(Close + 2, ")"))
      Fix.insertAfter(*L, Close + 1, "std::stop_token " + Token);
    else
      return;
  }
  const size_t Body = functionBody(T, A->First);
  const size_t Loop =
      Body == SourceToken::None ? Body : endlessLoop(T, A->First, Body);
  if (Loop == SourceToken::None)
    return;
  Fix.replace(*A, Loop, T.match(Loop + 1),
              "while (!" + Token + ".stop_requested())");
  Fix.offer(F);
}
