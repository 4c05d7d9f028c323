//===- Overview.h - The threads and locks of a program at a glance *- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a reader of a program wants to see before any finding: which threads
/// there are and who starts and awaits whom; which lock guards what; what else
/// keeps shared objects apart. Plain data, complete without the program, and
/// the two forms it is shown in.
///
/// Thread safety: functions of their arguments.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_OVERVIEW_OVERVIEW_H
#define HEDDLE_OVERVIEW_OVERVIEW_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

struct Analyses;

/// An object that a thread uses beside others.
struct ThreadUse {
  std::string Object;
  bool Writes = false;
  std::optional<Confidence> Race; ///< on the object
  friend bool operator==(const ThreadUse &, const ThreadUse &) = default;
};

enum class ThreadEnd : uint8_t {
  Root,     ///< main, or whoever calls a library
  Joined,   ///< somebody waits for it, perhaps not on every path
  Detached, ///< runs on by itself
  Unjoined, ///< nobody waits for it
  Handler,  ///< a signal handler ends by itself
};

struct ThreadNode {
  std::string Name; ///< `main`, `deposit`
  std::string Kind; ///< `thread`, `pthread`, …; empty for roots
  std::string Many; ///< `started in a loop`; empty: one at a time
  ThreadEnd End = ThreadEnd::Root;
  SourceSpan Entry; ///< the function it runs; Line 0: not known
  /// Calls from the parent's entry to the place that starts it; that last.
  std::vector<Frame> StartedBy;
  std::vector<SourceSpan> Joins;
  std::vector<ThreadUse> Uses;
  std::vector<uint32_t> Children; ///< by place of start
  /// Threads that other ways of calls start and of which nothing else differs
  /// are one node: how many.
  uint32_t Alike = 1;
};

/// Enough to say `a race`.
inline bool isLikely(std::optional<Confidence> Race) {
  return Race && *Race != Confidence::Possible;
}

struct ThreadTree {
  std::string Program;
  std::vector<ThreadNode> Nodes; ///< parents before children
  std::vector<uint32_t> Roots;
};

/// An access, for a list.
struct AccessLine {
  SourceSpan At;
  std::string Thread;
  bool Writes = false;
  friend bool operator==(const AccessLine &, const AccessLine &) = default;
};

struct SharedThing {
  std::string Name; ///< `Balance`, `Account::Balance`, `Next (in main)`
  std::string Type;
  SourceSpan Declared; ///< Line 0: not known
  uint32_t Accesses = 0;
  std::vector<std::string> KeptApartBy; ///< in words; that of most pairs first
  std::optional<Confidence> Race;
};

/// How far a lock guards an object.
struct LockCover {
  uint32_t Lock = 0, Object = 0; ///< indices into LockMap
  uint32_t Holding = 0;          ///< accesses that hold it, of Accesses
  std::vector<AccessLine> Without;
};

struct LockNode {
  std::string Name, Type;
  SourceSpan Declared;
  std::vector<SourceSpan> Taken;    ///< sorted
  std::vector<std::string> Threads; ///< sorted
};

/// To is taken while From is held.
struct LockStep {
  uint32_t From = 0, To = 0; ///< indices into LockMap::Locks; may be the same
  SourceSpan At;
  std::vector<std::string> Threads;
  bool InCycle = false; ///< part of a deadlock that a rule reports
};

struct LockMap {
  std::string Program;
  std::vector<LockNode> Locks;      ///< by declaration
  std::vector<SharedThing> Objects; ///< by declaration
  std::vector<LockCover> Guards;    ///< by lock, then object
  std::vector<LockStep> Order;
  uint32_t UnknownLocks = 0; ///< places that take a lock whose identity is lost
};

ThreadTree threadTree(const Analyses &A);
LockMap lockMap(const Analyses &A);

void writeThreads(const ThreadTree &Tree, llvm::raw_ostream &OS);
void writeLocks(const LockMap &Map, llvm::raw_ostream &OS);

/// A complete SVG document: no scripts, no fonts or pictures from elsewhere,
/// readable on light and dark ground; one program below the other.
void drawThreads(llvm::ArrayRef<ThreadTree> Trees, llvm::raw_ostream &OS);
void drawLocks(llvm::ArrayRef<LockMap> Maps, llvm::raw_ostream &OS);

} // namespace heddle

#endif // HEDDLE_OVERVIEW_OVERVIEW_H
