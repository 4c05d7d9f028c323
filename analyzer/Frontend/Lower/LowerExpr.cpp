//===- LowerExpr.cpp - Values -----------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// rvalue() gives a scalar's value as a term, with the events that come before
/// it. Objects of class type are made by init(); where one is wanted as a value
/// it becomes a temporary. Constants are found where the syntax suggests one
/// and folded upwards by the builder, not by evaluating each subtree anew.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/APValue.h"

using namespace clang;
using namespace heddle;

// --- Constants --------------------------------------------------------------

/// Could \p E be a constant on its own, and not by its operands?
static bool suggestsConstant(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::FixedPointLiteralClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::ArrayTypeTraitExprClass:
  case Stmt::ExpressionTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::SizeOfPackExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConstantExprClass:
  case Stmt::SubstNonTypeTemplateParmExprClass:
  case Stmt::SourceLocExprClass:
  case Stmt::CXXScalarValueInitExprClass:
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::ObjCBoolLiteralExprClass:
    return true;
  case Stmt::DeclRefExprClass:
    return isa<EnumConstantDecl>(cast<DeclRefExpr>(E)->getDecl());
  case Stmt::MemberExprClass:
    return isa<EnumConstantDecl>(cast<MemberExpr>(E)->getMemberDecl());
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::CallExprClass: {
    const FunctionDecl *FD = cast<CallExpr>(E)->getDirectCallee();
    return FD && (FD->isConstexpr() || FD->getBuiltinID());
  }
  case Stmt::ImplicitCastExprClass: {
    const auto *Cast = cast<ImplicitCastExpr>(E);
    if (Cast->getCastKind() == CK_UserDefinedConversion)
      return true;
    if (Cast->getCastKind() != CK_LValueToRValue)
      return false;
    const Expr *Sub = Cast->getSubExpr()->IgnoreParens();
    if (isa<SubstNonTypeTemplateParmExpr>(Sub))
      return true;
    while (const auto *ME = dyn_cast<MemberExpr>(Sub)) {
      if (ME->isArrow())
        break;
      if (const auto *VD = dyn_cast<VarDecl>(ME->getMemberDecl()))
        return VD->getType().isConstQualified();
      Sub = ME->getBase()->IgnoreParens();
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(Sub);
    const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return VD && (VD->getType().isConstQualified() ||
                  VD->getType()->isReferenceType());
  }
  default:
    return false;
  }
}

std::optional<TermId> FunctionLowerer::constant(const Expr *E) {
  if (!suggestsConstant(E) || E->isValueDependent() || E->containsErrors())
    return std::nullopt;
  QualType T = E->getType();
  if (!T->isIntegralOrEnumerationType())
    return std::nullopt;
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
    return std::nullopt;
  return B.intTerm(Result.Val.getInt().extOrTrunc(64).getExtValue(), type(T));
}

// --- Nodes around others ----------------------------------------------------

const Expr *heddle::standsFor(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::ExprWithCleanupsClass:
  case Stmt::ConstantExprClass:
    return cast<clang::FullExpr>(E)->getSubExpr();
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement();
  case Stmt::CXXDefaultArgExprClass:
    return cast<CXXDefaultArgExpr>(E)->getExpr();
  case Stmt::CXXDefaultInitExprClass:
    return cast<CXXDefaultInitExpr>(E)->getExpr();
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return cast<CXXRewrittenBinaryOperator>(E)->getSemanticForm();
  case Stmt::GenericSelectionExprClass:
    return cast<GenericSelectionExpr>(E)->getResultExpr();
  case Stmt::ChooseExprClass:
    return cast<ChooseExpr>(E)->getChosenSubExpr();
  case Stmt::PackIndexingExprClass:
    return cast<PackIndexingExpr>(E)->getSelectedExpr();
  default:
    return nullptr;
  }
}

// --- Scalars ----------------------------------------------------------------

TermId FunctionLowerer::rvalue(const Expr *E) {
  TermId Out = TermId::None;
  nested(E, [&] { Out = scalar(E); });
  return valid(Out) ? Out : B.nondetTerm(type(E->getType()));
}

