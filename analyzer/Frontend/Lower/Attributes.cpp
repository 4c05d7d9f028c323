//===- Attributes.cpp - Clang's thread-safety attributes --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the author states about locks, as facts. The lock expression becomes a
/// root and the members followed from it where it has that shape; otherwise
/// only its text is kept.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/Attr.h"

using namespace clang;
using namespace heddle;

static const Expr *stripLockExpr(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenImpCasts();
    if (const auto *U = dyn_cast<UnaryOperator>(E);
        U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref))
      E = U->getSubExpr();
    else if (const auto *C = dyn_cast<ExprWithCleanups>(E))
      E = C->getSubExpr();
    else
      return E;
  }
}

AttributePath ModuleLowerer::attributePath(const Expr *E, const Decl *On) {
  AttributePath Path;
  E = stripLockExpr(E);
  llvm::raw_string_ostream OS(Path.Text);
  E->printPretty(OS, nullptr, PrintingPolicy(Ctx.getLangOpts()));
  if (const auto *S = dyn_cast<clang::StringLiteral>(E)) {
    Path.Text = S->getString().str();
    return Path;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_LNot) {
    Path.Negative = true;
    E = stripLockExpr(U->getSubExpr());
  } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
             Call && Call->getOperator() == OO_Exclaim) {
    Path.Negative = true;
    E = stripLockExpr(Call->getArg(0));
  }
  std::vector<FieldRef> Reversed;
  while (const auto *ME = dyn_cast<MemberExpr>(E)) {
    const auto *FD = dyn_cast<FieldDecl>(ME->getMemberDecl());
    if (!FD)
      break;
    Reversed.push_back(field(FD));
    E = stripLockExpr(ME->getBase());
  }
  Path.Fields.assign(Reversed.rbegin(), Reversed.rend());
  if (isa<CXXThisExpr>(E)) {
    Path.Root = AttributePath::RootKind::This;
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Param = dyn_cast<ParmVarDecl>(Ref->getDecl())) {
      Path.Root = AttributePath::RootKind::Param;
      Path.Param = Param->getFunctionScopeIndex();
    } else if (const auto *VD = dyn_cast<VarDecl>(Ref->getDecl());
               VD && VD->hasGlobalStorage()) {
      Path.Root = AttributePath::RootKind::Global;
      Path.Global = global(VD);
    } else if (const auto *FD = dyn_cast<FieldDecl>(Ref->getDecl())) {
      // In C a member names its sibling without an object.
      Path.Root = AttributePath::RootKind::This;
      Path.Fields.insert(Path.Fields.begin(), field(FD));
    } else {
      Path.Fields.clear();
    }
  } else {
    Path.Fields.clear();
  }
  return Path;
}

void ModuleLowerer::addAttribute(std::vector<Attribute> &Out,
                                 AttributeKind Kind,
                                 llvm::ArrayRef<const Expr *> Args,
                                 const Decl *On) {
  Attribute A;
  A.Kind = Kind;
  for (const Expr *E : Args)
    if (E && !E->isValueDependent())
      A.Args.push_back(attributePath(E, On));
  Out.push_back(std::move(A));
}

std::vector<Attribute> ModuleLowerer::attributes(const Decl *D) {
  std::vector<Attribute> Out;
  if (!D->hasAttrs())
    return Out;
  using K = AttributeKind;
  auto Add = [&](K Kind, llvm::ArrayRef<const Expr *> Args) {
    addAttribute(Out, Kind, Args, D);
  };
  auto List = [](auto *A) {
    return std::vector<const Expr *>(A->args_begin(), A->args_end());
  };
  for (const clang::Attr *A : D->attrs()) {
    if (isa<CapabilityAttr>(A))
      Add(K::Capability, {});
    else if (isa<ScopedLockableAttr>(A))
      Add(K::ScopedCapability, {});
    else if (const auto *G = dyn_cast<GuardedByAttr>(A))
      Add(K::GuardedBy, {G->getArg()});
    else if (const auto *G = dyn_cast<PtGuardedByAttr>(A))
      Add(K::PtGuardedBy, {G->getArg()});
    else if (const auto *B = dyn_cast<AcquiredBeforeAttr>(A))
      Add(K::AcquiredBefore, List(B));
    else if (const auto *B = dyn_cast<AcquiredAfterAttr>(A))
      Add(K::AcquiredAfter, List(B));
    else if (const auto *R = dyn_cast<RequiresCapabilityAttr>(A))
      Add(R->isShared() ? K::RequiresShared : K::Requires, List(R));
    else if (const auto *R = dyn_cast<AcquireCapabilityAttr>(A))
      Add(R->isShared() ? K::AcquireShared : K::Acquire, List(R));
    else if (const auto *R = dyn_cast<ReleaseCapabilityAttr>(A))
      Add(R->isGeneric()  ? K::ReleaseGeneric
          : R->isShared() ? K::ReleaseShared
                          : K::Release,
          List(R));
    else if (const auto *T = dyn_cast<TryAcquireCapabilityAttr>(A)) {
      Add(T->isShared() ? K::TryAcquireShared : K::TryAcquire, List(T));
      Expr::EvalResult Success;
      if (!T->getSuccessValue()->isValueDependent() &&
          T->getSuccessValue()->EvaluateAsInt(Success, Ctx))
        Out.back().SuccessValue =
            Success.Val.getInt().extOrTrunc(64).getExtValue();
    } else if (const auto *E = dyn_cast<LocksExcludedAttr>(A))
      Add(K::Excludes, List(E));
    else if (const auto *C = dyn_cast<AssertCapabilityAttr>(A))
      Add(C->isShared() ? K::AssertHeldShared : K::AssertHeld, List(C));
    else if (const auto *R = dyn_cast<LockReturnedAttr>(A))
      Add(K::ReturnCapability, {R->getArg()});
    else if (isa<NoThreadSafetyAnalysisAttr>(A))
      Add(K::NoThreadSafetyAnalysis, {});
  }
  return Out;
}
