//===- DeclareMembers.cpp - What a library offers ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A model holds the library functions that are called. To see which ones Specs
/// leave out, all that could be called are declared here: the public members of
/// classes that the main file gives a name to, or the functions of C headers.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

using namespace clang;
using namespace heddle;

/// Names that belong to the implementation: `_M_insert`, `__gthread_create`.
static bool isReserved(const NamedDecl *D) {
  const IdentifierInfo *Id = D->getIdentifier();
  return Id && Id->getName().starts_with("_");
}

void ModuleLowerer::declareMembers(const TranslationUnitDecl *TU) {
  for (const Decl *D : TU->decls()) {
    const auto *Alias = dyn_cast<TypedefNameDecl>(D);
    if (Alias && isUser(Alias)) {
      if (const auto *RD = Alias->getUnderlyingType()->getAsCXXRecordDecl())
        declareMembers(RD);
    } else if (const auto *FD = dyn_cast<FunctionDecl>(D)) {
      if (!Ctx.getLangOpts().CPlusPlus && !isReserved(FD))
        function(FD);
    }
  }
}

static bool isInherited(const CXXMethodDecl *MD) {
  return !isa<CXXConstructorDecl, CXXDestructorDecl>(MD) &&
         MD->getOverloadedOperator() != OO_Equal;
}

void ModuleLowerer::declareMembers(const CXXRecordDecl *RD, bool IsBase) {
  RD = RD->getDefinition();
  if (!RD)
    return;
  for (const Decl *D : RD->decls()) {
    if (const auto *Using = dyn_cast<UsingShadowDecl>(D))
      D = Using->getTargetDecl();
    const auto *ND = dyn_cast<NamedDecl>(D);
    if (!ND || ND->getAccess() != AS_public || isReserved(ND))
      continue;
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(ND))
      ND = Template->getTemplatedDecl();
    const auto *MD = dyn_cast<CXXMethodDecl>(ND);
    if (MD && !MD->isDeleted() && (!IsBase || isInherited(MD)))
      function(MD);
  }
  for (const CXXBaseSpecifier &Base : RD->bases())
    if (const auto *BaseRD = Base.getType()->getAsCXXRecordDecl();
        BaseRD && Base.getAccessSpecifier() == AS_public)
      declareMembers(BaseRD, /*IsBase=*/true);
}
