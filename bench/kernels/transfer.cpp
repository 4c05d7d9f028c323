//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Transfers between accounts lock them in the order they come. 3 threads in a
// ring, 6 acquisitions.
#include "kernel.h"

std::mutex M[3];
std::atomic<int> Money[3];
void transfer(int From, int To) {
  std::lock_guard L(M[From]);
  --Money[From];
  std::lock_guard N(M[To]);
  ++Money[To];
}
int main() {
  run({[] { transfer(0, 1); }, [] { transfer(1, 2); }, [] { transfer(2, 0); }});
}
