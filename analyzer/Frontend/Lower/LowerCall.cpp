//===- LowerCall.cpp - Calls ------------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Callee first, then arguments from left to right (right to left for
/// assignment operators, as C++17 has it), then the call. Lowering knows no
/// library: a mutex's lock is a call like any other, until Specs say what it
/// means.
///
/// An argument of class type passed by value is a temporary that the parameter
/// takes over. Its destructor runs in the callee where the callee has a body,
/// and here where the callee is a library's.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

struct FunctionLowerer::CallPlan {
  Call C;
  const FunctionDecl *FD = nullptr;
  const FunctionProtoType *Proto = nullptr;
  llvm::SmallVector<const Expr *, 8> Args;
  bool RightToLeft = false;
};

// --- May it throw? ----------------------------------------------------------

bool FunctionLowerer::mayThrow(const FunctionDecl *Callee) const {
  if (!mayUnwind())
    return false;
  if (Callee->getBuiltinID() || Callee->hasAttr<NoThrowAttr>())
    return false;
  // A C library does not throw, whatever its header leaves out.
  if (Callee->isExternC() && !Callee->hasBody())
    return false;
  const auto *Proto = Callee->getType()->getAs<FunctionProtoType>();
  if (Proto && isUnresolvedExceptionSpec(Proto->getExceptionSpecType()))
    return !isa<CXXDestructorDecl>(Callee);
  return !Proto || !Proto->isNothrow();
}

bool FunctionLowerer::mayThrow(QualType FunctionType) const {
  if (!mayUnwind())
    return false;
  const auto *Proto = FunctionType->getAs<FunctionProtoType>();
  return !Proto || isUnresolvedExceptionSpec(Proto->getExceptionSpecType()) ||
         !Proto->isNothrow();
}

// --- Arguments --------------------------------------------------------------

TermId FunctionLowerer::argument(const Expr *E, QualType Param,
                                 bool CalleeDestroys) {
  SourceRange R = E->getSourceRange();
  if (Param->isReferenceType())
    return addressOf(lvalue(E));
  if (E->isGLValue() && !E->getType()->isRecordType())
    return rvalue(E);
  QualType T = E->getType();
  if (!T->isRecordType())
    return rvalue(E);
  PlaceId Temp = newTemp(T, R);
  init(Temp, E);
  if (!CalleeDestroys)
    pushTemporary(Temp, T, R);
  return B.valueTerm(Temp);
}

void FunctionLowerer::arguments(llvm::ArrayRef<const Expr *> Args,
                                const FunctionDecl *Callee,
                                const FunctionProtoType *Proto,
                                bool RightToLeft, std::vector<TermId> &Out) {
  bool CalleeDestroys = !Callee || L.isUser(Callee);
  std::vector<TermId> Values(Args.size(), TermId::None);
  for (size_t K = 0; K < Args.size(); ++K) {
    size_t I = RightToLeft ? Args.size() - 1 - K : K;
    const Expr *E = Args[I];
    QualType Param = Proto && I < Proto->getNumParams() ? Proto->getParamType(I)
                                                        : E->getType();
    bool Variadic = !Proto || I >= Proto->getNumParams();
    if (Variadic && E->isGLValue() && E->getType()->isRecordType())
      Values[I] = load(lvalue(E), E->getType(), E->getSourceRange());
    else
      Values[I] = argument(E, Param, CalleeDestroys && !Variadic);
    llvm::ArrayRef<const Expr *> Later =
        RightToLeft ? Args.take_front(I) : Args.drop_front(I + 1);
    Values[I] = stabilise(Values[I], Later);
  }
  llvm::append_range(Out, Values);
}

// --- Callees ----------------------------------------------------------------

