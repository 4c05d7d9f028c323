//===- Teams.cpp - Where the threads of an OpenMP team are ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Teams.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// May a barrier be passed in the function, or in what it calls?
bool TeamFlow::hasBarrier(FuncId F) {
  auto [It, IsNew] = Barrier.try_emplace(F, false);
  if (!IsNew || !V.program().M[F].Definition)
    return It->second;
  // Recursion: known by the time the component is through, since what calls
  // itself and passes a barrier has the barrier somewhere.
  bool Found = false;
  std::vector<FuncId> Work{F};
  std::set<FuncId> Seen{F};
  while (!Work.empty() && !Found) {
    const FuncId Here = Work.back();
    Work.pop_back();
    V.forEachEvent(Here, [&](EventRef At) {
      const Event &E = V.program().M[At];
      Found |= std::holds_alternative<TeamBarrier>(E);
      if (!std::holds_alternative<Spawn>(E))
        for (const Callee &To : V.pointers().callees(At))
          if (V.program().M[To.Func].Definition && Seen.insert(To.Func).second)
            Work.push_back(To.Func);
    });
  }
  return Barrier[F] = Found;
}

TeamFlow::Points TeamFlow::after(EventRef At, Points Before) {
  const Event &E = V.program().M[At];
  if (std::holds_alternative<TeamBarrier>(E))
    return {At};
  if (std::holds_alternative<Spawn>(E))
    return Before;
  Points Out;
  bool Any = false, Through = false;
  for (const Callee &To : V.pointers().callees(At)) {
    Any = true;
    if (!hasBarrier(To.Func)) {
      Through = true;
      continue;
    }
    const Points &Inner = atReturn(To.Func);
    for (EventRef Point : Inner)
      if (Point == Entry)
        Through = true;
      else
        Out.insert(Point);
  }
  if (!Any || Through || V.pointers().isUnresolved(At))
    Out.insert(Before.begin(), Before.end());
  return Out;
}

const TeamFlow::Points &TeamFlow::atReturn(FuncId F) {
  flow(F);
  return Flows[F].Return;
}

/// A function that calls itself may have passed any barrier, or none.
void TeamFlow::passRecursion(FuncId F) {
  Points All{Entry};
  const uint32_t Component = V.pointers().componentOf(F);
  for (uint32_t I = 0; I < V.program().M.Functions.size(); ++I) {
    const auto Other = static_cast<FuncId>(I);
    if (V.program().M[Other].Definition &&
        V.pointers().componentOf(Other) == Component)
      V.forEachEvent(Other, [&](EventRef At) {
        if (std::holds_alternative<TeamBarrier>(V.program().M[At]))
          All.insert(At);
        for (const Callee &To : V.pointers().callees(At))
          if (V.program().M[To.Func].Definition &&
              V.pointers().componentOf(To.Func) != Component &&
              hasBarrier(To.Func)) {
            const Points &Inner = atReturn(To.Func);
            All.insert(Inner.begin(), Inner.end());
          }
      });
  }
  Facts &Again = Flows[F];
  Again.Return = All;
  for (Points &P : Again.Blocks)
    P = All;
}

void TeamFlow::flow(FuncId F) {
  Facts &Mine = Flows[F];
  if (Mine.Done)
    return;
  Mine.Done = true; // recursion: what is found so far, see below
  const Body &B = *V.program().M[F].Definition;
  const Cfg &G = V.cfg(F);
  Mine.Blocks.resize(B.Blocks.size());
  if (V.pointers().isRecursive(F)) {
    passRecursion(F);
    return;
  }
  Mine.Blocks[0] = {Entry};
  bool Changed = true;
  while (Changed) {
    Changed = false;
    for (uint32_t Block : G.Order) {
      Points Now = Flows[F].Blocks[Block];
      Points Thrown = Now;
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        Now = after({F, static_cast<BlockId>(Block), I}, std::move(Now));
        Thrown.insert(Now.begin(), Now.end());
      }
      if (B.Blocks[Block].Term.Kind == TerminatorKind::Return)
        Flows[F].Return.insert(Now.begin(), Now.end());
      for (const CfgEdge &E : G.Succs[Block]) {
        Points &Next = Flows[F].Blocks[E.To];
        const size_t Size = Next.size();
        const Points &From = E.IsUnwind ? Thrown : Now;
        Next.insert(From.begin(), From.end());
        Changed |= Next.size() != Size;
      }
    }
  }
}

TeamFlow::Points TeamFlow::before(EventRef At) {
  if (!hasBarrier(At.Func))
    return {Entry};
  flow(At.Func);
  Points Now = Flows[At.Func].Blocks[index(At.Block)];
  if (V.pointers().isRecursive(At.Func))
    return Now;
  for (uint32_t I = 0; I < At.Index; ++I)
    Now = after({At.Func, At.Block, I}, std::move(Now));
  return Now;
}

std::set<EventRef> TeamFlow::lastBarriers(llvm::ArrayRef<EventRef> Way) {
  Points Out = before(Way.back());
  for (size_t I = Way.size() - 1; I-- > 0 && Out.erase(Entry);) {
    const Points Outside = before(Way[I]);
    Out.insert(Outside.begin(), Outside.end());
  }
  return Out;
}

