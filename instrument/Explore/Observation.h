//===- Observation.h - What a run showed ------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One thing seen while the program ran, with functions, files and lines
/// instead of addresses. Values only: two runs that saw the same have equal
/// observations, whatever their addresses and thread numbers were.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_OBSERVATION_H
#define HEDDLE_EXPLORE_OBSERVATION_H

#include "instrument/Runtime/Schedule/Operation.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace heddle {

/// A function in a call stack and the line where it stands: inlined functions
/// have frames of their own.
struct StackFrame {
  std::string Function; ///< qualified, without parameters; empty: unknown
  std::string File;     ///< absolute, without links; empty: unknown or not here
  uint32_t Line = 0, Column = 0;
  friend auto operator<=>(const StackFrame &, const StackFrame &) = default;
};

using CallStack = std::vector<StackFrame>; ///< innermost first

enum class ObservationKind : uint8_t {
  Race,
  LockOrder,   ///< locks taken in both orders (not necessarily a deadlock)
  MutexMisuse, ///< see Observation::Type
  ThreadLeak,  ///< ended without being joined or detached
  OtherReport, ///< see Observation::Type
  Crash,
  Hang,     ///< the program did not end: where its threads stood
  Deadlock, ///< under the scheduler: some threads wait for ever, see Type
  Endless,  ///< under the scheduler: more operations than a run may have
};

struct ObservedAccess {
  bool Write = false, Atomic = false;
  uint32_t Size = 0;
  uint32_t Thread = 0; ///< index into Observation::Threads
  CallStack Stack;
  friend auto operator<=>(const ObservedAccess &,
                          const ObservedAccess &) = default;
};

enum class MemoryKind : uint8_t { Unknown, Global, Heap, Stack, ThreadLocal };

/// The memory that a race is about.
struct ObservedObject {
  MemoryKind Storage = MemoryKind::Unknown;
  std::string Name;      ///< of a global: qualified
  StackFrame DeclaredAt; ///< of a global, where known
  CallStack AllocatedAt; ///< of a heap block
  uint64_t Size = 0;
  friend auto operator<=>(const ObservedObject &,
                          const ObservedObject &) = default;
};

struct ObservedThread {
  bool IsMain = false;
  std::string Name;    ///< given by the program; mostly empty
  CallStack CreatedAt; ///< empty for main
  friend auto operator<=>(const ObservedThread &,
                          const ObservedThread &) = default;
};

struct ObservedMutex {
  std::string Name;    ///< of a global: qualified
  CallStack CreatedAt; ///< or first locked, where there is no constructor
  friend auto operator<=>(const ObservedMutex &,
                          const ObservedMutex &) = default;
};

/// A lock that a waiting thread holds, and where it took it.
struct HeldMutex {
  std::string Name; ///< of a global: qualified; empty: not known
  CallStack TakenAt;
  friend auto operator<=>(const HeldMutex &, const HeldMutex &) = default;
};

/// Where a thread of a hanging program stood.
struct StandingThread {
  bool IsMain = false;
  bool Stuck = false; ///< at the same place 0.3 s later; part of the deadlock
  CallStack Stack;
  // Of a Deadlock:
  std::string Wait;              ///< the runtime's word: `lock`, `join`
  std::string For;               ///< name of the global waited for, or empty
  uint32_t ForThread = NoThread; ///< who holds it: index into Standing
  std::vector<HeldMutex> Held;
  CallStack Unheard; ///< its condition was notified here, when nobody waited
  static constexpr uint32_t NoThread = UINT32_MAX;
  friend auto operator<=>(const StandingThread &,
                          const StandingThread &) = default;
};

struct Observation {
  ObservationKind Kind = ObservationKind::OtherReport;
  /// ThreadSanitizer's word: `data-race`, `mutex-double-lock`. Of a Deadlock
  /// the scheduler's: `deadlock` (all threads), `cycle`, `abandoned`.
  std::string Type;
  bool ByHeddle = false; ///< by its own detector, not by ThreadSanitizer
  std::vector<ObservedAccess> Accesses; ///< sorted
  ObservedObject Object;
  std::vector<ObservedMutex> Mutexes;
  std::vector<ObservedThread> Threads;
  /// LockOrder: for each edge of the cycle where the second lock was taken,
  /// then where the first one was. Crash, MutexMisuse: one.
  std::vector<CallStack> Stacks;
  /// Of a Hang, a Deadlock, an Endless.
  std::vector<StandingThread> Standing;
  int Signal = 0; ///< of a Crash
  friend auto operator<=>(const Observation &, const Observation &) = default;
};

/// One operation of a traced run.
struct TraceStep {
  uint32_t Thread = 0; ///< numbered in the order of creation; main is 0
  std::string Kind;    ///< the runtime's word: `lock`, `atomic-load`
  std::string Object;  ///< name of the global, or empty
  uint64_t Address = 0;
  uint32_t Target = 0; ///< the thread created or joined
  CallStack Stack;
};

/// One thread's use of something shared, at one place, in one run.
struct SharedUse {
  uint64_t Path = 0; ///< of the thread
  uint64_t Address = 0, Place = 0;
  bool Write = false, Sync = false;
  uint64_t Count = 0;
  CallStack Stack;
};

/// What the threads of a run shared, see instrument/Runtime/Schedule/Census.h.
struct Census {
  std::vector<SharedUse> Uses;
  std::map<uint64_t, uint64_t> Creators; ///< by the thread's path
};

/// One point of a run under `exhaustive`, see that strategy.
struct ExploredPoint {
  runtime::Operation What;
  uint32_t Thread = 0;
  uint32_t Target = 0;       ///< of a Create or Join: its number + 1
  uint32_t Alternatives = 0; ///< of the environment's choice; 0: a thread's
  uint32_t Chosen = 0;       ///< by the environment
  std::vector<uint32_t> Enabled;
};

struct ExploredRun {
  std::vector<ExploredPoint> Points;
  /// What threads would have done next when the run ended.
  std::vector<ExploredPoint> Pending;
  bool Known = false;    ///< the run came far enough to say all this
  bool Pruned = false;   ///< the rest is part of another run
  bool TooLarge = false; ///< more points or threads than can be explored
};

/// Is this a file of the system or the compiler, and not the user's?
bool isSystemFile(const std::string &Path);

/// The innermost frame in the user's own code: for `push_back` called from
/// main.cpp:7, that line. Null if there is none.
const StackFrame *userFrame(const CallStack &Stack);

} // namespace heddle

#endif // HEDDLE_EXPLORE_OBSERVATION_H
