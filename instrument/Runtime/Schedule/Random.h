//===- Random.h - Reproducible chance ---------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same numbers for
/// ever. Good enough to choose threads by; not for secrets.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_RANDOM_H
#define HEDDLE_RUNTIME_SCHEDULE_RANDOM_H

#include <stdint.h>

namespace heddle::runtime {

inline uint64_t mixBits(uint64_t Z) {
  Z = (Z ^ (Z >> 30)) * 0xbf58476d1ce4e5b9u;
  Z = (Z ^ (Z >> 27)) * 0x94d049bb133111ebu;
  return Z ^ (Z >> 31);
}

class Random {
public:
  void seed(uint64_t Seed) { State = mixBits(Seed + 0x9e3779b97f4a7c15u); }
  uint64_t next() { return mixBits(State += 0x9e3779b97f4a7c15u); }
  /// Below \p Bound, which is above 0.
  uint64_t below(uint64_t Bound) {
    return uint64_t((static_cast<unsigned __int128>(next()) * Bound) >> 64);
  }
  bool oneIn(uint64_t N) { return below(N) == 0; }

private:
  uint64_t State = 0;
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_RANDOM_H
