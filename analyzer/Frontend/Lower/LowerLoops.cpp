//===- LowerLoops.cpp - Loops -----------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every loop has an identity; a counting `for` loop also shows its bounds, so
/// that analyses can tell `for (I…) T[I] = thread(…)` from `for (I…)
/// T[I].join()` over other elements.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using namespace heddle;

namespace {
/// Is \p Var left alone, but for reads? What takes its address may change it.
class ChangeFinder : public RecursiveASTVisitor<ChangeFinder> {
public:
  explicit ChangeFinder(const VarDecl *Var) : Var(Var) {}
  bool TraverseImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      if (const auto *Ref =
              dyn_cast<DeclRefExpr>(E->getSubExpr()->IgnoreParens());
          Ref && Ref->getDecl() == Var)
        return true;
    return RecursiveASTVisitor::TraverseImplicitCastExpr(E);
  }
  bool TraverseLambdaExpr(LambdaExpr *E) {
    // A copy in a closure is another variable.
    for (const LambdaCapture &C : E->captures())
      if (C.capturesVariable() && C.getCapturedVar() == Var &&
          C.getCaptureKind() == LCK_ByRef)
        Changed = true;
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    Changed |= E->getDecl() == Var;
    return !Changed;
  }
  bool Changed = false;

private:
  const VarDecl *Var;
};

const VarDecl *namedVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// The variable a `for` starts with and the expression it starts from.
std::pair<const VarDecl *, const Expr *> startOf(const Stmt *Init) {
  if (const auto *D = dyn_cast_or_null<DeclStmt>(Init); D && D->isSingleDecl())
    if (const auto *VD = dyn_cast<VarDecl>(D->getSingleDecl()))
      return {VD, VD->getInit()};
  if (const auto *E = dyn_cast_or_null<Expr>(Init))
    if (const auto *BO = dyn_cast<BinaryOperator>(E->IgnoreParens());
        BO && BO->getOpcode() == BO_Assign)
      return {namedVariable(BO->getLHS()), BO->getRHS()};
  return {nullptr, nullptr};
}

/// By how much `++I`, `I -= 2`, `I = I + 4` move \p Var; 0: not of that form.
int64_t stepOf(const Expr *Inc, const VarDecl *Var, const ASTContext &Ctx) {
  auto Number = [&](const Expr *E) -> int64_t {
    Expr::EvalResult R;
    if (E->isValueDependent() || !E->EvaluateAsInt(R, Ctx))
      return 0;
    return R.Val.getInt().extOrTrunc(64).getExtValue();
  };
  Inc = Inc->IgnoreParens();
  if (const auto *U = dyn_cast<UnaryOperator>(Inc);
      U && U->isIncrementDecrementOp() && namedVariable(U->getSubExpr()) == Var)
    return U->isIncrementOp() ? 1 : -1;
  const auto *BO = dyn_cast<BinaryOperator>(Inc);
  if (!BO || namedVariable(BO->getLHS()) != Var)
    return 0;
  if (BO->getOpcode() == BO_AddAssign)
    return Number(BO->getRHS());
  if (BO->getOpcode() == BO_SubAssign)
    return -Number(BO->getRHS());
  if (BO->getOpcode() != BO_Assign)
    return 0;
  const auto *Sum =
      dyn_cast<BinaryOperator>(BO->getRHS()->IgnoreParenImpCasts());
  if (!Sum || namedVariable(Sum->getLHS()) != Var)
    return 0;
  if (Sum->getOpcode() == BO_Add)
    return Number(Sum->getRHS());
  return Sum->getOpcode() == BO_Sub ? -Number(Sum->getRHS()) : 0;
}
} // namespace

void FunctionLowerer::loopBody(const Stmt *Loop, const Stmt *Body,
                               BlockId Break, BlockId Continue,
                               size_t BreakDepth) {
  size_t Depth = Stack.size();
  JumpTarget T;
  T.Break = Break;
  T.Continue = Continue;
  T.Depth = BreakDepth;
  T.ContinueDepth = Depth;
  T.Of = Loop;
  Targets.push_back(T);
  // A case label inside belongs to the switch around (Duff's device).
  stmt(Body);
  popTo(Depth, Body->getEndLoc());
  Targets.pop_back();
}

