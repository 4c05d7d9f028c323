//===- Evidence.h - Observations in the words of findings -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What was seen, as sites that every renderer understands, and as findings of
/// their own where nothing had predicted it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CONFIRM_EVIDENCE_H
#define HEDDLE_CONFIRM_EVIDENCE_H

#include "instrument/Confirm/Places.h"

#include <optional>

namespace heddle {

/// Both accesses of a race, all waits of a deadlock, …, with their stacks.
/// Where \p Like is given, in the order of its sites.
std::vector<Site> observedSites(const Observation &O, const Places &Where,
                                const Finding *Like = nullptr);

/// `'Balance'`, `the block allocated at bank.cpp:7:12`
std::string objectWords(const Observation &O, const Places &Where);

/// The finding that \p O is when no rule had found it; none for what is no
/// fault of threads (crashes) or has no place in the user's code. Its evidence
/// is filled in but for the text.
std::optional<Finding> findingOf(const Observation &O, const Places &Where,
                                 const std::string &Program);

} // namespace heddle

#endif // HEDDLE_CONFIRM_EVIDENCE_H
