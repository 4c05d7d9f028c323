//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A lock of two threads that asks for the turn before it shows its flag.
// 2 threads, two rounds.
#include "kernel.h"

std::atomic<int> Wants[2], Turn, Inside;
void enter(int Me) {
  for (int Round = 0; Round < 2; ++Round) {
    Turn = 1 - Me;
    Wants[Me] = 1;
    while (Wants[1 - Me] && Turn == 1 - Me)
      std::this_thread::yield();
    assert(++Inside == 1);
    --Inside;
    Wants[Me] = 0;
  }
}
int main() {
  run({[] { enter(0); }, [] { enter(1); }});
}
