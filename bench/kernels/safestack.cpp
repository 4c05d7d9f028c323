//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Vyukov's stack without locks of a fixed array: three threads, two rounds; the
// head is exchanged before the link is read again. About 60 accesses.
#include "kernel.h"

std::atomic<int> Head = 0, Count = 3, Next[3] = {1, 2, -1}, Owner[3];
int pop() {
  while (Count > 1) {
    int Node = Head;
    int After = Next[Node].exchange(-1);
    if (After < 0)
      continue;
    if (Head.compare_exchange_strong(Node, After)) {
      --Count;
      return Node;
    }
    Next[Node].exchange(After);
  }
  return -1;
}
void push(int Node) {
  int Old = Head;
  do
    Next[Node] = Old;
  while (!Head.compare_exchange_strong(Old, Node));
  ++Count;
}
int main() {
  auto Use = [](int Me) {
    for (int I = 0; I < 2; ++I) {
      int Node = pop();
      if (Node < 0)
        continue;
      Owner[Node] = Me;
      assert(Owner[Node] == Me);
      push(Node);
    }
  };
  run({[=] { Use(1); }, [=] { Use(2); }, [=] { Use(3); }});
}
