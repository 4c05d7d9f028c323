//===- LowerTypes.cpp - Clang's types as model types ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Types are looked up by canonical type: a typedef and what it stands for are
/// one entry. Dependent and erroneous types become Opaque.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/PrettyPrinter.h"

using namespace clang;
using namespace heddle;

static PrintingPolicy typePolicy(const ASTContext &Ctx) {
  PrintingPolicy P(Ctx.getLangOpts());
  P.SuppressTagKeyword = true;
  P.AnonymousTagLocations = false; // positions would change with every edit
  P.SuppressDefaultTemplateArgs = true;
  P.SuppressUnwrittenScope = true;
  P.FullyQualifiedName = true;
  return P;
}

/// Clang writes all closures as `(lambda)`; ours have names.
std::string ModuleLowerer::spell(QualType T) {
  QualType C = T.getCanonicalType();
  if (C->isDependentType())
    return T.getAsString(typePolicy(Ctx));
  std::string Qualifiers;
  if (C.isConstQualified())
    Qualifiers += "const ";
  if (C.isVolatileQualified())
    Qualifiers += "volatile ";
  const clang::Type *Ty = C.getTypePtr();
  if (const auto *RD = Ty->getAsRecordDecl()) {
    const std::string &Name = M[record(RD)].Spelling;
    return Name.empty() ? T.getAsString(typePolicy(Ctx)) : Qualifiers + Name;
  }
  if (const EnumDecl *ED = Ty->getAsEnumDecl())
    return Qualifiers + spelledName(ED);
  bool IsPointer = isa<clang::PointerType>(Ty);
  if (!IsPointer && !Ty->isReferenceType())
    return T.getAsString(typePolicy(Ctx));
  QualType Inner = Ty->getPointeeType();
  if (Inner->isFunctionType() || Inner->isArrayType())
    return T.getAsString(typePolicy(Ctx));
  std::string Out = spell(Inner);
  if (Out.back() != '*' && Out.back() != '&')
    Out += ' ';
  Out += IsPointer ? "*" : Ty->isLValueReferenceType() ? "&" : "&&";
  if (!Qualifiers.empty())
    Out += " " + Qualifiers.substr(0, Qualifiers.size() - 1);
  return Out;
}

const CXXRecordDecl *heddle::elementRecord(QualType T) {
  const clang::Type *Elem = T.getCanonicalType()->getBaseElementTypeUnsafe();
  if (const auto *Atomic = Elem->getAs<AtomicType>())
    Elem = Atomic->getValueType().getTypePtr();
  const CXXRecordDecl *RD = Elem->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() ? RD->getDefinition() : nullptr;
}

bool ModuleLowerer::hasNonTrivialDestructor(QualType T) const {
  if (T.isNull() || T->isReferenceType() || T->isDependentType())
    return false;
  const CXXRecordDecl *RD = elementRecord(T);
  return RD && !RD->isInvalidDecl() && !RD->hasTrivialDestructor();
}

IntShape ModuleLowerer::shape(QualType T) const {
  T = T.getCanonicalType();
  if (const auto *Atomic = T->getAs<AtomicType>())
    T = Atomic->getValueType().getCanonicalType();
  if (T->isDependentType() || !T->isIntegralOrEnumerationType())
    return {};
  if (T->isBooleanType())
    return {1, false};
  if (const EnumDecl *ED = T->getAsEnumDecl())
    if (ED->getIntegerType().isNull())
      return {};
  return {Ctx.getIntWidth(T), T->isSignedIntegerOrEnumerationType()};
}

/// Could asking Clang for the layout of \p T go wrong?
static bool hasLayout(QualType T) {
  if (T->isDependentType() || T->isIncompleteType() || T->isFunctionType() ||
      T->isVariablyModifiedType() || T->isUndeducedType() ||
      T->containsErrors() || T->isVoidType())
    return false;
  const clang::Type *Elem = T->getBaseElementTypeUnsafe();
  const RecordDecl *RD = Elem->getAsRecordDecl();
  return !RD || !RD->isInvalidDecl();
}

uint32_t ModuleLowerer::sizeOf(QualType T) const {
  T = T.getCanonicalType();
  if (T->isReferenceType())
    T = Ctx.VoidPtrTy;
  if (!hasLayout(T))
    return 0;
  uint64_t Size = Ctx.getTypeSizeInChars(T).getQuantity();
  return Size > UINT32_MAX ? 0 : static_cast<uint32_t>(Size);
}

TypeId ModuleLowerer::type(QualType T) {
  if (T.isNull())
    T = Ctx.VoidTy;
  // `restrict` makes no difference to what is touched.
  T = QualType(Ctx.getCanonicalType(T));
  T.removeLocalRestrict();
  if (auto It = TypeIds.find(T); It != TypeIds.end())
    return It->second;
  // The id comes first: `struct Node { Node *Next; }`.
  TypeId Id{uint32_t(M.Types.size())};
  TypeIds[T] = Id;
  M.Types.emplace_back();
  Quals.push_back(T);
  heddle::Type Described = describeType(T);
  M.Types[index(Id)] = std::move(Described);
  return Id;
}

TypeId ModuleLowerer::pointerTo(TypeId Id) {
  QualType T = qualType(Id);
  return type(Ctx.getPointerType(T.getNonReferenceType()));
}

