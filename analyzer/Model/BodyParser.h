//===- BodyParser.h - Bodies from text -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the lines below a `func`: variables, loops, blocks, events. The
/// parsing half of EventSyntax.h.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_BODYPARSER_H
#define HEDDLE_MODEL_BODYPARSER_H

#include "analyzer/Model/ExpressionParser.h"

#include <map>

namespace heddle {

class BodyParser {
public:
  BodyParser(Module &M, SymbolTable &Symbols, Body &B)
      : Symbols(Symbols), B(B), Expressions(M, Symbols, B) {}

  void declareParam(Cursor &Where, const std::string &Name, Local L);
  /// One line of the body.
  void line(Cursor C);
  /// After the last line; \p Where is for complaints.
  void finish(Cursor Where);

  // The primitives of EventSyntax.h.
  void literal(llvm::StringRef Token) { C->expect(Token); }
  template <NamedEnum E> void word(E &Value) {
    Cursor Start = *C;
    llvm::StringRef Word = C->word("a word");
    if (auto Known = enumOf<E>(Word))
      Value = *Known;
    else if (!C->failed())
      Start.fail("'" + Word + "' is not known here");
  }
  template <NamedEnum E> void word(E &Value, E Default) {
    Value = Default;
    if (enumOf<E>(C->peekWord()))
      word(Value);
  }
  void place(PlaceId &P) { P = Expressions.placeOrNone(*C); }
  void term(TermId &T, PlaceId Like = PlaceId::None) {
    T = Expressions.termOrNone(*C, typeOf(Like));
  }
  void assigned(TermId &T, PlaceId Like) {
    if (C->eat(":="))
      T = Expressions.term(*C, typeOf(Like));
  }
  void trailing(TermId &T) {
    if (!C->atEnd())
      T = Expressions.term(*C);
  }
  void local(LocalId &L) {
    L = C->eatWord("_") ? LocalId::None : Expressions.local(*C);
  }
  void updateOperator(BinaryOp &Op);
  void flag(llvm::StringRef Word, bool &Value) { Value = C->eatWord(Word); }
  void unless(llvm::StringRef Word, bool &Value) { Value = !C->eatWord(Word); }
  void number(llvm::StringRef Word, int64_t &Value, int64_t Default) {
    Value = C->eatWord(Word) ? C->number() : Default;
  }
  void opt(llvm::StringRef Word, PlaceId &P) {
    if (eatKey(Word))
      P = Expressions.place(*C);
  }
  void opt(llvm::StringRef Word, TermId &T) {
    if (eatKey(Word))
      T = Expressions.term(*C);
  }
  void opt(llvm::StringRef Word, FuncId &F) {
    if (eatKey(Word))
      F = Symbols.function(*C);
  }
  void opt(llvm::StringRef Word, TypeId &T) {
    if (eatKey(Word))
      T = Symbols.type(*C);
  }
  void opt(llvm::StringRef Word, uint32_t &X) {
    if (eatKey(Word))
      X = C->index("a number");
  }
  void opt(llvm::StringRef Word, std::string &Text) {
    if (eatKey(Word))
      Text = C->string();
  }
  void callee(FuncId &F, TermId &Target);
  void target(TermId &Target);
  void args(std::vector<TermId> &Args);
  void clauses(std::vector<ParallelRegion::Clause> &Clauses);

private:
  TypeId typeOf(PlaceId P) const { return valid(P) ? B[P].Type : TypeId::None; }
  bool eatKey(llvm::StringRef Word) {
    return Word == "->" ? C->eat(Word) : C->eatWord(Word);
  }
  BlockId block();
  LoopId loopNumber();
  void variables();
  void temporaries();
  void loop();
  void label();
  void event();
  bool terminator();
  void declareTemporaries();

  SymbolTable &Symbols;
  Body &B;
  ExpressionParser Expressions;
  Cursor *C = nullptr; ///< of the current line
  std::map<uint32_t, TypeId> Temporaries;
  bool BlockEnded = true;
};

} // namespace heddle

#endif // HEDDLE_MODEL_BODYPARSER_H
