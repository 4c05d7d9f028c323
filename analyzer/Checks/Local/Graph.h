//===- Graph.h - Questions about a control-flow graph -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reachability and predecessors in one body, for rules that ask about its
/// shape and not about its ways. Exception edges do not count.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_GRAPH_H
#define HEDDLE_CHECKS_LOCAL_GRAPH_H

#include "analyzer/Model/Function.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <vector>

namespace heddle {

/// Predecessors of each block, in order.
std::vector<std::vector<BlockId>> predecessors(const Body &B);

/// Blocks that can be reached from the successors of \p From through blocks
/// for which \p Passes holds (ends are included, and not passed through when
/// it does not). Indexed by block.
std::vector<bool> reachableFrom(const Body &B, BlockId From,
                                llvm::function_ref<bool(BlockId)> Passes);

/// Is \p Block in \p Loop, or in a loop inside of it?
bool isInLoop(const Body &B, BlockId Block, LoopId Loop);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_GRAPH_H
