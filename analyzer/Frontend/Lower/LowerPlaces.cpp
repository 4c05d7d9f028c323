//===- LowerPlaces.cpp - Places ---------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// lvalue() gives the place that an expression names, with the events that are
/// needed to get there: `p->a[i].b` reads `p` and `i`. Places keep the shape of
/// what was written, since locks and what they guard are matched by it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

PlaceId FunctionLowerer::lvalue(const Expr *E) {
  PlaceId Out = PlaceId::None;
  nested(E, [&] { Out = place(E); });
  return valid(Out) ? Out : newTemp(E->getType(), E->getSourceRange());
}

PlaceId FunctionLowerer::place(const Expr *E) {
  E = E->IgnoreParens();
  switch (E->getStmtClass()) {
  case Stmt::DeclRefExprClass:
    return declRef(llvm::cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return member(llvm::cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass:
    return subscript(llvm::cast<ArraySubscriptExpr>(E));
  case Stmt::UnaryOperatorClass:
    if (auto Place = unaryPlace(llvm::cast<UnaryOperator>(E)))
      return *Place;
    break;
  case Stmt::BinaryOperatorClass:
    if (auto Place = binaryPlace(llvm::cast<BinaryOperator>(E)))
      return *Place;
    break;
  case Stmt::CompoundAssignOperatorClass:
    if (E->isGLValue()) {
      PlaceId Where = PlaceId::None;
      compoundAssign(llvm::cast<CompoundAssignOperator>(E), &Where);
      return Where;
    }
    break;
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    if (E->isGLValue())
      return conditionalPlace(llvm::cast<AbstractConditionalOperator>(E));
    break;
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
    if (E->isGLValue())
      return callPlace(llvm::cast<CallExpr>(E));
    break;
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
  case Stmt::CXXStaticCastExprClass:
  case Stmt::CXXDynamicCastExprClass:
  case Stmt::CXXReinterpretCastExprClass:
  case Stmt::CXXConstCastExprClass:
  case Stmt::CXXFunctionalCastExprClass:
  case Stmt::CXXAddrspaceCastExprClass:
  case Stmt::BuiltinBitCastExprClass:
    if (E->isGLValue())
      return castPlace(llvm::cast<CastExpr>(E));
    break;
  case Stmt::MaterializeTemporaryExprClass:
    return materialiseTemporary(llvm::cast<MaterializeTemporaryExpr>(E));
  case Stmt::StringLiteralClass: // also as a prvalue, to initialise an array
  case Stmt::ObjCEncodeExprClass:
  case Stmt::PredefinedExprClass:
    return otherPlace(E);
  default:
    if (E->isGLValue())
      return otherPlace(E);
    break;
  }
  // A prvalue used as an object: `f().x` in C.
  return materialise(E);
}

/// `*p`, `++x`, `__real z`; none for operators that give a value.
std::optional<PlaceId> FunctionLowerer::unaryPlace(const UnaryOperator *E) {
  if (E->getOpcode() == UO_Deref)
    return pointee(E->getSubExpr());
  if (E->isIncrementDecrementOp() && E->isGLValue()) {
    PlaceId Where = PlaceId::None;
    increment(E, /*Used=*/true, &Where);
    return Where;
  }
  // Halves of a complex number are accessed as the whole.
  if (E->getOpcode() == UO_Extension || E->getOpcode() == UO_Real ||
      E->getOpcode() == UO_Imag)
    return lvalue(E->getSubExpr());
  return std::nullopt;
}

/// `a, b`, `o.*m`, `a = b`; none for operators that give a value.
std::optional<PlaceId> FunctionLowerer::binaryPlace(const BinaryOperator *E) {
  if (E->getOpcode() == BO_Comma && E->isGLValue()) {
    effect(E->getLHS());
    return lvalue(E->getRHS());
  }
  if (E->isPtrMemOp())
    return memberPointerAccess(E);
  if (E->getOpcode() == BO_Assign && E->isGLValue()) {
    PlaceId Where = PlaceId::None;
    assign(E, &Where);
    return Where;
  }
  return std::nullopt;
}

static std::string spelling(const clang::StringLiteral *S) {
  std::string Text;
  for (unsigned I = 0; I < S->getLength(); ++I)
    Text += S->getCharByteWidth() == 1 || S->getCodeUnit(I) < 128
                ? static_cast<char>(S->getCodeUnit(I))
                : '?';
  return Text;
}

PlaceId FunctionLowerer::otherPlace(const Expr *E) {
  if (const Expr *Inner = standsFor(E))
    return lvalue(Inner);
  switch (E->getStmtClass()) {
  case Stmt::CXXBindTemporaryExprClass:
    return lvalue(llvm::cast<CXXBindTemporaryExpr>(E)->getSubExpr());
  case Stmt::InitListExprClass:
    if (llvm::cast<InitListExpr>(E)->getNumInits() == 1)
      return lvalue(llvm::cast<InitListExpr>(E)->getInit(0));
    break;
  case Stmt::StringLiteralClass:
    return B.stringPlace(spelling(llvm::cast<clang::StringLiteral>(E)),
                         type(E->getType()));
  case Stmt::PredefinedExprClass:
    return B.stringPlace(llvm::cast<PredefinedExpr>(E)->getIdentKindName(),
                         type(E->getType()));
  case Stmt::SourceLocExprClass:
  case Stmt::ObjCEncodeExprClass:
    return B.stringPlace(E->getStmtClassName(), type(E->getType()));
  case Stmt::CXXTypeidExprClass: {
    const auto *T = llvm::cast<CXXTypeidExpr>(E);
    if (!T->isTypeOperand() && T->isPotentiallyEvaluated())
      effect(T->getExprOperand());
    return B.stringPlace("typeid", type(E->getType()));
  }
  case Stmt::CompoundLiteralExprClass: {
    const auto *C = llvm::cast<CompoundLiteralExpr>(E);
    // At file scope it has static storage, in a function that of its block.
    PlaceId Temp = newTemp(E->getType(), E->getSourceRange());
    init(Temp, C->getInitializer());
    pushTemporary(Temp, E->getType(), E->getSourceRange());
    return Temp;
  }
  case Stmt::OpaqueValueExprClass: {
    const auto *OV = llvm::cast<OpaqueValueExpr>(E);
    if (auto It = OpaquePlaces.find(OV); It != OpaquePlaces.end())
      return It->second;
    if (OV->getSourceExpr())
      return lvalue(OV->getSourceExpr());
    break;
  }
  case Stmt::ArrayInitLoopExprClass:
    return materialise(E);
  case Stmt::StmtExprClass: {
    QualType Ref = Ctx.getLValueReferenceType(E->getType());
    PlaceId Result = newTemp(Ref, E->getSourceRange());
    init(Result, E);
    return deref(B.valueTerm(Result), E->getType());
  }
  case Stmt::ExtVectorElementExprClass: {
    const auto *V = llvm::cast<ExtVectorElementExpr>(E);
    PlaceId Base = V->isArrow() ? pointee(V->getBase()) : lvalue(V->getBase());
    return B.elementPlace(Base, TermId::None, type(E->getType()));
  }
  case Stmt::MatrixSubscriptExprClass: {
    const auto *S = llvm::cast<MatrixSubscriptExpr>(E);
    PlaceId Base = lvalue(S->getBase());
    rvalue(S->getRowIdx());
    rvalue(S->getColumnIdx());
    return B.elementPlace(Base, TermId::None, type(E->getType()));
  }
  case Stmt::CXXThrowExprClass:
    throwExpr(llvm::cast<CXXThrowExpr>(E));
    break;
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass: {
    std::optional<TermId> Value;
    PlaceId Where = PlaceId::None;
    suspend(llvm::cast<CoroutineSuspendExpr>(E), PlaceId::None, Value, Where);
    if (valid(Where))
      return Where;
    break;
  }
  case Stmt::RecoveryExprClass:
    return havocPlace(HavocReason::ErroneousCode, E, "expression");
  default:
    break;
  }
  return havocPlace(HavocReason::Exotic, E, E->getStmtClassName());
}

// --- Names ------------------------------------------------------------------

PlaceId FunctionLowerer::throughReference(PlaceId Place, QualType Declared) {
  if (!Declared->isReferenceType())
    return Place;
  return deref(B.valueTerm(Place), Declared.getNonReferenceType());
}

PlaceId FunctionLowerer::variable(const VarDecl *VD, SourceRange R) {
  QualType T = VD->getType();
  if (auto It = Renamed.find(VD); It != Renamed.end())
    return It->second;
  if (VD->hasGlobalStorage()) {
    PlaceId Place = B.globalPlace(L.global(VD), type(T));
    if (T->isReferenceType())
      load(Place, T, R);
    return throughReference(Place, T);
  }
  auto It = Vars.find(VD);
  if (It != Vars.end())
    return throughReference(B.localPlace(It->second), T);
  // The local of a function around, named where its value does not matter.
  return throughReference(declareLocal(VD, LocalKind::Variable), T);
}

PlaceId FunctionLowerer::declRef(const DeclRefExpr *E) {
  const ValueDecl *D = E->getDecl();
  SourceRange R = E->getSourceRange();
  if (std::optional<PlaceId> Capture = captured(D, R))
    return *Capture;
  if (const auto *VD = dyn_cast<VarDecl>(D))
    return variable(VD, R);
  if (const auto *Function = dyn_cast<FunctionDecl>(D))
    return B.functionPlace(L.function(Function), type(Function->getType()));
  if (const auto *BD = dyn_cast<BindingDecl>(D)) {
    if (const VarDecl *Holding = BD->getHoldingVar())
      return variable(Holding, R);
    if (BD->getBinding())
      return lvalue(BD->getBinding());
  }
  if (isa<TemplateParamObjectDecl, MSGuidDecl, UnnamedGlobalConstantDecl>(D))
    return B.stringPlace("constant object", type(E->getType()));
  return havocPlace(HavocReason::Exotic, E, D->getDeclKindName());
}

PlaceId FunctionLowerer::fieldOf(PlaceId Base, const FieldDecl *Field,
                                 SourceRange R) {
  return B.fieldPlace(Base, L.field(Field), type(Field->getType()));
}

PlaceId FunctionLowerer::member(const MemberExpr *E) {
  const ValueDecl *D = E->getMemberDecl();
  SourceRange R = E->getSourceRange();
  if (const auto *Field = dyn_cast<FieldDecl>(D)) {
    PlaceId Base = E->isArrow() ? pointee(E->getBase()) : lvalue(E->getBase());
    PlaceId Place = fieldOf(Base, Field, R);
    if (!Field->getType()->isReferenceType())
      return Place;
    if (!Field->getParent()->isLambda())
      load(Place, Field->getType(), R);
    return throughReference(Place, Field->getType());
  }
  effect(E->getBase());
  if (const auto *VD = dyn_cast<VarDecl>(D))
    return variable(VD, R);
  if (const auto *Function = dyn_cast<FunctionDecl>(D))
    return B.functionPlace(L.function(Function), type(Function->getType()));
  return havocPlace(HavocReason::Exotic, E, D->getDeclKindName());
}

// --- Pointers and arrays ----------------------------------------------------

/// What `*Pointer` names: `*(p + i)` is `p[i]`.
PlaceId FunctionLowerer::pointee(const Expr *Pointer) {
  QualType T = Pointer->getType()->getPointeeType();
  if (T.isNull())
    T = Ctx.VoidTy;
  const Expr *E = Pointer->IgnoreParens();
  if (const auto *Decay = dyn_cast<ImplicitCastExpr>(E);
      Decay && Decay->getCastKind() == CK_ArrayToPointerDecay &&
      Decay->getSubExpr()->getType()->isArrayType())
    return elementAt(lvalue(Decay->getSubExpr()), 0, T);
  TermId V = rvalue(Pointer);
  const Term &Term = B.term(V);
  if (Term.Kind == TermKind::Binary && Term.BinOp == BinaryOp::PtrAdd) {
    heddle::TermId Base = Term.A, Index = indexTerm(Term.B);
    const heddle::Term &BaseTerm = B.term(Base);
    // `*(a + i)` of an array is `a[i]`.
    if (BaseTerm.Kind == TermKind::AddressOf) {
      const Place &First = B.place(BaseTerm.P);
      if (First.Kind == PlaceKind::Element && valid(First.Index) &&
          B.isInt(First.Index) && B.term(First.Index).Value == 0)
        return B.elementPlace(First.Base, Index, type(T));
    }
    return B.elementPlace(deref(Base, T), Index, type(T));
  }
  return deref(V, T);
}

PlaceId FunctionLowerer::subscript(const ArraySubscriptExpr *E) {
  // `p[i]` and `i[p]`; the base is evaluated first since C++17.
  const Expr *Base = E->getBase()->IgnoreParens(), *Index = E->getIdx();
  bool IsAny = isa<ArrayInitIndexExpr>(Index->IgnoreParenImpCasts());
  TypeId T = type(E->getType());
  if (Base->getType()->isVectorType()) {
    PlaceId Vector = Base->isGLValue() ? lvalue(Base) : materialise(Base);
    return B.elementPlace(Vector, indexTerm(rvalue(Index)), T);
  }
  if (const auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
      Decay && Decay->getCastKind() == CK_ArrayToPointerDecay) {
    PlaceId Array = lvalue(Decay->getSubExpr());
    if (IsAny) // the element that a copy of the array is at
      return anyElement(Array, E->getType());
    return B.elementPlace(Array, indexTerm(rvalue(Index)), T);
  }
  TermId Pointer = stabilise(rvalue(Base), Index);
  TermId I = indexTerm(rvalue(Index));
  PlaceId Object = deref(Pointer, E->getType());
  if (B.isInt(I) && B.term(I).Value == 0)
    return Object;
  return B.elementPlace(Object, I, T);
}

PlaceId FunctionLowerer::memberPointerAccess(const BinaryOperator *E) {
  const Expr *Object = E->getLHS(), *Member = E->getRHS();
  PlaceId Base =
      E->getOpcode() == BO_PtrMemI ? pointee(Object) : lvalue(Object);
  // `o.*&C::m` says which member; otherwise it may be any of that type.
  const Expr *Stripped = Member->IgnoreParenImpCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(Stripped);
      UO && UO->getOpcode() == UO_AddrOf)
    if (const auto *Ref =
            dyn_cast<DeclRefExpr>(UO->getSubExpr()->IgnoreParens()))
      if (const auto *Field = dyn_cast<FieldDecl>(Ref->getDecl()))
        return fieldOf(Base, Field, E->getSourceRange());
  rvalue(Member);
  havoc(HavocReason::MemberPointer, "access through a pointer to member",
        {addressOf(Base)}, E->getSourceRange());
  return B.elementPlace(Base, TermId::None, type(E->getType()));
}

// --- Temporaries ------------------------------------------------------------

PlaceId FunctionLowerer::materialise(const Expr *E) {
  PlaceId Temp = newTemp(E->getType(), E->getSourceRange());
  init(Temp, E);
  pushTemporary(Temp, E->getType(), E->getSourceRange());
  return Temp;
}

PlaceId
FunctionLowerer::materialiseTemporary(const MaterializeTemporaryExpr *E) {
  QualType T = E->getType();
  SourceRange R = E->getSourceRange();
  const Expr *Sub = E->getSubExpr();
  if (E->getStorageDuration() == SD_Static ||
      E->getStorageDuration() == SD_Thread) {
    PlaceId Global =
        B.globalPlace(L.temporaryGlobal(E, E->getExtendingDecl()), type(T));
    init(Global, Sub);
    return Global;
  }
  bool IsExtended = E->getStorageDuration() == SD_Automatic;
  // `const int &R = S().Member;` keeps the whole S; what is bound is a part.
  SmallVector<const Expr *, 2> Commas;
  SmallVector<SubobjectAdjustment, 2> Adjustments;
  const Expr *Whole = Sub->skipRValueSubobjectAdjustments(Commas, Adjustments);
  for (const Expr *Comma : Commas)
    effect(Comma);
  PlaceId Temp = newTemp(Whole->getType(), R);
  init(Temp, Whole);
  pushTemporary(Temp, Whole->getType(), R, IsExtended);
  PlaceId Part = Temp;
  for (const SubobjectAdjustment &A : llvm::reverse(Adjustments)) {
    if (A.Kind == SubobjectAdjustment::FieldAdjustment)
      Part = fieldOf(Part, A.Field, R);
    else if (A.Kind == SubobjectAdjustment::MemberPointerAdjustment)
      Part = B.elementPlace(Part, TermId::None, type(T));
  }
  return Part;
}
