//===- Enabled.h - Who could go on ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a thread waits for is known from the scheduler's own model of locks,
/// conditions and so on; no real one is asked that could block.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_ENABLED_H
#define HEDDLE_RUNTIME_SCHEDULE_ENABLED_H

#include "instrument/Runtime/Schedule/Thread.h"
#include "instrument/Runtime/Strategies/Strategy.h"

#include <stdint.h>

namespace heddle::runtime {

/// More threads than these cannot be alive at once.
constexpr uint32_t MaxLive = 1 << 15;

/// Would T.Next go through now, its deadline apart?
bool isReady(const Thread &T);
/// The same, or its time has come, or it was cancelled.
bool isEnabled(const Thread &T);

/// All of them; the lists are valid until the next call. \p Current ran last,
/// \p Step operations were chosen.
Choice collect(Thread *Current, uint64_t Step);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_ENABLED_H
