//===- LowerTu.cpp - The walk over a translation unit -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Everything the user's files define is entered in the tables in the order it
/// is written, instantiations after their template; then the queue of bodies is
/// worked off, which may enter more (implicit members, lambdas, library
/// functions that are called).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/Basic/Stack.h"
#include "clang/Basic/TargetInfo.h"

using namespace clang;
using namespace heddle;

ModuleLowerer::ModuleLowerer(ASTContext &Ctx, Preprocessor &PP,
                             const LowerTuOptions &Options)
    : Ctx(Ctx), PP(PP), Options(Options), Sources(Ctx, Options, M.Files) {}

heddle::Module ModuleLowerer::run() {
  M.Name = Sources.mainFileName();
  M.Lang = Ctx.getLangOpts().CPlusPlus ? Language::Cxx : Language::C;
  const TargetInfo &Target = Ctx.getTargetInfo();
  M.Data.PointerBytes = Target.getPointerWidth(LangAS::Default) / 8;
  M.Data.LongBytes = Target.getLongWidth() / 8;
  M.Data.CharSigned = Ctx.getLangOpts().CharIsSigned;
  visitContext(Ctx.getTranslationUnitDecl());
  if (Options.DeclareMembers)
    declareMembers(Ctx.getTranslationUnitDecl());
  drain();
  return std::move(M);
}

void ModuleLowerer::drain() {
  while (!Queue.empty() || !FieldQueue.empty() || !GlobalQueue.empty() ||
         !LambdaQueue.empty()) {
    for (size_t I = 0; I < FieldQueue.size(); ++I)
      fillFields(FieldQueue[I].first, FieldQueue[I].second);
    FieldQueue.clear();
    for (size_t I = 0; I < GlobalQueue.size(); ++I)
      defineGlobal(GlobalQueue[I]);
    GlobalQueue.clear();
    for (size_t I = 0; I < LambdaQueue.size(); ++I)
      visitLambda(LambdaQueue[I]);
    LambdaQueue.clear();
    if (Queue.empty())
      continue;
    PendingBody P = Queue.front();
    Queue.pop_front();
    lowerBody(*this, P);
  }
}

void ModuleLowerer::addGap(std::string What, std::string Why,
                           SourceRange Range) {
  M.Gaps.push_back({std::move(What), std::move(Why), Sources.position(Range)});
}

// --- Declarations as written ------------------------------------------------

void ModuleLowerer::visitContext(const DeclContext *DC) {
  for (const Decl *D : DC->decls())
    visitDecl(D);
}

void ModuleLowerer::visitDecl(const Decl *D) {
  if (!Visited.insert(D).second)
    return;
  if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D)) {
    // Also in system headers' namespaces: `template <> struct std::hash<T>`.
    visitContext(cast<DeclContext>(D));
  } else if (const auto *TD = dyn_cast<TemplateDecl>(D)) {
    visitTemplate(TD);
  } else if (!isUser(D)) {
    return;
  } else if (const auto *FD = dyn_cast<FunctionDecl>(D)) {
    visitFunction(FD);
  } else if (const auto *RD = dyn_cast<CXXRecordDecl>(D)) {
    visitRecord(RD);
  } else if (const auto *RD = dyn_cast<RecordDecl>(D)) {
    if (RD->isThisDeclarationADefinition())
      record(RD);
  } else if (const auto *VD = dyn_cast<VarDecl>(D)) {
    visitVariable(VD);
  } else if (const auto *FD = dyn_cast<FriendDecl>(D)) {
    if (const NamedDecl *ND = FD->getFriendDecl())
      visitDecl(ND);
  } else if (isa<ImportDecl>(D)) {
    addGap("import of a module", "C++20 modules are not followed",
           D->getSourceRange());
  } else if (isa<TopLevelStmtDecl, FileScopeAsmDecl>(D)) {
    addGap(isa<FileScopeAsmDecl>(D) ? "assembly at file scope" : "statement",
           "not part of any function", D->getSourceRange());
  }
}

void ModuleLowerer::visitFunction(const FunctionDecl *FD) {
  if (FD->isDependentContext())
    return;
  if (bodyToLower(FD))
    function(FD);
}

void ModuleLowerer::visitRecord(const CXXRecordDecl *RD) {
  if (RD->isDependentContext() || RD->isLambda() || RD->isInjectedClassName() ||
      !RD->isThisDeclarationADefinition())
    return;
  record(RD);
  visitContext(RD);
  // What a virtual call may reach, and what ends objects of this class.
  if (!RD->isInvalidDecl() && !RD->hasTrivialDestructor())
    destructor(RD);
}

void ModuleLowerer::visitVariable(const VarDecl *VD) {
  if (VD->getType()->isDependentType() ||
      VD->getDeclContext()->isDependentContext() ||
      isa<VarTemplatePartialSpecializationDecl>(VD))
    return;
  if (definitionOf(VD))
    defineGlobal(VD);
}

void ModuleLowerer::visitTemplate(const TemplateDecl *TD) {
  if (!isUser(TD) || TD->getCanonicalDecl() != TD)
    return;
  if (const auto *FT = dyn_cast<FunctionTemplateDecl>(TD)) {
    for (const FunctionDecl *FD : FT->specializations())
      visitFunction(FD);
  } else if (const auto *CT = dyn_cast<ClassTemplateDecl>(TD)) {
    for (const ClassTemplateSpecializationDecl *RD : CT->specializations())
      if (RD->getSpecializationKind() != TSK_ExplicitSpecialization &&
          RD->getDefinition())
        visitRecord(RD->getDefinition());
  } else if (const auto *VT = dyn_cast<VarTemplateDecl>(TD)) {
    for (const VarDecl *VD : VT->specializations())
      visitVariable(VD);
  }
}

void ModuleLowerer::visitLocalRecord(const RecordDecl *RD) { visitDecl(RD); }

void ModuleLowerer::visitLambda(const CXXRecordDecl *Closure) {
  const CXXMethodDecl *Call = Closure->getLambdaCallOperator();
  if (!Call)
    return;
  if (const FunctionTemplateDecl *Generic =
          Call->getDescribedFunctionTemplate()) {
    for (const FunctionDecl *FD : Generic->specializations())
      visitFunction(FD);
  } else {
    visitFunction(Call);
  }
}

heddle::Module heddle::lowerTranslationUnit(ASTContext &Ctx, Preprocessor &PP,
                                            const LowerTuOptions &Options) {
  clang::noteBottomOfStack();
  return ModuleLowerer(Ctx, PP, Options).run();
}
