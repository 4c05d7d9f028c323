//===- LowerNew.cpp - new, delete and throw ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `new T(x)` allocates, then constructs in the new memory; `delete p`
/// destroys, then frees. Placement forms construct where they are told to. A
/// class's own operator new is called and its result taken as the memory.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

TermId FunctionLowerer::newExpr(const CXXNewExpr *E) {
  const FunctionDecl *Operator = E->getOperatorNew();
  QualType Elem = E->getAllocatedType();
  SourceRange R = E->getSourceRange();
  TermId Count = TermId::None;
  if (std::optional<const Expr *> Size = E->getArraySize(); Size && *Size)
    Count = rvalue(*Size);
  PlaceId Result = newTemp(E->getType(), R);
  bool IsPlacement = Operator && Operator->isReservedGlobalPlacementOperator();
  if (IsPlacement) {
    TermId Where = rvalue(E->getPlacementArg(0));
    emit(Assign{Result, B.castTerm(heddle::CastKind::Pointer, Where,
                                   type(E->getType()))},
         R);
  } else if (Operator && L.isUser(Operator)) {
    Call C;
    C.Callee = L.function(Operator);
    C.Args = {B.intTerm(L.sizeOf(Elem), type(Ctx.getSizeType()))};
    for (unsigned I = 0; I < E->getNumPlacementArgs(); ++I)
      C.Args.push_back(argument(E->getPlacementArg(I),
                                Operator->getParamDecl(I + 1)->getType(),
                                true));
    C.MayThrow = mayThrow(Operator);
    C.Implicit = true;
    PlaceId Raw = emitCall(std::move(C), Operator->getReturnType(),
                           PlaceId::None, /*Used=*/true, false, R);
    emit(Assign{Result, B.castTerm(heddle::CastKind::Pointer, B.valueTerm(Raw),
                                   type(E->getType()))},
         R);
  } else {
    for (unsigned I = 0; I < E->getNumPlacementArgs(); ++I)
      effect(E->getPlacementArg(I)); // std::nothrow, an alignment
    Allocate A;
    A.Op = E->isArray() ? Allocate::OpKind::NewArray : Allocate::OpKind::New;
    A.Result = Result;
    A.Type = type(Elem);
    A.Count = Count;
    emit(A, R);
  }
  // Misses: the memory is not given back where the constructor throws.
  if (E->getInitializer())
    initAllocated(deref(B.valueTerm(Result), Elem), E);
  return B.valueTerm(Result);
}

void FunctionLowerer::initAllocated(PlaceId Object, const CXXNewExpr *E) {
  const Expr *Init = E->getInitializer();
  QualType Elem = E->getAllocatedType();
  if (!E->isArray())
    return init(Object, Init);
  // The elements follow each other behind the pointer.
  if (const auto *List = dyn_cast<InitListExpr>(Init->IgnoreParens());
      List && !List->isStringLiteralInit()) {
    uint64_t N = 0;
    for (const Expr *Sub : List->inits()) {
      PlaceId Place = elementAt(Object, N++, Elem);
      initMember(Place, Elem, Sub, Sub->getSourceRange());
    }
    if (const Expr *Filler = List->getArrayFiller())
      initMember(anyElement(Object, Elem), Elem, Filler, E->getSourceRange());
    return;
  }
  // Of array type: construct() goes on to the elements.
  if (const auto *CE = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()))
    return construct(Object, CE);
  PlaceId Any = anyElement(Object, Elem);
  if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(Init))
    return storeZero(Any, Elem, E->getSourceRange());
  initMember(Any, Elem, Init, E->getSourceRange());
}

void FunctionLowerer::deleteExpr(const CXXDeleteExpr *E) {
  SourceRange R = E->getSourceRange();
  TermId Pointer = rvalue(E->getArgument());
  QualType T = E->getDestroyedType();
  const FunctionDecl *Operator = E->getOperatorDelete();
  if (!T.isNull() && L.hasNonTrivialDestructor(T)) {
    PlaceId Object = deref(Pointer, T);
    if (E->isArrayForm())
      Object = anyElement(Object, T);
    const CXXRecordDecl *RD = elementRecord(T);
    const CXXDestructorDecl *DD = RD ? RD->getDestructor() : nullptr;
    bool Virtual =
        DD && DD->isVirtual() && !E->isArrayForm() && !RD->isEffectivelyFinal();
    Pointer = stabiliseForCall(Pointer, R);
    Object =
        E->isArrayForm() ? anyElement(deref(Pointer, T), T) : deref(Pointer, T);
    destroy(Object, T, R, /*Implicit=*/true, Virtual);
  }
  if (Operator && L.isUser(Operator)) {
    Call C;
    C.Callee = L.function(Operator);
    C.Args = {Pointer};
    C.Implicit = true;
    C.MayThrow = false;
    emitCall(std::move(C), Ctx.VoidTy, PlaceId::None, false, false, R);
    return;
  }
  Free F;
  F.Op = E->isArrayForm() ? Free::OpKind::DeleteArray : Free::OpKind::Delete;
  F.Pointer = Pointer;
  emit(F, R);
}

TermId FunctionLowerer::stabiliseForCall(TermId V, SourceRange R) {
  std::vector<PlaceId> Reads;
  collectReads(V, Reads);
  for (PlaceId Read : Reads) {
    LocalId Root = B.rootLocal(Read);
    const VarDecl *Var = valid(Root) ? VarOf.lookup(index(Root)) : nullptr;
    bool Fixed = valid(Root) && (!Var || !addressTaken().count(Var));
    if (!Fixed)
      return keep(V, R);
  }
  return V;
}

void FunctionLowerer::throwExpr(const CXXThrowExpr *E) {
  SourceRange R = E->getSourceRange();
  Throw T;
  if (const Expr *Sub = E->getSubExpr()) {
    QualType Type = Sub->getType().getUnqualifiedType();
    T.Type = type(Type);
    if (Type->isRecordType()) {
      // The exception object is the runtime's; catching it destroys it.
      PlaceId Object = newTemp(Type, R);
      init(Object, Sub);
      T.Value = B.valueTerm(Object);
    } else {
      T.Value = rvalue(Sub);
    }
  }
  if (!B.reachable())
    return;
  emitThrowing(T, R);
  unreachable(R);
}
