//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Each of four threads passes on what its neighbour has; that the token goes
// round once in one go is not foreseen. 4 threads, 8 accesses.
#include "kernel.h"

std::atomic<int> X[4] = {1, 2, 3, 4};
int main() {
  auto Pass = [](int Me) { X[Me] = X[(Me + 3) % 4] + 1; };
  run({[=] { Pass(3); }, [=] { Pass(2); }, [=] { Pass(1); }, [=] { Pass(0); }});
  assert(X[3] != 8);
}
