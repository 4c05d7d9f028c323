//===- RaceStory.cpp - Telling a race: which and where --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Choosing the pair and the kind, and building the sites. The words are in
/// RaceWords.cpp.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <set>
#include <tuple>

using namespace heddle;

static bool sameLock(const LockUse &L, const LockUse &R) {
  if (L.Unique && R.Unique)
    return L.Cell == R.Cell;
  return L.Cell == R.Cell && L.Name == R.Name;
}

static bool holds(const GuardedAccess &A, const LockUse &Lock) {
  return llvm::any_of(A.Held, [&](const LockUse &Held) {
    return Held.Must && sameLock(Held, Lock);
  });
}

const LockUse *heddle::sharedLockOf(const GuardedAccess &A) {
  for (const LockUse &L : A.Held)
    if (L.Must && L.Mode == LockMode::Shared)
      return &L;
  return nullptr;
}

bool heddle::writesAsReader(const GuardedAccess &A,
                            const GuardedAccess &Other) {
  const LockUse *Lock = sharedLockOf(A);
  return Lock && A.isWrite() && holds(Other, *Lock);
}

RaceStory::RaceStory(const CheckContext &Context, const RaceGroup &Group)
    : Context(Context), A(*Context.A), M(Context.P.M), Group(Group) {
  choose();
  Kind = classify();
}

void heddle::forEachRace(const CheckContext &Context, RaceKind Kind,
                         llvm::function_ref<void(const RaceStory &)> Tell) {
  for (const RaceGroup &Group : Context.A->Races) {
    RaceStory Story(Context, Group);
    if (Story.kind() == Kind)
      Tell(Story);
  }
}

/// The lock that exactly one of a pair holds and that is the usual one.
const GuardedBy *RaceStory::missingGuard(const RaceCandidate &C) const {
  for (const GuardedBy &G : Group.Guards)
    if (holds(Group.Accesses[C.First], G.Lock) !=
        holds(Group.Accesses[C.Second], G.Lock))
      return &G;
  return nullptr;
}

bool heddle::endsByCall(const Module &M, const GuardedAccess &Access) {
  return std::holds_alternative<SyncObject>(M[Access.At]);
}

/// Does a local variable die in one of the two accesses?
bool RaceStory::isEndOfLife(const RaceCandidate &C) const {
  if (Group.Object.Root.Kind != ObjectKind::Local)
    return false;
  return llvm::any_of(llvm::ArrayRef{C.First, C.Second}, [&](uint32_t I) {
    return Group.Accesses[I].Kind == AccessKind::Destroy &&
           !endsByCall(M, Group.Accesses[I]);
  });
}

/// Is \p Access what decides whether a loop goes on, and nothing else?
bool RaceStory::isLoopCondition(const GuardedAccess &Access) const {
  if (Access.Kind != AccessKind::Read || Access.isAtomic() || !valid(Access.P))
    return false;
  const Body &B = *M[Access.At.Func].Definition;
  const BasicBlock &Block = B[Access.At.Block];
  auto IsInside = [&](BlockId Succ) { return isInLoop(B, Succ, Block.Loop); };
  if (!valid(Block.Loop) || Block.Term.Kind != TerminatorKind::Branch ||
      llvm::all_of(Block.Term.Succs, IsInside))
    return false;
  PlaceKeys Keys(M, Access.At.Func);
  return Keys.condition(Block.Term.Cond).Key == Keys.key(Access.P);
}

void RaceStory::choose() {
  // Best first: what a lock can mend, then the more believed, then one with a
  // guarded side, which shows what the other side lacks.
  Pair = &*llvm::min_element(
      Group.Candidates, [&](const RaceCandidate &L, const RaceCandidate &R) {
        auto Rank = [&](const RaceCandidate &C) {
          return std::tuple(isEndOfLife(C), -static_cast<int>(C.Belief),
                            !missingGuard(C), &C);
        };
        return Rank(L) < Rank(R);
      });
  First = &Group.Accesses[Pair->First];
  Second = &Group.Accesses[Pair->Second];
  if (First == Second) {
    // Two instances of one thread: told apart by the address.
    Again = *Second;
    Second = &Again;
  }
  Guard = missingGuard(*Pair);
  // The one to repair first: without the lock, a reader that writes, a loop.
  bool Swap = false;
  if (Guard)
    Swap = holds(*First, Guard->Lock);
  else if (writesAsReader(*Second, *First))
    Swap = !writesAsReader(*First, *Second);
  else
    Swap = isLoopCondition(*Second) && !isLoopCondition(*First);
  if (Swap)
    std::swap(First, Second);
}

