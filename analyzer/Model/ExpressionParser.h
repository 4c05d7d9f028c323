//===- ExpressionParser.h - Places and terms from text -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The parsing half of BodyPrinter.h: the grammar stands in BodyPrinter.cpp,
/// the types that text leaves out are those of TypeRules.h.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_EXPRESSIONPARSER_H
#define HEDDLE_MODEL_EXPRESSIONPARSER_H

#include "analyzer/Model/Cursor.h"
#include "analyzer/Model/EnumNames.h"
#include "analyzer/Model/Names.h"
#include "analyzer/Model/TypeRules.h"

#include "llvm/ADT/StringMap.h"

#include <string>

namespace heddle {

/// What the names of a text stand for; types come into being when they are
/// first mentioned, where their name says what they are.
class SymbolTable : public TypeFinder {
public:
  explicit SymbolTable(Module &M) : M(M) {}

  TypeId find(llvm::StringRef Name) override;
  RecordId findRecord(llvm::StringRef Name) override;
  /// The usual pointer to \p T, made if there is none.
  TypeId pointerTo(TypeId T);
  TypeId named(llvm::StringRef Name) { return find(Name); }
  const std::string &nameOf(TypeId T) const { return TypeNames[index(T)]; }

  /// False: there is one of this name already.
  bool declareType(const std::string &Name);
  bool declareRecord(const std::string &Name);
  bool declareGlobal(const std::string &Name);
  bool declareFunction(const std::string &Name);

  // Reading references; a name that is not declared is an error.
  TypeId type(Cursor &C);
  RecordId record(Cursor &C);
  FuncId function(Cursor &C);
  GlobalId global(Cursor &C);
  FieldRef field(Cursor &C, RecordId Default);
  /// After `@`: one of the two is valid, or neither after an error.
  void symbol(Cursor &C, GlobalId &G, FuncId &F);

private:
  Module &M;
  llvm::StringMap<TypeId> Types;
  std::vector<std::string> TypeNames;
  llvm::StringMap<RecordId> Records;
  llvm::StringMap<GlobalId> Globals;
  llvm::StringMap<FuncId> Functions;
  unsigned Depth = 0;
};

/// Adds to the arenas of a body; equal places and terms are one.
class ExpressionParser {
public:
  ExpressionParser(Module &M, SymbolTable &Symbols, Body &B)
      : M(M), Symbols(Symbols), B(B), Rules(M, B) {}

  PlaceId place(Cursor &C);
  TermId term(Cursor &C, TypeId Hint = TypeId::None);
  /// As \p term, without operators outside parentheses.
  TermId operand(Cursor &C);
  LocalId local(Cursor &C);
  /// `_` for None.
  PlaceId placeOrNone(Cursor &C);
  TermId termOrNone(Cursor &C, TypeId Hint);
  /// The address of a function.
  TermId addressOf(FuncId F);

  /// False: there is one of this name already.
  bool declareLocal(const std::string &Name, Local L);

private:
  /// A place stays one until its value is asked for.
  struct Expression {
    PlaceId P = PlaceId::None;
    Term T;
    /// A constant whose type is told by what stands beside it.
    bool IsBare = false;
  };

  Expression expression(Cursor &C);
  Expression unary(Cursor &C);
  Expression primary(Cursor &C);
  Expression parenthesised(Cursor &C);
  Expression cast(Cursor &C);
  Expression constant(Cursor &C);
  Expression numeral(Cursor &C);
  Expression named(Cursor &C);
  Expression postfix(Cursor &C, Expression E);
  Expression binary(Cursor &C, Expression Left);
  Expression valueOf(PlaceId P) const;

  std::optional<BinaryOp> binaryOperator(Cursor &C);
  TermId asTerm(Expression E, TypeId Hint = TypeId::None);
  PlaceId asPlace(Cursor &C, const Expression &E);
  PlaceId dereference(TermId Pointer);
  TypeId truth() {
    return Symbols.named(M.Lang == Language::C ? "int" : "bool");
  }
  PlaceId add(Place P);
  TermId add(Term T);

  Module &M;
  SymbolTable &Symbols;
  Body &B;
  TypeRules Rules;
  llvm::StringMap<LocalId> Locals;
  llvm::StringMap<uint32_t> Interned;
  unsigned Depth = 0;
};

} // namespace heddle

#endif // HEDDLE_MODEL_EXPRESSIONPARSER_H
