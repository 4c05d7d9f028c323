//===- CycleStory.cpp - Telling a deadlock --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/CycleStory.h"

#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

using namespace heddle;

DeadlockKind heddle::kindOf(const LockCycle &C) {
  if (C.ThroughJoin)
    return DeadlockKind::Join;
  if (C.Kind != CycleKind::Self)
    return DeadlockKind::LockOrder;
  const LockEdge &E = C.Edges.front();
  return E.From.Mode == LockMode::Shared && E.To.Mode == LockMode::Exclusive
             ? DeadlockKind::Upgrade
             : DeadlockKind::Self;
}

CycleStory::CycleStory(const CheckContext &Context, const LockCycle &Cycle)
    : M(Context.P.M), A(*Context.A), Cycle(Cycle), Edges(Cycle.Edges) {
  auto Before = [&](const LockEdge &L, const LockEdge &R) {
    if (L.IsWait != R.IsWait)
      return L.IsWait;
    return makeSpan(M, L.ToAt) < makeSpan(M, R.ToAt);
  };
  std::rotate(Edges.begin(), llvm::min_element(Edges, Before), Edges.end());
}

std::string CycleStory::lockName(const LockUse &Lock) const {
  if (!valid(Lock.Cell))
    return Lock.Name;
  std::string Name = A.Pointers.displayName(Lock.Cell);
  // All elements of an array of locks go by its name.
  for (size_t At = Name.find("[]"); At != std::string::npos;
       At = Name.find("[]"))
    Name.erase(At, 2);
  return Name;
}

std::vector<std::string> CycleStory::lockNames() const {
  std::set<std::string> Names;
  for (const LockEdge &E : Edges) {
    Names.insert(lockName(E.From));
    if (!E.IsWait)
      Names.insert(lockName(E.To));
  }
  Names.erase(""); // a thread that is waited for: no lock
  return {Names.begin(), Names.end()};
}

std::string CycleStory::thread(const LockEdge &E) const {
  auto Words = [&](const LockEdge &X) {
    return threadWords(M, A.ThreadTable[X.Thread], X.ToChain, X.ToAt);
  };
  std::string Own = Words(E);
  llvm::StringRef Text = Own;
  // Two edges of one abstract thread are two of its instances.
  for (const LockEdge &Other : Edges) {
    if (&Other == &E)
      break;
    if (Words(Other) == Text && Cycle.Kind != CycleKind::Self) {
      Text.consume_front("a ");
      return "another " + Text.str();
    }
  }
  return Own;
}

/// Is the lock held only because the function that took it, or this very line
/// the last time it ran, did not give it back?
static bool isLeftBehind(const LockEdge &E) {
  if (!valid(E.FromAt.Func))
    return false;
  if (E.FromAt == E.ToAt)
    return true;
  // Active still: the calls to it are the first of those to ToAt, and the next
  // one is made by it.
  size_t Depth = E.FromChain.size();
  bool SameCalls =
      E.ToChain.size() >= Depth &&
      std::equal(E.FromChain.begin(), E.FromChain.end(), E.ToChain.begin());
  FuncId Next = E.ToChain.size() > Depth ? E.ToChain[Depth].Func : E.ToAt.Func;
  return !SameCalls || Next != E.FromAt.Func;
}

Finding CycleStory::begin() const {
  Finding F;
  F.Object = llvm::join(lockNames(), ", ");
  F.Belief = Cycle.Belief;
  F.Reasons = Cycle.Reasons;
  std::vector<std::string> Functions;
  Functions.reserve(Edges.size());
  for (const LockEdge &E : Edges)
    Functions.push_back(displayName(M, E.ToAt.Func));
  llvm::sort(Functions);
  F.Cause = F.Object + "|" + llvm::join(Functions, "|");
  // Attributes that forbid to take the lock here are broken by this, too.
  for (const LockEdge &E : Edges) {
    F.Explains.push_back(demandFault(M, E.ToAt));
    for (EventRef Site : E.ToChain)
      F.Explains.push_back(demandFault(M, Site));
  }
  for (const LockEdge &E : Edges)
    if (isLeftBehind(E))
      F.ConsequenceOf.push_back(eventFault(M, E.FromAt));
  return F;
}

/// Edges of a cycle are of different threads, but for a thread that waits for
/// itself.
uint32_t CycleStory::threadIndex(const LockEdge &E) const {
  return Cycle.Kind == CycleKind::Self ? 0 : &E - Edges.data();
}

Site CycleStory::step(SiteRole Role, const LockEdge &E) const {
  Site S = siteAt(M, Role, E.ToAt, "");
  S.Thread = threadName(M, A.ThreadTable[E.Thread], E.ToChain, E.ToAt);
  S.ThreadIndex = threadIndex(E);
  if (!E.IsWait)
    S.Lock = E.To.Name;
  S.Stack = stackOf(M, E.ToChain, E.ToAt);
  if (!E.From.Name.empty())
    S.Held = heldLocks(M, E.From);
  for (const HeldLock &Gate : heldLocks(M, E.Gates))
    S.Held.push_back(Gate);
  std::string Text =
      thread(E) + " holds " + quoted(E.From.Name) + " and waits for ";
  Text += E.IsWait ? "the end of " + threadWords(A.ThreadTable[E.Awaited])
                   : quoted(E.To.Name);
  if (Role == SiteRole::Primary)
    S.Label = Text;
  else
    S.Message = Text + " here";
  return S;
}

Site CycleStory::taken(const LockEdge &E) const {
  Site S = siteAt(M, SiteRole::LockTaken, E.FromAt,
                  thread(E) + " takes " + quoted(E.From.Name) + " here");
  S.Thread = threadName(M, A.ThreadTable[E.Thread], E.FromChain, E.FromAt);
  S.ThreadIndex = threadIndex(E);
  S.Lock = E.From.Name;
  S.Stack = stackOf(M, E.FromChain, E.FromAt);
  return S;
}

void CycleStory::addSpawns(Finding &F) const {
  std::set<ThreadId> Told;
  for (const LockEdge &E : Edges)
    if (const AbstractThread &T = A.ThreadTable[E.Thread];
        valid(T.Spawn.Func) && Told.insert(E.Thread).second) {
      F.Sites.push_back(spawnSite(M, T));
      F.Sites.back().ThreadIndex = threadIndex(E);
    }
}
