//===- Certain.cpp - What happens in every run ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An event happens in every call if no way from the entry to an exit avoids
/// its block, and if control certainly gets that far: nothing in the blocks
/// that can come before may wait, throw, leave the program or loop for ever.
/// A counting loop with known bounds ends, and its body runs if the bounds
/// say so; `for (I = 0; I < 1000; ++I) ++Counter;` is where most races of
/// beginners live.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Certain.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

CertainEvents::CertainEvents(const Values &V)
    : V(V), Back(V.program().M.Functions.size()) {}

/// May \p At wait for another thread, or not come back at all?
bool CertainEvents::waits(EventRef At) {
  const Event &E = V.program().M[At];
  if (std::holds_alternative<Call>(E) || std::holds_alternative<OnceOp>(E)) {
    const auto *Once = std::get_if<OnceOp>(&E);
    if (Once && Once->Op != OnceOp::OpKind::Call)
      return false;
    llvm::ArrayRef<Callee> To = V.pointers().callees(At);
    if (To.empty() || V.pointers().isUnresolved(At))
      return true;
    return llvm::any_of(To,
                        [&](const Callee &C) { return !comesBack(C.Func); });
  }
  return std::holds_alternative<Join>(E) || std::holds_alternative<Wait>(E) ||
         std::holds_alternative<SemaphoreOp>(E) ||
         std::holds_alternative<BarrierOp>(E) ||
         std::holds_alternative<LatchOp>(E) ||
         std::holds_alternative<FutureOp>(E) ||
         std::holds_alternative<QueueOp>(E) ||
         std::holds_alternative<Havoc>(E) || std::holds_alternative<Throw>(E) ||
         std::holds_alternative<ProcessOp>(E) ||
         std::holds_alternative<Suspend>(E) ||
         std::holds_alternative<Assume>(E) ||
         std::holds_alternative<TeamBarrier>(E) ||
         (std::holds_alternative<ThreadOp>(E) &&
          std::get<ThreadOp>(E).Op == ThreadOp::OpKind::Exit);
}

/// The loop's test lets it in when it is reached from outside.
bool CertainEvents::isLoopEntered(FuncId F, uint32_t Header) const {
  const Body &B = *V.program().M[F].Definition;
  const Cfg &G = V.cfg(F);
  const Terminator &Term = B.Blocks[Header].Term;
  if (Term.Kind != TerminatorKind::Branch)
    return Term.Succs.size() == 1 && G.inCycle(Header, index(Term.Succs[0]));
  const ValueTable &T = V.table();
  const Value &Cond = T[V.condition(F, Header)];
  if (Cond.Kind != ValueKind::Binary)
    return false;
  const Induction *Loop = V.induction(Cond.A);
  if (!Loop || Loop->Bound != Cond.B)
    return false;
  std::optional<int64_t> Start = T.asInt(Loop->Start),
                         Bound = T.asInt(Loop->Bound);
  if (!Start || !Bound)
    return false;
  switch (Loop->Op) {
  case BinaryOp::Lt:
    return *Start < *Bound && Loop->Step > 0;
  case BinaryOp::Le:
    return *Start <= *Bound && Loop->Step > 0;
  case BinaryOp::Gt:
    return *Start > *Bound && Loop->Step < 0;
  case BinaryOp::Ge:
    return *Start >= *Bound && Loop->Step < 0;
  default:
    return false;
  }
}

/// Which way a branch goes, where that is known.
std::optional<bool> CertainEvents::taken(FuncId F, uint32_t Block) const {
  std::optional<int64_t> N = V.table().asInt(V.condition(F, Block));
  return N ? std::optional(*N != 0) : std::nullopt;
}

/// Does a counting loop with known bounds have the header?
static bool isBounded(const Values &V, FuncId F, uint32_t Header) {
  const Body &B = *V.program().M[F].Definition;
  const ValueTable &T = V.table();
  if (B.Blocks[Header].Term.Kind != TerminatorKind::Branch)
    return false;
  const Value &Cond = T[V.condition(F, Header)];
  if (Cond.Kind != ValueKind::Binary)
    return false;
  const Induction *Loop = V.induction(Cond.A);
  return Loop && Loop->Bound == Cond.B && T.isKnown(Loop->Bound) &&
         (Loop->Op == BinaryOp::Lt || Loop->Op == BinaryOp::Le
              ? Loop->Step > 0
              : (Loop->Op == BinaryOp::Gt || Loop->Op == BinaryOp::Ge) &&
                    Loop->Step < 0);
}

