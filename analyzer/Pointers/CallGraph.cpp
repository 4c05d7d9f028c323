//===- CallGraph.cpp - Who calls whom, how often, in which threads --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/CallGraph.h"

#include "analyzer/Link/Scc.h"

namespace heddle::pointers {

CallGraph::CallGraph(const Builder &B)
    : B(B), M(B.M), Reachable(M.Functions.size()),
      Recursive(M.Functions.size()), Once(M.Functions.size()),
      Loops(M.Functions.size()), Edges(M.Functions.size()),
      Callers(M.Functions.size()), Component(M.Functions.size()),
      Runners(M.Functions.size(), Nobody) {
  for (const Instance &I : B.Instances)
    if (I.Generated)
      Reachable[index(I.Func)] = true;
  findLoops();
  connect();
  orderComponents();
  count();
  findRunners();
}

void CallGraph::findLoops() {
  for (uint32_t F = 0; F < M.Functions.size(); ++F) {
    if (!Reachable[F])
      continue;
    const Body &Code = *M.Functions[F].Definition;
    std::vector<llvm::SmallVector<uint32_t, 3>> Graph(Code.Blocks.size());
    for (uint32_t I = 0; I < Code.Blocks.size(); ++I) {
      for (BlockId Next : Code.Blocks[I].Term.Succs)
        Graph[I].push_back(index(Next));
      if (valid(Code.Blocks[I].Unwind))
        Graph[I].push_back(index(Code.Blocks[I].Unwind));
    }
    SccResult Sccs = findSccs(Graph);
    Loops[F].resize(Code.Blocks.size());
    for (uint32_t I = 0; I < Code.Blocks.size(); ++I)
      Loops[F][I] = isOnCycle(Graph, Sccs, I);
  }
}

void CallGraph::connect() {
  for (const auto &[Site, Info] : B.Sites) {
    bool IsSpawn = std::holds_alternative<Spawn>(M[Site]);
    for (const Callee &To : Info.Callees) {
      Edges[index(Site.Func)].push_back({Site, To.Func, To.Kind, IsSpawn});
      std::vector<EventRef> &Sites = Callers[index(To.Func)];
      if (Sites.empty() || Sites.back() != Site)
        Sites.push_back(Site); // Sites come sorted
    }
  }
}

void CallGraph::orderComponents() {
  std::vector<std::vector<uint32_t>> Graph(M.Functions.size());
  for (uint32_t F = 0; F < Graph.size(); ++F)
    for (const Edge &E : Edges[F])
      if (!E.IsSpawn)
        Graph[F].push_back(index(E.To));
  SccResult Sccs = findSccs(Graph);
  Component = Sccs.ComponentOf;
  for (const std::vector<uint32_t> &Members : Sccs.Components) {
    std::vector<FuncId> &Functions = Order.emplace_back();
    for (uint32_t F : Members)
      Functions.push_back(static_cast<FuncId>(F));
  }
  for (uint32_t F = 0; F < Graph.size(); ++F)
    Recursive[F] = isOnCycle(Graph, Sccs, F);
}

bool CallGraph::runsOnce(EventRef At) const {
  const auto *S = std::get_if<Spawn>(&M[At]);
  return runsOnce(At.Func) && !isInLoop(At) &&
         !(S && S->Role == TeamRole::Team);
}

/// Does the function called at \p Site run once because of it?
bool CallGraph::runsOnceAt(EventRef Site, CalleeKind Kind) const {
  if (Kind == CalleeKind::Callback)
    return false; // nobody knows how often
  if (const auto *E = std::get_if<OnceOp>(&M[Site])) {
    // Per flag; a flag that is a variable of the program is one flag.
    const Place &Flag = (*M[Site.Func].Definition)[E->Flag];
    if (Flag.Kind == PlaceKind::Global)
      return true;
  }
  return runsOnce(Site);
}

void CallGraph::count() {
  // Callers before callees, over calls and spawns alike.
  std::vector<std::vector<uint32_t>> Graph(M.Functions.size());
  for (uint32_t F = 0; F < Graph.size(); ++F)
    for (const Edge &E : Edges[F])
      Graph[F].push_back(index(E.To));
  SccResult Sccs = findSccs(Graph);
  std::vector<unsigned> Runs(M.Functions.size());
  auto Start = [&](FuncId F, unsigned Times) {
    if (valid(F))
      Runs[index(F)] += Times;
  };
  for (FuncId Entry : B.P.Entries)
    Start(Entry, Entry == B.P.Main ? 1 : 2);
  for (const Global &G : M.Globals) {
    Start(G.Init, G.ThreadLocal ? 2 : 1);
    Start(G.Teardown, G.ThreadLocal ? 2 : 1);
  }
  for (auto It = Sccs.Components.rbegin(); It != Sccs.Components.rend(); ++It)
    for (uint32_t F : *It) {
      Once[F] = Runs[F] <= 1 && !isOnCycle(Graph, Sccs, F);
      for (const Edge &E : Edges[F])
        Runs[index(E.To)] += runsOnceAt(E.Site, E.Kind) ? 1 : 2;
    }
}

void CallGraph::findRunners() {
  std::vector<FuncId> Work;
  auto Run = [&](FuncId F, uint32_t Runner) {
    uint32_t &Known = Runners[index(F)];
    uint32_t Joined = Known == Nobody || Known == Runner ? Runner : Many;
    if (Joined == Known)
      return;
    Known = Joined;
    Work.push_back(F);
  };
  constexpr uint32_t MainThread = 1;
  for (FuncId Entry : B.P.Entries)
    Run(Entry, Entry == B.P.Main ? MainThread : Many);
  for (const Global &G : M.Globals)
    for (FuncId F : {G.Init, G.Teardown})
      if (valid(F))
        Run(F, G.ThreadLocal ? Many : MainThread);
  uint32_t NextRunner = MainThread + 1;
  for (const std::vector<Edge> &From : Edges)
    for (const Edge &E : From) {
      bool Several = E.Kind == CalleeKind::Callback || !runsOnce(E.Site);
      if (E.IsSpawn)
        Run(E.To, Several ? Many : NextRunner++);
      else if (E.Kind == CalleeKind::Callback)
        Run(E.To, Many);
    }
  while (!Work.empty()) {
    FuncId F = Work.back();
    Work.pop_back();
    for (const Edge &E : Edges[index(F)])
      if (!E.IsSpawn)
        Run(E.To, Runners[index(F)]);
  }
  // A coroutine's frame outlives the call.
  for (uint32_t F = 0; F < M.Functions.size(); ++F)
    if (M.Functions[F].Coroutine)
      Runners[F] = Many;
}

} // namespace heddle::pointers
