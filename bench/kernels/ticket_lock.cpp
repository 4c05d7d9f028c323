//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// The next ticket is served before the section was left.
// 3 threads.
#include "kernel.h"

std::atomic<int> Next, Served, Inside;
void use() {
  int Mine = Next++;
  while (Served != Mine)
    std::this_thread::yield();
  assert(++Inside == 1);
  ++Served;
  --Inside;
}
int main() { run(times(3, use)); }
