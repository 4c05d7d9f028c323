//===- BodyPrinter.h - Places, terms and events as text ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The printing half of EventSyntax.h. Types are annotated, `(0 : long)`, only
/// where they are not what the parser would conclude (see TypeRules.h).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_BODYPRINTER_H
#define HEDDLE_MODEL_BODYPRINTER_H

#include "analyzer/Model/EnumNames.h"
#include "analyzer/Model/Names.h"
#include "analyzer/Model/TypeRules.h"

#include "llvm/Support/raw_ostream.h"

namespace heddle {

std::string quoteString(llvm::StringRef Text);

class BodyPrinter {
public:
  BodyPrinter(const Module &M, const Body &B, const Names &N)
      : Rules(M, B), M(M), B(B), N(N), Locals(localNames(B)) {}

  std::string printed(const Event &E);
  std::string printed(PlaceId P) const;
  /// \p Hint: the type a bare constant has here.
  std::string printed(TermId T, TypeId Hint = TypeId::None) const;
  std::string printed(LocalId L) const {
    return valid(L) ? "%" + Locals[index(L)] : "_";
  }
  std::string symbol(auto Id) const {
    return valid(Id) ? "@" + quoteSymbol(N.symbol(Id)) : "_";
  }
  std::string type(TypeId Id) const {
    return valid(Id) ? quoteType(N.type(Id)) : "?";
  }

  // The primitives of EventSyntax.h.
  void literal(llvm::StringRef Text) { Line += " " + Text.str(); }
  template <NamedEnum E> void word(E Value) { literal(wordOf(Value)); }
  template <NamedEnum E> void word(E Value, E Default) {
    if (Value != Default)
      word(Value);
  }
  void place(PlaceId P) { literal(printed(P)); }
  void term(TermId T, PlaceId Like = PlaceId::None) {
    literal(printed(T, typeOf(Like)));
  }
  void assigned(TermId T, PlaceId Like) {
    if (valid(T))
      literal(":= " + printed(T, typeOf(Like)));
  }
  void trailing(TermId T) {
    if (valid(T))
      literal(printed(T));
  }
  void local(LocalId L) { literal(printed(L)); }
  void updateOperator(BinaryOp Op) { literal(wordOf(Op).str() + "="); }
  void flag(llvm::StringRef Word, bool Value) {
    if (Value)
      literal(Word);
  }
  void unless(llvm::StringRef Word, bool Value) { flag(Word, !Value); }
  void number(llvm::StringRef Word, int64_t Value, int64_t Default) {
    if (Value != Default)
      literal(Word.str() + " " + std::to_string(Value));
  }
  void opt(llvm::StringRef Word, PlaceId P) { keyed(Word, P, printed(P)); }
  void opt(llvm::StringRef Word, TermId T) { keyed(Word, T, printed(T)); }
  void opt(llvm::StringRef Word, FuncId F) { keyed(Word, F, symbol(F)); }
  void opt(llvm::StringRef Word, TypeId T) { keyed(Word, T, type(T)); }
  void opt(llvm::StringRef Word, uint32_t X) {
    if (X != 0)
      literal(Word.str() + " " + std::to_string(X));
  }
  void opt(llvm::StringRef Word, const std::string &Text) {
    if (!Text.empty())
      literal(Word.str() + " " + quoteString(Text));
  }
  void callee(FuncId F, TermId Target) {
    valid(F) ? literal(symbol(F)) : target(Target);
  }
  void target(TermId Target);
  void args(const std::vector<TermId> &Args);
  void clauses(const std::vector<ParallelRegion::Clause> &Clauses);

private:
  TypeId typeOf(PlaceId P) const { return valid(P) ? B[P].Type : TypeId::None; }
  void keyed(llvm::StringRef Word, auto Id, const std::string &Text) {
    if (valid(Id))
      literal(Word.str() + " " + Text);
  }
  std::string bare(PlaceId P) const;
  std::string bare(TermId T) const;
  std::string field(PlaceId Base, FieldRef F) const;
  std::string operand(TermId T, TypeId Hint = TypeId::None) const;
  std::string postfixBase(PlaceId Base, bool &IsArrow) const;

  TypeRules Rules;
  const Module &M;
  const Body &B;
  const Names &N;
  std::vector<std::string> Locals;
  std::string Line;
};

} // namespace heddle

#endif // HEDDLE_MODEL_BODYPRINTER_H
