//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A semaphore that stands for a lock begins with 2.
// 3 threads.
#include "kernel.h"

#include <semaphore>
std::counting_semaphore<4> Lock(2);
std::atomic<int> Inside, Most;
void use() {
  Lock.acquire();
  int Now = ++Inside;
  if (Now > Most)
    Most = Now;
  --Inside;
  Lock.release();
}
int main() {
  run(times(3, use));
  assert(Most < 2);
}
