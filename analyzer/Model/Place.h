//===- Place.h - Terms and places ----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The expression language of a body. A *place* denotes memory, a *term* a
/// value; both are immutable nodes in arenas of the body, referred to by id.
/// Evaluating a term has no effect: whatever has one (a load that may race, a
/// call, `x++`) is an event of its own that comes before, and its result is a
/// temporary local.
///
/// References and `this` are pointers: using reference `r` is `deref(r)`,
/// binding it assigns an address. A by-reference lambda capture is a field of
/// reference type in the closure.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_PLACE_H
#define HEDDLE_MODEL_PLACE_H

#include "analyzer/Model/Ids.h"
#include "analyzer/Model/Type.h"

#include <cstdint>
#include <string>

namespace heddle {

enum class PlaceKind : uint8_t {
  Local,    ///< Local
  Global,   ///< Global
  Function, ///< Func: the code itself, so that its address is a term
  Field,    ///< Base.Field
  Element,  ///< Base[Index]; Base is an array place or deref of a pointer
  Deref,    ///< *Pointer
  String,   ///< a string literal: constant memory
};

/// Hidden state of library objects, as FieldRef::Index with Record None (so
/// that one name serves all instances of a class template). Specs speak of
/// them as `this.$element`.
enum class PseudoField : uint32_t {
  Structure = 0x80000000, ///< a container's shape: size, buffer, nodes, links
  Element,                ///< what a container, optional, future… holds
  Key,                    ///< keys of an associative container
  Pointee,                ///< the pointer inside a smart pointer, iterator,
                          ///< reference_wrapper, unique_lock …
  Callable,               ///< what a std::function, packaged_task, bind holds:
                          ///< a pointer to a function or closure object
  State,                  ///< shared state of promise and future
  Lock,                   ///< the mutex a guard refers to, or one inside a lib
  Stream,                 ///< a stream's or FILE's buffer and flags
  Argument0 = 0x80000100, ///< bound arguments (std::bind, stored thread args)
};

constexpr bool isPseudo(FieldRef F) { return F.Index >= 0x80000000; }
constexpr FieldRef pseudo(PseudoField F) {
  return {RecordId::None, static_cast<uint32_t>(F)};
}
constexpr FieldRef boundArgument(uint32_t N) {
  return {RecordId::None, static_cast<uint32_t>(PseudoField::Argument0) + N};
}

struct Place {
  PlaceKind Kind = PlaceKind::Local;
  TypeId Type = TypeId::None;
  LocalId Local = LocalId::None;
  GlobalId Global = GlobalId::None;
  FuncId Func = FuncId::None;
  FieldRef Field;
  PlaceId Base = PlaceId::None;
  TermId Index = TermId::None;   ///< Element; None: any element
  TermId Pointer = TermId::None; ///< Deref
  std::string Text;              ///< String: the literal
  friend bool operator==(const Place &, const Place &) = default;
};

enum class TermKind : uint8_t {
  Int,       ///< Value (also bool, char, enum)
  Float,     ///< Real
  Null,      ///< null pointer
  Value,     ///< the content of place P
  AddressOf, ///< the address of place P
  Unary,     ///< UnOp A
  Binary,    ///< A BinOp B
  Cast,      ///< Cast A to Type
  Nondet,    ///< any value of Type: input, an unknown call's result
  Opaque,    ///< a value the model does not follow; Text says what
};

enum class UnaryOp : uint8_t { Neg, BitNot, LogicalNot };

enum class BinaryOp : uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  Rem,
  Shl,
  Shr,
  And,
  Or,
  Xor,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  PtrAdd, ///< pointer A moved by B elements (B may be negative)
  PtrDiff,
};

enum class CastKind : uint8_t {
  Numeric, ///< integer and floating conversions, to bool too
  Pointer, ///< between object pointers, qualification, void*
  IntToPointer,
  PointerToInt,
  DerivedToBase, ///< no effect on points-to (see FieldRef)
  BaseToDerived,
  Dynamic, ///< dynamic_cast: may be null
  Bits,    ///< bit_cast and type punning
};

struct Term {
  TermKind Kind = TermKind::Opaque;
  TypeId Type = TypeId::None;
  UnaryOp UnOp = UnaryOp::Neg;
  BinaryOp BinOp = BinaryOp::Add;
  CastKind Cast = CastKind::Numeric;
  TermId A = TermId::None;
  TermId B = TermId::None;
  PlaceId P = PlaceId::None;
  int64_t Value = 0;
  double Real = 0;
  std::string Text;
  friend bool operator==(const Term &, const Term &) = default;
};

} // namespace heddle

#endif // HEDDLE_MODEL_PLACE_H
