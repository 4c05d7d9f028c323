//===- Outside.cpp - Waits that something outside may end -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The questions are put to the kernel by whoever has the turn.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Outside.h"

#include "instrument/Runtime/System.h"

#include <poll.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

using namespace heddle::runtime;

bool heddle::runtime::hasInput(const Thread &T) {
  return systemCall(SYS_poll, long(T.Files), T.FileCount, 0) != 0;
}

uint64_t heddle::runtime::pendingSignals() {
  uint64_t Pending = 0;
  systemCall(SYS_rt_sigpending, long(&Pending), sizeof(Pending));
  return Pending;
}

// Misses: a signal that another process sends to one thread alone.
bool heddle::runtime::hasSignal(const Thread &T) {
  return ((pendingSignals() | T.SignalsSent) & T.Signals) != 0;
}

bool heddle::runtime::someoneIsOutside(bool ByCall) {
  bool Found = false;
  forEachThread([&](Thread &T) {
    Found |= T.Next.Kind == Op::Outside ||
             (!ByCall &&
              (T.Next.Kind == Op::Input || T.Next.Kind == Op::SignalWait));
  });
  return Found;
}

void heddle::runtime::nap() {
  timespec Millisecond = {.tv_sec = 0, .tv_nsec = 1000000};
  systemCall(SYS_nanosleep, long(&Millisecond), 0);
}
