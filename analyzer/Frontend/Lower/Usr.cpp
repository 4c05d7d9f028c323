//===- Usr.cpp - Names of declarations, for machines and people -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Clang's USR where it is good: the same in every translation unit and free of
/// positions. It is not for what has no linkage or internal linkage (it then
/// holds a file's base name or an offset), nor for templates over such types.
/// Those get a name of ours: the USR of what is around them, then kind, name
/// and a number among equals: `c:@F@main#@lambda#1`, `c:src/a.c@helper`.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Index/USRGeneration.h"

using namespace clang;
using namespace heddle;

// --- When is Clang's own name not enough? -----------------------------------

bool ModuleLowerer::needsOwnUsr(llvm::ArrayRef<TemplateArgument> Args) {
  return llvm::any_of(Args, [&](const TemplateArgument &A) {
    switch (A.getKind()) {
    case TemplateArgument::Type:
      return needsOwnUsr(A.getAsType());
    case TemplateArgument::Declaration:
      return needsOwnUsr(A.getAsDecl());
    case TemplateArgument::Pack:
      return needsOwnUsr(A.getPackAsArray());
    case TemplateArgument::StructuralValue:
      return true;
    default:
      return false;
    }
  });
}

bool ModuleLowerer::needsOwnUsr(QualType T) {
  const clang::Type *Ty = T.getCanonicalType().getTypePtr();
  if (const auto *F = dyn_cast<FunctionProtoType>(Ty))
    return needsOwnUsr(F->getReturnType()) ||
           llvm::any_of(F->param_types(),
                        [&](QualType P) { return needsOwnUsr(P); });
  if (const auto *A = dyn_cast<clang::ArrayType>(Ty))
    return needsOwnUsr(A->getElementType());
  if (QualType Inner = Ty->getPointeeType(); !Inner.isNull())
    return needsOwnUsr(Inner);
  const TagDecl *TD = Ty->getAsTagDecl();
  return TD && needsOwnUsr(TD);
}

bool ModuleLowerer::needsOwnUsr(const NamedDecl *D) {
  bool IsLocal = D->getParentFunctionOrMethod() && !D->isLocalExternDecl();
  if (IsLocal || !D->isExternallyVisible())
    return true;
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent())
    if (const auto *TD = dyn_cast<TagDecl>(DC))
      return needsOwnUsr(TD) ||
             (isa<TagDecl>(D) && !D->getIdentifier() &&
              !cast<TagDecl>(D)->getTypedefNameForAnonDecl());
  if (const auto *TD = dyn_cast<TagDecl>(D))
    if (!TD->getIdentifier() && !TD->getTypedefNameForAnonDecl())
      return true;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(D))
    return needsOwnUsr(Spec->getTemplateArgs().asArray());
  if (const auto *Spec = dyn_cast<VarTemplateSpecializationDecl>(D))
    return needsOwnUsr(Spec->getTemplateArgs().asArray());
  if (const auto *FD = dyn_cast<FunctionDecl>(D)) {
    if (const TemplateArgumentList *Args = FD->getTemplateSpecializationArgs())
      if (needsOwnUsr(Args->asArray()))
        return true;
    return needsOwnUsr(FD->getType());
  }
  return false;
}

std::string ModuleLowerer::usr(const NamedDecl *D) {
  if (const auto *TD = dyn_cast<TagDecl>(D)) {
    if (const TagDecl *Def = TD->getDefinition())
      D = Def;
  } else {
    D = cast<NamedDecl>(D->getCanonicalDecl());
  }
  auto It = Usrs.find(D);
  if (It != Usrs.end())
    return It->second;
  std::string Out = computeUsr(D);
  Usrs[D] = Out;
  return Out;
}

std::string ModuleLowerer::computeUsr(const NamedDecl *D) {
  llvm::SmallString<128> Buffer;
  if (!needsOwnUsr(D) && !index::generateUSRForDecl(D, Buffer))
    return std::string(Buffer);
  return ownUsr(D);
}

