//===- Ledger.cpp - What was not followed, and what was assumed -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which gaps can hide a race. The question is one-sided: a lock that was lost
/// or a join that matches nothing makes the analysis see *more* parallel and
/// unguarded accesses than there are, so it costs noise and never a race.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Ledger.h"

#include <algorithm>

namespace heddle {

bool blocksProof(LedgerKind Kind) {
  switch (Kind) {
  case LedgerKind::Havoc:
  case LedgerKind::UnknownCallee:
  case LedgerKind::UnresolvedPointer:
  case LedgerKind::UnresolvedSpawn:
  case LedgerKind::CompileError:
  case LedgerKind::NotLowered:
  case LedgerKind::Conflict:
  case LedgerKind::NoMain:
  case LedgerKind::Budget:
  case LedgerKind::Believed:
    return true;
  case LedgerKind::LostLock:
  case LedgerKind::UnmatchedJoin:
  case LedgerKind::Assumption: // told with the verdict, which holds under it
    return false;
  }
  return true;
}

std::vector<LedgerEntry> Ledger::entries() const {
  std::vector<LedgerEntry> Sorted = Entries;
  std::sort(Sorted.begin(), Sorted.end());
  Sorted.erase(std::unique(Sorted.begin(), Sorted.end()), Sorted.end());
  return Sorted;
}

} // namespace heddle
