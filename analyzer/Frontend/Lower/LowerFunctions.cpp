//===- LowerFunctions.cpp - Functions as table entries ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One entry per function, however often it is declared; a constructor or
/// destructor is one function, not a complete and a base variant.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/ASTLambda.h"
#include "clang/AST/Attr.h"

using namespace clang;
using namespace heddle;

bool heddle::isUserCode(const ASTContext &Ctx, const Decl *D, bool AllUser) {
  SourceLocation Loc = D->getLocation();
  if (Loc.isInvalid())
    return false;
  const SourceManager &SM = Ctx.getSourceManager();
  Loc = SM.getExpansionLoc(Loc);
  if (AllUser)
    return SM.getFileEntryForID(SM.getFileID(Loc)) != nullptr;
  return !SM.isInSystemHeader(Loc);
}

const FunctionDecl *ModuleLowerer::bodyToLower(const FunctionDecl *FD) const {
  const FunctionDecl *Def = nullptr;
  if (FD->isDependentContext() || !FD->hasBody(Def) || !isUser(Def))
    return nullptr;
  // A captureless lambda's invoker has an empty body that nobody may run.
  const auto *MD = dyn_cast<CXXMethodDecl>(Def);
  if (MD && MD->isLambdaStaticInvoker())
    return nullptr;
  return Def;
}

static FunctionKind kindOf(const FunctionDecl *FD) {
  if (isa<CXXConstructorDecl>(FD))
    return FunctionKind::Constructor;
  if (isa<CXXDestructorDecl>(FD))
    return FunctionKind::Destructor;
  const auto *MD = dyn_cast<CXXMethodDecl>(FD);
  if (!MD)
    return FunctionKind::Plain;
  // An explicit object parameter is a parameter like others.
  if (!MD->isImplicitObjectMemberFunction())
    return FunctionKind::StaticMethod;
  if (isa<CXXConversionDecl>(FD))
    return FunctionKind::Conversion;
  if (isLambdaCallOperator(MD))
    return FunctionKind::LambdaCall;
  return FunctionKind::Method;
}

/// Never throws by its type. Clang works out implicit specifications late;
/// where it has not, a destructor does not throw and the rest may.
static bool isNoexcept(const FunctionDecl *FD) {
  if (FD->hasAttr<NoThrowAttr>())
    return true;
  const auto *Proto = FD->getType()->getAs<FunctionProtoType>();
  if (!Proto)
    return !FD->getASTContext().getLangOpts().CPlusPlus;
  if (isUnresolvedExceptionSpec(Proto->getExceptionSpecType()))
    return isa<CXXDestructorDecl>(FD);
  return Proto->isNothrow();
}

static std::string spellParams(ModuleLowerer &L, const FunctionDecl *FD) {
  std::string Out = "(";
  for (const ParmVarDecl *P : FD->parameters()) {
    if (Out.size() > 1)
      Out += ", ";
    Out += L.spell(P->getType());
  }
  if (FD->isVariadic())
    Out += Out.size() > 1 ? ", ..." : "...";
  return Out + ")";
}

/// The function or variable that a lambda is written in, for people.
static std::string lambdaHome(ModuleLowerer &L, const CXXRecordDecl *RD) {
  const DeclContext *DC = RD->getDeclContext();
  while (DC) {
    if (const auto *FD = dyn_cast<FunctionDecl>(DC)) {
      const auto *MD = dyn_cast<CXXMethodDecl>(FD);
      if (MD && MD->getParent()->isLambda()) {
        DC = MD->getParent()->getDeclContext();
        continue;
      }
      return L.qualifiedName(FD);
    }
    if (const auto *ND = dyn_cast<NamedDecl>(DC))
      return L.qualifiedName(ND);
    break;
  }
  if (const Decl *D = RD->getLambdaContextDecl())
    if (const auto *ND = dyn_cast<NamedDecl>(D))
      return L.qualifiedName(ND);
  return "file scope";
}

void ModuleLowerer::fillFunction(Function &F, const FunctionDecl *FD) {
  F.Usr = usr(FD);
  F.Name = qualifiedName(FD);
  // `__builtin_memcpy` is memcpy.
  llvm::StringRef Plain = F.Name;
  if (FD->getBuiltinID() && Plain.consume_front("__builtin_") &&
      Ctx.Idents.get(Plain).getBuiltinID())
    F.Name = Plain.str();
  F.Kind = kindOf(FD);
  const auto *MD = dyn_cast<CXXMethodDecl>(FD);
  F.Spelling = spelledName(FD) + spellParams(*this, FD);
  if (MD && isLambdaCallOperator(MD))
    F.Spelling = "lambda in " + lambdaHome(*this, MD->getParent());
  if (MD)
    F.Parent = record(MD->getParent());
  F.Result = type(FD->getReturnType());
  for (const ParmVarDecl *P : FD->parameters()) {
    F.Params.push_back(type(P->getType()));
    F.ParamNames.push_back(P->getNameAsString());
  }
  if (const TemplateArgumentList *Args = FD->getTemplateSpecializationArgs())
    F.TemplateArgs = templateArgs(Args->asArray());
  switch (FD->getAccess()) {
  case AS_private:
    F.Access = heddle::AccessSpecifier::Private;
    break;
  case AS_protected:
    F.Access = heddle::AccessSpecifier::Protected;
    break;
  default:
    break;
  }
  F.Virtual = MD && MD->isVirtual();
  F.Const = MD && MD->isConst();
  F.Noexcept = isNoexcept(FD);
  F.NoReturn = FD->isNoReturn();
  F.Variadic = FD->isVariadic();
  F.InternalLinkage = !FD->isExternallyVisible();
  F.Implicit = FD->isImplicit() && !(MD && isLambdaCallOperator(MD));
  F.Inline = FD->isInlined() || FD->isTemplateInstantiation();
  F.System = !isUser(FD);
  F.Attributes = attributes(FD);
  if (MD)
    for (const CXXMethodDecl *O : MD->overridden_methods())
      F.Overrides.push_back(function(O));
  const FunctionDecl *At = FD;
  FD->hasBody(At);
  if (!At)
    At = FD;
  F.Pos = Sources.position(At->getSourceRange());
  F.NamePos = Sources.position(At->getNameInfo().getSourceRange());
}

