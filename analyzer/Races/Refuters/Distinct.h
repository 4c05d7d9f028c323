//===- Distinct.h - What differs from thread to thread
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two instances of one abstract thread run the same code on different data if
/// what they were started with differs: each gets an object made for it, or an
/// index that the loop of its spawn has moved on. Shared by the refuters for
/// own objects, disjoint indices and joined elements.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_REFUTERS_DISTINCT_H
#define HEDDLE_RACES_REFUTERS_DISTINCT_H

#include "analyzer/Races/Refuter.h"

namespace heddle {

/// The event on the way to the spawn of \p Id that stands in \p F; Func None
/// if there is none.
EventRef spawnStepIn(const Threads &Table, ThreadId Id, FuncId F);

/// Is \p Made executed anew between any two executions of \p Step? Both in one
/// function.
bool renewedBetween(const Cfg &G, EventRef Made, EventRef Step);

/// Can control come from behind block \p From to \p To (its own start included)
/// without entering \p Avoid?
bool reachesWithout(const Cfg &G, uint32_t From, uint32_t To, uint32_t Avoid);

/// Symbols in \p V that differ between instances of thread \p Id.
void findDistinct(const RefuterContext &C, ThreadId Id, ValueId V,
                  std::set<ValueId> &Out);

/// Is a number the same for all threads that one loop starts? Assumed: it is
/// found out by the threads themselves, from memory that may change meanwhile.
enum class Likeness : uint8_t { Varies, Assumed, Same };

/// Of \p V, for the instances of \p Id that the loop of \p Symbol starts. What
/// is computed in the loop anew, as \p Symbol itself, varies.
Likeness likenessInLoop(const RefuterContext &C, ThreadId Id, ValueId Symbol,
                        ValueId V);

/// Is all of \p A done within the rounds of the loop that \p Counter counts,
/// where the loop's condition holds? Behind the loop the counter is one
/// further.
bool isWithinRounds(const RefuterContext &C, const AccessClass &A,
                    ValueId Counter);

/// Do both come only where the thread's own number is one and the same? True:
/// it is the counter of the loop that starts them. False: as far as can be
/// believed.
std::optional<bool> isChosenOne(const RefuterContext &C, const AccessClass &A,
                                const AccessClass &B);

/// Is the spawning loop that \p Symbol counts entered only once while its
/// threads run?
bool entersLoopOnce(const RefuterContext &C, ThreadId Id, ValueId Symbol);

} // namespace heddle

#endif // HEDDLE_RACES_REFUTERS_DISTINCT_H
