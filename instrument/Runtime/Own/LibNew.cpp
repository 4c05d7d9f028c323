//===- LibNew.cpp - C++'s operators new and delete ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// C++'s operators, defined here so that a block's place of allocation is the
/// program's and not libstdc++'s. A program's own operators come before these
/// (the linker is told to take the first).
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"

#include <stddef.h>
#include <stdint.h>

using namespace heddle::runtime;

extern "C" {
void *__libc_malloc(size_t);
void *__libc_memalign(size_t, size_t);
/// std::__throw_bad_alloc(), where there is a C++ library.
[[noreturn]] __attribute__((weak)) void _ZSt17__throw_bad_allocv();
[[noreturn]] void abort();
}

// NOLINTBEGIN(bugprone-std-namespace-modification): without <new>.
namespace std {
struct nothrow_t;
enum class align_val_t : size_t {};
} // namespace std
// NOLINTEND(bugprone-std-namespace-modification)

namespace {

void *allocate(size_t Bytes, size_t Alignment, bool Throws, uintptr_t Place) {
  void *Memory = Alignment ? __libc_memalign(Alignment, Bytes)
                           : __libc_malloc(Bytes ? Bytes : 1);
  if (Memory) {
    observeAllocation(Memory, Bytes, Place);
    return Memory;
  }
  if (!Throws)
    return nullptr;
  if (_ZSt17__throw_bad_allocv)
    _ZSt17__throw_bad_allocv();
  abort();
}

} // namespace

#define HEDDLE_CXX __attribute__((visibility("default")))
#define HEDDLE_OPERATORS(Brackets)                                             \
  HEDDLE_CXX void *operator new Brackets(size_t N) {                           \
    return allocate(N, 0, true, HEDDLE_PLACE);                                 \
  }                                                                            \
  HEDDLE_CXX void *operator new Brackets(size_t N,                             \
                                         const std::nothrow_t &) noexcept {    \
    return allocate(N, 0, false, HEDDLE_PLACE);                                \
  }                                                                            \
  HEDDLE_CXX void *operator new Brackets(size_t N, std::align_val_t A) {       \
    return allocate(N, size_t(A), true, HEDDLE_PLACE);                         \
  }                                                                            \
  HEDDLE_CXX void *operator new Brackets(size_t N, std::align_val_t A,         \
                                         const std::nothrow_t &) noexcept {    \
    return allocate(N, size_t(A), false, HEDDLE_PLACE);                        \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P) noexcept {                 \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P, size_t) noexcept {         \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P,                            \
                                           const std::nothrow_t &) noexcept {  \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P,                            \
                                           std::align_val_t) noexcept {        \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P, size_t,                    \
                                           std::align_val_t) noexcept {        \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }                                                                            \
  HEDDLE_CXX void operator delete Brackets(void *P, std::align_val_t,          \
                                           const std::nothrow_t &) noexcept {  \
    giveBack(P, HEDDLE_PLACE);                                                 \
  }

HEDDLE_OPERATORS()
HEDDLE_OPERATORS([])
