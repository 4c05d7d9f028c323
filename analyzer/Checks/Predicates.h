//===- Predicates.h - What threads wait for ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The predicate of a wait for a condition variable: which memory it reads,
/// with the functions it calls, be it a lambda handed to wait() or the
/// condition of the loop around it. Rules about conditions ask who changes that
/// memory, under which lock, and who is told.
///
/// Misses: predicates whose calls go deeper than three functions; loops that
/// decide in a function that also waits.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_PREDICATES_H
#define HEDDLE_CHECKS_PREDICATES_H

#include "analyzer/Races/Analyses.h"

#include <set>
#include <string>
#include <vector>

namespace heddle {

struct Predicate {
  EventRef Wait;
  std::vector<CellId> Condition; ///< the condition variable
  std::vector<CellId> Mutex;     ///< given up while waiting
  std::vector<EventRef> Reads;   ///< accesses of the predicate
  std::set<CellId> Cells;        ///< what they read
  /// What is asked for, as text without places in the source; empty if there is
  /// no predicate. Equal texts ask for the same.
  std::string Text;
};

/// All waits of code that can run, in order of the tables.
std::vector<Predicate> predicatesOf(const Analyses &A);

/// Is one of \p Mutex surely held at \p At?
bool holdsOneOf(const Analyses &A, EventRef At, llvm::ArrayRef<CellId> Mutex);

} // namespace heddle

#endif // HEDDLE_CHECKS_PREDICATES_H
