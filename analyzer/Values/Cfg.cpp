//===- Cfg.cpp - Order, loops and dominance of a body ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Cfg.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace heddle;

bool Cfg::mayThrow(const Event &E) {
  if (const auto *C = std::get_if<Call>(&E))
    return C->MayThrow;
  return std::holds_alternative<Throw>(E) ||
         std::holds_alternative<MayThrow>(E);
}

bool Cfg::endsProcess(const Event &E) {
  const auto *P = std::get_if<ProcessOp>(&E);
  return P && (P->Op == ProcessOp::OpKind::Exit ||
               P->Op == ProcessOp::OpKind::QuickExit ||
               P->Op == ProcessOp::OpKind::Abort ||
               P->Op == ProcessOp::OpKind::ErrorReached);
}

Cfg::Cfg(const Body &B)
    : Succs(B.Blocks.size()), Preds(B.Blocks.size()), B(B),
      Position(B.Blocks.size(), UINT32_MAX), Cycle(B.Blocks.size()),
      Again(B.Blocks.size()), Idom(B.Blocks.size(), UINT32_MAX) {
  for (uint32_t I = 0; I < B.Blocks.size(); ++I) {
    const BasicBlock &Block = B.Blocks[I];
    std::vector<BlockId> Next = Block.Term.Succs;
    llvm::sort(Next);
    Next.erase(llvm::unique(Next), Next.end());
    const bool Ends = llvm::any_of(Block.Events, [](const Event &E) {
      return endsProcess(E) || std::holds_alternative<Throw>(E);
    });
    if (!Ends)
      for (BlockId S : Next)
        Succs[I].push_back({I, index(S), false});
    if (valid(Block.Unwind) && llvm::any_of(Block.Events, mayThrow))
      Succs[I].push_back({I, index(Block.Unwind), true});
  }
  computeOrder();
  for (uint32_t Block : Order)
    for (const CfgEdge &E : Succs[Block])
      Preds[E.To].push_back(E);
  computeCycles();
  computeDominators();
}

void Cfg::computeOrder() {
  if (B.Blocks.empty())
    return;
  struct Frame {
    uint32_t Block;
    size_t Next;
  };
  std::vector<bool> Seen(B.Blocks.size());
  std::vector<Frame> Stack{{0, 0}};
  Seen[0] = true;
  while (!Stack.empty()) {
    Frame &Top = Stack.back();
    if (Top.Next == Succs[Top.Block].size()) {
      Order.push_back(Top.Block);
      Stack.pop_back();
      continue;
    }
    uint32_t To = Succs[Top.Block][Top.Next++].To;
    if (!Seen[To]) {
      Seen[To] = true;
      Stack.push_back({To, 0});
    }
  }
  std::reverse(Order.begin(), Order.end());
  for (uint32_t I = 0; I < Order.size(); ++I)
    Position[Order[I]] = I;
}

/// The cycle of a header: every block that reaches one of its retreating
/// edges without passing the header. In reducible graphs that is the natural
/// loop; with gotos into a loop it is more, never less.
void Cfg::computeCycles() {
  for (uint32_t Header : Order) {
    std::vector<uint32_t> Work;
    std::vector<bool> In(B.Blocks.size());
    for (const CfgEdge &E : Preds[Header])
      if (isRetreating(E))
        Work.push_back(E.From);
    if (Work.empty())
      continue;
    In[Header] = true;
    while (!Work.empty()) {
      uint32_t Block = Work.back();
      Work.pop_back();
      if (In[Block])
        continue;
      In[Block] = true;
      for (const CfgEdge &E : Preds[Block])
        Work.push_back(E.From);
    }
    for (uint32_t Block = 0; Block < In.size(); ++Block)
      if (In[Block]) {
        Cycle[Header].push_back(Block);
        Again[Block] = true;
      }
  }
}

bool Cfg::inCycle(uint32_t Header, uint32_t Block) const {
  return llvm::binary_search(Cycle[Header], Block);
}

/// Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm.
void Cfg::computeDominators() {
  if (Order.empty())
    return;
  auto Meet = [&](uint32_t X, uint32_t Y) {
    while (X != Y) {
      while (Position[X] > Position[Y])
        X = Idom[X];
      while (Position[Y] > Position[X])
        Y = Idom[Y];
    }
    return X;
  };
  Idom[0] = 0;
  bool Changed = true;
  while (Changed) {
    Changed = false;
    for (uint32_t Block : llvm::drop_begin(Order)) {
      uint32_t New = UINT32_MAX;
      for (const CfgEdge &E : Preds[Block]) {
        if (Idom[E.From] == UINT32_MAX)
          continue;
        New = New == UINT32_MAX ? E.From : Meet(New, E.From);
      }
      Changed |= New != Idom[Block];
      Idom[Block] = New;
    }
  }
}

bool Cfg::dominates(uint32_t A, uint32_t Block) const {
  if (!isReachable(A) || !isReachable(Block))
    return false;
  while (Position[Block] > Position[A])
    Block = Idom[Block];
  return Block == A;
}
