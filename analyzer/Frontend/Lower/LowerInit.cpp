//===- LowerInit.cpp - Bringing objects into being --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// init() evaluates an expression straight into the object it initialises, as
/// the language says (no copy that C++17 does not make), member by member for
/// aggregates. Trivial copies are one write; every other constructor is a call,
/// also those of the standard library.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::init(PlaceId Dest, const Expr *E) {
  QualType T = L.qualType(B.place(Dest).Type);
  SourceRange R = E->getSourceRange();
  if (T->isReferenceType())
    return bindReference(Dest, E, R);
  if (E->getType()->isRecordType() || E->getType()->isArrayType() ||
      E->getType()->isVoidType()) {
    nested(E, [&] { initRecord(Dest, E); });
    return;
  }
  if (const auto *Atomic = E->getType()->getAs<AtomicType>();
      Atomic && Atomic->getValueType()->isRecordType())
    return initRecord(Dest, E);
  const Expr *Inner = E->IgnoreParens();
  if (isa<StmtExpr>(Inner))
    return initRecord(Dest, Inner);
  TermId V = rvalue(E);
  if (B.reachable())
    store(Dest, T, V, R, /*IsInit=*/true);
}

/// As init, for something declared: its type may be a reference, and the
/// position is that of its name.
void FunctionLowerer::initMember(PlaceId Dest, QualType T, const Expr *E,
                                 SourceRange R) {
  if (T->isReferenceType())
    return bindReference(Dest, E, R);
  if (T->isRecordType() || T->isArrayType() || isa<StmtExpr>(E))
    return init(Dest, E);
  TermId V = rvalue(E);
  if (B.reachable())
    store(Dest, T, V, R, /*IsInit=*/true);
}

void FunctionLowerer::initRecord(PlaceId Dest, const Expr *E) {
  E = E->IgnoreParens();
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  // In C, and for arrays and volatile objects, a load of the whole.
  if (E->isGLValue())
    return copyObject(Dest, lvalue(E), T, R, R, /*IsInit=*/true);
  if (const Expr *Inner = standsFor(E))
    return init(Dest, Inner);
  switch (E->getStmtClass()) {
  case Stmt::CXXBindTemporaryExprClass:
    return init(Dest, llvm::cast<CXXBindTemporaryExpr>(E)->getSubExpr());
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return construct(Dest, llvm::cast<CXXConstructExpr>(E));
  case Stmt::CXXInheritedCtorInitExprClass:
    return inheritedConstruct(Dest, llvm::cast<CXXInheritedCtorInitExpr>(E));
  case Stmt::InitListExprClass:
    return initList(Dest, llvm::cast<InitListExpr>(E));
  case Stmt::CXXParenListInitExprClass: {
    const auto *List = llvm::cast<CXXParenListInitExpr>(E);
    return initAggregate(Dest, T, List->getUserSpecifiedInitExprs(),
                         List->getInitExprs(), List->getArrayFiller(),
                         List->getInitializedFieldInUnion(), R);
  }
  case Stmt::DesignatedInitUpdateExprClass: {
    const auto *Update = llvm::cast<DesignatedInitUpdateExpr>(E);
    init(Dest, Update->getBase());
    return init(Dest, Update->getUpdater());
  }
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return storeZero(Dest, T, R);
  case Stmt::NoInitExprClass:
    return;
  case Stmt::CXXStdInitializerListExprClass:
    return initializerList(Dest, llvm::cast<CXXStdInitializerListExpr>(E));
  case Stmt::ArrayInitLoopExprClass:
    return arrayLoop(Dest, llvm::cast<ArrayInitLoopExpr>(E));
  case Stmt::LambdaExprClass:
    return lambda(Dest, llvm::cast<LambdaExpr>(E));
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
  case Stmt::CUDAKernelCallExprClass:
    call(llvm::cast<CallExpr>(E), Dest, /*Used=*/true);
    return;
  default:
    return initOther(Dest, E);
  }
}

