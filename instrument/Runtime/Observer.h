//===- Observer.h - Who watches the program ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the detector under the hooks is told of threads. There are two: with
/// ThreadSanitizer (Tsan.cpp) it learns all by itself; Heddle's own (Own/) does
/// not.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OBSERVER_H
#define HEDDLE_RUNTIME_OBSERVER_H

#include "instrument/Runtime/Schedule/Thread.h"

namespace heddle::runtime {

/// The scheduler has started. All other threads will be told of.
void observeStart(Thread &Main);
/// \p Child exists and has not done anything. \p Frames: the stack of its
/// creation, null-terminated.
void observeCreation(Thread &By, Thread &Child, void *const *Frames);
/// \p Ended has done its last; called once for each at most.
void observeJoin(Thread &By, Thread &Ended);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OBSERVER_H
