//===- Store.h - Memory that is the detector's own --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Memory for the detector's own tables: pages from the kernel, cut by powers
/// of two. The program's allocator is never asked, for it calls back here.
///
/// Thread safety: none is needed; whoever comes has the turn.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OWN_STORE_H
#define HEDDLE_RUNTIME_OWN_STORE_H

#include <stddef.h>
#include <stdint.h>

namespace heddle::runtime {

/// At least \p Bytes, zeroed; never null.
void *takeMemory(size_t Bytes);
/// \p Bytes: as many as were asked for.
void giveMemory(void *Memory, size_t Bytes);

/// Numbers from 1 for keys of two parts: the same pair gets the same number.
/// A number can stand for a sequence, as a pair of the number of all but the
/// last element and that one: calls, or locks held. 0 is the empty sequence.
class Sequences {
public:
  uint32_t extend(uint32_t Of, uintptr_t Last);
  uint32_t before(uint32_t Sequence) const { return Nodes[Sequence].Before; }
  uintptr_t last(uint32_t Sequence) const { return Nodes[Sequence].Last; }
  /// Without its latest \p Element; itself if that is not in it.
  uint32_t without(uint32_t Sequence, uintptr_t Element);

private:
  struct Node {
    uintptr_t Last = 0;
    uint32_t Before = 0;
  };
  void grow();

  Node *Nodes = nullptr;
  uint32_t *Table = nullptr; ///< numbers by hash of the pair, 0: free
  uint32_t TableSize = 0, Count = 0;
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OWN_STORE_H
