//===- OpenMPOutline.cpp - Regions that other threads run -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The function that a region is made into has one parameter for each variable
/// that it uses and that is older than it: its address, or its value where the
/// region has a copy (firstprivate). A shared variable that no region ever
/// changes is handed over by value, too: nobody can tell, and the analyses see
/// that all threads of a team have one `N`.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

#include <set>

using namespace clang;
using namespace heddle;
using OpKind = ParallelRegion::OpKind;

namespace {

/// What is written of directives: Clang keeps much beside it, for generating
/// code.
template <class Derived>
class WrittenVisitor : public RecursiveASTVisitor<Derived> {
public:
  bool shouldVisitImplicitCode() const { return true; }
  bool TraverseStmt(Stmt *S) {
    auto *D = dyn_cast_or_null<OMPExecutableDirective>(S);
    return D ? static_cast<Derived *>(this)->directive(D)
             : RecursiveASTVisitor<Derived>::TraverseStmt(S);
  }
  bool directive(OMPExecutableDirective *D) {
    for (OMPClause *C : D->clauses())
      for (Stmt *Item : C->children())
        if (Item && !TraverseStmt(Item))
          return false;
    return !D->hasAssociatedStmt() || TraverseStmt(D->getRawStmt());
  }

private:
  WrittenVisitor() = default;
  friend Derived;
};

/// Variables and `this`, as far as a statement uses them.
class UseFinder : public WrittenVisitor<UseFinder> {
public:
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *BD = dyn_cast<BindingDecl>(E->getDecl())) {
      if (const VarDecl *Holding = BD->getHoldingVar())
        add(Holding);
      else if (BD->getBinding())
        TraverseStmt(BD->getBinding());
    }
    add(dyn_cast<VarDecl>(E->getDecl()));
    return true;
  }
  bool VisitVarDecl(VarDecl *VD) {
    Inside.insert(VD);
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *) {
    UsesThis = true;
    return true;
  }
  /// Of a closure, what it captures counts; its body is a function of its own.
  bool TraverseLambdaExpr(LambdaExpr *E) {
    for (const LambdaCapture &C : E->captures())
      UsesThis |= C.capturesThis();
    for (Expr *Init : E->capture_inits())
      if (Init)
        TraverseStmt(Init);
    return true;
  }

  std::vector<const VarDecl *> Used;
  llvm::DenseSet<const VarDecl *> Inside;
  bool UsesThis = false;

private:
  void add(const VarDecl *VD) {
    if (VD && Known.insert(VD).second)
      Used.push_back(VD);
  }
  llvm::DenseSet<const VarDecl *> Known;
};

/// Variables that are changed in a region they are older than.
class ChangeFinder : public WrittenVisitor<ChangeFinder> {
public:
  bool directive(OMPExecutableDirective *D) {
    ++Depth;
    for (const OMPClause *C : D->clauses())
      if (isa<OMPLastprivateClause, OMPReductionClause, OMPInReductionClause,
              OMPLinearClause, OMPCopyprivateClause>(C))
        for (const Stmt *Item : C->children())
          if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Item))
            change(dyn_cast<VarDecl>(Ref->getDecl()));
    if (auto *A = dyn_cast<OMPAtomicDirective>(D))
      for (Expr *E : {A->getX(), A->getV(), A->getR()})
        changeIn(E);
    bool Continue = WrittenVisitor::directive(D);
    --Depth;
    return Continue;
  }
  bool VisitVarDecl(VarDecl *VD) {
    Born.try_emplace(VD, Depth);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      changeIn(E->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp())
      changeIn(E->getSubExpr());
    return true;
  }
  llvm::DenseSet<const VarDecl *> Changed;

private:
  void changeIn(Expr *E) {
    if (!E)
      return;
    UseFinder Finder;
    Finder.TraverseStmt(E);
    // `a[i] = 0` counts for `i` as well, which is no harm.
    for (const VarDecl *VD : Finder.Used)
      change(VD);
  }
  void change(const VarDecl *VD) {
    if (VD && Depth > Born.lookup(VD))
      Changed.insert(VD);
  }
  unsigned Depth = 0;
  llvm::DenseMap<const VarDecl *, unsigned> Born; ///< parameters: 0
};
} // namespace

bool FunctionLowerer::isReadOnlyShared(const VarDecl *VD) {
  if (!VD->hasLocalStorage() || !VD->getType()->isScalarType() ||
      VD->getType().isVolatileQualified() || !FD || !FD->hasBody() ||
      Captures.count(VD) || addressTaken().count(VD))
    return false;
  if (!ChangedInRegion) {
    ChangeFinder Finder;
    Finder.TraverseStmt(FD->getBody());
    ChangedInRegion = std::move(Finder.Changed);
  }
  return !ChangedInRegion->count(VD);
}

