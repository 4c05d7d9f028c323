//===- LowerStmt.cpp - Statements -------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The dispatcher and the plain statements. A statement class that lowering has
/// no case for becomes Havoc with its name: never a crash, never silence.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/Attr.h"
#include "clang/AST/StmtObjC.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/Stack.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::stmt(const Stmt *S) {
  if (!S)
    return;
  nested(S, [&] { stmtBody(S); });
}

/// Generated code nests deeper than any stack; Clang's helper goes on on
/// another one, up to a bound.
void FunctionLowerer::nested(const Stmt *S, llvm::function_ref<void()> Fn) {
  constexpr unsigned MaxNesting = 50000;
  if (Nesting >= MaxNesting)
    return havoc(HavocReason::Budget, "nesting", {}, S->getSourceRange());
  ++Nesting;
  clang::runWithSufficientStackSpace([] {}, Fn);
  --Nesting;
}

void FunctionLowerer::stmtBody(const Stmt *S) {
  // Code that nothing reaches matters only where a label or case leads in.
  if (!B.reachable() && !isa<clang::SwitchCase, LabelStmt>(S) &&
      !containsLabel(S))
    return;
  if (const auto *E = dyn_cast<Expr>(S))
    return fullExprStmt(E);
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S))
    return openMP(D);
  switch (S->getStmtClass()) {
  case Stmt::NullStmtClass:
    return;
  case Stmt::CompoundStmtClass:
    return compound(cast<CompoundStmt>(S));
  case Stmt::DeclStmtClass:
    return declStmt(cast<DeclStmt>(S));
  case Stmt::IfStmtClass:
    return ifStmt(cast<IfStmt>(S));
  case Stmt::SwitchStmtClass:
    return switchStmt(cast<SwitchStmt>(S));
  case Stmt::CaseStmtClass:
  case Stmt::DefaultStmtClass:
    return caseStmt(cast<clang::SwitchCase>(S));
  case Stmt::WhileStmtClass:
    return whileStmt(cast<WhileStmt>(S));
  case Stmt::DoStmtClass:
    return doStmt(cast<DoStmt>(S));
  case Stmt::ForStmtClass:
    return forStmt(cast<ForStmt>(S));
  case Stmt::CXXForRangeStmtClass:
    return rangeForStmt(cast<CXXForRangeStmt>(S));
  case Stmt::LabelStmtClass:
    return labelStmt(cast<LabelStmt>(S));
  case Stmt::GotoStmtClass:
    return gotoStmt(cast<GotoStmt>(S));
  case Stmt::IndirectGotoStmtClass:
    return indirectGoto(cast<IndirectGotoStmt>(S));
  case Stmt::BreakStmtClass:
  case Stmt::ContinueStmtClass:
    return breakOrContinue(cast<LoopControlStmt>(S));
  case Stmt::ReturnStmtClass:
    return returnStmt(cast<ReturnStmt>(S));
  case Stmt::CXXTryStmtClass:
    return tryStmt(cast<CXXTryStmt>(S));
  case Stmt::AttributedStmtClass:
    return attributedStmt(cast<AttributedStmt>(S));
  case Stmt::GCCAsmStmtClass:
  case Stmt::MSAsmStmtClass:
    return asmStmt(cast<AsmStmt>(S));
  case Stmt::CoreturnStmtClass:
    return coreturn(cast<CoreturnStmt>(S));
  case Stmt::CoroutineBodyStmtClass:
    return coroutineBody(cast<CoroutineBodyStmt>(S));
  case Stmt::OMPCanonicalLoopClass:
    return stmt(cast<OMPCanonicalLoop>(S)->getLoopStmt());
  case Stmt::CapturedStmtClass:
    return stmt(cast<CapturedStmt>(S)->getCapturedStmt());
  case Stmt::ObjCAutoreleasePoolStmtClass:
    return stmt(cast<ObjCAutoreleasePoolStmt>(S)->getSubStmt());
  default:
    return unknownStmt(S);
  }
}

void FunctionLowerer::compoundItems(const CompoundStmt *S, const Stmt *Last) {
  for (const Stmt *Item : S->body()) {
    if (Item == Last)
      return;
    stmt(Item);
  }
}

void FunctionLowerer::compound(const CompoundStmt *S) {
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = S;
  compoundItems(S);
  popTo(Depth, S->getRBracLoc());
  Owner = Outer;
}

void FunctionLowerer::fullExprStmt(const Expr *E) {
  FullExpr State = beginFullExpr();
  effect(E);
  endFullExpr(State, E->getSourceRange());
}

void FunctionLowerer::attributedStmt(const AttributedStmt *S) {
  for (const clang::Attr *A : S->getAttrs())
    if (const auto *Assumption = dyn_cast<CXXAssumeAttr>(A)) {
      // The condition is not evaluated: only what is free of effects counts.
      const Expr *Cond = Assumption->getAssumption();
      if (!Cond->HasSideEffects(Ctx)) {
        FullExpr State = beginFullExpr();
        TermId V = rvalue(Cond);
        emit(Assume{V, false}, Cond->getSourceRange());
        endFullExpr(State, Cond->getSourceRange());
      }
    }
  stmt(S->getSubStmt());
}

