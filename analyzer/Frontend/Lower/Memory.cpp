//===- Memory.cpp - Reads, writes and what they may change ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where an expression touches memory, an Access says so; where it touches a
/// temporary, which no other thread can see, an Assign does. Also here: when a
/// value that was read has to be kept because something comes in between.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;
using namespace heddle;

RelativeRange FunctionLowerer::range(SourceRange R) {
  const SourceMap::Resolved &Found = L.Sources.resolve(R);
  RelativeRange Out;
  if (Found.Pos.Line == 0)
    return Out;
  int32_t Base = static_cast<int32_t>(Home.Line);
  Out.Line = static_cast<int32_t>(Found.Pos.Line) - Base;
  Out.EndLine = static_cast<int32_t>(Found.Pos.EndLine) - Base;
  Out.Column = Found.Pos.Column;
  Out.EndColumn = Found.Pos.EndColumn;
  if (Found.Pos.File != Home.File)
    Out.File = Found.Pos.File;
  if (Found.Macro.empty())
    return Out;
  auto [It, New] = Origins.try_emplace(Found.Macro, Origins.size());
  if (New) {
    SourceLocation Def = Found.MacroDefinition;
    MacroOrigin Origin{Found.Macro, {}};
    if (Def.isValid())
      Origin.Definition = L.Sources.position(Def);
    B.Table.Origins.push_back(std::move(Origin));
  }
  Out.Origin = It->second;
  return Out;
}

void FunctionLowerer::unreachable(SourceRange R) { B.terminate({}, range(R)); }

PlaceId FunctionLowerer::newTemp(QualType T, SourceRange R) {
  Local Temp;
  Temp.Type = type(T.getUnqualifiedType());
  Temp.Kind = LocalKind::Temporary;
  return B.localPlace(B.addLocal(std::move(Temp), range(R)));
}

TermId FunctionLowerer::keep(TermId V, SourceRange R) {
  QualType T = L.qualType(B.term(V).Type);
  if (const auto *Atomic = T->getAs<AtomicType>())
    T = Atomic->getValueType();
  PlaceId Temp = newTemp(T, R);
  emit(Assign{Temp, V}, R);
  return B.valueTerm(Temp);
}

PlaceId FunctionLowerer::deref(TermId Pointer, QualType Pointee) {
  while (B.term(Pointer).Kind == TermKind::Cast &&
         (B.term(Pointer).Cast == heddle::CastKind::DerivedToBase ||
          B.term(Pointer).Cast == heddle::CastKind::BaseToDerived)) {
    Pointer = B.term(Pointer).A;
    QualType Own = L.qualType(B.term(Pointer).Type)->getPointeeType();
    if (!Own.isNull())
      Pointee = Own;
  }
  return B.derefPlace(Pointer, type(Pointee));
}

// --- Accesses ---------------------------------------------------------------

static bool isAtomicType(QualType T) {
  return T.getCanonicalType()->isAtomicType();
}

TermId FunctionLowerer::load(PlaceId P, QualType T, SourceRange R) {
  TermId V = B.valueTerm(P);
  PlaceKind Kind = B.place(P).Kind;
  if (B.isTemporary(P) || Kind == PlaceKind::Function ||
      Kind == PlaceKind::String)
    return V;
  // Tags (std::try_to_lock) have nothing that could be read.
  const auto *RD = T->getAsCXXRecordDecl();
  if (RD && RD->hasDefinition() && RD->isEmpty())
    return V;
  Access A;
  A.Kind = AccessKind::Read;
  A.P = P;
  A.SizeBytes = L.sizeOf(T);
  A.Volatile = T.isVolatileQualified();
  if (isAtomicType(T))
    A.Order = MemoryOrder::SeqCst;
  emit(A, R);
  // The next look at an atomic object may find something else.
  return isAtomicType(T) ? keep(V, R) : V;
}

