//===- LowerOpenMP.cpp - OpenMP directives ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// OpenMP is threads like all others to the analyses:
///
///     int Sum = 0;                          var %Sum
///     #pragma omp parallel for              spawn %0 = openmp @region(&%Sum)
///     for (int I = 0; I < N; ++I)             team
///       Sum += A[I];                        join %0
///
/// The body of a region that other threads run is outlined: it becomes a
/// function, which gets what it shares by address (OpenMPOutline.cpp) and has
/// private variables of its own (OpenMPData.cpp). One spawn starts the whole
/// team; it is joined where the region ends. A task is a spawn, and barriers
/// and taskwait join. A critical section takes a lock that all of its name
/// have in common; `atomic` makes atomic accesses (OpenMPAtomic.cpp).
///
/// What shares work out within a team stays where it is, between marks
/// (ParallelRegion): a loop whose rounds are divided, sections, `single`. All
/// threads come by there, and code that not all of them run is behind a branch
/// that nobody knows the outcome of. Analyses tell from the marks what one
/// thread does alone.
///
/// Directives that are not understood are havoc, which the ledger counts.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;
using namespace heddle;
using OpKind = ParallelRegion::OpKind;
using llvm::omp::Directive;

static std::string nameOf(Directive Kind) {
  return llvm::omp::getOpenMPDirectiveName(Kind, llvm::omp::FallbackVersion)
      .str();
}

/// Runs in threads of a team of its own. `distribute parallel for` within a
/// region of teams is taken for a loop that the teams divide.
static bool startsTeam(Directive Kind) {
  return isOpenMPTeamsDirective(Kind) || (isOpenMPParallelDirective(Kind) &&
                                          !isOpenMPDistributeDirective(Kind));
}

static bool startsTask(Directive Kind) {
  return isOpenMPTaskingDirective(Kind) || isOpenMPTaskLoopDirective(Kind);
}

static bool isByPrimary(Directive Kind) {
  const std::string Name = nameOf(Kind);
  return llvm::StringRef(Name).contains("master") ||
         llvm::StringRef(Name).contains("masked");
}

void FunctionLowerer::openMPGap(llvm::StringRef What, SourceRange R) {
  havoc(HavocReason::OpenMP, What, {}, R);
}

// --- Directives without a body ----------------------------------------------

void FunctionLowerer::joinTasks(bool Deep, SourceRange R) {
  Join J;
  J.Group = true;
  J.Deep = Deep;
  J.Handle = taskHandle();
  emit(J, R);
  for (PlaceId Group : TaskGroups) {
    J.Handle = Group;
    emit(J, R);
  }
}

bool FunctionLowerer::standaloneOpenMP(const OMPExecutableDirective *D) {
  SourceRange R = D->getSourceRange();
  switch (D->getDirectiveKind()) {
  case Directive::OMPD_barrier:
    joinTasks(/*Deep=*/true, R);
    emit(TeamBarrier{false}, R);
    return true;
  case Directive::OMPD_flush:
    emit(Fence{MemoryOrder::SeqCst, false}, R);
    return true;
  case Directive::OMPD_taskwait:
    // One that waits for some tasks is not counted on.
    if (D->getNumClauses() == 0)
      joinTasks(/*Deep=*/false, R);
    return true;
  case Directive::OMPD_taskyield:
  case Directive::OMPD_nothing:
    return true;
  default:
    if (D->hasAssociatedStmt())
      return false;
    openMPGap(nameOf(D->getDirectiveKind()), R);
    return true;
  }
}

// --- Regions ----------------------------------------------------------------

void FunctionLowerer::marked(ParallelRegion Begin, OpKind End, bool ByOne,
                             SourceRange R, llvm::function_ref<void()> Body) {
  BlockId Done = BlockId::None;
  if (ByOne) {
    BlockId Inside = B.newBlock();
    Done = B.newBlock();
    B.branch(B.nondetTerm(type(Ctx.BoolTy)), Inside, Done, range(R));
    B.startBlock(Inside);
  }
  ParallelRegion Last;
  Last.Op = End;
  Last.Name = Begin.Name;
  Last.NoWait = Begin.NoWait;
  emit(std::move(Begin), R);
  size_t Depth = Stack.size();
  Body();
  popTo(Depth, R);
  if (B.reachable())
    emit(std::move(Last), R);
  if (ByOne)
    B.enterBlock(Done, range(R));
}

