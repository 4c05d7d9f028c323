//===- SetTable.h - Sets of cells, equal ones shared -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Most places of a program denote one of few sets: each set is kept once and
/// called by its number. Number 0 is the empty set.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_SETTABLE_H
#define HEDDLE_POINTERS_SETTABLE_H

#include "analyzer/Pointers/PointsTo.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"

#include <deque>
#include <vector>

namespace heddle::pointers {

class SetTable {
public:
  SetTable() { intern({}); }

  /// REQUIRES: \p Cells is sorted, without repetitions.
  uint32_t intern(llvm::ArrayRef<CellId> Cells) {
    llvm::StringRef Key(reinterpret_cast<const char *>(Cells.data()),
                        Cells.size() * sizeof(CellId));
    auto [It, New] = Numbers.try_emplace(Key, Sets.size());
    if (New)
      Sets.emplace_back(Cells.begin(), Cells.end());
    return It->second;
  }
  llvm::ArrayRef<CellId> operator[](uint32_t Number) const {
    return Sets[Number];
  }

private:
  llvm::StringMap<uint32_t> Numbers;
  std::deque<std::vector<CellId>> Sets;
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_SETTABLE_H