/// By what is no construction of its own: a choice between some, a copy.
void FunctionLowerer::initOther(PlaceId Dest, const Expr *E) {
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  switch (E->getStmtClass()) {
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return eitherBranch(llvm::cast<AbstractConditionalOperator>(E),
                        [&](const Expr *Arm) { init(Dest, Arm); });
  case Stmt::CXXThrowExprClass:
    return throwExpr(llvm::cast<CXXThrowExpr>(E));
  case Stmt::StmtExprClass:
    return initFromStmtExpr(Dest, llvm::cast<StmtExpr>(E));
  case Stmt::BinaryOperatorClass:
    if (initFromOperator(Dest, llvm::cast<BinaryOperator>(E)))
      return;
    break;
  case Stmt::OpaqueValueExprClass: {
    const auto *OV = llvm::cast<OpaqueValueExpr>(E);
    if (auto It = OpaquePlaces.find(OV); It != OpaquePlaces.end())
      return copyObject(Dest, It->second, T, R, R, /*IsInit=*/true);
    if (OV->getSourceExpr())
      return init(Dest, OV->getSourceExpr());
    break;
  }
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
    suspendValue(llvm::cast<CoroutineSuspendExpr>(E), Dest);
    return;
  case Stmt::StringLiteralClass:
  case Stmt::ObjCEncodeExprClass:
  case Stmt::PredefinedExprClass:
    return store(Dest, T, B.valueTerm(lvalue(E)), R, /*IsInit=*/true);
  case Stmt::CompoundLiteralExprClass:
    return init(Dest, llvm::cast<CompoundLiteralExpr>(E)->getInitializer());
  case Stmt::AtomicExprClass:
    return store(Dest, T, atomicExpr(llvm::cast<AtomicExpr>(E)), R,
                 /*IsInit=*/true);
  case Stmt::MaterializeTemporaryExprClass:
    return init(Dest, llvm::cast<MaterializeTemporaryExpr>(E)->getSubExpr());
  case Stmt::MemberExprClass:
    // A member of a prvalue: C's `f().x`.
    return copyObject(Dest, lvalue(E), T, R, R, /*IsInit=*/true);
  default:
    if (const auto *Cast = dyn_cast<CastExpr>(E))
      return initFromCast(Dest, Cast);
    break;
  }
  havoc(E->containsErrors() ? HavocReason::ErroneousCode : HavocReason::Exotic,
        E->getStmtClassName(), touchedBy(E), R, Dest);
}

/// Of the operators, these may give an object; false: \p E is another.
bool FunctionLowerer::initFromOperator(PlaceId Dest, const BinaryOperator *E) {
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  if (E->getOpcode() == BO_Comma) {
    effect(E->getLHS());
    init(Dest, E->getRHS());
    return true;
  }
  if (E->isPtrMemOp()) {
    copyObject(Dest, memberPointerAccess(E), T, R, R, /*IsInit=*/true);
    return true;
  }
  if (E->getOpcode() == BO_Cmp) {
    rvalue(E->getLHS());
    rvalue(E->getRHS());
    store(Dest, T, B.opaqueTerm("<=>", type(T)), R, /*IsInit=*/true);
    return true;
  }
  if (E->getOpcode() == BO_Assign) {
    PlaceId Where = PlaceId::None;
    assign(E, &Where);
    store(Dest, T, B.valueTerm(Where), R, /*IsInit=*/true);
    return true;
  }
  return false;
}

void FunctionLowerer::initFromCast(PlaceId Dest, const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  switch (E->getCastKind()) {
  case CK_LValueToRValue:
    return copyObject(Dest, lvalue(Sub), T, R, Sub->getSourceRange(),
                      /*IsInit=*/true);
  case CK_LValueToRValueBitCast: {
    PlaceId From = lvalue(Sub);
    TermId V = load(From, Sub->getType(), Sub->getSourceRange());
    return store(Dest, T, B.castTerm(heddle::CastKind::Bits, V, type(T)), R,
                 /*IsInit=*/true);
  }
  case CK_ToUnion:
    return store(Dest, T, rvalue(Sub), R, /*IsInit=*/true);
  default:
    return init(Dest, Sub);
  }
}

