//===- Solver.cpp - Inclusion constraints and their solution --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Solver.h"

#include "analyzer/Link/Scc.h"

#include <algorithm>
#include <cassert>

namespace heddle::pointers {

namespace {

uint64_t pairKey(uint32_t A, uint32_t B) {
  return static_cast<uint64_t>(A) << 32 | B;
}

} // namespace

Solver::Solver(CellTable &Cells, uint64_t MaxWork)
    : Cells(Cells), MaxWork(MaxWork) {
  MemObject Object;
  Object.Kind = ObjectKind::Unknown;
  Object.Multiple = true;
  Unknown = Cells.root(Cells.addObject(std::move(Object)));
  UnknownContent = makeNode();
  Sink = makeNode();
  addAddress(UnknownContent, Unknown);
}

// ---- Nodes -----------------------------------------------------------------

NodeId Solver::makeNode() {
  auto Id = static_cast<NodeId>(Nodes.size());
  Nodes.emplace_back();
  // Until the next look at cycles, new nodes come last.
  Nodes.back().Rank = Nodes.size();
  Reps.push_back(Id);
  return Id;
}

NodeId Solver::rep(NodeId Id) const {
  while (Reps[index(Id)] != Id) {
    Reps[index(Id)] = Reps[index(Reps[index(Id)])];
    Id = Reps[index(Id)];
  }
  return Id;
}

NodeId Solver::content(CellId Id) {
  if (Id == Unknown)
    return UnknownContent;
  if (ContentOf.size() <= index(Id))
    ContentOf.resize(std::max<size_t>(Cells.cellCount(), index(Id) + 1),
                     NodeId::None);
  if (!valid(ContentOf[index(Id)]))
    ContentOf[index(Id)] = makeNode();
  return ContentOf[index(Id)];
}

NodeId Solver::address(CellId Id) {
  if (Id == Unknown)
    return UnknownContent;
  auto [It, New] = AddressOf.try_emplace(index(Id), NodeId::None);
  if (!New)
    return It->second;
  NodeId Node = makeNode();
  It->second = Node;
  addAddress(Node, Id);
  return Node;
}

const CellSet &Solver::pointsTo(NodeId Id) const {
  return Nodes[index(rep(Id))].Set;
}

const CellSet &Solver::pointsTo(CellId Id) const {
  static const CellSet Empty;
  if (Id == Unknown)
    return pointsTo(UnknownContent);
  if (index(Id) >= ContentOf.size() || !valid(ContentOf[index(Id)]))
    return Empty;
  return pointsTo(ContentOf[index(Id)]);
}

// ---- Constraints -----------------------------------------------------------

void Solver::enqueue(NodeId Id) {
  Node &N = Nodes[index(Id)];
  if (N.Queued)
    return;
  N.Queued = true;
  Queue.insert({N.Rank, index(Id)});
}

void Solver::addAddress(NodeId To, CellId Target) {
  To = rep(To);
  Node &N = Nodes[index(To)];
  if (!N.Set.test_and_set(index(Target)))
    return;
  N.Fresh.set(index(Target));
  enqueue(To);
}

void Solver::addCopy(NodeId From, NodeId To) {
  From = rep(From);
  // What is stored to unknown memory is only kept to know that it escapes:
  // nobody could say which load it comes back from.
  To = rep(To == UnknownContent ? Sink : To);
  if (From == To || !Edges.insert(pairKey(index(From), index(To))).second)
    return;
  ++Constraints;
  ++NewEdges;
  Nodes[index(From)].Copies.push_back(To);
  const CellSet &Set = Nodes[index(From)].Set;
  if (Set.empty())
    return;
  Node &Target = Nodes[index(To)];
  CellSet New;
  New.intersectWithComplement(Set, Target.Set);
  if (New.empty())
    return;
  Target.Set |= New;
  Target.Fresh |= New;
  enqueue(To);
}

void Solver::addConstraint(NodeId Id, Constraint C) {
  Id = rep(Id);
  ++Constraints;
  Nodes[index(Id)].Complex.push_back(C);
  // Elements that are still fresh will meet the constraint in process().
  CellSet Seen;
  Seen.intersectWithComplement(Nodes[index(Id)].Set, Nodes[index(Id)].Fresh);
  for (unsigned Target : Seen)
    apply(C, static_cast<CellId>(Target));
}

void Solver::addLoad(NodeId Pointer, NodeId To) {
  addConstraint(Pointer, {ConstraintKind::Load, index(To)});
}

void Solver::addStore(NodeId From, NodeId Pointer) {
  addConstraint(Pointer, {ConstraintKind::Store, index(From)});
}

NodeId Solver::part(NodeId Pointer, const Step &S) {
  uint32_t StepId = StepIds.try_emplace(S, Steps.size()).first->second;
  if (StepId == Steps.size())
    Steps.push_back(S);
  auto [It, New] = Parts.try_emplace({index(Pointer), StepId}, NodeId::None);
  if (!New)
    return It->second;
  NodeId Result = makeNode();
  It->second = Result;
  addConstraint(Pointer, {ConstraintKind::Part, index(Result), StepId});
  return Result;
}

NodeId Solver::load(NodeId Pointer) {
  auto [It, New] = Loads.try_emplace(index(Pointer), NodeId::None);
  if (!New)
    return It->second;
  NodeId Result = makeNode();
  It->second = Result;
  addLoad(Pointer, Result);
  return Result;
}

void Solver::addTreeCopy(CellId From, CellId To) {
  if (From == To || !valid(From) || !valid(To) ||
      !TreeEdges.insert(pairKey(index(From), index(To))).second)
    return;
  ++Constraints;
  addCopy(content(From), content(To));
  if (From == Unknown)
    return; // any part of it is the same cell again
  if (TreeCopies.size() <= index(From))
    TreeCopies.resize(Cells.cellCount());
  TreeCopies[index(From)].push_back(To);
  // Links that are not seen yet follow in takeNewCells().
  for (size_t I = 0; I < Cells.linksOf(From).size(); ++I)
    if (uint32_t Link = Cells.linksOf(From)[I]; Link < LinksSeen)
      extendTreeCopy(Cells.links()[Link], To);
}

void Solver::extendTreeCopy(const CellTable::Link &L, CellId To) {
  CellId Part = L.To;
  Step Way;
  Way.Kind = L.Step.IsElement ? Step::StepKind::Into : Step::StepKind::Field;
  Way.Field = L.Step.Field;
  Way.Index = L.Step.Index;
  Way.Hint = Cells.typeOf(Part);
  addTreeCopy(Part, Cells.follow(To, Way));
}

void Solver::addTreeLoad(NodeId Pointer, CellId To) {
  addConstraint(Pointer, {ConstraintKind::TreeLoad, index(To)});
}

void Solver::addTreeStore(CellId From, NodeId Pointer) {
  addConstraint(Pointer, {ConstraintKind::TreeStore, index(From)});
}

void Solver::watch(NodeId Id, uint32_t Tag) {
  addConstraint(Id, {ConstraintKind::Watch, Tag});
}

// ---- Solving ---------------------------------------------------------------

void Solver::apply(Constraint C, CellId Target) {
  auto Other = static_cast<NodeId>(C.Other);
  switch (C.Kind) {
  case ConstraintKind::Load:
    addCopy(content(Target), Other);
    break;
  case ConstraintKind::Store:
    addCopy(Other, content(Target));
    break;
  case ConstraintKind::Part:
    if (CellId Part = Cells.follow(Target, Steps[C.Step]); valid(Part))
      addAddress(Other, Part);
    break;
  case ConstraintKind::TreeLoad:
    addTreeCopy(Target, static_cast<CellId>(C.Other));
    break;
  case ConstraintKind::TreeStore:
    addTreeCopy(static_cast<CellId>(C.Other), Target);
    break;
  case ConstraintKind::Watch:
    OnWatch(C.Other, Target);
    break;
  }
}

/// Ties parts made since the last look to what their wholes take part in.
void Solver::takeNewCells() {
  while (CellsSeen < Cells.cellCount() || LinksSeen < Cells.links().size()) {
    while (CellsSeen < Cells.cellCount())
      OnNewCell(static_cast<CellId>(CellsSeen++));
    if (LinksSeen == Cells.links().size())
      continue;
    CellTable::Link L = Cells.links()[LinksSeen++];
    if (index(L.From) < TreeCopies.size())
      for (size_t I = 0; I < TreeCopies[index(L.From)].size(); ++I)
        extendTreeCopy(L, TreeCopies[index(L.From)][I]);
    // `A[i]` and `A[1]` may be the same: one content, two names.
    if (L.Step.IsElement && L.Step.Index >= 0) {
      CellStep Any = L.Step;
      Any.Index = -1;
      addTreeCopy(L.To, Cells.find(L.From, Any));
      addTreeCopy(Cells.find(L.From, Any), L.To);
    }
  }
}

void Solver::process(NodeId Id) {
  CellSet Fresh = std::move(Nodes[index(Id)].Fresh);
  Nodes[index(Id)].Fresh.clear();
  uint64_t Count = Fresh.count();
  // Hooks may add constraints to this node: those have seen all of its set.
  size_t Complex = Nodes[index(Id)].Complex.size();
  Work += Count * (1 + Complex);
  for (size_t I = 0; I < Complex && rep(Id) == Id; ++I) {
    Constraint C = Nodes[index(Id)].Complex[I];
    for (unsigned Target : Fresh)
      apply(C, static_cast<CellId>(Target));
  }
  for (size_t I = 0; I < Nodes[index(Id)].Copies.size(); ++I) {
    NodeId To = rep(Nodes[index(Id)].Copies[I]);
    if (To == Id)
      continue;
    Work += Count;
    Node &Target = Nodes[index(To)];
    CellSet New;
    New.intersectWithComplement(Fresh, Target.Set);
    if (New.empty())
      continue;
    Target.Set |= New;
    Target.Fresh |= New;
    enqueue(To);
  }
}

void Solver::unite(NodeId Into, NodeId From) {
  Node &To = Nodes[index(Into)];
  Node Old = std::move(Nodes[index(From)]);
  Nodes[index(From)] = Node();
  if (Old.Queued)
    Queue.erase({Old.Rank, index(From)});
  Reps[index(From)] = Into;
  // Seen by the constraints of both: what neither still has as fresh.
  CellSet SeenTo, SeenOld;
  SeenTo.intersectWithComplement(To.Set, To.Fresh);
  SeenOld.intersectWithComplement(Old.Set, Old.Fresh);
  SeenTo &= SeenOld;
  To.Set |= Old.Set;
  To.Fresh.intersectWithComplement(To.Set, SeenTo);
  To.Copies.append(Old.Copies.begin(), Old.Copies.end());
  To.Complex.insert(To.Complex.end(), Old.Complex.begin(), Old.Complex.end());
  if (!To.Fresh.empty())
    enqueue(Into);
}

void Solver::collapseCycles() {
  NewEdges = 0;
  std::vector<llvm::SmallVector<uint32_t, 2>> Graph(Nodes.size());
  for (uint32_t I = 0; I < Nodes.size(); ++I) {
    llvm::SmallVector<NodeId, 2> Copies;
    for (NodeId To : Nodes[I].Copies)
      if (To = rep(To); index(To) != I)
        Copies.push_back(To);
    llvm::sort(Copies);
    Copies.erase(std::unique(Copies.begin(), Copies.end()), Copies.end());
    for (NodeId To : Copies)
      Graph[I].push_back(index(To));
    Nodes[I].Copies = std::move(Copies);
  }
  SccResult Sccs = findSccs(Graph);
  for (const std::vector<uint32_t> &Members : Sccs.Components)
    for (size_t I = 1; I < Members.size(); ++I)
      unite(static_cast<NodeId>(Members[0]), static_cast<NodeId>(Members[I]));
  // Components are numbered from the sinks; sets flow the other way.
  Queue.clear();
  for (uint32_t I = 0; I < Nodes.size(); ++I) {
    Nodes[I].Rank = Sccs.Components.size() - Sccs.ComponentOf[I];
    if (Nodes[I].Queued)
      Queue.insert({Nodes[I].Rank, I});
  }
}

void Solver::solve() {
  takeNewCells();
  while (!Queue.empty() && !exhausted()) {
    if (NewEdges > 2000 + Edges.size() / 4)
      collapseCycles();
    auto [Rank, Id] = *Queue.begin();
    Queue.erase(Queue.begin());
    Nodes[Id].Queued = false;
    process(static_cast<NodeId>(Id));
    takeNewCells();
  }
}

} // namespace heddle::pointers
