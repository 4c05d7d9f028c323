//===- Body.cpp - Bodies of all kinds of functions --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Parameters first, then what the language adds to the written statements:
/// base classes and members are constructed before a constructor's body and
/// destroyed after a destructor's. Functions that nobody wrote (destructors of
/// closures, initialisers of globals, what a lambda converts to) are made here
/// whole.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/Attr.h"

using namespace clang;
using namespace heddle;

void heddle::lowerBody(ModuleLowerer &M, const PendingBody &P) {
  FunctionLowerer(M, P).run();
}

FunctionLowerer::FunctionLowerer(ModuleLowerer &L, const PendingBody &P)
    : L(L), Ctx(L.Ctx), P(P), FD(P.Decl), Home(L.M[P.Func].Pos),
      IsNoexcept(L.M[P.Func].Noexcept) {}

void FunctionLowerer::run() {
  bool IsCoroutine = false;
  B.startBlock(B.newBlock());
  switch (P.Source) {
  case BodySource::Declared:
    IsCoroutine = isa_and_nonnull<CoroutineBodyStmt>(FD->getBody());
    declareParams(FD);
    functionBody();
    break;
  case BodySource::Destructor:
    destructorBody();
    break;
  case BodySource::LambdaInvoker:
    lambdaInvokerBody();
    break;
  case BodySource::GlobalInit:
    globalInitBody();
    break;
  case BodySource::GlobalTeardown:
    globalTeardownBody();
    break;
  case BodySource::Region:
    outlinedBody();
    break;
  }
  B.finish();
  Function &F = L.M.Functions[index(P.Func)];
  F.Coroutine = IsCoroutine;
  F.Definition = std::move(B.Result);
  F.Table = std::move(B.Table);
}

// --- Parameters -------------------------------------------------------------

PlaceId FunctionLowerer::declareLocal(const VarDecl *VD, LocalKind Kind) {
  Local V;
  V.Name = VD->getNameAsString();
  if (const auto *DD = dyn_cast<DecompositionDecl>(VD)) {
    llvm::raw_string_ostream OS(V.Name = "[");
    llvm::interleaveComma(DD->bindings(), OS, [&](const BindingDecl *Binding) {
      OS << Binding->getName();
    });
    OS << ']';
  }
  V.Type = type(VD->getType());
  V.Kind = Kind;
  LocalId Id = B.addLocal(std::move(V), range(VD->getLocation()));
  Vars[VD] = Id;
  VarOf[index(Id)] = VD;
  return B.localPlace(Id);
}

void FunctionLowerer::declareParams(const FunctionDecl *Of) {
  const auto *MD = dyn_cast<CXXMethodDecl>(Of);
  if (MD && MD->isImplicitObjectMemberFunction()) {
    Local Object;
    Object.Name = "this";
    Object.Type = type(MD->getThisType());
    Object.Kind = LocalKind::This;
    This = B.addLocal(std::move(Object), {});
  }
  for (const ParmVarDecl *Param : Of->parameters()) {
    PlaceId Place = declareLocal(Param, LocalKind::Param);
    // The callee destroys what it got by value.
    pushDestroy(Place, Param->getType(), Param->getSourceRange());
  }
  if (MD && MD->getParent()->isLambda() &&
      MD->getOverloadedOperator() == OO_Call)
    enterLambda(MD);
}

/// What attributes say of the program as a whole: functions that run before
/// main are called here, and of those that run behind it, and of second names
/// for one object, the ledger tells.
// Misses: those of files without main.
void FunctionLowerer::beforeMain() {
  for (const Decl *D : Ctx.getTranslationUnitDecl()->decls()) {
    if (D->hasAttr<AliasAttr>())
      havoc(HavocReason::Exotic, "attribute alias", {}, D->getSourceRange());
    const auto *Of = dyn_cast<FunctionDecl>(D);
    if (!Of || !Of->doesThisDeclarationHaveABody())
      continue;
    if (Of->hasAttr<ConstructorAttr>()) {
      Call C;
      C.Callee = L.function(Of);
      C.Implicit = true;
      C.MayThrow = false;
      emit(std::move(C), FD->getLocation());
    }
    if (Of->hasAttr<DestructorAttr>())
      havoc(HavocReason::Exotic, "attribute destructor", {},
            D->getSourceRange());
  }
}

void FunctionLowerer::functionBody() {
  const Stmt *Body = FD->getBody();
  findLabels(Body);
  if (FD->isMain())
    beforeMain();
  QualType Result = FD->getReturnType();
  if (elementRecord(Result) || Result->isRecordType())
    ReturnSlot = newTemp(Result, {});
  if (const auto *CB = dyn_cast<CoroutineBodyStmt>(Body)) {
    coroutineBody(CB);
  } else if (const auto *CD = dyn_cast<CXXConstructorDecl>(FD)) {
    // `C() try : Member() { }`: the handlers cover the initialisers too.
    if (const auto *Try = dyn_cast<CXXTryStmt>(Body)) {
      tryStmt(Try);
    } else {
      constructorInits(CD);
      stmt(Body);
    }
  } else {
    stmt(Body);
  }
  SourceLocation End = Body->getEndLoc();
  if (!B.reachable())
    return;
  TermId Value = TermId::None;
  if (FD->isMain() && !FD->getReturnType()->isVoidType())
    Value = B.intTerm(0, type(FD->getReturnType()));
  finishReturn(Value, End);
}

void FunctionLowerer::finishReturn(TermId Value, SourceRange R,
                                   const VarDecl *Except) {
  exitTo(0, R, Except);
  if (FD && FD->isMain())
    callHandlers(L.handlers().AtExit, R);
  emit(Return{Value}, R);
  Terminator T;
  T.Kind = TerminatorKind::Return;
  B.terminate(std::move(T), range(R));
}

