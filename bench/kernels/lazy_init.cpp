//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Two threads create what only one may: the pointer is read, and later set.
// 3 threads, 6 accesses.
#include "kernel.h"

std::atomic<int> Instance, Created;
void use() {
  if (Instance == 0) {
    int Number = ++Created;
    Instance = Number;
  }
  assert(Created == 1);
}
int main() {
  run(times(2, use) + [] { (void)Instance.load(); });
}
