//===- Parallel.h - Events that threads can be at together ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Questions that program rules ask about two events of two threads: can both
/// be reached at the same time, and does a lock keep them apart? For facts that
/// are no accesses to memory; races have candidates of their own
/// (Races/Race.h).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_PARALLEL_H
#define HEDDLE_CHECKS_PARALLEL_H

#include "analyzer/Races/Analyses.h"

#include <optional>
#include <utility>
#include <vector>

namespace heddle {

/// An event, and a thread that may come there.
struct ThreadEvent {
  EventRef At;
  ThreadId Thread = ThreadId::None;
  friend auto operator<=>(const ThreadEvent &, const ThreadEvent &) = default;
};

/// \p At with each thread that executes its function.
std::vector<ThreadEvent> threadsAt(const Analyses &A, EventRef At);

/// Can both be about to happen at the same time? Two equal ones: by two
/// instances of the thread.
bool mayMeet(const Analyses &A, const ThreadEvent &L, const ThreadEvent &R);

/// Is some lock, the same one, surely held at both, by one side exclusively?
bool haveCommonLock(const Analyses &A, EventRef L, EventRef R);

/// The first two of \p Events, in the order given, that can meet without a
/// common lock.
std::optional<std::pair<ThreadEvent, ThreadEvent>>
firstMeeting(const Analyses &A, const std::vector<ThreadEvent> &Events);

} // namespace heddle

#endif // HEDDLE_CHECKS_PARALLEL_H
