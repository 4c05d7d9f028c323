//===- LocksImpl.h - What is behind Locks -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The analyses that Locks bundles, and the search for cycles of waits.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_LOCKSIMPL_H
#define HEDDLE_LOCKS_LOCKSIMPL_H

#include "analyzer/Locks/Contexts.h"

namespace heddle {

/// One nesting of two locks (or a lock around a wait), as some thread does it.
struct OrderEdge {
  LockEdge Shown;
  RunningSet Running;
  std::vector<HeldLockFact> Held; ///< all that is held at ToAt
  ValueId FromLock = ValueId::Unknown, ToLock = ValueId::Unknown;
  bool Must = true;
};

struct Locks::Impl {
  Impl(const Program &P, const PointsTo &Pointers, const Threads &Table,
       Ledger &Gaps, uint64_t MaxWork);

  LockUse use(const HeldLockFact &H) const;
  std::string nameOf(EventRef Acquire, CellId Cell) const;
  void findRecursiveLocks();
  bool isRecursive(const HeldLockFact &H) const;

  // LockOrder.cpp
  void collectEdges();
  void addAcquire(uint32_t Ctx, EventRef At, const Acquire &A);
  void addJoin(uint32_t Ctx, EventRef At, const Join &J);
  void addEdge(OrderEdge E);
  bool isOfEarlierRound(uint32_t Ctx, EventRef At, const HeldLockFact &H) const;
  void addSelf(const OrderEdge &E, bool IsDoubtful);
  // Instances.cpp
  bool isOrderedPair(uint32_t Ctx, const OrderEdge &E) const;
  bool isReverse(const OrderEdge &A, const OrderEdge &B) const;
  bool isTakenBothWays(const OrderEdge &E) const;
  bool meetsOthers(const OrderEdge &E) const;
  bool canCircle(const OrderEdge &E) const;
  void findInstanceCycles();
  // LockCycles.cpp
  void findCycles();
  void extend(std::vector<const OrderEdge *> &Path);
  /// No thread is started that can be seen: the program is a test, or part of
  /// something larger. Its locks are there for threads, so their order is
  /// judged as if two threads ran all of it.
  bool isAlone() const { return valid(P.Main) && Table.all().size() == 1; }
  bool canMeet(const OrderEdge &A, const OrderEdge &B) const;
  void addCycle(llvm::ArrayRef<const OrderEdge *> Path);
  void findJoinCycles();

  const Program &P;
  const PointsTo &Pointers;
  const Threads &Table;
  Ledger &Gaps;
  const Values &V;
  HeldAnalysis Held;
  OrderAnalysis Order;
  Contexts All;
  std::set<CellId> RecursiveLocks;

  std::vector<OrderEdge> Edges;                 ///< lock to lock
  std::vector<OrderEdge> Instances;             ///< of one cell to another
  std::vector<OrderEdge> Waits;                 ///< lock to a thread's end
  std::vector<OrderEdge> Acquisitions;          ///< one per lock, thread, phase
  std::map<CellId, std::vector<uint32_t>> From; ///< edges by From's cell
  std::vector<LockCycle> Cycles;
  std::set<std::vector<CellId>> SeenCycles;
  std::set<CellId> Ascending; ///< arrays whose locks nest by index
};

} // namespace heddle

#endif // HEDDLE_LOCKS_LOCKSIMPL_H
