//===- Threads.cpp - Who may run while somebody is where ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// May two points happen in parallel? Threads form a tree, and what orders two
/// of them is what the nearest common ancestor does:
///
///         main ── A ── C          A point of main and one of C: parallel iff
///           └──── B               C may be running at main's point, which the
///                                 run facts of main say (A's start to the join
///                                 that also waits for C).
///
/// C and B: they overlap iff one of them may run when the other's branch is
/// started: C at the spawn of B, or B at the spawn of A. A thread of which
/// several run at once is parallel to itself; below such a thread, everything
/// is parallel, since two copies of the branch exist.
///
/// Misses: joins by anyone but the thread that holds the spawn in its own call
/// tree; such joins order more than is seen here.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Threads/Threads.h"

#include "analyzer/Threads/Discover.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

Threads::Threads(const Program &P, const PointsTo &Pointers, Ledger &Gaps)
    : State(std::make_unique<Impl>(P, Pointers, Gaps)) {
  State->discover();
}
Threads::~Threads() = default;
Threads::Threads(Threads &&) noexcept = default;
Threads &Threads::operator=(Threads &&) noexcept = default;

llvm::ArrayRef<AbstractThread> Threads::all() const { return State->Table; }
ThreadId Threads::main() const { return State->Main; }
const Values &Threads::values() const { return State->V; }
const RunAnalysis &Threads::runs() const { return State->Runs; }

RunFacts Threads::beforeEntry(ThreadId Id, FuncId Entry) const {
  return State->prefix(Id, Entry);
}
ThreadId Threads::child(ThreadId Parent, const CallChain &Chain) const {
  return State->childOf(Parent, Chain);
}
RunningSet Threads::running(ThreadId Self, const RunFacts &Facts) const {
  return State->runningSet(Self, Facts);
}
const RunningSet &Threads::runningAtStart(ThreadId Id) const {
  return State->AtStart[index(Id)];
}

std::vector<ThreadId> Threads::startedBy(EventRef Spawn) const {
  std::vector<ThreadId> Out;
  for (uint32_t I = 0; I < State->Table.size(); ++I)
    if (State->Table[I].Spawn == Spawn)
      Out.push_back(static_cast<ThreadId>(I));
  return Out;
}

llvm::ArrayRef<ThreadId> Threads::executing(FuncId F) const {
  return State->Executing[index(F)];
}

bool Threads::isInTeam(ThreadId Id) const {
  for (; valid(Id); Id = (*this)[Id].Parent)
    if ((*this)[Id].Role != TeamRole::None)
      return true;
  return false;
}

bool Threads::isAncestor(ThreadId Ancestor, ThreadId Id) const {
  for (Id = (*this)[Id].Parent; valid(Id); Id = (*this)[Id].Parent)
    if (Id == Ancestor)
      return true;
  return false;
}

ThreadId Threads::childTowards(ThreadId Ancestor, ThreadId Id) const {
  while ((*this)[Id].Parent != Ancestor)
    Id = (*this)[Id].Parent;
  return Id;
}

ThreadId Threads::commonAncestor(ThreadId A, ThreadId B) const {
  for (; valid(A); A = (*this)[A].Parent)
    if (A == B || isAncestor(A, B))
      return A;
  return ThreadId::None;
}

bool Threads::mayRun(ThreadId Id, const RunningSet &Set) const {
  // One that starts threads like itself may leave some of them behind.
  std::set<ThreadId> Seen;
  auto Runs = [&](auto &Self, const RunningSet &Here) -> bool {
    return llvm::any_of(Here, [&](const RunningThread &R) {
      if (R.Thread == Id)
        return !R.OnlyChildren || isSelfParallel(Id);
      if (!isAncestor(R.Thread, Id))
        return false;
      return !R.OnlyChildren || (Seen.insert(R.Thread).second &&
                                 Self(Self, State->AtEnd[index(R.Thread)]));
    });
  };
  return Runs(Runs, Set);
}

bool Threads::isSelfParallel(ThreadId Id, ThreadId Within) const {
  for (; valid(Id) && Id != Within; Id = (*this)[Id].Parent)
    if ((*this)[Id].ManyPerParent)
      return true;
  return false;
}