void FunctionLowerer::store(PlaceId P, QualType T, TermId V, SourceRange R,
                            bool IsInit) {
  if (B.isTemporary(P)) {
    emit(Assign{P, V}, R);
    return;
  }
  Access A;
  A.Kind = AccessKind::Write;
  A.P = P;
  A.Value = V;
  A.SizeBytes = L.sizeOf(T);
  A.Volatile = T.isVolatileQualified();
  A.Init = IsInit;
  // atomic_init and initialisers are no atomic operations.
  if (isAtomicType(T) && !IsInit)
    A.Order = MemoryOrder::SeqCst;
  emit(A, R);
}

void FunctionLowerer::update(PlaceId P, QualType T, BinaryOp Op, TermId Operand,
                             SourceRange R) {
  if (B.isTemporary(P)) {
    TermId V = B.binaryTerm(Op, B.valueTerm(P), Operand, B.place(P).Type);
    emit(Assign{P, V}, R);
    return;
  }
  Access A;
  A.Kind = AccessKind::Update;
  A.P = P;
  A.Value = Operand;
  A.Op = Op;
  A.SizeBytes = L.sizeOf(T);
  A.Volatile = T.isVolatileQualified();
  if (isAtomicType(T))
    A.Order = MemoryOrder::SeqCst;
  emit(A, R);
}

void FunctionLowerer::bindReference(PlaceId Ref, const Expr *E, SourceRange R) {
  PlaceId Target = lvalue(E);
  TermId Address = addressOf(Target);
  // A reference itself never changes: a local one is no shared memory.
  if (valid(B.rootLocal(Ref)) && B.place(Ref).Kind == PlaceKind::Local)
    emit(Assign{Ref, Address}, R);
  else
    store(Ref, L.qualType(B.place(Ref).Type), Address, R, /*IsInit=*/true);
}

TermId FunctionLowerer::zero(QualType T) {
  QualType C = T.getCanonicalType();
  if (const auto *Atomic = C->getAs<AtomicType>())
    C = Atomic->getValueType().getCanonicalType();
  if (C->isAnyPointerType() || C->isNullPtrType() || C->isBlockPointerType() ||
      C->isMemberPointerType())
    return B.nullTerm(type(C));
  if (C->isRealFloatingType())
    return B.floatTerm(0, type(C));
  return B.intTerm(0, type(C));
}

void FunctionLowerer::storeZero(PlaceId P, QualType T, SourceRange R) {
  store(P, T, zero(T), R, /*IsInit=*/true);
}

void FunctionLowerer::copyObject(PlaceId To, PlaceId From, QualType T,
                                 SourceRange ToRange, SourceRange FromRange,
                                 bool IsInit) {
  TermId V = load(From, T, FromRange);
  store(To, T, V, ToRange, IsInit);
}

// --- Values that have to be kept --------------------------------------------

void FunctionLowerer::collectReads(PlaceId Id,
                                   std::vector<PlaceId> &Out) const {
  for (;;) {
    const Place &P = B.place(Id);
    if (P.Kind == PlaceKind::Deref)
      return collectReads(P.Pointer, Out);
    if (P.Kind == PlaceKind::Element && valid(P.Index))
      collectReads(P.Index, Out);
    if (P.Kind != PlaceKind::Element && P.Kind != PlaceKind::Field)
      return;
    Id = P.Base;
  }
}

void FunctionLowerer::collectReads(TermId Id, std::vector<PlaceId> &Out) const {
  const Term &T = B.term(Id);
  switch (T.Kind) {
  case TermKind::Value:
    Out.push_back(T.P);
    return collectReads(T.P, Out);
  case TermKind::AddressOf:
    return collectReads(T.P, Out);
  case TermKind::Binary:
    collectReads(T.B, Out);
    [[fallthrough]];
  case TermKind::Unary:
  case TermKind::Cast:
    return collectReads(T.A, Out);
  default:
    return;
  }
}

