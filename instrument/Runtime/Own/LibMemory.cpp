//===- LibMemory.cpp - The C library's heap, observed ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Memory that is given back and out again is another memory: accesses to the
/// old are forgotten, and until then each access to it is a mistake. The C
/// library's own allocator does the work. An access beyond the first kilobyte
/// of a freed block is not noticed.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/Schedule/Objects.h"
#include "instrument/Runtime/Schedule/Random.h"
#include "instrument/Runtime/System.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

using namespace heddle::runtime;

extern "C" {
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);
}

namespace {

// Blocks by their start; a freed one stays until its place is needed.
uint32_t TableSize, Count;
Block *Table;

uint32_t placeOf(uintptr_t Start) {
  return uint32_t(mixBits(Start >> 4)) & (TableSize - 1);
}

Block &find(uintptr_t Start) {
  uint32_t I = placeOf(Start);
  while (Table[I].Start && Table[I].Start != Start)
    I = (I + 1) & (TableSize - 1);
  return Table[I];
}

void grow() {
  uint32_t OldSize = TableSize;
  Block *Old = Table;
  TableSize = OldSize ? OldSize * 4 : 256;
  Table = static_cast<Block *>(takeMemory(TableSize * sizeof(Block)));
  for (uint32_t I = 0; I < OldSize; ++I)
    if (Old[I].Start)
      find(Old[I].Start) = Old[I];
  giveMemory(Old, OldSize * sizeof(Block));
}

constexpr size_t MostMarked = 1024;

void *given(void *Memory, size_t Bytes, uintptr_t Place) {
  if (Memory)
    observeAllocation(Memory, Bytes, Place);
  return Memory;
}

Access accessBy(const Witness &W, Touch How, uintptr_t Place) {
  return {.When = W.Now,
          .Who = W.Self,
          .How = How,
          .Where = Paths.extend(W.Calls, Place),
          .Locks = W.Locks};
}

// Freed blocks are kept for a while, so that a late access meets no other.
constexpr unsigned MostKept = 256;
constexpr size_t LargestKept = 1 << 14;
void *Kept[MostKept];
unsigned NextKept;

void keep(void *Memory) {
  void *&Oldest = Kept[NextKept++ % MostKept];
  __libc_free(Oldest);
  Oldest = Memory;
}

/// False where nothing is observed.
bool observeFree(void *Memory, size_t Bytes, uintptr_t Place) {
  Witness *W = witness();
  if (!W || W->Busy)
    return false;
  auto Address = reinterpret_cast<uintptr_t>(Memory);
  forgetObjectsIn(Address, Bytes);
  Block *B = TableSize ? &find(Address) : nullptr;
  if (!B || !B->Start) {
    forgetAccesses(Address, Bytes);
    return true;
  }
  size_t Marked = B->Bytes < MostMarked ? B->Bytes : MostMarked;
  if (!W->Ignored)
    checkRange(*W, Address, Marked, Touch::Write, Place);
  forgetAccesses(Address, B->Bytes);
  forgetMeetings(Address, B->Bytes);
  setAccess(Address, Marked, accessBy(*W, Touch::Free, Place));
  B->Freed = true;
  return true;
}

void *reallocate(void *Old, size_t Bytes, uintptr_t Place) {
  void *New = given(__libc_malloc(Bytes), Bytes, Place);
  if (!New || !Old)
    return New;
  size_t Had = malloc_usable_size(Old);
  const char *From = static_cast<const char *>(Old);
  char *To = static_cast<char *>(New);
  for (size_t I = 0; I < Had && I < Bytes; ++I)
    To[I] = From[I];
  giveBack(Old, Place);
  return New;
}

} // namespace

const Block *heddle::runtime::blockAround(uintptr_t Address) {
  const Block *Best = nullptr;
  for (uint32_t I = 0; I < TableSize; ++I) {
    const Block &B = Table[I];
    if (B.Start && B.Start <= Address && Address < B.Start + B.Bytes &&
        (!Best || Best->Freed))
      Best = &B;
  }
  return Best;
}

