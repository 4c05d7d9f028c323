//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Two kinds of user lock a resource for their group; the counts are raised
// under one lock and looked at under another. 2 threads.
#include "kernel.h"

std::mutex M, A, B;
std::atomic<int> CountA, CountB;
void use(std::mutex &Mine, std::atomic<int> &Count, std::mutex &Shared) {
  {
    std::lock_guard L(M);
    if (++Count == 1)
      Shared.lock();
  }
  {
    std::lock_guard L(Mine);
  }
  std::lock_guard L(M);
  if (--Count == 0)
    Shared.unlock();
}
std::mutex Shared;
int main() {
  run({[] { use(A, CountA, Shared); }, [] { use(B, CountB, Shared); }});
}
