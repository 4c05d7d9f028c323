//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// The flag is set before the data that it announces are complete.
// 2 threads, 14 accesses.
#include "kernel.h"

std::atomic<int> Data[5], Ready;
int main() {
  run({[] {
         for (int I = 0; I < 4; ++I)
           Data[I] = 1;
         Ready = 1;
         Data[4] = 1;
       },
       [] {
         for (int I = 0; I < 4; ++I)
           if (Ready == 1)
             assert(Data[4] == 1);
       }});
}
