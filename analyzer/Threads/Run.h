//===- Run.h - Which threads a function leaves running ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The effect of a function on running threads, relative to its entry: which
/// it has started and not joined, which of the caller's it has joined. Known
/// at every event, and composed along calls.
///
/// A thread is named by the calls that lead from the function to its spawn,
/// and found again at a join by the addresses of the handles that refer to it:
/// `T`, `this->Worker`, `Threads[I]`. An index that a loop has moved on from is
/// forgotten (`Threads[]`): such a group ends when a loop that joins in every
/// round has run over it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_THREADS_RUN_H
#define HEDDLE_THREADS_RUN_H

#include "analyzer/Threads/Threads.h"
#include "analyzer/Values/Flow.h"

#include <map>
#include <set>

namespace heddle {

/// Threads started at one spawn, by one way of calls.
struct StartedThread {
  CallChain Chain;    ///< calls, then the Spawn
  bool Older = false; ///< not the last one started there, but those before
  /// Itself joined; what it started and did not join may be running.
  bool OnlyChildren = false;
  /// Stands for every thread started there, whatever the way: Chain is the
  /// Spawn alone. Where there are too many ways to tell them apart.
  bool Merged = false;
  std::set<ValueId> Handles; ///< addresses that all refer to it
  friend auto operator<=>(const StartedThread &,
                          const StartedThread &) = default;
};

/// A handle whose thread has been joined.
struct EndedHandle {
  ValueId Handle = ValueId::Unknown;
  bool Whole = false; ///< every thread in the container
  friend auto operator<=>(const EndedHandle &, const EndedHandle &) = default;
};

struct RunFacts {
  std::vector<StartedThread> Started; ///< sorted; may be running
  std::set<EndedHandle> Ended;        ///< on every way from the entry
  bool empty() const { return Started.empty() && Ended.empty(); }
  friend bool operator==(const RunFacts &, const RunFacts &) = default;
};

/// A way to a spawn.
struct SpawnWay {
  CallChain Chain;
  bool Again = false; ///< the same way may be taken while one of it runs
  friend auto operator<=>(const SpawnWay &, const SpawnWay &) = default;
};

class RunAnalysis {
public:
  RunAnalysis(const Values &V, Ledger &Gaps);

  /// When \p At is about to happen, relative to the entry of its function.
  const RunFacts &before(EventRef At) const;
  /// When the function returns.
  const RunFacts &atReturn(FuncId F) const { return Exits[index(F)]; }
  /// All ways to spawns below \p F, sorted by chain.
  const std::vector<SpawnWay> &ways(FuncId F) const { return Ways[index(F)]; }

  /// \p Inner, facts of the callee, happens after \p Outer.
  RunFacts compose(const RunFacts &Outer, EventRef Site, const Callee &To,
                   const RunFacts &Inner) const;
  /// The same for facts that are both said in one function's terms.
  RunFacts then(const RunFacts &Outer, const RunFacts &Inner) const;
  static void meet(RunFacts &Into, const RunFacts &From);
  bool isRelevant(FuncId F) const { return Relevant[index(F)]; }
  const Values &values() const { return V; }

private:
  friend class RunDomain;

  bool analyse(FuncId F);
  void collectWays(FuncId F);
  void findGroupJoins(FuncId F);
  // GroupJoins.cpp
  void doubtGroupJoins();
  void doubtJoin(EventRef Join, ValueId Base, const Induction *Joined);
  void endHandle(RunFacts &Facts, ValueId Handle) const;
  void endWhole(RunFacts &Facts, ValueId Group, bool Deep = false) const;
  void end(RunFacts &Facts, StartedThread T, bool Deep = false) const;
  void start(RunFacts &Facts, StartedThread T) const;
  /// A signal that is ignored (SIG_IGN), or goes back to its default. A handler
  /// that is not known is none either, and stands in the ledger.
  bool startsNothing(EventRef Spawn) const;
  bool leavesRunning(EventRef Spawn) const;
  bool survivesTeam(EventRef Spawn, std::set<EventRef> &Seen) const;
  void endTasks(RunFacts &Facts) const;
  bool sameComponent(FuncId A, FuncId B) const {
    return Component[index(A)] == Component[index(B)];
  }
  bool passesEachRound(FuncId F, uint32_t Header,
                       const std::set<uint32_t> &Blocks, ValueId Group) const;
  std::set<ValueId> endedBy(EventRef At) const;

  /// The handle at \p P, by value or, failing that, by points-to.
  ValueId handle(EventRef At, PlaceId P) const;
  ValueId handleAtCall(EventRef Site, const Callee &To, ValueId Handle) const;
  ValueId generalise(ValueId Handle, StaleFn Stale) const;
  ValueId canonical(ValueId Handle, bool Parts = false) const;
  bool isElement(ValueId Handle) const;

  const Values &V;
  ValueTable &T;
  Ledger &Gaps;
  std::vector<uint32_t> Component; ///< [function], of Values::order()
  uint32_t InWork = 0;             ///< the component that is being analysed
  std::vector<bool> Analysed;
  std::vector<RunFacts> Exits;
  std::vector<std::vector<SpawnWay>> Ways;
  std::vector<bool> Relevant;          ///< [function]: may start or join
  std::map<EventRef, RunFacts> Before; ///< those that are not empty
  /// Containers whose threads a loop joins, by function and header.
  std::map<std::pair<FuncId, uint32_t>, std::set<ValueId>> GroupJoins;
};

} // namespace heddle

#endif // HEDDLE_THREADS_RUN_H
