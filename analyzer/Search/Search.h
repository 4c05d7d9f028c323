//===- Search.h - All runs of a small program -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The second stage of `prove`, for small C programs: runs the model in all
/// orders of its threads and for all input, as a model checker does. A race is
/// told with the run that has it. Where all runs were seen and none has one,
/// there is none. Everything else is unknown, with its reason.
///
/// It stands on the Model alone and on no other analysis, so that it is also a
/// second opinion on theirs. Cost: bounded by counted work, not by time.
///
/// Weak atomics are run in all ways but for load buffering (Atomics.cpp); of
/// OpenMP, which leaves much open, it finds races and proves nothing
/// (OpenMP.cpp). What it does not do: C++.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SEARCH_SEARCH_H
#define HEDDLE_SEARCH_SEARCH_H

#include "analyzer/Link/Program.h"

#include <optional>

namespace heddle {

struct SearchOptions {
  uint64_t MaxEvents = 6'000'000;
  uint64_t MaxStates = 150'000;
};

enum class SearchAnswer : uint8_t { RaceFree, Race, Unknown };

/// Two accesses that a run makes with nothing between them that orders them.
struct SearchedRace {
  EventRef First, Second;
  FuncId FirstEntry = FuncId::None; ///< function of its thread
  FuncId SecondEntry = FuncId::None;
};

struct SearchResult {
  SearchAnswer Answer = SearchAnswer::Unknown;
  std::optional<SearchedRace> Race;
  std::string Reason; ///< of Unknown
  uint64_t States = 0, Events = 0;
};

SearchResult search(const Program &P, const SearchOptions &Options = {});

} // namespace heddle

#endif // HEDDLE_SEARCH_SEARCH_H
