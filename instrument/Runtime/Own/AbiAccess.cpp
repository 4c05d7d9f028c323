//===- AbiAccess.cpp - The compiler's calls: plain accesses ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the compiler calls before each load and store. In front of these stand
/// the scheduling points of Hooks/Access.cpp, as they do before those of
/// ThreadSanitizer.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

using namespace heddle::runtime;

namespace {

template <unsigned Size>
inline void access(const void *Pointer, Touch How, uintptr_t Place,
                   bool VTable = false) {
  Witness *W = witness();
  if (!W)
    return;
  auto Address = reinterpret_cast<uintptr_t>(Pointer);
  unsigned Offset = Address & 7;
  if (Offset + Size <= 8)
    checkWord(*W, Address - Offset, uint8_t(((1u << Size) - 1) << Offset), How,
              Place, VTable);
  else
    checkRange(*W, Address, Size, How, Place);
}

inline void range(const void *Pointer, size_t Size, Touch How,
                  uintptr_t Place) {
  if (Witness *W = witness())
    checkRange(*W, reinterpret_cast<uintptr_t>(Pointer), Size, How, Place);
}

} // namespace

#define HEDDLE_ACCESS(Name, Size, How)                                         \
  HEDDLE_ABI void __tsan_##Name(void *Address) {                               \
    access<Size>(Address, Touch::How, HEDDLE_PLACE);                           \
  }                                                                            \
  HEDDLE_ABI void __tsan_##Name##_pc(void *Address, void *Place) {             \
    access<Size>(Address, Touch::How, reinterpret_cast<uintptr_t>(Place));     \
  }

// clang-format off
HEDDLE_ACCESS(read1, 1, Read)
HEDDLE_ACCESS(read2, 2, Read)
HEDDLE_ACCESS(read4, 4, Read)
HEDDLE_ACCESS(read8, 8, Read)
HEDDLE_ACCESS(read16, 16, Read)
HEDDLE_ACCESS(write1, 1, Write)
HEDDLE_ACCESS(write2, 2, Write)
HEDDLE_ACCESS(write4, 4, Write)
HEDDLE_ACCESS(write8, 8, Write)
HEDDLE_ACCESS(write16, 16, Write)
HEDDLE_ACCESS(unaligned_read2, 2, Read)
HEDDLE_ACCESS(unaligned_read4, 4, Read)
HEDDLE_ACCESS(unaligned_read8, 8, Read)
HEDDLE_ACCESS(unaligned_read16, 16, Read)
HEDDLE_ACCESS(unaligned_write2, 2, Write)
HEDDLE_ACCESS(unaligned_write4, 4, Write)
HEDDLE_ACCESS(unaligned_write8, 8, Write)
HEDDLE_ACCESS(unaligned_write16, 16, Write)
// clang-format on

HEDDLE_ABI void __tsan_read_range(void *Address, unsigned long Size) {
  range(Address, Size, Touch::Read, HEDDLE_PLACE);
}
HEDDLE_ABI void __tsan_write_range(void *Address, unsigned long Size) {
  range(Address, Size, Touch::Write, HEDDLE_PLACE);
}
HEDDLE_ABI void __tsan_read_range_pc(void *Address, unsigned long Size,
                                     void *Place) {
  range(Address, Size, Touch::Read, reinterpret_cast<uintptr_t>(Place));
}
HEDDLE_ABI void __tsan_write_range_pc(void *Address, unsigned long Size,
                                      void *Place) {
  range(Address, Size, Touch::Write, reinterpret_cast<uintptr_t>(Place));
}

// Writing what is there already is what the constructors of a class and its
// bases do one after the other; ThreadSanitizer does not count it either.
HEDDLE_ABI void __tsan_vptr_update(void **At, void *Value) {
  if (*At != Value)
    access<8>(static_cast<const void *>(At), Touch::Write, HEDDLE_PLACE, true);
}
HEDDLE_ABI void __tsan_vptr_read(void **At) {
  access<8>(static_cast<const void *>(At), Touch::Read, HEDDLE_PLACE, true);
}

HEDDLE_ABI void *__tsan_memcpy(void *To, const void *From, size_t Size) {
  range(From, Size, Touch::Read, HEDDLE_PLACE);
  range(To, Size, Touch::Write, HEDDLE_PLACE);
  return HEDDLE_REAL(memmove)(To, From, Size);
}
HEDDLE_ABI void *__tsan_memmove(void *To, const void *From, size_t Size) {
  range(From, Size, Touch::Read, HEDDLE_PLACE);
  range(To, Size, Touch::Write, HEDDLE_PLACE);
  return HEDDLE_REAL(memmove)(To, From, Size);
}
HEDDLE_ABI void *__tsan_memset(void *To, int Value, size_t Size) {
  range(To, Size, Touch::Write, HEDDLE_PLACE);
  return HEDDLE_REAL(memset)(To, Value, Size);
}
