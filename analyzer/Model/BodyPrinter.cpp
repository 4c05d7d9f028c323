//===- BodyPrinter.cpp - Places, terms and events as text ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The grammar:
///
///     place   := primary (`.` field | `->` field | `[` term `]` | `[*]`)*
///     primary := `%`local | `@`symbol | string | `*` unary | `(` place `)`
///              | `(` place ` : ` type `)`
///     term    := unary [operator unary]
///     unary   := place | `&` place | `-` unary | `~` unary | `!` unary
///              | `(` type [`as` kind] `)` unary | constant | `(` term `)`
///              | `(` term ` : ` type `)`
///     field   := name | number | `$`hidden | record `::` (name | number)
///
/// `p->x` is `(*p).x`; a place where a term is due is its value.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/BodyPrinter.h"

#include "analyzer/Model/EventSyntax.h"
#include "analyzer/Model/PseudoFields.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <cmath>

using namespace heddle;
using llvm::StringRef;

std::string heddle::quoteString(StringRef Text) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  OS << '"';
  OS.write_escaped(Text, /*UseHexEscapes=*/true) << '"';
  return Result;
}

static std::string floatText(double X) {
  if (std::isnan(X))
    return "nan";
  if (std::isinf(X))
    return X < 0 ? "-inf" : "inf";
  // The shortest form that reads back as the same number.
  for (int Digits = 1;; ++Digits) {
    char Buffer[40];
    snprintf(Buffer, sizeof(Buffer), "%.*g", Digits, X);
    if (Digits == 17 || strtod(Buffer, nullptr) == X) {
      StringRef Text(Buffer);
      return Text.find_first_of(".e") == StringRef::npos ? (Text + ".0").str()
                                                         : Text.str();
    }
  }
}

std::string BodyPrinter::field(PlaceId Base, FieldRef F) const {
  if (isPseudo(F))
    return pseudoFieldName(F);
  const Record &R = M[F.Record];
  StringRef Name = R.Fields[F.Index].Name;
  bool IsUnique = isPlainName(Name) && !Name.contains(':') &&
                  llvm::count_if(R.Fields, [&](const Field &Other) {
                    return Other.Name == Name;
                  }) == 1;
  std::string Text = IsUnique ? Name.str() : std::to_string(F.Index);
  if (Rules.recordOf(Base) == F.Record)
    return Text;
  return quoteSymbol(N.record(F.Record)) + "::" + Text;
}

/// `*` and `&` bind less tightly than what follows a place.
static std::string asBase(std::string Text) {
  return StringRef("*&").contains(Text.front()) ? "(" + Text + ")" : Text;
}

/// The text before `.`, or before `->` when the base is a plain dereference.
std::string BodyPrinter::postfixBase(PlaceId Base, bool &IsArrow) const {
  const Place &P = B[Base];
  IsArrow = P.Kind == PlaceKind::Deref && Rules.isImplied(P);
  return asBase(IsArrow ? operand(P.Pointer) : printed(Base));
}

std::string BodyPrinter::bare(PlaceId Id) const {
  const Place &P = B[Id];
  switch (P.Kind) {
  case PlaceKind::Local:
    return printed(P.Local);
  case PlaceKind::Global:
    return symbol(P.Global);
  case PlaceKind::Function:
    return symbol(P.Func);
  case PlaceKind::Field: {
    bool IsArrow = false;
    std::string Base = postfixBase(P.Base, IsArrow);
    return Base + (IsArrow ? "->" : ".") + field(P.Base, P.Field);
  }
  case PlaceKind::Element: {
    std::string Index = valid(P.Index) ? printed(P.Index) : "*";
    return asBase(printed(P.Base)) + "[" + Index + "]";
  }
  case PlaceKind::Deref:
    return "*" + operand(P.Pointer);
  case PlaceKind::String:
    return quoteString(P.Text);
  }
  return "_";
}

std::string BodyPrinter::printed(PlaceId P) const {
  if (!valid(P))
    return "_";
  if (Rules.isImplied(B[P]))
    return bare(P);
  return "(" + bare(P) + " : " + type(B[P].Type) + ")";
}

std::string BodyPrinter::bare(TermId Id) const {
  const Term &T = B[Id];
  switch (T.Kind) {
  case TermKind::Int:
    if (valid(T.Type) && M[T.Type].Kind == TypeKind::Bool &&
        (T.Value == 0 || T.Value == 1))
      return T.Value ? "true" : "false";
    return std::to_string(T.Value);
  case TermKind::Float:
    return floatText(T.Real);
  case TermKind::Null:
    return "null";
  case TermKind::Value:
    return printed(T.P);
  case TermKind::AddressOf:
    return "&" + printed(T.P);
  case TermKind::Unary:
    return wordOf(T.UnOp).str() + operand(T.A);
  case TermKind::Binary:
    return operand(T.A, Rules.hint(T.B)) + " " + wordOf(T.BinOp).str() + " " +
           operand(T.B, Rules.hint(T.A));
  case TermKind::Cast: {
    std::string Kind =
        T.Cast == CastKind::Numeric ? "" : " as " + wordOf(T.Cast).str();
    return "(" + type(T.Type) + Kind + ")" + operand(T.A);
  }
  case TermKind::Nondet:
    return "nondet";
  case TermKind::Opaque:
    return "opaque " + quoteString(T.Text);
  }
  return "_";
}

std::string BodyPrinter::printed(TermId Id, TypeId Hint) const {
  if (!valid(Id))
    return "_";
  const Term &T = B[Id];
  if (Rules.isImplied(T, Hint))
    return bare(Id);
  // `(p : T)` would be the place with another type, not its value.
  StringRef Value = T.Kind == TermKind::Value ? "value " : "";
  return "(" + Value.str() + bare(Id) + " : " + type(T.Type) + ")";
}

/// As part of a larger term: in parentheses unless it stands by itself.
std::string BodyPrinter::operand(TermId Id, TypeId Hint) const {
  std::string Text = printed(Id, Hint);
  if (!valid(Id) || !Rules.isImplied(B[Id], Hint))
    return Text;
  switch (B[Id].Kind) {
  case TermKind::Int:
  case TermKind::Float:
    return Text.front() == '-' ? "(" + Text + ")" : Text;
  case TermKind::Null:
  case TermKind::Nondet:
  case TermKind::Value:
  case TermKind::AddressOf:
    return Text;
  case TermKind::Unary:
  case TermKind::Binary:
  case TermKind::Cast:
  case TermKind::Opaque:
    return "(" + Text + ")";
  }
  return Text;
}

void BodyPrinter::target(TermId Target) {
  if (!valid(Target))
    return literal("_");
  const Term &T = B[Target];
  if (T.Kind == TermKind::AddressOf && B[T.P].Kind == PlaceKind::Function &&
      Rules.isImplied(T, TypeId::None) && Rules.isImplied(B[T.P]))
    return literal(symbol(B[T.P].Func));
  literal("*" + operand(Target));
}

void BodyPrinter::args(const std::vector<TermId> &Args) {
  Line +=
      "(" +
      llvm::join(llvm::map_range(Args, [&](TermId T) { return printed(T); }),
                 ", ") +
      ")";
}

void BodyPrinter::clauses(const std::vector<ParallelRegion::Clause> &Clauses) {
  for (const ParallelRegion::Clause &C : Clauses) {
    word(C.Sharing);
    literal(valid(C.Local) ? printed(C.Local) : symbol(C.Global));
  }
}

std::string BodyPrinter::printed(const Event &E) {
  Line = verbOf(E).str();
  std::visit([this](auto Copy) { syntax(*this, Copy); }, E);
  return std::move(Line);
}
