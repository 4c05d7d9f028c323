//===- Memory.cpp - Which memory a function may change --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Memory.h"

#include "analyzer/Values/Operands.h"

using namespace heddle;

MemoryKeyId MemoryEffects::number(const MemoryKey &K) const {
  auto [It, IsNew] =
      Numbers.try_emplace(K, static_cast<MemoryKeyId>(Keys.size()));
  if (IsNew)
    Keys.push_back(K);
  return It->second;
}

MemoryKeyId MemoryEffects::keyOf(FuncId F, LocalId L) const {
  return number({MemoryKey::KeyKind::Local, index(F), index(L)});
}

MemoryKeyId MemoryEffects::keyOf(FieldRef F) const {
  // Members of a union are one memory.
  if (!isPseudo(F) && P.M[F.Record].Kind == RecordKind::Union)
    F.Index = UINT32_MAX;
  return number({MemoryKey::KeyKind::Field, index(F.Record), F.Index});
}

MemoryKeyId MemoryEffects::keyOf(CellId C) const {
  while (valid(Pointers.parent(C)) && Pointers.step(C).IsElement)
    C = Pointers.parent(C);
  if (valid(Pointers.parent(C)))
    return keyOf(Pointers.step(C).Field);
  const MemObject &O = Pointers[Pointers.objectOf(C)];
  switch (O.Kind) {
  case ObjectKind::Global:
    return number({MemoryKey::KeyKind::Global, index(O.Global), 0});
  case ObjectKind::Local:
    return keyOf(O.Func, O.Local);
  case ObjectKind::Unknown:
    return MemoryKeyId::All;
  default:
    return number({MemoryKey::KeyKind::Other, 0, 0});
  }
}

void MemoryEffects::addCell(CellId C, MemoryKeys &Out) const {
  Out.insert(keyOf(C));
  for (CellId Part : Pointers.children(C))
    addCell(Part, Out);
}

LocalId MemoryEffects::rootLocal(const Body &B, PlaceId Id) {
  while (true) {
    const Place &X = B[Id];
    if (X.Kind == PlaceKind::Local)
      return X.Local;
    if (X.Kind != PlaceKind::Field && X.Kind != PlaceKind::Element)
      return LocalId::None;
    Id = X.Base;
  }
}

void MemoryEffects::addWritten(FuncId F, PlaceId Id, MemoryKeys &Out) const {
  const Body &B = *P.M[F].Definition;
  if (LocalId L = rootLocal(B, Id); valid(L))
    Out.insert(keyOf(F, L));
  for (CellId C : Pointers.cells(F, Id))
    addCell(C, Out);
}

void MemoryEffects::addOwn(EventRef At, const Event &E, MemoryKeys &Out) const {
  auto Add = [&](PlaceId Id) {
    if (valid(Id))
      addWritten(At.Func, Id, Out);
  };
  Add(resultOf(E));
  if (const auto *A = std::get_if<Access>(&E)) {
    if (A->Kind != AccessKind::Read)
      Add(A->P);
  } else if (const auto *A = std::get_if<Assign>(&E)) {
    Add(A->P);
  } else if (const auto *A = std::get_if<Acquire>(&E)) {
    // `Guard.lock()` takes the lock that the guard has been bound to before.
    if (valid(A->Lock))
      Add(A->Guard);
  } else if (const auto *A = std::get_if<TryAcquire>(&E)) {
    if (valid(A->Lock))
      Add(A->Guard);
  } else if (const auto *G = std::get_if<GuardOp>(&E)) {
    Add(G->Guard);
    Add(G->From);
  } else if (const auto *C = std::get_if<Catch>(&E)) {
    Add(C->P);
  } else if (const auto *S = std::get_if<Scope>(&E)) {
    Out.insert(keyOf(At.Func, S->Local));
  } else if (std::holds_alternative<Havoc>(E)) {
    Out.insert(MemoryKeyId::All);
  } else if (std::holds_alternative<Call>(E) ||
             std::holds_alternative<OnceOp>(E)) {
    if (Pointers.isUnresolved(At))
      Out.insert(MemoryKeyId::All);
  }
}

void MemoryEffects::addWritten(EventRef At, MemoryKeys &Out) const {
  const Event &E = P.M[At];
  addOwn(At, E, Out);
  if (std::holds_alternative<Spawn>(E))
    return;
  for (const Callee &C : Pointers.callees(At))
    Out.insert(Written[index(C.Func)]);
}

/// Does the event give its value to an object that is being made?
bool MemoryEffects::isInitialisation(FuncId F, const Event &E) const {
  const auto *A = std::get_if<Access>(&E);
  if (!A)
    return false;
  const Function &Fn = P.M[F];
  if (A->Init || A->Kind == AccessKind::Destroy ||
      Fn.Kind == FunctionKind::GlobalInit)
    return true;
  // `this->x = …` in a constructor.
  const Body &B = *Fn.Definition;
  const Place &X = B[A->P];
  if (Fn.Kind != FunctionKind::Constructor || X.Kind != PlaceKind::Field)
    return false;
  const Place &Base = B[X.Base];
  if (Base.Kind != PlaceKind::Deref)
    return false;
  const Term &Pointer = B[Base.Pointer];
  return Pointer.Kind == TermKind::Value &&
         B[Pointer.P].Kind == PlaceKind::Local &&
         B[B[Pointer.P].Local].Kind == LocalKind::This;
}

MemoryEffects::MemoryEffects(const Program &P, const PointsTo &Pointers)
    : P(P), Pointers(Pointers),
      Keys{{MemoryKey::KeyKind::All, 0, 0}}, // MemoryKeyId::All
      Numbers{{Keys.front(), MemoryKeyId::All}}, Written(P.M.Functions.size()),
      Settled(P, Pointers, [this](EventRef At) {
        if (!isInitialisation(At.Func, this->P.M[At]))
          addOwn(At, this->P.M[At], WrittenLate);
      }) {
  for (const std::vector<FuncId> &Component : Pointers.bottomUp()) {
    MemoryKeys Sum;
    for (FuncId F : Component) {
      if (!P.M[F].Definition)
        continue;
      const Body &B = *P.M[F].Definition;
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
          EventRef At{F, static_cast<BlockId>(Block), I};
          MemoryKeys Here;
          addOwn(At, P.M[At], Here);
          if (!isInitialisation(F, P.M[At]))
            Later.insert(Here);
          Sum.insert(Here);
          addWritten(At, Sum);
        }
    }
    for (FuncId F : Component)
      Written[index(F)] = Sum;
  }
}
