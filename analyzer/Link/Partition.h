//===- Partition.h - Which units make a program ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a linker is told on its command line, guessed from the symbols: a
/// program is a unit with `main` and the units that define what it needs,
/// directly or through others. Where several units define a symbol (sixty
/// students' `account.cpp` in one tree) the one nearest in the directory tree
/// is taken. Units that no program needs make a library.
///
/// Misses: units that a real program links only for their static
/// initialisers (self-registration); they are analysed as a library.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_PARTITION_H
#define HEDDLE_LINK_PARTITION_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace heddle::link_detail {

struct UnitGroup {
  std::string Name;
  bool IsLibrary = false;
  std::vector<uint32_t> Units;    ///< ascending
  std::vector<std::string> Notes; ///< symbols with several definitions
};

/// Is \p F the program's entry?
bool isMain(const Function &F);

/// Every unit is in at least one group. Cost: linear in the models, times the
/// number of programs that share a unit.
std::vector<UnitGroup> partition(llvm::ArrayRef<Module> Units);

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_PARTITION_H
