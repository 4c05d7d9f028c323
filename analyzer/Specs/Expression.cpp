//===- Expression.cpp - Paths, values, types of specs ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Expression.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <array>

using namespace llvm;

namespace heddle::spec {
namespace {

constexpr std::array<StringLiteral, 8> PseudoFieldNames = {
    "$structure", "$element", "$key",  "$pointee",
    "$callable",  "$state",   "$lock", "$stream"};

struct CategoryName {
  StringLiteral Name;
  TypePattern::Category Is;
};
constexpr CategoryName Categories[] = {
    {"any", TypePattern::Category::Any},
    {"self", TypePattern::Category::Self},
    {"element", TypePattern::Category::Element},
    {"pointer", TypePattern::Category::Pointer},
    {"array", TypePattern::Category::Array},
    {"integer", TypePattern::Category::Integer},
    {"scalar", TypePattern::Category::Scalar},
    {"class", TypePattern::Category::Class},
    {"callable", TypePattern::Category::Callable},
    {"iterator", TypePattern::Category::Iterator},
};

/// A cursor over one scalar. After a complaint, failed() stays true and
/// nothing more is read.
class Scanner {
public:
  Scanner(const YamlNode &Node, Complaints &Errors)
      : Node(Node), Errors(Errors), Rest(Node.Text) {
    if (Node.K != YamlNode::Kind::Scalar)
      fail("expected a word or an expression here, not a list or mapping");
    skipSpace();
  }

  bool failed() const { return Failed; }
  bool atEnd() const { return Rest.empty(); }

  void fail(const Twine &What) {
    if (!Failed)
      Errors.add(Node.at(Node.Text.size() - Rest.size()), What);
    Failed = true;
  }
  bool take(StringRef Token) {
    if (Failed || !Rest.consume_front(Token))
      return false;
    skipSpace();
    return true;
  }
  /// Letters, digits, `_`, `:`, `~`, `*` as the caller allows.
  StringRef word(StringRef Extra = "_") {
    StringRef Word = Rest.take_while(
        [&](char C) { return isAlnum(C) || Extra.contains(C); });
    return Word;
  }
  void skip(StringRef Word) {
    Rest = Rest.drop_front(Word.size());
    skipSpace();
  }
  std::optional<int64_t> integer() {
    StringRef Before = Rest;
    int64_t Number = 0;
    if (Failed || Rest.consumeInteger(10, Number)) {
      Rest = Before;
      return std::nullopt;
    }
    skipSpace();
    return Number;
  }
  /// `arg3` -> 3, without consuming anything else.
  std::optional<uint32_t> numbered(StringRef Prefix) {
    StringRef Word = word();
    uint32_t Number = 0;
    if (Failed || !Word.starts_with(Prefix) ||
        Word.drop_front(Prefix.size()).getAsInteger(10, Number))
      return std::nullopt;
    skip(Word);
    return Number;
  }
  void expectEnd() {
    if (!Failed && !atEnd())
      fail("unexpected '" + Rest.take_front(12) + "' after the expression");
  }

private:
  void skipSpace() { Rest = Rest.ltrim(' '); }

