//===- Happens.h - What had to come before what -----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Vector clocks over the points of a run: program order, creation and join,
/// and the order of operations that depend on each other. Two runs in which
/// each operation has the same past are equivalent.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_HAPPENS_H
#define HEDDLE_EXPLORE_HAPPENS_H

#include "instrument/Explore/Observation.h"

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>
#include <vector>

namespace heddle {

/// How many operations of each thread come before or are this one.
using HappenedAt = std::vector<uint32_t>;

/// One clock for each of \p Points; those of the environment's choices are
/// empty. Time is quadratic in their number.
std::vector<HappenedAt> happensBefore(llvm::ArrayRef<ExploredPoint> Points);

/// \p Into also comes behind what \p From does.
void join(HappenedAt &Into, const HappenedAt &From);

/// Is the operation with the clock \p Earlier, of \p Thread, part of \p Of?
bool includes(const HappenedAt &Of, const HappenedAt &Earlier, uint32_t Thread);

/// The same number for equivalent runs, and for no others (but by a one in
/// 2^64 chance).
uint64_t classOf(llvm::ArrayRef<ExploredPoint> Points,
                 llvm::ArrayRef<HappenedAt> Order);

} // namespace heddle

#endif // HEDDLE_EXPLORE_HAPPENS_H