std::optional<TermId>
FunctionLowerer::handOver(OutlinedRegion &Out, const VarDecl *VD,
                          std::optional<DataSharing> Sharing, SourceRange R) {
  if (Sharing == DataSharing::Private)
    return std::nullopt;
  const bool IsCopy = Sharing == DataSharing::FirstPrivate;
  if (VD->hasGlobalStorage() && !IsCopy)
    return std::nullopt;
  // In a lambda's body: a member of the closure, which is handed over whole.
  if (!IsCopy && captured(VD, R))
    return std::nullopt;
  QualType T = VD->getType().getNonReferenceType();
  const bool Constant =
      !Sharing && (GivenByValue.count(VD) ||
                   (Out.Role == TeamRole::Team && isReadOnlyShared(VD)));
  if ((IsCopy && T->isScalarType()) || Constant) {
    Out.Params.push_back({VD, T.getUnqualifiedType(), true});
    std::optional<PlaceId> Capture = captured(VD, R);
    return load(Capture ? *Capture : variable(VD, R), T, R);
  }
  Out.Params.push_back({VD, T, false});
  if (!IsCopy)
    return addressOf(variable(VD, R));
  std::optional<PlaceId> Capture = captured(VD, R);
  PlaceId Copy = newTemp(T, R);
  copyObject(Copy, Capture ? *Capture : variable(VD, R), T.getUnqualifiedType(),
             R, R, /*IsInit=*/true);
  return addressOf(Copy);
}

PlaceId FunctionLowerer::taskHandle() {
  QualType T = Ctx.getConstantArrayType(Ctx.IntTy, llvm::APInt(64, 2), nullptr,
                                        ArraySizeModifier::Normal, 0);
  return anyElement(
      B.globalPlace(L.runtimeObject("tasks", T, /*ThreadLocal=*/true), type(T)),
      Ctx.IntTy);
}

/// `num_threads(1)`, `if(0)`: one thread, and where it says so for a task, at
/// once.
static bool isAlone(const OMPExecutableDirective *D, const ASTContext &Ctx) {
  auto Is = [&](const Expr *E, int64_t N) {
    Expr::EvalResult Result;
    return E && !E->isValueDependent() && E->EvaluateAsInt(Result, Ctx) &&
           Result.Val.getInt() == N;
  };
  if (const auto *C = D->getSingleClause<OMPNumThreadsClause>())
    if (Is(C->getNumThreads(), 1))
      return true;
  for (const auto *C : D->getClausesOfKind<OMPIfClause>())
    if (Is(C->getCondition(), 0) &&
        (C->getNameModifier() == llvm::omp::OMPD_unknown ||
         C->getNameModifier() == llvm::omp::OMPD_parallel ||
         C->getNameModifier() == llvm::omp::OMPD_task))
      return true;
  return false;
}

/// Does more decide on how it is run than is written down: conditions that may
/// take the threads away, dependences of other forms, a league of teams?
static bool isConditional(const OMPExecutableDirective *D) {
  auto IsOpen = [](const OMPDependClause *C) {
    const OpenMPDependClauseKind Kind = C->getDependencyKind();
    return C->getModifier() ||
           (Kind != OMPC_DEPEND_in && Kind != OMPC_DEPEND_out &&
            Kind != OMPC_DEPEND_inout && Kind != OMPC_DEPEND_mutexinoutset) ||
           llvm::any_of(C->varlist(), [](const Expr *E) {
             return isa<ArraySectionExpr>(E->IgnoreParenImpCasts());
           });
  };
  return D->hasClausesOfKind<OMPIfClause>() ||
         D->hasClausesOfKind<OMPFinalClause>() ||
         isOpenMPTeamsDirective(D->getDirectiveKind()) ||
         llvm::any_of(D->getClausesOfKind<OMPDependClause>(), IsOpen);
}

/// Variables that a target region maps, and does not copy.
static std::set<const VarDecl *> mappedBy(const OMPExecutableDirective *D) {
  std::set<const VarDecl *> Mapped;
  for (const auto *C : D->getClausesOfKind<OMPMapClause>())
    for (const Expr *E : C->varlist())
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
        Mapped.insert(dyn_cast<VarDecl>(Ref->getDecl()));
  return Mapped;
}

