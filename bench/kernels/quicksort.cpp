//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A worker keeps one half and queues the other; workers that see the queue
// empty four times end, and a part is left unsorted. 4 workers, about 40
// operations.
#include "kernel.h"

std::mutex M;
std::vector<int> Parts = {8};
std::atomic<int> Sorted;
int take() {
  std::lock_guard L(M);
  if (Parts.empty())
    return 0;
  int Size = Parts.back();
  Parts.pop_back();
  return Size;
}
void work() {
  for (int Looks = 0; Looks < 4; ++Looks) {
    int Size = take();
    if (!Size)
      continue;
    for (; Size > 2; Size /= 2) {
      std::lock_guard L(M);
      Parts.push_back(Size / 2);
    }
    Sorted += Size;
    return;
  }
}
int main() {
  run(times(4, work));
  assert(Sorted == 8);
}
