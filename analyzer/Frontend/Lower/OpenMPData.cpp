//===- OpenMPData.cpp - Variables of each thread's own ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// private, firstprivate, lastprivate, reduction, linear, and the variables of
/// divided loops: within the construct the name means a local of the thread.
/// Where the construct ends, a reduction adds to the original in one step, as
/// the runtime does; lastprivate is written by one thread.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/DeclOpenMP.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;
using namespace heddle;
using OpKind = ParallelRegion::OpKind;

/// The variable that an item of a clause's list is (part of).
static const VarDecl *itemVariable(const Expr *E) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Section = dyn_cast<ArraySectionExpr>(E))
      E = Section->getBase();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else
      break;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

static std::optional<BinaryOp> combiner(const DeclarationNameInfo &Name) {
  switch (Name.getName().getCXXOverloadedOperator()) {
  case OO_Plus:
  case OO_Minus:
    return BinaryOp::Add;
  case OO_Star:
    return BinaryOp::Mul;
  case OO_Amp:
    return BinaryOp::And;
  case OO_Pipe:
    return BinaryOp::Or;
  case OO_Caret:
    return BinaryOp::Xor;
  default:
    return std::nullopt;
  }
}

std::vector<FunctionLowerer::OwnVariable>
FunctionLowerer::ownVariables(const OMPExecutableDirective *D) {
  std::vector<OwnVariable> Out;
  auto Add = [&](OwnVariable V) {
    if (!V.Var)
      return;
    for (OwnVariable &Known : Out)
      if (Known.Var == V.Var) {
        // firstprivate and lastprivate at once.
        const bool Last = Known.Sharing == DataSharing::LastPrivate ||
                          V.Sharing == DataSharing::LastPrivate;
        Known.First |= Last && (Known.Sharing == DataSharing::FirstPrivate ||
                                V.Sharing == DataSharing::FirstPrivate);
        if (Last)
          Known.Sharing = DataSharing::LastPrivate;
        return;
      }
    Out.push_back(V);
  };
  auto Reduced = [&](auto *C) {
    for (const Expr *E : C->varlist())
      Add({.Var = itemVariable(E),
           .Sharing = DataSharing::Reduction,
           .Combine = combiner(C->getNameInfo())});
  };
  auto Named = [](const Expr *E) { return itemVariable(E); };
  for (const OMPClause *C : D->clauses()) {
    if (const auto *P = dyn_cast<OMPPrivateClause>(C)) {
      for (auto [E, Copy] : llvm::zip(P->varlist(), P->private_copies()))
        Add({.Var = Named(E), .Copy = Named(Copy)});
    } else if (const auto *P = dyn_cast<OMPFirstprivateClause>(C)) {
      for (auto [E, Copy, From] :
           llvm::zip(P->varlist(), P->private_copies(), P->inits()))
        Add({.Var = Named(E),
             .Copy = Named(Copy),
             .Source = Named(From),
             .Sharing = DataSharing::FirstPrivate});
    } else if (const auto *P = dyn_cast<OMPLastprivateClause>(C)) {
      for (const Expr *E : P->varlist())
        Add({.Var = Named(E), .Sharing = DataSharing::LastPrivate});
    } else if (const auto *P = dyn_cast<OMPLinearClause>(C)) {
      for (const Expr *E : P->varlist())
        Add({.Var = Named(E),
             .Sharing = DataSharing::LastPrivate,
             .First = true});
    } else if (const auto *P = dyn_cast<OMPReductionClause>(C)) {
      Reduced(P);
    } else if (const auto *P = dyn_cast<OMPInReductionClause>(C)) {
      Reduced(P);
    }
  }
  // The variable of an associated loop is private without a clause.
  if (const auto *Loop = dyn_cast<OMPLoopDirective>(D))
    for (const Expr *E : Loop->counters())
      if (const VarDecl *VD = E ? itemVariable(E) : nullptr;
          VD && (VD->hasGlobalStorage() || Vars.count(VD) ||
                 Renamed.count(VD) || Captures.count(VD)))
        Add({.Var = VD});
  return Out;
}