FuncId ModuleLowerer::function(const FunctionDecl *FD) {
  if (const auto *DD = dyn_cast<CXXDestructorDecl>(FD))
    if (FuncId Id = destructor(DD->getParent()); valid(Id))
      return Id;
  if (const auto *MD = dyn_cast<CXXMethodDecl>(FD))
    if (MD->isLambdaStaticInvoker() && MD->getParent()->getLambdaCallOperator())
      return lambdaInvoker(MD->getParent()->getLambdaCallOperator());
  const FunctionDecl *Key = FD->getCanonicalDecl();
  if (auto It = FuncIds.find(Key); It != FuncIds.end())
    return It->second;
  FuncId Id{uint32_t(M.Functions.size())};
  FuncIds[Key] = Id;
  M.Functions.emplace_back();
  const FunctionDecl *Def = bodyToLower(FD);
  Function F;
  fillFunction(F, Def ? Def : FD);
  RecordId Parent = F.Parent;
  M.Functions[index(Id)] = std::move(F);
  if (valid(Parent)) {
    heddle::Record &R = M.Records[index(Parent)];
    R.Methods.push_back(Id);
    if (FD->getOverloadedOperator() == OO_Call)
      R.CallOperators.push_back(Id);
  }
  if (Def)
    Queue.push_back({Id, BodySource::Declared, Def, nullptr, nullptr});
  return Id;
}

FuncId ModuleLowerer::destructor(const CXXRecordDecl *RD) {
  RD = RD->getDefinition();
  if (!RD || RD->isInvalidDecl() || RD->isDependentContext() ||
      (RD->hasTrivialDestructor() && !RD->hasUserDeclaredDestructor()))
    return FuncId::None;
  if (auto It = DestructorIds.find(RD); It != DestructorIds.end())
    return It->second;
  FuncId Id{uint32_t(M.Functions.size())};
  DestructorIds[RD] = Id;
  M.Functions.emplace_back();
  RecordId Parent = record(RD);
  const CXXDestructorDecl *DD = RD->getDestructor();
  Function F;
  if (DD) {
    const FunctionDecl *Def = nullptr;
    fillFunction(F, DD->hasBody(Def) ? Def : DD);
  } else {
    // Closures and classes never destroyed by name have no declaration.
    F.Usr = usr(RD) + "@F@~#";
    F.Name = qualifiedName(RD) + "::~" + ownName(RD, false);
    F.Spelling = spelledName(RD) + "::~" + ownName(RD, false) + "()";
    F.Kind = FunctionKind::Destructor;
    F.Parent = Parent;
    F.Result = type(Ctx.VoidTy);
    F.Noexcept = F.Implicit = F.Inline = true;
    F.System = !isUser(RD);
    F.InternalLinkage = !RD->isExternallyVisible();
    F.Pos = Sources.position(RD->getSourceRange());
    F.NamePos = Sources.position(RD->getLocation());
  }
  M.Functions[index(Id)] = std::move(F);
  M.Records[index(Parent)].Destructor = Id;
  M.Records[index(Parent)].Methods.push_back(Id);
  // A declared destructor without a body here is defined elsewhere.
  bool HasBody = !DD || DD->isDefaulted() || DD->isImplicit() || DD->hasBody();
  if (HasBody && isUser(RD))
    Queue.push_back({Id, BodySource::Destructor, DD, RD, nullptr});
  return Id;
}

FuncId ModuleLowerer::lambdaInvoker(const CXXMethodDecl *CallOperator) {
  if (auto It = InvokerIds.find(CallOperator); It != InvokerIds.end())
    return It->second;
  FuncId Call = function(CallOperator);
  FuncId Id{uint32_t(M.Functions.size())};
  InvokerIds[CallOperator] = Id;
  Function F = M[Call];
  F.Usr += "@invoke";
  F.Name = qualifiedName(CallOperator->getParent()) + "::__invoke";
  F.Kind = FunctionKind::StaticMethod;
  F.Implicit = true;
  F.Definition.reset();
  F.Table = {};
  M.Functions.push_back(std::move(F));
  Queue.push_back({Id, BodySource::LambdaInvoker, CallOperator,
                   CallOperator->getParent(), nullptr});
  return Id;
}
