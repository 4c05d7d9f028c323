//===- LowerOperators.cpp - Built-in operators ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// In the order of evaluation of C++17, which C leaves open: an assignment's
/// right side first, then the place, then the store. `&&`, `||` and `?:` are
/// control flow.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

static std::optional<BinaryOp> opFor(BinaryOperatorKind Op) {
  switch (Op) {
  case BO_Mul:
  case BO_MulAssign:
    return BinaryOp::Mul;
  case BO_Div:
  case BO_DivAssign:
    return BinaryOp::Div;
  case BO_Rem:
  case BO_RemAssign:
    return BinaryOp::Rem;
  case BO_Add:
  case BO_AddAssign:
    return BinaryOp::Add;
  case BO_Sub:
  case BO_SubAssign:
    return BinaryOp::Sub;
  case BO_Shl:
  case BO_ShlAssign:
    return BinaryOp::Shl;
  case BO_Shr:
  case BO_ShrAssign:
    return BinaryOp::Shr;
  case BO_And:
  case BO_AndAssign:
    return BinaryOp::And;
  case BO_Or:
  case BO_OrAssign:
    return BinaryOp::Or;
  case BO_Xor:
  case BO_XorAssign:
    return BinaryOp::Xor;
  case BO_EQ:
    return BinaryOp::Eq;
  case BO_NE:
    return BinaryOp::Ne;
  case BO_LT:
    return BinaryOp::Lt;
  case BO_LE:
    return BinaryOp::Le;
  case BO_GT:
    return BinaryOp::Gt;
  case BO_GE:
    return BinaryOp::Ge;
  default:
    return std::nullopt;
  }
}

TermId FunctionLowerer::arithmetic(BinaryOperatorKind Op, TermId A, TermId Bv,
                                   QualType Operands, QualType Result) {
  std::optional<BinaryOp> Model = opFor(Op);
  if (!Model)
    return B.opaqueTerm(BinaryOperator::getOpcodeStr(Op), type(Result));
  return B.binaryTerm(*Model, A, Bv, type(Result), L.shape(Operands));
}

TermId FunctionLowerer::binary(const BinaryOperator *E) {
  BinaryOperatorKind Op = E->getOpcode();
  const Expr *Left = E->getLHS(), *Right = E->getRHS();
  QualType T = E->getType();
  if (Op == BO_Comma) {
    effect(Left);
    return rvalue(Right);
  }
  if (E->isLogicalOp())
    return logical(E);
  if (Op == BO_Assign)
    return assign(E);
  if (E->isPtrMemOp())
    return load(memberPointerAccess(E), T, E->getSourceRange());
  TermId A = stabilise(rvalue(Left), Right);
  TermId C = rvalue(Right);
  bool LeftIsPointer = Left->getType()->isAnyPointerType();
  bool RightIsPointer = Right->getType()->isAnyPointerType();
  if (Op == BO_Add || Op == BO_Sub) {
    if (LeftIsPointer && RightIsPointer)
      return B.binaryTerm(BinaryOp::PtrDiff, A, C, type(T));
    if (RightIsPointer)
      return B.binaryTerm(BinaryOp::PtrAdd, C, A, type(T));
    if (LeftIsPointer) {
      if (Op == BO_Sub)
        C = B.unaryTerm(UnaryOp::Neg, C, B.term(C).Type,
                        L.shape(Right->getType()));
      return B.binaryTerm(BinaryOp::PtrAdd, A, C, type(T));
    }
  }
  return arithmetic(Op, A, C, Left->getType(), T);
}