static TypeKind builtinKind(const BuiltinType *B) {
  if (B->getKind() == BuiltinType::Void)
    return TypeKind::Void;
  if (B->getKind() == BuiltinType::NullPtr)
    return TypeKind::NullPtr;
  if (B->getKind() == BuiltinType::Bool)
    return TypeKind::Bool;
  if (B->isInteger())
    return TypeKind::Int;
  if (B->isFloatingPoint())
    return TypeKind::Float;
  return TypeKind::Opaque;
}

heddle::Type ModuleLowerer::describeType(QualType T) {
  heddle::Type Out;
  Out.Const = T.isConstQualified();
  Out.Volatile = T.isVolatileQualified();
  Out.Spelling = spell(T);
  if (T->isDependentType() || T->isUndeducedType() || T->containsErrors())
    return Out;
  Out.SizeBytes = sizeOf(T);
  if (Out.SizeBytes || hasLayout(T))
    Out.AlignBytes = T->isReferenceType()
                         ? Out.SizeBytes
                         : Ctx.getTypeAlignInChars(T).getQuantity();

  const clang::Type *Ty = T.getTypePtr();
  auto Derived = [&](TypeKind Kind, QualType Elem) {
    Out.Kind = Kind;
    Out.Elem = type(Elem);
  };
  if (const auto *B = dyn_cast<BuiltinType>(Ty)) {
    Out.Kind = builtinKind(B);
    Out.Signed = Out.Kind == TypeKind::Int && Ty->isSignedIntegerType();
  } else if (const auto *B = dyn_cast<BitIntType>(Ty)) {
    Out.Kind = TypeKind::Int;
    Out.Signed = B->isSigned();
  } else if (isa<clang::PointerType, BlockPointerType, ObjCObjectPointerType>(
                 Ty)) {
    Derived(TypeKind::Pointer, Ty->getPointeeType());
  } else if (isa<LValueReferenceType>(Ty)) {
    Derived(TypeKind::LValueReference, Ty->getPointeeType());
  } else if (isa<RValueReferenceType>(Ty)) {
    Derived(TypeKind::RValueReference, Ty->getPointeeType());
  } else if (const auto *P = dyn_cast<MemberPointerType>(Ty)) {
    Derived(TypeKind::MemberPointer, P->getPointeeType());
    if (const CXXRecordDecl *RD = P->getMostRecentCXXRecordDecl())
      Out.Record = record(RD);
  } else if (const auto *A = dyn_cast<clang::ArrayType>(Ty)) {
    Derived(TypeKind::Array, A->getElementType());
    if (const auto *C = dyn_cast<ConstantArrayType>(Ty))
      Out.Count = C->getSize().getLimitedValue();
  } else if (const auto *V = dyn_cast<clang::VectorType>(Ty)) {
    Derived(TypeKind::Vector, V->getElementType());
    Out.Count = V->getNumElements();
  } else if (const auto *C = dyn_cast<ComplexType>(Ty)) {
    Derived(TypeKind::Complex, C->getElementType());
  } else if (const auto *A = dyn_cast<AtomicType>(Ty)) {
    Derived(TypeKind::Atomic, A->getValueType());
  } else if (const EnumDecl *ED = Ty->getAsEnumDecl()) {
    if (ED->getDefinition() && !ED->getIntegerType().isNull())
      Derived(TypeKind::Enum, ED->getIntegerType());
    else
      Out.Kind = TypeKind::Enum;
    Out.Signed = Ty->isSignedIntegerOrEnumerationType();
  } else if (const RecordDecl *RD = Ty->getAsRecordDecl()) {
    Out.Kind = TypeKind::Record;
    Out.Record = record(RD);
  } else if (const auto *F = dyn_cast<clang::FunctionType>(Ty)) {
    Derived(TypeKind::Function, F->getReturnType());
    if (const auto *P = dyn_cast<FunctionProtoType>(F)) {
      for (QualType Param : P->param_types())
        Out.Params.push_back(type(Param));
      Out.Variadic = P->isVariadic();
    } else {
      Out.Variadic = true;
    }
  }
  return Out;
}

static void appendArg(ModuleLowerer &L, const TemplateArgument &A,
                      std::vector<TemplateArg> &Out) {
  TemplateArg T;
  switch (A.getKind()) {
  case TemplateArgument::Pack:
    for (const TemplateArgument &Elem : A.pack_elements())
      appendArg(L, Elem, Out);
    return;
  case TemplateArgument::Type:
    T.Type = L.type(A.getAsType());
    T.Spelling = L.spell(A.getAsType());
    break;
  case TemplateArgument::Integral:
    T.Type = L.type(A.getIntegralType());
    T.IsValue = true;
    T.Value = A.getAsIntegral().extOrTrunc(64).getExtValue();
    T.Spelling = llvm::toString(A.getAsIntegral(), 10);
    break;
  case TemplateArgument::Declaration:
    T.Type = L.type(A.getParamTypeForDecl());
    T.IsValue = true;
    T.Spelling = "&" + L.qualifiedName(A.getAsDecl());
    break;
  default: {
    llvm::raw_string_ostream OS(T.Spelling);
    A.print(typePolicy(L.Ctx), OS, /*IncludeType=*/false);
    T.IsValue = A.getKind() != TemplateArgument::Template;
    break;
  }
  }
  Out.push_back(std::move(T));
}

std::vector<TemplateArg>
ModuleLowerer::templateArgs(llvm::ArrayRef<TemplateArgument> Args) {
  std::vector<TemplateArg> Out;
  for (const TemplateArgument &A : Args)
    appendArg(*this, A, Out);
  return Out;
}
