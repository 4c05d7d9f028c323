//===- SyncHomes.h - Where a synchronisation object comes from --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which mutex, condition variable or semaphore is meant, and which events of
/// the program begin its life: told by points-to where that was run, and by
/// the variable or member alone in half-typed code.
///
/// Misses, without points-to: objects behind parameters.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_SYNCHOMES_H
#define HEDDLE_CHECKS_LOCAL_SYNCHOMES_H

#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Model/Module.h"

#include <map>
#include <vector>

namespace heddle {

struct Analyses;

/// A member, seen without its object, or a variable.
struct SyncHome {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  FuncId Func = FuncId::None; ///< of Local
  LocalId Local = LocalId::None;
  friend auto operator<=>(const SyncHome &, const SyncHome &) = default;
  explicit operator bool() const {
    return valid(Field.Record) || valid(Global) || valid(Local);
  }
};

SyncHome syncHomeOf(const PlaceKeys &Keys, FuncId F, PlaceId P);

class SyncObjects {
public:
  /// \p A may be null. Both must outlive the result.
  SyncObjects(const Module &M, const Analyses *A);

  /// The SyncObject events that initialise what \p P of \p F may be, in order
  /// of the tables. Nothing where that can't be told.
  std::vector<EventRef> initsOf(FuncId F, PlaceId P) const;
  /// All of them.
  const std::vector<EventRef> &inits() const { return Inits; }

private:
  const Module &M;
  const Analyses *A;
  std::vector<EventRef> Inits;
  std::map<SyncHome, std::vector<EventRef>> ByHome;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_SYNCHOMES_H
