//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// 5 threads write under one lock and then, from it, under another; a reader
// sees the first stage alone. 6 threads, 12 sections.
#include "kernel.h"

std::mutex M, N;
std::atomic<int> First, Second;
int main() {
  run(times(5,
            [] {
              {
                std::lock_guard L(M);
                First = 1;
              }
              {
                std::lock_guard L(N);
                Second = First + 1;
              }
            }) +
      [] {
        int X, Y;
        {
          std::lock_guard L(M);
          X = First;
        }
        if (X == 0)
          return;
        {
          std::lock_guard L(N);
          Y = Second;
        }
        assert(Y == X + 1);
      });
}
