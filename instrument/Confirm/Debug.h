//===- Debug.h - One schedule under gdb -------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Starts gdb on a run whose schedule is given. It stops where ThreadSanitizer
/// reports, where the scheduler finds threads that wait for ever, or where the
/// program crashes, in the user's own line of the thread that does it; all the
/// others stand where they were.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_DEBUG_H
#define HEDDLE_CONFIRM_DEBUG_H

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Schedule.h"

#include "llvm/Support/Error.h"

#include <string>

namespace heddle {

/// Returns when gdb has ended. It has this process's terminal, and neither it
/// nor the program is in a sandbox. \p Root: where the user's code lies.
/// Errors: there is no gdb, or it could not be started; says what to do.
llvm::Error debug(const Campaign &C, const SchedulePlan &Plan,
                  const std::string &Root);

} // namespace heddle

#endif // HEDDLE_CONFIRM_DEBUG_H
