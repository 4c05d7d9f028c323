//===- Match.h - Does this observation show that finding? -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Compares what was seen with what was predicted, by lines, functions and
/// objects. How well they fit is a number, so that an observation goes to the
/// finding that explains it best: two findings may name the same line.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_MATCH_H
#define HEDDLE_CONFIRM_MATCH_H

#include "instrument/Confirm/Places.h"

namespace heddle {

/// Better is greater; None does not fit at all.
enum class Fit : uint8_t {
  None,
  SameObject, ///< another place of the same cause: one finding per cause
  OneAccess,  ///< one access as predicted, the other one of the same cause
  Lines,      ///< every place as predicted
  Columns,    ///< and at the very expression
};

/// REQUIRES: \p F and \p O are of one program.
Fit match(const Finding &F, const Observation &O, const Places &Where);

/// Do they name the same object? Names of members and locals have no symbol:
/// false says nothing.
bool sameObject(const Finding &F, const Observation &O);

/// What a run can show of a rule, empty: it can; else why not.
std::string whyNotSeen(const Finding &F);

} // namespace heddle

#endif // HEDDLE_CONFIRM_MATCH_H
