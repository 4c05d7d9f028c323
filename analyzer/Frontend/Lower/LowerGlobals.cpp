//===- LowerGlobals.cpp - Variables of static storage duration --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A constant number is the variable's static value. Everything that runs, and
/// every constant that holds addresses (a table of handlers), becomes a
/// synthetic function, so that pointer flow has one form. A function-local
/// static with a dynamic initialiser is initialised where it stands.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/APValue.h"
#include "clang/AST/Attr.h"

using namespace clang;
using namespace heddle;

/// Does a constant hold an address? (Then pointer analysis must see it.)
static bool holdsAddress(const APValue &V) {
  switch (V.getKind()) {
  case APValue::LValue:
    return !V.isNullPointer() && V.getLValueBase();
  case APValue::MemberPointer:
    return V.getMemberPointerDecl() != nullptr;
  case APValue::AddrLabelDiff:
    return true;
  case APValue::Array:
    for (unsigned I = 0; I < V.getArrayInitializedElts(); ++I)
      if (holdsAddress(V.getArrayInitializedElt(I)))
        return true;
    return V.hasArrayFiller() && holdsAddress(V.getArrayFiller());
  case APValue::Struct:
    for (unsigned I = 0; I < V.getStructNumBases(); ++I)
      if (holdsAddress(V.getStructBase(I)))
        return true;
    for (unsigned I = 0; I < V.getStructNumFields(); ++I)
      if (holdsAddress(V.getStructField(I)))
        return true;
    return false;
  case APValue::Union:
    return V.getUnionField() && holdsAddress(V.getUnionValue());
  default:
    return false;
  }
}

/// Does the number that the object is made with decide who waits for it? Its
/// constructor may be constexpr, and says so nevertheless.
static bool isCounted(const CXXConstructExpr *Init) {
  const CXXRecordDecl *Class = Init->getConstructor()->getParent();
  return Class->isInStdNamespace() && Init->getNumArgs() > 0 &&
         (Class->getName() == "latch" ||
          Class->getName() == "counting_semaphore");
}

StaticInit ModuleLowerer::staticInit(const VarDecl *VD, int64_t &Value) {
  QualType T = VD->getType();
  bool IsScalar = T->isScalarType() || T->isAtomicType();
  const Expr *Init = VD->getInit();
  Value = 0;
  if (!Init)
    return IsScalar && !VD->hasExternalStorage() ? StaticInit::Number
                                                 : StaticInit::Constant;
  if (Init->isValueDependent() || Init->containsErrors() ||
      T->isDependentType())
    return StaticInit::Dynamic;
  if (const auto *CE = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
      CE && CE->getConstructor()->isTrivial() &&
      CE->getConstructor()->isDefaultConstructor())
    return StaticInit::Constant; // zeroed before anything runs
  if (const auto *CE = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
      CE && isCounted(CE))
    return StaticInit::Addresses;
  // Arrays of plain numbers may be large: don't evaluate them element by
  // element to learn that they hold no address.
  const APValue *V = VD->evaluateValue();
  if (!V || !V->hasValue())
    return StaticInit::Dynamic;
  if (IsScalar && V->isInt()) {
    Value = V->getInt().extOrTrunc(64).getExtValue();
    return StaticInit::Number;
  }
  if (IsScalar && V->isNullPointer())
    return StaticInit::Number;
  return holdsAddress(*V) ? StaticInit::Addresses : StaticInit::Constant;
}

static bool isConstObject(const ASTContext &Ctx, QualType T) {
  if (T->isReferenceType())
    return true;
  QualType Elem = Ctx.getBaseElementType(T);
  if (!Elem.isConstQualified())
    return false;
  const auto *RD = Elem->getAsCXXRecordDecl();
  return !RD || !RD->hasDefinition() || !RD->hasMutableFields();
}

const VarDecl *ModuleLowerer::definitionOf(const VarDecl *VD) const {
  if (const VarDecl *Def = VD->getDefinition())
    return Def;
  // C: `int X;` defines X unless another declaration does.
  return const_cast<VarDecl *>(VD)->getActingDefinition();
}

