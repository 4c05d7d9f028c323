//===- LowerJumps.cpp - Jumps: break, continue, goto, return ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A jump runs the clean-ups of the scopes it leaves, then goes. Where a goto
/// leads is known by the scopes around its label, which are collected before
/// the body is lowered: those that the goto shares stay open.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::breakOrContinue(const LoopControlStmt *S) {
  bool IsBreak = isa<BreakStmt>(S);
  // C2y: `break Label;` names one of the loops around.
  const Stmt *Named = S->hasLabelTarget() ? S->getNamedLoopOrSwitch() : nullptr;
  for (const JumpTarget &T : llvm::reverse(Targets)) {
    if (Named && T.Of != Named)
      continue;
    BlockId Target = IsBreak ? T.Break : T.Continue;
    if (!valid(Target))
      break;
    exitTo(IsBreak ? T.Depth : T.ContinueDepth, S->getSourceRange());
    if (B.reachable())
      B.jump(Target, range(S->getSourceRange()));
    return;
  }
  havoc(HavocReason::ErroneousCode, IsBreak ? "break" : "continue", {},
        S->getSourceRange());
}

// --- Labels -----------------------------------------------------------------

namespace {
/// Labels with the statements that open scopes around them.
class LabelCollector : public RecursiveASTVisitor<LabelCollector> {
public:
  using Base = RecursiveASTVisitor<LabelCollector>;
  llvm::SmallVector<const Stmt *, 8> Scopes;
  std::vector<std::pair<const LabelDecl *, llvm::SmallVector<const Stmt *, 4>>>
      Found;
  std::vector<const LabelDecl *> Taken;

  // A lambda's body is another function.
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool TraverseDecl(Decl *D) {
    return !D || isa<VarDecl>(D) ? Base::TraverseDecl(D) : true;
  }
  bool dataTraverseStmtPre(Stmt *S) {
    if (opensScope(S))
      Scopes.push_back(S);
    return true;
  }
  bool dataTraverseStmtPost(Stmt *S) {
    if (opensScope(S))
      Scopes.pop_back();
    return true;
  }
  bool VisitLabelStmt(LabelStmt *S) {
    Found.push_back({S->getDecl(), {Scopes.begin(), Scopes.end()}});
    return true;
  }
  bool VisitAddrLabelExpr(AddrLabelExpr *E) {
    Taken.push_back(E->getLabel());
    return true;
  }

private:
  static bool opensScope(const Stmt *S) {
    return isa<CompoundStmt, IfStmt, SwitchStmt, WhileStmt, ForStmt,
               CXXForRangeStmt>(S);
  }
};
} // namespace

void FunctionLowerer::findLabels(const Stmt *Body) {
  LabelCollector Collector;
  Collector.TraverseStmt(const_cast<Stmt *>(Body));
  for (auto &[Decl, Scopes] : Collector.Found) {
    Label &Target = Labels[Decl];
    Target.Block = B.newBlock();
    Target.Scopes = Scopes;
  }
  for (const LabelDecl *D : Collector.Taken)
    if (Labels.count(D) && !llvm::is_contained(TakenLabels, D))
      TakenLabels.push_back(D);
}

bool FunctionLowerer::containsLabel(const Stmt *S) const {
  if (!S)
    return false;
  if (isa<LabelStmt, clang::SwitchCase>(S))
    return true;
  if (isa<Expr>(S) && Labels.empty())
    return false;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return containsLabel(Child); });
}

void FunctionLowerer::labelStmt(const LabelStmt *S) {
  auto It = Labels.find(S->getDecl());
  if (It != Labels.end()) {
    It->second.Lowered = true;
    It->second.Depth = Stack.size();
    B.enterBlock(It->second.Block, range(S->getIdentLoc()));
  }
  stmt(S->getSubStmt());
}

void FunctionLowerer::gotoStmt(const GotoStmt *S) {
  auto It = Labels.find(S->getLabel());
  if (It == Labels.end())
    return havoc(HavocReason::ErroneousCode, "goto", {}, S->getSourceRange());
  const Label &Target = It->second;
  size_t Depth = Stack.size();
  // Backwards: what was declared after the label goes. Forwards: what belongs
  // to scopes that do not contain the label.
  if (Target.Lowered)
    Depth = std::min(Depth, Target.Depth);
  while (Depth > 0 && Stack[Depth - 1].Owner &&
         !llvm::is_contained(Target.Scopes, Stack[Depth - 1].Owner))
    --Depth;
  exitTo(Depth, S->getSourceRange());
  if (B.reachable())
    B.jump(Target.Block, range(S->getSourceRange()));
}

void FunctionLowerer::indirectGoto(const IndirectGotoStmt *S) {
  FullExpr State = beginFullExpr();
  TermId Target = rvalue(S->getTarget());
  endFullExpr(State, S->getSourceRange());
  Terminator T;
  T.Kind = TerminatorKind::Indirect;
  T.Cond = Target;
  for (const LabelDecl *D : TakenLabels)
    T.Succs.push_back(Labels[D].Block);
  if (T.Succs.empty())
    return unreachable(S->getSourceRange());
  // The language lets no such jump leave a scope with destructors.
  B.terminate(std::move(T), range(S->getSourceRange()));
}

// --- Return -----------------------------------------------------------------

void FunctionLowerer::returnStmt(const ReturnStmt *S) {
  const Expr *E = S->getRetValue();
  SourceRange R = S->getSourceRange();
  if (!E)
    return finishReturn(TermId::None, R);
  FullExpr State = beginFullExpr();
  TermId Value = TermId::None;
  const VarDecl *Moved = nullptr;
  QualType T = FD ? FD->getReturnType() : E->getType();
  if (T->isVoidType()) {
    effect(E);
  } else if (T->isReferenceType()) {
    Value = addressOf(lvalue(E));
  } else if (T->isRecordType() || elementRecord(T)) {
    const VarDecl *Candidate = S->getNRVOCandidate();
    if (Candidate && Candidate->isNRVOVariable() && Vars.count(Candidate)) {
      // The variable is the result: neither moved nor destroyed here.
      Moved = Candidate;
      Value = B.valueTerm(B.localPlace(Vars[Candidate]));
    } else {
      if (!valid(ReturnSlot))
        ReturnSlot = newTemp(T, R);
      init(ReturnSlot, E);
      Value = B.valueTerm(ReturnSlot);
    }
  } else {
    Value = rvalue(E);
  }
  if (valid(Value) && !Moved)
    Value = outlive(Value, 0, E->getSourceRange());
  endFullExpr(State, E->getSourceRange());
  if (B.reachable())
    finishReturn(Value, R, Moved);
}
