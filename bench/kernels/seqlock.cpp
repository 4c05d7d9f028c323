//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A reader looks at the version only before it reads.
// 2 threads, 9 accesses.
#include "kernel.h"

std::atomic<int> Version, A, B;
int main() {
  run({[] {
         for (int I = 1; I < 3; ++I) {
           ++Version;
           A = I;
           B = I;
           ++Version;
         }
       },
       [] {
         if (Version % 2)
           return;
         int X = A, Y = B;
         assert(X == Y);
       }});
}
