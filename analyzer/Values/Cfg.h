//===- Cfg.h - Order, loops and dominance of a body -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The shape of a body's graph: blocks in reverse post-order, the targets of
/// retreating edges with the blocks of their cycles (goto included, so a
/// "loop" here is any cycle), which blocks can run more than once per call,
/// and which events happen in every call that returns.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_CFG_H
#define HEDDLE_VALUES_CFG_H

#include "analyzer/Model/Module.h"

#include <vector>

namespace heddle {

/// An edge of the graph; Unwind edges leave from the middle of a block.
struct CfgEdge {
  uint32_t From = 0, To = 0;
  bool IsUnwind = false;
};

class Cfg {
public:
  explicit Cfg(const Body &B);

  /// Reachable blocks in reverse post-order.
  std::vector<uint32_t> Order;
  std::vector<std::vector<CfgEdge>> Succs, Preds; ///< [block]

  bool isReachable(uint32_t Block) const {
    return Position[Block] != UINT32_MAX;
  }
  bool isRetreating(const CfgEdge &E) const {
    return Position[E.To] <= Position[E.From];
  }
  /// Is \p Block the target of a retreating edge?
  bool isHeader(uint32_t Block) const { return !Cycle[Block].empty(); }
  /// Blocks of the cycle(s) through header \p Block, sorted; it included.
  const std::vector<uint32_t> &cycle(uint32_t Block) const {
    return Cycle[Block];
  }
  bool inCycle(uint32_t Header, uint32_t Block) const;
  /// Can \p Block run twice in one call?
  bool runsAgain(uint32_t Block) const { return Again[Block]; }
  /// Do all ways from the entry to \p B go through \p A?
  bool dominates(uint32_t A, uint32_t B) const;

  /// May the event go to the block's Unwind?
  static bool mayThrow(const Event &E);
  /// Does control never go on behind the event (exit, abort)?
  static bool endsProcess(const Event &E);

private:
  void computeOrder();
  void computeCycles();
  void computeDominators();

  const Body &B;
  std::vector<uint32_t> Position;           ///< [block] in Order
  std::vector<std::vector<uint32_t>> Cycle; ///< [block]
  std::vector<bool> Again;
  std::vector<uint32_t> Idom;
};

} // namespace heddle

#endif // HEDDLE_VALUES_CFG_H
