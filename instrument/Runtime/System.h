//===- System.h - The kernel, without the C library -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// System calls made directly. ThreadSanitizer replaces the C library's
/// wrappers, and the program may as well; calls made here are seen by neither,
/// touch no errno and are safe in signal handlers. All assembly of the runtime
/// is in System.cpp. x86-64 Linux only.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SYSTEM_H
#define HEDDLE_RUNTIME_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

namespace heddle::runtime {

/// The kernel's answer: below 0 a negated errno.
long systemCall(long Number, long A = 0, long B = 0, long C = 0, long D = 0,
                long E = 0, long F = 0);

using SignalHandler = void (*)(int Signal, void *Info, void *Context);

/// Installs \p Handler on the alternate stack. With \p Once the default action
/// is back before it is called, so that returning from it is deadly.
void handleSignal(int Signal, SignalHandler Handler, bool Once);

int processId();
int threadId();
void yieldCpu();
uint64_t milliseconds(); ///< of the monotonic clock

/// Zeroed pages, provided as they are first touched; never null: without
/// memory the process ends.
void *mapMemory(size_t Bytes);
void unmapMemory(void *Memory, size_t Bytes);
/// Zeroed and never given back, from pages shared with other such.
void *carveMemory(size_t Bytes);

/// Sleeps while \p Word is \p Value; may return earlier.
void futexWait(const int *Word, int Value);
/// Wakes one sleeper.
void futexWake(const int *Word);
/// All threads share the CPU that this one is on now, and take turns sooner.
void pinToOneCpu();

/// Holds off all signals that can be held off, for this thread.
class SignalsBlocked {
public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked &) = delete;
  SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
  uint64_t Before = 0;
};

/// Reads a file in pieces and hands out its lines, without their ends. Lines
/// beyond the buffer's size are cut.
class LineReader {
public:
  explicit LineReader(const char *Path);
  ~LineReader();
  LineReader(const LineReader &) = delete;
  LineReader &operator=(const LineReader &) = delete;
  bool isOpen() const { return Fd >= 0; }
  /// The next line, zero-terminated and valid until the next call; null at
  /// the end.
  char *next();

private:
  long Fd;
  size_t Begin = 0, End = 0;
  char Buffer[4096];
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SYSTEM_H
