//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Four threads each add to a sum in two steps; all four must collide.
// 4 threads, 8 accesses.
#include "kernel.h"

std::atomic<int> Sum;
int main() {
  run(times(4, [] {
    int Before = Sum;
    Sum = Before + 1;
  }));
  assert(Sum != 1);
}
