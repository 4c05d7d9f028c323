//===- CallGraph.h - Who calls whom, how often, in which threads *- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The call graph once it is complete, and what counting over it tells: which
/// functions are recursive, which events happen at most once in a run, and
/// whether several activations of a function can be alive at a time. Counting
/// is what makes an object a single one, and only single locks exclude.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_CALLGRAPH_H
#define HEDDLE_POINTERS_CALLGRAPH_H

#include "analyzer/Pointers/Builder.h"

#include <vector>

namespace heddle::pointers {

class CallGraph {
public:
  explicit CallGraph(const Builder &B);

  bool isReachable(FuncId F) const { return Reachable[index(F)]; }
  llvm::ArrayRef<EventRef> callersOf(FuncId F) const {
    return Callers[index(F)];
  }
  llvm::ArrayRef<std::vector<FuncId>> bottomUp() const { return Order; }
  uint32_t componentOf(FuncId F) const { return Component[index(F)]; }
  bool isRecursive(FuncId F) const { return Recursive[index(F)]; }
  bool isInLoop(EventRef At) const {
    const std::vector<bool> &Blocks = Loops[index(At.Func)];
    return Blocks.empty() || Blocks[index(At.Block)];
  }
  bool runsOnce(FuncId F) const { return Once[index(F)]; }
  /// No more than once, and what it starts or makes is one. (The spawn of an
  /// OpenMP team is several.)
  bool runsOnce(EventRef At) const;
  /// May two activations of \p F be alive at the same time?
  bool overlapsItself(FuncId F) const {
    return Recursive[index(F)] || Runners[index(F)] == Many;
  }

private:
  void findLoops();
  void connect();
  void orderComponents();
  void count();
  void findRunners();
  bool runsOnceAt(EventRef Site, CalleeKind Kind) const;

  /// Who runs a function: nobody, one thread (numbered), several.
  static constexpr uint32_t Nobody = 0, Many = UINT32_MAX;

  struct Edge {
    EventRef Site;
    FuncId To;
    CalleeKind Kind;
    bool IsSpawn;
  };

  const Builder &B;
  const Module &M;
  std::vector<bool> Reachable, Recursive, Once;
  std::vector<std::vector<bool>> Loops; ///< [function][block]
  std::vector<std::vector<Edge>> Edges; ///< by caller
  std::vector<std::vector<EventRef>> Callers;
  std::vector<std::vector<FuncId>> Order;
  std::vector<uint32_t> Component;
  std::vector<uint32_t> Runners;
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_CALLGRAPH_H
