//===- Outside.h - Waits that something outside may end ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread may wait for what is not in the program's threads' hands alone: a
/// descriptor, a signal, another process. Whether a descriptor is ready or a
/// signal pending can be asked without waiting, so such a thread is enabled or
/// not like any other, and the same schedule gives the same run as long as the
/// data come from the program itself (a pipe between two threads). Calls of
/// which that cannot be asked are made without the turn (Op::Outside); when
/// they end is up to the world.
///
/// Limit: the C library's own reads (fread, std::cin) have no hook.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_OUTSIDE_H
#define HEDDLE_RUNTIME_SCHEDULE_OUTSIDE_H

#include "instrument/Runtime/Schedule/Scheduler.h"

#include <poll.h>
#include <stdint.h>

namespace heddle::runtime {

/// Is one of \p T's descriptors ready now?
bool hasInput(const Thread &T);
/// Is one of the signals that \p T waits for pending?
bool hasSignal(const Thread &T);
/// Of the process, and of the calling thread.
uint64_t pendingSignals();

/// Does a thread wait for the world? With \p ByCall only for a call to end,
/// which nobody but the waiting thread can see coming.
bool someoneIsOutside(bool ByCall);
/// Sleeps a millisecond.
void nap();

/// Waits until one of \p Count descriptors is ready; false if \p Deadline
/// (0: none) passed first.
bool pointInput(Thread &T, pollfd *Files, uint32_t Count, uint64_t Deadline,
                Caller From);
/// Waits until one of \p Signals (bit N-1: signal N) is pending.
bool pointSignal(Thread &T, uint64_t Signals, uint64_t Deadline, Caller From);

/// The thread goes to make a call of which nobody knows when it ends; others
/// run meanwhile.
void leaveTurn(Thread &T, Caller From);
/// The call has ended: waits for the turn.
void retakeTurn(Thread &T);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_OUTSIDE_H
