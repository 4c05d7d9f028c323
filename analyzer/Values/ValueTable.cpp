//===- ValueTable.cpp - Unique symbolic values ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Makes values and simplifies them while they are made: constants are folded,
/// `(P + 2) + 1` is `P + 3`, a pointer moved by N elements addresses element N.
/// An expression that grows beyond MaxDepth becomes Unknown: recursive data
/// and recursive functions end there.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Value.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace heddle;

size_t ValueTable::Hash::operator()(const Value &V) const {
  return llvm::hash_combine(
      V.Kind, V.UnOp, V.BinOp, V.Func, V.Local, V.Global, V.Cell,
      V.Field.Record, V.Field.Index, V.A, V.B, V.Int,
      llvm::hash_combine(V.At.Func, V.At.Block, V.At.Index, V.Owner));
}

ValueTable::ValueTable() {
  Values.push_back({});
  Points.emplace_back();
  Open.push_back(false);
  Vague.push_back(true);
  Depth.push_back(0);
  Ids.emplace(Values[0], ValueId::Unknown);
}

static bool definesSymbol(ValueKind Kind) {
  switch (Kind) {
  case ValueKind::Fresh:
  case ValueKind::Load:
  case ValueKind::Result:
  case ValueKind::Phi:
  case ValueKind::Inner:
    return true;
  default:
    return false;
  }
}

ValueId ValueTable::intern(const Value &V) {
  // An Inner symbol's own parts belong to the callee: only its definition
  // counts.
  const bool IsInner = V.Kind == ValueKind::Inner;
  unsigned D = 0;
  for (ValueId Part : {V.A, V.B})
    if (valid(Part))
      D = std::max<unsigned>(D, Depth[index(Part)] + 1);
  if (D > MaxDepth)
    return ValueId::Unknown;
  auto [It, IsNew] = Ids.try_emplace(V, static_cast<ValueId>(Values.size()));
  if (!IsNew)
    return It->second;

  const bool OnEntry =
      V.Kind == ValueKind::Load && V.At == entryPoint(V.At.Func);
  std::vector<EventRef> Defs;
  bool IsOpen = V.Kind == ValueKind::Param || OnEntry;
  // What is read from a vague place is a value like any other.
  bool IsVague = false;
  for (ValueId Part : {V.A, V.B})
    if (valid(Part) && !definesSymbol(V.Kind))
      IsVague |= Vague[index(Part)];
  // Elements of node-based containers have no index at all.
  const FieldRef AnyElement = pseudo(PseudoField::Element);
  if (V.Kind == ValueKind::Field)
    IsVague |= V.Field == AnyElement;
  else if (V.Kind == ValueKind::Element && V.B != ValueId::Unknown &&
           Values[index(V.A)].Kind == ValueKind::Field &&
           Values[index(V.A)].Field == AnyElement)
    IsVague = Vague[index(V.B)] || Vague[index(Values[index(V.A)].A)];
  for (ValueId Part : {IsInner ? ValueId::None : V.A, V.B}) {
    if (!valid(Part))
      continue;
    IsOpen |= Open[index(Part)];
    llvm::append_range(Defs, Points[index(Part)]);
  }
  if (definesSymbol(V.Kind) && !OnEntry)
    Defs.push_back(V.At);
  llvm::sort(Defs);
  Defs.erase(llvm::unique(Defs), Defs.end());

  Values.push_back(V);
  Points.push_back(std::move(Defs));
  Open.push_back(IsOpen);
  Vague.push_back(IsVague);
  Depth.push_back(static_cast<uint8_t>(D));
  return It->second;
}

ValueId ValueTable::integer(int64_t N) {
  return intern({.Kind = ValueKind::Int, .Int = N});
}
ValueId ValueTable::null() { return intern({.Kind = ValueKind::Null}); }
ValueId ValueTable::global(GlobalId G, uint32_t Owner) {
  return intern({.Kind = ValueKind::Global, .Global = G, .Owner = Owner});
}
ValueId ValueTable::function(FuncId F) {
  return intern({.Kind = ValueKind::Function, .Func = F});
}
ValueId ValueTable::string() { return intern({.Kind = ValueKind::String}); }
ValueId ValueTable::local(FuncId F, LocalId L, uint32_t Owner) {
  return intern(
      {.Kind = ValueKind::Local, .Func = F, .Local = L, .Owner = Owner});
}
ValueId ValueTable::cell(CellId C) {
  return intern({.Kind = ValueKind::Cell, .Cell = C});
}
ValueId ValueTable::param(FuncId F, LocalId L) {
  return intern({.Kind = ValueKind::Param, .Func = F, .Local = L});
}
ValueId ValueTable::returnSlot(FuncId F) {
  return intern({.Kind = ValueKind::ReturnSlot, .Func = F});
}
ValueId ValueTable::fresh(EventRef At, uint32_t Owner) {
  return intern({.Kind = ValueKind::Fresh, .At = At, .Owner = Owner});
}
ValueId ValueTable::field(ValueId Base, FieldRef F) {
  if (!isKnown(Base))
    return ValueId::Unknown;
  return intern({.Kind = ValueKind::Field, .Field = F, .A = Base});
}
ValueId ValueTable::element(ValueId Base, ValueId Index) {
  if (!isKnown(Base))
    return ValueId::Unknown;
  // No array is that long: a number that is cut to 32 bits somewhere.
  constexpr int64_t Far = int64_t(1) << 31;
  if (const std::optional<int64_t> N = asInt(Index);
      N && (*N >= Far || *N < -Far))
    Index = ValueId::Unknown;
  const Value &B = (*this)[Base];
  // Row 4, or what a pointer to element 4 was moved to.
  if (B.Kind == ValueKind::Element && asInt(B.B) && !isKnown(Index))
    return element(B.A, Index);
  // A pointer to element I, moved by J.
  if (B.Kind == ValueKind::Element && isKnown(B.B) && isKnown(Index) &&
      (asInt(B.B) || asInt(Index))) {
    ValueId Array = B.A;
    return element(Array, binary(BinaryOp::Add, B.B, Index));
  }
  return intern({.Kind = ValueKind::Element, .A = Base, .B = Index});
}
ValueId ValueTable::load(ValueId Address, EventRef At) {
  if (!isKnown(Address))
    return ValueId::Unknown;
  return intern({.Kind = ValueKind::Load, .A = Address, .At = At});
}
ValueId ValueTable::result(EventRef At, int64_t N) {
  return intern({.Kind = ValueKind::Result, .Int = N, .At = At});
}
ValueId ValueTable::phi(ValueId Address, EventRef At) {
  if (!isKnown(Address))
    return ValueId::Unknown;
  return intern({.Kind = ValueKind::Phi, .A = Address, .At = At});
}
ValueId ValueTable::inner(EventRef At, ValueId Symbol, ValueId Definition) {
  if (!isKnown(Symbol))
    return ValueId::Unknown;
  return intern(
      {.Kind = ValueKind::Inner, .A = Symbol, .B = Definition, .At = At});
}

