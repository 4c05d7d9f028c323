//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Two counters add each other up; only the fastest interleaving reaches the
// largest sum. 2 threads, 12 updates.
#include "kernel.h"

std::atomic<int> I = 1, J = 1;
int main() {
  run({[] {
         for (int K = 0; K < 4; ++K)
           I = I + J;
       },
       [] {
         for (int K = 0; K < 4; ++K)
           J = J + I;
       }});
  assert(I < 55 && J < 55);
}
