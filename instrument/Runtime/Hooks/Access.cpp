//===- Access.cpp - Plain accesses to memory ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the compiler calls before each load and store. The linker leads these
/// calls here (`--wrap`, see instrument/Build/Wrap.cpp); all end in a tail call
/// to ThreadSanitizer's own, which reads its caller's place.
///
/// Macros, because the names are the interface.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"

#include <stddef.h>
#include <stdint.h>

using namespace heddle::runtime;

#define HEDDLE_ACCESS(Name, Size, Kind, Writes)                                \
  extern "C" void __real___tsan_##Name(void *);                                \
  HEDDLE_HOOK void __wrap___tsan_##Name(void *Address) {                       \
    if (Thread *T = scheduledAt(Level::Accesses))                              \
      pointAccess(*T, Op::Kind, Address, Size, Writes, HEDDLE_CALLER);         \
    HEDDLE_FORWARD(__real___tsan_##Name(Address));                             \
  }

#define HEDDLE_RANGE(Name, Kind, Writes)                                       \
  extern "C" void __real___tsan_##Name(void *, unsigned long);                 \
  HEDDLE_HOOK void __wrap___tsan_##Name(void *Address, unsigned long Size) {   \
    if (Thread *T = scheduledAt(Level::Accesses))                              \
      pointAccess(*T, Op::Kind, Address, uint32_t(Size), Writes,               \
                  HEDDLE_CALLER);                                              \
    HEDDLE_FORWARD(__real___tsan_##Name(Address, Size));                       \
  }

// clang-format off
HEDDLE_ACCESS(read1, 1, Read, false)
HEDDLE_ACCESS(read2, 2, Read, false)
HEDDLE_ACCESS(read4, 4, Read, false)
HEDDLE_ACCESS(read8, 8, Read, false)
HEDDLE_ACCESS(read16, 16, Read, false)
HEDDLE_ACCESS(write1, 1, Write, true)
HEDDLE_ACCESS(write2, 2, Write, true)
HEDDLE_ACCESS(write4, 4, Write, true)
HEDDLE_ACCESS(write8, 8, Write, true)
HEDDLE_ACCESS(write16, 16, Write, true)
HEDDLE_ACCESS(unaligned_read2, 2, Read, false)
HEDDLE_ACCESS(unaligned_read4, 4, Read, false)
HEDDLE_ACCESS(unaligned_read8, 8, Read, false)
HEDDLE_ACCESS(unaligned_read16, 16, Read, false)
HEDDLE_ACCESS(unaligned_write2, 2, Write, true)
HEDDLE_ACCESS(unaligned_write4, 4, Write, true)
HEDDLE_ACCESS(unaligned_write8, 8, Write, true)
HEDDLE_ACCESS(unaligned_write16, 16, Write, true)
HEDDLE_RANGE(read_range, Read, false)
HEDDLE_RANGE(write_range, Write, true)
// clang-format on

extern "C" {
void __real___tsan_vptr_update(void **, void *);
void __real___tsan_vptr_read(void **);
void *__real___tsan_memcpy(void *, const void *, size_t);
void *__real___tsan_memmove(void *, const void *, size_t);
void *__real___tsan_memset(void *, int, size_t);
}

HEDDLE_HOOK void __wrap___tsan_vptr_update(void **At, void *Value) {
  if (Thread *T = scheduledAt(Level::Accesses))
    pointAccess(*T, Op::Write, static_cast<void *>(At), sizeof(*At), true,
                HEDDLE_CALLER);
  HEDDLE_FORWARD(__real___tsan_vptr_update(At, Value));
}

HEDDLE_HOOK void __wrap___tsan_vptr_read(void **At) {
  if (Thread *T = scheduledAt(Level::Accesses))
    pointAccess(*T, Op::Read, static_cast<void *>(At), sizeof(*At), false,
                HEDDLE_CALLER);
  HEDDLE_FORWARD(__real___tsan_vptr_read(At));
}

// A copy is two points: another thread may come between.
HEDDLE_HOOK void *__wrap___tsan_memcpy(void *To, const void *From,
                                       size_t Size) {
  if (Thread *T = scheduledAt(Level::Accesses)) {
    pointAccess(*T, Op::Read, From, uint32_t(Size), false, HEDDLE_CALLER);
    pointAccess(*T, Op::Write, To, uint32_t(Size), true, HEDDLE_CALLER);
  }
  HEDDLE_FORWARD(__real___tsan_memcpy(To, From, Size));
}

HEDDLE_HOOK void *__wrap___tsan_memmove(void *To, const void *From,
                                        size_t Size) {
  if (Thread *T = scheduledAt(Level::Accesses)) {
    pointAccess(*T, Op::Read, From, uint32_t(Size), false, HEDDLE_CALLER);
    pointAccess(*T, Op::Write, To, uint32_t(Size), true, HEDDLE_CALLER);
  }
  HEDDLE_FORWARD(__real___tsan_memmove(To, From, Size));
}

HEDDLE_HOOK void *__wrap___tsan_memset(void *To, int Value, size_t Size) {
  if (Thread *T = scheduledAt(Level::Accesses))
    pointAccess(*T, Op::Write, To, uint32_t(Size), true, HEDDLE_CALLER);
  HEDDLE_FORWARD(__real___tsan_memset(To, Value, Size));
}
