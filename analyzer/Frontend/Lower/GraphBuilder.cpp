//===- GraphBuilder.cpp - Makes the graph of one body -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Insertion point and arenas. Folding of constants wraps as the target type
/// does, so that `sizeof(x) - 1` and `1u << 31` come out as the compiler has
/// them; what would be undefined (division by zero, too large shifts) is left
/// as a term.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/GraphBuilder.h"

#include "llvm/ADT/bit.h"

using namespace heddle;

// --- Locals and places ------------------------------------------------------

LocalId GraphBuilder::addLocal(Local L, RelativeRange Range) {
  Result.Locals.push_back(std::move(L));
  Table.Locals.push_back(Range);
  return LocalId(Result.Locals.size() - 1);
}

PlaceId GraphBuilder::intern(const Place &P) {
  PlaceKey Key{P.Kind,  P.Type, P.Local, P.Global,  P.Func,
               P.Field, P.Base, P.Index, P.Pointer, P.Text};
  auto [It, New] = Places.try_emplace(Key, PlaceId(Result.Places.size()));
  if (New)
    Result.Places.push_back(P);
  return It->second;
}

PlaceId GraphBuilder::localPlace(LocalId Id) {
  Place P;
  P.Kind = PlaceKind::Local;
  P.Local = Id;
  P.Type = local(Id).Type;
  return intern(P);
}

PlaceId GraphBuilder::globalPlace(GlobalId Id, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Global;
  P.Global = Id;
  P.Type = Type;
  return intern(P);
}

PlaceId GraphBuilder::functionPlace(FuncId Id, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Function;
  P.Func = Id;
  P.Type = Type;
  return intern(P);
}

PlaceId GraphBuilder::fieldPlace(PlaceId Base, FieldRef Field, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Field;
  P.Base = Base;
  P.Field = Field;
  P.Type = Type;
  return intern(P);
}

PlaceId GraphBuilder::elementPlace(PlaceId Base, TermId Index, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Element;
  P.Base = Base;
  P.Index = Index;
  P.Type = Type;
  return intern(P);
}

PlaceId GraphBuilder::derefPlace(TermId Pointer, TypeId Type) {
  if (term(Pointer).Kind == TermKind::AddressOf)
    return term(Pointer).P;
  Place P;
  P.Kind = PlaceKind::Deref;
  P.Pointer = Pointer;
  P.Type = Type;
  return intern(P);
}

PlaceId GraphBuilder::stringPlace(llvm::StringRef Text, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::String;
  P.Text = Text.str();
  P.Type = Type;
  return intern(P);
}

// --- Terms ------------------------------------------------------------------

TermId GraphBuilder::intern(const Term &T) {
  TermKey Key{T.Kind, T.Type, T.UnOp, T.BinOp, T.Cast,
              T.A,    T.B,    T.P,    T.Value, llvm::bit_cast<uint64_t>(T.Real),
              T.Text};
  auto [It, New] = Terms.try_emplace(Key, TermId(Result.Terms.size()));
  if (New)
    Result.Terms.push_back(T);
  return It->second;
}