bool Threads::mayBeParallel(ThreadId A, const RunningSet &RunA, ThreadId B,
                            const RunningSet &RunB, ThreadId Within) const {
  if (A == B)
    return isSelfParallel(A, Within);
  if (isAncestor(A, B))
    return isSelfParallel(A, Within) || mayRun(B, RunA);
  if (isAncestor(B, A))
    return isSelfParallel(B, Within) || mayRun(A, RunB);
  const ThreadId Above = commonAncestor(A, B);
  if (!valid(Above)) {
    // Two roots of a library: the one careful caller is alone with itself.
    auto Root = [&](ThreadId Id) {
      while (valid((*this)[Id].Parent))
        Id = (*this)[Id].Parent;
      return Id;
    };
    return (*this)[Root(A)].Many && (*this)[Root(B)].Many;
  }
  if (isSelfParallel(Above, Within))
    return true;
  return mayRun(A, runningAtStart(childTowards(Above, B))) ||
         mayRun(B, runningAtStart(childTowards(Above, A)));
}

// ---- Without contexts: all ways of calls taken together
// -------------------------

std::vector<ThreadId> Threads::runningAt(ThreadId Self, EventRef At) const {
  // What may run on entry of each function of Self, over all calls.
  std::map<FuncId, RunningSet> OnEntry;
  std::vector<std::pair<FuncId, RunningSet>> Work;
  const Impl &S = *State;
  for (FuncId Entry : (*this)[Self].Entries)
    Work.push_back({Entry, running(Self, S.prefix(Self, Entry))});
  // Chains are said in terms of the function they start in; without contexts
  // any thread that Self starts by a chain with that end is meant. Where ways
  // were merged there is none, and any thread started there is.
  auto AddLike = [&](RunningSet &Set, const StartedThread &X, size_t Length) {
    const size_t Before = Set.size();
    const auto End = llvm::ArrayRef(X.Chain).take_back(Length);
    for (const auto &[Key, Child] : S.Children)
      if (Key.first == Self && Key.second.size() >= Length &&
          llvm::ArrayRef(Key.second).take_back(Length) == End)
        Set.push_back({Child, X.OnlyChildren});
    return Set.size() != Before;
  };
  auto Add = [&](RunningSet &Set, const RunFacts &Facts) {
    for (const StartedThread &X : Facts.Started)
      if (!AddLike(Set, X, X.Chain.size()))
        AddLike(Set, X, 1);
    llvm::sort(Set);
    Set.erase(llvm::unique(Set), Set.end());
  };
  while (!Work.empty()) {
    auto [F, Set] = std::move(Work.back());
    Work.pop_back();
    auto [It, IsNew] = OnEntry.try_emplace(F);
    const size_t Before = It->second.size();
    It->second.insert(It->second.end(), Set.begin(), Set.end());
    llvm::sort(It->second);
    It->second.erase(llvm::unique(It->second), It->second.end());
    if ((!IsNew && It->second.size() == Before) || !S.P.M[F].Definition)
      continue;
    const RunningSet Here = It->second;
    S.V.forEachEvent(F, [&](EventRef Site) {
      if (std::holds_alternative<Spawn>(S.P.M[Site]))
        return;
      for (const Callee &To : S.Pointers.callees(Site)) {
        RunningSet Next = Here;
        Add(Next, S.Runs.before(Site));
        Work.push_back({To.Func, std::move(Next)});
      }
    });
  }
  auto It = OnEntry.find(At.Func);
  if (It == OnEntry.end())
    return {};
  RunningSet Here = It->second;
  Add(Here, S.Runs.before(At));
  std::vector<ThreadId> Out;
  for (uint32_t I = 0; I < S.Table.size(); ++I) {
    const auto Other = static_cast<ThreadId>(I);
    if (isAncestor(Other, Self) || mayBeParallel(Self, Here, Other, {}))
      Out.push_back(Other);
  }
  return Out;
}

std::vector<ThreadId> Threads::runningAtEnd(ThreadId Self) const {
  std::vector<ThreadId> Out;
  for (uint32_t I = 0; I < State->Table.size(); ++I) {
    const auto Other = static_cast<ThreadId>(I);
    if (mayBeParallel(Self, State->AtEnd[index(Self)], Other, {}))
      Out.push_back(Other);
  }
  return Out;
}