/// The region as a function's body to be, and in \p Args what its spawn hands
/// over: `this` and the variables that it uses.
std::shared_ptr<const OutlinedRegion>
FunctionLowerer::outlinedRegion(const OMPExecutableDirective *D, TeamRole Role,
                                std::vector<TermId> &Args) {
  auto Out = std::make_shared<OutlinedRegion>();
  Out->Directive = D;
  Out->Role = Role;
  UseFinder Uses;
  Uses.TraverseStmt(const_cast<Stmt *>(D->getRawStmt()));
  std::map<const VarDecl *, DataSharing> Sharing;
  for (const OwnVariable &V : ownVariables(D)) {
    Sharing.emplace(V.Var, V.Sharing);
    if (!llvm::is_contained(Uses.Used, V.Var))
      Uses.Used.push_back(V.Var);
  }
  // On a device scalars are copies unless they are mapped.
  const bool IsTarget = isOpenMPTargetExecutionDirective(D->getDirectiveKind());
  const std::set<const VarDecl *> Mapped = mappedBy(D);
  if (valid(This) && (Uses.UsesThis || Closure)) {
    Out->This = L.qualType(B.local(This).Type);
    Args.push_back(B.valueTerm(B.localPlace(This)));
  }
  for (const VarDecl *VD : Uses.Used) {
    if (Uses.Inside.count(VD))
      continue;
    std::optional<DataSharing> How;
    if (auto It = Sharing.find(VD); It != Sharing.end())
      How = It->second;
    else if (IsTarget && VD->getType()->isScalarType() && !Mapped.count(VD) &&
             VD->hasLocalStorage())
      How = DataSharing::FirstPrivate;
    if (std::optional<TermId> Arg =
            handOver(*Out, VD, How, D->getSourceRange()))
      Args.push_back(*Arg);
  }
  return Out;
}

void FunctionLowerer::outline(const OMPExecutableDirective *D, TeamRole Role) {
  SourceRange R = D->getSourceRange();
  auto Kind = D->getDirectiveKind();
  const bool IsTaskLoop =
      Role == TeamRole::Task && isOpenMPTaskLoopDirective(Kind);
  const bool Alone = isAlone(D, Ctx);
  ParallelRegion Begin;
  Begin.Op = Role == TeamRole::Team ? OpKind::BeginParallel : OpKind::BeginTask;
  FullExpr State = beginFullExpr();
  if (const auto *N = D->getSingleClause<OMPNumThreadsClause>())
    Begin.NumThreads = rvalue(N->getNumThreads());
  for (const auto *If : D->getClausesOfKind<OMPIfClause>())
    rvalue(If->getCondition());
  if (isConditional(D))
    Begin.Name = "conditional";
  endFullExpr(State, R);

  Spawn S;
  S.Kind = ThreadKind::OpenMP;
  S.Role = Alone && Role == TeamRole::Team ? TeamRole::One
           : IsTaskLoop                    ? TeamRole::Team
                                           : Role;
  FuncId Body = L.outlined(P.Func, FD, outlinedRegion(D, Role, S.Args));
  QualType Void = Ctx.getFunctionType(Ctx.VoidTy, {}, {});
  S.Target = addressOf(B.functionPlace(Body, type(Void)));
  const bool Waits = Role == TeamRole::Team || Alone ||
                     (IsTaskLoop && !D->getSingleClause<OMPNogroupClause>());
  // Two loops' tasks may run at once, which are taken for one team.
  if (IsTaskLoop && !Waits)
    openMPGap("taskloop nogroup", R);
  S.Handle = Waits                ? newTemp(Ctx.IntTy, R)
             : TaskGroups.empty() ? taskHandle()
                                  : TaskGroups.back();
  emit(Begin, R);
  if (Role == TeamRole::Task)
    dependences(D);
  PlaceId Handle = S.Handle;
  emit(std::move(S), R);
  if (Waits) {
    Join J;
    J.Handle = Handle;
    J.Deep = true;
    emit(J, R);
  }
  if (Role == TeamRole::Team)
    forgetThreadPrivate(R);
  ParallelRegion End;
  End.Op = Role == TeamRole::Team ? OpKind::EndParallel : OpKind::EndTask;
  emit(End, R);
}

