//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Pop looks whether there is something and takes it in two steps.
// 4 threads, 14 accesses.
#include "kernel.h"

std::mutex M;
std::atomic<int> Top;
void push() {
  std::lock_guard L(M);
  ++Top;
}
void pop() {
  bool Any;
  {
    std::lock_guard L(M);
    Any = Top > 0;
  }
  if (!Any)
    return;
  std::lock_guard L(M);
  assert(Top > 0);
  --Top;
}
int main() {
  run({push, pop, pop, [] { (void)Top.load(); }});
}
