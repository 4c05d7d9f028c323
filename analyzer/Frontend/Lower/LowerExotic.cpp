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

/// va_arg: the list moves on. A number may be any; what a pointer points to
/// is for the analyses to find out.
TermId FunctionLowerer::nextArgument(const VAArgExpr *E) {
  QualType T = E->getType();
  if (!T->isArithmeticType())
    return havocValue(HavocReason::VarArgs, E, "va_arg");
  update(listPlace(E->getSubExpr()), E->getSubExpr()->getType(), BinaryOp::Add,
         TermId::None, E->getSourceRange());
  return keep(B.nondetTerm(type(T)), E->getSourceRange());
}

/// A va_list is an array on some targets, and handed over by its address.
PlaceId FunctionLowerer::listPlace(const Expr *List) {
  if (List->isGLValue())
    return lvalue(List);
  return List->getType()->isPointerType() ? pointee(List) : materialise(List);
}

/// A property: the calls that reading or writing it means, one of them with
/// the result.
TermId FunctionLowerer::pseudoObject(const PseudoObjectExpr *E) {
  TermId Result = B.opaqueTerm("void", type(E->getType()));
  for (const Expr *Sub : E->semantics()) {
    const bool IsResult = Sub == E->getResultExpr();
    if (const auto *OV = dyn_cast<OpaqueValueExpr>(Sub)) {
      bindOpaque(OV);
      if (IsResult)
        Result = rvalue(OV);
    } else if (IsResult) {
      Result = rvalue(Sub);
    } else {
      effect(Sub);
    }
  }
  return Result;
}

TermId FunctionLowerer::exoticScalar(const Expr *E) {
  QualType T = E->getType();
  switch (E->getStmtClass()) {
  case Stmt::VAArgExprClass:
    return nextArgument(llvm::cast<VAArgExpr>(E));
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
  case Stmt::PseudoObjectExprClass:
    return pseudoObject(llvm::cast<PseudoObjectExpr>(E));
  default:
    return havocValue(HavocReason::Exotic, E, E->getStmtClassName());
  }
}

// --- Inline assembly ---------------------------------------------------------

/// What reads and writes in one step, or may: `lock; xaddl`, `ldxr`.
static bool isAtomicAssembly(llvm::StringRef Text) {
  return llvm::any_of(
      llvm::ArrayRef<llvm::StringLiteral>{"lock", "xchg", "ldx", "stx", "ldax",
                                          "stlx", "ldadd", "swp", "cas"},
      [&](llvm::StringRef Word) { return Text.contains_insensitive(Word); });
}

/// Assembly may touch what it is told of: its operands, and any memory if it
/// says "memory" or is handed an address. Without those, it reads its inputs
/// and leaves something in its outputs.
bool FunctionLowerer::plainAssembly(const GCCAsmStmt *S) {
  if (S->isAsmGoto())
    return false;
  std::string Text = S->getAsmString();
  bool IsEmpty = llvm::StringRef(Text).trim().empty();
  bool Clobbers = false;
  for (unsigned I = 0; I < S->getNumClobbers(); ++I)
    Clobbers |= S->getClobber(I) == "memory";
  bool HasOperands = S->getNumInputs() || S->getNumOutputs();
  // `asm volatile("" ::: "memory")` orders what the compiler does.
  if (IsEmpty && !HasOperands) {
    if (Clobbers)
      emit(Fence{MemoryOrder::SeqCst, /*SignalOnly=*/true},
           S->getSourceRange());
    return true;
  }
  bool TakesAddress = llvm::any_of(S->inputs(), [](const Expr *E) {
    return E->getType()->isPointerType() && !E->isGLValue();
  });
  if (Clobbers || TakesAddress || isAtomicAssembly(Text))
    return false;
  for (const Expr *E : S->inputs()) {
    if (E->isGLValue())
      load(lvalue(E), E->getType(), E->getSourceRange());
    else
      rvalue(E);
  }
  for (unsigned I = 0; I < S->getNumOutputs(); ++I) {
    const Expr *E = S->getOutputExpr(I);
    PlaceId To = lvalue(E);
    if (S->isOutputPlusConstraint(I))
      load(To, E->getType(), E->getSourceRange());
    store(To, E->getType(), B.opaqueTerm("asm", type(E->getType())),
          E->getSourceRange());
  }
  return true;
}

void FunctionLowerer::asmStmt(const AsmStmt *S) {
  const auto *Gcc = dyn_cast<GCCAsmStmt>(S);
  if (Gcc && plainAssembly(Gcc))
    return;
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
  for (unsigned I = 0; I < S->getNumClobbers(); ++I)
    if (S->getClobber(I) == "memory")
      Text = "asm with memory clobber";
  havoc(HavocReason::InlineAssembly, Text, std::move(Touched),
        S->getSourceRange());
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
