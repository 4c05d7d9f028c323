//===- Atomic.cpp - Atomic accesses ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// As Access.cpp. One thread runs at a time, so every atomic is sequentially
/// consistent here, whatever order it asks for: what only a weaker order
/// allows is never seen to happen, though ThreadSanitizer may report that
/// nothing orders it.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"

#include <stdint.h>

using namespace heddle::runtime;

#define HEDDLE_POINT(Kind, Type, Writes)                                       \
  if (Thread *T = scheduledAt(Level::Atomics))                                 \
  pointAccess(*T, Op::Kind, Address, sizeof(Type), Writes, HEDDLE_CALLER)

#define HEDDLE_LOAD_STORE(Type, Bits)                                          \
  extern "C" Type __real___tsan_atomic##Bits##_load(const volatile Type *,     \
                                                    int);                      \
  HEDDLE_HOOK Type __wrap___tsan_atomic##Bits##_load(                          \
      const volatile Type *Address, int Order) {                               \
    HEDDLE_POINT(AtomicLoad, Type, false);                                     \
    HEDDLE_FORWARD(__real___tsan_atomic##Bits##_load(Address, Order));         \
  }                                                                            \
  extern "C" void __real___tsan_atomic##Bits##_store(volatile Type *, Type,    \
                                                     int);                     \
  HEDDLE_HOOK void __wrap___tsan_atomic##Bits##_store(volatile Type *Address,  \
                                                      Type Value, int Order) { \
    HEDDLE_POINT(AtomicStore, Type, true);                                     \
    HEDDLE_FORWARD(__real___tsan_atomic##Bits##_store(Address, Value, Order)); \
  }

#define HEDDLE_UPDATE(Type, Bits, Name)                                        \
  extern "C" Type __real___tsan_atomic##Bits##_##Name(volatile Type *, Type,   \
                                                      int);                    \
  HEDDLE_HOOK Type __wrap___tsan_atomic##Bits##_##Name(                        \
      volatile Type *Address, Type Value, int Order) {                         \
    HEDDLE_POINT(AtomicUpdate, Type, true);                                    \
    HEDDLE_FORWARD(                                                            \
        __real___tsan_atomic##Bits##_##Name(Address, Value, Order));           \
  }

// NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses.
#define HEDDLE_EXCHANGE(Type, Bits, Name)                                      \
  extern "C" int __real___tsan_atomic##Bits##_compare_exchange_##Name(         \
      volatile Type *, Type *, Type, int, int);                                \
  HEDDLE_HOOK int __wrap___tsan_atomic##Bits##_compare_exchange_##Name(        \
      volatile Type *Address, Type *Expected, Type Value, int Order,           \
      int Failure) {                                                           \
    HEDDLE_POINT(AtomicUpdate, Type, true);                                    \
    HEDDLE_FORWARD(__real___tsan_atomic##Bits##_compare_exchange_##Name(       \
        Address, Expected, Value, Order, Failure));                            \
  }

// What clang calls: the value that was there.
#define HEDDLE_EXCHANGE_VALUE(Type, Bits)                                      \
  extern "C" Type __real___tsan_atomic##Bits##_compare_exchange_val(           \
      volatile Type *, Type, Type, int, int);                                  \
  HEDDLE_HOOK Type __wrap___tsan_atomic##Bits##_compare_exchange_val(          \
      volatile Type *Address, Type Expected, Type Value, int Order,            \
      int Failure) {                                                           \
    HEDDLE_POINT(AtomicUpdate, Type, true);                                    \
    HEDDLE_FORWARD(__real___tsan_atomic##Bits##_compare_exchange_val(          \
        Address, Expected, Value, Order, Failure));                            \
  }
// NOLINTEND(bugprone-macro-parentheses)

#define HEDDLE_ATOMIC(Type, Bits)                                              \
  HEDDLE_LOAD_STORE(Type, Bits)                                                \
  HEDDLE_UPDATE(Type, Bits, exchange)                                          \
  HEDDLE_UPDATE(Type, Bits, fetch_add)                                         \
  HEDDLE_UPDATE(Type, Bits, fetch_sub)                                         \
  HEDDLE_UPDATE(Type, Bits, fetch_and)                                         \
  HEDDLE_UPDATE(Type, Bits, fetch_or)                                          \
  HEDDLE_UPDATE(Type, Bits, fetch_xor)                                         \
  HEDDLE_UPDATE(Type, Bits, fetch_nand)                                        \
  HEDDLE_EXCHANGE(Type, Bits, strong)                                          \
  HEDDLE_EXCHANGE(Type, Bits, weak)                                            \
  HEDDLE_EXCHANGE_VALUE(Type, Bits)

HEDDLE_ATOMIC(uint8_t, 8)
HEDDLE_ATOMIC(uint16_t, 16)
HEDDLE_ATOMIC(uint32_t, 32)
HEDDLE_ATOMIC(uint64_t, 64)
// Two of them are more than a tail call's registers hold: no order of 128 bit
// operations is explored, they belong to the operation before.

/// See the text that instrument/Build/Build.cpp includes before each file: a
/// weak exchange may fail though the value is the expected one.
HEDDLE_HOOK int __heddle_exchange_fails() {
  return scheduledAt(Level::Atomics) && decideRare(WantSpurious);
}
