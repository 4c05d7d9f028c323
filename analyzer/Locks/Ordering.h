//===- Ordering.h - What a thread has waited for, told and shown ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Facts for happens-before other than by locks and joins, relative to a
/// function's entry as all others are. A *channel* is an object that orders:
/// what comes before a signal to it happens before what comes after a wait
/// that saw the signal (promise and future, latch, semaphore, a flag that is
/// set and asked for). Passed: waited for, on every way. Signalled: on some
/// way. Published: objects that others may have got hold of by now.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_ORDERING_H
#define HEDDLE_LOCKS_ORDERING_H

#include "analyzer/Threads/Threads.h"
#include "analyzer/Values/Flow.h"
#include "analyzer/Values/IdSet.h"

#include <map>
#include <set>

namespace heddle {

enum class ChannelKind : uint8_t {
  Once,
  Future,
  Latch,
  Semaphore,
  FlagSet,     ///< a variable that becomes other than zero
  FlagCleared, ///< a variable that becomes zero
};

struct Channel {
  ChannelKind Kind = ChannelKind::Once;
  ValueId Object = ValueId::Unknown; ///< its address; Unknown: some object
  friend auto operator<=>(const Channel &, const Channel &) = default;
};

using ObjectSet = IdSet<ObjectId>;

struct OrderFacts {
  std::set<Channel> Passed;    ///< must
  std::set<Channel> Signalled; ///< may
  /// Made anew since the entry, and not shown to others again: the object made
  /// last is its thread's own. (Renewed minus Published.)
  ObjectSet Renewed;
  ObjectSet Published;
  /// First points to second now; if first is published, so is second.
  std::set<std::pair<ObjectId, ObjectId>> Stored;
  /// How often each barrier was passed; -1: not known.
  std::map<ValueId, int> Phases;
  bool empty() const {
    return Passed.empty() && Signalled.empty() && Published.empty() &&
           Renewed.empty() && Stored.empty() && Phases.empty();
  }
  friend bool operator==(const OrderFacts &, const OrderFacts &) = default;
};

class OrderAnalysis {
public:
  explicit OrderAnalysis(const Threads &Table);

  const OrderFacts &before(EventRef At) const;
  const OrderFacts &atReturn(FuncId F) const { return Exits[index(F)]; }
  OrderFacts compose(const OrderFacts &Outer, EventRef Site, const Callee &To,
                     const OrderFacts &Inner) const;
  OrderFacts then(const OrderFacts &Outer, const OrderFacts &Inner) const;
  static void meet(OrderFacts &Into, const OrderFacts &From);

  /// What a signal event tells; nothing if \p At is none.
  std::vector<Channel> signals(EventRef At) const;

  /// All objects that can be reached from \p O by pointers, it included.
  const ObjectSet &reachable(ObjectId O) const;
  const Values &values() const { return V; }

private:
  friend class OrderDomain;
  bool analyse(FuncId F);
  /// Waits that succeed when control takes an edge.
  std::vector<Channel> waitsOn(FuncId F, const CfgEdge &E) const;
  std::vector<Channel> implied(ValueId Condition, bool True) const;
  bool isAcquiring(ValueId Load) const;
  void publish(OrderFacts &X, FuncId F, TermId Value) const;
  void publish(OrderFacts &X, ObjectId O) const;
  void store(OrderFacts &X, ObjectId Into, ObjectId O) const;
  bool canEscape(ObjectId O) const;
  void findFlags();
  bool isFlag(ValueId Address) const;

  const Threads &Table;
  const Values &V;
  ValueTable &T;
  const PointsTo &PT;
  std::set<CellId> Flags; ///< that one thread writes and another asks about
  std::vector<bool> Analysed;
  std::vector<OrderFacts> Exits;
  std::map<EventRef, std::vector<ObjectId>> Allocated;
  std::vector<std::vector<ObjectId>> Locals; ///< [function], that can escape
  std::map<EventRef, OrderFacts> Before;
  mutable std::map<ObjectId, ObjectSet> Reach; ///< that can escape
};

} // namespace heddle

#endif // HEDDLE_LOCKS_ORDERING_H
