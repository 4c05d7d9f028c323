//===- Objects.h - The scheduler's own model of locks -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the scheduler must know about mutexes, conditions, barriers … to say
/// which thread could go on. The real ones are used only when they are known
/// not to block. Objects are found by address and numbered in the order of
/// first use, which is the same in every run of one schedule whatever the
/// addresses are.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_OBJECTS_H
#define HEDDLE_RUNTIME_SCHEDULE_OBJECTS_H

#include <stddef.h>
#include <stdint.h>

namespace heddle::runtime {

struct Thread;

constexpr unsigned LockFrames = 10;

/// One synchronisation object; which fields mean something depends on its
/// kind, which is the program's business.
struct Object {
  uintptr_t Address = 0;
  uint32_t Id = 0;
  Object *Chained = nullptr; ///< next in the same bucket

  Thread *Owner = nullptr; ///< holds it exclusively; runs the once-function
  bool Over = false;       ///< the once-function was run
  uint32_t Depth = 0;      ///< of a recursive lock
  uint32_t Readers = 0;
  uint32_t Limit = 0, Arrived = 0, Generation = 0; ///< of a barrier
  /// A notification that nobody waited for: who sent the last one, where.
  Thread *UnheardFrom = nullptr;
  void *UnheardAt[LockFrames] = {};
  void *AcquiredAt[LockFrames] = {}; ///< where Owner took it
};

/// The object at \p Address, new if it was never used.
Object &objectAt(const volatile void *Address);
/// It is gone: what comes to lie there starts afresh.
void forgetObject(const volatile void *Address);
/// The memory was given back: objects that come to lie there are others, with
/// numbers of their own. Otherwise numbers would depend on which memory an
/// allocator hands out again.
void forgetObjectsIn(uintptr_t Address, size_t Bytes);

/// Calls \p Use(Object &) for every object held by \p T, in order of first
/// use. Slow; for reports.
template <class Function> void forEachHeldBy(const Thread &T, Function Use);

uint32_t objectCount();
Object &objectNumber(uint32_t Index); ///< from 0, in order of first use

template <class Function> void forEachHeldBy(const Thread &T, Function Use) {
  for (uint32_t I = 0; I < objectCount(); ++I)
    if (objectNumber(I).Owner == &T)
      Use(objectNumber(I));
}

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_OBJECTS_H
