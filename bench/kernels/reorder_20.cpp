//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// 20 threads set A, then B; a reader must not see one without the other.
// 21 threads, 42 accesses.
#include "kernel.h"

std::atomic<int> A, B;
int main() {
  run(times(20,
            [] {
              A = 1;
              B = -1;
            }) +
      [] {
        int X = A, Y = B;
        assert((X == 0 && Y == 0) || (X == 1 && Y == -1));
      });
}
