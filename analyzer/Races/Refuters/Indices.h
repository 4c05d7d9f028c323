//===- Indices.h - Which elements two accesses touch
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two addresses that lead through one array, and the indices that they have
/// there, as ranges of sums of products. Shared by the refuters for disjoint
/// indices and for OpenMP's divided loops.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_REFUTERS_INDICES_H
#define HEDDLE_RACES_REFUTERS_INDICES_H

#include "analyzer/Races/Refuter.h"
#include "analyzer/Races/Refuters/Polynomial.h"

namespace heddle {

/// Indices from First up to but without End.
struct IndexRange {
  Polynomial First, End;
};

/// What \p A touches while the \p Fixed symbols keep their value: \p Index, and
/// the values it runs through in a loop around the access. \p NumbersOf: all
/// numbers of that team's threads are taken for one symbol.
std::optional<IndexRange> rangeOf(const RefuterContext &C, const AccessClass &A,
                                  ValueId Index, const std::set<ValueId> &Fixed,
                                  ThreadId NumbersOf = ThreadId::None);

/// Indices into one dimension of one array.
struct IndexPair {
  ValueId A = ValueId::Unknown, B = ValueId::Unknown;
  ThreadId NumbersOf = ThreadId::None; ///< see rangeOf
};

/// Of the first array that both addresses lead through, the outermost
/// dimension first. Empty if they don't, or if the array may be another for
/// each.
std::vector<IndexPair> indexPairs(const RefuterContext &C, const AccessClass &A,
                                  const AccessClass &B);

/// Do the two touch different elements, if one thread has started both, in a
/// loop?
std::optional<Refutation> refuteByIndex(const RefuterContext &C,
                                        const AccessClass &A,
                                        const AccessClass &B);

/// Are two numbers never the same, one that \p A has and one that \p B has?
std::optional<Refutation> numbersDiffer(const RefuterContext &C,
                                        const AccessClass &A,
                                        const AccessClass &B, ValueId NumberA,
                                        ValueId NumberB);

/// All numbers that \p Index can be in \p A; nothing if they are not known, or
/// are many.
std::optional<std::set<int64_t>> indexSet(const RefuterContext &C,
                                          const AccessClass &A, ValueId Index);

/// Is it known that both touch one same element?
bool shareIndex(const RefuterContext &C, const AccessClass &A,
                const AccessClass &B);

/// What \p Index is the sum of.
void addTerms(const ValueTable &T, ValueId Index, std::vector<ValueId> &Out);

/// \p V with one symbol for the number that a thread of \p Team has, added to
/// \p Numbers if it is there.
ValueId withOneNumber(const RefuterContext &C, ThreadId Team, ValueId V,
                      std::set<ValueId> &Numbers);

} // namespace heddle

#endif // HEDDLE_RACES_REFUTERS_INDICES_H
