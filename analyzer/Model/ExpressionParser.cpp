//===- ExpressionParser.cpp - Places and terms from text -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A recursive descent over the grammar in BodyPrinter.cpp.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/ExpressionParser.h"

#include "analyzer/Model/Encoder.h"

#include "llvm/ADT/StringExtras.h"

using namespace heddle;
using llvm::StringRef;

/// Deeper nesting is refused, as the parser recurses.
static constexpr unsigned MaxDepth = 500;

//===----------------------------------------------------------------------===//
// Arenas
//===----------------------------------------------------------------------===//

template <class T> static std::string bytesOf(const T &X, char Prefix) {
  std::string Bytes(1, Prefix);
  llvm::raw_string_ostream OS(Bytes);
  Encoder(OS).put(X);
  return Bytes;
}

PlaceId ExpressionParser::add(Place P) {
  auto [It, IsNew] =
      Interned.try_emplace(bytesOf(P, 'P'), uint32_t(B.Places.size()));
  if (IsNew)
    B.Places.push_back(std::move(P));
  return static_cast<PlaceId>(It->second);
}

TermId ExpressionParser::add(Term T) {
  auto [It, IsNew] =
      Interned.try_emplace(bytesOf(T, 'T'), uint32_t(B.Terms.size()));
  if (IsNew)
    B.Terms.push_back(std::move(T));
  return static_cast<TermId>(It->second);
}

bool ExpressionParser::declareLocal(const std::string &Name, Local L) {
  auto Id = static_cast<LocalId>(B.Locals.size());
  B.Locals.push_back(std::move(L));
  return Locals.try_emplace(Name, Id).second;
}

//===----------------------------------------------------------------------===//
// Places and their values
//===----------------------------------------------------------------------===//

ExpressionParser::Expression ExpressionParser::valueOf(PlaceId P) const {
  Expression E;
  E.T = {.Kind = TermKind::Value,
         .Type = valid(P) ? B[P].Type : TypeId::None,
         .P = P};
  return E;
}

/// Settles the type of a bare constant and puts the term into the arena.
TermId ExpressionParser::asTerm(Expression E, TypeId Hint) {
  if (valid(E.P))
    E = valueOf(E.P);
  if (E.IsBare) {
    bool HintIsBool = valid(Hint) && M[Hint].Kind == TypeKind::Bool;
    bool IsBool = valid(E.T.Type) && M[E.T.Type].Kind == TypeKind::Bool;
    // `null` takes any type, a number only that of a number.
    if (E.T.Kind != TermKind::Int ||
        (Rules.isNumber(Hint) && HintIsBool == IsBool))
      E.T.Type = Hint;
  }
  return add(E.T);
}

PlaceId ExpressionParser::asPlace(Cursor &C, const Expression &E) {
  if (!valid(E.P) && !C.failed())
    C.fail("what is before this is a value, expected a place");
  return E.P;
}

PlaceId ExpressionParser::dereference(TermId Pointer) {
  Place P{.Kind = PlaceKind::Deref, .Pointer = Pointer};
  P.Type = Rules.implied(P);
  return add(P);
}

PlaceId ExpressionParser::place(Cursor &C) { return asPlace(C, unary(C)); }

PlaceId ExpressionParser::placeOrNone(Cursor &C) {
  return C.eatWord("_") ? PlaceId::None : place(C);
}

TermId ExpressionParser::term(Cursor &C, TypeId Hint) {
  Expression E = expression(C);
  return C.failed() ? TermId::None : asTerm(E, Hint);
}

TermId ExpressionParser::termOrNone(Cursor &C, TypeId Hint) {
  return C.eatWord("_") ? TermId::None : term(C, Hint);
}

TermId ExpressionParser::operand(Cursor &C) {
  Expression E = unary(C);
  return C.failed() ? TermId::None : asTerm(E);
}

TermId ExpressionParser::addressOf(FuncId F) {
  Place P{.Kind = PlaceKind::Function, .Func = F};
  return add(Term{.Kind = TermKind::AddressOf, .P = add(P)});
}

LocalId ExpressionParser::local(Cursor &C) {
  C.expect("%");
  Cursor Start = C;
  std::string Name = C.localName();
  if (C.failed())
    return LocalId::None;
  if (auto It = Locals.find(Name); It != Locals.end())
    return It->second;
  // Temporaries spring up when used, of no known type.
  if (llvm::all_of(Name, llvm::isDigit)) {
    declareLocal(Name, {.Kind = LocalKind::Temporary});
    return Locals[Name];
  }
  Start.fail("there is no local '" + Name + "'; declare it with `var`");
  return LocalId::None;
}