void FunctionLowerer::openMP(const OMPExecutableDirective *D) {
  if (standaloneOpenMP(D))
    return;
  SourceRange R = D->getSourceRange();
  Directive Kind = D->getDirectiveKind();
  // Still the same rounds of the loop around, in another order.
  if (isOpenMPLoopTransformationDirective(Kind))
    return stmt(D->getRawStmt());
  if (Kind == Directive::OMPD_atomic)
    return atomicDirective(cast<OMPAtomicDirective>(D));
  if (!isOpenMPTargetExecutionDirective(Kind))
    return openMPBody(D, TeamRole::None);
  // The device works on copies, and mapping moves them; this is taken for work
  // on the originals, here and now.
  ParallelRegion Begin;
  Begin.Op = OpKind::BeginTarget;
  Begin.NoWait = D->getSingleClause<OMPNowaitClause>() != nullptr;
  marked(Begin, OpKind::EndTarget, /*ByOne=*/false, R,
         [&] { openMPBody(D, TeamRole::None); });
}

void FunctionLowerer::openMPBody(const OMPExecutableDirective *D,
                                 TeamRole Inside) {
  SourceRange R = D->getSourceRange();
  Directive Kind = D->getDirectiveKind();
  if (startsTeam(Kind) && Inside == TeamRole::None)
    return outline(D, TeamRole::Team);
  auto Rest = [&] {
    if (startsTask(Kind))
      outline(D, TeamRole::Task);
    else
      sharedOut(D, Inside);
  };
  if (Inside == TeamRole::Task)
    return sharedOut(D, Inside);
  if (!isByPrimary(Kind))
    return Rest();
  ParallelRegion Begin;
  Begin.Op = OpKind::BeginMaster;
  // masked filter(2): one thread too, another one.
  if (const auto *Filter = D->getSingleClause<OMPFilterClause>()) {
    std::optional<TermId> N = constant(Filter->getThreadID());
    if (!N || !B.isInt(*N))
      return openMPGap("masked filter", R);
    if (B.term(*N).Value != 0)
      Begin.Name = "filter " + std::to_string(B.term(*N).Value);
  }
  marked(Begin, OpKind::EndMaster, /*ByOne=*/true, R, Rest);
}

/// Tasks that begin in the body, and theirs, have ended where it ends.
void FunctionLowerer::taskGroup(SourceRange R,
                                llvm::function_ref<void()> Body) {
  PlaceId Array =
      newTemp(Ctx.getConstantArrayType(Ctx.IntTy, llvm::APInt(64, 2), nullptr,
                                       ArraySizeModifier::Normal, 0),
              R);
  TaskGroups.push_back(anyElement(Array, Ctx.IntTy));
  Body();
  Join J;
  J.Group = J.Deep = true;
  J.Handle = TaskGroups.back();
  if (B.reachable())
    emit(J, R);
  TaskGroups.pop_back();
}