void FunctionLowerer::initFromStmtExpr(PlaceId Dest, const StmtExpr *E) {
  const CompoundStmt *Body = E->getSubStmt();
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = Body;
  const Stmt *Last = nullptr;
  for (const Stmt *Item : llvm::reverse(Body->body()))
    if (!isa<NullStmt>(Item)) {
      Last = Item;
      break;
    }
  compoundItems(Body, Last);
  while (Last && !isa<Expr>(Last)) {
    if (const auto *Label = dyn_cast<LabelStmt>(Last)) {
      if (auto It = Labels.find(Label->getDecl()); It != Labels.end())
        B.enterBlock(It->second.Block, range(Label->getIdentLoc()));
      Last = Label->getSubStmt();
    } else if (const auto *A = dyn_cast<AttributedStmt>(Last)) {
      Last = A->getSubStmt();
    } else {
      Last = nullptr;
    }
  }
  if (Last) {
    FullExpr State = beginFullExpr();
    init(Dest, cast<Expr>(Last));
    endFullExpr(State, Last->getSourceRange());
  }
  popTo(Depth, Body->getRBracLoc());
  Owner = Outer;
}

// --- Constructors -----------------------------------------------------------

void FunctionLowerer::construct(PlaceId Dest, const CXXConstructExpr *E) {
  const CXXConstructorDecl *CD = E->getConstructor();
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  // Before C++17 the copy is there in the tree, and may be left out.
  if (E->isElidable() && E->getNumArgs() >= 1) {
    const Expr *Arg = E->getArg(0)->IgnoreImplicit();
    if (Arg->getType()->isRecordType() &&
        Ctx.hasSameUnqualifiedType(Arg->getType(), T) && Arg->isPRValue())
      return init(Dest, E->getArg(0));
  }
  while (const auto *A = Ctx.getAsArrayType(T)) {
    T = A->getElementType();
    Dest = anyElement(Dest, T);
  }
  if (CD->isTrivial()) {
    if (CD->isCopyOrMoveConstructor() && E->getNumArgs() >= 1)
      return copyObject(Dest, lvalue(E->getArg(0)), T, R,
                        E->getArg(0)->getSourceRange(), /*IsInit=*/true);
    if (CD->isDefaultConstructor()) {
      if (E->requiresZeroInitialization() && B.place(Dest).Type == type(T))
        storeZero(Dest, T, R);
      return;
    }
  }
  // (Of a base class the place is the whole object.)
  if (E->requiresZeroInitialization() && B.place(Dest).Type == type(T))
    storeZero(Dest, T, R);
  Call C;
  C.Callee = L.function(CD);
  C.Args = {addressOf(Dest)};
  llvm::SmallVector<const Expr *, 4> Args(E->arguments());
  arguments(Args, CD, CD->getType()->getAs<FunctionProtoType>(),
            /*RightToLeft=*/false, C.Args);
  C.MayThrow = mayUnwind() && mayThrow(CD);
  C.Implicit = R.isInvalid();
  if (C.MayThrow)
    emitThrowing(std::move(C), R);
  else
    emit(std::move(C), R);
}

void FunctionLowerer::inheritedConstruct(PlaceId Dest,
                                         const CXXInheritedCtorInitExpr *E) {
  // The parameters of this constructor go on to the inherited one.
  Call C;
  C.Callee = L.function(E->getConstructor());
  C.Args = {addressOf(Dest)};
  for (const ParmVarDecl *Param : FD->parameters()) {
    PlaceId Place = B.localPlace(Vars[Param]);
    C.Args.push_back(B.valueTerm(Place));
  }
  C.Implicit = true;
  C.MayThrow = mayUnwind() && mayThrow(E->getConstructor());
  if (C.MayThrow)
    emitThrowing(std::move(C), E->getSourceRange());
  else
    emit(std::move(C), E->getSourceRange());
}

