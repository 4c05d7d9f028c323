//===- HowMany.cpp - Counting threads and events --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "analyzer/Checks/HowMany.h"

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

HowMany::HowMany(const Analyses &A)
    : A(A), M(A.P.M), V(A.LockTable.contexts().values()) {}

bool HowMany::knowsAllThreads() const {
  bool Known = true;
  forEachUserEvent(M, [&](EventRef At) {
    if (std::holds_alternative<Spawn>(M[At]))
      Known = Known && !A.Pointers.isUnresolved(At) &&
              !A.Pointers.callees(At).empty();
  });
  return Known;
}

static std::optional<int64_t> product(std::optional<int64_t> L,
                                      std::optional<int64_t> R) {
  constexpr int64_t Most = 1'000'000'000;
  if (!L || !R || *L > Most || *R > Most)
    return std::nullopt;
  return *L * *R;
}

std::optional<int64_t> HowMany::threads(ThreadId Id) const {
  const AbstractThread &T = A.ThreadTable[Id];
  if (T.Origin == ThreadOrigin::Main)
    return 1;
  if (T.Origin != ThreadOrigin::Spawned || !valid(T.Parent))
    return std::nullopt;
  std::optional<int64_t> N = threads(T.Parent);
  for (EventRef Site : T.SpawnChain) {
    N = product(N, rounds(Site));
    if (A.Pointers.isRecursive(Site.Func))
      return std::nullopt;
  }
  return product(N, rounds(T.Spawn));
}

std::optional<int64_t> HowMany::times(ThreadId Id, EventRef At) const {
  std::set<FuncId> Busy;
  return product(calls(Id, At.Func, Busy), rounds(At));
}

std::optional<int64_t> HowMany::calls(ThreadId Id, FuncId F,
                                      std::set<FuncId> &Busy) const {
  const AbstractThread &T = A.ThreadTable[Id];
  if (!Busy.insert(F).second)
    return std::nullopt;
  std::optional<int64_t> N = llvm::is_contained(T.Entries, F) ? 1 : 0;
  for (EventRef Site : A.Pointers.callersOf(F)) {
    if (!std::holds_alternative<Call>(M[Site]) ||
        !llvm::is_contained(A.ThreadTable.executing(Site.Func), Id))
      continue;
    std::optional<int64_t> More =
        product(calls(Id, Site.Func, Busy), rounds(Site));
    if (!N || !More)
      return std::nullopt;
    N = *N + *More;
  }
  Busy.erase(F);
  return N;
}

std::optional<int64_t> HowMany::rounds(EventRef At) const {
  const Body &B = *M[At.Func].Definition;
  std::optional<int64_t> N = 1;
  for (LoopId L = B[At.Block].Loop; valid(L) && N; L = B[L].Parent)
    N = product(N, rounds(At.Func, L));
  // A cycle of gotos.
  if (!valid(B[At.Block].Loop) && V.cfg(At.Func).runsAgain(index(At.Block)))
    return std::nullopt;
  return N;
}

std::optional<int64_t> HowMany::rounds(FuncId F, LoopId L) const {
  const ValueTable &T = V.table();
  const Body &B = *M[F].Definition;
  const BlockId Header = B[L].Header;
  if (!valid(Header) || B[Header].Term.Kind != TerminatorKind::Branch)
    return std::nullopt;
  const Value &Cond = T[V.condition(F, index(Header))];
  if (Cond.Kind != ValueKind::Binary)
    return std::nullopt;
  const Induction *Loop = V.induction(Cond.A);
  if (!Loop || Loop->Bound != Cond.B || !Loop->Step)
    return std::nullopt;
  std::optional<int64_t> Start = T.asInt(Loop->Start),
                         Bound = T.asInt(Loop->Bound);
  if (!Start || !Bound)
    return std::nullopt;
  int64_t Way = Loop->Step > 0 ? *Bound - *Start : *Start - *Bound;
  const int64_t Step = Loop->Step > 0 ? Loop->Step : -Loop->Step;
  switch (Loop->Op) {
  case BinaryOp::Le:
  case BinaryOp::Ge:
    ++Way;
    break;
  case BinaryOp::Lt:
  case BinaryOp::Gt:
  case BinaryOp::Ne:
    break;
  default:
    return std::nullopt;
  }
  return Way <= 0 ? 0 : (Way + Step - 1) / Step;
}

/// Something that other threads take notice of.
static bool isConcurrent(const Event &E) {
  return std::holds_alternative<Spawn>(E) || std::holds_alternative<Join>(E) ||
         std::holds_alternative<SemaphoreOp>(E) ||
         std::holds_alternative<BarrierOp>(E) ||
         std::holds_alternative<LatchOp>(E);
}

/// Does each round of \p L, and it has all of them, come to \p Block?
static bool isInEachRound(const Body &B, LoopId L, BlockId Block) {
  const BlockId Header = B[L].Header;
  if (Block == Header)
    return true;
  for (uint32_t I = 0; I < B.Blocks.size(); ++I)
    if (BlockId{I} != Header && isInLoop(B, BlockId{I}, L) &&
        llvm::any_of(B.Blocks[I].Term.Succs,
                     [&](BlockId To) { return !isInLoop(B, To, L); }))
      return false; // a break
  return !reachableFrom(B, Header, [&](BlockId Here) {
    return Here != Block && Here != Header && isInLoop(B, Here, L);
  })[index(Header)];
}

bool HowMany::isEveryTime(EventRef At) const {
  const Body &B = *M[At.Func].Definition;
  BlockId Target = At.Block;
  for (LoopId L = B[At.Block].Loop; valid(L); L = B[L].Parent) {
    if (!isInEachRound(B, L, At.Block))
      return false;
    Target = B[L].Header;
  }
  // Ways around it; the second half says whether the way did anything that
  // others take notice of. (A way that only prints a usage counts for nothing.)
  std::set<std::pair<BlockId, bool>> Seen;
  std::vector<std::pair<BlockId, bool>> Work{{BlockId{0}, false}};
  while (!Work.empty()) {
    auto [Here, Concurrent] = Work.back();
    Work.pop_back();
    if (Here == Target || !Seen.insert({Here, Concurrent}).second)
      continue;
    Concurrent |= llvm::any_of(B[Here].Events, isConcurrent);
    if (B[Here].Term.Kind == TerminatorKind::Return && Concurrent)
      return false;
    for (BlockId Succ : B[Here].Term.Succs)
      Work.push_back({Succ, Concurrent});
  }
  return true;
}

bool HowMany::isEveryTime(ThreadId Id, EventRef At) const {
  if (!isEveryTime(At))
    return false;
  const Contexts &All = A.LockTable.contexts();
  for (uint32_t Ctx : All.of(At.Func))
    if (All[Ctx].Thread == Id)
      for (EventRef Site : All.chain(Ctx))
        if (!isEveryTime(Site))
          return false;
  const AbstractThread &T = A.ThreadTable[Id];
  for (EventRef Site : T.SpawnChain)
    if (!isEveryTime(Site))
      return false;
  return !valid(T.Spawn.Func) || isEveryTime(T.Spawn);
}
