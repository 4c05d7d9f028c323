//===- LowerOpenMP.cpp - OpenMP directives ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A directive becomes a pair of region events around its body, which is
/// lowered in place; combined directives become several pairs, the outermost
/// first. Who shares a variable is told by the clauses of the region: inside of
/// the body a private copy goes by the name of the original.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;
using namespace heddle;
using OpKind = ParallelRegion::OpKind;
using llvm::omp::Directive;

namespace {
struct Layer {
  OpKind Begin, End;
  std::string Name;
};
} // namespace

static std::vector<Layer> layersOf(const OMPExecutableDirective *D) {
  Directive Kind = D->getDirectiveKind();
  std::vector<Layer> Out;
  std::string Name =
      llvm::omp::getOpenMPDirectiveName(Kind, llvm::omp::FallbackVersion).str();
  if (isOpenMPTargetExecutionDirective(Kind))
    Out.push_back({OpKind::BeginTarget, OpKind::EndTarget, ""});
  if (isOpenMPTeamsDirective(Kind))
    Out.push_back({OpKind::Other, OpKind::Other, "teams"});
  if (isOpenMPDistributeDirective(Kind))
    Out.push_back({OpKind::Other, OpKind::Other, "distribute"});
  if (isOpenMPParallelDirective(Kind))
    Out.push_back({OpKind::BeginParallel, OpKind::EndParallel, ""});
  if (llvm::StringRef(Name).contains("master") ||
      llvm::StringRef(Name).contains("masked"))
    Out.push_back({OpKind::BeginMaster, OpKind::EndMaster, ""});
  if (isOpenMPTaskingDirective(Kind) || isOpenMPTaskLoopDirective(Kind))
    Out.push_back({OpKind::BeginTask, OpKind::EndTask, ""});
  if (llvm::StringRef(Name).contains("sections"))
    Out.push_back({OpKind::BeginSections, OpKind::EndSections, ""});
  else if (isOpenMPLoopDirective(Kind) && isOpenMPWorksharingDirective(Kind))
    Out.push_back({OpKind::BeginFor, OpKind::EndFor, ""});
  if (isOpenMPSimdDirective(Kind))
    Out.push_back({OpKind::BeginSimd, OpKind::EndSimd, ""});
  switch (Kind) {
  case Directive::OMPD_single:
    Out.push_back({OpKind::BeginSingle, OpKind::EndSingle, ""});
    break;
  case Directive::OMPD_critical:
    Out.push_back(
        {OpKind::BeginCritical, OpKind::EndCritical,
         cast<OMPCriticalDirective>(D)->getDirectiveName().getAsString()});
    break;
  case Directive::OMPD_atomic:
    Out.push_back({OpKind::BeginAtomic, OpKind::EndAtomic, ""});
    break;
  case Directive::OMPD_ordered:
    Out.push_back({OpKind::BeginOrdered, OpKind::EndOrdered, ""});
    break;
  default:
    break;
  }
  if (Out.empty())
    Out.push_back({OpKind::Other, OpKind::Other, Name});
  return Out;
}

void FunctionLowerer::addSharing(std::vector<ParallelRegion::Clause> &Out,
                                 const Expr *E, DataSharing Sharing) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *VD = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (VD)
    addSharing(Out, VD, Sharing);
}

void FunctionLowerer::addSharing(std::vector<ParallelRegion::Clause> &Out,
                                 const VarDecl *VD, DataSharing Sharing) {
  ParallelRegion::Clause C;
  C.Sharing = Sharing;
  if (VD->hasGlobalStorage())
    C.Global = L.global(VD);
  else if (auto It = Vars.find(VD); It != Vars.end())
    C.Local = It->second;
  else
    return;
  bool Known = llvm::any_of(Out, [&](const ParallelRegion::Clause &O) {
    return O.Local == C.Local && O.Global == C.Global;
  });
  if (!Known)
    Out.push_back(C);
}

