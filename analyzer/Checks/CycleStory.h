//===- CycleStory.h - Telling a deadlock ------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the rules about deadlocks share: names of the locks of a cycle, and a
/// site for each step "holds A, takes B". A cycle belongs to one rule: a lock
/// taken twice by one thread is self-deadlock (lock-upgrade, if it is a reader
/// that wants to write), one that leads through the wait
/// for a thread's end is join-under-lock, the rest is lock-order.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_CYCLESTORY_H
#define HEDDLE_CHECKS_CYCLESTORY_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Races/Analyses.h"

#include <string>
#include <vector>

namespace heddle {

enum class DeadlockKind : uint8_t { LockOrder, Self, Upgrade, Join };
DeadlockKind kindOf(const LockCycle &C);

class CycleStory {
public:
  /// REQUIRES: \p Context has analyses; both outlive the story.
  CycleStory(const CheckContext &Context, const LockCycle &Cycle);

  /// Edges, that to be told first (earliest in the source) in front; for Join
  /// the waiting one.
  const std::vector<LockEdge> &edges() const { return Edges; }
  /// `SavingsLock`, `Forks` (one name for all elements).
  std::string lockName(const LockUse &Lock) const;
  /// Of all locks of the cycle, sorted, each once.
  std::vector<std::string> lockNames() const;
  std::string thread(const LockEdge &E) const;
  /// The number of the thread of \p E among those of the cycle.
  uint32_t threadIndex(const LockEdge &E) const;

  /// Belief, object, cause filled in.
  Finding begin() const;
  /// `thread 'save' holds 'A' and waits for 'B' here`
  Site step(SiteRole Role, const LockEdge &E) const;
  /// Where the lock that \p E holds was taken.
  Site taken(const LockEdge &E) const;
  void addSpawns(Finding &F) const;

private:
  const Module &M;
  const Analyses &A;
  const LockCycle &Cycle;
  std::vector<LockEdge> Edges;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_CYCLESTORY_H
