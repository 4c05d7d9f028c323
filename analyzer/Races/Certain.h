//===- Certain.h - What happens in every run --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `certain` is a promise: both accesses happen, and nothing orders them. This
/// finds the events that happen in every run of their thread, without anything
/// before them that could end the thread or make it wait for another one.
///
/// It says no where it is not sure: code behind an unbounded loop, a call of
/// unknown code, a wait, a condition whose value is not known.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_CERTAIN_H
#define HEDDLE_RACES_CERTAIN_H

#include "analyzer/Locks/Contexts.h"

namespace heddle {

class CertainEvents {
public:
  explicit CertainEvents(const Values &V);

  /// Each call of the function gets to \p At, at least once, and without
  /// waiting for anybody. Locks are not counted as waits, joins are.
  bool happens(EventRef At);
  /// Does the function always come back without waiting for anybody?
  bool comesBack(FuncId F);
  /// The calls of \p Chain and \p At all happen.
  bool happens(const CallChain &Chain, EventRef At);
  /// Is it a counting loop with known bounds, of two rounds or more?
  bool runsTwice(FuncId F, uint32_t Header) const;
  /// Does a counting loop on the way, with known bounds, start several?
  bool startsAtLeastTwo(const CallChain &Way);

private:
  bool waits(EventRef At);
  bool isLoopEntered(FuncId F, uint32_t Header) const;
  std::optional<bool> taken(FuncId F, uint32_t Block) const;

  const Values &V;
  std::map<EventRef, bool> Known;
  std::vector<uint8_t> Back; ///< [function] 0 not known, 1 no, 2 yes
};

} // namespace heddle

#endif // HEDDLE_RACES_CERTAIN_H