std::string RaceStory::cause() const {
  const SharedObject &O = Group.Object;
  // A member of many objects that the same two functions touch is one fault,
  // however many objects there are.
  if (valid(O.Owner)) {
    std::string Pair[] = {displayName(M, First->At.Func),
                          displayName(M, Second->At.Func)};
    llvm::sort(Pair);
    return M[O.Owner].Usr + "." + O.Name + "|" + Pair[0] + "|" + Pair[1];
  }
  switch (O.Root.Kind) {
  case ObjectKind::Global:
    return M[O.Root.Global].Usr + "." + O.Name;
  case ObjectKind::Local:
    return localCause(M, O.Root.Func, O.Name);
  default:
    break;
  }
  if (valid(O.Root.Site.Func))
    return localCause(M, O.Root.Site.Func, O.Name);
  return O.Name + "|" + displayName(M, First->At.Func);
}

Site RaceStory::accessSite(SiteRole Role, const GuardedAccess &Access) const {
  Site S = siteAt(M, Role, Access.At, "");
  S.Thread =
      threadName(M, A.ThreadTable[Access.Thread], Access.Chain, Access.At);
  // Two instances of one abstract thread are two threads to a reader.
  S.ThreadIndex = &Access == First ? 0 : 1;
  S.Write = Access.isWrite();
  S.Stack = stackOf(M, Access.Chain, Access.At);
  S.Held = heldLocks(M, Access.Held);
  if (Role == SiteRole::Primary)
    S.Label = "in " + thread(Access) + ", " + holding(Access);
  else
    S.Message =
        thread(Access) + " " + verb(Access) + " it here, " + holding(Access);
  return S;
}

void RaceStory::addSpawns(Finding &F) const {
  std::set<ThreadId> Told;
  for (const GuardedAccess *Access : {First, Second}) {
    const AbstractThread &T = A.ThreadTable[Access->Thread];
    if (!valid(T.Spawn.Func) || !Told.insert(Access->Thread).second)
      continue;
    Site S = spawnSite(M, T);
    S.ThreadIndex = Access == First ? 0 : 1;
    F.Sites.push_back(std::move(S));
  }
}

/// Accesses that collide too and are not among the sites.
uint32_t RaceStory::countMore(const Finding &F) const {
  std::set<SourceSpan> Spans;
  for (const RaceCandidate &C : Group.Candidates)
    for (uint32_t I : {C.First, C.Second})
      Spans.insert(makeSpan(M, Group.Accesses[I].At));
  for (const Site &S : F.Sites)
    Spans.erase(S.Span);
  Spans.erase(SourceSpan());
  return Spans.size();
}

Finding RaceStory::begin() const {
  Finding F;
  F.Object = Group.Object.Name;
  F.Belief = Pair->Belief;
  F.Reasons = Pair->Reasons;
  F.Cause = cause();
  const MemObject &Root = Group.Object.Root;
  if (Root.Kind == ObjectKind::Local)
    F.Explains.push_back(localFault(M, Root.Func, Root.Local));
  if (Root.Kind == ObjectKind::Global)
    F.Explains.push_back(globalFault(M, Root.Global));
  // Where the program's own attributes demand a lock, at the access or at a
  // call on the way to it, their violation is the fault.
  for (const GuardedAccess *Access : {First, Second}) {
    F.ConsequenceOf.push_back(demandFault(M, Access->At));
    for (EventRef Site : Access->Chain)
      F.ConsequenceOf.push_back(demandFault(M, Site));
    const Function &Func = M[Access->At.Func];
    if (Func.Kind == FunctionKind::Constructor ||
        Func.Kind == FunctionKind::Destructor)
      F.ConsequenceOf.push_back(lifeFault(M, Func.Parent));
  }
  F.Sites.push_back(accessSite(SiteRole::Primary, *First));
  F.Sites.push_back(accessSite(SiteRole::OtherAccess, *Second));
  addSpawns(F);
  if (Group.Object.Declared.Line)
    F.Sites.push_back(declarationSite(M, Group.Object.Declared,
                                      object() + " is declared here"));
  F.MoreSites = countMore(F);
  return F;
}
