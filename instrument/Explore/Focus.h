//===- Focus.h - What a run is to be interested in --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// SURW explores the orders of a few operations. Which ones: for a finding of
/// the static half the uses of what lies on its lines; for the rest one thing
/// at a time of those that threads share. What there is to choose from, and
/// how often each thread uses it, was counted in an earlier run.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_FOCUS_H
#define HEDDLE_EXPLORE_FOCUS_H

#include "instrument/Explore/Observation.h"
#include "instrument/Explore/Schedule.h"

#include "llvm/ADT/ArrayRef.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace heddle {

/// A line that a finding names.
struct AimLine {
  std::string File; ///< absolute
  uint32_t Line = 0;
  friend auto operator<=>(const AimLine &, const AimLine &) = default;
};
/// All lines of one finding.
using Aim = std::vector<AimLine>;

/// The operations that are interesting together.
struct FocusGroup {
  std::vector<uint64_t> Addresses, Places;
  /// How many each thread, with those it creates, makes of them.
  std::map<uint64_t, uint64_t> Events;

  void applyTo(SchedulePlan &Plan) const;
};

/// One group for each of \p Aims of whose lines something was used; none
/// where that is not so.
std::vector<FocusGroup> aimedGroups(const Census &Of, llvm::ArrayRef<Aim> Aims);
/// One group for each thing shared, those that more threads change first, and
/// one of all locks.
std::vector<FocusGroup> sharedGroups(const Census &Of);

} // namespace heddle

#endif // HEDDLE_EXPLORE_FOCUS_H
