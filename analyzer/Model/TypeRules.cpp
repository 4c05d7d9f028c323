//===- TypeRules.cpp - The types that need not be said -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See TypeRules.h; ExpressionParser.cpp builds what isImplied() recognises.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/TypeRules.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

bool heddle::isComparison(BinaryOp Op) {
  return Op >= BinaryOp::Eq && Op <= BinaryOp::Ge;
}

bool TypeRules::same(TypeId L, TypeId R) const {
  if (L == R || !valid(L) || !valid(R))
    return L == R;
  const Type &A = M[L], &C = M[R];
  if (A.Kind == TypeKind::Enum || A.Kind == TypeKind::Opaque)
    return A.Kind == C.Kind && A.Spelling == C.Spelling;
  return A.Kind == C.Kind && A.Signed == C.Signed &&
         A.SizeBytes == C.SizeBytes && A.Record == C.Record &&
         A.Count == C.Count && same(A.Elem, C.Elem) &&
         llvm::equal(A.Params, C.Params,
                     [&](TypeId X, TypeId Y) { return same(X, Y); });
}

bool TypeRules::isInt(TypeId T, uint32_t Size) const {
  return has(T, TypeKind::Int) && M[T].Signed && M[T].SizeBytes == Size;
}

bool TypeRules::isNumber(TypeId T) const {
  return has(T, TypeKind::Int) || has(T, TypeKind::Enum) ||
         has(T, TypeKind::Bool);
}

TypeId TypeRules::implied(const Place &P) const {
  auto Pointee = [&](TypeId T) {
    bool Points = has(T, TypeKind::Pointer) ||
                  has(T, TypeKind::LValueReference) ||
                  has(T, TypeKind::RValueReference);
    return Points ? M[T].Elem : TypeId::None;
  };
  switch (P.Kind) {
  case PlaceKind::Local:
    return B[P.Local].Type;
  case PlaceKind::Global:
    return M[P.Global].Type;
  case PlaceKind::Field:
    return isPseudo(P.Field) ? TypeId::None
                             : M[P.Field.Record].Fields[P.Field.Index].Type;
  case PlaceKind::Element: {
    TypeId Base = B[P.Base].Type;
    bool IsArray = has(Base, TypeKind::Array) || has(Base, TypeKind::Vector);
    return IsArray ? M[Base].Elem : Base;
  }
  case PlaceKind::Deref:
    return Pointee(B[P.Pointer].Type);
  case PlaceKind::Function:
  case PlaceKind::String:
    return TypeId::None;
  }
  return TypeId::None;
}

bool TypeRules::isImplied(const Place &P) const {
  if (!valid(P.Type))
    return true;
  if (P.Kind == PlaceKind::Function)
    return has(P.Type, TypeKind::Function);
  if (P.Kind == PlaceKind::String)
    return has(P.Type, TypeKind::Array) &&
           M[P.Type].Count == P.Text.size() + 1 &&
           isInt(M[P.Type].Elem, 1) == M.Data.CharSigned;
  return same(P.Type, implied(P));
}

TypeId TypeRules::hint(TermId Other) const {
  if (!valid(Other))
    return TypeId::None;
  const Term &T = B[Other];
  if (T.Kind == TermKind::Cast)
    return T.Type;
  return T.Kind == TermKind::Value ? B[T.P].Type : TypeId::None;
}

bool TypeRules::isImpliedBinary(const Term &T) const {
  if (isComparison(T.BinOp))
    return M.Lang == Language::C ? isInt(T.Type, 4)
                                 : has(T.Type, TypeKind::Bool);
  if (T.BinOp == BinaryOp::PtrDiff)
    return isInt(T.Type, M.Data.LongBytes);
  return same(T.Type, B[T.A].Type);
}

bool TypeRules::isImplied(const Term &T, TypeId Hint) const {
  if (!valid(T.Type))
    return true;
  switch (T.Kind) {
  case TermKind::Int:
    if (isNumber(Hint) &&
        has(Hint, TypeKind::Bool) == has(T.Type, TypeKind::Bool))
      return same(T.Type, Hint);
    // `true` and `false` say their type themselves.
    return has(T.Type, TypeKind::Bool) ? T.Value == 0 || T.Value == 1
                                       : isInt(T.Type, 4);
  case TermKind::Float:
    return has(T.Type, TypeKind::Float) && M[T.Type].SizeBytes == 8;
  case TermKind::Null:
  case TermKind::Nondet:
  case TermKind::Opaque:
    return same(T.Type, Hint);
  case TermKind::Value:
    return same(T.Type, B[T.P].Type);
  case TermKind::AddressOf:
    return has(T.Type, TypeKind::Pointer) &&
           (B[T.P].Kind == PlaceKind::Function ||
            same(M[T.Type].Elem, B[T.P].Type));
  case TermKind::Unary:
    if (T.UnOp == UnaryOp::LogicalNot)
      return M.Lang == Language::C ? isInt(T.Type, 4)
                                   : has(T.Type, TypeKind::Bool);
    return same(T.Type, B[T.A].Type);
  case TermKind::Binary:
    return isImpliedBinary(T);
  case TermKind::Cast:
    return true; // always written
  }
  return false;
}

RecordId TypeRules::recordOf(PlaceId Base) const {
  TypeId T = B[Base].Type;
  return has(T, TypeKind::Record) ? M[T].Record : RecordId::None;
}
