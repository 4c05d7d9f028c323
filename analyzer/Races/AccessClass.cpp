//===- AccessClass.cpp - Collects what threads touch ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Goes over all contexts and writes down every access to memory that escapes.
/// Which memory: points-to says what the place may ever denote, the absolute
/// address in this context says which of that is meant here.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/AccessClass.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

AccessCollector::AccessCollector(const Program &P, const PointsTo &Pointers,
                                 const Locks &L,
                                 std::function<bool(EventRef)> Wanted)
    : P(P), Pointers(Pointers), L(L), All(L.contexts()), V(All.values()),
      T(V.table()), Wanted(std::move(Wanted)) {}

std::map<ObjectId, std::vector<AccessClass>> AccessCollector::run() {
  for (uint32_t Ctx = 0; Ctx < All.size(); ++Ctx) {
    const FuncId F = All[Ctx].Func;
    V.forEachEvent(F, [&](EventRef At) {
      if (V.cfg(F).isReachable(index(At.Block)) && (!Wanted || Wanted(At)))
        visit(Ctx, At);
    });
  }
  return std::move(Out);
}

void AccessCollector::visit(uint32_t Ctx, EventRef At) {
  const Event &E = P.M[At];
  const bool Plain =
      std::holds_alternative<Access>(E) || std::holds_alternative<Free>(E);
  if ((!Plain && !SyncObjects) || !All.isFeasible(Ctx, At))
    return;
  if (!Plain)
    return addSyncUse(Ctx, At);
  GuardedAccess Shown;
  Shown.At = At;
  if (const auto *A = std::get_if<Access>(&E)) {
    Shown.P = A->P;
    Shown.Kind = A->Kind;
    Shown.Order = A->Order;
    Shown.Volatile = A->Volatile;
    Shown.SizeBytes = A->SizeBytes;
    Shown.Via = A->Via;
    ValueId Address = V.address(At, A->P);
    std::vector<CellId> Cells = Pointers.cells(At.Func, A->P).vec();
    if (valid(A->Via) && A->Order == MemoryOrder::NotAtomic &&
        A->SizeBytes <= 1)
      Address = wholeBuffer(Cells, Address);
    addAccess(Ctx, At, Shown, Cells, Address, A);
  } else if (const auto *F = std::get_if<Free>(&E)) {
    Shown.Kind = AccessKind::Destroy;
    addAccess(Ctx, At, Shown, Pointers.pointsTo(At.Func, F->Pointer),
              V.value(At, F->Pointer), nullptr);
  }
}

/// `fputs(Text)`, `memset(Bytes, 0, N)`: a library function that is given the
/// first character of an array, through pointers too, goes on to the rest, and
/// the finding is as good as one about a variable.
/// What an event uses of a lock, a condition or the like. To give a lock up, or
/// to post a semaphore, is no use: whoever gets it next may destroy it (POSIX,
/// pthread_mutex_destroy).
static PlaceId usedObject(const Event &E) {
  if (const auto *X = std::get_if<Acquire>(&E))
    return X->Lock;
  if (const auto *X = std::get_if<TryAcquire>(&E))
    return X->Lock;
  if (const auto *X = std::get_if<Wait>(&E))
    return X->Condition;
  if (const auto *X = std::get_if<Notify>(&E))
    return X->Condition;
  if (const auto *X = std::get_if<SemaphoreOp>(&E))
    return X->Op == SemaphoreOp::OpKind::Release ? PlaceId::None : X->P;
  if (const auto *X = std::get_if<BarrierOp>(&E))
    return X->P;
  return PlaceId::None;
}

void AccessCollector::addSyncUse(uint32_t Ctx, EventRef At) {
  const Event &E = P.M[At];
  GuardedAccess Shown;
  Shown.At = At;
  if (const auto *S = std::get_if<SyncObject>(&E)) {
    if (S->Op != SyncObject::OpKind::Destroy ||
        S->Kind == SyncObject::ObjectKind::ThreadAttr ||
        S->Kind == SyncObject::ObjectKind::Key ||
        S->Kind == SyncObject::ObjectKind::Other)
      return;
    Shown.Kind = AccessKind::Destroy;
    Shown.P = S->P;
  } else {
    Shown.Order = MemoryOrder::SeqCst;
    Shown.P = usedObject(E);
  }
  // Misses: conditions that are notified under the lock and destroyed by who
  // takes it before the notification; but mostly that one waits for the lock.
  if (!valid(Shown.P) ||
      (std::holds_alternative<Notify>(E) &&
       llvm::any_of(All.held(Ctx, At), [](const HeldFacts &Facts) {
         return !Facts.Held.empty();
       })))
    return;
  addAccess(Ctx, At, Shown, Pointers.cells(At.Func, Shown.P),
            V.address(At, Shown.P), nullptr, /*Sync=*/true);
}

