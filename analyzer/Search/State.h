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
#include <optional>

namespace heddle::machine {

constexpr uint32_t NoThread = UINT32_MAX;

struct Clock {
  std::vector<uint32_t> At; ///< [thread]; what is missing is 0
  /// Of atomic objects, the last store that is known (StoreRecord::Stamp).
  std::map<std::pair<ObjectName, int64_t>, double> Seen;
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

constexpr uint32_t NoTeam = UINT32_MAX;

/// What a thread does of a loop that OpenMP divides.
struct LoopShare {
  EventRef Mark; ///< the directive
  bool IsStatic = false;
  LocalId Induction = LocalId::None; ///< None: its loop has not begun
  uint32_t Depth = 0;                ///< of the stack, where the loop is
  int64_t Step = 0;
  int64_t End = 0; ///< Induction stops here
  bool HasLast = false;
};

/// What a task of OpenMP names in `depend`.
struct Dependence {
  ObjectName Object = ObjectName::None;
  int64_t Bit = 0;
  bool Out = false;
};

/// What a thread has found in an atomic object, or left there.
struct CurrentValue {
  ObjectName Object = ObjectName::None;
  int64_t Bit = 0;
  Datum Value;
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
  // OpenMP
  uint32_t Team = NoTeam;      ///< whose thread it is; a task is of none
  uint32_t Number = 0;         ///< in its team
  uint32_t Creator = NoThread; ///< of a task
  uint32_t Host = NoThread;    ///< the thread of the team that runs the task
  std::vector<Dependence> Pending; ///< of the task that is started next
  std::vector<Dependence> Depends; ///< of this task
  std::vector<uint32_t> After;     ///< tasks that must have ended before it
  std::optional<LoopShare> Rounds;
  std::map<EventRef, uint32_t> Encounters; ///< with constructs that share work
  Clock Now;
  Clock ReleaseFence; ///< what a relaxed store publishes
  Clock Loaded;       ///< what an acquire fence would learn
  std::optional<CurrentValue> Current;
  /// The stores that it has read, by object.
  std::map<std::pair<ObjectName, int64_t>, Clock> Unordered;
};

/// A store to an atomic object, in programs with weak ones.
struct StoreRecord {
  double Stamp = 0; ///< grows in modification order
  Datum Value;
  Clock Released;        ///< what an acquire learns from it
  bool IsUpdate = false; ///< follows at once what it has read
  uint32_t Thread = NoThread;
  uint32_t Clock = 0; ///< of the thread
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
  std::vector<StoreRecord> History; ///< by Stamp
  int64_t AtomicBits = 0;           ///< of the object with that history
};

/// A team of OpenMP.
struct TeamState {
  std::vector<uint32_t> Members;   ///< threads, by number
  uint32_t Arrived = 0, Round = 0; ///< at its barrier
  Clock Reached, Opened;           ///< … what was published there
  /// Decisions about constructs that share work, by their n-th encounter.
  std::map<std::pair<EventRef, uint32_t>, uint32_t> Shares;
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
  std::vector<TeamState> Teams;
  /// Threads of OpenMP by what their handle is part of.
  std::map<ObjectName, std::vector<uint32_t>> Groups;
  std::vector<Interval> Inputs; ///< by symbol
  double LastStamp = 0;
  Clock Section; ///< published by atomic sections
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