void FunctionLowerer::planMethod(const MemberExpr *ME, CallPlan &Plan) {
  const auto *MD = cast<CXXMethodDecl>(ME->getMemberDecl());
  Plan.FD = MD;
  if (MD->isStatic()) {
    effect(ME->getBase());
  } else {
    TermId Object = ME->isArrow() ? rvalue(ME->getBase())
                                  : addressOf(lvalue(ME->getBase()));
    if (ME->isArrow()) {
      // `p->f()` and `(*p).f()` hand over the same; layers of base classes
      // are no part of a path.
      PlaceId Place = deref(Object, ME->getBase()->getType()->getPointeeType());
      Object = addressOf(Place);
    }
    Plan.C.Args.push_back(stabilise(Object, Plan.Args));
    bool Qualified = ME->hasQualifier();
    Plan.C.Virtual = MD->isVirtual() && !Qualified &&
                     !MD->hasAttr<FinalAttr>() &&
                     !MD->getParent()->isEffectivelyFinal();
  }
  Plan.C.Callee = L.function(MD);
}

void FunctionLowerer::planMemberPointer(const BinaryOperator *BO,
                                        CallPlan &Plan) {
  const Expr *Object = BO->getLHS();
  TermId This = BO->getOpcode() == BO_PtrMemI ? rvalue(Object)
                                              : addressOf(lvalue(Object));
  This = stabilise(This, BO->getRHS());
  TermId Target = rvalue(BO->getRHS());
  Plan.C.Target = stabilise(Target, Plan.Args);
  Plan.C.Args.push_back(stabilise(This, Plan.Args));
  if (const auto *MP = BO->getRHS()->getType()->getAs<MemberPointerType>())
    Plan.Proto = MP->getPointeeType()->getAs<FunctionProtoType>();
  Plan.C.MayThrow = mayUnwind() && (!Plan.Proto || !Plan.Proto->isNothrow());
}

static bool isRightToLeft(const CallExpr *E) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
  return Op && Op->isAssignmentOp();
}

void FunctionLowerer::planCallee(const CallExpr *E, CallPlan &Plan) {
  Plan.Args.assign(E->arg_begin(), E->arg_end());
  const Expr *Callee = E->getCallee()->IgnoreParens();
  const FunctionDecl *Direct = E->getDirectCallee();
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    Plan.RightToLeft = isRightToLeft(E);
    const auto *MD = dyn_cast_or_null<CXXMethodDecl>(Direct);
    Plan.FD = Direct;
    if (MD && MD->isImplicitObjectMemberFunction())
      Plan.C.Virtual = MD->isVirtual();
    else if (MD && MD->isStatic()) // C++23 static operator()
      Plan.Args.erase(Plan.Args.begin());
    if (Direct)
      Plan.C.Callee = L.function(Direct);
    (void)Op;
    return;
  }
  if (const auto *ME = dyn_cast<MemberExpr>(Callee);
      ME && isa<CXXMethodDecl>(ME->getMemberDecl())) {
    const auto *MD = cast<CXXMethodDecl>(ME->getMemberDecl());
    if (!MD->isExplicitObjectMemberFunction())
      return planMethod(ME, Plan);
  }
  const Expr *Stripped = Callee->IgnoreParenImpCasts();
  if (const auto *BO = dyn_cast<BinaryOperator>(Stripped);
      BO && BO->isPtrMemOp())
    return planMemberPointer(BO, Plan);
  if (Direct) {
    Plan.FD = Direct;
    Plan.C.Callee = L.function(Direct);
    return;
  }
  TermId Target = rvalue(E->getCallee());
  Plan.C.Target = stabilise(Target, Plan.Args);
  QualType T = E->getCallee()->getType();
  if (T->isAnyPointerType() || T->isBlockPointerType())
    T = T->getPointeeType();
  Plan.Proto = T->getAs<FunctionProtoType>();
  Plan.C.MayThrow = mayThrow(T);
}

bool FunctionLowerer::trivialAssignment(const CXXOperatorCallExpr *E,
                                        PlaceId &Out) {
  const auto *MD = dyn_cast_or_null<CXXMethodDecl>(E->getDirectCallee());
  if (!MD || !MD->isTrivial() ||
      !(MD->isCopyAssignmentOperator() || MD->isMoveAssignmentOperator()))
    return false;
  const Expr *Left = E->getArg(0), *Right = E->getArg(1);
  PlaceId From = lvalue(Right);
  if (B.placeReadsMemory(From) && Left->HasSideEffects(Ctx))
    From =
        deref(keep(addressOf(From), Right->getSourceRange()), Right->getType());
  Out = lvalue(Left);
  copyObject(Out, From, Left->getType(), Left->getSourceRange(),
             Right->getSourceRange(), /*IsInit=*/false);
  return true;
}

