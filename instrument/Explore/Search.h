//===- Search.h - Schedules until everything is shown -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs a program under one schedule after the other, by a portfolio of
/// strategies: none is best for every bug. The first schedule switches threads
/// only where it must, the second one always; both are also a census of what
/// the threads share. Then every second one is SURW's, interested by turns in
/// what the findings are about and in each thing shared; between them come
/// partial-order sampling, random walks and PCT, at synchronisation and at
/// every access.
///
/// Runs are made in batches, so that what one batch showed (how long a run is)
/// can steer the next; results do not depend on the number of jobs.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_SEARCH_H
#define HEDDLE_EXPLORE_SEARCH_H

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Focus.h"

#include "llvm/ADT/ArrayRef.h"

#include <functional>
#include <string>
#include <vector>

namespace heddle {

/// What the portfolio knows of the program by now.
struct Experience {
  uint64_t Length = 0;             ///< operations of the longest run
  bool AccessesTooMany = false;    ///< with every access a run takes too long
  bool SpinsOnPlainMemory = false; ///< a run hung without any access a point
  /// What SURW can be interested in: the aims first.
  std::vector<FocusGroup> Aimed, Shared;
};

/// The schedule of run \p Index, from 0. Runs of one seed are the same ones in
/// every search.
SchedulePlan portfolio(unsigned Index, const Experience &Known,
                       uint64_t Seed = 1);

struct SearchRequest {
  Campaign Base;           ///< Runs and First are the search's own
  unsigned Schedules = 60; ///< at most
  uint64_t Seed = 1;       ///< another one makes other schedules
  /// Only this strategy, behind the two runs of the census; empty: all.
  std::string Strategy;
  std::vector<Aim> Aims; ///< of the findings to be shown
  /// The run with which the search is over; later ones are left out.
  std::function<bool(const RunResult &)> IsLast;
  /// Enough was seen; asked after each batch.
  std::function<bool(llvm::ArrayRef<RunResult>)> Enough;
};

struct SearchedSchedules {
  std::vector<RunResult> Runs; ///< in the order of the portfolio
  /// Why the program cannot be scheduled, as a note; empty: it can. Runs are
  /// those that came to an end nevertheless.
  std::string Unsupported;
};

/// Errors: not even a channel could be made.
llvm::Expected<SearchedSchedules> search(const SearchRequest &Q,
                                         const Sandbox &Box);

} // namespace heddle

#endif // HEDDLE_EXPLORE_SEARCH_H
