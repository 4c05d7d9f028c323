//===- Spelling.cpp - What a thing is called elsewhere --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Spelling.h"

#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Findings/Span.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace heddle;
using llvm::StringRef;

FieldRef heddle::memberOf(const Body &B, PlaceId &P) {
  while (valid(P) && (B[P].Kind == PlaceKind::Element ||
                      (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))))
    P = B[P].Base;
  return valid(P) && B[P].Kind == PlaceKind::Field ? B[P].Field : FieldRef();
}

/// Names, members and arrows: nothing that has an effect, or that describe()
/// made up.
static bool isPlainName(StringRef Text) {
  return !Text.empty() && !llvm::isDigit(Text.front()) &&
         llvm::all_of(Text,
                      [](char C) {
                        return llvm::isAlnum(C) ||
                               StringRef("_.:->").contains(C);
                      }) &&
         !Text.contains("temporary") && !Text.contains("unknown");
}

/// Does \p Where's file include \p Header by its name?
static bool includes(const SourceText &T, StringRef Header) {
  StringRef Name = llvm::sys::path::filename(Header);
  return llvm::any_of(T.tokens(), [&](const SourceToken &Token) {
    StringRef Line = T.text().slice(Token.Begin, Token.End);
    return Token.Kind == TokenKind::Directive && Line.contains("include") &&
           (Line.contains(("\"" + Name + "\"").str()) ||
            Line.contains(("/" + Name + "\"").str()));
  });
}

/// Is \p Name a word of the code of \p T?
static bool hasWord(const SourceText &T, StringRef Name) {
  for (size_t I = 0; I < T.tokens().size(); ++I)
    if (T.is(I, Name))
      return true;
  return false;
}

bool heddle::isVisibleAt(const CheckContext &Context, GlobalId G,
                         const Anchor &Where) {
  const Module &M = Context.P.M;
  const Global &Variable = M[G];
  if (Variable.Storage != StorageKind::Global || !valid(Variable.Pos.File))
    return false;
  const std::string &Home = M[Variable.Pos.File].Path;
  if (Home == Where.File)
    return Variable.Pos.Line <
           Where.Text->position(Where.Text->tokens()[Where.First].Begin).first;
  if (Variable.InternalLinkage)
    return false;
  StringRef Name = StringRef(Variable.Name).rsplit("::").second;
  if (Name.empty())
    Name = Variable.Name;
  return llvm::any_of(M.Files, [&](const SourceFile &F) {
    if (F.Kind != FileKind::User || !includes(*Where.Text, F.Path))
      return false;
    const SourceText *Header = Context.Texts->get(F.Path);
    return Header && hasWord(*Header, Name);
  });
}

/// Does another variable of the function \p F go by \p Name?
static bool isHidden(const Module &M, FuncId F, StringRef Name) {
  return llvm::any_of(M[F].Definition->Locals, [&](const Local &L) {
    return L.Name == Name && L.Kind != LocalKind::This;
  });
}

/// Members of one class: `s->total`, so `s->lock`.
static std::optional<std::string> besideMember(const Module &M, NamedPlace What,
                                               NamedPlace Near) {
  const Body &From = *M[What.Func].Definition, &To = *M[Near.Func].Definition;
  FieldRef Member = memberOf(From, What.P), Beside = memberOf(To, Near.P);
  if (!valid(Member.Record) || Member.Record != Beside.Record ||
      M[Member.Record].Kind == RecordKind::Lambda)
    return std::nullopt;
  std::string Text = describe(M, Near.Func, Near.P);
  StringRef Prefix = Text;
  const Field &F = M[Member.Record].Fields[Member.Index];
  if (F.Name.empty() ||
      !Prefix.consume_back(M[Beside.Record].Fields[Beside.Index].Name))
    return std::nullopt;
  // In a const member function, or behind a pointer to const: `mutable` only.
  const PlaceId Whole = To[Near.P].Base;
  if (!F.Mutable &&
      (M[Near.Func].Const ||
       (valid(Whole) && valid(To[Whole].Type) && M[To[Whole].Type].Const)))
    return std::nullopt;
  bool Inside = valid(M[Near.Func].Parent) &&
                (M[Near.Func].Parent == Member.Record ||
                 M[M[Near.Func].Parent].Kind == RecordKind::Lambda);
  if (F.Access != AccessSpecifier::Public && !Inside)
    return std::nullopt;
  if (Prefix.empty() && isHidden(M, Near.Func, F.Name))
    return std::nullopt;
  return Prefix.str() + F.Name;
}

