//===- Publication.h - Data handed over by a flag ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One thread writes data and then sets an atomic flag; another sees the flag
/// and uses the data. That is in order only if the store releases and the load
/// acquires. Here is the shape for pairs of accesses that the race analysis has
/// found to be in no order: which store and which load were meant to order
/// them, and are too weak to.
///
/// Misses: a flag that a called function sets or asks for.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_PUBLICATION_H
#define HEDDLE_CHECKS_PUBLICATION_H

#include "analyzer/Races/Analyses.h"

#include <optional>

namespace heddle {

struct WeakPublication {
  EventRef Store, Load; ///< of the flag
  bool StoreIsWeak = false, LoadIsWeak = false;
};

/// Is the object written at \p Writer handed over to \p User by a flag whose
/// memory order is too weak?
std::optional<WeakPublication> weakPublication(const Analyses &A,
                                               const GuardedAccess &Writer,
                                               const GuardedAccess &User);

} // namespace heddle

#endif // HEDDLE_CHECKS_PUBLICATION_H
