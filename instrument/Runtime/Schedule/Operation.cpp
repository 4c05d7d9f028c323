//===- Operation.cpp - What a thread is about to do -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Words for records; people see others.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Operation.h"

const char *heddle::runtime::nameOf(Op Kind) {
  static constexpr const char *Names[] = {
      "start",        "create",        "join",    "lock",
      "relock",       "try-lock",      "unlock",  "read-lock",
      "write-lock",   "cond-wait",     "waiting", "notify",
      "notify-all",   "sem-wait",      "sem-try", "sem-post",
      "arrive",       "at-barrier",    "once",    "futex-check",
      "futex-wait",   "futex-wake",    "sleep",   "yield",
      "read-clock",   "read",          "write",   "atomic-load",
      "atomic-store", "atomic-update", "leave",   "input",
      "signal-wait",  "send-signal",   "outside", "try-join",
      "cancel",       "once-end",
  };
  static_assert(sizeof(Names) / sizeof(*Names) == unsigned(Op::Count));
  return Names[unsigned(Kind)];
}