/// A variable outside of functions, or a public member of one.
static std::optional<std::string> globalName(const CheckContext &Context,
                                             NamedPlace What, NamedPlace Near,
                                             const Anchor &Where) {
  const Module &M = Context.P.M;
  const Body &B = *M[What.Func].Definition;
  PlaceKeys Keys(M, What.Func);
  PlaceId P = Keys.resolve(What.P);
  GlobalId G = Keys.rootGlobal(P);
  if (!valid(G) || !isVisibleAt(Context, G, Where))
    return std::nullopt;
  std::string Members;
  for (; B[P].Kind == PlaceKind::Field && !isPseudo(B[P].Field);
       P = B[P].Base) {
    const Field &F = M[B[P].Field.Record].Fields[B[P].Field.Index];
    if (F.Access != AccessSpecifier::Public || F.Name.empty())
      return std::nullopt;
    Members.insert(0, "." + F.Name);
  }
  if (B[P].Kind != PlaceKind::Global)
    return std::nullopt;
  StringRef Name = M[G].Name;
  if (Name.contains('(')) // an anonymous namespace
    Name = Name.rsplit("::").second;
  if (isHidden(M, Near.Func, Name))
    return std::nullopt;
  return Name.str() + Members;
}

/// May the code at \p Where use the variable \p Name of the function around
/// it: is it declared above, in this block or one around, and captured by
/// reference by every lambda in between?
static bool isInScope(const Anchor &Where, const SourceText &T, size_t Declared,
                      StringRef Name) {
  size_t Home = enclosing(T, Declared);
  if (Home == SourceToken::None || Declared > Where.First ||
      T.match(Home) < Where.First)
    return false;
  for (size_t I = enclosing(T, Where.First); I != Home; I = enclosing(T, I)) {
    if (I == SourceToken::None)
      return false;
    if (!T.is(I, "{") || !isLambdaBody(T, I))
      continue;
    size_t Close = I;
    while (Close > Declared && !T.is(Close, "]"))
      --Close;
    bool Captured = false;
    for (size_t C = T.match(Close); C < Close; ++C)
      Captured |= T.is(C, "&") &&
                  (T.is(C + 1, "]") || T.is(C + 1, ",") || T.is(C + 1, Name));
    if (!Captured)
      return false;
  }
  return true;
}

/// Is \p Inner written inside of \p Outer (a lambda), or the same?
static bool isWithin(const Module &M, FuncId Inner, FuncId Outer) {
  const DeclPosition &I = M[Inner].Pos, &O = M[Outer].Pos;
  return Inner == Outer ||
         (I.File == O.File &&
          std::pair(O.Line, O.Column) <= std::pair(I.Line, I.Column) &&
          std::pair(I.EndLine, I.EndColumn) <=
              std::pair(O.EndLine, O.EndColumn));
}

/// A variable of the function that both are part of, also where one or both are
/// lambdas there that captured it.
static std::optional<std::string> localName(const CheckContext &Context,
                                            NamedPlace What, NamedPlace Near,
                                            const Anchor &Where) {
  const Module &M = Context.P.M;
  const SourceText &T = *Where.Text;
  std::string Name = describe(M, What.Func, What.P);
  for (uint32_t I = 0; I < M.Functions.size(); ++I) {
    const Function &F = M.Functions[I];
    if (!F.Definition || !isWithin(M, What.Func, FuncId{I}) ||
        !isWithin(M, Near.Func, FuncId{I}))
      continue;
    for (uint32_t L = 0; L < F.Definition->Locals.size(); ++L) {
      const Local &Variable = F.Definition->Locals[L];
      if (Variable.Name != Name || Variable.Kind != LocalKind::Variable)
        continue;
      SourceSpan Span = makeSpan(M, FuncId{I}, LocalId{L});
      std::optional<size_t> At = T.offset(Span.Line, Span.Column);
      if (At && Span.File == Where.File &&
          isInScope(Where, T, T.tokenAt(*At), Name))
        return Name;
    }
  }
  return std::nullopt;
}

std::optional<std::string> heddle::spellingAt(const CheckContext &Context,
                                              NamedPlace What, NamedPlace Near,
                                              const Anchor &Where) {
  const Module &M = Context.P.M;
  std::optional<std::string> Name = besideMember(M, What, Near);
  if (!Name)
    Name = globalName(Context, What, Near, Where);
  if (!Name)
    Name = localName(Context, What, Near, Where);
  if (!Name && What.Func == Near.Func &&
      !valid(PlaceKeys(M, What.Func).root(What.P)))
    Name = describe(M, What.Func, What.P);
  if (!Name || !isPlainName(*Name))
    return std::nullopt;
  return Name;
}
