//===- Endless.h - What never comes to an end -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Loops without a way out, and functions that never return: who waits for a
/// thread that runs one waits for ever, and who does not wait leaves nothing
/// behind. A loop has no way out if nothing in it returns, breaks, throws or
/// ends the thread or the process, and every condition that would leave it
/// hangs on a variable that nobody writes.
///
/// Misses: loops that are left by a signal, or by a flag that is set and
/// never seen.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_ENDLESS_H
#define HEDDLE_CHECKS_ENDLESS_H

#include "analyzer/Races/Analyses.h"

#include <map>
#include <set>
#include <string>

namespace heddle {

class EndlessLoops {
public:
  /// \p A must outlive the result. Cost: linear in the program.
  explicit EndlessLoops(const Analyses &A);

  /// Does no way lead out of the loop?
  bool isEndless(FuncId F, LoopId Loop) const;
  /// Is some thread cancelled or sent a signal?
  bool anyCancelled() const { return AnyCancelled; }

private:
  void noteEnd(EventRef At);
  void spreadEnds();
  bool mayEnd(EventRef At) const;
  bool mayLeave(FuncId F, BlockId Block, LoopId Loop) const;
  bool isFrozen(FuncId F, const Terminator &T, bool GoesOnIf) const;

  const Analyses &A;
  const Module &M;
  std::set<FuncId> Ending; ///< may end thread or process, or throw
  std::set<CellId> Written;
  bool AnyCancelled = false, AnyHavoc = false;
};

/// Which functions can be seen to come back, or to end their thread.
class Finishing {
public:
  explicit Finishing(const Module &M) : M(M) {}

  /// Is there a way from the entry of \p F to its end or to the end of the
  /// thread? True for what has no body. Conditions that are no constants may
  /// go either way.
  bool finishes(FuncId F);

private:
  bool search(FuncId F);

  const Module &M;
  std::map<FuncId, bool> Known;
};

/// Key for Finding::Explains and ConsequenceOf: \p F holds a thread up for
/// ever.
std::string endlessFault(const Module &M, FuncId F);

} // namespace heddle

#endif // HEDDLE_CHECKS_ENDLESS_H