ValueId ValueTable::unary(UnaryOp Op, ValueId A) {
  if (!isKnown(A))
    return ValueId::Unknown;
  if (std::optional<int64_t> N = asInt(A)) {
    switch (Op) {
    case UnaryOp::Neg:
      return integer(static_cast<int64_t>(0 - static_cast<uint64_t>(*N)));
    case UnaryOp::BitNot:
      return integer(~*N);
    case UnaryOp::LogicalNot:
      return integer(!*N);
    }
  }
  return intern({.Kind = ValueKind::Unary, .UnOp = Op, .A = A});
}

/// Integer folding; wraps like the hardware, since no width is at hand.
static std::optional<int64_t> fold(BinaryOp Op, int64_t A, int64_t B) {
  const auto UA = static_cast<uint64_t>(A), UB = static_cast<uint64_t>(B);
  switch (Op) {
  case BinaryOp::Add:
    return static_cast<int64_t>(UA + UB);
  case BinaryOp::Sub:
    return static_cast<int64_t>(UA - UB);
  case BinaryOp::Mul:
    return static_cast<int64_t>(UA * UB);
  case BinaryOp::And:
    return A & B;
  case BinaryOp::Or:
    return A | B;
  case BinaryOp::Xor:
    return A ^ B;
  case BinaryOp::Eq:
    return A == B;
  case BinaryOp::Ne:
    return A != B;
  case BinaryOp::Lt:
    return A < B;
  case BinaryOp::Le:
    return A <= B;
  case BinaryOp::Gt:
    return A > B;
  case BinaryOp::Ge:
    return A >= B;
  default:
    return std::nullopt;
  }
}

ValueId ValueTable::binary(BinaryOp Op, ValueId A, ValueId B) {
  if (!isKnown(A) || !isKnown(B))
    return ValueId::Unknown;
  if (Op == BinaryOp::PtrAdd)
    return element(A, B);
  std::optional<int64_t> NA = asInt(A), NB = asInt(B);
  if (NA && NB)
    if (std::optional<int64_t> N = fold(Op, *NA, *NB))
      return integer(*N);
  if (NB && *NB == 0 && (Op == BinaryOp::Add || Op == BinaryOp::Sub))
    return A;
  if (NA && *NA == 0 && Op == BinaryOp::Add)
    return B;
  // Constants to the right, and summed up: (X + 2) - 3 is X + -1.
  if (NA && !NB && (Op == BinaryOp::Add || Op == BinaryOp::Mul))
    return binary(Op, B, A);
  if (NB && Op == BinaryOp::Sub)
    return binary(
        BinaryOp::Add, A,
        integer(static_cast<int64_t>(0 - static_cast<uint64_t>(*NB))));
  const Value &VA = (*this)[A];
  if (NB && Op == BinaryOp::Add && VA.Kind == ValueKind::Binary &&
      VA.BinOp == BinaryOp::Add)
    if (std::optional<int64_t> Inner = asInt(VA.B))
      return binary(BinaryOp::Add, VA.A, integer(*Inner + *NB));
  return intern({.Kind = ValueKind::Binary, .BinOp = Op, .A = A, .B = B});
}

std::optional<int64_t> ValueTable::asInt(ValueId Id) const {
  if ((*this)[Id].Kind == ValueKind::Int)
    return (*this)[Id].Int;
  if ((*this)[Id].Kind == ValueKind::Null)
    return 0;
  return std::nullopt;
}

bool ValueTable::mentions(ValueId Id, EventRef Point) const {
  return llvm::binary_search(Points[index(Id)], Point);
}

ValueId ValueTable::root(ValueId Address) const {
  while ((*this)[Address].Kind == ValueKind::Field ||
         (*this)[Address].Kind == ValueKind::Element)
    Address = (*this)[Address].A;
  return Address;
}

bool ValueTable::isPartOf(ValueId Part, ValueId Whole) const {
  while (Part != Whole) {
    const Value &V = (*this)[Part];
    if (V.Kind != ValueKind::Field && V.Kind != ValueKind::Element)
      return false;
    Part = V.A;
  }
  return isKnown(Whole);
}
