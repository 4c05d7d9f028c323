//===- Deadlock.h - A deadlock in words -------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Who waits for what, and who holds it: the evidence for a finding, and a
/// finding of its own where no rule had predicted it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_DEADLOCK_H
#define HEDDLE_CONFIRM_DEADLOCK_H

#include "instrument/Confirm/Places.h"

namespace heddle {

/// One site per thread that takes part: where it waits, with the locks that
/// it holds. REQUIRES: \p O is a Deadlock.
std::vector<Site> deadlockSites(const Observation &O, const Places &Where);

/// Rule, message, reason and repair of a deadlock that only the run showed.
void describeDeadlock(Finding &F, const Observation &O, const Places &Where);

} // namespace heddle

#endif // HEDDLE_CONFIRM_DEADLOCK_H
