//===- Held.h - Locks held, relative to a function's entry ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lock facts of one function: what it has taken since its entry (L+), what of
/// its caller's it may have given back (L-), the state of each guard, kept
/// apart by conditions (Flow.h). Locks are symbolic addresses, so the facts
/// hold for whatever object the function is called on; composing along a call
/// puts the caller's objects in.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_HELD_H
#define HEDDLE_LOCKS_HELD_H

#include "analyzer/Locks/Locks.h"
#include "analyzer/Values/Flow.h"

#include <map>
#include <set>

namespace heddle {

enum class HeldKind : uint8_t {
  Lock,
  /// Waited for, and not posted since: a lock if its count starts with one and
  /// whoever posts it has waited (Refuter.h).
  Semaphore,
  Once,   ///< inside of call_once: nobody else is, on that flag
  Atomic, ///< inside of an atomic section: nobody else is, in any
};

struct HeldLockFact {
  ValueId Lock = ValueId::Unknown; ///< its address
  HeldKind Kind = HeldKind::Lock;
  LockMode Mode = LockMode::Exclusive;
  bool Must = true; ///< false: on some ways only
  bool Recursive = false;
  uint8_t Count = 1;             ///< how often, if recursive
  uint32_t Group = 0;            ///< Acquire::AtomicGroup
  EventRef At = {};              ///< where it was taken
  CallChain Chain;               ///< calls from this function to that of At
  PlaceId Guard = PlaceId::None; ///< in the function of At
  friend auto operator<=>(const HeldLockFact &, const HeldLockFact &) = default;
};

struct GuardFact {
  std::vector<ValueId> Locks; ///< what it is bound to
  GuardState State = GuardState::Unknown;
  friend bool operator==(const GuardFact &, const GuardFact &) = default;
};

/// A lock that was not taken here is given back.
struct ReleasedLock {
  ValueId Lock = ValueId::Unknown;
  ValueId Guard = ValueId::Unknown; ///< by this guard, if it holds it
  friend auto operator<=>(const ReleasedLock &, const ReleasedLock &) = default;
};

struct HeldFacts {
  std::vector<HeldLockFact> Held; ///< sorted by lock
  std::map<ValueId, GuardFact> Guards;
  std::set<ReleasedLock> Released; ///< on some way
  std::set<ValueId> Posted; ///< semaphores that were not held, on some way
  /// There were too many names to keep: of the locks that are held on some ways
  /// only, Held has the first few; what must be held is all there.
  bool Cut = false;
  friend bool operator==(const HeldFacts &, const HeldFacts &) = default;
  bool empty() const {
    return Held.empty() && Guards.empty() && Released.empty() &&
           Posted.empty() && !Cut;
  }
};

using HeldStates = std::vector<Partition<HeldFacts>>;

/// A way out of a function, and the locks on it.
struct HeldExit {
  EventRef At; ///< the last event of the function on this way
  bool ByException = false;
  HeldStates States;
};

class HeldAnalysis {
public:
  HeldAnalysis(const Values &V, Ledger &Gaps);

  /// When \p At is about to happen, partition by partition; one empty
  /// partition where nothing was done to any lock.
  const HeldStates &before(EventRef At) const;
  const HeldStates &atReturn(FuncId F) const { return Returns[index(F)]; }
  /// How a call of F that throws leaves locks.
  const HeldFacts &atUnwind(FuncId F) const { return Unwinds[index(F)]; }

  /// All ways out of \p F, in order of the blocks.
  std::vector<HeldExit> exits(FuncId F) const;

  /// The lock of an Acquire, TryAcquire, Release or Wait, in terms of the
  /// function; Unknown if its identity is lost.
  ValueId lockOf(EventRef At) const;
  /// Does nothing to locks, nor does anything it calls.
  bool isNeutral(FuncId F) const { return Neutral[index(F)]; }

  /// \p Inner, facts of a callee, happens after \p Outer.
  HeldFacts compose(const HeldFacts &Outer, EventRef Site, const Callee &To,
                    const HeldFacts &Inner) const;
  /// Facts that are both said in one function's terms.
  HeldFacts then(const HeldFacts &Outer, const HeldFacts &Inner) const;
  static void meet(HeldFacts &Into, const HeldFacts &From);

  void acquire(HeldFacts &Facts, HeldLockFact New) const;
  void release(HeldFacts &Facts, ValueId Lock, bool Foreign) const;
  void releaseGuard(HeldFacts &Facts, ValueId Guard, ValueId Lock) const;
  void post(HeldFacts &Facts, ValueId Semaphore) const;
  /// Are the two addresses the same lock for sure?
  bool sameLock(ValueId L, ValueId R) const;
  /// Do both read the same members of the same object, be it at different
  /// times?
  bool sameExpression(ValueId L, ValueId R) const;
  /// Can they be the same lock?
  bool mayBeSame(ValueId L, ValueId R) const;

  const Values &values() const { return V; }

private:
  friend class HeldDomain;
  bool analyse(FuncId F);
  HeldFacts mapFacts(EventRef Site, const Callee &To,
                     const HeldFacts &Inner) const;
  ValueId mapped(EventRef Site, const Callee &To, ValueId X) const;
  bool touchesLocks(EventRef At) const;

  const Values &V;
  ValueTable &T;
  Ledger &Gaps;
  std::vector<bool> Neutral;
  std::vector<HeldStates> Returns;
  std::vector<bool> CanReturn;
  std::vector<HeldFacts> Unwinds;
  std::vector<bool> CanUnwind;
  std::map<EventRef, HeldStates> Before;
};

/// The lock that stands for all atomic sections.
ValueId atomicSectionLock(ValueTable &T);

} // namespace heddle

#endif // HEDDLE_LOCKS_HELD_H
