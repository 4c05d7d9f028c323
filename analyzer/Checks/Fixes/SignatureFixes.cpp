//===- SignatureFixes.cpp - By value and not by reference ---------------===//
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

/// Is a copy of it as good, and can one be made? Numbers, strings, and
/// containers of such.
static bool isValue(const Module &M, TypeId T) {
  if (!valid(T))
    return false;
  switch (M[T].Kind) {
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Float:
  case TypeKind::Enum:
    return true;
  case TypeKind::Record:
    break;
  default:
    return false;
  }
  const Record &R = M[M[T].Record];
  static constexpr StringRef Containers[] = {
      "std::vector", "std::deque", "std::list",          "std::map",
      "std::set",    "std::pair",  "std::unordered_map", "std::optional",
      "std::array",  "std::queue", "std::unordered_set", "std::multimap"};
  if (R.Name == "std::basic_string")
    return true;
  if (!llvm::is_contained(Containers, StringRef(R.Name)))
    return !R.System && R.TriviallyCopyable;
  return llvm::all_of(R.TemplateArgs, [&](const TemplateArg &Arg) {
    if (Arg.IsValue || isValue(M, Arg.Type))
      return true;
    static constexpr StringRef Helpers[] = {"std::allocator", "std::less",
                                            "std::hash", "std::equal_to"};
    return valid(Arg.Type) && valid(M[Arg.Type].Record) &&
           llvm::is_contained(Helpers, StringRef(M[M[Arg.Type].Record].Name));
  });
}

namespace {

/// One place where a function is declared: tokens.
struct Declaration {
  Anchor At;       ///< from its beginning to its name
  size_t Open = 0; ///< of the parameters
  size_t Close = 0;
};

/// All that the user's files say of a function, by its name.
struct FunctionTexts {
  std::vector<Declaration> Declarations;
  std::vector<Anchor> Uses;
};

} // namespace

static FunctionTexts textsOf(const CheckContext &Context, FixBuilder &Fix,
                             StringRef Name) {
  FunctionTexts Out;
  for (const SourceFile &File : Context.P.M.Files) {
    const SourceText *T =
        File.Kind == FileKind::System ? nullptr : Fix.open(File.Path);
    for (size_t I = 1; T && I < T->tokens().size(); ++I) {
      if (!T->is(I, Name) || !T->is(I + 1, "("))
        continue;
      size_t First = I;
      while (First > 0 &&
             !llvm::is_contained({";", "{", "}", ":"}, T->word(First - 1)) &&
             T->tokens()[First - 1].Kind != TokenKind::Directive)
        --First;
      const size_t Around = enclosing(*T, I), Close = T->match(I + 1);
      if (Close == SourceToken::None)
        continue;
      // In a class or a namespace: no block.
      if (First < I && (Around == SourceToken::None ||
                        (T->is(Around, "{") && !isBlock(*T, Around))))
        Out.Declarations.push_back({{File.Path, T, First, I}, I + 1, Close});
      else
        Out.Uses.push_back({File.Path, T, I, I});
    }
  }
  return Out;
}

/// `const T &` right before \p Name, the token behind it, becomes `T`; \p First
/// is where the declaration begins.
static bool dropReference(FixBuilder &Fix, const Anchor &A, size_t First,
                          size_t Name) {
  while (llvm::is_contained({"inline", "static"}, A.word(First)))
    ++First;
  if (!A.is(First, "const") || Name < First + 3)
    return false;
  size_t Ref = Name - 1;
  // `const T &Roster::names()`
  while (Ref > First && A.is(Ref, "::"))
    Ref -= 2;
  if (!A.is(Ref, "&"))
    return false;
  Fix.replaceUpTo(A, First, First + 1, "");
  Fix.replace(A, Ref, Ref, A.Text->startsWithBlank(Ref) ? "" : " ");
  return true;
}

void heddle::offerValueResult(const CheckContext &Context, Finding &F,
                              FuncId Function) {
  const Module &M = Context.P.M;
  const TypeId Result = M[Function].Result;
  if (M.Lang == Language::C || !valid(Result) ||
      M[Result].Kind != TypeKind::LValueReference ||
      !isValue(M, M[Result].Elem))
    return;
  FixBuilder Fix(Context, "return a copy");
  StringRef Name = M[Function].Name;
  Name = Name.substr(Name.rfind(':') + 1);
  FunctionTexts Texts = textsOf(Context, Fix, Name);
  for (const Declaration &D : Texts.Declarations) {
    size_t End = D.Close;
    while (!D.At.is(End, ";") && !D.At.is(End, "{") && !D.At.word(End).empty())
      ++End;
    // Overridden functions keep their types.
    if (mentions(*D.At.Text, D.Close, End, {"override", "final"}) ||
        !dropReference(Fix, D.At, D.At.First, D.At.Last))
      return;
  }
  for (const Anchor &Use : Texts.Uses)
    Fix.failIf(Use.is(Use.First - 1, "&"));
  Fix.offer(F);
}

void heddle::offerValueParameter(const CheckContext &Context, Finding &F,
                                 FuncId Function, unsigned Param) {
  const Module &M = Context.P.M;
  const TypeId Type = M[Function].Params[Param];
  if (M[Function].Kind == FunctionKind::LambdaCall ||
      M[Type].Kind != TypeKind::LValueReference || !isValue(M, M[Type].Elem))
    return;
  FixBuilder Fix(Context, "take it by value");
  StringRef Name = M[Function].Name;
  Name = Name.substr(Name.rfind(':') + 1);
  for (const Declaration &D : textsOf(Context, Fix, Name).Declarations) {
    size_t First = D.Open + 1;
    unsigned I = 0;
    for (size_t Token = First; Token < D.Close && I < Param; ++Token) {
      if (D.At.is(Token, "<"))
        return; // a `,` may be part of a type
      if (D.At.is(Token, ",")) {
        ++I;
        First = Token + 1;
      }
    }
    size_t End = First;
    while (End < D.Close && !D.At.is(End, ","))
      ++End;
    if (!dropReference(Fix, D.At, First, End - 1))
      return;
  }
  Fix.offer(F);
}
