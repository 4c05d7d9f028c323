//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// The balance is checked and taken from in two sections; both take more than
// there is, together with a third. 3 threads.
#include "kernel.h"

std::mutex M;
std::atomic<int> Balance = 100;
void withdraw(int Amount) {
  bool Enough;
  {
    std::lock_guard L(M);
    Enough = Balance >= Amount;
  }
  if (!Enough)
    return;
  std::lock_guard L(M);
  Balance -= Amount;
  assert(Balance >= -50);
}
int main() {
  run({[] { withdraw(80); }, [] { withdraw(70); }, [] { withdraw(60); }});
}
