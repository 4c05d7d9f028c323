//===- LowerTry.cpp - try and catch -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Inside of a try, unwinding ends at its handlers. Which one takes an
/// exception is left open: a chain of branches on an unknown condition, in the
/// order they are written; after the last the exception goes on, unless that
/// one takes all.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::handler(const CXXCatchStmt *S, bool Rethrows) {
  size_t Depth = Stack.size();
  SourceRange R = S->getCatchLoc();
  Catch C;
  if (const VarDecl *VD = S->getExceptionDecl()) {
    PlaceId Place = declareLocal(VD, LocalKind::Variable);
    C.Type = type(S->getCaughtType());
    C.P = Place;
    R = VD->getSourceRange();
    emit(C, R);
    pushDestroy(Place, VD->getType(), R);
  } else {
    emit(C, R);
  }
  stmt(S->getHandlerBlock());
  if (Rethrows && B.reachable()) {
    emitThrowing(Throw{}, S->getEndLoc());
    unreachable(S->getEndLoc());
  }
  popTo(Depth, S->getEndLoc());
}

void FunctionLowerer::tryStmt(const CXXTryStmt *S) {
  // A function's own try: the handlers of a constructor or destructor cannot
  // help passing the exception on.
  bool IsFunctionTry = FD && FD->getBody() == S;
  bool Rethrows =
      IsFunctionTry && isa<CXXConstructorDecl, CXXDestructorDecl>(FD);
  BlockId Dispatch = B.newBlock(), Done = B.newBlock();
  SourceRange R = S->getSourceRange();

  Cleanup Try;
  Try.Kind = CleanupKind::Try;
  Try.Handler = Dispatch;
  Try.OnExit = false;
  Try.Loop = B.innermostLoop();
  Try.Range = R;
  size_t Depth = Stack.size();
  push(std::move(Try));
  if (IsFunctionTry)
    if (const auto *CD = dyn_cast<CXXConstructorDecl>(FD))
      constructorInits(CD);
  stmt(S->getTryBlock());
  popTo(Depth, S->getTryBlock()->getEndLoc());
  if (B.reachable())
    B.jump(Done, range(S->getTryBlock()->getEndLoc()));

  B.startBlock(Dispatch);
  bool TakesAll = false;
  for (unsigned I = 0; I < S->getNumHandlers(); ++I) {
    const CXXCatchStmt *H = S->getHandler(I);
    TakesAll = !H->getExceptionDecl();
    BlockId Next = BlockId::None;
    if (!TakesAll) {
      BlockId Body = B.newBlock();
      Next = B.newBlock();
      B.branch(B.nondetTerm(type(Ctx.BoolTy)), Body, Next,
               range(H->getCatchLoc()));
      B.startBlock(Body);
    }
    handler(H, Rethrows);
    if (B.reachable())
      B.jump(Done, range(H->getEndLoc()));
    if (TakesAll)
      break;
    B.startBlock(Next);
  }
  if (!TakesAll) {
    BlockId Outer = unwindTarget();
    Terminator T;
    T.Kind = TerminatorKind::Resume;
    if (valid(Outer))
      B.jump(Outer, range(R));
    else
      B.terminate(std::move(T), range(R));
  }
  B.startBlock(Done);
}