void FunctionLowerer::whileStmt(const WhileStmt *S) {
  BlockId Head = B.newBlock(), Body = B.newBlock(), Done = B.newBlock();
  const Stmt *Outer = Owner;
  RelativeRange R = range(S->getWhileLoc());
  if (B.reachable())
    B.jump(Head, R);
  B.beginLoop(LoopKind::While, Head);
  B.startBlock(Head);
  size_t Depth = Stack.size();
  Owner = S;
  // A condition variable lives for one round.
  conditionVariable(S->getConditionVariableDeclStmt());
  BlockId Leave = S->getConditionVariable() ? B.newBlock() : Done;
  branchOn(S->getCond(), Body, Leave);
  B.startBlock(Body);
  if (S->getConditionVariable()) {
    BlockId Next = B.newBlock();
    loopBody(S, S->getBody(), Done, Next, Depth);
    B.enterBlock(Next, range(S->getBody()->getEndLoc()));
    exitTo(Depth, S->getBody()->getEndLoc());
    B.jump(Head, range(S->getBody()->getEndLoc()));
    B.endLoop();
    B.startBlock(Leave);
    popTo(Depth, S->getEndLoc());
    B.jump(Done, range(S->getEndLoc()));
  } else {
    loopBody(S, S->getBody(), Done, Head, Depth);
    if (B.reachable())
      B.jump(Head, range(S->getBody()->getEndLoc()));
    B.endLoop();
  }
  Owner = Outer;
  B.startBlock(Done);
}

void FunctionLowerer::doStmt(const DoStmt *S) {
  BlockId Head = B.newBlock(), Cond = B.newBlock(), Done = B.newBlock();
  if (B.reachable())
    B.jump(Head, range(S->getDoLoc()));
  B.beginLoop(LoopKind::Do, Head);
  B.startBlock(Head);
  loopBody(S, S->getBody(), Done, Cond, Stack.size());
  B.enterBlock(Cond, range(S->getWhileLoc()));
  branchOn(S->getCond(), Head, Done);
  B.endLoop();
  B.startBlock(Done);
}

/// The loop that follows, over \p Var, is one that OpenMP divides.
void FunctionLowerer::divide(const VarDecl *Var,
                             const std::optional<Counting> &Counts,
                             SourceRange R) {
  IterationPartition Rounds;
  if (Counts)
    Rounds = {Counts->Induction, Counts->Lower, Counts->Upper, Counts->Step};
  else if (auto It = Vars.find(Var); Var && It != Vars.end())
    Rounds.Induction = It->second;
  else
    return openMPGap("a divided loop of another form", R);
  emit(Rounds, R);
}

void FunctionLowerer::forStmt(const ForStmt *S) {
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = S;
  stmt(S->getInit());
  std::optional<Counting> Counts = countingLoop(S);
  unsigned Divided = std::exchange(Partitioned, 0);
  if (Divided)
    divide(startOf(S->getInit()).first, Counts, S->getForLoc());
  BlockId Head = B.newBlock(), Body = B.newBlock(), Next = B.newBlock(),
          Done = B.newBlock();
  if (B.reachable())
    B.jump(Head, range(S->getForLoc()));
  LoopId Id = B.beginLoop(LoopKind::For, Head);
  if (Counts) {
    Loop &Described = B.loop(Id);
    Described.Induction = Counts->Induction;
    Described.Lower = Counts->Lower;
    Described.Upper = Counts->Upper;
    Described.Step = Counts->Step;
  }
  B.startBlock(Head);
  size_t RoundDepth = Stack.size();
  conditionVariable(S->getConditionVariableDeclStmt());
  BlockId Leave = S->getConditionVariable() ? B.newBlock() : Done;
  if (S->getCond())
    branchOn(S->getCond(), Body, Leave);
  else
    B.jump(Body, range(S->getForLoc()));
  B.startBlock(Body);
  Partitioned = Divided ? Divided - 1 : 0; // collapse(2)
  loopBody(S, S->getBody(), Done, Next, RoundDepth);
  Partitioned = 0;
  B.enterBlock(Next, range(S->getBody()->getEndLoc()));
  if (S->getInc())
    fullExprStmt(S->getInc());
  exitTo(RoundDepth, S->getBody()->getEndLoc());
  if (B.reachable())
    B.jump(Head, range(S->getBody()->getEndLoc()));
  B.endLoop();
  if (S->getConditionVariable()) {
    B.startBlock(Leave);
    popTo(RoundDepth, S->getEndLoc());
    B.jump(Done, range(S->getEndLoc()));
  }
  B.startBlock(Done);
  popTo(Depth, S->getEndLoc());
  Owner = Outer;
}