void FunctionLowerer::dependences(const OMPExecutableDirective *D) {
  for (const auto *C : D->getClausesOfKind<OMPDependClause>()) {
    const OpenMPDependClauseKind Kind = C->getDependencyKind();
    const bool Out = Kind == OMPC_DEPEND_out || Kind == OMPC_DEPEND_inout ||
                     Kind == OMPC_DEPEND_mutexinoutset;
    // Misses: what others order; the tasks are taken to be parallel.
    if ((!Out && Kind != OMPC_DEPEND_in) || C->getModifier())
      continue;
    for (const Expr *E : C->varlist()) {
      if (E->containsErrors() ||
          isa<ArraySectionExpr>(E->IgnoreParenImpCasts()))
        continue;
      FullExpr State = beginFullExpr();
      emit(TaskDependence{lvalue(E), Out}, E->getSourceRange());
      endFullExpr(State, E->getSourceRange());
    }
  }
}

void FunctionLowerer::outlinedBody() {
  const OutlinedRegion &Region = *P.Region;
  const OMPExecutableDirective *D = Region.Directive;
  auto Param = [&](std::string Name, QualType T) {
    Local V;
    V.Name = std::move(Name);
    V.Type = type(T);
    V.Kind = LocalKind::Param;
    return B.addLocal(std::move(V), range(D->getBeginLoc()));
  };
  if (!Region.This.isNull())
    This = Param("this", Region.This);
  const auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
  if (MD && MD->getParent()->isLambda() &&
      MD->getOverloadedOperator() == OO_Call)
    enterLambda(MD);
  for (const OutlinedRegion::Given &G : Region.Params) {
    QualType T = G.ByValue ? G.Type : Ctx.getPointerType(G.Type);
    LocalId Id = Param(G.Var->getNameAsString(), T);
    if (G.ByValue) {
      Renamed[G.Var] = B.localPlace(Id);
      Vars[G.Var] = Id;
      VarOf[index(Id)] = G.Var;
      GivenByValue.insert(G.Var);
    } else {
      Renamed[G.Var] = deref(B.valueTerm(B.localPlace(Id)), G.Type);
    }
  }
  const Stmt *Body = D->getRawStmt();
  findLabels(Body);
  openMPBody(D, Region.Role);
  if (!B.reachable())
    return;
  if (Region.Role == TeamRole::Team)
    joinTasks(/*Deep=*/true, Body->getEndLoc());
  finishReturn(TermId::None, Body->getEndLoc());
}

// --- Entries of the module's tables -----------------------------------------

FuncId ModuleLowerer::outlined(FuncId Home, const FunctionDecl *Decl,
                               std::shared_ptr<const OutlinedRegion> Region) {
  const unsigned Number = ++Regions[Home];
  const Function &Around = M[Home];
  Function F;
  F.Usr = Around.Usr + "@omp" + std::to_string(Number);
  const char *What =
      Region->Role == TeamRole::Team ? "parallel region" : "task";
  std::string In = Decl ? qualifiedName(Decl) : Around.Name;
  F.Spelling = std::string(What) + " in " + In;
  F.Name = F.Spelling;
  F.Result = type(Ctx.VoidTy);
  auto Add = [&](std::string Name, QualType T) {
    F.Params.push_back(type(T));
    F.ParamNames.push_back(std::move(Name));
  };
  if (!Region->This.isNull())
    Add("this", Region->This);
  for (const OutlinedRegion::Given &G : Region->Params)
    Add(G.Var->getNameAsString(),
        G.ByValue ? G.Type : Ctx.getPointerType(G.Type));
  // An exception that leaves the region ends the program.
  F.Noexcept = true;
  // Nobody else can name it, and so nobody calls it from outside.
  F.InternalLinkage = true;
  F.System = Around.System;
  F.Pos = Sources.position(Region->Directive->getSourceRange());
  F.NamePos = Sources.position(Region->Directive->getBeginLoc());
  FuncId Id{uint32_t(M.Functions.size())};
  M.Functions.push_back(std::move(F));
  PendingBody Pending;
  Pending.Func = Id;
  Pending.Source = BodySource::Region;
  Pending.Decl = Decl;
  Pending.Region = std::move(Region);
  Queue.push_back(std::move(Pending));
  return Id;
}

GlobalId ModuleLowerer::runtimeObject(llvm::StringRef Name, QualType T,
                                      bool ThreadLocal) {
  auto [It, IsNew] = RuntimeObjects.try_emplace(Name.str());
  if (!IsNew)
    return It->second;
  Global G;
  G.Usr = "heddle:omp@" + Name.str();
  G.Name = G.Spelling = Name.str();
  G.Type = type(T);
  G.ThreadLocal = ThreadLocal;
  G.Defined = true;
  G.System = true;
  It->second = GlobalId{uint32_t(M.Globals.size())};
  M.Globals.push_back(std::move(G));
  return It->second;
}
