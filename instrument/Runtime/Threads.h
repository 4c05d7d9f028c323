//===- Threads.h - Where threads were created -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Remembers the call stack at each pthread_create. ThreadSanitizer has one of
/// its own, made of the calls that instrumented code made; std::thread's
/// constructor is mostly inlined and calls into libstdc++, which is not
/// instrumented, so there the very line that starts the thread is missing.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_THREADS_H
#define HEDDLE_RUNTIME_THREADS_H

#include <stdint.h>

namespace heddle::runtime {

constexpr unsigned MaxCreationFrames = 24;

/// Copies the stack that created the thread with the system's number
/// \p SystemId, null-terminated. False if that is not remembered (any more).
bool creationStack(uint64_t SystemId, void *(&Frames)[MaxCreationFrames]);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_THREADS_H
