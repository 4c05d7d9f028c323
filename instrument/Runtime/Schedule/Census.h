//===- Census.h - What threads share in a run -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// With the setting `census=1` counts which thread uses which memory or lock,
/// where in the program, how often. Heddle chooses from it what a later run is
/// to be interested in, and SURW needs the counts. Threads are told by their
/// path, which is the same in every run.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_CENSUS_H
#define HEDDLE_RUNTIME_SCHEDULE_CENSUS_H

#include "instrument/Runtime/Schedule/Thread.h"

namespace heddle::runtime {

void startCensus();
/// \p T executes T.Next now.
void countUse(const Thread &T);
/// Writes, once, `path` {path, creator} for each thread and `use` {path,
/// address, write, sync, count, stack} for what several threads use and one
/// of them changes.
void noteCensus();

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_CENSUS_H
