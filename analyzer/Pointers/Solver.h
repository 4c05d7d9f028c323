//===- Solver.h - Inclusion constraints and their solution -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A graph of nodes, each with the set of cells it may point to, and the
/// constraints among them. Every cell has a node for its content; further
/// nodes stand for values under way (`*p`, `&p->next`). New constraints may be
/// added at any time, also from the hooks during solve(), which is how the
/// call graph grows while pointers are followed.
///
/// Sets only grow. solve() propagates differences in topological order and
/// merges cycles of copies (wave propagation: Pereira and Berlin, CGO 2009).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_SOLVER_H
#define HEDDLE_POINTERS_SOLVER_H

#include "analyzer/Pointers/Cells.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/SparseBitVector.h"

#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace heddle::pointers {

enum class NodeId : uint32_t { None = UINT32_MAX };

using CellSet = llvm::SparseBitVector<>;

class Solver {
public:
  /// \p MaxWork bounds the elements moved between sets.
  Solver(CellTable &Cells, uint64_t MaxWork);

  /// Called once for each cell that a watched node comes to point to.
  std::function<void(uint32_t Tag, CellId Target)> OnWatch;
  /// Called for each new cell.
  std::function<void(CellId New)> OnNewCell;

  NodeId makeNode();
  /// The node of what is stored in \p Id.
  NodeId content(CellId Id);
  /// The node that holds just the address of \p Id.
  NodeId address(CellId Id);

  void addAddress(NodeId To, CellId Target);
  void addCopy(NodeId From, NodeId To);
  /// To gets the content of what Pointer points to.
  void addLoad(NodeId Pointer, NodeId To);
  void addStore(NodeId From, NodeId Pointer);
  /// The addresses reached by \p S from what \p Pointer points to.
  NodeId part(NodeId Pointer, const Step &S);
  /// The content of what \p Pointer points to, as a node of its own.
  NodeId load(NodeId Pointer);
  /// To gets all of From: content and parts, those to come as well.
  void addTreeCopy(CellId From, CellId To);
  void addTreeLoad(NodeId Pointer, CellId To);
  void addTreeStore(CellId From, NodeId Pointer);
  void watch(NodeId Node, uint32_t Tag);

  /// Runs to the fixpoint, or until the work is used up.
  void solve();
  bool exhausted() const { return Work > MaxWork; }

  const CellSet &pointsTo(NodeId Node) const;
  /// Content of a cell; empty where nothing was ever stored.
  const CellSet &pointsTo(CellId Content) const;
  /// What was stored through unknown pointers.
  const CellSet &storedInUnknown() const { return pointsTo(Sink); }
  CellId unknownCell() const { return Unknown; }

  uint64_t work() const { return Work; }
  uint64_t constraintCount() const { return Constraints; }

private:
  enum class ConstraintKind : uint8_t {
    Load,
    Store,
    Part,
    TreeLoad,
    TreeStore,
    Watch
  };
  struct Constraint {
    ConstraintKind Kind;
    uint32_t Other; ///< node, cell or tag
    uint32_t Step = 0;
  };
  struct Node {
    CellSet Set;
    CellSet Fresh; ///< part of Set that constraints have not seen
    llvm::SmallVector<NodeId, 2> Copies;
    std::vector<Constraint> Complex;
    uint32_t Rank = 0;
    bool Queued = false;
  };

  NodeId rep(NodeId Id) const;
  void enqueue(NodeId Id);
  void addConstraint(NodeId Id, Constraint C);
  void apply(Constraint C, CellId Target);
  void process(NodeId Id);
  void unite(NodeId Into, NodeId From);
  void collapseCycles();
  void takeNewCells();
  void extendTreeCopy(const CellTable::Link &L, CellId To);

  CellTable &Cells;
  uint64_t MaxWork;
  uint64_t Work = 0, Constraints = 0, NewEdges = 0;
  CellId Unknown = CellId::None;
  NodeId UnknownContent = NodeId::None, Sink = NodeId::None;
  std::vector<Node> Nodes;
  mutable std::vector<NodeId> Reps;
  std::vector<NodeId> ContentOf; ///< by cell
  llvm::DenseMap<uint32_t, NodeId> AddressOf;
  std::vector<Step> Steps;
  std::map<Step, uint32_t> StepIds;
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, NodeId> Parts;
  llvm::DenseMap<uint32_t, NodeId> Loads;
  llvm::DenseSet<uint64_t> Edges;
  std::vector<llvm::SmallVector<CellId, 1>> TreeCopies; ///< by source cell
  llvm::DenseSet<uint64_t> TreeEdges;
  uint32_t CellsSeen = 0, LinksSeen = 0;
  std::set<std::pair<uint32_t, uint32_t>> Queue; ///< (rank, node)
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_SOLVER_H
