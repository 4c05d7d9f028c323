//===- Trace.h - Every operation of a run -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For showing a schedule to people: with the setting `trace=1` every executed
/// operation is kept and written at the end of the run. Slow and large, and
/// therefore only for replays.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_TRACE_H
#define HEDDLE_RUNTIME_SCHEDULE_TRACE_H

#include "instrument/Runtime/Schedule/Thread.h"

namespace heddle::runtime {

void startTrace();
bool tracing();
/// \p T executes T.Next now.
void traceStep(const Thread &T);
/// Writes `step` records, once: {thread, op, address, place, target}.
void noteTrace();

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_TRACE_H
