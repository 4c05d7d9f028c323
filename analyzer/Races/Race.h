//===- Race.h - Accesses, and pairs of them that can collide ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The facts of the race analysis, as plain data: guarded accesses (who
/// touches what, in which thread, by which calls, holding what), the pairs of
/// them that no refuter could drop, grouped by the object they collide on.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_RACE_H
#define HEDDLE_RACES_RACE_H

#include "analyzer/Locks/Locks.h"

#include <optional>

namespace heddle {

/// All accesses alike in object, kind, locks, thread and phase; shown by one
/// of them, that with the shortest call chain.
struct GuardedAccess {
  EventRef At;
  PlaceId P = PlaceId::None; ///< in At.Func; the Access' own or, for events
                             ///< that imply an access, what they touch
  AccessKind Kind = AccessKind::Read;
  MemoryOrder Order = MemoryOrder::NotAtomic;
  bool Volatile = false;
  uint32_t SizeBytes = 0;
  FuncId Via = FuncId::None; ///< library function it comes from
  CellId Cell = CellId::None;
  ThreadId Thread = ThreadId::None;
  CallChain Chain;            ///< calls from the thread's entry to At.Func
  std::vector<LockUse> Held;  ///< must be held; sorted by name
  bool Unconditional = false; ///< happens in every run of the thread
  /// The object is reached through this by-reference capture of a closure
  /// (Record None: it is not).
  FieldRef Capture;
  /// … through an argument that hands a reference or address to the thread.
  bool ByArgument = false;
  uint32_t Count = 1; ///< how many accesses the class stands for
  bool isWrite() const { return Kind != AccessKind::Read; }
  bool isAtomic() const { return Order != MemoryOrder::NotAtomic; }
};

/// Two accesses that nothing keeps apart. Indices into RaceGroup::Accesses,
/// First is the one to repair: the write without the usual lock if there is
/// one, else the earlier in the source. Both may be the same class, if its
/// thread is many.
struct RaceCandidate {
  uint32_t First = 0, Second = 0;
  Confidence Belief = Confidence::Likely;
  std::vector<std::string> Reasons; ///< what belief rests on, or lowers it
  /// In rounds of one loop that OpenMP divides, which are so many apart; 0: any
  /// two rounds.
  std::optional<int64_t> Rounds;
  /// What lowers belief is that the two may well be in order, and not that
  /// threads or objects could not be told apart.
  bool MaybeOrdered = false;
};

/// What is touched by the accesses of a group.
struct SharedObject {
  std::string Name; ///< `Balance`, `Account::Balance`, `Items` …
  CellId Cell = CellId::None;
  MemObject Root; ///< the object that Cell is part of
  TypeId Type = TypeId::None;
  RecordId Owner = RecordId::None; ///< class of the last member in the path
  FieldRef Member;                 ///< that member; Record None: no member
  /// Structure or content of a library container (see PseudoField), whose own
  /// name and type Name and Type then give.
  bool IsContainer = false;
  DeclPosition Declared; ///< of the member or variable; Line 0: not known
};

/// A lock under which the object is used elsewhere.
struct GuardedBy {
  LockUse Lock;
  uint32_t Holding = 0, All = 0; ///< of the accesses in parallel phases
  uint32_t Writes = 0;           ///< accesses that hold it and write
};

/// Everything that can collide on one object: one cause, one finding.
struct RaceGroup {
  SharedObject Object;
  /// All accesses to the object that other threads can meet, also those that
  /// take part in no candidate (they hold the lock the others lack). Sorted by
  /// position.
  std::vector<GuardedAccess> Accesses;
  /// Best first: belief, then position. Never empty.
  std::vector<RaceCandidate> Candidates;
  /// Sorted: most holders first.
  std::vector<GuardedBy> Guards;
};

/// An object that several threads use, one of them writing, and what comes
/// between them.
struct ObjectUse {
  SharedObject Object;
  /// Those that another thread could meet, were it not for locks and the like.
  /// Sorted by position. Empty: the threads' starts and ends keep all apart.
  std::vector<GuardedAccess> Accesses;
  std::vector<GuardedBy> Guards; ///< as in RaceGroup
  /// Names of refuters, that which speaks for most pairs first.
  std::vector<std::string> KeptApartBy;
  /// Of the race that is found there; none: something always comes between.
  std::optional<Confidence> Race;
};

} // namespace heddle

#endif // HEDDLE_RACES_RACE_H
