//===- Shrink.h - The same bug with fewer switches --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A schedule found by chance switches threads at random; the one that people
/// look at should switch only where it matters. Takes switches out as long as
/// the run still shows the bug.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_SHRINK_H
#define HEDDLE_EXPLORE_SHRINK_H

#include "instrument/Explore/Campaign.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace heddle {

/// The run with the fewest switches found in \p Budget runs for which \p Shows
/// holds, and which a strict replay reproduces: at worst \p Found itself.
/// REQUIRES: \p Found has a schedule, and \p Shows holds for it.
RunResult shrink(const Campaign &C, const RunResult &Found,
                 llvm::function_ref<bool(const RunResult &)> Shows,
                 unsigned Budget, const Sandbox &Box);

/// Does a strict replay of \p R end with the same operations?
bool replaysExactly(const Campaign &C, const RunResult &R, const Sandbox &Box);

} // namespace heddle

#endif // HEDDLE_EXPLORE_SHRINK_H
