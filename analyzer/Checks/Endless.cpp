//===- Endless.cpp - What never comes to an end ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Endless.h"

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Model/Walk.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <vector>

using namespace heddle;

static bool ends(const Event &E) {
  if (const auto *T = std::get_if<ThreadOp>(&E))
    return T->Op == ThreadOp::OpKind::Exit;
  return std::holds_alternative<ProcessOp>(E) ||
         std::holds_alternative<Throw>(E);
}

EndlessLoops::EndlessLoops(const Analyses &A) : A(A), M(A.P.M) {
  for (uint32_t F = 0; F < M.Functions.size(); ++F)
    if (M.Functions[F].Definition)
      forEachEvent(M, FuncId{F}, [&](EventRef At) { noteEnd(At); });
  spreadEnds();
}

void EndlessLoops::spreadEnds() {
  std::vector<FuncId> Work(Ending.begin(), Ending.end());
  while (!Work.empty()) {
    const FuncId F = Work.back();
    Work.pop_back();
    for (EventRef Site : A.Pointers.callersOf(F))
      if (std::holds_alternative<Call>(M[Site]) &&
          Ending.insert(Site.Func).second)
        Work.push_back(Site.Func);
  }
}

void EndlessLoops::noteEnd(EventRef At) {
  const Event &E = M[At];
  if (ends(E))
    Ending.insert(At.Func);
  if (const auto *T = std::get_if<ThreadOp>(&E))
    AnyCancelled |=
        T->Op == ThreadOp::OpKind::Cancel || T->Op == ThreadOp::OpKind::Kill;
  if (const auto *X = std::get_if<Access>(&E);
      X && X->Kind != AccessKind::Read && !X->Init &&
      !A.ThreadTable.executing(At.Func).empty())
    for (CellId Cell : A.Pointers.cells(At.Func, X->P))
      Written.insert(Cell);
  if (const auto *H = std::get_if<Havoc>(&E))
    AnyHavoc |= !H->Touched.empty();
}

bool EndlessLoops::isEndless(FuncId F, LoopId Loop) const {
  const Body &B = *M[F].Definition;
  for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block) {
    const BlockId Here{Block};
    if (!isInLoop(B, Here, Loop))
      continue;
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
      if (mayEnd({F, Here, I}))
        return false;
    if (mayLeave(F, Here, Loop))
      return false;
  }
  return true;
}

bool EndlessLoops::mayEnd(EventRef At) const {
  if (ends(M[At]) || std::holds_alternative<Havoc>(M[At]))
    return true;
  if (!std::holds_alternative<Call>(M[At]))
    return false;
  return A.Pointers.isUnresolved(At) ||
         llvm::any_of(A.Pointers.callees(At), [&](const Callee &To) {
           return Ending.count(To.Func) > 0;
         });
}

/// Does \p Block lead out of the loop, on a condition that can change?
bool EndlessLoops::mayLeave(FuncId F, BlockId Block, LoopId Loop) const {
  const Body &B = *M[F].Definition;
  const Terminator &T = B[Block].Term;
  if (T.Kind == TerminatorKind::Return)
    return true;
  const bool Leads = llvm::any_of(
      T.Succs, [&](BlockId Succ) { return !isInLoop(B, Succ, Loop); });
  if (!Leads || T.Kind != TerminatorKind::Branch)
    return Leads;
  return !isFrozen(F, T, isInLoop(B, T.Succs[0], Loop));
}

/// `let %0 := Done` right before `branch %0`.
static PlaceId throughTemporary(const Body &B, PlaceId P) {
  if (B[P].Kind != PlaceKind::Local ||
      B[B[P].Local].Kind != LocalKind::Temporary)
    return P;
  for (const BasicBlock &Block : B.Blocks)
    for (const Event &E : Block.Events)
      if (const auto *X = std::get_if<Assign>(&E);
          X && B[X->P].Kind == PlaceKind::Local &&
          B[X->P].Local == B[P].Local && B[X->Value].Kind == TermKind::Value)
        return B[X->Value].P;
  return P;
}

