//===- Objects.cpp - The scheduler's own model of locks -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A hash table of chains. Entries live in chunks taken from the kernel and
/// are never given back, so pointers to them stay good.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Objects.h"

#include "instrument/Runtime/System.h"

#include <stddef.h>
#include <stdint.h>

using namespace heddle::runtime;

namespace {

constexpr uint32_t BucketCount = 1 << 14;
constexpr uint32_t ChunkCount = 4096, PerChunk = 512;

Object *Buckets[BucketCount];
Object *Chunks[ChunkCount];
uint32_t Used;

// How many objects there are in each part of memory, some parts together: most
// memory that is given back has none.
constexpr uint32_t PartCount = 1 << 14;
constexpr unsigned PartBits = 8;
uint32_t Parts[PartCount];

uint32_t &partOf(uintptr_t Address) {
  return Parts[(Address >> PartBits) % PartCount];
}

uint32_t bucketOf(uintptr_t Address) {
  uint64_t Mixed = (uint64_t(Address) >> 3) * 0x9e3779b97f4a7c15u;
  return uint32_t(Mixed >> 40) % BucketCount;
}

/// Zeroed memory is an Object's initial state: no constructor runs.
void forgetBucket(Object *&First, uintptr_t Address, uintptr_t End) {
  for (Object **Link = &First; *Link;) {
    Object *O = *Link;
    if (O->Address < Address || O->Address >= End) {
      Link = &O->Chained;
      continue;
    }
    *Link = O->Chained;
    O->Owner = nullptr; // nobody holds what is no more
    --partOf(O->Address);
  }
}

Object &newObject() {
  // Two million locks: beyond that the last entry is shared, and what is said
  // of its locks is wrong; no program met comes near.
  uint32_t Index = Used < ChunkCount * PerChunk ? Used++ : Used - 1;
  Object *&Chunk = Chunks[Index / PerChunk];
  if (!Chunk)
    Chunk = static_cast<Object *>(mapMemory(PerChunk * sizeof(Object)));
  return Chunk[Index % PerChunk];
}

} // namespace

Object &heddle::runtime::objectAt(const volatile void *Pointer) {
  auto Address = reinterpret_cast<uintptr_t>(Pointer);
  Object *&First = Buckets[bucketOf(Address)];
  for (Object *O = First; O; O = O->Chained)
    if (O->Address == Address)
      return *O;
  Object &O = newObject();
  O.Address = Address;
  O.Id = Used;
  O.Chained = First;
  First = &O;
  ++partOf(Address);
  return O;
}

void heddle::runtime::forgetObject(const volatile void *Pointer) {
  Object &O = objectAt(Pointer);
  O.Owner = nullptr;
  O.Depth = O.Readers = 0;
  O.Limit = O.Arrived = 0;
  O.UnheardFrom = nullptr;
}

void heddle::runtime::forgetObjectsIn(uintptr_t Address, size_t Bytes) {
  constexpr size_t Part = size_t(1) << PartBits, Smallest = 4;
  uintptr_t End = Address + Bytes;
  if (Bytes / Part >= BucketCount) {
    for (Object *&Each : Buckets)
      forgetBucket(Each, Address, End);
    return;
  }
  for (uintptr_t At = Address; At < End;) {
    uintptr_t PartEnd = (At | (Part - 1)) + 1;
    PartEnd = PartEnd < End ? PartEnd : End;
    for (; partOf(At) && At < PartEnd; At += Smallest)
      forgetBucket(Buckets[bucketOf(At)], At, At + Smallest);
    At = PartEnd;
  }
}

uint32_t heddle::runtime::objectCount() { return Used; }

Object &heddle::runtime::objectNumber(uint32_t Index) {
  return Chunks[Index / PerChunk][Index % PerChunk];
}
