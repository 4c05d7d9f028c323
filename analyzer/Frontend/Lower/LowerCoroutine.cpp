//===- LowerCoroutine.cpp - Coroutines --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The body is lowered as one function, in the order in which a coroutine that
/// is always resumed runs: promise, return object, initial suspension, the
/// body inside of a try, final suspension. Each co_await is what the language
/// says it is: await_ready, perhaps await_suspend and a Suspend event (after
/// which another thread may go on), await_resume.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using namespace heddle;

TermId FunctionLowerer::suspendValue(const CoroutineSuspendExpr *E,
                                     PlaceId Dest) {
  std::optional<TermId> Value;
  PlaceId Where = PlaceId::None;
  suspend(E, Dest, Value, Where);
  if (Value)
    return *Value;
  if (valid(Where))
    return B.valueTerm(Where);
  return B.nondetTerm(type(E->getType()));
}

void FunctionLowerer::suspend(const CoroutineSuspendExpr *E, PlaceId Dest,
                              std::optional<TermId> &Value, PlaceId &Where) {
  SourceRange R = E->getSourceRange();
  if (!E->getCommonExpr() || !E->getReadyExpr() || !E->getSuspendExpr() ||
      !E->getResumeExpr() || E->getReadyExpr()->isTypeDependent())
    return havoc(HavocReason::ErroneousCode, "co_await", touchedBy(E), R, Dest);
  // The awaiter is named by the three calls.
  const Expr *Common = E->getCommonExpr();
  OpaquePlaces[E->getOpaqueValue()] =
      Common->isGLValue() ? lvalue(Common) : materialise(Common);
  BlockId Start = B.currentBlock();
  BlockId NotReady = B.newBlock(), Ready = B.newBlock();
  condition(E->getReadyExpr(), Ready, NotReady);
  BlockId Outer = Conditional;
  if (!valid(Conditional))
    Conditional = Start;
  B.startBlock(NotReady);
  effect(E->getSuspendExpr());
  Suspend S;
  S.Op = isa<CoyieldExpr>(E) ? Suspend::OpKind::Yield : SuspendAs;
  emit(S, R);
  Conditional = Outer;
  B.enterBlock(Ready, range(R));
  const Expr *Resume = E->getResumeExpr();
  if (Resume->getType()->isVoidType())
    effect(Resume);
  else if (Resume->isGLValue())
    Where = lvalue(Resume);
  else if (Resume->getType()->isRecordType()) {
    if (!valid(Dest)) {
      Dest = materialise(Resume);
    } else {
      init(Dest, Resume);
    }
    Where = Dest;
  } else {
    Value = rvalue(Resume);
    if (valid(Dest))
      store(Dest, Resume->getType(), *Value, R, /*IsInit=*/true);
  }
}

namespace {
class ParamFinder : public RecursiveASTVisitor<ParamFinder> {
public:
  const ParmVarDecl *Found = nullptr;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (!Found)
      Found = dyn_cast<ParmVarDecl>(E->getDecl());
    return true;
  }
};
} // namespace

void FunctionLowerer::moveCoroutineParams(const CoroutineBodyStmt *S) {
  // Parameters are moved into the coroutine's frame; the body means the copies.
  llvm::SmallVector<std::pair<const VarDecl *, const VarDecl *>, 4> Moves;
  for (const Stmt *Move : S->getParamMoves()) {
    const auto *DS = dyn_cast_or_null<DeclStmt>(Move);
    const auto *Copy = DS && DS->isSingleDecl()
                           ? dyn_cast<VarDecl>(DS->getSingleDecl())
                           : nullptr;
    if (!Copy || !Copy->getInit())
      continue;
    ParamFinder Finder;
    Finder.TraverseStmt(const_cast<Expr *>(Copy->getInit()));
    localVariable(Copy);
    if (Finder.Found)
      Moves.push_back({Finder.Found, Copy});
  }
  for (auto [Param, Copy] : Moves) {
    LocalId Id = Vars.lookup(Copy); // the map moves when it grows
    Vars[Param] = Id;
  }
}

void FunctionLowerer::coroutineBody(const CoroutineBodyStmt *S) {
  size_t Bottom = Stack.size();
  SourceRange R = S->getBody() ? S->getBody()->getEndLoc() : S->getEndLoc();
  moveCoroutineParams(S);
  stmt(S->getPromiseDeclStmt());
  if (const Stmt *Result = S->getResultDecl()) {
    stmt(Result);
  } else if (const Expr *Init = S->getReturnValueInit()) {
    FullExpr State = beginFullExpr();
    if (Init->getType()->isVoidType()) {
      effect(Init);
    } else {
      if (!valid(ReturnSlot))
        ReturnSlot = newTemp(Init->getType(), R);
      init(ReturnSlot, Init);
    }
    endFullExpr(State, R);
  }
  SuspendAs = Suspend::OpKind::Initial;
  stmt(S->getInitSuspendStmt());
  SuspendAs = Suspend::OpKind::Await;

  BlockId Final = B.newBlock(), Handler = B.newBlock();
  size_t Depth = Stack.size();
  CoroutineFinal = Final;
  CoroutineDepth = Depth;
  if (S->getExceptionHandler()) {
    Cleanup Try;
    Try.Kind = CleanupKind::Try;
    Try.Handler = Handler;
    Try.OnExit = false;
    Try.Range = R;
    push(std::move(Try));
  }
  stmt(S->getBody());
  if (B.reachable())
    stmt(S->getFallthroughHandler());
  popTo(Depth, R);
  if (B.reachable())
    B.jump(Final, range(R));
  if (const Stmt *OnException = S->getExceptionHandler()) {
    B.startBlock(Handler);
    emit(Catch{}, R);
    stmt(OnException);
    if (B.reachable())
      B.jump(Final, range(R));
  }
  B.startBlock(Final);
  SuspendAs = Suspend::OpKind::Final;
  stmt(S->getFinalSuspendStmt());
  SuspendAs = Suspend::OpKind::Await;
  const auto *Return = dyn_cast_or_null<ReturnStmt>(S->getReturnStmt());
  if (valid(ReturnSlot) && !S->getResultDecl()) {
    popTo(Bottom, R);
    finishReturn(B.valueTerm(ReturnSlot), R);
  } else if (Return) {
    returnStmt(Return);
  }
}

void FunctionLowerer::coreturn(const CoreturnStmt *S) {
  SourceRange R = S->getSourceRange();
  FullExpr State = beginFullExpr();
  if (S->getPromiseCall())
    effect(S->getPromiseCall());
  else if (S->getOperand())
    effect(S->getOperand());
  endFullExpr(State, R);
  if (!valid(CoroutineFinal))
    return havoc(HavocReason::ErroneousCode, "co_return", {}, R);
  exitTo(CoroutineDepth, R);
  if (B.reachable())
    B.jump(CoroutineFinal, range(R));
}
