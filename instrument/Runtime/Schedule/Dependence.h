//===- Dependence.h - Which operations may not be exchanged -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two operations of different threads are independent if their order makes no
/// difference to anybody. Schedules that differ only in the order of
/// independent operations are equivalent, and exploring one of each class is
/// enough. The runtime (sleep sets) and Heddle (backtracking, see
/// instrument/Explore/Exhaustive.h) must agree, so both include this.
///
/// Where it is not sure it says dependent: that costs runs, not truth.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_DEPENDENCE_H
#define HEDDLE_RUNTIME_SCHEDULE_DEPENDENCE_H

#include "instrument/Runtime/Schedule/Operation.h"

namespace heddle::runtime {

/// A wait that has come to its end changes nothing.
inline bool isPassed(Op Kind) {
  return Kind == Op::Waiting || Kind == Op::FutexWait ||
         Kind == Op::AtBarrier || Kind == Op::ReadLock;
}

/// After Leave nothing else happens; the other two depend on how far another
/// thread has come.
inline bool touchesEverything(Op Kind) {
  return Kind == Op::Leave || Kind == Op::TryJoin || Kind == Op::Cancel;
}

/// What depends on more than the program's memory.
inline bool isOfTheWorld(Op Kind) {
  return Kind == Op::Input || Kind == Op::SignalWait ||
         Kind == Op::SendSignal || Kind == Op::Outside;
}

inline bool sharesObject(const Operation &A, const Operation &B) {
  auto Has = [](const Operation &O, uintptr_t Address) {
    return Address && (O.Address == Address || O.Second == Address);
  };
  return Has(B, A.Address) || Has(B, A.Second);
}

inline bool overlap(const Operation &A, const Operation &B) {
  constexpr uintptr_t Word = 8; // of a futex or flag, which have no size
  uintptr_t SizeA = A.Size < Word ? Word : A.Size;
  uintptr_t SizeB = B.Size < Word ? Word : B.Size;
  return A.Address < B.Address + SizeB && B.Address < A.Address + SizeA;
}

/// Objects are memory too: the flag of a static local is read by the program
/// itself before it asks whether to initialise, and a futex is compared with
/// its value before the wait begins.
inline bool seesAccess(const Operation &Object, const Operation &Access) {
  if (Object.Kind == Op::FutexWait || Object.Kind == Op::FutexWake)
    return false;
  bool OnlyReads = Object.Kind == Op::FutexCheck;
  return (Access.Writes || !OnlyReads) && overlap(Object, Access);
}

/// REQUIRES: of different threads.
inline bool areDependent(const Operation &A, const Operation &B) {
  if (touchesEverything(A.Kind) || touchesEverything(B.Kind))
    return true;
  if (isOfTheWorld(A.Kind) && isOfTheWorld(B.Kind))
    return true;
  if (isAccess(A.Kind) && isAccess(B.Kind))
    return conflict(A, B);
  if (isAccess(A.Kind))
    return seesAccess(B, A);
  if (isAccess(B.Kind))
    return seesAccess(A, B);
  return sharesObject(A, B) && !(isPassed(A.Kind) && isPassed(B.Kind));
}

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_DEPENDENCE_H
