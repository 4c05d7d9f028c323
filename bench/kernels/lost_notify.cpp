//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// The flag is set without the lock, between the look and the wait.
// 2 threads, 5 operations.
#include "kernel.h"

#include <condition_variable>
std::mutex M;
std::condition_variable C;
std::atomic<bool> Ready;
int main() {
  run({[] {
         std::unique_lock L(M);
         while (!Ready)
           C.wait(L);
       },
       [] {
         Ready = true;
         C.notify_one();
       }});
}
