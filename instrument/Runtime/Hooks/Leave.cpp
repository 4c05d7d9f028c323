//===- Leave.cpp - The end of main and exit() -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// When main returns, other threads may still run while the program's static
/// objects are being destroyed: that main goes on to its end is a decision
/// like any other.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"

using namespace heddle::runtime;

extern "C" {
int __real_main(int, char **, char **);
[[noreturn]] void __real_exit(int);
}

static void leave(Caller From) {
  if (Thread *T = scheduledThread())
    point(*T, Op::Leave, nullptr, From);
}

HEDDLE_HOOK int __wrap_main(int Count, char **Arguments, char **Environment) {
  int Result = __real_main(Count, Arguments, Environment);
  leave(HEDDLE_CALLER);
  return Result;
}

HEDDLE_HOOK void __wrap_exit(int Code) {
  leave(HEDDLE_CALLER);
  __real_exit(Code);
}