ValueId AccessCollector::wholeBuffer(std::vector<CellId> &Cells,
                                     ValueId Address) const {
  for (CellId &C : Cells) {
    const CellId Whole = Pointers.parent(C);
    if (!valid(Whole) || !Pointers.step(C).IsElement ||
        Pointers.step(C).Index != 0)
      continue;
    const TypeId Type = Pointers.typeOf(C);
    if (valid(Type) && P.M[Type].Kind == TypeKind::Int &&
        P.M[Type].SizeBytes == 1)
      C = Whole;
  }
  llvm::sort(Cells);
  Cells.erase(llvm::unique(Cells), Cells.end());
  const Value &X = T[Address];
  if (X.Kind == ValueKind::Element && T.asInt(X.B) == 0 && Cells.size() == 1 &&
      !(valid(Pointers.parent(Cells.front())) &&
        Pointers.step(Cells.front()).IsElement))
    return X.A;
  return Address;
}

/// Those of \p Cells that lie where \p Address does.
std::vector<CellId> AccessCollector::narrowed(llvm::ArrayRef<CellId> Cells,
                                              ValueId Address) const {
  std::vector<CellId> Kept;
  if (const std::optional<std::vector<CellId>> &Exact = V.resolve(Address))
    for (CellId C : Cells)
      if (Pointers.mayOverlap(C, *Exact))
        Kept.push_back(C);
  // The two analyses disagree: points-to is the one that must be believed.
  if (Kept.empty())
    Kept = Cells.vec();
  return Kept;
}

/// Elements that are touched as something larger (`*(long *)&Ints[0]`) are
/// touched together with what lies behind them: the array stands for that.
ValueId AccessCollector::asSeen(std::vector<CellId> &Cells, ValueId Address,
                                uint32_t Size) const {
  bool Larger = false;
  for (CellId &C : Cells) {
    const TypeId Type = Pointers.typeOf(C);
    if (!valid(Pointers.parent(C)) || !Pointers.step(C).IsElement ||
        !valid(Type) || P.M[Type].SizeBytes == 0 || P.M[Type].SizeBytes >= Size)
      continue;
    Larger = true;
    C = Pointers.parent(C);
  }
  if (!Larger)
    return Address;
  llvm::sort(Cells);
  Cells.erase(llvm::unique(Cells), Cells.end());
  return T.isKnown(Address) && T[Address].Kind == ValueKind::Element
             ? T[Address].A
             : Address;
}

bool AccessCollector::isUnpublished(uint32_t Ctx, ValueId Address,
                                    const OrderFacts &Order) const {
  const Value &Root = T[T.root(Address)];
  const bool Own =
      (Root.Kind == ValueKind::Local || Root.Kind == ValueKind::Fresh) &&
      Root.Owner == index(All[Ctx].Thread);
  const bool MadeByCallee =
      Root.Kind == ValueKind::Inner && T[Root.A].Kind == ValueKind::Fresh;
  if (!Own && !MadeByCallee)
    return false;
  const std::optional<std::vector<CellId>> &Cells = V.resolve(T.root(Address));
  return Cells && llvm::all_of(*Cells, [&](CellId C) {
           const ObjectId O = Pointers.objectOf(C);
           return Order.Renewed.contains(O) && !Order.Published.contains(O);
         });
}

void AccessCollector::addAccess(uint32_t Ctx, EventRef At, GuardedAccess Shown,
                                llvm::ArrayRef<CellId> Cells, ValueId Address,
                                const Access *Of, bool Sync) {
  std::vector<CellId> Shared;
  for (CellId C : Cells) {
    const MemObject &O = Pointers[Pointers.objectOf(C)];
    if (O.Kind != ObjectKind::Unknown && O.Kind != ObjectKind::Function &&
        O.Kind != ObjectKind::String && O.Kind != ObjectKind::Thread &&
        Pointers.escape(Pointers.objectOf(C)))
      Shared.push_back(C);
  }
  if (Shared.empty())
    return;
  ValueId Here = All.absolute(Ctx, Address);
  // No element where the library starts says how far it goes.
  while (Of && Of->Rest && T.isKnown(Here) &&
         T[Here].Kind == ValueKind::Element)
    Here = T[Here].A;
  // `pthread_sigmask(How, Set, NULL)`: this caller wants nothing written.
  if (T.isKnown(Here) && T.asInt(T.root(Here)) == 0)
    return;
  Shared = narrowed(Shared, Here);
  if (Of && !valid(Of->Via))
    Here = asSeen(Shared, Here, Of->SizeBytes);
  AccessClass C;
  C.Shown = std::move(Shown);
  C.Shown.Thread = All[Ctx].Thread;
  C.Context = Ctx;
  C.Address = Here;
  const OrderFacts Order = All.order(Ctx, At);
  C.Unpublished = isUnpublished(Ctx, Here, Order);
  // Nobody else can meet these; they matter only to those who ask why.
  if (C.Unpublished && !Wanted)
    return;
  C.Init = Of && Of->Init;
  C.Sync = Sync;
  C.Premises = All.premises(Ctx, At);
  // Points-to knows all that callers pass; here it is what this one names.
  C.Exact = Shared.size() == 1 &&
            (Cells.size() <= 1 ||
             (T[T.root(Here)].Kind == ValueKind::Global && !T.isVague(Here)));
  describeWay(Ctx, At, C);
  const RunningSet Running = All.running(Ctx, At);
  std::vector<HeldFacts> Ways = All.held(Ctx, At);
  C.OneOfSeveral = Ways.size() > 1;
  shareSemaphores(Ways);
  for (HeldFacts &Held : Ways) {
    // Who waits gives the lock up in the middle of it.
    if (std::holds_alternative<Wait>(P.M[At]))
      Held.Held.clear();
    Held.Released.clear();
    Held.Posted.clear();
    Held.Guards.clear();
    AccessClass Way = C;
    Way.Shown.Held = L.uses(Held, /*MustOnly=*/true);
    Way.Facts = share({std::move(Held), Running, Order});
    for (CellId Cell : Shared) {
      Way.Shown.Cell = Cell;
      add(Way);
    }
  }
}