//===----------------------------------------------------------------------===//
// The grammar
//===----------------------------------------------------------------------===//

/// The operator that stands next, which is not the `->` of a result.
std::optional<BinaryOp> ExpressionParser::binaryOperator(Cursor &C) {
  Cursor Arrow = C;
  if (Arrow.eat("->"))
    return std::nullopt;
  std::optional<BinaryOp> Best;
  StringRef BestWord;
  for (StringRef Word : EnumNames<BinaryOp>::Words) {
    Cursor Probe = C;
    if (Probe.eat(Word) && Word.size() > BestWord.size()) {
      Best = enumOf<BinaryOp>(Word);
      BestWord = Word;
    }
  }
  if (Best)
    C.eat(BestWord);
  return Best;
}

ExpressionParser::Expression ExpressionParser::expression(Cursor &C) {
  Expression Left = unary(C);
  return C.failed() ? Left : binary(C, std::move(Left));
}

ExpressionParser::Expression ExpressionParser::binary(Cursor &C,
                                                      Expression Left) {
  std::optional<BinaryOp> Op = binaryOperator(C);
  if (!Op)
    return Left;
  Expression Right = unary(C);
  if (C.failed())
    return {};
  // Each side lends its type to a constant on the other.
  auto TypeBeside = [&](const Expression &E) {
    bool Says =
        valid(E.P) || E.T.Kind == TermKind::Cast || E.T.Kind == TermKind::Value;
    return Says ? Rules.hint(asTerm(E)) : TypeId::None;
  };
  TypeId LeftHint = TypeBeside(Right), RightHint = TypeBeside(Left);
  Expression E;
  E.T.Kind = TermKind::Binary;
  E.T.BinOp = *Op;
  E.T.A = asTerm(Left, LeftHint);
  E.T.B = asTerm(Right, RightHint);
  if (isComparison(*Op))
    E.T.Type = truth();
  else if (*Op == BinaryOp::PtrDiff)
    E.T.Type = Symbols.named("long");
  else
    E.T.Type = B[E.T.A].Type;
  if (Cursor Another = C; binaryOperator(Another))
    C.fail("put one of the two operations in parentheses");
  return E;
}

ExpressionParser::Expression ExpressionParser::unary(Cursor &C) {
  if (++Depth > MaxDepth)
    C.fail("nested too deeply");
  Expression E;
  auto Prefix = [&](UnaryOp Op) {
    E.T.Kind = TermKind::Unary;
    E.T.UnOp = Op;
    E.T.A = operand(C);
    E.T.Type = Op == UnaryOp::LogicalNot ? truth()
               : valid(E.T.A)            ? B[E.T.A].Type
                                         : TypeId::None;
  };
  Cursor AfterMinus = C;
  bool IsNegation = AfterMinus.eat("-") && !llvm::isAlnum(AfterMinus.peek());
  if (C.failed()) {
  } else if (C.eat("*")) {
    TermId Pointer = operand(C);
    if (valid(Pointer))
      E.P = dereference(Pointer);
  } else if (C.eat("&")) {
    if (PlaceId P = place(C); valid(P)) {
      E.T.Kind = TermKind::AddressOf;
      E.T.P = P;
      if (B[P].Kind != PlaceKind::Function)
        E.T.Type = Symbols.pointerTo(B[P].Type);
    }
  } else if (IsNegation && C.eat("-")) {
    Prefix(UnaryOp::Neg);
  } else if (C.eat("~")) {
    Prefix(UnaryOp::BitNot);
  } else if (C.eat("!")) {
    Prefix(UnaryOp::LogicalNot);
  } else {
    E = primary(C);
  }
  --Depth;
  return E;
}

static bool isExpressionWord(StringRef Word) {
  for (StringRef Known :
       {"value", "null", "true", "false", "nondet", "opaque", "inf", "nan"})
    if (Word == Known)
      return true;
  return false;
}

ExpressionParser::Expression ExpressionParser::primary(Cursor &C) {
  char Next = C.peek();
  if (Next == '(') {
    Cursor Inside = C;
    Inside.eat("(");
    StringRef Word = Inside.peekWord();
    bool IsCast = Inside.peek() == '`' ||
                  (!Word.empty() && !llvm::isDigit(Word.front()) &&
                   !isExpressionWord(Word));
    if (IsCast)
      return cast(C);
    return postfix(C, parenthesised(C));
  }
  if (Next == '%' || Next == '@' || Next == '"')
    return postfix(C, named(C));
  if (Next == '-' || llvm::isDigit(Next))
    return numeral(C);
  return constant(C);
}