  const YamlNode &Node;
  Complaints &Errors;
  StringRef Rest;
  bool Failed = false;
};

void parseMember(Scanner &S, Path &P) {
  if (S.take("$")) {
    StringRef Name = S.word();
    std::string Full = ("$" + Name).str();
    if (auto Field = parsePseudoField(Full)) {
      S.skip(Name);
      P.Steps.push_back({.K = PathStep::Kind::Pseudo, .Field = *Field});
      return;
    }
    SmallVector<StringRef, 8> Known(PseudoFieldNames.begin(),
                                    PseudoFieldNames.end());
    S.fail("unknown hidden state '" + Full + "'" + didYouMean(Full, Known));
    return;
  }
  StringRef Name = S.word();
  if (Name.empty())
    return S.fail("expected a member name here");
  P.Steps.push_back({.K = PathStep::Kind::Member, .Member = Name.str()});
  S.skip(Name);
}

void parseIndex(Scanner &S, Path &P) {
  if (S.take("]")) {
    P.Steps.push_back({.K = PathStep::Kind::Any});
    return;
  }
  PathStep Step;
  if (auto Number = S.integer()) {
    Step.K = PathStep::Kind::Constant;
    Step.Index = *Number;
  } else if (auto Argument = S.numbered("arg")) {
    Step.K = PathStep::Kind::Argument;
    Step.Index = *Argument;
  } else if (auto Argument = S.numbered("F")) {
    Step.K = PathStep::Kind::Template;
    Step.Index = *Argument;
  } else {
    return S.fail("expected ']', a number or an argument here");
  }
  P.Steps.push_back(Step);
  if (!S.take("]"))
    S.fail("expected ']' here");
}

Path scanPath(Scanner &S) {
  Path P;
  unsigned Stars = 0;
  while (S.take("*"))
    ++Stars;
  if (auto Argument = S.numbered("arg")) {
    P.From = Path::Root::Argument;
    P.Argument = *Argument;
    P.Rest = S.take("..");
  } else {
    StringRef Word = S.word();
    if (Word != "this" && Word != "result")
      S.fail("expected 'this', 'result' or an argument such as 'arg0'" +
             didYouMean(Word, {"this", "result", "arg0", "null", "nondet"}));
    P.From = Word == "result" ? Path::Root::Result : Path::Root::This;
    if (!S.failed())
      S.skip(Word);
  }
  while (!S.failed() && !S.atEnd()) {
    if (S.take("->")) {
      P.Steps.push_back({.K = PathStep::Kind::Deref});
      parseMember(S, P);
    } else if (S.take("[")) {
      parseIndex(S, P);
    } else if (S.take(".")) {
      parseMember(S, P);
    } else {
      break;
    }
  }
  for (unsigned I = 0; I != Stars; ++I)
    P.Steps.push_back({.K = PathStep::Kind::Deref});
  return P;
}

/// Functions of one type: what a container, pointer or function has.
struct TypeFunction {
  StringLiteral Name;
  TypeExpr::Kind K;
};
constexpr TypeFunction TypeFunctions[] = {
    {"pointee(", TypeExpr::Kind::Pointee},
    {"element(", TypeExpr::Kind::Element},
    {"result(", TypeExpr::Kind::Result},
};

TypeExpr scanType(Scanner &S);

bool scanTypeFunction(Scanner &S, TypeExpr &T) {
  for (const TypeFunction &F : TypeFunctions) {
    if (!S.take(F.Name))
      continue;
    T.K = F.K;
    T.Args.push_back(scanType(S));
    if (!S.take(")"))
      S.fail("expected ')' here");
    return true;
  }
  return false;
}

TypeExpr scanType(Scanner &S) {
  TypeExpr T;
  if (auto Index = S.numbered("T")) {
    T.K = TypeExpr::Kind::Class;
    T.Index = *Index;
  } else if (auto Index = S.numbered("F")) {
    T.K = TypeExpr::Kind::Function;
    T.Index = *Index;
  } else if (auto Index = S.numbered("arg")) {
    T.K = TypeExpr::Kind::Argument;
    T.Index = *Index;
  } else if (S.take("bool")) {
    T.K = TypeExpr::Kind::Bool;
  } else if (scanTypeFunction(S, T)) {
    // Done.
  } else if (S.take("pair(")) {
    T.K = TypeExpr::Kind::Pair;
    T.Args.push_back(scanType(S));
    if (!S.take(","))
      S.fail("expected ',' here");
    T.Args.push_back(scanType(S));
    if (!S.take(")"))
      S.fail("expected ')' here");
  } else {
    S.fail("expected a type such as 'T0', 'F0', 'pair(T0, T1)' or 'bool'");
  }
  while (!S.failed()) {
    TypeExpr::Kind Suffix;
    if (S.take("*"))
      Suffix = TypeExpr::Kind::Pointer;
    else if (S.take("[]"))
      Suffix = TypeExpr::Kind::Array;
    else
      break;
    TypeExpr Outer;
    Outer.K = Suffix;
    Outer.Args.push_back(std::move(T));
    T = std::move(Outer);
  }
  return T;
}

TypePattern::Alternative scanAlternative(Scanner &S) {
  TypePattern::Alternative A;
  StringRef Word = S.word("_:*");
  if (Word.empty()) {
    S.fail("expected a class name or one of 'self', 'pointer', 'integer', "
           "'scalar', 'class', 'callable', 'iterator', 'element', 'any'");
    return A;
  }
  const auto *Found = find_if(
      Categories, [&](const CategoryName &C) { return C.Name == Word; });
  if (Found != std::end(Categories)) {
    A.Is = Found->Is;
  } else if (!Word.contains("::") && !Word.contains('*')) {
    SmallVector<StringRef, 9> Known;
    for (const CategoryName &C : Categories)
      Known.push_back(C.Name);
    if (std::string Hint = didYouMean(Word, Known); !Hint.empty()) {
      S.fail("unknown kind of type '" + Word + "'" + Hint);
      return A;
    }
    A.Is = TypePattern::Category::Name;
    A.Glob = Word.str();
  } else {
    A.Is = TypePattern::Category::Name;
    A.Glob = Word.str();
  }
  S.skip(Word);
  if (S.take("&&"))
    A.Ref = TypePattern::Reference::RValue;
  else if (S.take("&"))
    A.Ref = TypePattern::Reference::LValue;
  return A;
}

template <class T> std::optional<T> finish(Scanner &S, T Result) {
  S.expectEnd();
  return S.failed() ? std::nullopt : std::optional<T>(std::move(Result));
}

} // namespace

std::optional<PseudoField> parsePseudoField(StringRef Name) {
  const auto *Found = find(PseudoFieldNames, Name);
  if (Found == PseudoFieldNames.end())
    return std::nullopt;
  return static_cast<PseudoField>(
      static_cast<uint32_t>(PseudoField::Structure) +
      static_cast<uint32_t>(Found - PseudoFieldNames.begin()));
}

std::optional<Path> parsePath(const YamlNode &Scalar, Complaints &Errors) {
  Scanner S(Scalar, Errors);
  return finish(S, scanPath(S));
}

std::optional<Value> parseValue(const YamlNode &Scalar, Complaints &Errors) {
  Scanner S(Scalar, Errors);
  Value V;
  if (auto Number = S.integer()) {
    V.K = Value::Kind::Integer;
    V.Integer = *Number;
  } else if (S.take("nondet")) {
    V.K = Value::Kind::Nondet;
  } else if (S.take("null")) {
    V.K = Value::Kind::Null;
  } else {
    V.K = S.take("&")       ? Value::Kind::Address
          : S.take("move ") ? Value::Kind::Moved
                            : Value::Kind::Object;
    V.P = scanPath(S);
  }
  return finish(S, std::move(V));
}

std::optional<TypeExpr> parseType(const YamlNode &Scalar, Complaints &Errors) {
  Scanner S(Scalar, Errors);
  return finish(S, scanType(S));
}

std::optional<TypePattern> parsePattern(const YamlNode &Scalar,
                                        Complaints &Errors) {
  Scanner S(Scalar, Errors);
  TypePattern Pattern;
  Pattern.Not = S.take("not ");
  do
    Pattern.Alternatives.push_back(scanAlternative(S));
  while (S.take("|"));
  return finish(S, std::move(Pattern));
}

} // namespace heddle::spec