// --- Our own names ----------------------------------------------------------

std::string ModuleLowerer::contextUsr(const NamedDecl *D) {
  const DeclContext *DC = D->getDeclContext()->getRedeclContext();
  if (const auto *Parent = dyn_cast<NamedDecl>(DC);
      Parent && !isa<NamespaceDecl>(DC))
    return usr(Parent);
  // Two units' internal names are two entities, also from one header.
  std::string Out = "c:";
  if (!D->isExternallyVisible() && !D->getDeclContext()->isFunctionOrMethod())
    Out += Sources.mainFileName();
  llvm::SmallVector<const NamespaceDecl *, 8> Around; // innermost first
  for (; DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC))
      Around.push_back(NS);
  for (const NamespaceDecl *NS : llvm::reverse(Around))
    Out += NS->isAnonymousNamespace() ? "@aN" : "@N@" + NS->getNameAsString();
  return Out;
}

std::string ModuleLowerer::typeUsr(QualType T) {
  T = T.getCanonicalType();
  std::string Out;
  if (T.isConstQualified())
    Out += '1';
  if (T.isVolatileQualified())
    Out += '2';
  const clang::Type *Ty = T.getTypePtr();
  if (const TagDecl *TD = Ty->getAsTagDecl())
    return Out + "$" + usr(TD).substr(2);
  if (isa<clang::PointerType>(Ty))
    return Out + "*" + typeUsr(Ty->getPointeeType());
  if (isa<LValueReferenceType>(Ty))
    return Out + "&" + typeUsr(Ty->getPointeeType());
  if (isa<RValueReferenceType>(Ty))
    return Out + "&&" + typeUsr(Ty->getPointeeType());
  if (const auto *A = dyn_cast<ConstantArrayType>(Ty))
    return Out + "[" + std::to_string(A->getSize().getLimitedValue()) + "]" +
           typeUsr(A->getElementType());
  if (const auto *F = dyn_cast<FunctionProtoType>(Ty)) {
    Out += "F" + typeUsr(F->getReturnType()) + "(";
    for (QualType P : F->param_types())
      Out += typeUsr(P) + "#";
    return Out + (F->isVariadic() ? ".)" : ")");
  }
  return spell(T);
}

std::string
ModuleLowerer::templateArgsUsr(llvm::ArrayRef<TemplateArgument> Args) {
  std::string Out = ">";
  for (const TemplateArgument &A : Args) {
    Out += '#';
    if (A.getKind() == TemplateArgument::Type) {
      Out += typeUsr(A.getAsType());
    } else if (A.getKind() == TemplateArgument::Pack) {
      Out += "p" + std::to_string(A.pack_size()) +
             templateArgsUsr(A.getPackAsArray());
    } else if (A.getKind() == TemplateArgument::Declaration) {
      Out += usr(A.getAsDecl());
    } else {
      PrintingPolicy Policy(Ctx.getLangOpts());
      Policy.AnonymousTagLocations = false;
      llvm::raw_string_ostream OS(Out);
      A.print(Policy, OS, true);
    }
  }
  return Out;
}

static llvm::StringRef kindLetter(const NamedDecl *D) {
  if (isa<FunctionDecl>(D))
    return "@F@";
  if (const auto *RD = dyn_cast<RecordDecl>(D))
    return RD->isUnion() ? "@U@" : "@S@";
  if (isa<EnumDecl>(D))
    return "@E@";
  return "@";
}

