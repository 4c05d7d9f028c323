//===- BranchFacts.h - What branches on the way say -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What must have been true on every way to a block, in terms of the function:
///
///     void *work(void *Arg) {
///       if (Id == 0)
///         Total = 0;         // Id == 0
///
/// Of conditions that compare with a number only; a condition that compares two
/// values is itself a value, which was true or false.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_BRANCHFACTS_H
#define HEDDLE_VALUES_BRANCHFACTS_H

#include "analyzer/Values/Partition.h"
#include "analyzer/Values/Values.h"

namespace heddle {

class BranchFacts {
public:
  explicit BranchFacts(const Values &V) : V(V) {}

  const std::vector<ConditionAtom> &before(FuncId F, uint32_t Block) const;

private:
  const Values &V;
  mutable std::map<std::pair<FuncId, uint32_t>, std::vector<ConditionAtom>>
      Known;
};

/// What is said where \p From branches to \p To; nothing if other conditions
/// lead there as well, or it says nothing about a number.
std::optional<ConditionAtom> branchFact(const Values &V, FuncId F,
                                        uint32_t From, uint32_t To);

} // namespace heddle

#endif // HEDDLE_VALUES_BRANCHFACTS_H
