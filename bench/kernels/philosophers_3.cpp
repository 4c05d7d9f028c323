//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// 3 philosophers take the left fork first, two meals each.
// 3 threads, 12 acquisitions.
#include "kernel.h"

std::mutex Fork[3];
int main() {
  std::vector<Work> All;
  All.reserve(3);
  for (int I = 0; I < 3; ++I)
    All.push_back([I] {
      for (int Meal = 0; Meal < 2; ++Meal) {
        std::lock_guard Left(Fork[I]);
        std::lock_guard Right(Fork[(I + 1) % 3]);
      }
    });
  run(All);
}
