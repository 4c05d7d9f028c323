//===- Teams.h - Where the threads of an OpenMP team are --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// All threads of a team run one code, and meet at the same barriers in the
/// same order (OpenMP 5.2, 15.3.1). So two of them are between the same two
/// barriers whenever they are anywhere at one time; and if the barrier that one
/// has passed last is known to be another than that of the other, they are not
/// there at one time.
///
/// A *way* is a chain of calls from the start of the thread to an event,
/// which comes last.
///
/// Thread safety: none; the tables fill as they are asked.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_TEAMS_H
#define HEDDLE_RACES_TEAMS_H

#include "analyzer/Values/Values.h"

#include <map>
#include <set>

namespace heddle {

class TeamFlow {
public:
  explicit TeamFlow(const Values &V) : V(V) {}

  /// The barriers that may be the last one before the end of \p Way; the
  /// thread's start counts as one (Func None).
  std::set<EventRef> lastBarriers(llvm::ArrayRef<EventRef> Way);
  /// Does the thread pass a barrier between any two times that it comes to
  /// step \p N of the way, if it does so twice?
  bool barrierBetween(llvm::ArrayRef<EventRef> Way, size_t N);

  /// The marks (ParallelRegion) that \p At is inside of, outermost first.
  std::vector<EventRef> marks(EventRef At);

  /// The loops (IterationPartition) that \p Mark, the begin of a For, divides;
  /// the outermost first.
  std::vector<EventRef> dividedLoops(EventRef Mark);

private:
  using Points = std::set<EventRef>;
  static constexpr EventRef Entry{}; ///< no barrier since the function began
  bool hasBarrier(FuncId F);
  const Points &atReturn(FuncId F);
  Points after(EventRef At, Points Before);
  Points before(EventRef At);
  void flow(FuncId F);
  void passRecursion(FuncId F);
  std::vector<std::vector<EventRef>> openMarks(FuncId F) const;
  bool comesThrough(EventRef From, std::optional<EventRef> To);

  struct Facts {
    std::vector<Points> Blocks; ///< at the start of each
    Points Return;
    bool Done = false;
  };
  const Values &V;
  std::map<FuncId, bool> Barrier;
  std::map<FuncId, Facts> Flows;
  std::map<FuncId, std::vector<std::vector<EventRef>>> Open; ///< by block
};

} // namespace heddle

#endif // HEDDLE_RACES_TEAMS_H
