//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A driver is stopped while a request is on its way in: the count of requests
// is raised after the flag was read. 2 threads, 9 accesses.
#include "kernel.h"

std::atomic<bool> Stopping, Stopped;
std::atomic<int> Pending = 1;
void leave() {
  if (--Pending == 0)
    Stopped = true;
}
int main() {
  run({[] { // a request
         if (Stopping)
           return;
         ++Pending;
         assert(!Stopped);
         leave();
       },
       [] { // stop
         Stopping = true;
         leave();
       }});
}