// --- Constructors and destructors -------------------------------------------

void FunctionLowerer::constructorInits(const CXXConstructorDecl *CD) {
  for (const CXXCtorInitializer *I : CD->inits())
    constructorInit(I);
}

void FunctionLowerer::constructorInit(const CXXCtorInitializer *I) {
  const Expr *Init = I->getInit();
  if (!Init)
    return;
  SourceRange R = I->isWritten() ? I->getSourceRange() : Init->getSourceRange();
  if (R.isInvalid())
    R = FD->getLocation();
  PlaceId Object =
      deref(B.valueTerm(B.localPlace(This)),
            Ctx.getCanonicalTagType(cast<CXXMethodDecl>(FD)->getParent()));
  FullExpr State = beginFullExpr();
  if (!I->isAnyMemberInitializer()) {
    init(Object, Init);
    endFullExpr(State, R);
    QualType T = I->isBaseInitializer()
                     ? QualType(I->getBaseClass(), 0)
                     : QualType(Ctx.getCanonicalTagType(
                           cast<CXXMethodDecl>(FD)->getParent()));
    pushDestroy(Object, T, R, /*UnwindOnly=*/true);
    return;
  }
  const FieldDecl *Member = I->getAnyMember();
  PlaceId Place = Object;
  if (const IndirectFieldDecl *Indirect = I->getIndirectMember()) {
    for (const NamedDecl *Step : Indirect->chain())
      Place = B.fieldPlace(Place, L.field(cast<FieldDecl>(Step)),
                           type(cast<FieldDecl>(Step)->getType()));
  } else {
    Place = B.fieldPlace(Place, L.field(Member), type(Member->getType()));
  }
  initMember(Place, Member->getType(), Init, R);
  endFullExpr(State, R);
  pushDestroy(Place, Member->getType(), R, /*UnwindOnly=*/true);
}

void FunctionLowerer::destructorMembers(const CXXRecordDecl *RD) {
  PlaceId Object =
      deref(B.valueTerm(B.localPlace(This)), Ctx.getCanonicalTagType(RD));
  SourceRange End =
      FD && FD->getBody() ? FD->getBody()->getEndLoc() : RD->getLocation();
  // Pushed in order of construction, so popped in reverse.
  for (const CXXBaseSpecifier &Base : RD->vbases())
    pushDestroy(Object, Base.getType(), End);
  for (const CXXBaseSpecifier &Base : RD->bases())
    if (!Base.isVirtual())
      pushDestroy(Object, Base.getType(), End);
  if (RD->isUnion())
    return;
  for (const FieldDecl *Field : RD->fields()) {
    if (Field->isAnonymousStructOrUnion() && Field->getType()->isUnionType())
      continue;
    PlaceId Place =
        B.fieldPlace(Object, L.field(Field), type(Field->getType()));
    pushDestroy(Place, Field->getType(), End);
  }
}

void FunctionLowerer::destructorBody() {
  const CXXRecordDecl *RD = P.Record;
  const FunctionDecl *Def = nullptr;
  FD = P.Decl && P.Decl->hasBody(Def) ? Def : nullptr;
  Local Object;
  Object.Name = "this";
  Object.Type = type(Ctx.getPointerType(QualType(Ctx.getCanonicalTagType(RD))));
  Object.Kind = LocalKind::This;
  This = B.addLocal(std::move(Object), {});
  destructorMembers(RD);
  SourceRange End = RD->getLocation();
  if (FD && FD->getBody()) {
    findLabels(FD->getBody());
    stmt(FD->getBody());
    End = FD->getBody()->getEndLoc();
  }
  if (B.reachable())
    finishReturn(TermId::None, End);
}

// --- Functions that nobody wrote --------------------------------------------

void FunctionLowerer::lambdaInvokerBody() {
  const auto *MD = cast<CXXMethodDecl>(P.Decl);
  SourceRange R = MD->getLocation();
  QualType ClosureType = QualType(Ctx.getCanonicalTagType(P.Record));
  Call C;
  C.Callee = L.function(MD);
  std::vector<TermId> Args;
  for (const ParmVarDecl *Param : MD->parameters())
    Args.push_back(B.valueTerm(declareLocal(Param, LocalKind::Param)));
  if (MD->isImplicitObjectMemberFunction())
    C.Args.push_back(addressOf(newTemp(ClosureType, R)));
  llvm::append_range(C.Args, Args);
  C.Implicit = true;
  C.MayThrow = mayUnwind() && mayThrow(MD);
  QualType Result = MD->getReturnType();
  TermId Value = TermId::None;
  if (!Result->isVoidType()) {
    C.Result = newTemp(Result, R);
    C.ResultUsed = true;
    Value = B.valueTerm(C.Result);
  }
  if (C.MayThrow)
    emitThrowing(std::move(C), R);
  else
    emit(std::move(C), R);
  finishReturn(Value, R);
}

void FunctionLowerer::globalInitBody() {
  const VarDecl *VD = P.Var;
  PlaceId Place = B.globalPlace(L.global(VD), type(VD->getType()));
  if (VD->getInit())
    initVariable(Place, VD);
  popTo(0, VD->getLocation());
  if (B.reachable())
    finishReturn(TermId::None, VD->getLocation());
}

void FunctionLowerer::globalTeardownBody() {
  const VarDecl *VD = P.Var;
  PlaceId Place = B.globalPlace(L.global(VD), type(VD->getType()));
  destroy(Place, VD->getType(), VD->getLocation());
  finishReturn(TermId::None, VD->getLocation());
}
