//===- Partition.h - Facts kept apart by conditions -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Path sensitivity as a key. What a flow analysis knows at a point is a map
/// from PartitionKey to facts: `try_lock returned 1: holds M`, `it returned 0:
/// holds nothing`. A branch drops the partitions that contradict it; where
/// ways meet, partitions with equal facts become one. So only conditions that
/// make a difference are remembered.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_PARTITION_H
#define HEDDLE_VALUES_PARTITION_H

#include "analyzer/Values/Value.h"

#include <optional>
#include <vector>

namespace heddle {

/// Subject == Number, or !=.
struct ConditionAtom {
  ValueId Subject = ValueId::Unknown;
  int64_t Number = 0;
  bool Equal = true;
  friend auto operator<=>(const ConditionAtom &,
                          const ConditionAtom &) = default;
};

/// A conjunction, sorted. Opaque to analyses.
struct PartitionKey {
  std::vector<ConditionAtom> Atoms;

  /// False if \p A contradicts what is there.
  bool add(const ConditionAtom &A);
  bool allows(const ConditionAtom &A) const;
  /// Keeps what both say.
  void meet(const PartitionKey &Other);
  /// Forgets what is said about values with \p Gone.
  template <class PredicateT> void forget(PredicateT Gone) {
    std::erase_if(Atoms,
                  [&](const ConditionAtom &A) { return Gone(A.Subject); });
  }
  friend auto operator<=>(const PartitionKey &, const PartitionKey &) = default;
};

/// What it says when the condition \p Cond is true (or false): nothing if it
/// can't be told as an atom.
std::optional<ConditionAtom> atomOf(const ValueTable &T, ValueId Cond,
                                    bool True);

} // namespace heddle

#endif // HEDDLE_VALUES_PARTITION_H
