//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A work-stealing deque: owner and thief take the last item both, for the owner
// lowers the end after it looked at the start. 2 threads, 12 accesses.
#include "kernel.h"

std::atomic<int> Start, End, Taken[2];
void take() {
  int E = End - 1;
  if (Start > E)
    return;
  End = E;
  ++Taken[E];
}
void steal() {
  int S = Start;
  if (S < End && Start.compare_exchange_strong(S, S + 1))
    ++Taken[S];
}
int main() {
  End = 2;
  run({[] {
         take();
         take();
       },
       [] {
         steal();
         steal();
       }});
  for (auto &T : Taken)
    assert(T <= 1);
}