TermId FunctionLowerer::unary(const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  QualType T = E->getType();
  switch (E->getOpcode()) {
  case UO_PostInc:
  case UO_PostDec:
  case UO_PreInc:
  case UO_PreDec:
    return increment(E, /*Used=*/true);
  case UO_AddrOf:
    return addressOfExpr(E);
  case UO_Deref:
    return load(pointee(Sub), T, E->getSourceRange());
  case UO_Plus:
  case UO_Extension:
    return rvalue(Sub);
  case UO_Minus:
    return B.unaryTerm(UnaryOp::Neg, rvalue(Sub), type(T), L.shape(T));
  case UO_Not:
    return B.unaryTerm(UnaryOp::BitNot, rvalue(Sub), type(T), L.shape(T));
  case UO_LNot:
    return B.unaryTerm(UnaryOp::LogicalNot, truth(rvalue(Sub), Sub->getType()),
                       type(T));
  case UO_Real:
  case UO_Imag: {
    rvalue(Sub);
    return B.opaqueTerm(E->getOpcode() == UO_Real ? "real part" : "imaginary",
                        type(T));
  }
  case UO_Coawait:
    return havocValue(HavocReason::DependentCode, E, "co_await");
  }
  return havocValue(HavocReason::Exotic, E, "UnaryOperator");
}

TermId FunctionLowerer::addressOfExpr(const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr()->IgnoreParens();
  TypeId T = type(E->getType());
  if (E->getType()->isMemberPointerType()) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Sub);
    if (Ref)
      if (const auto *MD = dyn_cast<CXXMethodDecl>(Ref->getDecl()))
        return B.addressTerm(
            B.functionPlace(L.function(MD), type(MD->getType())), T);
    // Pointers to data members are followed only where they stand (`o.*&C::m`).
    return B.opaqueTerm(
        Ref ? "&" + L.qualifiedName(Ref->getDecl()) : "member pointer", T);
  }
  if (Sub->getType()->isFunctionType())
    return B.addressTerm(lvalue(Sub), T);
  return B.addressTerm(lvalue(Sub), T);
}

// --- Assignment -------------------------------------------------------------

TermId FunctionLowerer::assign(const BinaryOperator *E, PlaceId *Where) {
  const Expr *Left = E->getLHS()->IgnoreParens(), *Right = E->getRHS();
  QualType T = Left->getType();
  SourceRange R = Left->getSourceRange();
  if (T->isRecordType()) { // C: the whole object is copied
    PlaceId From = PlaceId::None;
    const Expr *Source = Right->IgnoreParens();
    if (const auto *Load = dyn_cast<ImplicitCastExpr>(Source);
        Load && Load->getCastKind() == CK_LValueToRValue)
      From = lvalue(Load->getSubExpr());
    else
      From = materialise(Source);
    PlaceId To = lvalue(Left);
    copyObject(To, From, T, R, Source->getSourceRange(), /*IsInit=*/false);
    if (Where)
      *Where = To;
    return B.valueTerm(To);
  }
  TermId V = stabilise(rvalue(Right), Left);
  PlaceId To = lvalue(Left);
  store(To, T, V, R);
  if (Where)
    *Where = To;
  // `x = x + 1` is worth what x is now, and so is `*p = *q`.
  std::vector<PlaceId> Reads;
  collectReads(V, Reads);
  bool Stale = llvm::any_of(Reads, [&](PlaceId Read) {
    return Read == To || !valid(B.rootLocal(Read));
  });
  return Stale ? B.valueTerm(To) : V;
}

TermId FunctionLowerer::compoundAssign(const CompoundAssignOperator *E,
                                       PlaceId *Where) {
  const Expr *Left = E->getLHS()->IgnoreParens();
  QualType T = Left->getType();
  TermId V = stabilise(rvalue(E->getRHS()), Left);
  PlaceId To = lvalue(Left);
  if (Where)
    *Where = To;
  BinaryOp Op = opFor(E->getOpcode()).value_or(BinaryOp::Add);
  const auto *Atomic = T->getAs<AtomicType>();
  if ((Atomic ? Atomic->getValueType() : T)->isAnyPointerType()) {
    if (E->getOpcode() == BO_SubAssign)
      V = B.unaryTerm(UnaryOp::Neg, V, B.term(V).Type,
                      L.shape(E->getRHS()->getType()));
    Op = BinaryOp::PtrAdd;
  }
  SourceRange R = Left->getSourceRange();
  update(To, T, Op, V, R);
  // What this step left, and not what another thread leaves later.
  return Atomic && !Where ? keep(B.valueTerm(To), R) : B.valueTerm(To);
}

