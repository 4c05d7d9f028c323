//===- Program.h - Translation units linked into programs ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Linking merges the models of translation units into one Module per
/// program: one id per entity (by USR; by file too for internal linkage),
/// declarations joined with definitions. Units with several `main`s give
/// several programs, each with the units it needs.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_PROGRAM_H
#define HEDDLE_LINK_PROGRAM_H

#include "analyzer/Link/Ledger.h"
#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace heddle {

struct Program {
  std::string Name; ///< of the file with main, or of the library
  Module M;
  FuncId Main = FuncId::None; ///< None: a library
  /// Where execution from outside starts: main, or for a library the
  /// functions that others can call.
  std::vector<FuncId> Entries;
  std::vector<FuncId> StaticInits; ///< in the order they run before main
  Ledger Gaps;

  /// Functions that start threads for others, and what such threads start
  /// with, exist once per use (Specialise.h). The copies are the last of
  /// M.Functions; this says of each what it is a copy of.
  std::vector<FuncId> CopyOf;
  /// The copy of a function that a Spawn runs instead.
  std::map<std::pair<EventRef, FuncId>, FuncId> EntryCopies;

  bool isCopy(FuncId F) const {
    return index(F) + CopyOf.size() >= M.Functions.size();
  }
  /// \p F, or what it is a copy of: as the source has it.
  FuncId original(FuncId F) const {
    return isCopy(F) ? CopyOf[index(F) + CopyOf.size() - M.Functions.size()]
                     : F;
  }
  EventRef original(EventRef At) const {
    return {original(At.Func), At.Block, At.Index};
  }
};

/// Links \p Units into programs, sorted by name. Every unit is part of at
/// least one. Cost: linear in the size of the models.
std::vector<Program> link(std::vector<Module> Units);

} // namespace heddle

#endif // HEDDLE_LINK_PROGRAM_H
