//===- SecondOpinion.h - What ThreadSanitizer says of it --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Schedules are searched with Heddle's own detector, which is quick; what is
/// told is what ThreadSanitizer reports under the same schedule, which people
/// trust.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_SECONDOPINION_H
#define HEDDLE_CONFIRM_SECONDOPINION_H

#include "instrument/Explore/Campaign.h"

#include <vector>

namespace heddle {

struct SecondOpinion {
  /// As the search made them; those that showed something new as they went
  /// under ThreadSanitizer, with its reports. No race is in them that it did
  /// not report.
  std::vector<RunResult> Runs;
  unsigned Replayed = 0; ///< runs made under ThreadSanitizer
  unsigned Diverged = 0; ///< of those, went another way
  unsigned OnlyOurs = 0; ///< races that it did not report
};

/// \p Found: of the program with Heddle's detector; \p C: with ThreadSanitizer.
SecondOpinion askThreadSanitizer(std::vector<RunResult> Found,
                                 const Campaign &C, const Sandbox &Box);

} // namespace heddle

#endif // HEDDLE_CONFIRM_SECONDOPINION_H