std::string ModuleLowerer::ownUsr(const NamedDecl *D) {
  std::string Out = contextUsr(D);
  const auto *RD = dyn_cast<CXXRecordDecl>(D);
  if (RD && RD->isLambda())
    return Out + "@lambda#" + std::to_string(ordinal(D));
  Out += kindLetter(D);
  std::string Name = D->getNameAsString();
  if (const auto *TD = dyn_cast<TagDecl>(D))
    if (const auto *Typedef = TD->getTypedefNameForAnonDecl())
      Name = Typedef->getNameAsString();
  Out += Name;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(D))
    Out += templateArgsUsr(Spec->getTemplateArgs().asArray());
  if (const auto *FD = dyn_cast<FunctionDecl>(D)) {
    if (const TemplateArgumentList *Args = FD->getTemplateSpecializationArgs())
      Out += templateArgsUsr(Args->asArray());
    if (Ctx.getLangOpts().CPlusPlus) {
      for (const ParmVarDecl *P : FD->parameters())
        Out += "#" + typeUsr(P->getType());
      if (const auto *MD = dyn_cast<CXXMethodDecl>(FD); MD && MD->isConst())
        Out += "#1";
    }
    return Out + "#";
  }
  // Several locals of one function may share a name; unnamed tags have none.
  bool IsLocal = D->getParentFunctionOrMethod() != nullptr;
  if (IsLocal || Name.empty())
    if (unsigned N = ordinal(D); N > 1 || Name.empty())
      Out += "#" + std::to_string(N);
  return Out;
}

// --- Numbers among equals ---------------------------------------------------

namespace {
/// Meets the lambdas, static variables and types of one function in the order
/// they are written, so that numbers do not depend on who asks first.
class LocalCollector : public RecursiveASTVisitor<LocalCollector> {
public:
  std::vector<const NamedDecl *> Found;
  bool shouldVisitImplicitCode() const { return true; }
  bool TraverseLambdaExpr(LambdaExpr *E) {
    Found.push_back(E->getLambdaClass());
    for (Expr *Init : E->capture_inits())
      if (Init && !TraverseStmt(Init))
        return false;
    return true;
  }
  bool VisitVarDecl(VarDecl *VD) {
    if (VD->isStaticLocal())
      Found.push_back(VD);
    return true;
  }
  bool TraverseCXXRecordDecl(CXXRecordDecl *RD) {
    Found.push_back(RD);
    return true;
  }
  bool TraverseRecordDecl(RecordDecl *RD) {
    Found.push_back(RD);
    return true;
  }
  bool VisitEnumDecl(EnumDecl *ED) {
    Found.push_back(ED);
    return true;
  }
};
} // namespace

void ModuleLowerer::numberLocals(const FunctionDecl *FD) {
  const FunctionDecl *Def = nullptr;
  if (!FD->hasBody(Def) || !Numbered.insert(Def).second)
    return;
  LocalCollector Collector;
  for (ParmVarDecl *P : Def->parameters())
    Collector.TraverseDecl(P);
  if (const auto *CD = dyn_cast<CXXConstructorDecl>(Def))
    for (CXXCtorInitializer *Init : CD->inits())
      Collector.TraverseStmt(Init->getInit());
  Collector.TraverseStmt(Def->getBody());
  for (const NamedDecl *D : Collector.Found)
    ordinal(D);
}

unsigned ModuleLowerer::ordinal(const NamedDecl *D) {
  const NamedDecl *Key = D;
  if (const auto *TD = dyn_cast<TagDecl>(D))
    Key = TD->getCanonicalDecl();
  if (auto It = Ordinals.find(Key); It != Ordinals.end())
    return It->second;
  const DeclContext *DC = D->getDeclContext();
  if (const auto *FD = dyn_cast<FunctionDecl>(DC)) {
    numberLocals(FD);
    if (auto It = Ordinals.find(Key); It != Ordinals.end())
      return It->second;
  } else if (!isa<CXXRecordDecl>(D) || !cast<CXXRecordDecl>(D)->isLambda()) {
    // Unnamed members of a class: as written.
    for (const Decl *Sibling : DC->decls())
      if (const auto *TD = dyn_cast<TagDecl>(Sibling);
          TD && !TD->getIdentifier() && TD->getCanonicalDecl() != Key &&
          !Ordinals.count(TD->getCanonicalDecl())) {
        std::string Group = contextUsr(TD) + "@?";
        Ordinals[TD->getCanonicalDecl()] = ++Counters[Group];
      } else if (TD && TD->getCanonicalDecl() == Key) {
        break;
      }
    return Ordinals[Key] = ++Counters[contextUsr(D) + "@?"];
  }
  const auto *RD = dyn_cast<CXXRecordDecl>(D);
  std::string Group = contextUsr(D);
  Group += RD && RD->isLambda() ? "@lambda" : "@" + D->getNameAsString();
  return Ordinals[Key] = ++Counters[Group];
}