ExpressionParser::Expression ExpressionParser::cast(Cursor &C) {
  C.expect("(");
  Expression E;
  E.T.Kind = TermKind::Cast;
  E.T.Type = Symbols.type(C);
  if (C.eatWord("as")) {
    StringRef Word = C.word("a kind of cast");
    if (auto Kind = enumOf<CastKind>(Word))
      E.T.Cast = *Kind;
    else if (!C.failed())
      C.fail("'" + Word + "' is no kind of cast");
  }
  C.expect(")");
  E.T.A = operand(C);
  return E;
}

/// `(expression)`, or with its type: `(expression : type)`.
ExpressionParser::Expression ExpressionParser::parenthesised(Cursor &C) {
  C.expect("(");
  bool IsValue = C.eatWord("value");
  Expression E = expression(C);
  if (IsValue && !C.failed())
    E = valueOf(asPlace(C, E));
  if (C.eat(":")) {
    TypeId T = Symbols.type(C);
    if (valid(E.P)) {
      Place P = B[E.P];
      P.Type = T;
      E.P = add(P);
    } else {
      E.T.Type = T;
      E.IsBare = false;
    }
  }
  C.expect(")");
  return E;
}

ExpressionParser::Expression ExpressionParser::numeral(Cursor &C) {
  Cursor Start = C;
  StringRef Text = C.numeral();
  Expression E;
  if (!Text.getAsInteger(10, E.T.Value)) {
    E.T.Kind = TermKind::Int;
    E.T.Type = Symbols.named("int");
    E.IsBare = true;
    return E;
  }
  E.T.Kind = TermKind::Float;
  E.T.Type = Symbols.named("double");
  if (Text == "-inf")
    E.T.Real = -std::numeric_limits<double>::infinity();
  else if (Text.getAsDouble(E.T.Real))
    Start.fail("'" + Text + "' is no number of 64 bits");
  return E;
}

ExpressionParser::Expression ExpressionParser::constant(Cursor &C) {
  Cursor Start = C;
  StringRef Word = C.word("a place or a term");
  Expression E;
  E.IsBare = true;
  if (Word == "true" || Word == "false") {
    E.T.Kind = TermKind::Int;
    E.T.Type = Symbols.named("bool");
    E.T.Value = Word == "true";
  } else if (Word == "null") {
    E.T.Kind = TermKind::Null;
  } else if (Word == "nondet") {
    E.T.Kind = TermKind::Nondet;
  } else if (Word == "opaque") {
    E.T.Kind = TermKind::Opaque;
    E.T.Text = C.string();
  } else if (Word == "inf" || Word == "nan") {
    E.IsBare = false;
    E.T.Kind = TermKind::Float;
    E.T.Type = Symbols.named("double");
    E.T.Real = Word == "inf" ? std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::quiet_NaN();
  } else if (!C.failed()) {
    Start.fail("expected a place or a term");
  }
  return E;
}

/// `%local`, `@symbol` or a string.
ExpressionParser::Expression ExpressionParser::named(Cursor &C) {
  Place P;
  if (C.peek() == '"') {
    P.Kind = PlaceKind::String;
    P.Text = C.string();
    P.Type =
        Symbols.named("const char[" + std::to_string(P.Text.size() + 1) + "]");
  } else if (C.peek() == '%') {
    P.Local = local(C);
    P.Type = valid(P.Local) ? B[P.Local].Type : TypeId::None;
  } else {
    Symbols.symbol(C, P.Global, P.Func);
    P.Kind = valid(P.Func) ? PlaceKind::Function : PlaceKind::Global;
    P.Type = valid(P.Global) ? M[P.Global].Type : TypeId::None;
  }
  Expression E;
  if (!C.failed())
    E.P = add(P);
  return E;
}

/// Members and elements. What is set off by a blank belongs to the event.
ExpressionParser::Expression ExpressionParser::postfix(Cursor &C,
                                                       Expression E) {
  while (!C.atEnd() && !C.afterBlank()) {
    Place P;
    if (C.eat("[")) {
      P.Kind = PlaceKind::Element;
      P.Base = asPlace(C, E);
      Cursor Any = C;
      if (Any.eat("*") && Any.eat("]"))
        C.eat("*");
      else
        P.Index = term(C);
      C.expect("]");
    } else if (bool Arrow = C.eat("->"); Arrow || C.eat(".")) {
      P.Kind = PlaceKind::Field;
      P.Base = Arrow ? dereference(asTerm(E)) : asPlace(C, E);
      if (!C.failed())
        P.Field = Symbols.field(C, Rules.recordOf(P.Base));
    } else {
      break;
    }
    if (C.failed())
      return {};
    P.Type = Rules.implied(P);
    E = {.P = add(P), .T = {}};
  }
  return E;
}
