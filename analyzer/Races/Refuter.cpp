//===- Refuter.cpp - The product of refuters ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

using namespace heddle;

llvm::ArrayRef<Refuter> heddle::allRefuters() {
  static const Refuter Table[] = {
      {"read-only", refuteReadOnly},
      {"both-atomic", refuteAtomic},
      {"ordered", refuteOrdered},
      {"openmp-team", refuteTeam},
      {"common-lock", refuteCommonLock},
      {"semaphore", refuteSemaphore},
      {"instance-lock", refuteInstanceLock},
      {"once", refuteOnce},
      {"not-published", refuteUnpublished},
      {"own-object", refuteOwnObject},
      {"disjoint-index", refuteDisjointIndex},
      {"chosen-one", refuteChosenOne},
      {"own-number", refuteOwnNumber},
      {"sync-use", refuteSyncUse},
      {"joined-element", refuteJoinedElement},
      {"signal-and-wait", refuteChannel},
      {"barrier", refuteBarrier},
      {"last-owner", refuteLastOwner},
      {"signal-handler", refuteSignalSafe},
  };
  return Table;
}

RefuterContext::RefuterContext(const Program &P, const PointsTo &Pointers,
                               const Threads &Table, const Locks &L)
    : P(P), Pointers(Pointers), Table(Table), L(L), All(L.contexts()),
      V(All.values()), T(V.table()), Teams(std::make_unique<TeamFlow>(V)) {
  findSignals();
  findTurnstiles();
}

CellId RefuterContext::uniqueCell(ValueId Address) const {
  const std::optional<std::vector<CellId>> &Cells = V.resolve(Address);
  if (!Cells || Cells->size() != 1 || !Pointers.isUnique(Cells->front()))
    return CellId::None;
  return Cells->front();
}

std::string RefuterContext::position(EventRef At) const {
  if (!valid(At.Func))
    return "its start";
  const DeclPosition Pos = P.M.position(At);
  if (!valid(Pos.File))
    return P.M[At.Func].Name;
  return P.M[Pos.File].Path + ":" + std::to_string(Pos.Line) + ":" +
         std::to_string(Pos.Column);
}

std::string RefuterContext::nameOf(ThreadId Id) const {
  return "thread '" + Table[Id].Name + "'";
}

static bool releases(const Event &E) {
  const auto *A = std::get_if<Access>(&E);
  if (!A)
    return true;
  switch (A->Order) {
  case MemoryOrder::Relaxed:
  case MemoryOrder::Consume:
  case MemoryOrder::Acquire:
    return false;
  default:
    return true;
  }
}

/// What an object starts with.
void RefuterContext::visitSetup(EventRef At) {
  const Event &E = P.M[At];
  if (const auto *S = std::get_if<SyncObject>(&E)) {
    if (S->Op == SyncObject::OpKind::Init && valid(S->Count))
      for (CellId C : Pointers.cells(At.Func, S->P))
        InitialCounts[C] = V.value(At, S->Count);
  } else if (const auto *A = std::get_if<Access>(&E)) {
    if (!A->Init || A->Kind != AccessKind::Write)
      return;
    std::optional<int64_t> N = T.asInt(V.value(At, A->Value));
    for (CellId C : Pointers.cells(At.Func, A->P)) {
      if (N.value_or(1) != 0)
        InitiallySet.insert(C);
      if (N.value_or(0) == 0)
        InitiallyCleared.insert(C);
    }
  } else if (const auto *B = std::get_if<BarrierOp>(&E)) {
    for (CellId C : Pointers.cells(At.Func, B->P))
      for (ThreadId Id : Table.executing(At.Func))
        BarrierUsers[C].insert(Id);
  }
}

void RefuterContext::findSignals() {
  const OrderAnalysis &Order = All.orderAnalysis();
  for (uint32_t I = 0; I < P.M.Globals.size(); ++I) {
    const Global &G = P.M.Globals[I];
    const CellId C = Pointers.cellOf(static_cast<GlobalId>(I));
    if (!valid(C))
      continue;
    if (G.HasStaticValue && G.StaticValue != 0)
      InitiallySet.insert(C);
    else if (!valid(G.Init))
      InitiallyCleared.insert(C);
  }
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        visitSetup(At);
        for (const Channel &C : Order.signals(At)) {
          Signal S{.To = C, .At = At, .Cells = {}, .Threads = {}};
          PlaceId Where = PlaceId::None;
          std::visit(
              [&]<class EventT>(const EventT &X) {
                if constexpr (requires { X.P; })
                  Where = X.P;
              },
              P.M[At]);
          if (valid(Where))
            S.Cells = Pointers.cells(F, Where);
          S.Threads = Table.executing(F);
          S.Releases = releases(P.M[At]);
          Signals.push_back(std::move(S));
        }
      });
}
