//===- Store.cpp - Memory that is the detector's own ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Store.h"

#include "instrument/Runtime/Schedule/Random.h"
#include "instrument/Runtime/System.h"

#include <stddef.h>
#include <stdint.h>

using namespace heddle::runtime;

namespace {

constexpr unsigned SmallestBits = 4, ClassCount = 36;

struct Free {
  Free *Next;
};
Free *Lists[ClassCount];

unsigned classOf(size_t Bytes) {
  unsigned Class = 0;
  while ((size_t(1) << (Class + SmallestBits)) < Bytes)
    ++Class;
  return Class;
}

size_t sizeOf(unsigned Class) { return size_t(1) << (Class + SmallestBits); }

} // namespace

void *heddle::runtime::takeMemory(size_t Bytes) {
  unsigned Class = classOf(Bytes);
  Free *F = Lists[Class];
  if (!F)
    return carveMemory(sizeOf(Class));
  Lists[Class] = F->Next;
  auto *Words = reinterpret_cast<uint64_t *>(F);
  for (size_t I = 0; I < sizeOf(Class) / sizeof(*Words); ++I)
    Words[I] = 0;
  return F;
}

void heddle::runtime::giveMemory(void *Memory, size_t Bytes) {
  if (!Memory)
    return;
  Free *&List = Lists[classOf(Bytes)];
  auto *F = static_cast<Free *>(Memory);
  F->Next = List;
  List = F;
}

// So many are never needed by a run that ends; beyond them the last is used
// for all, and stacks are wrong.
static constexpr uint32_t MostSequences = 1 << 24;

uint32_t Sequences::extend(uint32_t Of, uintptr_t Last) {
  if (2 * (Count + 1) >= TableSize)
    grow();
  uint64_t Key = mixBits(Last ^ (uint64_t(Of) << 40) ^ (uint64_t(Of) >> 24));
  for (uint32_t I = uint32_t(Key) & (TableSize - 1);;
       I = (I + 1) & (TableSize - 1)) {
    uint32_t Found = Table[I];
    if (Found && Nodes[Found].Last == Last && Nodes[Found].Before == Of)
      return Found;
    if (Found)
      continue;
    if (Count + 1 < MostSequences)
      Table[I] = ++Count;
    Nodes[Count].Last = Last;
    Nodes[Count].Before = Of;
    return Count;
  }
}

uint32_t Sequences::without(uint32_t Sequence, uintptr_t Element) {
  if (!Sequence)
    return 0;
  if (last(Sequence) == Element)
    return before(Sequence);
  uint32_t Shorter = without(before(Sequence), Element);
  return Shorter == before(Sequence) ? Sequence
                                     : extend(Shorter, last(Sequence));
}

void Sequences::grow() {
  if (!Nodes)
    Nodes = static_cast<Node *>(mapMemory(MostSequences * sizeof(Node)));
  uint32_t OldSize = TableSize;
  uint32_t *Old = Table;
  TableSize = OldSize ? OldSize * 4 : 1024;
  Table = static_cast<uint32_t *>(takeMemory(TableSize * sizeof(uint32_t)));
  for (uint32_t Each = 1; Each <= Count; ++Each) {
    const Node &N = Nodes[Each];
    uint64_t Key =
        mixBits(N.Last ^ (uint64_t(N.Before) << 40) ^ (N.Before >> 24));
    uint32_t I = uint32_t(Key) & (TableSize - 1);
    while (Table[I])
      I = (I + 1) & (TableSize - 1);
    Table[I] = Each;
  }
  giveMemory(Old, OldSize * sizeof(uint32_t));
}
