//===- Graph.cpp - Questions about a control-flow graph -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Graph.h"

using namespace heddle;

std::vector<std::vector<BlockId>> heddle::predecessors(const Body &B) {
  std::vector<std::vector<BlockId>> Preds(B.Blocks.size());
  for (uint32_t I = 0; I < B.Blocks.size(); ++I)
    for (BlockId Succ : B.Blocks[I].Term.Succs)
      Preds[index(Succ)].push_back(static_cast<BlockId>(I));
  return Preds;
}

std::vector<bool>
heddle::reachableFrom(const Body &B, BlockId From,
                      llvm::function_ref<bool(BlockId)> Passes) {
  std::vector<bool> Reached(B.Blocks.size());
  std::vector<BlockId> Work = B[From].Term.Succs;
  while (!Work.empty()) {
    BlockId Id = Work.back();
    Work.pop_back();
    if (Reached[index(Id)])
      continue;
    Reached[index(Id)] = true;
    if (Passes(Id))
      Work.insert(Work.end(), B[Id].Term.Succs.begin(), B[Id].Term.Succs.end());
  }
  return Reached;
}

bool heddle::isInLoop(const Body &B, BlockId Block, LoopId Loop) {
  for (LoopId L = B[Block].Loop; valid(L); L = B[L].Parent)
    if (L == Loop)
      return true;
  return false;
}