bool FunctionLowerer::pseudoDestructor(const CallExpr *E) {
  const auto *PD =
      dyn_cast<CXXPseudoDestructorExpr>(E->getCallee()->IgnoreParens());
  if (!PD)
    return false;
  Access A;
  A.Kind = AccessKind::Destroy;
  A.P = PD->isArrow() ? pointee(PD->getBase()) : lvalue(PD->getBase());
  A.SizeBytes = L.sizeOf(PD->getDestroyedType());
  emit(A, E->getSourceRange());
  return true;
}

/// `p->~T()` of a class whose destructor does nothing.
static bool isTrivialDestructorCall(const CallExpr *E) {
  const auto *DD = dyn_cast_or_null<CXXDestructorDecl>(E->getDirectCallee());
  return DD && DD->getParent()->hasTrivialDestructor() && !DD->isVirtual();
}

// --- The call itself --------------------------------------------------------

PlaceId FunctionLowerer::emitCall(Call C, QualType Result, PlaceId Dest,
                                  bool Used, bool NoReturn, SourceRange R) {
  C.ResultUsed = Used;
  if (Result->isVoidType())
    C.ResultUsed = false;
  else if (valid(Dest))
    C.Result = Dest;
  else if (Used || Result->isRecordType())
    C.Result = newTemp(Result, R);
  PlaceId Out = C.Result;
  C.MayThrow &= mayUnwind();
  if (C.MayThrow)
    emitThrowing(std::move(C), R);
  else
    emit(std::move(C), R);
  if (NoReturn)
    unreachable(R);
  return Out;
}

PlaceId FunctionLowerer::ordinaryCall(const CallExpr *E, PlaceId Dest,
                                      bool Used) {
  CallPlan Plan;
  planCallee(E, Plan);
  if (Plan.FD) {
    Plan.C.MayThrow = mayThrow(Plan.FD);
    Plan.Proto = Plan.FD->getType()->getAs<FunctionProtoType>();
  }
  // An operator's object is among the arguments of the tree but not of the
  // type.
  const auto *MD = dyn_cast_or_null<CXXMethodDecl>(Plan.FD);
  bool ObjectFirst =
      isa<CXXOperatorCallExpr>(E) && MD && MD->isImplicitObjectMemberFunction();
  if (ObjectFirst) {
    const Expr *Object = Plan.Args.front();
    llvm::ArrayRef<const Expr *> Rest(Plan.Args);
    Rest = Rest.drop_front();
    std::vector<TermId> Values;
    if (Plan.RightToLeft)
      arguments(Rest, MD, Plan.Proto, true, Values);
    TermId This = addressOf(lvalue(Object));
    if (!Plan.RightToLeft) {
      This = stabilise(This, Rest);
      arguments(Rest, MD, Plan.Proto, false, Values);
    }
    Plan.C.Args.push_back(This);
    llvm::append_range(Plan.C.Args, Values);
  } else {
    arguments(Plan.Args, Plan.FD, Plan.Proto, Plan.RightToLeft, Plan.C.Args);
  }
  bool NoReturn = Plan.FD && Plan.FD->isNoReturn();
  if (!Plan.FD && Plan.Proto)
    NoReturn = Plan.Proto->getNoReturnAttr();
  QualType Result = E->getCallReturnType(Ctx);
  const bool Forks =
      Plan.FD && Plan.FD->getIdentifier() && Plan.FD->getName() == "fork";
  if (Forks)
    callHandlers(L.handlers().BeforeFork, E->getSourceRange());
  PlaceId Out = emitCall(std::move(Plan.C), Result, Dest, Used, NoReturn,
                         E->getSourceRange());
  if (Forks)
    callHandlers(L.handlers().AfterFork, E->getSourceRange());
  return Out;
}

