//===- Evaluator.h - One function, event by event ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Walks a body once, in reverse post-order, with the memory that is known at
/// each point, and writes down what places and terms are. See Evaluator.cpp.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_EVALUATOR_H
#define HEDDLE_VALUES_EVALUATOR_H

#include "analyzer/Values/Values.h"

namespace heddle {

class Evaluator {
public:
  Evaluator(Values &V, FuncId F);
  void run();

private:
  // Evaluator.cpp: the walk.
  Env entryEnv();
  Env joined(uint32_t Block);
  void loosen(uint32_t Header, Env &In);
  void visitBlock(uint32_t Block);
  void finishInductions();
  std::optional<int64_t> stepOf(ValueId Key, ValueId Phi,
                                uint32_t Header) const;
  void limit(Induction &Ind, ValueId Phi, uint32_t Header) const;
  void finishSummary();
  void findEscaping();

  // Evaluator.cpp: terms and memory.
  ValueId address(PlaceId Id);
  ValueId value(TermId Id);
  ValueId number(TermId Id);
  ValueId moved(ValueId From, ValueId By, TypeId Unit);
  ValueId converted(ValueId From, const Term &Cast);
  ValueId load(ValueId Address);
  void store(ValueId Address, ValueId Content, const MemoryKeys &Written);
  void storeTo(PlaceId Id, ValueId Content);
  void copyRecord(ValueId To, ValueId From);
  void forgetShared();
  void forgetWritten(const MemoryKeys &Written);
  bool mayChange(ValueId Key, ValueId Address, const MemoryKeys &Written);
  bool disjoint(ValueId L, ValueId R) const;
  bool isPrivate(ValueId Address) const;
  bool escapes(ValueId Address) const;
  const MemoryKeys &keysOf(ValueId Address);
  bool isStable(ValueId Address);

  // EvaluateEvents.cpp: what events do.
  void record(const Event &E);
  void apply(const Event &E);
  void apply(const Access &A);
  void apply(const Assign &A);
  void apply(const GuardOp &G);
  void apply(const Return &R);
  void applyCall(PlaceId Result, TermId Target);
  void bindGuard(PlaceId Guard, PlaceId Lock);
  void assign(PlaceId To, TermId Content);
  bool isRecord(PlaceId Id) const;
  TypeId pointee(PlaceId Id) const;

  /// How the inputs of a callee look from here.
  struct Bound {
    ValueId Content = ValueId::Unknown; ///< of the parameter
    /// Where the object is that a class-type parameter is a copy of.
    ValueId CopyOf = ValueId::None;
  };
  using BoundParams = std::map<LocalId, Bound>;
  BoundParams bindParams(const Callee &To, TermId Target);
  ValueId map(const BoundParams &Params, FuncId Callee, ValueId V);
  void recordArguments(const Callee &To, TermId Target);

  Values &V;
  ValueTable &T;
  const Module &M;
  const FuncId F;
  const Body &B;
  const Cfg &G;

  std::vector<std::optional<Env>> Out, Unwound; ///< [block]
  std::map<uint32_t, Env> HeaderIn;             ///< before loosening
  std::vector<bool> Escaping;                   ///< [local]
  std::map<ValueId, MemoryKeys> Keys;
  Env E;
  EventRef At;
  int64_t Results = 0;
  std::optional<ValueId> Returned;
  std::optional<Env> Exit;
};

} // namespace heddle

#endif // HEDDLE_VALUES_EVALUATOR_H