void FunctionLowerer::rangeForStmt(const CXXForRangeStmt *S) {
  size_t Depth = Stack.size();
  const Stmt *Outer = Owner;
  Owner = S;
  stmt(S->getInit());
  stmt(S->getRangeStmt());
  stmt(S->getBeginStmt());
  stmt(S->getEndStmt());
  unsigned Divided = std::exchange(Partitioned, 0);
  if (Divided)
    divide(dyn_cast_or_null<VarDecl>(S->getBeginStmt()
                                         ? S->getBeginStmt()->getSingleDecl()
                                         : nullptr),
           std::nullopt, S->getForLoc());
  BlockId Head = B.newBlock(), Body = B.newBlock(), Next = B.newBlock(),
          Done = B.newBlock();
  if (B.reachable())
    B.jump(Head, range(S->getForLoc()));
  B.beginLoop(LoopKind::RangeFor, Head);
  B.startBlock(Head);
  if (S->getCond())
    branchOn(S->getCond(), Body, Done);
  else
    B.branch(B.nondetTerm(type(Ctx.BoolTy)), Body, Done, {});
  B.startBlock(Body);
  size_t RoundDepth = Stack.size();
  stmt(S->getLoopVarStmt());
  BlockId EndRound = B.newBlock();
  Partitioned = Divided ? Divided - 1 : 0;
  loopBody(S, S->getBody(), Done, EndRound, RoundDepth);
  Partitioned = 0;
  B.enterBlock(EndRound, range(S->getBody()->getEndLoc()));
  popTo(RoundDepth, S->getBody()->getEndLoc());
  B.enterBlock(Next, range(S->getBody()->getEndLoc()));
  if (S->getInc())
    fullExprStmt(S->getInc());
  if (B.reachable())
    B.jump(Head, range(S->getForLoc()));
  B.endLoop();
  B.startBlock(Done);
  popTo(Depth, S->getEndLoc());
  Owner = Outer;
}

// --- Counting loops ---------------------------------------------------------

std::optional<FunctionLowerer::Counting>
FunctionLowerer::countingLoop(const ForStmt *S) {
  auto [Var, Start] = startOf(S->getInit());
  if (!Var || !Start || !S->getCond() || !S->getInc() || !Vars.count(Var) ||
      !L.shape(Var->getType()).Bits)
    return std::nullopt;
  int64_t Step = stepOf(S->getInc(), Var, Ctx);
  const auto *Cond = dyn_cast<BinaryOperator>(S->getCond()->IgnoreParens());
  if (!Step || !Cond || !Cond->isComparisonOp())
    return std::nullopt;
  BinaryOperatorKind Op = Cond->getOpcode();
  const Expr *Bound = Cond->getRHS();
  if (namedVariable(Bound) == Var) { // `N > I`
    Bound = Cond->getLHS();
    Op = BinaryOperator::reverseComparisonOp(Op);
  } else if (namedVariable(Cond->getLHS()) != Var) {
    return std::nullopt;
  }
  bool Up = Op == BO_LT || Op == BO_LE, Down = Op == BO_GT || Op == BO_GE;
  if ((Up && Step < 0) || (Down && Step > 0) || (!Up && !Down && Op != BO_NE))
    return std::nullopt;
  ChangeFinder Finder(Var);
  Finder.TraverseStmt(const_cast<Stmt *>(S->getBody()));
  if (Finder.Changed || Start->HasSideEffects(Ctx) ||
      Bound->HasSideEffects(Ctx))
    return std::nullopt;
  // The bounds as terms, without the events of evaluating them once more.
  B.beginScratch();
  TermId Lower = rvalue(Start), Upper = rvalue(Bound);
  B.endScratch();
  TypeId T = type(Var->getType());
  IntShape Shape = L.shape(Var->getType());
  Upper = B.castTerm(heddle::CastKind::Numeric, Upper, T, Shape);
  if (Op == BO_LE)
    Upper = B.binaryTerm(BinaryOp::Add, Upper, B.intTerm(1, T), T, Shape);
  if (Op == BO_GE)
    Upper = B.binaryTerm(BinaryOp::Sub, Upper, B.intTerm(1, T), T, Shape);
  Lower = B.castTerm(heddle::CastKind::Numeric, Lower, T, Shape);
  return Counting{Vars[Var], Lower, Upper, B.intTerm(Step, T)};
}
