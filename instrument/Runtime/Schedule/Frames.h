//===- Frames.h - The calls that led to an operation ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Fills in Thread::Frames, by which reports and schedules told to people name
/// the line that made an operation.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_FRAMES_H
#define HEDDLE_RUNTIME_SCHEDULE_FRAMES_H

#include "instrument/Runtime/Schedule/Scheduler.h"

namespace heddle::runtime {

/// Follows the saved frame pointers. Code compiled without them, as in
/// libraries, ends the walk or leaves frames out; a wrong one is never read
/// through, for it must lie in what is left of the stack.
void keepFrames(Thread &T, Caller From);

/// For people, who want to see their own line also where a library without
/// frame pointers made the call. A hundred times as slow.
void keepAllFrames(Thread &T, Caller From);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_FRAMES_H
