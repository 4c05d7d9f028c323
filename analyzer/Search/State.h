//===- State.h - A program between two steps --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Everything that decides how a program may go on: memory, the threads'
/// stacks, locks and their like, what is known of inputs, and the vector
/// clocks by which races are told (Lamport; Flanagan, Freund: FastTrack).
///
/// Two states that can only be told apart by the numbers in their clocks go on
/// alike. `digest` therefore looks at clocks only as far as they say which of
/// the remembered accesses happened before what: a thread that spins comes back
/// to the same state.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SEARCH_STATE_H
#define HEDDLE_SEARCH_STATE_H

#include "analyzer/Search/Memory.h"

#include <array>
#include <map>

namespace heddle::machine {

constexpr uint32_t NoThread = UINT32_MAX;

struct Clock {
  std::vector<uint32_t> At; ///< [thread]; what is missing is 0
  uint32_t operator[](uint32_t T) const { return T < At.size() ? At[T] : 0; }
  void set(uint32_t T, uint32_t N);
  void join(const Clock &Other);
};

struct Frame {
  FuncId Func = FuncId::None;
  uint32_t Block = 0, Event = 0;
  Address Result = {};  ///< where the caller wants it; Object None: not
  bool HasOnce = false; ///< runs under the once flag at Once
  Address Once = {};
};

enum class ThreadStatus : uint8_t {
  Running,
  Done,    ///< can be joined
  Stopped, ///< stands before what ends the whole program
};

struct Thread {
  std::vector<Frame> Stack;
  ThreadStatus Status = ThreadStatus::Running;
  FuncId Entry = FuncId::None;
  uint32_t Allocations = 0;
  uint32_t AtomicDepth = 0; ///< atomic sections entered
  /// The event at which it stands has begun: a wait has given its lock up, a
  /// barrier was reached.
  bool Begun = false;
  uint32_t Round = 0; ///< of the barrier waited at
  Datum Returned;     ///< when Done
  Datum Joined;       ///< what the last joined thread returned
  Clock Now;
  Clock ReleaseFence; ///< what a relaxed store publishes
  Clock Loaded;       ///< what an acquire fence would learn
};

/// A lock, semaphore, barrier, once flag, or what an atomic object publishes.
struct SyncState {
  uint32_t Owner = NoThread;
  uint32_t Depth = 0;
  bool Recursive = false;
  std::vector<uint32_t> Readers; ///< sorted; one may be there several times
  int64_t Count = 0;             ///< of a semaphore; a once flag: 0, 1, 2
  int64_t Needed = 0;            ///< by a barrier
  uint32_t Round = 0;            ///< of a barrier
  Clock Released, ReadReleased;
};

/// What is known of an input.
struct Interval {
  int64_t Low = INT64_MIN, High = INT64_MAX;
  /// A result that nobody knows, and not input: not every value can come.
  bool MadeUp = false;
};

struct State {
  Memory Mem;
  std::vector<Thread> Threads;
  std::map<std::pair<ObjectName, int64_t>, SyncState> Sync;
  std::vector<Interval> Inputs; ///< by symbol
  Clock Section;                ///< published by atomic sections
  uint32_t SectionOwner = NoThread;
  /// The thread in the middle of its steps, if another choice of it is to be
  /// followed; and the choices that its next event shall make.
  uint32_t Current = NoThread;
  std::vector<uint8_t> Forced;
  /// Nothing on the way here was made up: this is a run of the program.
  bool Exact = true;
  uint32_t Depth = 0;
};

using Digest = std::array<uint64_t, 2>;
Digest digest(const State &S);

/// Forgets inputs that nothing refers to, and accesses that are over for all:
/// every live thread knows of them.
void tidy(State &S);

} // namespace heddle::machine

#endif // HEDDLE_SEARCH_STATE_H
