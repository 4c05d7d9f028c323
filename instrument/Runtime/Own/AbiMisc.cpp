//===- AbiMisc.cpp - The compiler's calls: the rest -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Calls and returns, and what programs tell a race detector by hand: the
/// annotations of <sanitizer/tsan_interface.h> and of Valgrind's family.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

// From <sanitizer/tsan_interface.h>.
constexpr unsigned ReadLock = 1 << 3, TryFailed = 1 << 5;

void come(const volatile void *Address) {
  if (Witness *W = witness())
    acquire(*W, meetingAt(Address));
}

void go(const volatile void *Address) {
  if (Witness *W = witness())
    release(*W, meetingAt(Address));
}

void ignore(int By) {
  if (Witness *W = witness())
    W->Ignored += uint32_t(By);
}

} // namespace

HEDDLE_ABI void __tsan_init() {}

HEDDLE_ABI void __tsan_func_entry(void *From) {
  if (Witness *W = witness())
    enterCall(*W, reinterpret_cast<uintptr_t>(From),
              reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
}
HEDDLE_ABI void __tsan_func_exit() {
  if (Witness *W = witness())
    leaveCall(*W);
}

HEDDLE_ABI void __tsan_acquire(void *Address) { come(Address); }
HEDDLE_ABI void __tsan_release(void *Address) { go(Address); }

HEDDLE_ABI void __tsan_ignore_thread_begin() { ignore(1); }
HEDDLE_ABI void __tsan_ignore_thread_end() { ignore(-1); }

HEDDLE_ABI void __tsan_mutex_create(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_destroy(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_pre_lock(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_post_lock(void *Lock, unsigned Flags, int) {
  Witness *W = witness();
  if (W && !(Flags & TryFailed))
    takeLock(*W, Lock, !(Flags & ReadLock), HEDDLE_PLACE);
}
HEDDLE_ABI int __tsan_mutex_pre_unlock(void *Lock, unsigned) {
  if (Witness *W = witness())
    dropLock(*W, Lock);
  return 1;
}
HEDDLE_ABI void __tsan_mutex_post_unlock(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_pre_signal(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_post_signal(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_pre_divert(void *, unsigned) {}
HEDDLE_ABI void __tsan_mutex_post_divert(void *, unsigned) {}
HEDDLE_ABI void __tsan_check_no_mutexes_held() {}
HEDDLE_ABI void __tsan_flush_memory() {}

// Weak: a program may bring its own.
#define HEDDLE_ANNOTATION                                                      \
  extern "C" __attribute__((visibility("default"), weak)) void
HEDDLE_ANNOTATION AnnotateHappensBefore(char *, int, uintptr_t Address) {
  go(reinterpret_cast<void *>(Address));
}
HEDDLE_ANNOTATION AnnotateHappensAfter(char *, int, uintptr_t Address) {
  come(reinterpret_cast<void *>(Address));
}
HEDDLE_ANNOTATION AnnotateIgnoreReadsBegin(char *, int) { ignore(1); }
HEDDLE_ANNOTATION AnnotateIgnoreReadsEnd(char *, int) { ignore(-1); }
HEDDLE_ANNOTATION AnnotateIgnoreWritesBegin(char *, int) { ignore(1); }
HEDDLE_ANNOTATION AnnotateIgnoreWritesEnd(char *, int) { ignore(-1); }
HEDDLE_ANNOTATION AnnotateIgnoreSyncBegin(char *, int) {}
HEDDLE_ANNOTATION AnnotateIgnoreSyncEnd(char *, int) {}
HEDDLE_ANNOTATION AnnotateBenignRace(char *, int, void *, char *) {}
HEDDLE_ANNOTATION AnnotateBenignRaceSized(char *, int, void *, long, char *) {}
