//===- OwnObject.cpp - Each thread has an object of its own
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An absolute address knows whose variable or allocation it starts from. Two
/// accesses to an object that one and the same thread made can collide only
/// within what that thread has started: a worker's local buffer is no matter
/// between workers, even where points-to sees one object for all of them.
///
/// What was made for each thread at its start (an argument allocated in the
/// loop that spawns, the copy that std::thread keeps of a closure) is each
/// thread's own, too.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Distinct.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

EventRef heddle::spawnStepIn(const Threads &Table, ThreadId Id, FuncId F) {
  const AbstractThread &T = Table[Id];
  for (EventRef At : T.SpawnChain)
    if (At.Func == F)
      return At;
  return T.Spawn.Func == F ? T.Spawn : EventRef();
}

bool heddle::reachesWithout(const Cfg &G, uint32_t From, uint32_t To,
                            uint32_t Avoid) {
  std::vector<uint32_t> Work{From};
  std::set<uint32_t> Seen;
  while (!Work.empty()) {
    const uint32_t Block = Work.back();
    Work.pop_back();
    for (const CfgEdge &E : G.Succs[Block]) {
      if (E.To == Avoid || !Seen.insert(E.To).second)
        continue;
      if (E.To == To)
        return true;
      Work.push_back(E.To);
    }
  }
  return false;
}

bool heddle::renewedBetween(const Cfg &G, EventRef Made, EventRef Step) {
  if (Made.Func != Step.Func)
    return false;
  const uint32_t From = index(Step.Block), By = index(Made.Block);
  if (!G.dominates(By, From) || (By == From && Made.Index > Step.Index))
    return false;
  return By == From || !reachesWithout(G, From, From, By);
}

/// Is the variable at \p Root a temporary that the library copies for the
/// thread it starts at \p Spawn?
static bool isCopiedForThread(const RefuterContext &C, const Value &Root,
                              const AbstractThread &T) {
  if (T.Kind == ThreadKind::Pthread || T.Kind == ThreadKind::C11Thread ||
      Root.Kind != ValueKind::Local || Root.Func != T.Spawn.Func)
    return false;
  const Body &B = *C.P.M[Root.Func].Definition;
  if (B[Root.Local].Kind != LocalKind::Temporary)
    return false;
  const auto &S = std::get<Spawn>(C.P.M[T.Spawn]);
  auto Names = [&](TermId Id) {
    return valid(Id) && B[Id].Kind == TermKind::AddressOf &&
           MemoryEffects::rootLocal(B, B[Id].P) == Root.Local;
  };
  return Names(S.Target) || llvm::any_of(S.Args, Names);
}

/// Does each instance of \p Id, a child of the owner, get an object of its
/// own?
static bool madeForEach(const RefuterContext &C, const Value &Root,
                        ThreadId Id) {
  const AbstractThread &T = C.Table[Id];
  if (Root.Kind == ValueKind::Cell) {
    const MemObject &O = C.Pointers[C.Pointers.objectOf(Root.Cell)];
    return O.Kind == ObjectKind::Argument && O.Site == T.Spawn;
  }
  if (isCopiedForThread(C, Root, T))
    return true;
  // A team is started by one spawn, and shares what was made for that.
  if ((Root.Kind != ValueKind::Fresh && Root.Kind != ValueKind::Inner) ||
      T.Role == TeamRole::Team)
    return false;
  const EventRef Step = spawnStepIn(C.Table, Id, Root.At.Func);
  return valid(Step.Func) && renewedBetween(C.V.cfg(Step.Func), Root.At, Step);
}

std::optional<Refutation> heddle::refuteOwnObject(const RefuterContext &C,
                                                  const AccessClass &A,
                                                  const AccessClass &B) {
  const Value &RA = C.T[C.T.root(A.Address)], &RB = C.T[C.T.root(B.Address)];
  const ThreadId TA = A.Shown.Thread, TB = B.Shown.Thread;
  auto Owned = [](const Value &R) {
    return (R.Kind == ValueKind::Local || R.Kind == ValueKind::Fresh ||
            R.Kind == ValueKind::Global) &&
           R.Owner != UINT32_MAX;
  };
  // A copy that the library made for this very thread.
  if (TA == TB && C.T.root(A.Address) == C.T.root(B.Address) &&
      valid(C.Table[TA].Spawn.Func) && madeForEach(C, RA, TA))
    return Refutation{
        true,
        {"each " + C.nameOf(TA) + " is started with an object of its own"}};
  if (!Owned(RA) || !Owned(RB))
    return std::nullopt;
  if (RA.Owner != RB.Owner)
    return Refutation{true,
                      {C.position(A.Shown.At) + " and " +
                       C.position(B.Shown.At) +
                       " touch objects that different threads made"}};
  const auto Owner = static_cast<ThreadId>(RA.Owner);
  if (!C.Table.mayBeParallel(TA, A.Facts->Running, TB, B.Facts->Running, Owner))
    return Refutation{
        true, {"each " + C.nameOf(Owner) + " has an object of its own"}};
  return std::nullopt;
}
