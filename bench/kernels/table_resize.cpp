//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// An insertion goes to the old table while another thread copies it.
// 2 threads, 12 accesses.
#include "kernel.h"

std::atomic<int> Old[4], New[8], Current;
void insert(int Key) {
  if (Current == 0)
    Old[Key % 4] = Key;
  else
    New[Key] = Key;
}
void grow() {
  for (int I = 0; I < 4; ++I)
    if (int Key = Old[I])
      New[Key] = Key;
  Current = 1;
}
int main() {
  run({[] { insert(1); }, grow});
  assert(New[1] == 1);
}
