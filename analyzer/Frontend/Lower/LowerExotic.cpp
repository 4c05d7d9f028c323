//===- LowerExotic.cpp - What the model does not follow ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Inline assembly, code with errors, Objective-C, blocks, Microsoft's
/// extensions, and any statement or expression class that Clang grows one day:
/// each becomes a Havoc that says what it is and what it may touch, which is
/// every variable it names and everything it is handed by pointer.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/ExprObjC.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::havoc(HavocReason Reason, llvm::StringRef Text,
                            std::vector<TermId> Touched, SourceRange R,
                            PlaceId Result) {
  Havoc H;
  H.Reason = Reason;
  H.Text = Text.str();
  H.Touched = std::move(Touched);
  H.Result = Result;
  if (mayUnwind())
    emitThrowing(std::move(H), R);
  else
    emit(std::move(H), R);
}

namespace {
class NameCollector : public RecursiveASTVisitor<NameCollector> {
public:
  std::vector<const DeclRefExpr *> Found;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (isa<VarDecl>(E->getDecl()))
      Found.push_back(E);
    return true;
  }
};
} // namespace

std::vector<TermId> FunctionLowerer::touchedBy(const Stmt *S) {
  NameCollector Collector;
  Collector.TraverseStmt(const_cast<Stmt *>(S));
  std::vector<TermId> Out;
  for (const DeclRefExpr *E : Collector.Found) {
    const auto *VD = cast<VarDecl>(E->getDecl());
    if (VD->isInvalidDecl() || VD->getType()->isDependentType())
      continue;
    TermId Address = addressOf(declRef(E));
    if (!llvm::is_contained(Out, Address))
      Out.push_back(Address);
  }
  return Out;
}

TermId FunctionLowerer::havocValue(HavocReason Reason, const Expr *E,
                                   llvm::StringRef Text) {
  if (E->containsErrors())
    Reason = HavocReason::ErroneousCode;
  std::vector<TermId> Touched = touchedBy(E);
  SourceRange R = E->getSourceRange();
  if (E->getType()->isVoidType() || E->getType()->isDependentType()) {
    havoc(Reason, Text, std::move(Touched), R);
    return B.nondetTerm(type(E->getType()));
  }
  PlaceId Result = newTemp(E->getType(), R);
  havoc(Reason, Text, std::move(Touched), R, Result);
  return B.valueTerm(Result);
}

PlaceId FunctionLowerer::havocPlace(HavocReason Reason, const Expr *E,
                                    llvm::StringRef Text) {
  if (E->containsErrors())
    Reason = HavocReason::ErroneousCode;
  SourceRange R = E->getSourceRange();
  if (E->getType()->isDependentType()) {
    PlaceId Result = newTemp(Ctx.IntTy, R);
    havoc(Reason, Text, touchedBy(E), R, Result);
    return Result;
  }
  QualType Pointer = Ctx.getPointerType(E->getType().getNonReferenceType());
  PlaceId Result = newTemp(Pointer, R);
  havoc(Reason, Text, touchedBy(E), R, Result);
  return deref(B.valueTerm(Result), E->getType());
}

TermId FunctionLowerer::exoticScalar(const Expr *E) {
  QualType T = E->getType();
  switch (E->getStmtClass()) {
  case Stmt::VAArgExprClass:
    return havocValue(HavocReason::VarArgs, E, "va_arg");
  case Stmt::RecoveryExprClass:
    return havocValue(HavocReason::ErroneousCode, E, "expression");
  case Stmt::CXXDependentScopeMemberExprClass:
  case Stmt::DependentScopeDeclRefExprClass:
  case Stmt::CXXUnresolvedConstructExprClass:
  case Stmt::UnresolvedLookupExprClass:
  case Stmt::UnresolvedMemberExprClass:
  case Stmt::DependentCoawaitExprClass:
    return havocValue(HavocReason::DependentCode, E, E->getStmtClassName());
  case Stmt::AddrLabelExprClass:
    return B.opaqueTerm(
        "&&" + llvm::cast<AddrLabelExpr>(E)->getLabel()->getNameAsString(),
        type(T));
  case Stmt::ImaginaryLiteralClass:
  case Stmt::FixedPointLiteralClass:
    return B.opaqueTerm("literal", type(T));
  case Stmt::ShuffleVectorExprClass:
  case Stmt::ConvertVectorExprClass:
  case Stmt::AsTypeExprClass:
    for (const Stmt *Child : E->children())
      if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
        rvalue(Sub);
    return B.opaqueTerm(E->getStmtClassName(), type(T));
  case Stmt::SourceLocExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::EmbedExprClass:
    return B.opaqueTerm(E->getStmtClassName(), type(T));
  case Stmt::PseudoObjectExprClass: {
    const auto *PO = llvm::cast<PseudoObjectExpr>(E);
    TermId Result = B.opaqueTerm("void", type(T));
    for (const Expr *Sub : PO->semantics()) {
      if (const auto *OV = dyn_cast<OpaqueValueExpr>(Sub)) {
        bindOpaque(OV);
        if (Sub == PO->getResultExpr())
          Result = rvalue(OV);
      } else if (Sub == PO->getResultExpr()) {
        Result = rvalue(Sub);
      } else {
        effect(Sub);
      }
    }
    return Result;
  }
  default:
    return havocValue(HavocReason::Exotic, E, E->getStmtClassName());
  }
}

void FunctionLowerer::asmStmt(const AsmStmt *S) {
  std::vector<TermId> Touched;
  auto Touch = [&](const Expr *E) {
    if (E->isGLValue())
      Touched.push_back(addressOf(lvalue(E)));
    else if (E->getType()->isPointerType())
      Touched.push_back(rvalue(E));
    else
      effect(E);
  };
  for (const Expr *E : llvm::make_range(S->begin_outputs(), S->end_outputs()))
    Touch(E);
  for (const Expr *E : llvm::make_range(S->begin_inputs(), S->end_inputs()))
    Touch(E);
  std::string Text = "asm";
  // A compiler barrier orders, and touches nothing itself.
  for (unsigned I = 0; I < S->getNumClobbers(); ++I)
    if (S->getClobber(I) == "memory")
      Text = "asm with memory clobber";
  havoc(HavocReason::InlineAssembly, Text, std::move(Touched),
        S->getSourceRange());
  const auto *Gcc = dyn_cast<GCCAsmStmt>(S);
  if (!Gcc || !Gcc->isAsmGoto())
    return;
  Terminator T;
  T.Kind = TerminatorKind::Indirect;
  BlockId Next = B.newBlock();
  T.Cond = B.nondetTerm(type(Ctx.VoidPtrTy));
  T.Succs.push_back(Next);
  for (unsigned I = 0; I < Gcc->getNumLabels(); ++I)
    if (auto It = Labels.find(Gcc->getLabelExpr(I)->getLabel());
        It != Labels.end())
      T.Succs.push_back(It->second.Block);
  B.terminate(std::move(T), range(S->getSourceRange()));
  B.startBlock(Next);
}
