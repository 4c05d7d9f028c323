//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Two producers share a ring that was made for one.
// 3 threads, about 20 accesses.
#include "kernel.h"

std::atomic<int> Ring[4], Tail, Sum;
void put(int Value) {
  int At = Tail;
  Ring[At % 4] = Value;
  Tail = At + 1;
}
int main() {
  run({[] { put(1); }, [] { put(2); },
       [] {
         for (int I = 0; I < 8; ++I)
           (void)Tail.load();
       }});
  for (auto &Slot : Ring)
    Sum += Slot;
  assert(Sum == 3);
}
