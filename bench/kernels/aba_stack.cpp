//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A lock-free stack of indices without a version: a node is popped, pushed
// again, and the head compares equal. 2 threads, about 16 accesses.
#include "kernel.h"

std::atomic<int> Head = 0, Next[3] = {1, 2, -1}, Taken[3];
int pop() {
  for (;;) {
    int Old = Head;
    if (Old < 0)
      return -1;
    int New = Next[Old];
    if (Head.compare_exchange_strong(Old, New)) {
      assert(Taken[Old].exchange(1) == 0);
      return Old;
    }
  }
}
void push(int Node) {
  Taken[Node] = 0;
  Next[Node] = Head.load();
  while (true) {
    int Old = Next[Node];
    if (Head.compare_exchange_strong(Old, Node))
      return;
    Next[Node] = Old;
  }
}
int main() {
  run({[] {
         pop();
         pop();
       },
       [] {
         int A = pop(), B = pop();
         (void)B;
         if (A >= 0)
           push(A);
       }});
}
