//===- Discover.h - From ways to spawns to abstract threads -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The table of abstract threads and how it is made: roots, then, from every
/// thread's entries, a child for each way to a spawn.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_THREADS_DISCOVER_H
#define HEDDLE_THREADS_DISCOVER_H

#include "analyzer/Threads/Run.h"

namespace heddle {

struct Threads::Impl {
  Impl(const Program &P, const PointsTo &Pointers, Ledger &Gaps)
      : P(P), Pointers(Pointers), Gaps(Gaps), V(P, Pointers), Runs(V, Gaps) {}

  void discover();

  ThreadId add(AbstractThread T);
  void addRoots();
  void addLibraryRoots();
  void addChildren(ThreadId Parent);
  void addChild(ThreadId Parent, const SpawnWay &Way, FuncId Entry);
  void addEntries(AbstractThread &T, EventRef Site) const;
  void addGiven(FuncId F, std::set<FuncId> &Out) const;
  std::string nameOf(const std::vector<FuncId> &Entries) const;
  size_t maxAlike(EventRef Site);
  /// \p Entries and what they call, directly or not; each once.
  std::vector<FuncId> closure(const std::vector<FuncId> &Entries) const;
  void nameJoins();
  void computeStarts();
  void computeExecuting();
  std::vector<FuncId> concurrentEntries() const;
  /// Facts before the last event of \p Chain, in terms of \p Entry.
  RunFacts factsAt(FuncId Entry, const CallChain &Chain) const;
  RunFacts prefix(ThreadId Id, FuncId Entry) const;
  ThreadId childOf(ThreadId Parent, const CallChain &Chain) const;
  RunningSet runningSet(ThreadId Self, const RunFacts &Facts) const;

  const Program &P;
  const PointsTo &Pointers;
  Ledger &Gaps;
  Values V;
  RunAnalysis Runs;

  std::vector<AbstractThread> Table;
  ThreadId Main = ThreadId::None;
  std::map<std::pair<ThreadId, CallChain>, ThreadId> Children;
  std::map<std::pair<ThreadId, EventRef>, std::vector<ThreadId>> BySite;
  std::map<EventRef, size_t> CodeSize;    ///< functions that its threads run
  std::vector<RunningSet> AtStart, AtEnd; ///< [thread]
  std::vector<std::vector<ThreadId>> Executing; ///< [function]
};

} // namespace heddle

#endif // HEDDLE_THREADS_DISCOVER_H
