//===- LostNames.cpp - What is left of a lock whose name is lost ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/LostNames.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

std::vector<ValueId> heddle::lostNames(const Values &V, ValueId Lock) {
  constexpr size_t MaxNames = 8;
  ValueTable &T = V.table();
  const CellId Anything = V.pointers().cellOf(V.pointers().unknown());
  std::vector<ValueId> Out;
  if (T.isKnown(Lock))
    if (const std::optional<std::vector<CellId>> &Cells = V.resolve(Lock);
        Cells && !Cells->empty() && Cells->size() <= MaxNames &&
        !llvm::is_contained(*Cells, Anything))
      for (CellId C : *Cells)
        Out.push_back(T.cell(C));
  if (Out.empty())
    Out.push_back(ValueId::Unknown);
  return Out;
}
