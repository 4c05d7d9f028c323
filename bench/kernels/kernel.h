//===----------------------------------------------------------------------===//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
// Starts threads and waits for them. Shared data are atomics, so that what
// shows a kernel's fault is its assertion or a deadlock, and not a race of its
// data.
#ifndef KERNEL_H
#define KERNEL_H

#include <atomic>
#include <cassert>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

using Work = std::function<void()>;

inline void run(std::vector<Work> All) {
  std::vector<std::thread> Threads;
  for (Work &W : All)
    Threads.emplace_back(W);
  for (std::thread &T : Threads)
    T.join();
}

inline std::vector<Work> times(int N, const Work &W) {
  return std::vector<Work>(N, W);
}

inline std::vector<Work> operator+(std::vector<Work> A, const Work &B) {
  A.push_back(B);
  return A;
}

#endif // KERNEL_H
