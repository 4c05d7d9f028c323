//===- Team.h - Two threads of one OpenMP team
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What is known of two accesses by different threads of a team: where they
/// are in its code, and in which rounds of a divided loop they meet.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_REFUTERS_TEAM_H
#define HEDDLE_RACES_REFUTERS_TEAM_H

#include "analyzer/Races/Refuter.h"

namespace heddle {

/// The calls from the start of team thread \p Team to \p A, or to where it
/// starts what leads to \p A; nothing if there may be other ways as well.
std::optional<CallChain> wayInTeam(const RefuterContext &C, ThreadId Team,
                                   const AccessClass &A);

/// A round of a divided loop that touches what another round touches.
struct SharedRounds {
  /// How many rounds lie between the two; 0: any two rounds meet.
  int64_t Distance = 0;
  EventRef Loop; ///< its IterationPartition
};

/// In which rounds of one divided loop do \p A and \p B touch one element?
/// Nothing if that is not known, or if they never do in different rounds.
std::optional<SharedRounds> sharedRounds(const RefuterContext &C,
                                         const AccessClass &A,
                                         const AccessClass &B);

/// Do both, in one team, name their elements by nothing but the counters of
/// divided loops, so that what is not shown to be disjoint most likely is not?
bool hasPlainIndices(const RefuterContext &C, const AccessClass &A,
                     const AccessClass &B);

} // namespace heddle

#endif // HEDDLE_RACES_REFUTERS_TEAM_H