TermId FunctionLowerer::increment(const UnaryOperator *E, bool Used,
                                  PlaceId *Where) {
  const Expr *Sub = E->getSubExpr()->IgnoreParens();
  QualType T = Sub->getType();
  PlaceId To = lvalue(Sub);
  if (Where)
    *Where = To;
  const auto *Atomic = T->getAs<AtomicType>();
  QualType Value = Atomic ? Atomic->getValueType() : T;
  bool IsPointer = Value->isAnyPointerType();
  QualType StepType = IsPointer ? Ctx.getPointerDiffType() : Value;
  StepType = StepType.getUnqualifiedType();
  TermId Step = StepType->isRealFloatingType() ? B.floatTerm(1, type(StepType))
                                               : B.intTerm(1, type(StepType));
  BinaryOp Op = IsPointer            ? BinaryOp::PtrAdd
                : E->isIncrementOp() ? BinaryOp::Add
                                     : BinaryOp::Sub;
  if (IsPointer && E->isDecrementOp())
    Step = B.intTerm(-1, type(StepType));
  TermId Before = TermId::None;
  bool WantsBefore = Used && E->isPostfix();
  SourceRange R = Sub->getSourceRange();
  if (WantsBefore && !Atomic)
    Before = keep(B.valueTerm(To), R);
  update(To, T, Op, Step, R);
  if (!Used)
    return TermId::None;
  if (!Atomic)
    return WantsBefore ? Before : B.valueTerm(To);
  // What this step left, and not what another thread leaves later.
  TermId After = keep(B.valueTerm(To), R);
  if (!WantsBefore)
    return After;
  return before(After, Op, Step, Value);
}

// --- Control flow in expressions --------------------------------------------

void FunctionLowerer::condition(const Expr *E, BlockId True, BlockId False) {
  E = E->IgnoreParens();
  SourceRange R = E->getSourceRange();
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E);
      Cast &&
      (Cast->getCastKind() == CK_IntegralToBoolean ||
       Cast->getCastKind() == CK_NoOp) &&
      !constant(E))
    return condition(Cast->getSubExpr(), True, False);
  if (const auto *UO = dyn_cast<UnaryOperator>(E);
      UO && UO->getOpcode() == UO_LNot)
    return condition(UO->getSubExpr(), False, True);
  const auto *BO = dyn_cast<BinaryOperator>(E);
  if (BO && BO->isLogicalOp() && !BO->getType()->isVectorType()) {
    BlockId Start = B.currentBlock(), Right = B.newBlock();
    if (BO->getOpcode() == BO_LAnd)
      condition(BO->getLHS(), Right, False);
    else
      condition(BO->getLHS(), True, Right);
    BlockId Outer = Conditional;
    if (!valid(Conditional))
      Conditional = Start;
    B.startBlock(Right);
    condition(BO->getRHS(), True, False);
    Conditional = Outer;
    return;
  }
  if (BO && BO->getOpcode() == BO_Comma) {
    effect(BO->getLHS());
    return condition(BO->getRHS(), True, False);
  }
  TermId V = truth(rvalue(E), E->getType());
  // A comparison with zero says no more than the number itself.
  if (B.term(V).Kind == TermKind::Cast &&
      B.term(V).Cast == heddle::CastKind::Numeric &&
      B.term(V).Type == type(Ctx.BoolTy))
    V = B.term(V).A;
  B.branch(V, True, False, range(R));
}