// --- Aggregates -------------------------------------------------------------

/// Numbers, strings and nulls without end: a table.
static bool isPlainConstant(const Expr *E, const ASTContext &Ctx,
                            unsigned &Budget) {
  if (Budget == 0)
    return true;
  --Budget;
  E = E->IgnoreParenImpCasts();
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return llvm::all_of(List->inits(), [&](const Expr *Init) {
      return isPlainConstant(Init, Ctx, Budget);
    });
  return isa<IntegerLiteral, FloatingLiteral, CharacterLiteral,
             CXXBoolLiteralExpr, ImplicitValueInitExpr, UnaryOperator,
             GNUNullExpr, CXXNullPtrLiteralExpr>(E) &&
         (!isa<UnaryOperator>(E) ||
          (llvm::cast<UnaryOperator>(E)->isArithmeticOp() &&
           !E->HasSideEffects(Ctx) && E->isEvaluatable(Ctx)));
}

static unsigned countInits(const InitListExpr *E, unsigned Limit) {
  unsigned N = 0;
  for (const Expr *Init : E->inits()) {
    if (N > Limit)
      break;
    const auto *Inner = dyn_cast<InitListExpr>(Init);
    N += Inner ? countInits(Inner, Limit - N) : 1;
  }
  return N;
}

bool FunctionLowerer::isLargeConstant(const InitListExpr *E) const {
  constexpr unsigned Small = 16;
  if (countInits(E, Small) <= Small)
    return false;
  unsigned Budget = 4096;
  return isPlainConstant(E, Ctx, Budget) && Budget > 0;
}

void FunctionLowerer::initList(PlaceId Dest, const InitListExpr *E) {
  if (const InitListExpr *Semantic = E->getSemanticForm())
    E = Semantic;
  QualType T = E->getType();
  if (E->isTransparent())
    return init(Dest, E->getInit(0));
  if (E->isStringLiteralInit())
    return init(Dest, E->getInit(0));
  if (!T->isRecordType() && !T->isArrayType()) {
    store(Dest, T, rvalue(E), E->getSourceRange(), /*IsInit=*/true);
    return;
  }
  // A table of numbers is one write.
  if (isLargeConstant(E))
    return store(Dest, T, B.opaqueTerm("constants", type(T)),
                 E->getSourceRange(), /*IsInit=*/true);
  initAggregate(Dest, T, E->inits(), E->inits(),
                T->isArrayType() ? E->getArrayFiller() : nullptr,
                T->isUnionType() ? E->getInitializedFieldInUnion() : nullptr,
                E->getSourceRange());
}

void FunctionLowerer::initAggregate(PlaceId Dest, QualType T,
                                    llvm::ArrayRef<const Expr *> Written,
                                    llvm::ArrayRef<const Expr *> Inits,
                                    const Expr *Filler,
                                    const FieldDecl *UnionField,
                                    SourceRange R) {
  if (const auto *A = Ctx.getAsArrayType(T))
    return initArray(Dest, A, Written, Filler, R);
  const RecordDecl *RD = T->getAsRecordDecl();
  if (RD && RD->getDefinition())
    initFields(Dest, RD->getDefinition(), Inits, UnionField, R);
}