/// What the threads that are there do with the body, and wait for each other
/// where it ends.
void FunctionLowerer::sharedOut(const OMPExecutableDirective *D,
                                TeamRole Inside) {
  SourceRange R = D->getSourceRange();
  Directive Kind = D->getDirectiveKind();
  const bool IsOutlined = Inside != TeamRole::None;
  ParallelRegion Begin;
  Begin.NoWait = D->getSingleClause<OMPNowaitClause>() != nullptr;
  const auto *Loop = dyn_cast<OMPLoopBasedDirective>(D);
  // `simd` alone is not divided among threads.
  const bool Divided =
      Loop &&
      (isOpenMPWorksharingDirective(Kind) || isOpenMPTaskLoopDirective(Kind) ||
       isOpenMPDistributeDirective(Kind) || isOpenMPGenericLoopDirective(Kind));
  auto Body = [&] {
    withOwn(D, [&] {
      unsigned Outer = Partitioned;
      Partitioned = Divided ? Loop->getLoopsNumber() : 0;
      stmt(D->getRawStmt());
      Partitioned = Outer;
    });
  };
  bool Waits = true;
  if (llvm::StringRef(nameOf(Kind)).contains("sections")) {
    Begin.Op = OpKind::BeginSections;
    marked(Begin, OpKind::EndSections, /*ByOne=*/false, R,
           [&] { withOwn(D, [&] { sections(D); }); });
  } else if (Divided) {
    Begin.Op = OpKind::BeginFor;
    // ordered(N): its rounds wait for those that they name.
    if (const auto *C = D->getSingleClause<OMPOrderedClause>())
      if (C->getNumForLoops())
        Begin.Name = "doacross";
    if (const auto *C = D->getSingleClause<OMPScheduleClause>();
        C && Begin.Name.empty()) {
      if (C->getChunkSize())
        Begin.Name = "chunks";
      else if (C->getScheduleKind() == OMPC_SCHEDULE_static)
        Begin.Name = "static";
    }
    marked(Begin, OpKind::EndFor, /*ByOne=*/false, R, Body);
    Waits = isOpenMPWorksharingDirective(Kind) ||
            (isOpenMPGenericLoopDirective(Kind) && !startsTeam(Kind));
    if (isOpenMPDistributeDirective(Kind) && isOpenMPParallelDirective(Kind) &&
        !startsTeam(Kind))
      openMPGap("distribute parallel: threads of one team", R);
  } else if (Kind == Directive::OMPD_single) {
    Begin.Op = OpKind::BeginSingle;
    marked(Begin, OpKind::EndSingle, /*ByOne=*/true, R, Body);
  } else if (Kind == Directive::OMPD_ordered) {
    Begin.Op = OpKind::BeginOrdered;
    marked(Begin, OpKind::EndOrdered, /*ByOne=*/false, R, Body);
    Waits = false;
  } else if (Kind == Directive::OMPD_critical) {
    critical(D);
    Waits = false;
  } else if (Kind == Directive::OMPD_taskgroup) {
    taskGroup(R, Body);
    Waits = false;
  } else {
    Body();
    Waits = Kind == Directive::OMPD_scope;
    if (!IsOutlined && !isByPrimary(Kind) && !isOpenMPSimdDirective(Kind) &&
        !isOpenMPTargetExecutionDirective(Kind) &&
        Kind != Directive::OMPD_scope && Kind != Directive::OMPD_section &&
        Kind != Directive::OMPD_target_data)
      openMPGap(nameOf(Kind), R);
  }
  // Where the region ends with the function, the join is the barrier.
  if (!Waits || Begin.NoWait || IsOutlined || !B.reachable())
    return;
  joinTasks(/*Deep=*/true, R);
  emit(TeamBarrier{true}, R);
  // What one thread read in is given to the others behind its back.
  for (const auto *C : D->getClausesOfKind<OMPCopyprivateClause>())
    for (const Expr *E : C->varlist())
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
        if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl()))
          emit(Assign{variable(VD, R), B.nondetTerm(type(VD->getType()))}, R);
}

void FunctionLowerer::sections(const OMPExecutableDirective *D) {
  const Stmt *Body = D->getRawStmt();
  const auto *All = dyn_cast<CompoundStmt>(Body);
  for (const Stmt *S : All ? llvm::ArrayRef(All->body_begin(), All->body_end())
                           : llvm::ArrayRef(Body)) {
    ParallelRegion Begin;
    Begin.Op = OpKind::BeginSection;
    marked(Begin, OpKind::EndSection, /*ByOne=*/true, S->getSourceRange(), [&] {
      const auto *Section = dyn_cast<OMPSectionDirective>(S);
      stmt(Section ? Section->getRawStmt() : S);
    });
  }
}

void FunctionLowerer::critical(const OMPExecutableDirective *D) {
  SourceRange R = D->getSourceRange();
  std::string Name =
      cast<OMPCriticalDirective>(D)->getDirectiveName().getAsString();
  Name = Name.empty() ? "critical" : "critical(" + Name + ")";
  PlaceId Lock =
      B.globalPlace(L.runtimeObject(Name, Ctx.IntTy, false), type(Ctx.IntTy));
  Acquire A;
  A.Lock = Lock;
  emit(A, R);
  Release Leave;
  Leave.Lock = Lock;
  size_t Depth = Stack.size();
  Cleanup C;
  C.Kind = CleanupKind::Region;
  C.Ev = Leave;
  C.Range = R;
  push(std::move(C));
  stmt(D->getRawStmt());
  popTo(Depth, R);
}
