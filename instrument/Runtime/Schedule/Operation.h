//===- Operation.h - What a thread is about to do ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The vocabulary of scheduling points. A thread publishes the operation it is
/// about to perform and waits to be chosen; whoever chooses sees what every
/// other thread would do next.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_OPERATION_H
#define HEDDLE_RUNTIME_SCHEDULE_OPERATION_H

#include <stdint.h>

namespace heddle::runtime {

enum class Op : uint8_t {
  Start, ///< a thread's first step
  Create,
  Join,   ///< waits for the target's end
  Lock,   ///< waits for a mutex or spin lock
  Relock, ///< a recursive one that the thread holds
  TryLock,
  Unlock,
  ReadLock,  ///< waits while there is a writer
  WriteLock, ///< waits while there is anyone
  CondWait,  ///< about to release the mutex and wait
  Waiting,   ///< on a condition: waits for a notification
  Notify,
  NotifyAll,
  SemWait, ///< waits for a count above zero
  SemTry,
  SemPost,
  Arrive,     ///< at a barrier
  AtBarrier,  ///< waits for the others
  Once,       ///< waits while another thread runs the function
  FutexCheck, ///< about to compare and wait
  FutexWait,  ///< waits for a wake-up
  FutexWake,
  Sleep, ///< waits for virtual time to come
  Yield,
  ReadClock,
  Read,
  Write,
  AtomicLoad,
  AtomicStore,
  AtomicUpdate,
  Leave,      ///< main has returned, or exit was called
  Input,      ///< waits until a descriptor is ready
  SignalWait, ///< waits for a signal to be pending
  SendSignal, ///< to a thread or to the process
  Outside,    ///< in a call that the scheduler does not know; waits for its end
  TryJoin,
  Cancel,
  OnceEnd, ///< the function was called
  Count,
};

/// `locks`, `waits for`, …: one word for records.
const char *nameOf(Op Kind);

inline bool isAccess(Op Kind) {
  return Kind >= Op::Read && Kind <= Op::AtomicUpdate;
}
inline bool isAtomic(Op Kind) {
  return Kind >= Op::AtomicLoad && Kind <= Op::AtomicUpdate;
}
/// Can change nothing that another thread waits for: a loop of these spins.
inline bool onlyLooks(Op Kind) {
  return Kind == Op::Read || Kind == Op::AtomicLoad || Kind == Op::Yield ||
         Kind == Op::ReadClock || Kind == Op::Input || Kind == Op::TryLock ||
         Kind == Op::SemTry || Kind == Op::TryJoin;
}

struct Operation {
  Op Kind = Op::Start;
  bool Writes = false;   ///< of accesses
  bool Timed = false;    ///< a wait that time may end
  uint32_t Size = 0;     ///< of accesses
  uintptr_t Address = 0; ///< of the object or the memory; 0: none
  uintptr_t Second = 0;  ///< another object: the mutex of a CondWait
  uintptr_t Place = 0;   ///< return address in the program
};

/// Would the order of these two matter?
inline bool conflict(const Operation &A, const Operation &B) {
  if (isAccess(A.Kind) != isAccess(B.Kind) || !A.Address)
    return false;
  if (!isAccess(A.Kind))
    return A.Address == B.Address;
  return (A.Writes || B.Writes) && A.Address < B.Address + B.Size &&
         B.Address < A.Address + A.Size;
}

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_OPERATION_H
