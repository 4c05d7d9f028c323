//===- Values.h - Symbolic values of all functions --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For every event of every function: which address each of its places is and
/// what each of its terms is worth, as symbolic values (Value.h). Functions
/// are done once, callees first; a call applies what the callee returns and
/// leaves in memory, and what it may change is forgotten.
///
/// `atCall` carries a value of a callee over to its caller, `inputs` says what
/// of the caller's state a function's values are made of. With these two,
/// analyses put functions together along call chains.
///
/// Assumes, as optimising compilers do, that nobody changes memory behind a
/// function's back except where it synchronises (Acquire, Wait, Join, …).
///
/// Thread safety: immutable once computed; the table grows when clients make
/// values of their own.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_VALUES_H
#define HEDDLE_VALUES_VALUES_H

#include "analyzer/Values/Cfg.h"
#include "analyzer/Values/Env.h"
#include "analyzer/Values/Memory.h"
#include "analyzer/Values/Value.h"

#include <memory>
#include <unordered_map>

namespace heddle {

/// A Phi of a loop that moves by the same constant in each round.
struct Induction {
  ValueId Start = ValueId::Unknown;
  int64_t Step = 0;
  /// The loop goes on while Phi Op Bound; Unknown: not that simple.
  BinaryOp Op = BinaryOp::Lt;
  ValueId Bound = ValueId::Unknown;
};

/// What a function leaves behind for its callers, in terms of its inputs.
struct ValueSummary {
  ValueId Returned = ValueId::Unknown;
  /// Address and content, where the same on every way out.
  std::vector<std::pair<ValueId, ValueId>> Stores;
};

class Values {
public:
  Values(const Program &P, const PointsTo &Pointers);

  ValueTable &table() const { return Table; }
  const PointsTo &pointers() const { return Pointers; }
  const Program &program() const { return P; }
  const Cfg &cfg(FuncId F) const { return *Graphs[index(F)]; }
  const MemoryEffects &memory() const { return Effects; }

  /// When \p At is about to happen. Unknown for what is no operand of it.
  ValueId address(EventRef At, PlaceId P) const;
  ValueId value(EventRef At, TermId T) const;
  /// What the guard of a lock event refers to.
  ValueId guardedLock(EventRef At) const;
  /// The terminator's condition.
  ValueId condition(FuncId F, uint32_t Block) const;
  /// What the memory at \p Address holds on the way from one block to the
  /// next, if that is a constant; for telling ways apart by flags.
  std::vector<std::pair<ValueId, ValueId>> constantsAtEnd(FuncId F,
                                                          uint32_t Block) const;

  /// \p V, a value of \p Callee, as the caller at \p Site names it. Symbols
  /// that the callee makes become Inner symbols of the caller.
  ValueId atCall(EventRef Site, const Callee &To, ValueId V) const;
  /// What of the state on entry the values of \p F are made of: Params, and
  /// Loads on entry. Sorted.
  llvm::ArrayRef<ValueId> inputs(FuncId F) const { return Inputs[index(F)]; }
  const ValueSummary &summary(FuncId F) const { return Summaries[index(F)]; }

  /// Null if \p Phi is no induction.
  const Induction *induction(ValueId Phi) const;

  /// The cells that the address \p V may be, by points-to; nothing if that
  /// can't be told. Parameters stand for all that any caller passes.
  const std::optional<std::vector<CellId>> &resolve(ValueId V) const;
  /// A value that names the cell, by variable and members where possible.
  ValueId ofCell(CellId C) const;

  /// Functions with a body, in components of the graph of calls and spawns;
  /// what is called or started comes before whoever does it.
  llvm::ArrayRef<std::vector<FuncId>> order() const { return Order; }
  /// Every event of \p F, in the order of the tables.
  void forEachEvent(FuncId F, llvm::function_ref<void(EventRef)> Visit) const;

private:
  friend class Evaluator;
  using OperandKey = std::pair<EventRef, uint32_t>; ///< place, or ~term
  static constexpr uint32_t GuardedLockKey = UINT32_MAX / 2;

  struct SiteKey {
    EventRef Site;
    Callee To;
    friend auto operator<=>(const SiteKey &, const SiteKey &) = default;
  };
  /// What the inputs of a callee are at a call.
  using Arguments = std::vector<std::pair<ValueId, ValueId>>;

  void collectInputs(FuncId F);
  ValueId substitute(const Arguments &Args, EventRef Site, FuncId Callee,
                     ValueId V) const;
  std::optional<std::vector<CellId>> resolveUncached(ValueId V) const;

  const Program &P;
  const PointsTo &Pointers;
  MemoryEffects Effects;
  mutable ValueTable Table;
  std::vector<std::unique_ptr<Cfg>> Graphs;
  std::vector<std::vector<FuncId>> Order;
  std::vector<ValueSummary> Summaries;
  std::vector<std::vector<ValueId>> Inputs;
  std::map<OperandKey, ValueId> Operands;
  std::map<std::pair<FuncId, uint32_t>, ValueId> Conditions;
  std::map<std::pair<FuncId, uint32_t>,
           std::vector<std::pair<ValueId, ValueId>>>
      Constants;
  std::map<SiteKey, Arguments> Calls;
  std::map<ValueId, Induction> Inductions;
  std::map<EventRef, std::vector<ObjectId>> HeapObjects; ///< by Allocate
  mutable std::unordered_map<ValueId, std::optional<std::vector<CellId>>>
      Resolved;
};

} // namespace heddle

#endif // HEDDLE_VALUES_VALUES_H