// --- For people and Specs ---------------------------------------------------

std::string ModuleLowerer::ownName(const NamedDecl *D, bool WithArgs) {
  if (const auto *RD = dyn_cast<CXXRecordDecl>(D); RD && RD->isLambda())
    return "lambda#" + std::to_string(ordinal(D));
  std::string Name;
  if (const auto *CD = dyn_cast<CXXConstructorDecl>(D))
    Name = ownName(CD->getParent(), false);
  else if (const auto *DD = dyn_cast<CXXDestructorDecl>(D))
    Name = "~" + ownName(DD->getParent(), false);
  else if (const auto *Conv = dyn_cast<CXXConversionDecl>(D))
    Name = "operator " + spell(Conv->getConversionType());
  else
    Name = D->getNameAsString();
  if (const auto *TD = dyn_cast<TagDecl>(D); TD && Name.empty()) {
    if (const auto *Typedef = TD->getTypedefNameForAnonDecl())
      return Typedef->getNameAsString();
    return (isa<EnumDecl>(TD) ? "enum#" : "struct#") +
           std::to_string(ordinal(D));
  }
  if (!WithArgs)
    return Name;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(D))
    return Name + spellArgs(Spec->getTemplateArgs().asArray(),
                            Spec->getSpecializedTemplate());
  if (const auto *FD = dyn_cast<FunctionDecl>(D))
    if (const TemplateArgumentList *Args = FD->getTemplateSpecializationArgs())
      return Name + spellArgs(Args->asArray(), FD->getPrimaryTemplate());
  return Name;
}

/// `<int, 3>`, without arguments that are defaults.
std::string ModuleLowerer::spellArgs(llvm::ArrayRef<TemplateArgument> Args,
                                     const TemplateDecl *Template) {
  const TemplateParameterList *Params = Template->getTemplateParameters();
  while (!Args.empty() && Args.size() <= Params->size() &&
         isSubstitutedDefaultArgument(Ctx, Args.back(),
                                      Params->getParam(Args.size() - 1), Args,
                                      Params->getDepth()))
    Args = Args.drop_back();
  std::string Out;
  for (const TemplateArg &A : templateArgs(Args))
    Out += (Out.empty() ? "<" : ", ") + A.Spelling;
  return Out.empty() ? "<>" : Out + ">";
}

std::string ModuleLowerer::contextName(const DeclContext *DC, bool WithArgs) {
  for (; DC && !DC->isTranslationUnit(); DC = DC->getParent()) {
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC))
      if (NS->isInline() || NS->isAnonymousNamespace())
        continue;
    const auto *ND = dyn_cast<NamedDecl>(DC);
    if (!ND)
      continue;
    // A lambda's call operator says nothing that the lambda does not.
    if (const auto *MD = dyn_cast<CXXMethodDecl>(ND))
      if (MD->getParent()->isLambda())
        continue;
    return contextName(DC->getParent(), WithArgs) + ownName(ND, WithArgs) +
           "::";
  }
  return "";
}

std::string ModuleLowerer::qualifiedName(const NamedDecl *D) {
  return contextName(D->getDeclContext(), false) + ownName(D, false);
}

std::string ModuleLowerer::spelledName(const NamedDecl *D) {
  return contextName(D->getDeclContext(), true) + ownName(D, true);
}
