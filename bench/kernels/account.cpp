//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Deposit, withdrawal and transfer; the balance is read and written in two
// sections. 3 threads, 8 accesses.
#include "kernel.h"

std::mutex M;
std::atomic<int> Balance = 10;
void change(int By) {
  int Before;
  {
    std::lock_guard L(M);
    Before = Balance;
  }
  {
    std::lock_guard L(M);
    Balance = Before + By;
  }
}
int main() {
  run({[] { change(5); }, [] { change(-3); }, [] { change(2); }});
  assert(Balance == 14);
}