void heddle::runtime::observeAllocation(void *Memory, size_t Bytes,
                                        uintptr_t Place) {
  Witness *W = witness();
  if (!W || W->Busy)
    return;
  auto Address = reinterpret_cast<uintptr_t>(Memory);
  forgetAccesses(Address, Bytes);
  // As if it wrote to the block: who gets hold of it unordered races, also
  // where nothing else is written.
  if (!W->Ignored)
    setAccess(Address, Bytes < MostMarked ? Bytes : MostMarked,
              accessBy(*W, Touch::Write, Place));
  if (2 * (Count + 1) >= TableSize)
    grow();
  Block &B = find(Address);
  Count += B.Start == 0;
  B = {.Start = Address,
       .Bytes = Bytes,
       .Where = Paths.extend(W->Calls, Place),
       .By = W->Number,
       .Freed = false};
}

void heddle::runtime::giveBack(void *Memory, uintptr_t Place) {
  if (!Memory)
    return;
  size_t Bytes = malloc_usable_size(Memory);
  if (observeFree(Memory, Bytes, Place) && Bytes <= LargestKept)
    keep(Memory);
  else
    __libc_free(Memory);
}

HEDDLE_ABI void *malloc(size_t Bytes) {
  return given(__libc_malloc(Bytes), Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI void *calloc(size_t Number, size_t Size) {
  return given(__libc_calloc(Number, Size), Number * Size, HEDDLE_PLACE);
}
HEDDLE_ABI void free(void *Memory) { giveBack(Memory, HEDDLE_PLACE); }
HEDDLE_ABI void cfree(void *Memory) { giveBack(Memory, HEDDLE_PLACE); }
HEDDLE_ABI void *realloc(void *Old, size_t Bytes) {
  if (Old && !Bytes) {
    giveBack(Old, HEDDLE_PLACE);
    return nullptr;
  }
  return reallocate(Old, Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI void *reallocarray(void *Old, size_t Number, size_t Size) {
  size_t Bytes;
  if (__builtin_mul_overflow(Number, Size, &Bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  return reallocate(Old, Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI void *memalign(size_t Alignment, size_t Bytes) {
  return given(__libc_memalign(Alignment, Bytes), Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI void *aligned_alloc(size_t Alignment, size_t Bytes) {
  return given(__libc_memalign(Alignment, Bytes), Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI int posix_memalign(void **Result, size_t Alignment, size_t Bytes) {
  if (Alignment % sizeof(void *) || Alignment & (Alignment - 1) || !Alignment)
    return EINVAL;
  void *Memory = given(__libc_memalign(Alignment, Bytes), Bytes, HEDDLE_PLACE);
  if (!Memory)
    return ENOMEM;
  *Result = Memory;
  return 0;
}
HEDDLE_ABI void *valloc(size_t Bytes) {
  return given(__libc_memalign(4096, Bytes), Bytes, HEDDLE_PLACE);
}
HEDDLE_ABI void *pvalloc(size_t Bytes) {
  Bytes = (Bytes + 4095) & ~size_t(4095);
  return given(__libc_memalign(4096, Bytes), Bytes, HEDDLE_PLACE);
}

// Pages that lay elsewhere before are as new.
HEDDLE_ABI void *mmap(void *At, size_t Bytes, int Access, int Flags, int File,
                      off_t Offset) {
  long Result =
      systemCall(SYS_mmap, long(At), long(Bytes), Access, Flags, File, Offset);
  if (Result < 0 && Result > -4096) {
    errno = int(-Result);
    return MAP_FAILED;
  }
  if (witness())
    forgetAccesses(uintptr_t(Result), Bytes);
  return reinterpret_cast<void *>(Result);
}
HEDDLE_ABI void *mmap64(void *At, size_t Bytes, int Access, int Flags, int File,
                        off_t Offset) {
  return mmap(At, Bytes, Access, Flags, File, Offset);
}
