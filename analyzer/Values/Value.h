//===- Value.h - Symbolic values --------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a term evaluates to, as an expression over what a function is given:
/// its parameters and the memory it finds on entry. `lock_guard G(this->M)`
/// takes the lock `Field(Param this, M)`, whichever object that will be, and
/// the access `this->V` below it goes to `Field(Param this, V)`: of the same
/// object, because both say the same parameter.
///
/// A value is a symbol for one run-time value: equal ids are equal values
/// within one activation of the function, as long as the point that defines
/// the symbol (see Value::At) is not executed again. Unknown is the exception:
/// it equals nothing, itself included, and neither does what is vague, an
/// element of an array without saying which.
///
/// Nodes are unique within a table, so that comparing values is comparing ids.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_VALUE_H
#define HEDDLE_VALUES_VALUE_H

#include "analyzer/Pointers/PointsTo.h"

#include "llvm/ADT/ArrayRef.h"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace heddle {

enum class ValueId : uint32_t { Unknown = 0, None = UINT32_MAX };

enum class ValueKind : uint8_t {
  Unknown,
  Int,        ///< Int
  Null,       ///< null pointer
  Function,   ///< address of Func
  Global,     ///< address of Global
  String,     ///< address of some string literal
  Local,      ///< address of Local of Func, in the activation that is meant
  Cell,       ///< address of Cell, known from points-to only
  Fresh,      ///< address of what the Allocate at At made when it last ran
  ReturnSlot, ///< address of where Func puts a result of class type
  Field,      ///< address of member Field of the object at A
  Element,    ///< address of element B of the array at A
  Param,      ///< what parameter Local of Func holds on entry
  Load,       ///< what the memory at address A held at At (see entryPoint)
  Result,     ///< what the event At made; Int tells several apart
  Phi,        ///< what the memory at A holds where several ways meet, at At
  Unary,      ///< UnOp A
  Binary,     ///< A BinOp B
  Inner,      ///< symbol A of a function that was called at At; B: its
              ///< definition in terms of the caller, or None
};

struct Value {
  ValueKind Kind = ValueKind::Unknown;
  UnaryOp UnOp = UnaryOp::Neg;
  BinaryOp BinOp = BinaryOp::Add;
  FuncId Func = FuncId::None;
  LocalId Local = LocalId::None;
  GlobalId Global = GlobalId::None;
  CellId Cell = CellId::None;
  FieldRef Field = {};
  ValueId A = ValueId::None;
  ValueId B = ValueId::None;
  int64_t Int = 0;
  EventRef At = {};
  /// Local, Fresh, a thread-local Global: whose, where functions are put
  /// together to threads; UINT32_MAX: the function's own. The number is the
  /// client's.
  uint32_t Owner = UINT32_MAX;
  friend bool operator==(const Value &, const Value &) = default;
};

/// Where a Load is defined that finds memory as it was on entry of \p F.
constexpr EventRef entryPoint(FuncId F) {
  return {F, static_cast<BlockId>(0), UINT32_MAX - 1};
}
/// Where the Phis of a block are defined.
constexpr EventRef phiPoint(FuncId F, BlockId B) { return {F, B, UINT32_MAX}; }

class ValueTable {
public:
  ValueTable();

  const Value &operator[](ValueId Id) const { return Values[index(Id)]; }
  ValueId intern(const Value &V);

  // Constructors; each simplifies, and gives Unknown for parts of Unknown.
  ValueId integer(int64_t N);
  ValueId null();
  ValueId global(GlobalId G, uint32_t Owner = UINT32_MAX);
  ValueId function(FuncId F);
  ValueId string();
  ValueId local(FuncId F, LocalId L, uint32_t Owner = UINT32_MAX);
  ValueId cell(CellId C);
  ValueId param(FuncId F, LocalId L);
  ValueId returnSlot(FuncId F);
  ValueId fresh(EventRef At, uint32_t Owner = UINT32_MAX);
  ValueId field(ValueId Base, FieldRef F);
  ValueId element(ValueId Base, ValueId Index);
  ValueId load(ValueId Address, EventRef At);
  ValueId result(EventRef At, int64_t N = 0);
  ValueId phi(ValueId Address, EventRef At);
  ValueId inner(EventRef At, ValueId Symbol, ValueId Definition);
  ValueId unary(UnaryOp Op, ValueId A);
  ValueId binary(BinaryOp Op, ValueId A, ValueId B);

  bool isKnown(ValueId Id) const { return Id != ValueId::Unknown; }
  std::optional<int64_t> asInt(ValueId Id) const;
  /// Has a symbol that is defined at \p Point.
  bool mentions(ValueId Id, EventRef Point) const;
  /// All points where symbols of \p Id are defined, sorted.
  llvm::ArrayRef<EventRef> definitions(ValueId Id) const {
    return Points[index(Id)];
  }
  /// Says something about the caller: has a Param, or a Load or symbol on
  /// entry.
  bool isOpen(ValueId Id) const { return Open[index(Id)]; }

  /// Has an element without index in it: equal ids say nothing then.
  bool isVague(ValueId Id) const {
    return Id == ValueId::Unknown || Vague[index(Id)];
  }

  /// The address without its Field and Element steps.
  ValueId root(ValueId Address) const;
  /// Is \p Part the address \p Whole or of a part of it (by steps)?
  bool isPartOf(ValueId Part, ValueId Whole) const;

  /// For tests and debugging: `load(%p).f3[phi(%i)]`.
  std::string print(const Module &M, ValueId Id) const;

private:
  struct Hash {
    size_t operator()(const Value &V) const;
  };
  static constexpr unsigned MaxDepth = 12;

  std::deque<Value> Values; ///< references stay good while it grows
  std::vector<std::vector<EventRef>> Points;
  std::vector<bool> Open, Vague;
  std::vector<uint8_t> Depth;
  std::unordered_map<Value, ValueId, Hash> Ids;
};

} // namespace heddle

#endif // HEDDLE_VALUES_VALUE_H
