//===- LibraryBodies.cpp - Which library bodies to read ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See LibraryBodies.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/LibraryBodies.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/TypeVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace heddle {
namespace {

/// The types a canonical type is made of, one level down.
class Components : public TypeVisitor<Components> {
public:
  explicit Components(llvm::SmallVectorImpl<QualType> &Out) : Out(Out) {}

  void VisitPointerType(const PointerType *T) { add(T->getPointeeType()); }
  void VisitReferenceType(const ReferenceType *T) { add(T->getPointeeType()); }
  void VisitBlockPointerType(const BlockPointerType *T) {
    add(T->getPointeeType());
  }
  void VisitArrayType(const ArrayType *T) { add(T->getElementType()); }
  void VisitVectorType(const VectorType *T) { add(T->getElementType()); }
  void VisitComplexType(const ComplexType *T) { add(T->getElementType()); }
  void VisitAtomicType(const AtomicType *T) { add(T->getValueType()); }
  void VisitMemberPointerType(const MemberPointerType *T) {
    add(T->getPointeeType());
    if (const CXXRecordDecl *Class = T->getMostRecentCXXRecordDecl())
      add(Class->getASTContext().getCanonicalTagType(Class));
  }
  void VisitFunctionType(const FunctionType *T) { add(T->getReturnType()); }
  void VisitFunctionProtoType(const FunctionProtoType *T) {
    add(T->getReturnType());
    for (QualType Param : T->param_types())
      add(Param);
  }

private:
  void add(QualType T) { Out.push_back(T); }
  llvm::SmallVectorImpl<QualType> &Out;
};

} // namespace

bool UserMentions::inType(QualType T) {
  if (T.isNull())
    return false;
  T = T.getCanonicalType().getUnqualifiedType();
  if (T->isBuiltinType())
    return false;
  auto [It, Inserted] = Known.try_emplace(T.getAsOpaquePtr(), false);
  if (!Inserted)
    return It->second;
  bool Result = inTypeUncached(T);
  Known[T.getAsOpaquePtr()] = Result;
  return Result;
}

bool UserMentions::inTypeUncached(QualType T) {
  if (const TagDecl *Tag = T->getAsTagDecl())
    return inDecl(Tag);
  llvm::SmallVector<QualType, 8> Parts;
  Components(Parts).Visit(T.getTypePtr());
  return llvm::any_of(Parts, [this](QualType Part) { return inType(Part); });
}

bool UserMentions::inArgument(const TemplateArgument &Arg) {
  switch (Arg.getKind()) {
  case TemplateArgument::Type:
    return inType(Arg.getAsType());
  case TemplateArgument::Declaration:
    return inDecl(Arg.getAsDecl());
  case TemplateArgument::Template:
  case TemplateArgument::TemplateExpansion:
    if (const TemplateDecl *D =
            Arg.getAsTemplateOrTemplatePattern().getAsTemplateDecl())
      return inDecl(D);
    return true;
  case TemplateArgument::Pack:
    return llvm::any_of(Arg.pack_elements(), [this](const TemplateArgument &A) {
      return inArgument(A);
    });
  case TemplateArgument::Integral:
    return inType(Arg.getIntegralType());
  case TemplateArgument::StructuralValue:
    return inType(Arg.getStructuralValueType());
  case TemplateArgument::Null:
  case TemplateArgument::NullPtr:
    return false;
  case TemplateArgument::Expression:
    return true; // dependent: never asked for a specialisation
  }
  return true;
}

bool UserMentions::inArguments(const TemplateArgumentList &Args) {
  return llvm::any_of(Args.asArray(), [this](const TemplateArgument &A) {
    return inArgument(A);
  });
}

bool UserMentions::inDecl(const Decl *D) {
  SourceLocation Loc = D->getLocation();
  if (Loc.isValid() && !SM.isInSystemHeader(SM.getExpansionLoc(Loc)))
    return true;
  for (; D && !isa<TranslationUnitDecl>(D);
       D = cast_or_null<Decl>(D->getDeclContext())) {
    if (const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(D))
      if (inArguments(Class->getTemplateArgs()))
        return true;
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      if (const auto *Args = Function->getTemplateSpecializationArgs())
        if (inArguments(*Args))
          return true;
  }
  return false;
}

bool canSkipBody(const SourceManager &SM, const Decl *D) {
  if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
    return false;
  const FunctionDecl *Function = D->getAsFunction();
  return Function && !Function->isTemplated();
}

/// std::thread's constructor says in its body whether its arguments fit.
static bool checksArguments(const FunctionDecl *D) {
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(D);
  if (!Constructor || !Constructor->getParent()->isInStdNamespace())
    return false;
  const StringRef Class = Constructor->getParent()->getName();
  return Class == "thread" || Class == "jthread";
}

LibraryBodiesConsumer::LibraryBodiesConsumer(
    CompilerInstance &CI, bool Skip,
    llvm::function_ref<void(ASTContext &)> Done)
    : CI(CI), Skip(Skip), Done(Done), Mentions(CI.getSourceManager()) {}

bool LibraryBodiesConsumer::shouldSkipFunctionBody(Decl *D) {
  return Skip && canSkipBody(CI.getSourceManager(), D);
}

void LibraryBodiesConsumer::HandleCXXImplicitFunctionInstantiation(
    FunctionDecl *D) {
  if (!Skip || Mentions.inDecl(D) || checksArguments(D))
    return;
  // Sema calls here right after it has put D at the end of its queue, and
  // gives no better way to say no.
  auto &Queue = CI.getSema().PendingInstantiations;
  if (!Queue.empty() && Queue.back().first == D) {
    Queue.pop_back();
    D->setInstantiationIsPending(false);
  }
}

void LibraryBodiesConsumer::HandleTranslationUnit(ASTContext &Ctx) {
  Done(Ctx);
}

} // namespace heddle
