//===- ThreadTree.cpp - Who starts whom, and what they share --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Words.h"
#include "analyzer/Model/EnumNames.h"
#include "analyzer/Overview/Overview.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace heddle;

static ThreadEnd endOf(const AbstractThread &T) {
  if (T.Origin == ThreadOrigin::Signal)
    return ThreadEnd::Handler;
  if (T.Origin != ThreadOrigin::Spawned)
    return ThreadEnd::Root;
  if (T.Detached)
    return ThreadEnd::Detached;
  // A team and a task end where OpenMP says so, whoever waits.
  if (T.Joins.empty() && T.Role == TeamRole::None)
    return ThreadEnd::Unjoined;
  return ThreadEnd::Joined;
}

static ThreadNode nodeOf(const Module &M, const AbstractThread &T) {
  ThreadNode N;
  N.Name = T.Name;
  N.End = endOf(T);
  if (!T.Entries.empty())
    N.Entry = makeSpan(M, M[T.Entries.back()].Pos);
  if (T.Many)
    N.Many = T.ManyBecause.empty() ? "several" : T.ManyBecause;
  if (valid(T.Parent) && valid(T.Spawn.Func)) {
    N.Kind = wordOf(T.Kind).str();
    N.StartedBy = stackOf(M, T.SpawnChain, T.Spawn);
    N.StartedBy.push_back({T.Name, makeSpan(M, T.Spawn)});
  }
  for (EventRef Join : T.Joins)
    N.Joins.push_back(makeSpan(M, Join));
  llvm::sort(N.Joins);
  N.Joins.erase(llvm::unique(N.Joins), N.Joins.end());
  return N;
}

/// \p Tree's nodes are the threads of the table, in its order.
static void addUses(const Analyses &A, ThreadTree &Tree) {
  for (const ObjectUse &Use : A.sharedObjects()) {
    std::map<ThreadId, ThreadUse> By;
    for (const GuardedAccess &Access : Use.Accesses) {
      ThreadUse &U = By[Access.Thread];
      U.Object = Use.Object.Name;
      U.Writes |= Access.isWrite();
      U.Race = Use.Race;
    }
    for (auto &[Thread, U] : By) {
      std::vector<ThreadUse> &Uses = Tree.Nodes[index(Thread)].Uses;
      auto Same = llvm::find_if(
          Uses, [&](const ThreadUse &X) { return X.Object == U.Object; });
      if (Same == Uses.end()) {
        Uses.push_back(std::move(U));
        continue;
      }
      // Of two objects with one name: the worse.
      Same->Writes |= U.Writes;
      Same->Race = std::max(Same->Race, U.Race);
    }
  }
  for (ThreadNode &N : Tree.Nodes)
    llvm::sort(N.Uses, [](const ThreadUse &L, const ThreadUse &R) {
      return std::tie(R.Race, L.Object) < std::tie(L.Race, R.Object);
    });
}

static bool areAlike(const ThreadNode &L, const ThreadNode &R) {
  auto What = [](const ThreadNode &N) {
    return std::tie(N.Name, N.Kind, N.Many, N.End, N.Entry, N.StartedBy,
                    N.Joins, N.Uses);
  };
  return L.Children.empty() && R.Children.empty() && What(L) == What(R);
}

/// A picture of ten boxes that say the same says less than one.
static void foldAlike(ThreadTree &Tree) {
  for (ThreadNode &N : Tree.Nodes) {
    std::vector<uint32_t> Kept;
    for (uint32_t Child : N.Children) {
      auto Same = llvm::find_if(Kept, [&](uint32_t Other) {
        return areAlike(Tree.Nodes[Other], Tree.Nodes[Child]);
      });
      if (Same == Kept.end())
        Kept.push_back(Child);
      else
        ++Tree.Nodes[*Same].Alike;
    }
    N.Children = std::move(Kept);
  }
}

ThreadTree heddle::threadTree(const Analyses &A) {
  const Module &M = A.P.M;
  ThreadTree Tree;
  Tree.Program = A.P.Name;
  llvm::ArrayRef<AbstractThread> All = A.ThreadTable.all();
  for (const AbstractThread &T : All)
    Tree.Nodes.push_back(nodeOf(M, T));
  for (uint32_t I = 0; I < All.size(); ++I) {
    if (valid(All[I].Parent))
      Tree.Nodes[index(All[I].Parent)].Children.push_back(I);
    else
      Tree.Roots.push_back(I);
  }
  auto StartOf = [&](uint32_t I) {
    const std::vector<Frame> &Way = Tree.Nodes[I].StartedBy;
    return Way.empty() ? SourceSpan() : Way.back().Call;
  };
  for (ThreadNode &N : Tree.Nodes)
    llvm::sort(N.Children, [&](uint32_t L, uint32_t R) {
      return std::pair(StartOf(L), L) < std::pair(StartOf(R), R);
    });
  addUses(A, Tree);
  foldAlike(Tree);
  return Tree;
}