static GlobalId globalOf(const Body &B, PlaceId P) {
  while (valid(P) && B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
    P = B[P].Base;
  return valid(P) && B[P].Kind == PlaceKind::Global ? B[P].Global
                                                    : GlobalId::None;
}

/// Does the condition, a variable that nobody ever writes, keep the loop
/// going?
bool EndlessLoops::isFrozen(FuncId F, const Terminator &T,
                            bool GoesOnIf) const {
  const Body &B = *M[F].Definition;
  TermId Cond = T.Cond;
  while (valid(Cond) &&
         (B[Cond].Kind == TermKind::Cast || B[Cond].Kind == TermKind::Unary)) {
    if (B[Cond].Kind == TermKind::Unary) {
      if (B[Cond].UnOp != UnaryOp::LogicalNot)
        return false;
      GoesOnIf = !GoesOnIf;
    }
    Cond = B[Cond].A;
  }
  if (AnyHavoc || !valid(Cond) || B[Cond].Kind != TermKind::Value)
    return false;
  const PlaceId P = throughTemporary(B, B[Cond].P);
  const GlobalId G = globalOf(B, P);
  if (!valid(G) || GoesOnIf != (M[G].HasStaticValue && M[G].StaticValue) ||
      (!M[G].HasStaticValue && valid(M[G].Init)))
    return false;
  llvm::ArrayRef<CellId> Cells = A.Pointers.cells(F, P);
  return !Cells.empty() && llvm::none_of(Cells, [&](CellId Cell) {
    return llvm::any_of(
        Written, [&](CellId W) { return A.Pointers.mayOverlap(Cell, W); });
  });
}

bool Finishing::finishes(FuncId F) {
  if (!valid(F) || !M[F].Definition)
    return !valid(F) || !M[F].NoReturn;
  auto [It, New] = Known.try_emplace(F, true); // recursion: taken to come back
  if (New) {
    const bool Answer = search(F);
    Known[F] = Answer;
    return Answer;
  }
  return It->second;
}

/// The value of a condition that is a constant.
static std::optional<bool> constant(const Body &B, TermId Cond) {
  bool Negated = false;
  while (valid(Cond)) {
    const Term &T = B[Cond];
    if (T.Kind == TermKind::Unary && T.UnOp == UnaryOp::LogicalNot)
      Negated = !Negated;
    else if (T.Kind != TermKind::Cast)
      return T.Kind == TermKind::Int ? std::optional((T.Value != 0) != Negated)
                                     : std::nullopt;
    Cond = T.A;
  }
  return std::nullopt;
}

bool Finishing::search(FuncId F) {
  const Body &B = *M[F].Definition;
  std::vector<BlockId> Work = {BlockId{0}};
  std::set<BlockId> Seen = {BlockId{0}};
  auto Visit = [&](BlockId Next) {
    if (valid(Next) && Seen.insert(Next).second)
      Work.push_back(Next);
  };
  while (!Work.empty()) {
    const BasicBlock &Block = B[Work.back()];
    Work.pop_back();
    bool GoesOn = true;
    for (const Event &E : Block.Events) {
      if (const auto *T = std::get_if<ThreadOp>(&E);
          T && T->Op == ThreadOp::OpKind::Exit)
        return true;
      const auto *C = std::get_if<Call>(&E);
      GoesOn = !C || !valid(C->Callee) || C->Virtual || finishes(C->Callee);
      if (!GoesOn)
        break;
    }
    if (!GoesOn)
      continue;
    if (Block.Term.Kind == TerminatorKind::Return)
      return true;
    const std::optional<bool> Taken = Block.Term.Kind == TerminatorKind::Branch
                                          ? constant(B, Block.Term.Cond)
                                          : std::nullopt;
    for (uint32_t S = 0; S < Block.Term.Succs.size(); ++S)
      if (!Taken || (S == 0) == *Taken)
        Visit(Block.Term.Succs[S]);
  }
  return false;
}

std::string heddle::endlessFault(const Module &M, FuncId F) {
  return "endless|" + M[F].Usr;
}
