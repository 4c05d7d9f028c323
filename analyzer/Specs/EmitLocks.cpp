//===- EmitLocks.cpp - Locks, guards, synchronisation objects -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {
namespace {

LockMode modeOf(const Effect &E) {
  return E.word(Key::Mode) == Word::Shared ? LockMode::Shared
                                           : LockMode::Exclusive;
}

SyncObject::ObjectKind objectKind(Word W) {
  return static_cast<SyncObject::ObjectKind>(static_cast<int>(W) -
                                             static_cast<int>(Word::Mutex));
}

} // namespace

/// A mutex class that the program wrote: `lock_guard<SpinLock>` calls its
/// lock(), whose body says how it excludes.
void Rewriter::callUserLock(PlaceId Lock, StringRef Method, PlaceId Result,
                            LibraryCall &C) {
  RecordId R = B.types().recordOf(B.typeOf(Lock));
  SmallVector<RecordId, 4> Classes;
  if (valid(R))
    Classes.push_back(R);
  for (size_t I = 0; I != Classes.size(); ++I) {
    if (Specs.member(M[Classes[I]].Name, Method))
      return; // the library's: the event alone says it all
    for (FuncId Id : M[Classes[I]].Methods) {
      const Function &F = M[Id];
      if (!StringRef(F.Name).ends_with(("::" + Method).str()) ||
          F.Params.size() > 1)
        continue;
      Call Out;
      Out.Callee = Id;
      Out.Virtual = F.Virtual;
      Out.Implicit = true;
      Out.MayThrow = !F.Noexcept;
      Out.Result = Result;
      Out.ResultUsed = valid(Result);
      Out.Args = {B.addressOf(Lock)};
      for (TypeId Param : F.Params)
        Out.Args.push_back(B.nondet(Param));
      return emit(std::move(Out));
    }
    for (const BaseClass &Base : M[Classes[I]].Bases)
      Classes.push_back(Base.Record);
  }
}

void Rewriter::emitAcquire(const Effect &E, LibraryCall &C) {
  auto Locks = places(std::get<Path>(E.Main), C);
  PlaceId Guard = PlaceId::None;
  if (const Path *P = E.path(Key::Guard))
    Guard = place(*P, C);
  bool Shared = modeOf(E) == LockMode::Shared;
  uint32_t Group = E.flag(Key::Group) && Locks.size() > 1 ? ++LastGroup : 0;
  for (PlaceId Lock : Locks) {
    callUserLock(Lock, Shared ? "lock_shared" : "lock", PlaceId::None, C);
    Acquire A;
    A.Mode = modeOf(E);
    A.Spin = E.flag(Key::Spin);
    A.AtomicGroup = Group;
    const ClassSpec *Spec = specOf(Lock);
    A.Recursive = E.flag(Key::Recursive) || (Spec && Spec->RecursiveLock);
    A.Guard = Guard;
    A.Lock = Lock;
    if (isGuard(Lock)) { // std::lock(guard1, guard2)
      A.Guard = Lock;
      A.Lock = PlaceId::None;
    } else if (valid(Guard) && boundTo(Guard, Lock)) {
      A.Lock = PlaceId::None;
    }
    emit(A);
  }
}

/// Is \p Lock spelt as "what \p Guard refers to"?
bool Rewriter::boundTo(PlaceId Guard, PlaceId Lock) {
  const Place &L = B.body()[Lock];
  if (L.Kind != PlaceKind::Deref)
    return false;
  const Term &Pointer = B.body()[L.Pointer];
  if (Pointer.Kind != TermKind::Value)
    return false;
  const Place &Field = B.body()[Pointer.P];
  return Field.Kind == PlaceKind::Field && Field.Base == Guard &&
         Field.Field == pseudo(PseudoField::Lock);
}

void Rewriter::emitTryAcquire(const Effect &E, LibraryCall &C) {
  PlaceId Guard = PlaceId::None;
  if (const Path *P = E.path(Key::Guard))
    Guard = place(*P, C);
  for (PlaceId Lock : places(std::get<Path>(E.Main), C)) {
    TryAcquire A;
    A.Mode = modeOf(E);
    A.Timed = E.flag(Key::Timed);
    const ClassSpec *Spec = specOf(Lock);
    A.Recursive = E.flag(Key::Recursive) || (Spec && Spec->RecursiveLock);
    A.Guard = Guard;
    A.Lock = valid(Guard) && boundTo(Guard, Lock) ? PlaceId::None : Lock;
    TypeKind Kind = B.types().kind(C.ResultType);
    bool HasResult = valid(C.ResultType) && Kind != TypeKind::Void &&
                     Kind != TypeKind::Opaque;
    // A guard's constructor keeps the answer, for whoever asks the guard.
    A.ResultUsed = C.ResultUsed || !HasResult;
    if (HasResult) {
      A.Result = resultOf(C);
      C.ResultSet = true;
    }
    if (const Operand *Success = E.find(Key::Success)) {
      A.ByValue = true;
      A.Success = std::get<int64_t>(*Success);
    }
    emit(A);
  }
}