bool CertainEvents::happens(EventRef At) {
  if (auto It = Known.find(At); It != Known.end())
    return It->second;
  Known[At] = false; // recursion: not sure
  const FuncId F = At.Func;
  const Body &B = *V.program().M[F].Definition;
  const Cfg &G = V.cfg(F);
  const uint32_t Target = index(At.Block);
  if (!G.isReachable(Target))
    return false;
  // Walk from the entry along every way that may be taken; each must come to
  // the target, and none may stop before.
  std::vector<uint32_t> Work{0};
  std::set<uint32_t> Seen{0};
  while (!Work.empty()) {
    const uint32_t Block = Work.back();
    Work.pop_back();
    const BasicBlock &BB = B.Blocks[Block];
    const uint32_t End =
        Block == Target ? At.Index : static_cast<uint32_t>(BB.Events.size());
    for (uint32_t I = 0; I < End; ++I)
      if (waits({F, static_cast<BlockId>(Block), I}))
        return false;
    if (Block == Target)
      continue;
    if (BB.Term.Kind == TerminatorKind::Return ||
        BB.Term.Kind == TerminatorKind::Resume ||
        BB.Term.Kind == TerminatorKind::Unreachable ||
        BB.Term.Kind == TerminatorKind::Indirect)
      return false;
    if (G.isHeader(Block) && !isBounded(V, F, Block) &&
        !(G.inCycle(Block, Target) && isLoopEntered(F, Block)))
      return false;
    const std::optional<bool> Way = taken(F, Block);
    for (uint32_t S = 0; S < BB.Term.Succs.size(); ++S) {
      const uint32_t To = index(BB.Term.Succs[S]);
      if (Way && BB.Term.Kind == TerminatorKind::Branch && (S == 0) != *Way)
        continue;
      if (G.isHeader(Block) && G.inCycle(Block, Target) &&
          !G.inCycle(Block, To) && isLoopEntered(F, Block))
        continue;
      // A round without the target: then perhaps all rounds are.
      if (G.isHeader(To) && G.inCycle(To, Target) && G.inCycle(To, Block) &&
          To != Target)
        return false;
      if (Seen.insert(To).second)
        Work.push_back(To);
    }
  }
  return Known[At] = true;
}

bool CertainEvents::comesBack(FuncId F) {
  uint8_t &Answer = Back[index(F)];
  if (Answer)
    return Answer == 2;
  Answer = 1;
  if (!V.program().M[F].Definition || V.pointers().isRecursive(F))
    return false;
  const Body &B = *V.program().M[F].Definition;
  const Cfg &G = V.cfg(F);
  for (uint32_t Block : G.Order) {
    if (G.isHeader(Block) && !isBounded(V, F, Block))
      return false;
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
      if (waits({F, static_cast<BlockId>(Block), I}))
        return false;
    if (B.Blocks[Block].Term.Kind == TerminatorKind::Unreachable)
      return false;
  }
  Back[index(F)] = 2;
  return true;
}

bool CertainEvents::happens(const CallChain &Chain, EventRef At) {
  for (EventRef Site : Chain)
    if (!happens(Site) || V.pointers().callees(Site).size() != 1)
      return false;
  return happens(At);
}

bool CertainEvents::runsTwice(FuncId F, uint32_t Header) const {
  if (!isLoopEntered(F, Header))
    return false;
  const Induction *Loop = V.induction(V.table()[V.condition(F, Header)].A);
  if (!Loop)
    return false;
  const std::optional<int64_t> Start = V.table().asInt(Loop->Start),
                               Bound = V.table().asInt(Loop->Bound);
  return Start && Bound && *Start + Loop->Step < *Bound &&
         Loop->Op == BinaryOp::Lt;
}

bool CertainEvents::startsAtLeastTwo(const CallChain &Way) {
  // One step of the way is in a counting loop that runs at least twice.
  for (EventRef At : Way) {
    const Cfg &G = V.cfg(At.Func);
    for (uint32_t Header : G.Order)
      if (G.isHeader(Header) && G.inCycle(Header, index(At.Block)) &&
          runsTwice(At.Func, Header))
        return true;
  }
  return false;
}