/// The place of the result: of the value, or of the pointer that a returned
/// reference is. None for void and where nobody wants it.
PlaceId FunctionLowerer::call(const CallExpr *E, PlaceId Dest, bool Used) {
  SourceRange R = E->getSourceRange();
  if (pseudoDestructor(E))
    return PlaceId::None;
  if (isTrivialDestructorCall(E)) {
    Access A;
    A.Kind = AccessKind::Destroy;
    const auto *ME = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens());
    if (ME) {
      A.P = ME->isArrow() ? pointee(ME->getBase()) : lvalue(ME->getBase());
      A.SizeBytes = L.sizeOf(L.qualType(B.place(A.P).Type));
      emit(A, R);
      return PlaceId::None;
    }
  }
  PlaceId Where = PlaceId::None;
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && trivialAssignment(Op, Where)) {
    if (!Used)
      return PlaceId::None;
    if (valid(Dest)) {
      copyObject(Dest, Where, E->getType(), R, R, /*IsInit=*/true);
      return Dest;
    }
    PlaceId Ref = newTemp(Ctx.getPointerType(E->getType()), R);
    emit(Assign{Ref, addressOf(Where)}, R);
    return Ref;
  }
  const FunctionDecl *Callee = E->getDirectCallee();
  if (Callee && Callee->getBuiltinID()) {
    std::optional<TermId> Value;
    if (builtin(E, Callee->getBuiltinID(), Used, Value, Where)) {
      if (!Used || !B.reachable())
        return PlaceId::None;
      if (E->isGLValue()) {
        PlaceId Ref = newTemp(Ctx.getPointerType(E->getType()), R);
        emit(Assign{Ref, addressOf(Where)}, R);
        return Ref;
      }
      if (!Value)
        return PlaceId::None;
      PlaceId Result = valid(Dest) ? Dest : newTemp(E->getType(), R);
      store(Result, E->getType(), *Value, R, /*IsInit=*/true);
      return Result;
    }
  }
  // A lambda as a function pointer: its body behind a function of its own.
  if (const auto *Conv = dyn_cast_or_null<CXXConversionDecl>(Callee);
      Conv && Conv->getParent()->isLambda() && !E->getType()->isRecordType()) {
    if (const auto *ME = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens()))
      effect(ME->getBase());
    FuncId Invoker = L.lambdaInvoker(lambdaConversionTarget(Conv));
    PlaceId Function =
        B.functionPlace(Invoker, type(E->getType()->getPointeeType()));
    PlaceId Result = valid(Dest) ? Dest : newTemp(E->getType(), R);
    store(Result, E->getType(), B.addressTerm(Function, type(E->getType())), R,
          /*IsInit=*/true);
    return Result;
  }
  return ordinaryCall(E, Dest, Used);
}

TermId FunctionLowerer::callValue(const CallExpr *E) {
  const FunctionDecl *Callee = E->getDirectCallee();
  if (Callee && Callee->getBuiltinID()) {
    std::optional<TermId> Value;
    PlaceId Where = PlaceId::None;
    if (builtin(E, Callee->getBuiltinID(), /*Used=*/true, Value, Where))
      return Value ? *Value : B.nondetTerm(type(E->getType()));
  }
  PlaceId Result = call(E, PlaceId::None, /*Used=*/true);
  return valid(Result) ? B.valueTerm(Result) : B.nondetTerm(type(E->getType()));
}

PlaceId FunctionLowerer::callPlace(const CallExpr *E) {
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    PlaceId Where = PlaceId::None;
    if (trivialAssignment(Op, Where))
      return Where;
  }
  const FunctionDecl *Callee = E->getDirectCallee();
  if (Callee && Callee->getBuiltinID()) {
    std::optional<TermId> Value;
    PlaceId Where = PlaceId::None;
    if (builtin(E, Callee->getBuiltinID(), /*Used=*/true, Value, Where))
      return valid(Where) ? Where : havocPlace(HavocReason::Exotic, E, "call");
  }
  PlaceId Result = call(E, PlaceId::None, /*Used=*/true);
  if (!valid(Result))
    return havocPlace(HavocReason::Exotic, E, "call");
  return deref(B.valueTerm(Result), E->getType());
}