void Rewriter::emitRelease(const Effect &E, LibraryCall &C) {
  PlaceId Guard = PlaceId::None;
  if (const Path *P = E.path(Key::Guard))
    Guard = place(*P, C);
  for (PlaceId Lock : places(std::get<Path>(E.Main), C)) {
    Release R;
    R.Mode = modeOf(E);
    R.AnyMode = E.flag(Key::AnyMode);
    R.IfHeld = E.flag(Key::IfHeld);
    R.Guard = Guard;
    R.Lock = valid(Guard) && boundTo(Guard, Lock) ? PlaceId::None : Lock;
    emit(R);
    callUserLock(Lock, R.Mode == LockMode::Shared ? "unlock_shared" : "unlock",
                 PlaceId::None, C);
  }
}

void Rewriter::emitGuardOp(const Effect &E, GuardOp::OpKind Op,
                           LibraryCall &C) {
  GuardOp G;
  G.Op = Op;
  G.Guard = place(std::get<Path>(E.Main), C);
  if (const Path *From = E.path(Key::From))
    G.From = place(*From, C);
  G.Mode = modeOf(E);
  if (Op == GuardOp::OpKind::OwnsLock) {
    G.Result = resultOf(C);
    C.ResultSet = true;
  }
  const Path *Lock = E.path(Key::Lock);
  if (!Lock)
    return emit(G);
  for (PlaceId P : places(*Lock, C)) {
    G.Lock = P;
    emit(G);
  }
}

void Rewriter::emitSyncObject(const Effect &E, LibraryCall &C) {
  PlaceId P = place(std::get<Path>(E.Main), C);
  if (!valid(P))
    return;
  auto Attribute = [&](PlaceId Object, Word W) {
    const Place &Node = B.body()[Object];
    return std::tuple(Node.Local, Node.Global, W);
  };
  Word Kind = *E.word(Key::Kind);
  if (E.V == Verb::SetAttribute) {
    const Value *V = E.value(Key::Value);
    TermId T = V ? term(*V, C) : TermId::None;
    bool On = !valid(T) ||
              (B.body()[T].Kind == TermKind::Int && B.body()[T].Value == 1);
    if (On)
      AttributesSet.insert(Attribute(P, Kind));
    return access(AccessKind::Write, P, C);
  }
  SyncObject S;
  S.Op = E.V == Verb::Init ? SyncObject::OpKind::Init
                           : SyncObject::OpKind::Destroy;
  S.Kind = objectKind(Kind);
  S.P = P;
  const ClassSpec *Spec = specOf(P);
  S.Recursive = E.flag(Key::Recursive) || (Spec && Spec->RecursiveLock);
  if (const Path *From = E.path(Key::RecursiveIf))
    if (PlaceId Object = place(*From, C); valid(Object))
      S.Recursive |=
          AttributesSet.count(Attribute(Object, Word::Recursive)) > 0;
  if (const Value *Kinds = E.value(Key::RecursiveValue)) {
    const Term &T = B.body()[term(*Kinds, C)]; // C11: a set of bits
    S.Recursive |= T.Kind == TermKind::Int && (T.Value & 1);
    S.Untimed = T.Kind == TermKind::Int && !(T.Value & 2);
  }
  if (const Value *Count = E.value(Key::Count))
    S.Count = term(*Count, C);
  emit(S);
}

void Rewriter::emitLock(const Effect &E, LibraryCall &C) {
  switch (E.V) {
  case Verb::Acquire:
    return emitAcquire(E, C);
  case Verb::TryAcquire:
    return emitTryAcquire(E, C);
  case Verb::Release:
    return emitRelease(E, C);
  case Verb::GuardDefer:
    return emitGuardOp(E, GuardOp::OpKind::Defer, C);
  case Verb::GuardAdopt:
    return emitGuardOp(E, GuardOp::OpKind::Adopt, C);
  case Verb::GuardMove:
    return emitGuardOp(E, GuardOp::OpKind::Move, C);
  case Verb::GuardSwap:
    return emitGuardOp(E, GuardOp::OpKind::Swap, C);
  case Verb::GuardDetach:
    return emitGuardOp(E, GuardOp::OpKind::Detach, C);
  case Verb::GuardEmpty:
    return emitGuardOp(E, GuardOp::OpKind::Empty, C);
  case Verb::OwnsLock:
    return emitGuardOp(E, GuardOp::OpKind::OwnsLock, C);
  default:
    return emitSyncObject(E, C);
  }
}

} // namespace heddle::spec