void FunctionLowerer::unknownStmt(const Stmt *S) {
  havoc(HavocReason::Exotic, S->getStmtClassName(), touchedBy(S),
        S->getSourceRange());
}

// --- Branches ---------------------------------------------------------------

void FunctionLowerer::branchOn(const Expr *E, BlockId True, BlockId False) {
  FullExpr State = beginFullExpr();
  // Temporaries die before the branch is taken, so their condition has to be
  // a value first.
  if (isa<ExprWithCleanups>(E)) {
    TermId V = outlive(rvalue(E), State.Depth, E->getSourceRange());
    endFullExpr(State, E->getSourceRange());
    B.branch(V, True, False, range(E->getSourceRange()));
    return;
  }
  condition(E, True, False);
  endFullExpr(State, E->getSourceRange());
}

void FunctionLowerer::conditionVariable(const DeclStmt *S) {
  if (S)
    declStmt(S);
}

void FunctionLowerer::ifStmt(const IfStmt *S) {
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = S;
  stmt(S->getInit());
  if (S->isConsteval()) {
    // What runs at run time.
    stmt(S->isNegatedConsteval() ? S->getThen() : S->getElse());
  } else if (S->isConstexpr()) {
    if (std::optional<const Stmt *> Taken = S->getNondiscardedCase(Ctx))
      stmt(*Taken);
  } else {
    conditionVariable(S->getConditionVariableDeclStmt());
    BlockId Then = B.newBlock(), Done = B.newBlock();
    BlockId Else = S->getElse() ? B.newBlock() : Done;
    branchOn(S->getCond(), Then, Else);
    auto Arm = [&](BlockId Block, const Stmt *Body) {
      size_t ArmDepth = Stack.size();
      B.startBlock(Block);
      stmt(Body);
      popTo(ArmDepth, Body->getEndLoc());
      if (B.reachable())
        B.jump(Done, range(Body->getEndLoc()));
    };
    Arm(Then, S->getThen());
    if (S->getElse())
      Arm(Else, S->getElse());
    B.startBlock(Done);
  }
  popTo(Depth, S->getEndLoc());
  Owner = Outer;
}

// --- Switch -----------------------------------------------------------------

void FunctionLowerer::switchStmt(const SwitchStmt *S) {
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = S;
  stmt(S->getInit());
  conditionVariable(S->getConditionVariableDeclStmt());
  FullExpr State = beginFullExpr();
  TermId Value = outlive(rvalue(S->getCond()), State.Depth,
                         S->getCond()->getSourceRange());
  endFullExpr(State, S->getCond()->getSourceRange());

  BlockId Head = B.currentBlock();
  RelativeRange HeadRange = range(S->getCond()->getSourceRange());
  B.terminate({}, HeadRange);
  BlockId Done = B.newBlock();
  SwitchState Cases;
  Cases.Shape = L.shape(S->getCond()->getType());
  SwitchState *OuterSwitch = Switch;
  Switch = &Cases;
  JumpTarget Target;
  Target.Break = Done;
  Target.Depth = Stack.size();
  if (!Targets.empty()) {
    Target.Continue = Targets.back().Continue;
    Target.ContinueDepth = Targets.back().ContinueDepth;
  }
  Target.Of = S;
  Targets.push_back(Target);
  stmt(S->getBody());
  if (B.reachable())
    B.jump(Done, range(S->getEndLoc()));
  Targets.pop_back();
  Switch = OuterSwitch;

  Terminator T;
  T.Kind = TerminatorKind::Switch;
  T.Cond = Value;
  T.Cases = std::move(Cases.Cases);
  T.Succs = std::move(Cases.Blocks);
  T.Succs.push_back(valid(Cases.Default) ? Cases.Default : Done);
  B.replaceTerminator(Head, std::move(T));
  B.startBlock(Done);
  popTo(Depth, S->getEndLoc());
  Owner = Outer;
}

void FunctionLowerer::caseStmt(const clang::SwitchCase *S) {
  // `case 1: case 2: case 3:` nests; a long list must not nest with us.
  const Stmt *Sub = S;
  BlockId Block = B.newBlock();
  B.enterBlock(Block, range(S->getKeywordLoc()));
  while (const auto *Case = dyn_cast<clang::SwitchCase>(Sub)) {
    Sub = Case->getSubStmt();
    if (!Switch)
      continue;
    if (isa<DefaultStmt>(Case)) {
      Switch->Default = Block;
      continue;
    }
    const auto *C = cast<CaseStmt>(Case);
    Expr::EvalResult Low, High;
    if (C->getLHS()->isValueDependent() ||
        !C->getLHS()->EvaluateAsInt(Low, Ctx))
      continue;
    heddle::SwitchCase Range;
    Range.Low = Range.High = Low.Val.getInt().extOrTrunc(64).getExtValue();
    if (C->getRHS() && C->getRHS()->EvaluateAsInt(High, Ctx))
      Range.High = High.Val.getInt().extOrTrunc(64).getExtValue();
    Switch->Cases.push_back(Range);
    Switch->Blocks.push_back(Block);
  }
  stmt(Sub);
}