namespace {
/// Variables whose address is taken: anything but a plain load or store.
class AddressFinder : public RecursiveASTVisitor<AddressFinder> {
public:
  explicit AddressFinder(llvm::DenseSet<const VarDecl *> &Taken)
      : Taken(Taken) {}
  bool shouldVisitImplicitCode() const { return true; }

  static const VarDecl *direct(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }
  bool TraverseImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue && direct(E->getSubExpr()))
      return true;
    return RecursiveASTVisitor::TraverseImplicitCastExpr(E);
  }
  bool TraverseBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp() && direct(E->getLHS()))
      return TraverseStmt(E->getRHS());
    return RecursiveASTVisitor::TraverseBinaryOperator(E);
  }
  bool TraverseCompoundAssignOperator(CompoundAssignOperator *E) {
    if (direct(E->getLHS()))
      return TraverseStmt(E->getRHS());
    return RecursiveASTVisitor::TraverseCompoundAssignOperator(E);
  }
  bool TraverseUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp() && direct(E->getSubExpr()))
      return true;
    return RecursiveASTVisitor::TraverseUnaryOperator(E);
  }
  bool TraverseLambdaExpr(LambdaExpr *E) {
    for (const LambdaCapture &C : E->captures())
      if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
        if (const auto *VD = dyn_cast<VarDecl>(C.getCapturedVar()))
          Taken.insert(VD);
    return RecursiveASTVisitor::TraverseLambdaExpr(E);
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *VD = dyn_cast<VarDecl>(E->getDecl()))
      Taken.insert(VD);
    return true;
  }

private:
  llvm::DenseSet<const VarDecl *> &Taken;
};

/// Is \p Var assigned in an expression?
class AssignFinder : public RecursiveASTVisitor<AssignFinder> {
public:
  explicit AssignFinder(const VarDecl *Var) : Var(Var) {}
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitBinaryOperator(BinaryOperator *E) {
    Found |= E->isAssignmentOp() && AddressFinder::direct(E->getLHS()) == Var;
    return !Found;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    Found |= E->isIncrementDecrementOp() &&
             AddressFinder::direct(E->getSubExpr()) == Var;
    return !Found;
  }
  bool Found = false;

private:
  const VarDecl *Var;
};
} // namespace

const llvm::DenseSet<const VarDecl *> &FunctionLowerer::addressTaken() {
  if (!Taken) {
    Taken.emplace();
    AddressFinder Finder(*Taken);
    if (FD && FD->hasBody())
      Finder.TraverseStmt(FD->getBody());
  }
  return *Taken;
}

bool FunctionLowerer::mayChange(TermId V, const Expr *Later) {
  if (!Later || !B.readsMemory(V) || !Later->HasSideEffects(Ctx))
    return false;
  std::vector<PlaceId> Reads;
  collectReads(V, Reads);
  for (PlaceId Read : Reads) {
    LocalId Root = B.rootLocal(Read);
    if (!valid(Root))
      return true;
    LocalKind Kind = B.local(Root).Kind;
    if (Kind == LocalKind::Temporary || Kind == LocalKind::This)
      continue;
    const VarDecl *Var = VarOf.lookup(index(Root));
    // References are bound once.
    if (Var && Var->getType()->isReferenceType())
      continue;
    if (!Var || addressTaken().count(Var))
      return true;
    AssignFinder Finder(Var);
    Finder.TraverseStmt(const_cast<Expr *>(Later));
    if (Finder.Found)
      return true;
  }
  return false;
}

TermId FunctionLowerer::stabilise(TermId V, const Expr *Later) {
  return mayChange(V, Later) ? keep(V, Later->getSourceRange()) : V;
}

TermId FunctionLowerer::stabilise(TermId V,
                                  llvm::ArrayRef<const Expr *> Later) {
  for (const Expr *E : Later)
    if (mayChange(V, E))
      return keep(V, E->getSourceRange());
  return V;
}
