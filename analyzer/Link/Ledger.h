//===- Ledger.h - What was not followed, and what was assumed --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The ledger of imprecision. Whatever an analysis can't follow is written
/// here with what it touches, instead of being dropped in silence: it lowers
/// confidence under the profile `report` and blocks `race-free` under `prove`.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_LEDGER_H
#define HEDDLE_LINK_LEDGER_H

#include "analyzer/Model/Module.h"

#include <string>
#include <tuple>
#include <vector>

namespace heddle {

enum class LedgerKind : uint8_t {
  Havoc,             ///< an event the model does not follow
  UnknownCallee,     ///< no body and no spec
  UnresolvedPointer, ///< a call through a pointer with no known target
  UnresolvedSpawn,   ///< a thread whose function is not known
  LostLock,          ///< a lock whose identity is not known
  UnmatchedJoin,     ///< a join of a handle that was not seen started
  CompileError,      ///< part of the source has no model
  NotLowered,
  Conflict,   ///< two definitions of one name differ (ODR)
  NoMain,     ///< a library: entry points are assumed
  Budget,     ///< work limit reached
  Assumption, ///< anything else taken for granted
  Believed,   ///< taken to be in order on good grounds, but not shown to be
};

/// Does an entry of this kind leave room for a race that is not reported?
bool blocksProof(LedgerKind Kind);

struct LedgerEntry {
  LedgerKind Kind = LedgerKind::Assumption;
  EventRef Where;   ///< Func None: not tied to an event
  DeclPosition Pos; ///< where known without an event
  std::string Text; ///< `call of 'foo', which has no body and no spec`
  auto key() const {
    return std::tie(Kind, Where, Pos.File, Pos.Line, Pos.Column, Text);
  }
  friend auto operator<=>(const LedgerEntry &L, const LedgerEntry &R) {
    return L.key() <=> R.key();
  }
  friend bool operator==(const LedgerEntry &L, const LedgerEntry &R) {
    return L.key() == R.key();
  }
};

class Ledger {
public:
  void add(LedgerEntry Entry) { Entries.push_back(std::move(Entry)); }
  /// Sorted, without repetitions.
  std::vector<LedgerEntry> entries() const;

private:
  std::vector<LedgerEntry> Entries;
};

} // namespace heddle

#endif // HEDDLE_LINK_LEDGER_H