/// What one way has waited for, all may have: the first of a group waits for
/// those who come after.
void AccessCollector::shareSemaphores(std::vector<HeldFacts> &Ways) {
  std::vector<HeldLockFact> All;
  for (const HeldFacts &Way : Ways)
    for (const HeldLockFact &H : Way.Held)
      if (H.Kind == HeldKind::Semaphore)
        All.push_back(H);
  for (HeldFacts &Way : Ways)
    for (HeldLockFact H : All) {
      H.Must = false;
      if (llvm::none_of(Way.Held, [&](const HeldLockFact &Mine) {
            return Mine.Kind == H.Kind && Mine.Lock == H.Lock;
          }))
        Way.Held.insert(llvm::upper_bound(Way.Held, H), H);
    }
}

std::shared_ptr<const PointFacts> AccessCollector::share(PointFacts Facts) {
  std::vector<std::tuple<ValueId, HeldKind, LockMode, bool>> Locks;
  Locks.reserve(Facts.Held.Held.size());
  for (const HeldLockFact &H : Facts.Held.Held)
    Locks.push_back({H.Lock, H.Kind, H.Mode, H.Must});
  auto [It, IsNew] = this->Shared.try_emplace(
      FactsKey(Facts.Running, std::move(Locks), Facts.Order.Passed,
               Facts.Order.Signalled, Facts.Order.Phases));
  if (IsNew)
    It->second = std::make_shared<const PointFacts>(std::move(Facts));
  return It->second;
}

void AccessCollector::describeWay(uint32_t Ctx, EventRef At,
                                  AccessClass &C) const {
  C.Shown.Chain = All.chain(Ctx);
  for (EventRef Site : C.Shown.Chain)
    if (const auto *Call = std::get_if<heddle::Call>(&P.M[Site]))
      C.LastOwner |= Call->LastOwner;
  // `[&]`: the address was loaded from a member of a closure. Said of the
  // function that has the access, whose values still show the way.
  ValueId Id = V.address(At, C.Shown.P);
  while (T.isKnown(Id)) {
    const Value &X = T[Id];
    if (X.Kind == ValueKind::Load && T[X.A].Kind == ValueKind::Field &&
        !isPseudo(T[X.A].Field)) {
      const FieldRef F = T[X.A].Field;
      if (P.M[F.Record].Kind == RecordKind::Lambda &&
          P.M[F.Record].Fields[F.Index].CaptureByRef)
        C.Shown.Capture = F;
    }
    if (X.Kind == ValueKind::Param)
      C.Shown.ByArgument = true;
    if (!valid(X.A))
      break;
    Id = X.A;
  }
}

AccessCollector::Key AccessCollector::keyOf(const AccessClass &C) const {
  // In a team accesses are alike only at one place, reached in one way.
  const bool Team = All.threads().isInTeam(C.Shown.Thread);
  return {C.Shown.Cell,
          C.Shown.Kind,
          C.Shown.Order,
          C.Shown.Thread,
          C.Facts.get(),
          C.Address,
          C.Unpublished,
          C.LastOwner,
          C.Shown.Volatile || C.Sync,
          Team ? C.Shown.At : EventRef(),
          Team ? C.Context : UINT32_MAX,
          C.Premises};
}

void AccessCollector::add(AccessClass C) {
  const ObjectId O = Pointers.objectOf(C.Shown.Cell);
  auto [It, IsNew] = Known.try_emplace(keyOf(C), O, Out[O].size());
  if (IsNew) {
    C.Sites.insert(C.Shown.At);
    Out[O].push_back(std::move(C));
    return;
  }
  AccessClass &Old = Out[O][It->second.second];
  Old.Sites.insert(C.Shown.At);
  Old.Shown.Count = static_cast<uint32_t>(Old.Sites.size());
  // Shown is the one with the shortest way, then the first in the text.
  if (std::tuple(C.Shown.Chain.size(), C.Shown.At) <
      std::tuple(Old.Shown.Chain.size(), Old.Shown.At)) {
    C.Shown.Count = Old.Shown.Count;
    C.Sites = std::move(Old.Sites);
    Old = std::move(C);
  }
}
