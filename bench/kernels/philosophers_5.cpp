//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// 5 philosophers take the left fork first, two meals each.
// 5 threads, 20 acquisitions.
#include "kernel.h"

std::mutex Fork[5];
int main() {
  std::vector<Work> All;
  All.reserve(5);
  for (int I = 0; I < 5; ++I)
    All.push_back([I] {
      for (int Meal = 0; Meal < 2; ++Meal) {
        std::lock_guard Left(Fork[I]);
        std::lock_guard Right(Fork[(I + 1) % 5]);
      }
    });
  run(All);
}
