//===- Holding.h - How one lock is held at a point --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Locks::heldAt says which locks are held; rules that know the lock ask the
/// other way round: is this one held, on every way, on some, on none? A lock
/// whose name is lost, or that may be held under another name, counts as
/// neither held nor missing, so that no rule speaks on the strength of it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_HOLDING_H
#define HEDDLE_CHECKS_HOLDING_H

#include "analyzer/Locks/Contexts.h"
#include "analyzer/Races/Analyses.h"

#include <optional>

namespace heddle {

/// How a lock is held at a point, over all ways there.
struct Holding {
  bool Missing = false;   ///< on some way it is surely not held
  bool Elsewhere = false; ///< on some way it is, or may be
  bool ReadOnly = false;  ///< on some way it is held as a reader only
  /// Held for sure, on some way: how.
  std::optional<LockUse> Held;
  CallChain Way; ///< to the function, where it is missing or surely held
};

enum class Company : uint8_t {
  Any,   ///< all ways
  Others ///< only where another thread may be running
};

/// Who calls a library's functions from outside …
enum class UnseenCallers : uint8_t {
  MayHold,     ///< … may hold the locks of what they bring
  HoldDeclared ///< … holds what attributes demand, and nothing else
};

/// How \p Lock, in terms of \p At's function, or a part of it (the program's
/// own mutex classes have the lock inside), is held when \p At is about to
/// happen. All false where that can't be told.
Holding holdingAt(const Analyses &A, EventRef At, ValueId Lock,
                  Company Who = Company::Any,
                  UnseenCallers Callers = UnseenCallers::MayHold);

} // namespace heddle

#endif // HEDDLE_CHECKS_HOLDING_H
