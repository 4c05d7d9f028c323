//===- LowerRecords.cpp - Classes and their members -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The user's classes are described in full. Of a library class only its bases
/// are: its fields follow when a program names one (timeval, std::pair), since
/// the insides of containers are the business of Specs.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;
using namespace heddle;

static heddle::AccessSpecifier accessOf(clang::AccessSpecifier A) {
  switch (A) {
  case AS_private:
    return heddle::AccessSpecifier::Private;
  case AS_protected:
    return heddle::AccessSpecifier::Protected;
  default:
    return heddle::AccessSpecifier::Public;
  }
}

static RecordKind kindOf(const RecordDecl *RD) {
  if (RD->isUnion())
    return RecordKind::Union;
  if (RD->isLambda())
    return RecordKind::Lambda;
  return RD->isClass() ? RecordKind::Class : RecordKind::Struct;
}

/// A library struct whose members everyone may use (std::pair, sigaction):
/// Specs speak of them even where the program does not.
static bool isOpen(const RecordDecl *RD) {
  return !RD->field_empty() && llvm::all_of(RD->fields(), [](const auto *FD) {
    return accessOf(FD->getAccess()) == heddle::AccessSpecifier::Public;
  });
}

RecordId ModuleLowerer::record(const RecordDecl *RD) {
  const RecordDecl *Key = cast<RecordDecl>(RD->getCanonicalDecl());
  if (auto It = RecordIds.find(Key); It != RecordIds.end())
    return It->second;
  if (const RecordDecl *Def = RD->getDefinition())
    RD = Def;
  RecordId Id{uint32_t(M.Records.size())};
  RecordIds[Key] = Id;
  M.Records.emplace_back();
  HasFields.push_back(false);

  heddle::Record R;
  R.Usr = usr(RD);
  R.Name = qualifiedName(RD);
  R.Spelling = spelledName(RD);
  R.Kind = kindOf(RD);
  R.System = !isUser(RD);
  R.Pos = Sources.position(RD->getSourceRange());
  R.Attributes = attributes(RD);
  const auto *CXX = dyn_cast<CXXRecordDecl>(RD);
  bool Sound =
      RD->getDefinition() && !RD->isInvalidDecl() && !RD->isDependentType();
  R.Complete = Sound;
  if (Sound) {
    const ASTRecordLayout &Layout = Ctx.getASTRecordLayout(RD);
    R.SizeBytes = Layout.getSize().getQuantity();
    R.AlignBytes = Layout.getAlignment().getQuantity();
    R.Polymorphic = CXX && CXX->isPolymorphic();
    R.TriviallyCopyable =
        !CXX ||
        QualType(Ctx.getCanonicalTagType(RD)).isTriviallyCopyableType(Ctx);
  }
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(RD))
    R.TemplateArgs = templateArgs(Spec->getTemplateArgs().asArray());
  M.Records[index(Id)] = std::move(R);
  if (Sound && CXX)
    fillBases(Id, CXX);
  if (Sound && (isUser(RD) || isOpen(RD)))
    FieldQueue.push_back({Id, RD});
  // However a closure came to be, its body is code that may run.
  if (Sound && CXX && CXX->isLambda() && isUser(RD))
    LambdaQueue.push_back(CXX);
  return Id;
}

void ModuleLowerer::fillBases(RecordId Id, const CXXRecordDecl *RD) {
  const ASTRecordLayout &Layout = Ctx.getASTRecordLayout(RD);
  std::vector<BaseClass> Bases;
  for (const CXXBaseSpecifier &B : RD->bases()) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    if (!Base || !Base->getDefinition())
      continue;
    BaseClass Out;
    Out.Record = record(Base);
    Out.Virtual = B.isVirtual();
    Out.Access = accessOf(B.getAccessSpecifier());
    CharUnits Offset = B.isVirtual()
                           ? Layout.getVBaseClassOffset(Base->getDefinition())
                           : Layout.getBaseClassOffset(Base->getDefinition());
    Out.OffsetBits = Ctx.toBits(Offset);
    Bases.push_back(Out);
  }
  M.Records[index(Id)].Bases = std::move(Bases);
}

void ModuleLowerer::fillFields(RecordId Id, const RecordDecl *RD) {
  if (HasFields[index(Id)])
    return;
  HasFields[index(Id)] = true;
  RD = RD->getDefinition();
  if (!RD || RD->isDependentType())
    return;
  llvm::DenseMap<const FieldDecl *, const LambdaCapture *> Captures;
  const auto *CXX = dyn_cast<CXXRecordDecl>(RD);
  if (CXX && CXX->isLambda()) {
    auto Field = CXX->field_begin();
    for (const LambdaCapture &C : CXX->captures())
      Captures[*Field++] = &C;
  }
  // Code with errors names members too, though nobody knows where they lie.
  const ASTRecordLayout *Layout =
      RD->isInvalidDecl() ? nullptr : &Ctx.getASTRecordLayout(RD);
  std::vector<Field> Fields;
  for (const FieldDecl *FD : RD->fields()) {
    Field F;
    F.Name = FD->getNameAsString();
    F.Type = type(FD->getType());
    if (Layout)
      F.OffsetBits = Layout->getFieldOffset(FD->getFieldIndex());
    if (FD->isBitField() && !FD->getBitWidth()->isValueDependent())
      F.BitWidth = FD->getBitWidthValue();
    F.Access = accessOf(FD->getAccess());
    F.Mutable = FD->isMutable();
    F.Attributes = attributes(FD);
    F.Pos = Sources.position(FD->getSourceRange());
    if (const LambdaCapture *C = Captures.lookup(FD)) {
      F.CaptureThis = C->capturesThis() && C->getCaptureKind() == LCK_This;
      F.CaptureByRef = C->getCaptureKind() == LCK_ByRef;
      F.Pos = Sources.position(C->getLocation());
      if (C->capturesVariable())
        F.Name = C->getCapturedVar()->getNameAsString();
      else if (C->capturesThis())
        F.Name = "this";
    }
    Fields.push_back(std::move(F));
  }
  M.Records[index(Id)].Fields = std::move(Fields);
}

FieldRef ModuleLowerer::field(const FieldDecl *FD) {
  const RecordDecl *Parent = FD->getParent();
  RecordId Id = record(Parent);
  FieldRef Ref{Id, FD->getFieldIndex()};
  fillFields(Id, Parent);
  return Ref;
}
