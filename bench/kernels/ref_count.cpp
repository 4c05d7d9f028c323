//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// The last reference is found by a look and a decrement in two steps: nobody
// frees. 3 threads, 6 accesses.
#include "kernel.h"

std::atomic<int> Count = 3, Freed;
void release() {
  int Left = Count;
  Count = Left - 1;
  if (Left == 1)
    ++Freed;
}
int main() {
  run(times(3, release));
  assert(Freed == 1 || Count > 1);
}