FunctionLowerer::OwnCopy FunctionLowerer::makeOwn(const OwnVariable &V,
                                                  SourceRange R) {
  const VarDecl *VD = V.Var;
  QualType T = VD->getType().getNonReferenceType().getUnqualifiedType();
  const bool IsObject = elementRecord(T) != nullptr;
  OwnCopy C{.What = V};
  C.Original = captured(VD, R).value_or(PlaceId::None);
  if (!valid(C.Original))
    C.Original = variable(VD, R);
  Local Own;
  Own.Name = VD->getNameAsString();
  Own.Type = type(T);
  LocalId Id = B.addLocal(std::move(Own), range(VD->getLocation()));
  C.Own = B.localPlace(Id);
  emit(Scope{true, Id}, R);
  if (V.Copy && V.Copy->getInit() && IsObject) {
    if (V.Source)
      Renamed[V.Source] = C.Original;
    initVariable(C.Own, V.Copy);
  } else if (V.Sharing == DataSharing::FirstPrivate) {
    store(C.Own, T, load(C.Original, T, R), R, /*IsInit=*/true);
  } else if (V.Sharing == DataSharing::Reduction || V.First) {
    // The neutral element, or what the original held when the construct was
    // reached.
    emit(Assign{C.Own, B.nondetTerm(type(T))}, R);
  }
  if (IsObject && L.hasNonTrivialDestructor(T))
    pushDestroy(C.Own, T, R);
  Cleanup End;
  End.Kind = CleanupKind::EndScope;
  End.Local = Id;
  End.Range = R;
  push(std::move(End));

  if (auto It = Renamed.find(VD); It != Renamed.end())
    C.OldName = It->second;
  if (auto It = Vars.find(VD); It != Vars.end())
    C.OldLocal = It->second;
  Renamed[VD] = C.Own;
  Vars[VD] = Id;
  VarOf[index(Id)] = VD;
  return C;
}

void FunctionLowerer::giveBack(const OwnCopy &C, SourceRange R) {
  QualType T = C.What.Var->getType().getNonReferenceType().getUnqualifiedType();
  if (C.What.Sharing == DataSharing::LastPrivate && B.reachable()) {
    // By the thread that has the last round.
    ParallelRegion Begin;
    Begin.Op = OpKind::BeginSingle;
    Begin.Name = "lastprivate";
    Begin.NoWait = true;
    marked(Begin, OpKind::EndSingle, /*ByOne=*/true, R,
           [&] { copyObject(C.Original, C.Own, T, R, R, /*IsInit=*/false); });
  }
  if (C.What.Sharing == DataSharing::Reduction && B.reachable()) {
    PlaceId To = C.Original;
    if (const auto *Pointer = T->getAs<PointerType>())
      To = anyElement(deref(B.valueTerm(To), Pointer->getPointeeType()),
                      Pointer->getPointeeType());
    const RecordDecl *RD = elementRecord(T);
    if (RD && !T.isTriviallyCopyableType(Ctx))
      openMPGap("reduction of objects of class type", R);
    atomicAccess(AccessKind::Update, To, TermId::None,
                 C.What.Combine.value_or(BinaryOp::Add), MemoryOrder::Relaxed,
                 R);
  }
  const VarDecl *VD = C.What.Var;
  if (valid(C.OldName))
    Renamed[VD] = C.OldName;
  else
    Renamed.erase(VD);
  if (C.OldLocal)
    Vars[VD] = *C.OldLocal;
  else
    Vars.erase(VD);
}

void FunctionLowerer::withOwn(const OMPExecutableDirective *D,
                              llvm::function_ref<void()> Body) {
  SourceRange R = D->getSourceRange();
  size_t Depth = Stack.size();
  std::vector<OwnCopy> Copies;
  const bool IsOutlined = P.Region && P.Region->Directive == D;
  for (const OwnVariable &V : ownVariables(D)) {
    if (V.Sharing == DataSharing::FirstPrivate && IsOutlined)
      continue; // was handed over as a copy
    // A pointer whose array is reduced points to an array of the thread's own.
    Copies.push_back(makeOwn(V, R));
    if (V.Sharing == DataSharing::Reduction &&
        V.Var->getType()->isPointerType()) {
      Allocate A;
      A.Op = Allocate::OpKind::Alloca;
      A.Result = Copies.back().Own;
      A.Type = type(V.Var->getType()->getPointeeType());
      A.Count = B.nondetTerm(type(Ctx.getSizeType()));
      emit(A, R);
    }
  }
  Body();
  for (const OwnCopy &C : llvm::reverse(Copies))
    giveBack(C, R);
  popTo(Depth, R);
}

/// Threads of a team keep such variables of their own from region to region;
/// the thread that started the team is one of them.
void FunctionLowerer::forgetThreadPrivate(SourceRange R) {
  llvm::SmallVector<const DeclContext *> Work{Ctx.getTranslationUnitDecl()};
  if (FD)
    Work.push_back(FD);
  while (!Work.empty())
    for (const Decl *D : Work.pop_back_val()->decls()) {
      if (isa<NamespaceDecl, LinkageSpecDecl>(D))
        Work.push_back(cast<DeclContext>(D));
      if (const auto *List = dyn_cast<OMPThreadPrivateDecl>(D))
        for (const Expr *E : List->varlist())
          if (const VarDecl *VD = itemVariable(E))
            L.global(VD);
    }
  for (uint32_t I = 0; I < L.M.Globals.size(); ++I)
    if (const heddle::Global &G = L.M.Globals[I];
        G.ThreadLocal && !G.System && L.qualType(G.Type)->isScalarType())
      emit(Assign{B.globalPlace(GlobalId{I}, G.Type), B.nondetTerm(G.Type)}, R);
}