std::vector<ParallelRegion::Clause>
FunctionLowerer::sharingOf(const OMPExecutableDirective *D) {
  std::vector<ParallelRegion::Clause> Out;
  auto List = [&](auto *C, DataSharing Sharing) {
    for (const Expr *E : C->varlist())
      addSharing(Out, E, Sharing);
  };
  for (const OMPClause *C : D->clauses()) {
    if (const auto *P = dyn_cast<OMPPrivateClause>(C))
      List(P, DataSharing::Private);
    else if (const auto *P = dyn_cast<OMPReductionClause>(C))
      List(P, DataSharing::Reduction);
    else if (const auto *P = dyn_cast<OMPInReductionClause>(C))
      List(P, DataSharing::Reduction);
    else if (const auto *P = dyn_cast<OMPTaskReductionClause>(C))
      List(P, DataSharing::Reduction);
    else if (const auto *P = dyn_cast<OMPLastprivateClause>(C))
      List(P, DataSharing::LastPrivate);
    else if (const auto *P = dyn_cast<OMPFirstprivateClause>(C))
      List(P, DataSharing::FirstPrivate);
    else if (const auto *P = dyn_cast<OMPLinearClause>(C))
      List(P, DataSharing::LastPrivate);
    else if (const auto *P = dyn_cast<OMPSharedClause>(C))
      List(P, DataSharing::Shared);
    else if (const auto *P = dyn_cast<OMPCopyinClause>(C))
      List(P, DataSharing::ThreadPrivate);
  }
  // The variable of a distributed loop is private without a clause.
  if (const auto *Loop = dyn_cast<OMPLoopDirective>(D))
    for (const Expr *E : Loop->counters())
      if (E)
        addSharing(Out, E, DataSharing::Private);
  if (D->hasAssociatedStmt() && isa<CapturedStmt>(D->getAssociatedStmt()))
    for (const CapturedStmt::Capture &C :
         D->getInnermostCapturedStmt()->captures())
      if (C.capturesVariable() || C.capturesVariableByCopy())
        addSharing(Out, C.getCapturedVar(), DataSharing::Shared);
  return Out;
}

bool FunctionLowerer::standaloneOpenMP(const OMPExecutableDirective *D) {
  SourceRange R = D->getSourceRange();
  switch (D->getDirectiveKind()) {
  case Directive::OMPD_barrier:
    emit(TeamBarrier{false}, R);
    return true;
  case Directive::OMPD_flush:
    emit(Fence{MemoryOrder::SeqCst, false}, R);
    return true;
  case Directive::OMPD_taskwait: {
    ParallelRegion E;
    E.Op = OpKind::TaskWait;
    emit(E, R);
    return true;
  }
  default:
    return false;
  }
}

void FunctionLowerer::openMP(const OMPExecutableDirective *D) {
  SourceRange R = D->getSourceRange();
  if (standaloneOpenMP(D))
    return;
  Directive Kind = D->getDirectiveKind();
  std::vector<Layer> Layers = layersOf(D);
  ParallelRegion First;
  FullExpr State = beginFullExpr();
  if (const auto *N = D->getSingleClause<OMPNumThreadsClause>())
    First.NumThreads = rvalue(N->getNumThreads());
  if (const auto *If = D->getSingleClause<OMPIfClause>())
    rvalue(If->getCondition());
  endFullExpr(State, R);
  First.Clauses = sharingOf(D);
  First.NoWait = D->getSingleClause<OMPNowaitClause>() != nullptr;
  for (const Layer &Each : Layers) {
    ParallelRegion Begin = &Each == &Layers.front() ? First : ParallelRegion();
    Begin.Op = Each.Begin;
    Begin.Name = Each.Name;
    emit(Begin, R);
  }
  if (D->hasAssociatedStmt()) {
    unsigned Outer = Partitioned;
    // Only a loop that is divided among threads; `simd` alone is not.
    bool Divided =
        isOpenMPLoopDirective(Kind) &&
        (isOpenMPWorksharingDirective(Kind) ||
         isOpenMPTaskLoopDirective(Kind) || isOpenMPDistributeDirective(Kind));
    const auto *Loop = dyn_cast<OMPLoopDirective>(D);
    Partitioned = Divided && Loop ? Loop->getLoopsNumber() : 0;
    size_t Depth = Stack.size();
    stmt(D->getRawStmt());
    popTo(Depth, R);
    Partitioned = Outer;
  }
  for (const Layer &Each : llvm::reverse(Layers)) {
    ParallelRegion End;
    End.Op = Each.End;
    End.Name = Each.End == OpKind::Other ? "end " + Each.Name : Each.Name;
    End.NoWait = First.NoWait;
    bool Shares = Each.End == OpKind::EndFor ||
                  Each.End == OpKind::EndSections ||
                  Each.End == OpKind::EndSingle;
    if (Each.End == OpKind::EndParallel)
      emit(TeamBarrier{true}, R);
    emit(End, R);
    // In a combined directive the parallel region's own barrier follows.
    if (Shares && !First.NoWait && !isOpenMPParallelDirective(Kind))
      emit(TeamBarrier{true}, R);
  }
}
