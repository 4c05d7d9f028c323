//===- Locks.h - Which locks are held where ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Locksets and the order in which locks are taken. A lock is named by its
/// cell where that is one lock at run time, and by a path from a value (`the
/// M of *this`) where the cell stands for many. Sets are computed per function
/// relative to its callers (what it takes, what it gives back, what it holds
/// at each event) and put together along call chains.
///
/// Thread safety: immutable once computed.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_LOCKS_H
#define HEDDLE_LOCKS_LOCKS_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Threads/Threads.h"

#include <string>
#include <vector>

namespace heddle {

/// A lock as its holder names it.
struct LockUse {
  std::string Name;           ///< `M`, `this->M`, `Forks[Seat]`; for messages
  CellId Cell = CellId::None; ///< None: identity lost
  /// The cell is one lock at run time, so that two holders exclude each other.
  bool Unique = false;
  bool Recursive = false;
  LockMode Mode = LockMode::Exclusive;
  /// Where this function or one it calls took it; Func None: a caller did (see
  /// ByCaller), or an attribute says so.
  EventRef Acquired;
  CallChain Chain;       ///< calls from this function to the one of Acquired
  bool ByCaller = false; ///< held by every caller at every call
  bool Must = true;      ///< false: on some paths only
  PlaceId Guard = PlaceId::None; ///< in the function of Acquired
};

enum class GuardState : uint8_t { Unknown, Empty, NotHolding, Holding, Maybe };

/// A lock that a function takes and gives back on some ways out only.
struct LeakedLock {
  LockUse Lock;
  EventRef Exit; ///< Return, Throw or the call that may throw
  bool ByException = false;
  bool ReleasedElsewhere = false; ///< on another path of the same function
  EventRef Release;               ///< one such release
};

/// To is taken while From is held.
struct LockEdge {
  LockUse From, To;
  ThreadId Thread = ThreadId::None;
  CallChain FromChain, ToChain; ///< from the thread's entry to the function
                                ///< that acquires
  EventRef FromAt, ToAt;
  std::vector<LockUse> Gates; ///< what else is held at ToAt
  /// To is not a lock but a wait for a thread's end or a future's value:
  /// Awaited is the thread that has to go on.
  bool IsWait = false;
  ThreadId Awaited = ThreadId::None;
};

enum class CycleKind : uint8_t {
  Order,    ///< two or more threads, two or more locks
  Self,     ///< one thread, a lock it holds already
  Instances ///< two locks of one summarised cell (Forks[i], Forks[j])
};

/// Threads that can wait for each other for ever.
struct LockCycle {
  CycleKind Kind = CycleKind::Order;
  std::vector<LockEdge> Edges; ///< Edges[i].To is Edges[i+1].From
  bool ThroughJoin = false;    ///< one edge waits for a thread or future
  Confidence Belief = Confidence::Likely;
  std::vector<std::string> Reasons;
};

class Contexts;
class Values;
struct HeldFacts;
struct HeldLockFact;

class Locks {
public:
  /// \p MaxWork: events times contexts looked at; then Budget.
  Locks(const Program &P, const PointsTo &Pointers, const Threads &T,
        Ledger &Gaps, uint64_t MaxWork = 4'000'000);
  ~Locks();
  Locks(Locks &&) noexcept;
  Locks &operator=(Locks &&) noexcept;

  /// Held when \p At is about to happen, in every context (Must) or on some
  /// paths of the function. Sorted by name.
  std::vector<LockUse> heldAt(EventRef At) const;
  /// State of the guard object \p Guard of the function when \p At is about
  /// to happen.
  GuardState guardAt(EventRef At, PlaceId Guard) const;
  /// Sorted by exit.
  std::vector<LeakedLock> leaks() const;
  /// Every lock that is taken while another is held, also by ones of the same
  /// cell; one of each pair, thread and phase.
  std::vector<LockEdge> order() const;
  /// Sorted by the first edge's positions; one per set of lock cells.
  const std::vector<LockCycle> &cycles() const;

  // ---- For analyses that follow call chains themselves ---------------------

  const Contexts &contexts() const;
  /// A lock fact of a context in the words of rules.
  LockUse use(const HeldLockFact &H) const;
  std::vector<LockUse> uses(const HeldFacts &Facts, bool MustOnly) const;

private:
  struct Impl;
  std::unique_ptr<Impl> State;
};

/// Can memory that \p P of \p F denotes be reached by several threads?
bool isSharedPlace(const PointsTo &Pointers, FuncId F, PlaceId P);

} // namespace heddle

#endif // HEDDLE_LOCKS_LOCKS_H