GlobalId ModuleLowerer::global(const VarDecl *VD) {
  const VarDecl *Key = VD->getCanonicalDecl();
  if (auto It = GlobalIds.find(Key); It != GlobalIds.end())
    return It->second;
  GlobalId Id{uint32_t(M.Globals.size())};
  GlobalIds[Key] = Id;
  M.Globals.emplace_back();
  const VarDecl *Def = definitionOf(VD);
  if (!Def)
    Def = VD;
  Global G;
  G.Usr = usr(VD);
  G.Name = qualifiedName(VD);
  G.Spelling = spelledName(VD);
  G.Type = type(Def->getType());
  if (VD->isStaticDataMember())
    G.Storage = StorageKind::StaticMember;
  else if (VD->isStaticLocal())
    G.Storage = StorageKind::FunctionStatic;
  G.ThreadLocal = VD->getTLSKind() != VarDecl::TLS_None ||
                  VD->hasAttr<OMPThreadPrivateDeclAttr>();
  G.Const = isConstObject(Ctx, Def->getType());
  G.InternalLinkage = !VD->isExternallyVisible();
  // A `const int Class::N = 3;` in the class is as good as its definition.
  G.Defined = definitionOf(VD) || VD->isStaticLocal();
  G.System = !isUser(VD);
  G.Attributes = attributes(Def);
  G.Pos = Sources.position(Def->getSourceRange());
  if (VD->isStaticLocal())
    if (const auto *FD = dyn_cast<FunctionDecl>(VD->getDeclContext()))
      G.Owner = function(FD);
  M.Globals[index(Id)] = std::move(G);
  if (isUser(VD))
    GlobalQueue.push_back(VD);
  return Id;
}

GlobalId ModuleLowerer::temporaryGlobal(const MaterializeTemporaryExpr *E,
                                        const ValueDecl *ExtendedBy) {
  if (auto It = TemporaryIds.find(E); It != TemporaryIds.end())
    return It->second;
  GlobalId Id{uint32_t(M.Globals.size())};
  TemporaryIds[E] = Id;
  Global G;
  std::string Suffix = "$temporary" + std::to_string(E->getManglingNumber());
  G.Usr = (ExtendedBy ? usr(ExtendedBy) : "c:") + "@" + Suffix;
  G.Name = (ExtendedBy ? qualifiedName(ExtendedBy) : "") + Suffix;
  G.Spelling = G.Name;
  G.Type = type(E->getType());
  G.InternalLinkage = !ExtendedBy || !ExtendedBy->isExternallyVisible();
  G.Defined = true;
  G.Const = isConstObject(Ctx, E->getType());
  G.Pos = Sources.position(E->getSourceRange());
  M.Globals.push_back(std::move(G));
  return Id;
}

FuncId ModuleLowerer::synthetic(FunctionKind Kind, GlobalId Of,
                                llvm::StringRef Suffix, const VarDecl *VD) {
  const Global &G = M[Of];
  Function F;
  F.Usr = G.Usr + "@" + Suffix.str();
  F.Name = G.Name + "$" + Suffix.str();
  F.Spelling = (Kind == FunctionKind::GlobalInit ? "initialiser of "
                                                 : "destruction of ") +
               G.Spelling;
  F.Kind = Kind;
  F.Result = type(Ctx.VoidTy);
  F.Noexcept = true; // an exception here ends the program
  F.InternalLinkage = G.InternalLinkage;
  F.Implicit = true;
  F.Inline =
      VD->isInline() || VD->getTemplateSpecializationKind() != TSK_Undeclared;
  F.System = G.System;
  F.Pos = G.Pos;
  F.NamePos = Sources.position(VD->getLocation());
  FuncId Id{uint32_t(M.Functions.size())};
  M.Functions.push_back(std::move(F));
  Queue.push_back({Id,
                   Kind == FunctionKind::GlobalInit
                       ? BodySource::GlobalInit
                       : BodySource::GlobalTeardown,
                   nullptr, nullptr, VD});
  return Id;
}

void ModuleLowerer::defineGlobal(const VarDecl *VD) {
  GlobalId Id = global(VD);
  const VarDecl *Def = definitionOf(VD);
  if (!Def || Def->isInvalidDecl() || Def->getType()->isDependentType() ||
      Def->getDeclContext()->isDependentContext())
    return;
  if (!DefinedGlobals.insert(Def).second)
    return;
  // `static const int N = 3;` in the class: the initialiser is there.
  const VarDecl *Initialising = Def->getInitializingDeclaration();
  if (!Initialising)
    Initialising = Def;
  int64_t Value;
  StaticInit Kind = staticInit(Initialising, Value);
  if (Kind == StaticInit::Number) {
    M.Globals[index(Id)].HasStaticValue = true;
    M.Globals[index(Id)].StaticValue = Value;
  }
  bool RunsInFunction = Kind == StaticInit::Dynamic && Def->isStaticLocal();
  if (Kind == StaticInit::Addresses ||
      (Kind == StaticInit::Dynamic && !RunsInFunction)) {
    FuncId Init = synthetic(FunctionKind::GlobalInit, Id, "init", Initialising);
    M.Globals[index(Id)].Init = Init;
    M.InitOrder.push_back(Id);
  }
  if (Def->needsDestruction(Ctx) == QualType::DK_cxx_destructor) {
    FuncId Teardown =
        synthetic(FunctionKind::GlobalTeardown, Id, "teardown", Def);
    M.Globals[index(Id)].Teardown = Teardown;
  }
}
