//===- AccessClass.h - Accesses that are alike ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What refuters see: an access as GuardedAccess shows it, and the facts of the
/// context it was found in. Accesses with the same cell, kind, thread, locks
/// and phase form a class and are looked at once.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_ACCESSCLASS_H
#define HEDDLE_RACES_ACCESSCLASS_H

#include "analyzer/Locks/Contexts.h"
#include "analyzer/Races/Race.h"

#include <functional>
#include <memory>

namespace heddle {

/// What is known at a point of a context: many accesses share it.
struct PointFacts {
  HeldFacts Held; ///< absolute
  RunningSet Running;
  OrderFacts Order;
};

struct AccessClass {
  GuardedAccess Shown;
  uint32_t Context = 0;
  ValueId Address = ValueId::Unknown; ///< absolute
  std::shared_ptr<const PointFacts> Facts;
  /// Nothing but this cell can be meant here.
  bool Exact = false;
  /// The object was made by this thread and nobody else can know it yet.
  bool Unpublished = false;
  /// In the destructor that a last owner runs.
  bool LastOwner = false;
  bool Init = false;
  /// The object is a lock, a condition or the like, and is used as one. Only
  /// its end collides with that.
  bool Sync = false;
  /// There are several ways to get here, with different locks; this is one.
  bool OneOfSeveral = false;
  /// What numbers branches on the way ask for: see Contexts::premises.
  std::vector<ConditionAtom> Premises;
  std::set<EventRef> Sites; ///< all accesses of the class

  const HeldLockFact *find(HeldKind Kind) const {
    for (const HeldLockFact &H : Facts->Held.Held)
      if (H.Kind == Kind && H.Must)
        return &H;
    return nullptr;
  }
};

/// Finds all accesses to memory that threads can share.
class AccessCollector {
public:
  /// \p Wanted: restricts to some events; empty: all.
  AccessCollector(const Program &P, const PointsTo &Pointers, const Locks &L,
                  std::function<bool(EventRef)> Wanted = {});
  /// Locks, conditions and the like too: that they are used, and that they end.
  AccessCollector &withSyncObjects() {
    SyncObjects = true;
    return *this;
  }

  /// By cell of the object; classes in order of discovery, which is fixed.
  std::map<ObjectId, std::vector<AccessClass>> run();

private:
  void visit(uint32_t Ctx, EventRef At);
  static void shareSemaphores(std::vector<HeldFacts> &Ways);
  void addAccess(uint32_t Ctx, EventRef At, GuardedAccess Shown,
                 llvm::ArrayRef<CellId> Cells, ValueId Address,
                 const Access *Of, bool Sync = false);
  void addSyncUse(uint32_t Ctx, EventRef At);
  void add(AccessClass C);
  ValueId wholeBuffer(std::vector<CellId> &Cells, ValueId Address) const;
  std::vector<CellId> narrowed(llvm::ArrayRef<CellId> Cells,
                               ValueId Address) const;
  ValueId asSeen(std::vector<CellId> &Cells, ValueId Address,
                 uint32_t Size) const;
  bool isUnpublished(uint32_t Ctx, ValueId Address,
                     const OrderFacts &Order) const;
  void describeWay(uint32_t Ctx, EventRef At, AccessClass &C) const;

  /// What two points must share for their accesses to be judged alike.
  using FactsKey =
      std::tuple<RunningSet,
                 std::vector<std::tuple<ValueId, HeldKind, LockMode, bool>>,
                 std::set<Channel>, std::set<Channel>, std::map<ValueId, int>>;
  std::shared_ptr<const PointFacts> share(PointFacts Facts);
  using Key = std::tuple<CellId, AccessKind, MemoryOrder, ThreadId,
                         const PointFacts *, ValueId, bool, bool, bool,
                         EventRef, uint32_t, std::vector<ConditionAtom>>;
  Key keyOf(const AccessClass &C) const;

  const Program &P;
  const PointsTo &Pointers;
  const Locks &L;
  const Contexts &All;
  const Values &V;
  ValueTable &T;
  std::function<bool(EventRef)> Wanted;
  bool SyncObjects = false;
  std::map<ObjectId, std::vector<AccessClass>> Out;
  std::map<FactsKey, std::shared_ptr<const PointFacts>> Shared;
  std::map<Key, std::pair<ObjectId, size_t>> Known;
};

} // namespace heddle

#endif // HEDDLE_RACES_ACCESSCLASS_H