TermId FunctionLowerer::scalar(const Expr *E) {
  E = E->IgnoreParens();
  QualType T = E->getType();
  if (T->isVoidType()) {
    effect(E);
    return B.opaqueTerm("void", type(T));
  }
  if (E->isGLValue() && !T->isFunctionType())
    return load(lvalue(E), T, E->getSourceRange());
  if (T->isRecordType() || T->isArrayType())
    return B.valueTerm(materialise(E));
  if (std::optional<TermId> C = constant(E))
    return *C;
  switch (E->getStmtClass()) {
  case Stmt::FloatingLiteralClass: {
    llvm::APFloat V = cast<FloatingLiteral>(E)->getValue();
    bool Ignored;
    V.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven,
              &Ignored);
    return B.floatTerm(V.convertToDouble(), type(T));
  }
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
    return B.nullTerm(type(T));
  case Stmt::CXXScalarValueInitExprClass:
  case Stmt::ImplicitValueInitExprClass:
    return zero(T);
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
  case Stmt::CXXStaticCastExprClass:
  case Stmt::CXXDynamicCastExprClass:
  case Stmt::CXXReinterpretCastExprClass:
  case Stmt::CXXConstCastExprClass:
  case Stmt::CXXFunctionalCastExprClass:
  case Stmt::CXXAddrspaceCastExprClass:
  case Stmt::BuiltinBitCastExprClass:
    return cast(llvm::cast<CastExpr>(E));
  case Stmt::UnaryOperatorClass:
    return unary(llvm::cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
    return binary(llvm::cast<BinaryOperator>(E));
  case Stmt::CompoundAssignOperatorClass:
    return compoundAssign(llvm::cast<CompoundAssignOperator>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return conditional(llvm::cast<AbstractConditionalOperator>(E));
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
  case Stmt::CUDAKernelCallExprClass:
    return callValue(llvm::cast<CallExpr>(E));
  case Stmt::CXXThisExprClass:
    return thisTerm(E);
  case Stmt::CXXNewExprClass:
    return newExpr(llvm::cast<CXXNewExpr>(E));
  default:
    return otherScalar(E);
  }
}

TermId FunctionLowerer::otherScalar(const Expr *E) {
  if (const Expr *Inner = standsFor(E))
    return rvalue(Inner);
  QualType T = E->getType();
  switch (E->getStmtClass()) {
  case Stmt::CXXBindTemporaryExprClass:
    return rvalue(llvm::cast<CXXBindTemporaryExpr>(E)->getSubExpr());
  case Stmt::InitListExprClass: {
    const auto *List = llvm::cast<InitListExpr>(E);
    if (List->getNumInits() == 0)
      return zero(T);
    if (List->getNumInits() == 1 && T->isScalarType() && !T->isAnyComplexType())
      return rvalue(List->getInit(0));
    for (const Expr *Init : List->inits())
      rvalue(Init);
    return B.opaqueTerm("initialiser list", type(T));
  }
  case Stmt::MaterializeTemporaryExprClass:
    return load(lvalue(E), T, E->getSourceRange());
  case Stmt::OpaqueValueExprClass: {
    const auto *OV = llvm::cast<OpaqueValueExpr>(E);
    if (auto It = OpaqueTerms.find(OV); It != OpaqueTerms.end())
      return It->second;
    if (auto It = OpaquePlaces.find(OV); It != OpaquePlaces.end())
      return load(It->second, T, E->getSourceRange());
    if (OV->getSourceExpr())
      return rvalue(OV->getSourceExpr());
    return B.nondetTerm(type(T));
  }
  case Stmt::ArrayInitIndexExprClass:
    return valid(ArrayIndex) ? ArrayIndex : B.nondetTerm(type(T));
  case Stmt::StmtExprClass: {
    PlaceId Result = newTemp(T, E->getSourceRange());
    init(Result, E);
    return B.valueTerm(Result);
  }
  case Stmt::AtomicExprClass:
    return atomicExpr(llvm::cast<AtomicExpr>(E));
  case Stmt::CXXThrowExprClass:
  case Stmt::CXXDeleteExprClass:
    effect(E);
    return B.opaqueTerm("void", type(T));
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
    return suspendValue(llvm::cast<CoroutineSuspendExpr>(E), PlaceId::None);
  case Stmt::UnaryExprOrTypeTraitExprClass: {
    // sizeof of a variable length array: its bounds may be computed here.
    const auto *Trait = llvm::cast<UnaryExprOrTypeTraitExpr>(E);
    if (Trait->isArgumentType())
      evaluateVlaSizes(Trait->getArgumentType());
    return B.opaqueTerm("sizeof", type(T));
  }
  default:
    return exoticScalar(E);
  }
}

TermId FunctionLowerer::thisTerm(const Expr *E) {
  if (valid(ThisObject))
    return addressOf(ThisObject);
  if (ThisCapture) {
    QualType T = ThisCapture->getType();
    PlaceId Capture = fieldOf(deref(B.valueTerm(B.localPlace(This)),
                                    Ctx.getCanonicalTagType(Closure)),
                              ThisCapture, E->getSourceRange());
    return T->isPointerType() ? B.valueTerm(Capture) : addressOf(Capture);
  }
  if (valid(This))
    return B.valueTerm(B.localPlace(This));
  return B.opaqueTerm("this", type(E->getType()));
}

TermId FunctionLowerer::truth(TermId V, QualType T) {
  T = T.getCanonicalType();
  if (T->isBooleanType() || !T->isScalarType())
    return V;
  TypeId Bool = type(Ctx.BoolTy);
  if (T->isAnyPointerType() || T->isBlockPointerType() ||
      T->isMemberPointerType() || T->isNullPtrType()) {
    const Term &Pointer = B.term(V);
    if (Pointer.Kind == TermKind::Null)
      return B.intTerm(0, Bool);
    if (Pointer.Kind == TermKind::AddressOf)
      return B.intTerm(1, Bool);
    return B.binaryTerm(BinaryOp::Ne, V, B.nullTerm(type(T)), Bool);
  }
  return B.castTerm(heddle::CastKind::Numeric, V, Bool, {1, false});
}

// --- Effects ----------------------------------------------------------------

void FunctionLowerer::effect(const Expr *E) {
  E = E->IgnoreParens();
  // The parts that make sense are lowered where the error is met.
  if (isa<RecoveryExpr>(E))
    return havoc(HavocReason::ErroneousCode, "expression", touchedBy(E),
                 E->getSourceRange());
  if (const Expr *Inner = standsFor(E))
    return effect(Inner);
  if (operatorEffect(E))
    return;
  switch (E->getStmtClass()) {
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return eitherBranch(llvm::cast<AbstractConditionalOperator>(E),
                        [&](const Expr *Arm) { effect(Arm); });
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
  case Stmt::CUDAKernelCallExprClass:
    if (!E->getType()->isRecordType() || E->isGLValue()) {
      call(llvm::cast<CallExpr>(E), PlaceId::None, /*Used=*/false);
      return;
    }
    break;
  case Stmt::CXXThrowExprClass:
    return throwExpr(llvm::cast<CXXThrowExpr>(E));
  case Stmt::CXXDeleteExprClass:
    return deleteExpr(llvm::cast<CXXDeleteExpr>(E));
  case Stmt::StmtExprClass:
    if (E->getType()->isVoidType())
      return stmt(llvm::cast<StmtExpr>(E)->getSubStmt());
    break;
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass: {
    std::optional<TermId> Value;
    PlaceId Where = PlaceId::None;
    suspend(llvm::cast<CoroutineSuspendExpr>(E), PlaceId::None, Value, Where);
    return;
  }
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
  case Stmt::CXXStaticCastExprClass:
  case Stmt::CXXFunctionalCastExprClass:
    if (llvm::cast<CastExpr>(E)->getCastKind() == CK_ToVoid)
      return effect(llvm::cast<CastExpr>(E)->getSubExpr());
    break;
  case Stmt::AtomicExprClass:
    atomicExpr(llvm::cast<AtomicExpr>(E));
    return;
  case Stmt::CXXScalarValueInitExprClass:
    return;
  default:
    break;
  }
  discard(E);
}

/// Operators that need not make a value where nobody wants one; false: \p E is
/// none of them.
bool FunctionLowerer::operatorEffect(const Expr *E) {
  if (const auto *BO = dyn_cast<BinaryOperator>(E)) {
    PlaceId Where = PlaceId::None;
    if (const auto *Compound = dyn_cast<CompoundAssignOperator>(BO)) {
      compoundAssign(Compound, &Where);
    } else if (BO->getOpcode() == BO_Comma) {
      effect(BO->getLHS());
      effect(BO->getRHS());
    } else if (BO->getOpcode() == BO_Assign) {
      assign(BO, &Where);
    } else if (BO->isLogicalOp() && BO->getRHS()->HasSideEffects(Ctx)) {
      logicalEffect(BO);
    } else {
      return false;
    }
    return true;
  }
  const auto *UO = dyn_cast<UnaryOperator>(E);
  if (UO && UO->isIncrementDecrementOp())
    increment(UO, /*Used=*/false);
  else if (UO && UO->getOpcode() == UO_Extension)
    effect(UO->getSubExpr());
  else
    return false;
  return true;
}

/// `ready && start();`: a branch around the right side.
void FunctionLowerer::logicalEffect(const BinaryOperator *E) {
  BlockId Right = B.newBlock(), Done = B.newBlock();
  BlockId Start = B.currentBlock();
  bool IsAnd = E->getOpcode() == BO_LAnd;
  condition(E->getLHS(), IsAnd ? Right : Done, IsAnd ? Done : Right);
  BlockId Outer = Conditional;
  if (!valid(Conditional))
    Conditional = Start;
  B.startBlock(Right);
  effect(E->getRHS());
  Conditional = Outer;
  B.enterBlock(Done, range(E->getSourceRange()));
}

/// Evaluates \p E and drops what it gives.
void FunctionLowerer::discard(const Expr *E) {
  if (E->getType()->isVoidType())
    exoticScalar(E);
  else if (E->isGLValue())
    // A name alone is no access; `*p;` and `a, b;` compute a place.
    lvalue(E);
  else if (E->getType()->isRecordType() || E->getType()->isArrayType())
    materialise(E);
  else
    rvalue(E);
}
