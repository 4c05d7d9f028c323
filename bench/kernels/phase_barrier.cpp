//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A hand-made barrier that the last one resets while others still look at it:
// somebody is left behind. 3 threads, two phases.
#include "kernel.h"

std::mutex M;
std::atomic<int> Arrived, Phase[3];
void wait() {
  {
    std::lock_guard L(M);
    ++Arrived;
  }
  for (int I = 0; I < 6; ++I) {
    if (Arrived == 3)
      return;
    std::this_thread::yield();
  }
}
int main() {
  auto Use = [](int Me) {
    Phase[Me] = 1;
    wait();
    if (Arrived == 3)
      for (auto &P : Phase)
        assert(P == 1);
    if (Me == 0)
      Arrived = 0;
    Phase[Me] = 2;
  };
  run({[=] { Use(0); }, [=] { Use(1); }, [=] { Use(2); }});
}