/// Can control come from behind \p From to the start of event \p To, or to the
/// function's end if \p To is nothing, without a barrier?
bool TeamFlow::comesThrough(EventRef From, std::optional<EventRef> To) {
  const Body &B = *V.program().M[From.Func].Definition;
  const Cfg &G = V.cfg(From.Func);
  auto Passes = [&](uint32_t Block, uint32_t First, uint32_t End) {
    for (uint32_t I = First; I < End; ++I)
      if (!after({From.Func, static_cast<BlockId>(Block), I}, {Entry})
               .count(Entry))
        return false;
    return true;
  };
  auto Size = [&](uint32_t Block) {
    return static_cast<uint32_t>(B.Blocks[Block].Events.size());
  };
  std::vector<uint32_t> Work;
  std::set<uint32_t> Seen;
  if (Passes(index(From.Block), From.Index + 1, Size(index(From.Block))))
    Work.push_back(index(From.Block));
  while (!Work.empty()) {
    const uint32_t Block = Work.back();
    Work.pop_back();
    if (!To && G.Succs[Block].empty())
      return true;
    for (const CfgEdge &E : G.Succs[Block]) {
      if (!Seen.insert(E.To).second)
        continue;
      if (To && E.To == index(To->Block) && Passes(E.To, 0, To->Index))
        return true;
      if (Passes(E.To, 0, Size(E.To)))
        Work.push_back(E.To);
    }
  }
  return false;
}

bool TeamFlow::barrierBetween(llvm::ArrayRef<EventRef> Way, size_t N) {
  for (size_t Step = N + 1; Step-- > 0;) {
    const EventRef At = Way[Step];
    if (V.pointers().isRecursive(At.Func) || comesThrough(At, At))
      return false;
    // Whoever leaves the function and comes back passes a barrier in it.
    if (!before(At).count(Entry) || !comesThrough(At, std::nullopt))
      return true;
  }
  return true;
}

/// \p Open are the marks of regions that are open before \p At; then, behind
/// it.
static void passMark(const Module &M, EventRef At,
                     std::vector<EventRef> &Open) {
  const auto *R = std::get_if<ParallelRegion>(&M[At]);
  if (!R)
    return;
  switch (R->Op) {
  case ParallelRegion::OpKind::BeginFor:
  case ParallelRegion::OpKind::BeginSections:
  case ParallelRegion::OpKind::BeginSection:
  case ParallelRegion::OpKind::BeginSingle:
  case ParallelRegion::OpKind::BeginMaster:
  case ParallelRegion::OpKind::BeginOrdered:
    Open.push_back(At);
    return;
  case ParallelRegion::OpKind::EndFor:
  case ParallelRegion::OpKind::EndSections:
  case ParallelRegion::OpKind::EndSection:
  case ParallelRegion::OpKind::EndSingle:
  case ParallelRegion::OpKind::EndMaster:
  case ParallelRegion::OpKind::EndOrdered:
    if (!Open.empty())
      Open.pop_back();
    return;
  default:
    return;
  }
}

/// [block of \p F] the marks that are open where it begins.
std::vector<std::vector<EventRef>> TeamFlow::openMarks(FuncId F) const {
  const Module &M = V.program().M;
  const Body &B = *M[F].Definition;
  const Cfg &G = V.cfg(F);
  std::vector<std::vector<EventRef>> Blocks(B.Blocks.size());
  std::vector<bool> Seen(B.Blocks.size());
  std::vector<uint32_t> Work{0};
  Seen[0] = true;
  while (!Work.empty()) {
    const uint32_t Block = Work.back();
    Work.pop_back();
    std::vector<EventRef> Now = Blocks[Block];
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
      passMark(M, {F, static_cast<BlockId>(Block), I}, Now);
    for (const CfgEdge &E : G.Succs[Block]) {
      // Regions are entered and left at one place, but for exceptions: what
      // both ways are in is what counts.
      std::vector<EventRef> Next = Now;
      if (Seen[E.To]) {
        const std::vector<EventRef> &Old = Blocks[E.To];
        size_t Same = 0;
        while (Same < Old.size() && Same < Next.size() &&
               Old[Same] == Next[Same])
          ++Same;
        if (Same == Old.size())
          continue;
        Next.resize(Same);
      }
      Seen[E.To] = true;
      Blocks[E.To] = std::move(Next);
      Work.push_back(E.To);
    }
  }
  return Blocks;
}

std::vector<EventRef> TeamFlow::marks(EventRef At) {
  auto [It, IsNew] = Open.try_emplace(At.Func);
  if (IsNew)
    It->second = openMarks(At.Func);
  std::vector<EventRef> Now = It->second[index(At.Block)];
  for (uint32_t I = 0; I < At.Index; ++I)
    passMark(V.program().M, {At.Func, At.Block, I}, Now);
  return Now;
}

std::vector<EventRef> TeamFlow::dividedLoops(EventRef Mark) {
  std::vector<EventRef> Out;
  V.forEachEvent(Mark.Func, [&](EventRef At) {
    if (!std::holds_alternative<IterationPartition>(V.program().M[At]))
      return;
    const std::vector<EventRef> Around = marks(At);
    if (!Around.empty() && Around.back() == Mark)
      Out.push_back(At);
  });
  const Body &B = *V.program().M[Mark.Func].Definition;
  const Cfg &G = V.cfg(Mark.Func);
  llvm::sort(Out, [&](EventRef L, EventRef R) {
    return L != R &&
           G.inCycle(index(B[L.Block].Term.Succs.front()), index(R.Block));
  });
  return Out;
}
