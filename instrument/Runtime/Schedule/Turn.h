//===- Turn.h - Handing over to another thread ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each thread sleeps on a futex word of its own until it is let go. While it
/// sleeps it can be asked where it stands.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_TURN_H
#define HEDDLE_RUNTIME_SCHEDULE_TURN_H

#include "instrument/Runtime/Schedule/Thread.h"

namespace heddle::runtime {

/// Returns when \p T, the caller, is let go.
void park(Thread &T);
void letGo(Thread &T);

/// Where \p T stands. REQUIRES: \p T does not run, or is the caller.
unsigned stackOf(Thread &T, void **Frames, unsigned Max);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_TURN_H