TermId GraphBuilder::intTerm(int64_t Value, TypeId Type) {
  Term T;
  T.Kind = TermKind::Int;
  T.Value = Value;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::floatTerm(double Value, TypeId Type) {
  Term T;
  T.Kind = TermKind::Float;
  T.Real = Value;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::nullTerm(TypeId Type) {
  Term T;
  T.Kind = TermKind::Null;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::valueTerm(PlaceId P) {
  Term T;
  T.Kind = TermKind::Value;
  T.P = P;
  T.Type = place(P).Type;
  return intern(T);
}

TermId GraphBuilder::addressTerm(PlaceId P, TypeId PointerType) {
  if (place(P).Kind == PlaceKind::Deref)
    return place(P).Pointer;
  Term T;
  T.Kind = TermKind::AddressOf;
  T.P = P;
  T.Type = PointerType;
  return intern(T);
}

static int64_t wrap(int64_t Value, IntShape Shape) {
  if (Shape.Bits == 0 || Shape.Bits >= 64)
    return Value;
  uint64_t Mask = (uint64_t(1) << Shape.Bits) - 1;
  uint64_t Low = static_cast<uint64_t>(Value) & Mask;
  bool Negative = Shape.Signed && (Low >> (Shape.Bits - 1));
  return static_cast<int64_t>(Negative ? Low | ~Mask : Low);
}

TermId GraphBuilder::unaryTerm(UnaryOp Op, TermId A, TypeId Type,
                               IntShape Shape) {
  if (isInt(A) && (Shape.Bits || Op == UnaryOp::LogicalNot)) {
    uint64_t V = static_cast<uint64_t>(term(A).Value);
    if (Op == UnaryOp::LogicalNot)
      return intTerm(V == 0, Type);
    return intTerm(
        wrap(static_cast<int64_t>(Op == UnaryOp::Neg ? -V : ~V), Shape), Type);
  }
  Term T;
  T.Kind = TermKind::Unary;
  T.UnOp = Op;
  T.A = A;
  T.Type = Type;
  return intern(T);
}

bool GraphBuilder::foldBinary(BinaryOp Op, int64_t A, int64_t B, IntShape Shape,
                              int64_t &Out) const {
  uint64_t UA = static_cast<uint64_t>(A), UB = static_cast<uint64_t>(B);
  auto Less = [&](int64_t L, int64_t R) {
    return Shape.Signed ? L < R
                        : static_cast<uint64_t>(L) < static_cast<uint64_t>(R);
  };
  switch (Op) {
  case BinaryOp::Add:
    Out = static_cast<int64_t>(UA + UB);
    break;
  case BinaryOp::Sub:
    Out = static_cast<int64_t>(UA - UB);
    break;
  case BinaryOp::Mul:
    Out = static_cast<int64_t>(UA * UB);
    break;
  case BinaryOp::Div:
  case BinaryOp::Rem:
    if (B == 0 || (Shape.Signed && B == -1))
      return false;
    if (Shape.Signed)
      Out = Op == BinaryOp::Div ? A / B : A % B;
    else
      Out = static_cast<int64_t>(Op == BinaryOp::Div ? UA / UB : UA % UB);
    break;
  case BinaryOp::Shl:
  case BinaryOp::Shr:
    if (UB >= Shape.Bits)
      return false;
    if (Op == BinaryOp::Shl)
      Out = static_cast<int64_t>(UA << UB);
    else
      Out = Shape.Signed ? A >> B : static_cast<int64_t>(UA >> UB);
    break;
  case BinaryOp::And:
    Out = A & B;
    break;
  case BinaryOp::Or:
    Out = A | B;
    break;
  case BinaryOp::Xor:
    Out = A ^ B;
    break;
  case BinaryOp::Eq:
    Out = A == B;
    return true;
  case BinaryOp::Ne:
    Out = A != B;
    return true;
  case BinaryOp::Lt:
    Out = Less(A, B);
    return true;
  case BinaryOp::Le:
    Out = !Less(B, A);
    return true;
  case BinaryOp::Gt:
    Out = Less(B, A);
    return true;
  case BinaryOp::Ge:
    Out = !Less(A, B);
    return true;
  case BinaryOp::PtrAdd:
  case BinaryOp::PtrDiff:
    return false;
  }
  Out = wrap(Out, Shape);
  return true;
}

TermId GraphBuilder::binaryTerm(BinaryOp Op, TermId A, TermId B, TypeId Type,
                                IntShape Shape) {
  if (Op == BinaryOp::PtrAdd && isInt(B) && term(B).Value == 0)
    return A;
  int64_t Folded;
  if (Shape.Bits && isInt(A) && isInt(B) &&
      foldBinary(Op, term(A).Value, term(B).Value, Shape, Folded))
    return intTerm(Folded, Type);
  Term T;
  T.Kind = TermKind::Binary;
  T.BinOp = Op;
  T.A = A;
  T.B = B;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::castTerm(CastKind Kind, TermId A, TypeId Type,
                              IntShape Shape) {
  if (term(A).Type == Type)
    return A;
  if (Kind == CastKind::Numeric && isInt(A) && Shape.Bits)
    return intTerm(Shape.Bits == 1 ? term(A).Value != 0
                                   : wrap(term(A).Value, Shape),
                   Type);
  if (term(A).Kind == TermKind::Null && Kind == CastKind::Pointer)
    return nullTerm(Type);
  Term T;
  T.Kind = TermKind::Cast;
  T.Cast = Kind;
  T.A = A;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::nondetTerm(TypeId Type) {
  Term T;
  T.Kind = TermKind::Nondet;
  T.Type = Type;
  return intern(T);
}

TermId GraphBuilder::opaqueTerm(llvm::StringRef Text, TypeId Type) {
  Term T;
  T.Kind = TermKind::Opaque;
  T.Text = Text.str();
  T.Type = Type;
  return intern(T);
}

// --- Questions --------------------------------------------------------------

LocalId GraphBuilder::rootLocal(PlaceId Id) const {
  while (place(Id).Kind == PlaceKind::Field ||
         place(Id).Kind == PlaceKind::Element)
    Id = place(Id).Base;
  return place(Id).Kind == PlaceKind::Local ? place(Id).Local : LocalId::None;
}

bool GraphBuilder::isTemporary(PlaceId Id) const {
  LocalId Root = rootLocal(Id);
  return valid(Root) && Result[Root].Kind == LocalKind::Temporary;
}

bool GraphBuilder::placeReadsMemory(PlaceId Id) const {
  for (;;) {
    const Place &P = place(Id);
    switch (P.Kind) {
    case PlaceKind::Deref:
      return readsMemory(P.Pointer);
    case PlaceKind::Element:
      if (valid(P.Index) && readsMemory(P.Index))
        return true;
      [[fallthrough]];
    case PlaceKind::Field:
      Id = P.Base;
      break;
    default:
      return false;
    }
  }
}

bool GraphBuilder::readsMemory(TermId Id) const {
  const Term &T = term(Id);
  switch (T.Kind) {
  case TermKind::Value: {
    LocalId Root = rootLocal(T.P);
    bool Stable = valid(Root) && (Result[Root].Kind == LocalKind::Temporary ||
                                  Result[Root].Kind == LocalKind::This);
    return !Stable || placeReadsMemory(T.P);
  }
  case TermKind::AddressOf:
    return placeReadsMemory(T.P);
  case TermKind::Binary:
    return readsMemory(T.A) || readsMemory(T.B);
  case TermKind::Unary:
  case TermKind::Cast:
    return readsMemory(T.A);
  default:
    return false;
  }
}

// --- Blocks -----------------------------------------------------------------

BlockId GraphBuilder::newBlock() {
  Result.Blocks.emplace_back();
  Table.Events.emplace_back();
  Table.Terminators.emplace_back();
  Infos.emplace_back();
  return BlockId(Result.Blocks.size() - 1);
}

void GraphBuilder::startBlock(BlockId Id) {
  Current = Id;
  Result.Blocks[index(Id)].Loop = Innermost;
  BlockInfo &Info = Infos[index(Id)];
  Info.Started = true;
  Info.Cold = InCold;
  Info.Order = NextOrder++;
}

void GraphBuilder::enterBlock(BlockId Id, RelativeRange Range) {
  if (reachable())
    jump(Id, Range);
  startBlock(Id);
}

BlockId GraphBuilder::currentBlock() {
  // Code after a return still gets a block, so that it needs no special case;
  // finish() drops it unless a label leads there.
  if (!reachable())
    startBlock(newBlock());
  return Current;
}

void GraphBuilder::append(Event E, RelativeRange Range) {
  appendTo(currentBlock(), std::move(E), Range);
}

void GraphBuilder::appendTo(BlockId Block, Event E, RelativeRange Range) {
  Result.Blocks[index(Block)].Events.push_back(std::move(E));
  Table.Events[index(Block)].push_back(Range);
}

void GraphBuilder::terminate(Terminator T, RelativeRange Range) {
  BlockId Block = currentBlock();
  Result.Blocks[index(Block)].Term = std::move(T);
  Table.Terminators[index(Block)] = Range;
  Current = BlockId::None;
}

void GraphBuilder::jump(BlockId Target, RelativeRange Range) {
  Terminator T;
  T.Kind = TerminatorKind::Jump;
  T.Succs = {Target};
  terminate(std::move(T), Range);
}

void GraphBuilder::branch(TermId Cond, BlockId True, BlockId False,
                          RelativeRange Range) {
  if (isInt(Cond))
    return jump(term(Cond).Value ? True : False, Range);
  Terminator T;
  T.Kind = TerminatorKind::Branch;
  T.Cond = Cond;
  T.Succs = {True, False};
  terminate(std::move(T), Range);
}

void GraphBuilder::setUnwind(BlockId Unwind, RelativeRange Range) {
  BlockId Block = currentBlock();
  if (Infos[index(Block)].Thrower &&
      Result.Blocks[index(Block)].Unwind != Unwind) {
    enterBlock(newBlock(), Range);
    Block = Current;
  }
  Infos[index(Block)].Thrower = true;
  Result.Blocks[index(Block)].Unwind = Unwind;
}

LoopId GraphBuilder::beginLoop(LoopKind Kind, BlockId Header) {
  Loop L;
  L.Kind = Kind;
  L.Header = Header;
  L.Parent = Innermost;
  Result.Loops.push_back(L);
  Innermost = LoopId(Result.Loops.size() - 1);
  return Innermost;
}
