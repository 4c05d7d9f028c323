//===- Shadow.h - Who touched which memory ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For each word of the program's memory the accesses that a later one may
/// race with. As in FastTrack (Flanagan, Freund, PLDI 2009) that is mostly one
/// write and one read: an access takes the place of an earlier one that
/// happened before it and races with nothing that it would not race with
/// itself. Unlike there, accesses know which of the word's bytes they touch and
/// whether they are atomic, and as many are kept as are needed: no race of a
/// run is missed because there was no room.
///
/// Two accesses to a cell fit in place; more are chained. Shadow pages come
/// into being as the program touches its own.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OWN_SHADOW_H
#define HEDDLE_RUNTIME_OWN_SHADOW_H

#include "instrument/Runtime/Own/VectorClock.h"

#include <stddef.h>
#include <stdint.h>

namespace heddle::runtime {

enum class Touch : uint8_t {
  None,
  AtomicRead,
  AtomicWrite, ///< and read-modify-write
  Read,
  Write,
  Free,    ///< the memory was given back: no access is fine any more
  Chained, ///< no access: the others are elsewhere
};

/// Do two threads' accesses of these kinds to one byte race, unless ordered?
bool conflict(Touch A, Touch B);
/// Whatever would race with \p Earlier races with \p Later as well.
bool replaces(Touch Later, Touch Earlier);

/// One access to a word.
struct Access {
  Time When = 0;
  Slot Who = 0;
  uint8_t Bytes = 0; ///< one bit for each
  Touch How = Touch::None;
  uint32_t Where = 0; ///< the calls that led there, innermost last
  uint32_t Locks = 0; ///< held meanwhile
};

struct Cell {
  Access A, B;
};

/// Checks one more access against those in \p C and remembers it. Returns
/// true if it races with an earlier one, which is copied to \p Other.
/// \p Past: what happened before, with the accessing thread's own time.
bool touch(Cell &C, const Access &Now, const VectorClock &Past, Access &Other);

/// Is there nothing to check or to remember? A few instructions.
inline bool isKnown(const Cell &C, Slot Who, Time When, uint8_t Bytes,
                    Touch How) {
  auto Is = [&](const Access &X) {
    return X.When == When && X.Who == Who && (Bytes & ~X.Bytes) == 0 &&
           (X.How == How || (X.How == Touch::Write && How == Touch::Read));
  };
  return Is(C.A) || Is(C.B);
}

void startShadow();

namespace detail {
// A table of regions, each of which is mapped when it is first touched.
constexpr unsigned RegionBits = 24, AddressBits = 47;
constexpr size_t RegionCount = size_t(1) << (AddressBits - RegionBits);
constexpr size_t RegionCells = size_t(1) << (RegionBits - 3);
extern Cell **Regions;
Cell *mapRegion(uintptr_t Index);
} // namespace detail

/// The cell of the word that \p Address lies in; null outside user space.
inline Cell *cellAt(uintptr_t Address) {
  uintptr_t Index = Address >> detail::RegionBits;
  if (Index >= detail::RegionCount)
    return nullptr;
  Cell *Region = detail::Regions[Index];
  if (!Region)
    Region = detail::mapRegion(Index);
  return Region + ((Address >> 3) & (detail::RegionCells - 1));
}
/// Forgets all accesses to these bytes.
void forgetAccesses(uintptr_t Address, size_t Bytes);
/// Leaves \p Only as the only access to these bytes.
void setAccess(uintptr_t Address, size_t Bytes, Access Only);

/// Calls \p Use(Word, Mask) for each word of a range, with the bytes of it.
template <class Function>
void forEachWord(uintptr_t Address, size_t Bytes, Function Use) {
  for (uintptr_t End = Address + Bytes; Address < End;) {
    unsigned Offset = Address & 7;
    size_t Count = 8 - Offset < End - Address ? 8 - Offset : End - Address;
    Use(Address - Offset, uint8_t(((1u << Count) - 1) << Offset));
    Address += Count;
  }
}

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OWN_SHADOW_H
