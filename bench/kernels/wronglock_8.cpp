//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// One thread guards the data by another lock than the 8 others.
// 9 threads, 27 operations.
#include "kernel.h"

std::mutex Right, Wrong;
std::atomic<int> Data;
int main() {
  run(times(8,
            [] {
              std::lock_guard L(Right);
              int Before = Data;
              Data = Before + 1;
              assert(Data == Before + 1);
            }) +
      [] {
        std::lock_guard L(Wrong);
        Data = Data + 1;
      });
}
