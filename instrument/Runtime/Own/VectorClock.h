//===- VectorClock.h - How far each thread had come -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How far each thread had come when something happened. Threads have slots; a
/// thread's own time grows with each of its releases. A time that a clock
/// includes happened before it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OWN_VECTORCLOCK_H
#define HEDDLE_RUNTIME_OWN_VECTORCLOCK_H

#include <stdint.h>

namespace heddle::runtime {

using Slot = uint16_t;
using Time = uint32_t; ///< from 1; 0 is before everything

/// Lives in the detector's tables: no destructor, clear() gives back.
class VectorClock {
public:
  Time at(Slot S) const { return S < Size ? Times[S] : 0; }
  bool includes(Slot S, Time T) const { return at(S) >= T; }
  bool isEmpty() const { return Size == 0; }

  void set(Slot S, Time T);
  /// Comes behind what \p Other comes behind, too.
  void join(const VectorClock &Other);
  void assign(const VectorClock &Other);
  void clear();

private:
  void reserve(uint32_t Slots);

  Time *Times = nullptr;
  uint32_t Size = 0, Capacity = 0;
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OWN_VECTORCLOCK_H
