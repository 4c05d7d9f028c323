//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Producers and a consumer wait on one condition and wake one: the wrong one.
// 4 threads.
#include "kernel.h"

#include <condition_variable>
std::mutex M;
std::condition_variable C;
int Items;
void put() {
  std::unique_lock L(M);
  while (Items == 1)
    C.wait(L);
  ++Items;
  C.notify_one();
}
void get() {
  std::unique_lock L(M);
  while (Items == 0)
    C.wait(L);
  --Items;
  C.notify_one();
}
int main() { run({put, put, put, get, get, get}); }
