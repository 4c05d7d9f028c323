//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Five stages hand a value on, each what it sees once; that it comes through
// all of them in one go is not foreseen. 5 threads, 10 accesses.
#include "kernel.h"

std::atomic<int> Stage[6] = {1};
int main() {
  std::vector<Work> All;
  for (int I = 4; I >= 0; --I)
    All.push_back([I] { Stage[I + 1] = Stage[I].load(); });
  run(All);
  assert(Stage[5] == 0);
}
