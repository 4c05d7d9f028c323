//===- Stack.h - Where a thread stands, and in which module -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Call stacks as plain return addresses, and the list of loaded modules that
/// turns them into file and line later, outside the program: symbolising
/// inside costs six times the whole run and starts processes.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_STACK_H
#define HEDDLE_RUNTIME_STACK_H

namespace heddle::runtime {

constexpr unsigned MaxFrames = 128;

/// The calling thread's stack as return addresses, innermost first; in a signal
/// handler that of the interrupted code. Returns how many frames. Takes no lock
/// with glibc 2.35 or newer. With \p From, a return address, frames before that
/// are left out.
unsigned captureStack(void **Frames, unsigned Max, void *From = nullptr);

/// Writes a `modules` record if the list has changed since the last one.
void noteModules();

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_STACK_H