void FunctionLowerer::initArray(PlaceId Dest, const clang::ArrayType *A,
                                llvm::ArrayRef<const Expr *> Inits,
                                const Expr *Filler, SourceRange R) {
  QualType Elem = A->getElementType();
  size_t Depth = Stack.size();
  uint64_t N = 0;
  for (const Expr *Init : Inits) {
    if (Init && !isa<NoInitExpr>(Init)) {
      PlaceId Place = elementAt(Dest, N, Elem);
      initMember(Place, Elem, Init, Init->getSourceRange());
      pushDestroy(Place, Elem, R, /*UnwindOnly=*/true);
    }
    ++N;
  }
  const auto *Const = dyn_cast<ConstantArrayType>(A);
  bool HasMore = !Const || Const->getSize().getLimitedValue() > N;
  // All elements that the list leaves out.
  if (Filler && HasMore && !isa<NoInitExpr>(Filler)) {
    if (isa<ImplicitValueInitExpr>(Filler) && N == 0)
      storeZero(Dest, QualType(A, 0), R);
    else
      initMember(anyElement(Dest, Elem), Elem, Filler, R);
  }
  dropParts(Depth);
}

void FunctionLowerer::initFields(PlaceId Dest, const RecordDecl *RD,
                                 llvm::ArrayRef<const Expr *> Inits,
                                 const FieldDecl *UnionField, SourceRange R) {
  size_t Depth = Stack.size();
  // Default member initialisers speak of this object.
  PlaceId OuterObject = ThisObject;
  auto Init = [&](PlaceId Place, QualType T, const Expr *E) {
    if (isa<NoInitExpr>(E))
      return;
    const auto *Default = dyn_cast<CXXDefaultInitExpr>(E);
    ThisObject = Default ? Dest : OuterObject;
    SourceRange At = Default ? R : E->getSourceRange();
    initMember(Place, T, E, At.isValid() ? At : R);
    ThisObject = OuterObject;
    pushDestroy(Place, T, R, /*UnwindOnly=*/true);
  };
  if (RD->isUnion()) {
    if (UnionField && !Inits.empty())
      Init(fieldOf(Dest, UnionField, R), UnionField->getType(), Inits[0]);
    else if (Inits.empty())
      storeZero(Dest, Ctx.getCanonicalTagType(RD), R);
    return;
  }
  size_t N = 0;
  if (const auto *CXX = dyn_cast<CXXRecordDecl>(RD))
    for (const CXXBaseSpecifier &Base : CXX->bases())
      if (N < Inits.size())
        Init(Dest, Base.getType(), Inits[N++]);
  for (const FieldDecl *Field : RD->fields()) {
    if (Field->isUnnamedBitField())
      continue;
    if (N >= Inits.size())
      break;
    Init(fieldOf(Dest, Field, R), Field->getType(), Inits[N++]);
  }
  dropParts(Depth);
}

void FunctionLowerer::initializerList(PlaceId Dest,
                                      const CXXStdInitializerListExpr *E) {
  // The array is a temporary; the list looks into it.
  PlaceId Array = lvalue(E->getSubExpr());
  const auto *A = Ctx.getAsArrayType(E->getSubExpr()->getType());
  SourceRange R = E->getSourceRange();
  if (!A)
    return;
  QualType Elem = A->getElementType();
  TermId First = addressOf(elementAt(Array, 0, Elem));
  QualType PointerType = Ctx.getPointerType(Elem);
  PlaceId Pointer =
      B.fieldPlace(Dest, pseudo(PseudoField::Pointee), type(PointerType));
  store(Pointer, PointerType, First, R, /*IsInit=*/true);
}

void FunctionLowerer::arrayLoop(PlaceId Dest, const ArrayInitLoopExpr *E) {
  const OpaqueValueExpr *Common = E->getCommonExpr();
  bindOpaque(Common);
  QualType T = E->getType();
  const auto *A = Ctx.getAsArrayType(T);
  SourceRange R = E->getSourceRange();
  if (!A)
    return;
  QualType Elem = A->getElementType();
  TermId Outer = ArrayIndex;
  ArrayIndex = B.nondetTerm(type(Ctx.getSizeType()));
  initMember(anyElement(Dest, Elem), Elem, E->getSubExpr(), R);
  ArrayIndex = Outer;
  OpaquePlaces.erase(Common);
}
