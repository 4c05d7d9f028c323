//===- Merge.h - Many modules into one -------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Joins the tables of modules: one entry per entity, definitions before
/// declarations, bodies moved over with their ids rewritten. Which units
/// belong together is decided elsewhere (Partition.h).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_MERGE_H
#define HEDDLE_LINK_MERGE_H

#include "analyzer/Link/Ledger.h"
#include "analyzer/Model/Module.h"
#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle::link_detail {

class Merger {
public:
  Merger(Module &Out, Ledger &Gaps) : Out(Out), Gaps(Gaps) {}

  /// Moves the content of \p Unit into the output. Cost: linear in the unit.
  void add(Module Unit);

private:
  /// The ids of the unit at hand -> ids of the output.
  struct IdMap {
    std::vector<FileId> Files;
    std::vector<TypeId> Types;
    std::vector<RecordId> Records;
    std::vector<GlobalId> Globals;
    std::vector<FuncId> Functions;
  };

  void mapFiles(const Module &Unit);
  void mapRecords(const Module &Unit);
  TypeId mapType(const Module &Unit, TypeId Id);
  void mapDeclarations(const Module &Unit);
  void findConflicts(const Module &Unit);
  void relocate(Module &Unit);
  void fillRecords(Module &Unit);
  void fillGlobals(Module &Unit);
  void fillFunctions(Module &Unit);
  void fillRest(Module &Unit);
  DeclPosition mapped(DeclPosition Pos) const;
  void conflict(std::string Text, const DeclPosition &Pos);

  Module &Out;
  Ledger &Gaps;
  IdMap Map;
  llvm::StringMap<FileId> FileByPath;
  llvm::StringMap<TypeId> TypeByShape;
  /// Several entries where C units use one tag for different structs.
  llvm::StringMap<std::vector<RecordId>> RecordsByUsr;
  llvm::StringMap<GlobalId> GlobalByUsr;
  llvm::StringMap<FuncId> FunctionByUsr;
  std::vector<std::optional<BodyHash>> Hashes; ///< of output functions
  llvm::DenseSet<uint32_t> Ordered;            ///< globals in Out.InitOrder
};

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_MERGE_H
