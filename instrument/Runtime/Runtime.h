//===- Runtime.h - What is linked into the program under test ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The runtime's life inside the program: it starts before the first
/// constructor of the program's own, ends after the last destructor and stays
/// out of the way between. Compiled without ThreadSanitizer, exceptions, RTTI
/// and the C++ library; calls next to nothing of the C library, whose functions
/// are intercepted.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_RUNTIME_H
#define HEDDLE_RUNTIME_RUNTIME_H

namespace heddle::runtime {

/// Records where each thread stands when the program crashes, or has not
/// ended after \p HangMilliseconds (0: never). See Signals.cpp.
void watchSignals(unsigned long HangMilliseconds);

/// The process is about to be gone: writes `quit` unless `end` was written.
void noteQuit();

} // namespace heddle::runtime

/// Called where something is seen, for a debugger to stop at: does nothing.
extern "C" void heddleStopHere();

#endif // HEDDLE_RUNTIME_RUNTIME_H
