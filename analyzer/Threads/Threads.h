//===- Threads.h - The threads of a program and when they run ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Abstract threads, named by how they came to be: the parent, the calls that
/// lead from the parent's start to the spawn, the spawn itself. Two spawns of
/// one function are two threads; a spawn in a loop is one abstract thread that
/// stands for many. For every point of a program: which threads may be running
/// when it is reached (started before, not known to have ended).
///
/// What it does not know: numbers (a thread "many" may be one at run time) and
/// values that decide whether a spawn happens.
///
/// Thread safety: immutable once computed.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_THREADS_THREADS_H
#define HEDDLE_THREADS_THREADS_H

#include "analyzer/Pointers/PointsTo.h"

#include <string>
#include <vector>

namespace heddle {

enum class ThreadId : uint32_t { None = UINT32_MAX };

enum class ThreadOrigin : uint8_t {
  Main,    ///< static initialisation, then main, then teardown
  Spawned, ///< by Spawn
  Signal,  ///< a handler, from its registration on
  Library, ///< no main: someone else calls Entry, in parallel with others
};

/// A call chain: events that are calls, outermost first.
using CallChain = std::vector<EventRef>;

struct AbstractThread {
  ThreadOrigin Origin = ThreadOrigin::Main;
  ThreadKind Kind = ThreadKind::StdThread; ///< Spawned only
  ThreadId Parent = ThreadId::None;
  EventRef Spawn = {}; ///< Func None for roots
  /// Calls from the parent's entry to the function that has Spawn.
  CallChain SpawnChain;
  /// Functions the thread starts with; Main: the static initialisers in order,
  /// then main. Empty: not known (see the ledger).
  std::vector<FuncId> Entries;
  bool Many = false; ///< several of it may run at the same time
  /// Several may be started by one and the same parent thread.
  bool ManyPerParent = false;
  std::string ManyBecause;        ///< `started in a loop`; empty if not Many
  bool Detached = false;          ///< somewhere, on some path
  TeamRole Role = TeamRole::None; ///< in OpenMP
  /// Stands for threads that other ways of calls start, too: SpawnChain is one.
  bool OtherWays = false;
  bool Recursive = false; ///< starts threads like itself: for all generations
  /// Joins that wait for it (also those that only may), sorted.
  std::vector<EventRef> Joins;
  /// `deposit`, `lambda in main`, `main`; several threads may share it.
  std::string Name;
};

/// A thread that may be running, or only what it started and did not join.
struct RunningThread {
  ThreadId Thread = ThreadId::None;
  bool OnlyChildren = false;
  friend auto operator<=>(const RunningThread &,
                          const RunningThread &) = default;
};
using RunningSet = std::vector<RunningThread>; ///< sorted

class RunAnalysis;
class Values;
struct RunFacts;

class Threads {
public:
  /// Adds to \p Gaps: spawns of unknown functions, joins that match nothing,
  /// budget. \p P and \p Pointers must outlive the result.
  Threads(const Program &P, const PointsTo &Pointers, Ledger &Gaps);
  ~Threads();
  Threads(Threads &&) noexcept;
  Threads &operator=(Threads &&) noexcept;

  llvm::ArrayRef<AbstractThread> all() const;
  const AbstractThread &operator[](ThreadId Id) const {
    return all()[index(Id)];
  }
  ThreadId main() const; ///< None for a library

  /// Threads that a Spawn event makes, in any context. Sorted.
  std::vector<ThreadId> startedBy(EventRef Spawn) const;
  /// Threads whose code \p F is part of. Sorted.
  llvm::ArrayRef<ThreadId> executing(FuncId F) const;
  /// Threads that may be running while \p Self, in any context, is about to
  /// execute \p At: spawned earlier by it, directly or not, and not known to
  /// have ended; and those that run beside it anyway. Contains Self iff
  /// another instance of it may run. Sorted.
  std::vector<ThreadId> runningAt(ThreadId Self, EventRef At) const;
  /// The same for the thread's very end: who may survive it.
  std::vector<ThreadId> runningAtEnd(ThreadId Self) const;
  // ---- For analyses that follow call chains themselves ---------------------

  const Values &values() const;
  const RunAnalysis &runs() const;
  /// What the main thread has started before \p Entry begins.
  RunFacts beforeEntry(ThreadId Id, FuncId Entry) const;
  /// The child that \p Parent starts by this chain (calls, then the Spawn).
  ThreadId child(ThreadId Parent, const CallChain &Chain) const;
  /// Facts about \p Self in terms of its entry, as threads.
  RunningSet running(ThreadId Self, const RunFacts &Facts) const;
  /// Which threads run just before the thread itself is started.
  const RunningSet &runningAtStart(ThreadId Id) const;
  /// May \p Id be running while its ancestor sees \p Set?
  bool mayRun(ThreadId Id, const RunningSet &Set) const;
  /// May two instances of the thread run at the same time? \p Within: that
  /// one and the same instance of this ancestor started.
  bool isSelfParallel(ThreadId Id, ThreadId Within = ThreadId::None) const;
  /// May a point of \p A, where A's own \p RunA may be running, and one of
  /// \p B happen at the same time?
  bool mayBeParallel(ThreadId A, const RunningSet &RunA, ThreadId B,
                     const RunningSet &RunB,
                     ThreadId Within = ThreadId::None) const;
  /// The nearest thread that both come from; None if there is none.
  ThreadId commonAncestor(ThreadId A, ThreadId B) const;
  /// \p Ancestor's child on the way to \p Id. REQUIRES: isAncestor.
  ThreadId childTowards(ThreadId Ancestor, ThreadId Id) const;

  /// Is it a thread of an OpenMP team, or below one?
  bool isInTeam(ThreadId Id) const;

  /// Is \p Ancestor the parent of \p Id, or its parent's, and so on?
  bool isAncestor(ThreadId Ancestor, ThreadId Id) const;

private:
  struct Impl;
  std::unique_ptr<Impl> State;
};

} // namespace heddle

#endif // HEDDLE_THREADS_THREADS_H
