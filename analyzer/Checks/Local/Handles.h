//===- Handles.h - What functions do with thread handles --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Summaries of what the functions of a module do to std::thread objects they
/// are handed or own as members: does somebody join or detach them, or take
/// them over? Without ways: a function that joins on some way counts.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_HANDLES_H
#define HEDDLE_CHECKS_LOCAL_HANDLES_H

#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Model/Module.h"

#include <map>
#include <set>
#include <vector>

namespace heddle {

/// A place that outlives a function: a member of some class, or a variable
/// with static storage.
struct Home {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  friend auto operator<=>(const Home &, const Home &) = default;
  explicit operator bool() const {
    return valid(Field.Record) || valid(Global);
  }
};

class Handles {
public:
  explicit Handles(const Module &M);

  /// Does \p F settle (join, detach, take over) threads below its parameter
  /// number \p Param, counting `this`? True where that can't be known.
  bool settlesParam(FuncId F, unsigned Param) const;
  /// Does any function settle threads in \p H?
  bool isSettled(const Home &H) const { return Settled.count(H) != 0; }
  /// Does \p F start a thread?
  bool starts(FuncId F) const { return Starts.count(F) != 0; }

  static Home homeOf(const PlaceKeys &Keys, PlaceId P);

private:
  bool collect(FuncId F);
  bool note(FuncId F, PlaceKeys &Keys, PlaceId Handle);
  bool noteCall(FuncId F, PlaceKeys &Keys, const Call &C);

  const Module &M;
  std::set<std::pair<FuncId, unsigned>> Params;
  std::set<Home> Settled;
  std::set<FuncId> Starts;
};

/// Is \p T std::thread?
bool isStdThread(const Module &M, TypeId T);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_HANDLES_H
