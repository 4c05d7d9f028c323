//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// A writer looks whether there are readers and enters in two steps.
// 4 threads, 16 accesses.
#include "kernel.h"

std::atomic<int> Readers, Writers;
void reader() {
  if (Writers == 0) {
    ++Readers;
    assert(Writers == 0 || Readers > 0);
    --Readers;
  }
}
void writer() {
  if (Readers == 0 && Writers == 0) {
    ++Writers;
    assert(Writers == 1);
    --Writers;
  }
}
int main() { run({reader, writer, writer, reader}); }
