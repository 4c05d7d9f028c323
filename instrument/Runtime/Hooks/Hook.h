//===- Hook.h - What the hooks share ----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// ThreadSanitizer's interceptors are weak aliases of `___interceptor_X`: the
/// strong definition of X in a hook wins, also for calls from shared
/// libraries, and calls on. Where a hook ends in the call to the interceptor
/// it is a tail call, so that ThreadSanitizer sees the program as its caller
/// and not the hook.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_HOOKS_HOOK_H
#define HEDDLE_RUNTIME_HOOKS_HOOK_H

#include "instrument/Runtime/Schedule/Scheduler.h"

#include <pthread.h>

#define HEDDLE_HOOK extern "C" __attribute__((visibility("default")))
#define HEDDLE_FORWARD(Call) __attribute__((musttail)) return Call

extern "C" {
void __tsan_func_entry(void *Caller);
void __tsan_func_exit();
}

namespace heddle::runtime {

/// While it lives, ThreadSanitizer believes to be in a function that was
/// called at \p From: for hooks that cannot end in a tail call.
class CalledFrom {
public:
  explicit CalledFrom(Caller From) { __tsan_func_entry(From.Place); }
  ~CalledFrom() { __tsan_func_exit(); }
  CalledFrom(const CalledFrom &) = delete;
  CalledFrom &operator=(const CalledFrom &) = delete;
};

/// Behind a wait that is a cancellation point: does not return if the thread
/// was cancelled.
inline void cancellationPoint(Thread &T) {
  if (T.Cancelled)
    pthread_testcancel();
}

/// Does a signal end this wait? Only where the program has a handler of its
/// own; without \p Always, one without SA_RESTART. The handler is not called:
/// it is as if it had nothing to do.
bool isInterrupted(bool Always);

/// The model of a lock follows the real one.
void noteAcquired(Thread &T, Object &Lock);
void noteReleased(Thread &T, Object &Lock);

/// Waits until it can be locked; false if \p Deadline (0: none) passed first.
bool waitForLock(Thread &T, void *Mutex, uint64_t Deadline, Caller From);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_HOOKS_HOOK_H
