//===- RaceStory.h - Telling a race -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The part of a race that all race rules tell alike: which of them a group of
/// colliding accesses belongs to, which pair of accesses stands for it, and
/// its sites: both accesses with thread, calls and locks, the spawns, the
/// declaration. A rule adds message, reason and repair in its own words.
///
/// A group has one kind and so one finding: rules never report the same cause
/// twice.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_RACESTORY_H
#define HEDDLE_CHECKS_RACESTORY_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Publication.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <string>

namespace heddle {

/// Most helpful first: a missing lock is told before what kind of object it
/// is, since it says how to repair. (RaceKinds.cpp decides.)
enum class RaceKind : uint8_t {
  Signal,        ///< one of the two is a signal handler
  OpenMP,        ///< both are in one parallel region of OpenMP
  BitField,      ///< two bit-fields in one memory location
  MixedAtomic,   ///< one access is atomic, the other is not
  SharedLock,    ///< both hold one lock, who writes as a reader only
  DoubleChecked, ///< Unguarded: the look without a lock that decides whether
                 ///< the lock is taken, to make the object
  Predicate,     ///< Unguarded: the condition of a loop around a wait
  Unguarded,     ///< one access lacks the lock that others hold
  Inconsistent,  ///< both hold locks, different ones
  WeakOrder,     ///< handed over by a flag of too weak a memory order
  Volatile,      ///< a volatile variable
  Flag,          ///< a plain variable that a loop waits for
  Assignment,    ///< a smart pointer or callable object is replaced
  Container,     ///< the shape of a library container
  Captured,      ///< a local that a thread got by reference
  Lifetime,      ///< a local that dies while a thread uses it: not a matter of
                 ///< locks, told by dangling-thread-reference
  Destruction,   ///< destroyed or freed by one, used by the other
  ConstMethod,   ///< written in a const member function
  Plain,
};

/// Is a lock, a condition or the like destroyed, by pthread_mutex_destroy or
/// such, and not because its memory ends?
bool endsByCall(const Module &M, const GuardedAccess &Access);

class RaceStory {
public:
  /// REQUIRES: \p Context has analyses; both outlive the story.
  RaceStory(const CheckContext &Context, const RaceGroup &Group);
  RaceStory(const RaceStory &) = delete;

  RaceKind kind() const { return Kind; }
  const RaceGroup &group() const { return Group; }
  const GuardedAccess &first() const { return *First; }   ///< to repair
  const GuardedAccess &second() const { return *Second; } ///< the other one
  /// OpenMP: how many rounds of a divided loop are between the two.
  std::optional<int64_t> rounds() const { return Pair->Rounds; }
  /// The lock that first() lacks; null unless Unguarded.
  const GuardedBy *guard() const { return Guard; }
  /// The belief that begin() has.
  const RaceCandidate &pair() const { return *Pair; }
  /// The flag that was meant to order the two; nothing unless WeakOrder.
  const std::optional<WeakPublication> &weakFlag() const { return Flag; }

  /// Object, belief, sites, cause; no words yet.
  Finding begin() const;

  std::string object() const { return "'" + Group.Object.Name + "'"; }
  /// `thread main`, `thread 'deposit'`, `another thread 'deposit'`.
  std::string thread(const GuardedAccess &A) const;
  /// `holding nothing`, `holding 'M'`
  std::string holding(const GuardedAccess &A) const;
  /// `updates`, `reads`
  static std::string verb(const GuardedAccess &A);
  /// `updated`, `read`
  static std::string participle(const GuardedAccess &A);
  /// What can go wrong when the two accesses meet, in words.
  std::string interleaving() const;
  /// `hold 'M' here too`, with code, in the program's language. REQUIRES:
  /// kind() is Unguarded.
  std::string repairByLock() const;
  /// The repairs for an object without any lock.
  std::string repairWithoutLock() const;
  /// Do both accesses belong to one abstract thread that runs several times?
  bool isSelfRace() const { return First->Thread == Second->Thread; }
  bool isC() const;

private:
  void choose();
  bool isEndOfLife(const RaceCandidate &C) const;
  bool isLoopCondition(const GuardedAccess &Access) const;
  // RaceKinds.cpp
  RaceKind classify();
  RaceKind unguardedKind() const;
  bool isOfSignalHandler() const;
  bool isInOneTeam() const;
  bool isBitField() const;
  bool isShape(const GuardedAccess &Access) const;
  bool isReplaced() const;
  bool isUsedAfter(const GuardedAccess &Access) const;
  bool isInConstMethod(const GuardedAccess &Access) const;
  const GuardedBy *missingGuard(const RaceCandidate &C) const;
  std::string cause() const;
  Site accessSite(SiteRole Role, const GuardedAccess &A) const;
  void addSpawns(Finding &F) const;
  uint32_t countMore(const Finding &F) const;
  bool isJoinable() const;

  const CheckContext &Context;
  const Analyses &A;
  const Module &M;
  const RaceGroup &Group;
  const RaceCandidate *Pair = nullptr;
  const GuardedAccess *First = nullptr, *Second = nullptr;
  GuardedAccess Again; ///< Second, where one access collides with itself
  const GuardedBy *Guard = nullptr;
  std::optional<WeakPublication> Flag;
  RaceKind Kind = RaceKind::Plain;
};

/// The lock that \p A surely holds, as a reader; null if there is none.
const LockUse *sharedLockOf(const GuardedAccess &A);

/// Does \p A write under a reader's lock that \p Other holds too?
bool writesAsReader(const GuardedAccess &A, const GuardedAccess &Other);

/// Calls \p Tell for each group of \p Kind.
void forEachRace(const CheckContext &Context, RaceKind Kind,
                 llvm::function_ref<void(const RaceStory &)> Tell);

} // namespace heddle

#endif // HEDDLE_CHECKS_RACESTORY_H
