//===- Thread.h - A thread as the scheduler sees it -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One entry per thread of the program, from its creation to the end of the
/// process. Numbers are given in the order of creation and never used again,
/// so that the same schedule gives the same numbers.
///
/// Thread safety: whoever runs may read and write every entry; only Go and
/// Back are touched by two threads at once.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_THREAD_H
#define HEDDLE_RUNTIME_SCHEDULE_THREAD_H

#include "instrument/Runtime/Schedule/Operation.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>

namespace heddle::runtime {

struct Object;
struct Witness;

/// Of the calls that led to an operation, so many are kept.
constexpr unsigned StepFrames = 10;

struct Thread {
  uint32_t Id = 0;
  int Go = 0; ///< a futex: 1 lets the thread run on
  bool Done = false;
  bool Cancelled = false; ///< by pthread_cancel: no wait may last
  bool Inside = false;    ///< in the scheduler: what it calls is not scheduled
  bool Dump = false;      ///< when let go, only record where it stands
  pthread_t Handle = 0;
  uintptr_t StackEnd = 0; ///< no frame of its own lies beyond

  Thread *OlderUnclaimed = nullptr; ///< list of those to be joined

  Operation Next;           ///< what it does when it is chosen
  bool Pending = false;     ///< Next was not chosen yet
  Object *At = nullptr;     ///< the object of Next, where it has one
  Thread *Target = nullptr; ///< of a Join
  uint64_t Deadline = 0;    ///< of a timed wait, in virtual time; 0: none
  bool Woken = false;       ///< of Waiting and FutexWait
  bool TimedOut = false;    ///< chosen because its time had come
  uint32_t Generation = 0;  ///< of AtBarrier: the one it waits to pass
  pollfd *Files = nullptr;  ///< of Input: one of them must be ready
  uint32_t FileCount = 0;
  uint64_t Signals = 0;     ///< of SignalWait: one of them must be pending
  uint64_t SignalsSent = 0; ///< to this thread alone
  int Back = 0;             ///< of Outside: the call has ended
  bool KeepsTurn = false;   ///< of Outside: nobody else could have run
  uint64_t WaitOrder = 0;   ///< waiters are woken by this, smallest first
  /// Return addresses of the calls that led to Next, where it is a lock's.
  void *Frames[StepFrames] = {};

  Witness *Seen = nullptr; ///< of Heddle's own detector, see Own/Detector.h

  uint32_t Looks = 0; ///< operations since it last changed something

  // For strategies.
  uint64_t Priority = 0;
  uint64_t Path = 0; ///< told apart in every run: creator's path and number
  uint64_t CreatorPath = 0;
  uint32_t Children = 0;
  uint64_t Events = 0; ///< estimated to come, its children's too, SURW
};

/// After so many operations that changed nothing a thread counts as spinning.
constexpr uint32_t SpinLimit = 32;

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_THREAD_H
