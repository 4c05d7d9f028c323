//===- AbiAtomic.cpp - The compiler's calls: atomics and fences -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the compiler calls instead of each atomic operation and fence. The
/// operation itself is always sequentially consistent; its order only says
/// what happens before what.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

// The compiler's numbers of orders; higher bits are hints.
Order orderOf(int Number) { return Order(Number & 7); }

/// The access itself, before what it orders.
template <class Type>
Witness *access(const volatile Type *At, Touch How, uintptr_t Place) {
  Witness *W = witness();
  if (W)
    checkRange(*W, reinterpret_cast<uintptr_t>(At), sizeof(Type), How, Place);
  return W;
}

template <class Type>
void load(const volatile Type *At, int O, uintptr_t Place) {
  if (Witness *W = access(At, Touch::AtomicRead, Place))
    loadAtomic(*W, meetingAt(At), orderOf(O));
}

template <class Type> void store(volatile Type *At, int O, uintptr_t Place) {
  if (Witness *W = access(At, Touch::AtomicWrite, Place))
    storeAtomic(*W, meetingAt(At), orderOf(O));
}

template <class Type> void update(volatile Type *At, int O, uintptr_t Place) {
  if (Witness *W = access(At, Touch::AtomicWrite, Place))
    updateAtomic(*W, meetingAt(At), orderOf(O));
}

/// Nothing comes between question and answer: only this thread runs.
template <class Type>
Type exchange(volatile Type *At, Type Expected, Type Value, int O, int Failure,
              uintptr_t Place) {
  Type Was = Expected;
  if (__atomic_compare_exchange_n(At, &Was, Value, false, __ATOMIC_SEQ_CST,
                                  __ATOMIC_SEQ_CST))
    update(At, O, Place);
  else
    load(At, Failure, Place);
  return Was;
}

} // namespace

#define HEDDLE_UPDATE(Type, Bits, Name, Builtin)                               \
  HEDDLE_ABI Type __tsan_atomic##Bits##_##Name(volatile Type *At, Type Value,  \
                                               int O) {                        \
    update(At, O, HEDDLE_PLACE);                                               \
    return Builtin(At, Value, __ATOMIC_SEQ_CST);                               \
  }

// NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses.
#define HEDDLE_EXCHANGE(Type, Bits, Name)                                      \
  HEDDLE_ABI int __tsan_atomic##Bits##_compare_exchange_##Name(                \
      volatile Type *At, Type *Expected, Type Value, int O, int Failure) {     \
    Type Was = exchange(At, *Expected, Value, O, Failure, HEDDLE_PLACE);       \
    bool Done = Was == *Expected;                                              \
    *Expected = Was;                                                           \
    return Done;                                                               \
  }
// NOLINTEND(bugprone-macro-parentheses)

#define HEDDLE_ATOMIC(Type, Bits)                                              \
  HEDDLE_ABI Type __tsan_atomic##Bits##_load(const volatile Type *At, int O) { \
    load(At, O, HEDDLE_PLACE);                                                 \
    return __atomic_load_n(At, __ATOMIC_SEQ_CST);                              \
  }                                                                            \
  HEDDLE_ABI void __tsan_atomic##Bits##_store(volatile Type *At, Type Value,   \
                                              int O) {                         \
    store(At, O, HEDDLE_PLACE);                                                \
    __atomic_store_n(At, Value, __ATOMIC_SEQ_CST);                             \
  }                                                                            \
  HEDDLE_UPDATE(Type, Bits, exchange, __atomic_exchange_n)                     \
  HEDDLE_UPDATE(Type, Bits, fetch_add, __atomic_fetch_add)                     \
  HEDDLE_UPDATE(Type, Bits, fetch_sub, __atomic_fetch_sub)                     \
  HEDDLE_UPDATE(Type, Bits, fetch_and, __atomic_fetch_and)                     \
  HEDDLE_UPDATE(Type, Bits, fetch_or, __atomic_fetch_or)                       \
  HEDDLE_UPDATE(Type, Bits, fetch_xor, __atomic_fetch_xor)                     \
  HEDDLE_UPDATE(Type, Bits, fetch_nand, __atomic_fetch_nand)                   \
  HEDDLE_EXCHANGE(Type, Bits, strong)                                          \
  HEDDLE_EXCHANGE(Type, Bits, weak)                                            \
  HEDDLE_ABI Type __tsan_atomic##Bits##_compare_exchange_val(                  \
      volatile Type *At, Type Expected, Type Value, int O, int Failure) {      \
    return exchange(At, Expected, Value, O, Failure, HEDDLE_PLACE);            \
  }

HEDDLE_ATOMIC(uint8_t, 8)
HEDDLE_ATOMIC(uint16_t, 16)
HEDDLE_ATOMIC(uint32_t, 32)
HEDDLE_ATOMIC(uint64_t, 64)

// This file is compiled with -mcx16: there is an instruction for 128 bits.
using uint128 = unsigned __int128;
HEDDLE_ATOMIC(uint128, 128)

HEDDLE_ABI void __tsan_atomic_thread_fence(int O) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (Witness *W = witness())
    fence(*W, orderOf(O));
}

HEDDLE_ABI void __tsan_atomic_signal_fence(int) {}
