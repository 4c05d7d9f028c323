//===- Current.h - Who is being observed ------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the interface to compiled code (Abi*.cpp) and the stand-ins for library
/// functions (Lib*.cpp) share. Threads that have not got the turn, such as one
/// in a signal handler while it is parked, have no witness, for the detector
/// has room for one at a time.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OWN_CURRENT_H
#define HEDDLE_RUNTIME_OWN_CURRENT_H

#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/Schedule/Scheduler.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define HEDDLE_ABI extern "C" __attribute__((visibility("default")))
#define HEDDLE_PLACE reinterpret_cast<uintptr_t>(__builtin_return_address(0))

/// The C library's own definition of a function that this runtime replaces.
#define HEDDLE_REAL(Name)                                                      \
  ([] {                                                                        \
    static decltype(&::Name) Found;                                            \
    if (!Found)                                                                \
      Found = reinterpret_cast<decltype(&::Name)>(dlsym(RTLD_NEXT, #Name));    \
    return Found;                                                              \
  }())

namespace heddle::runtime {

/// Of the calling thread; null where nothing is to be observed.
inline Witness *witness() {
  Thread *T = scheduledThread();
  return T ? T->Seen : nullptr;
}

/// A block was given out.
void observeAllocation(void *Memory, size_t Bytes, uintptr_t Place);
/// Takes a block back; null is fine.
void giveBack(void *Memory, uintptr_t Place);

/// Writes a `report` record, once for each pair of places.
void reportRace(const Race &R);

/// A block on the heap, also one that was freed since; null if none is known.
struct Block {
  uintptr_t Start;
  size_t Bytes;
  uint32_t Where; ///< the calls that led to its allocation
  uint32_t By;    ///< the thread's number
  bool Freed;
};
const Block *blockAround(uintptr_t Address);

/// The numbers of a thread's creator and the stack of its creation.
struct Birth {
  uint32_t Number, Creator;
  uintptr_t StackLow, StackHigh;
  void *Frames[25]; ///< null-terminated
};
const Birth *birthOf(uint32_t Number);
/// The thread on whose stack, or in whose storage, \p Address lies; or null.
const Birth *stackAround(uintptr_t Address);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OWN_CURRENT_H