TermId FunctionLowerer::logical(const BinaryOperator *E) {
  QualType T = E->getType();
  if (T->isVectorType()) {
    rvalue(E->getLHS());
    rvalue(E->getRHS());
    return B.opaqueTerm(E->getOpcodeStr(), type(T));
  }
  SourceRange R = E->getSourceRange();
  bool IsAnd = E->getOpcode() == BO_LAnd;
  PlaceId Result = newTemp(T, R);
  BlockId Start = B.currentBlock();
  BlockId Right = B.newBlock(), Short = B.newBlock(), Done = B.newBlock();
  condition(E->getLHS(), IsAnd ? Right : Short, IsAnd ? Short : Right);
  B.startBlock(Short);
  emit(Assign{Result, B.intTerm(IsAnd ? 0 : 1, type(T))}, R);
  B.jump(Done, range(R));
  BlockId Outer = Conditional;
  if (!valid(Conditional))
    Conditional = Start;
  B.startBlock(Right);
  TermId V = truth(rvalue(E->getRHS()), E->getRHS()->getType());
  emit(Assign{Result,
              B.castTerm(heddle::CastKind::Numeric, V, type(T), L.shape(T))},
       R);
  Conditional = Outer;
  B.enterBlock(Done, range(R));
  return B.valueTerm(Result);
}

void FunctionLowerer::bindOpaque(const OpaqueValueExpr *E) {
  const Expr *Source = E->getSourceExpr();
  if (!Source)
    return;
  if (E->isGLValue())
    OpaquePlaces[E] = lvalue(Source);
  else if (E->getType()->isRecordType())
    OpaquePlaces[E] = materialise(Source);
  else
    OpaqueTerms[E] = keep(rvalue(Source), Source->getSourceRange());
}

void FunctionLowerer::eitherBranch(const AbstractConditionalOperator *E,
                                   llvm::function_ref<void(const Expr *)> Fn) {
  BlockId Start = B.currentBlock();
  if (const auto *Binary = dyn_cast<BinaryConditionalOperator>(E))
    bindOpaque(Binary->getOpaqueValue()); // `a ?: b` evaluates a once
  BlockId True = B.newBlock(), False = B.newBlock(), Done = B.newBlock();
  condition(E->getCond(), True, False);
  BlockId Outer = Conditional;
  if (!valid(Conditional))
    Conditional = Start;
  SourceRange R = E->getSourceRange();
  auto Arm = [&](BlockId Block, const Expr *Value) {
    B.startBlock(Block);
    size_t Depth = Stack.size();
    Fn(Value);
    dropParts(Depth);
    if (B.reachable())
      B.jump(Done, range(R));
  };
  Arm(True, E->getTrueExpr());
  Arm(False, E->getFalseExpr());
  Conditional = Outer;
  B.startBlock(Done);
}

TermId FunctionLowerer::conditional(const AbstractConditionalOperator *E) {
  QualType T = E->getType();
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    // `constant ? a : b` is one of them.
    if (std::optional<TermId> Cond = constant(C->getCond()->IgnoreParens()))
      return rvalue(B.term(*Cond).Value ? C->getTrueExpr() : C->getFalseExpr());
    if (C->getCond()->getType()->isVectorType()) {
      rvalue(C->getCond());
      rvalue(C->getTrueExpr());
      rvalue(C->getFalseExpr());
      return B.opaqueTerm("?:", type(T));
    }
  }
  SourceRange R = E->getSourceRange();
  PlaceId Result = newTemp(T, R);
  eitherBranch(E, [&](const Expr *Arm) {
    TermId V = rvalue(Arm); // may be a throw
    if (B.reachable())
      emit(Assign{Result, V}, Arm->getSourceRange());
  });
  return B.valueTerm(Result);
}

PlaceId
FunctionLowerer::conditionalPlace(const AbstractConditionalOperator *E) {
  QualType T = E->getType();
  PlaceId Result = newTemp(Ctx.getPointerType(T), E->getSourceRange());
  eitherBranch(E, [&](const Expr *Arm) {
    if (Arm->getType()->isVoidType())
      return effect(Arm);
    PlaceId Where = lvalue(Arm);
    if (B.reachable())
      emit(Assign{Result, addressOf(Where)}, Arm->getSourceRange());
  });
  return deref(B.valueTerm(Result), T);
}
