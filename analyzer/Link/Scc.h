//===- Scc.h - Strongly connected components -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Tarjan's algorithm over a graph of numbers, for call graphs, control-flow
/// graphs and constraint graphs. Own stack instead of recursion: a generated
/// program can have call chains of any depth.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_SCC_H
#define HEDDLE_LINK_SCC_H

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace heddle {

struct SccResult {
  /// Component of each node; successors' components have smaller numbers,
  /// or the same.
  std::vector<uint32_t> ComponentOf;
  /// Members, each ascending; in the order of the numbers (callees first).
  std::vector<std::vector<uint32_t>> Components;
};

/// \p Successors: one list per node. Cost: linear. Deterministic.
template <class GraphT> SccResult findSccs(const GraphT &Successors);

/// Does \p Node lie on a cycle? (A single node does if it is its own
/// successor.)
template <class GraphT>
bool isOnCycle(const GraphT &Successors, const SccResult &Sccs, uint32_t Node) {
  if (Sccs.Components[Sccs.ComponentOf[Node]].size() > 1)
    return true;
  for (uint32_t Next : Successors[Node])
    if (Next == Node)
      return true;
  return false;
}

namespace link_detail {

template <class GraphT> class Tarjan {
public:
  explicit Tarjan(const GraphT &Graph)
      : Graph(Graph), Order(Graph.size()), Low(Graph.size()) {
    Result.ComponentOf.assign(Graph.size(), UINT32_MAX);
  }

  SccResult run() {
    for (uint32_t Root = 0; Root < Graph.size(); ++Root)
      if (!Order[Root])
        visitFrom(Root);
    return std::move(Result);
  }

private:
  struct Frame {
    uint32_t Node;
    uint32_t Edge;
  };

  void enter(uint32_t Node) {
    Order[Node] = Low[Node] = ++Clock;
    Open.push_back(Node);
    Frames.push_back({Node, 0});
  }

  void visitFrom(uint32_t Root) {
    enter(Root);
    while (!Frames.empty()) {
      Frame &Top = Frames.back();
      uint32_t Node = Top.Node;
      if (Top.Edge < Graph[Node].size()) {
        uint32_t Next = Graph[Node][Top.Edge++];
        if (!Order[Next])
          enter(Next);
        else if (Result.ComponentOf[Next] == UINT32_MAX)
          Low[Node] = std::min(Low[Node], Order[Next]);
        continue;
      }
      Frames.pop_back();
      if (!Frames.empty()) {
        uint32_t Parent = Frames.back().Node;
        Low[Parent] = std::min(Low[Parent], Low[Node]);
      }
      if (Low[Node] == Order[Node])
        close(Node);
    }
  }

  void close(uint32_t Root) {
    std::vector<uint32_t> Members;
    uint32_t Node;
    do {
      Node = Open.back();
      Open.pop_back();
      Result.ComponentOf[Node] = Result.Components.size();
      Members.push_back(Node);
    } while (Node != Root);
    std::sort(Members.begin(), Members.end());
    Result.Components.push_back(std::move(Members));
  }

  const GraphT &Graph;
  std::vector<uint32_t> Order, Low; ///< visiting times from 1; 0: not yet
  std::vector<uint32_t> Open;
  std::vector<Frame> Frames;
  uint32_t Clock = 0;
  SccResult Result;
};

} // namespace link_detail

template <class GraphT> SccResult findSccs(const GraphT &Successors) {
  return link_detail::Tarjan<GraphT>(Successors).run();
}

} // namespace heddle

#endif // HEDDLE_LINK_SCC_H
