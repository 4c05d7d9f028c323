//===- LowerDeclStmt.cpp - Declarations inside of bodies --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A local variable begins its storage, is initialised and leaves its clean-ups
/// on the stack. A static local is initialised once, under the lock that the
/// C++ runtime takes.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/Attr.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::declStmt(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    localDecl(D);
}

void FunctionLowerer::localDecl(const Decl *D) {
  if (const auto *VD = dyn_cast<VarDecl>(D)) {
    if (VD->isInvalidDecl()) {
      declareLocal(VD, LocalKind::Variable);
      havoc(HavocReason::ErroneousCode, VD->getNameAsString(), {},
            VD->getSourceRange(), B.localPlace(Vars[VD]));
    } else if (VD->isStaticLocal()) {
      staticLocal(VD);
    } else if (VD->hasLocalStorage()) {
      localVariable(VD);
    }
  } else if (const auto *RD = dyn_cast<RecordDecl>(D)) {
    L.visitLocalRecord(RD);
  } else if (const auto *TD = dyn_cast<TypedefNameDecl>(D)) {
    evaluateVlaSizes(TD->getUnderlyingType());
  }
}

void FunctionLowerer::evaluateVlaSizes(QualType T) {
  // A typedef's are evaluated where it is declared, and only there.
  while (T->isVariablyModifiedType() && !T->getAs<TypedefType>()) {
    if (const auto *A = Ctx.getAsVariableArrayType(T)) {
      if (const Expr *Size = A->getSizeExpr())
        if (!constant(Size))
          effect(Size);
      T = A->getElementType();
    } else if (T->isPointerOrReferenceType()) {
      T = T->getPointeeType();
    } else {
      return;
    }
  }
}

void FunctionLowerer::initVariable(PlaceId Place, const VarDecl *VD) {
  const Expr *Init = VD->getInit();
  SourceRange R = VD->getLocation();
  FullExpr State = beginFullExpr();
  initMember(Place, VD->getType(), Init, R);
  endFullExpr(State, Init->getSourceRange());
}

void FunctionLowerer::localVariable(const VarDecl *VD) {
  QualType T = VD->getType();
  SourceRange R = VD->getSourceRange();
  if (T->isVariablyModifiedType()) {
    FullExpr State = beginFullExpr();
    evaluateVlaSizes(T);
    endFullExpr(State, R);
  }
  PlaceId Place = declareLocal(VD, LocalKind::Variable);
  LocalId Id = B.place(Place).Local;
  emit(Scope{true, Id}, R);
  if (VD->getInit())
    initVariable(Place, VD);

  Cleanup C;
  C.Kind = CleanupKind::EndScope;
  C.Local = Id;
  C.Var = VD;
  C.Range = R;
  if (L.hasNonTrivialDestructor(T)) {
    C.Kind = CleanupKind::Destroy;
    C.P = Place;
    C.T = T;
  }
  push(std::move(C));
  if (const auto *A = VD->getAttr<CleanupAttr>()) {
    Cleanup F;
    F.Kind = CleanupKind::Function;
    F.P = Place;
    F.Func = A->getFunctionDecl();
    F.Var = VD;
    F.Range = R;
    push(std::move(F));
  }
  if (const auto *DD = dyn_cast<DecompositionDecl>(VD))
    // `auto [a, b] = tuple;`: each name is a variable bound by get<I>().
    for (const BindingDecl *Binding : DD->flat_bindings())
      if (const VarDecl *Holding = Binding->getHoldingVar())
        localVariable(Holding);
}

void FunctionLowerer::staticLocal(const VarDecl *VD) {
  GlobalId Global = L.global(VD);
  int64_t Value;
  if (!VD->getInit() || L.staticInit(VD, Value) != StaticInit::Dynamic)
    return;
  PlaceId Place = B.globalPlace(Global, type(VD->getType()));
  SourceRange R = VD->getSourceRange();
  BlockId Init = B.newBlock(), Done = B.newBlock();
  B.branch(B.nondetTerm(type(Ctx.BoolTy)), Init, Done, range(R));
  B.startBlock(Init);
  // Each thread initialises its own thread_local, and C++ can do without the
  // lock by -fno-threadsafe-statics.
  bool Guarded = VD->getTLSKind() == VarDecl::TLS_None &&
                 Ctx.getLangOpts().ThreadsafeStatics;
  OnceOp Once;
  Once.Flag = Place;
  size_t Depth = Stack.size();
  if (Guarded) {
    Once.Op = OnceOp::OpKind::Begin;
    emit(Once, R);
    // An exception leaves it uninitialised and lets the next thread try.
    Once.Op = OnceOp::OpKind::End;
    Cleanup End;
    End.Kind = CleanupKind::Region;
    End.Ev = Once;
    End.Range = R;
    push(std::move(End));
  }
  initVariable(Place, VD);
  popTo(Depth, R);
  B.enterBlock(Done, range(R));
}
