//===- LowerCast.cpp - Casts ------------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Loads happen here: Clang marks each with LValueToRValue. Casts between
/// classes of one hierarchy change nothing about what is pointed to; the others
/// stay visible as terms.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

/// The value of `x = e`, `x += e`, `++x` in C++ is x itself; what was stored is
/// known without reading it back.
TermId FunctionLowerer::loadOf(const Expr *E) {
  const Expr *Sub = E->IgnoreParens();
  QualType T = Sub->getType();
  if (!T.isVolatileQualified() && !T->isRecordType()) {
    if (const auto *BO = dyn_cast<BinaryOperator>(Sub)) {
      if (BO->getOpcode() == BO_Assign)
        return assign(BO);
      if (const auto *CA = dyn_cast<CompoundAssignOperator>(BO))
        return compoundAssign(CA);
    }
    if (const auto *UO = dyn_cast<UnaryOperator>(Sub);
        UO && UO->isIncrementDecrementOp())
      return increment(UO, /*Used=*/true);
  }
  // `T().x` of a temporary and glvalues of constants need no special case.
  PlaceId Place = lvalue(Sub);
  return load(Place, T, Sub->getSourceRange());
}

/// What the model calls a cast that makes one value of another.
static std::optional<heddle::CastKind> conversion(const CastExpr *E) {
  using heddle::CastKind;
  QualType T = E->getType();
  switch (E->getCastKind()) {
  case CK_BitCast:
  case CK_CPointerToObjCPointerCast:
  case CK_BlockPointerToObjCPointerCast:
  case CK_AnyPointerToBlockPointerCast:
  case CK_AddressSpaceConversion:
  case CK_ReinterpretMemberPointer:
  case CK_BaseToDerivedMemberPointer:
  case CK_DerivedToBaseMemberPointer:
    return T->isPointerType() || T->isMemberPointerType() ? CastKind::Pointer
                                                          : CastKind::Bits;
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
    return CastKind::DerivedToBase;
  case CK_BaseToDerived:
    return CastKind::BaseToDerived;
  case CK_Dynamic:
    return CastKind::Dynamic;
  case CK_IntegralToPointer:
    return CastKind::IntToPointer;
  case CK_PointerToIntegral:
    return CastKind::PointerToInt;
  case CK_IntegralCast:
  case CK_IntegralToFloating:
  case CK_FloatingToIntegral:
  case CK_FloatingCast:
  case CK_BooleanToSignedIntegral:
  case CK_FloatingToFixedPoint:
  case CK_FixedPointToFloating:
  case CK_FixedPointCast:
  case CK_FixedPointToIntegral:
  case CK_IntegralToFixedPoint:
  case CK_FixedPointToBoolean:
  case CK_FloatingRealToComplex:
  case CK_FloatingComplexToReal:
  case CK_FloatingComplexToBoolean:
  case CK_FloatingComplexCast:
  case CK_FloatingComplexToIntegralComplex:
  case CK_IntegralRealToComplex:
  case CK_IntegralComplexToReal:
  case CK_IntegralComplexToBoolean:
  case CK_IntegralComplexCast:
  case CK_IntegralComplexToFloatingComplex:
  case CK_VectorSplat:
  case CK_MatrixCast:
    return CastKind::Numeric;
  default:
    return std::nullopt;
  }
}

TermId FunctionLowerer::cast(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  QualType T = E->getType();
  if (auto Kind = conversion(E))
    return B.castTerm(*Kind, rvalue(Sub), type(T), L.shape(T));
  switch (E->getCastKind()) {
  case CK_LValueToRValue:
    return loadOf(Sub);
  case CK_NoOp:
  case CK_UserDefinedConversion:
  case CK_ConstructorConversion:
  case CK_AtomicToNonAtomic:
  case CK_NonAtomicToAtomic:
  case CK_ARCProduceObject:
  case CK_ARCConsumeObject:
  case CK_ARCReclaimReturnedObject:
  case CK_ARCExtendBlockObject:
  case CK_BuiltinFnToFnPtr:
    return rvalue(Sub);
  case CK_ArrayToPointerDecay: {
    const Expr *Array = Sub->IgnoreParens();
    PlaceId Place = Array->isGLValue() ? lvalue(Array) : materialise(Array);
    QualType Elem = T->getPointeeType();
    return B.addressTerm(elementAt(Place, 0, Elem), type(T));
  }
  case CK_FunctionToPointerDecay:
    return B.addressTerm(lvalue(Sub), type(T));
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    effect(Sub);
    return B.nullTerm(type(T));
  case CK_PointerToBoolean:
  case CK_MemberPointerToBoolean:
  case CK_IntegralToBoolean:
  case CK_FloatingToBoolean:
    return truth(rvalue(Sub), Sub->getType());
  case CK_LValueToRValueBitCast: { // std::bit_cast
    PlaceId From = lvalue(Sub);
    TermId V = load(From, Sub->getType(), Sub->getSourceRange());
    return B.castTerm(CastKind::Bits, V, type(T));
  }
  case CK_ToVoid:
    effect(Sub);
    return B.opaqueTerm("void", type(T));
  default:
    rvalue(Sub);
    return B.opaqueTerm(E->getCastKindName(), type(T));
  }
}

PlaceId FunctionLowerer::castPlace(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getCastKind()) {
  case CK_LValueBitCast: {
    // reinterpret_cast<T &>(x) is *reinterpret_cast<T *>(&x).
    PlaceId From = lvalue(Sub);
    TermId Pointer = B.castTerm(CastKind::Pointer, addressOf(From),
                                type(Ctx.getPointerType(E->getType())));
    return deref(Pointer, E->getType());
  }
  case CK_Dynamic: {
    TermId Pointer = B.castTerm(CastKind::Dynamic, addressOf(lvalue(Sub)),
                                type(Ctx.getPointerType(E->getType())));
    if (mayUnwind()) // std::bad_cast
      emitThrowing(MayThrow{}, E->getSourceRange());
    return deref(Pointer, E->getType());
  }
  default:
    // Base and derived, qualifiers, value categories: the same place.
    return lvalue(Sub);
  }
}
