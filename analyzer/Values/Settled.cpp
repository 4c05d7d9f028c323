//===- Settled.cpp - Memory that is left alone once threads run -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Settled.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Settled.h"

#include "analyzer/Model/Walk.h"

using namespace heddle;

static bool isSpawn(const Program &P, EventRef At) {
  return std::holds_alternative<Spawn>(P.M[At]);
}

bool SettledMemory::mayStart(EventRef At) const {
  if (isSpawn(P, At))
    return true;
  for (const Callee &To : Pointers.callees(At))
    if (Starts[index(To.Func)])
      return true;
  return false;
}

void SettledMemory::findStarters() {
  for (const std::vector<FuncId> &Component : Pointers.bottomUp()) {
    bool Any = false;
    for (FuncId F : Component)
      if (P.M[F].Definition)
        forEachEvent(P.M, F, [&](EventRef At) { Any |= mayStart(At); });
    for (FuncId F : Component)
      Starts[index(F)] = Any;
  }
}

/// All that started threads run happens late.
void SettledMemory::visitThreads(
    llvm::function_ref<void(EventRef)> AddWritten) {
  std::vector<FuncId> Work;
  auto Enter = [&](EventRef Site) {
    for (const Callee &To : Pointers.callees(Site))
      if (!FromThreads[index(To.Func)]) {
        FromThreads[index(To.Func)] = true;
        Work.push_back(To.Func);
      }
  };
  for (uint32_t F = 0; F < P.M.Functions.size(); ++F)
    if (P.M.Functions[F].Definition)
      forEachEvent(P.M, FuncId{F}, [&](EventRef At) {
        if (isSpawn(P, At))
          Enter(At);
      });
  while (!Work.empty()) {
    const FuncId F = Work.back();
    Work.pop_back();
    if (P.M[F].Definition)
      forEachEvent(P.M, F, [&](EventRef At) {
        AddWritten(At);
        Enter(At);
      });
  }
}

/// What else runs happens late where a start may have come before.
void SettledMemory::visitMain(llvm::function_ref<void(EventRef)> AddWritten) {
  std::vector<bool> Behind(P.M.Functions.size()); // entered after a start
  std::vector<FuncId> Work;
  auto Enter = [&](FuncId F, bool IsLate) {
    if (FromMain[index(F)] && (!IsLate || Behind[index(F)]))
      return;
    FromMain[index(F)] = true;
    Behind[index(F)] = Behind[index(F)] || IsLate;
    Work.push_back(F);
  };
  // Roots: main, initialisers, and whatever nobody is seen to call.
  for (uint32_t I = 0; I < P.M.Functions.size(); ++I) {
    const auto F = static_cast<FuncId>(I);
    if (F == P.Main || (!FromThreads[I] && Pointers.callersOf(F).empty()))
      Enter(F, false);
  }
  while (!Work.empty()) {
    const FuncId F = Work.back();
    Work.pop_back();
    if (!P.M[F].Definition)
      continue;
    const Body &B = *P.M[F].Definition;
    std::vector<uint32_t> Blocks{0};
    std::vector<int> State(B.Blocks.size(), -1); // -1 not seen, 1 late
    State[0] = Behind[index(F)];
    while (!Blocks.empty()) {
      const uint32_t Block = Blocks.back();
      Blocks.pop_back();
      bool IsLate = State[Block] == 1;
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const EventRef At{F, static_cast<BlockId>(Block), I};
        if (IsLate)
          AddWritten(At);
        if (!isSpawn(P, At))
          for (const Callee &To : Pointers.callees(At))
            Enter(To.Func, IsLate);
        IsLate |= mayStart(At);
      }
      auto Go = [&](BlockId To) {
        if (!valid(To) || State[index(To)] >= int(IsLate))
          return;
        State[index(To)] = IsLate;
        Blocks.push_back(index(To));
      };
      for (BlockId To : B.Blocks[Block].Term.Succs)
        Go(To);
      Go(B.Blocks[Block].Unwind);
    }
  }
}

SettledMemory::SettledMemory(const Program &P, const PointsTo &Pointers,
                             llvm::function_ref<void(EventRef)> AddWritten)
    : P(P), Pointers(Pointers), Starts(P.M.Functions.size()),
      FromThreads(Starts.size()), FromMain(Starts.size()), Late(Starts.size()) {
  if (!valid(P.Main))
    return;
  findStarters();
  visitThreads(AddWritten);
  visitMain(AddWritten);
  for (size_t F = 0; F < Late.size(); ++F)
    Late[F] = FromThreads[F] && !FromMain[F];
}
