//===- GraphFinisher.cpp - Tidies a finished body ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lowering makes blocks as it needs them, also such that turn out to be empty
/// or dead. This pass skips empty blocks, joins a block with its only
/// successor, finds the loops that gotos make, drops what can't be reached,
/// and numbers the rest as the source runs, unwinding last.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/GraphBuilder.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace heddle {

class GraphFinisher {
public:
  explicit GraphFinisher(GraphBuilder &B) : B(B), Blocks(B.Result.Blocks) {}

  void run() {
    skipEmptyBlocks();
    markReachable();
    dissolveLoops();
    joinBlocks();
    markReachable();
    findGotoLoops();
    renumber();
    dropLoops();
  }

private:
  BasicBlock &block(BlockId Id) { return Blocks[index(Id)]; }

  /// Where control really goes that goes to \p Id.
  BlockId target(BlockId Id) {
    // The bound stops at a loop of empty blocks (`for (;;);` has a header).
    for (size_t Steps = 0; Steps < Blocks.size(); ++Steps) {
      const BasicBlock &BB = block(Id);
      bool Empty = BB.Events.empty() && BB.Term.Kind == TerminatorKind::Jump;
      if (!Empty || Headers[index(Id)])
        return Id;
      Id = BB.Term.Succs[0];
    }
    return Id;
  }

  void skipEmptyBlocks() {
    Headers.assign(Blocks.size(), false);
    for (const Loop &L : B.Result.Loops)
      Headers[index(L.Header)] = true;
    for (BasicBlock &BB : Blocks) {
      for (BlockId &S : BB.Term.Succs)
        S = target(S);
      if (valid(BB.Unwind))
        BB.Unwind = target(BB.Unwind);
      Terminator &T = BB.Term;
      if (T.Kind == TerminatorKind::Branch && T.Succs[0] == T.Succs[1]) {
        T.Kind = TerminatorKind::Jump;
        T.Succs.pop_back();
        T.Cond = TermId::None;
      }
    }
  }

  template <class FnT> void forEachSuccessor(BlockId Id, FnT Fn) {
    for (BlockId S : block(Id).Term.Succs)
      Fn(S);
    if (B.Infos[index(Id)].Thrower && valid(block(Id).Unwind))
      Fn(block(Id).Unwind);
  }

  void markReachable() {
    Reached.assign(Blocks.size(), false);
    Preds.assign(Blocks.size(), 0);
    std::vector<BlockId> Work{BlockId(0)};
    Reached[0] = true;
    Preds[0] = 1;
    while (!Work.empty()) {
      BlockId Id = Work.back();
      Work.pop_back();
      forEachSuccessor(Id, [&](BlockId S) {
        ++Preds[index(S)];
        if (!Reached[index(S)]) {
          Reached[index(S)] = true;
          Work.push_back(S);
        }
      });
    }
  }

  bool isInside(LoopId Inner, LoopId Outer) const {
    while (valid(Inner) && Inner != Outer)
      Inner = B.Result.Loops[index(Inner)].Parent;
    return Inner == Outer;
  }

  /// `do … while (0)` and loops left in their first round are no loops: what
  /// they contain happens once.
  void dissolveLoops() {
    std::vector<Loop> &Loops = B.Result.Loops;
    Live.assign(Loops.size(), false);
    for (uint32_t I = 0; I < Blocks.size(); ++I)
      if (Reached[I])
        forEachSuccessor(BlockId(I), [&](BlockId S) {
          for (uint32_t L = 0; L < Loops.size(); ++L)
            if (Loops[L].Header == S && isInside(Blocks[I].Loop, LoopId(L)))
              Live[L] = true;
        });
    for (uint32_t L = 0; L < Loops.size(); ++L)
      if (!Live[L])
        Headers[index(Loops[L].Header)] = false;
    for (BasicBlock &BB : Blocks)
      BB.Loop = liveLoop(BB.Loop);
    for (Loop &L : Loops)
      L.Parent = liveLoop(L.Parent);
  }

  LoopId liveLoop(LoopId Id) const {
    while (valid(Id) && !Live[index(Id)])
      Id = B.Result.Loops[index(Id)].Parent;
    return Id;
  }

  void dropLoops() {
    std::vector<Loop> &Loops = B.Result.Loops;
    Live.resize(Loops.size(), true); // those that gotos make
    std::vector<LoopId> Map(Loops.size(), LoopId::None);
    std::vector<Loop> Kept;
    for (uint32_t I = 0; I < Loops.size(); ++I)
      if (Live[I]) {
        Map[I] = LoopId(Kept.size());
        Kept.push_back(Loops[I]);
        Kept.back().Header = NewId[index(Loops[I].Header)];
      }
    auto Renumber = [&](LoopId &Id) {
      if (valid(Id))
        Id = Map[index(Id)];
    };
    for (Loop &L : Kept)
      Renumber(L.Parent);
    for (BasicBlock &BB : Blocks)
      Renumber(BB.Loop);
    Loops = std::move(Kept);
  }

  bool canJoin(BlockId A, BlockId Next) {
    const auto &InfoA = B.Infos[index(A)], &InfoN = B.Infos[index(Next)];
    return A != Next && Preds[index(Next)] == 1 && !Headers[index(Next)] &&
           block(A).Loop == block(Next).Loop && InfoA.Cold == InfoN.Cold &&
           (!InfoA.Thrower || !InfoN.Thrower ||
            block(A).Unwind == block(Next).Unwind);
  }

  void joinBlocks() {
    for (uint32_t I = 0; I < Blocks.size(); ++I) {
      BlockId A{I};
      while (Reached[I] && block(A).Term.Kind == TerminatorKind::Jump) {
        BlockId Next = block(A).Term.Succs[0];
        if (!canJoin(A, Next))
          break;
        join(A, Next);
      }
    }
  }

  void join(BlockId A, BlockId Next) {
    BasicBlock &To = block(A), &From = block(Next);
    llvm::move(From.Events, std::back_inserter(To.Events));
    llvm::copy(B.Table.Events[index(Next)],
               std::back_inserter(B.Table.Events[index(A)]));
    if (B.Infos[index(Next)].Thrower) {
      B.Infos[index(A)].Thrower = true;
      To.Unwind = From.Unwind;
    }
    To.Term = std::move(From.Term);
    B.Table.Terminators[index(A)] = B.Table.Terminators[index(Next)];
    From = BasicBlock();
    B.Table.Events[index(Next)].clear();
    Reached[index(Next)] = false;
  }

  // --- Loops made by goto ---------------------------------------------------

  /// Depth-first search for edges back to a block on the path that heads no
  /// loop yet. Irreducible loops get the header that the search meets first.
  void findGotoLoops() {
    enum : uint8_t { White, Grey, Black };
    std::vector<uint8_t> Colour(Blocks.size(), White);
    struct Frame {
      BlockId Id;
      std::vector<BlockId> Succs;
      size_t Next = 0;
    };
    auto Enter = [&](BlockId Id) {
      Colour[index(Id)] = Grey;
      Frame F{Id, {}, 0};
      forEachSuccessor(Id, [&](BlockId S) { F.Succs.push_back(S); });
      return F;
    };
    std::vector<std::pair<BlockId, BlockId>> Back; // tail, header
    std::vector<Frame> Stack;
    Stack.push_back(Enter(BlockId(0)));
    while (!Stack.empty()) {
      Frame &F = Stack.back();
      if (F.Next == F.Succs.size()) {
        Colour[index(F.Id)] = Black;
        Stack.pop_back();
        continue;
      }
      BlockId S = F.Succs[F.Next++];
      if (Colour[index(S)] == White)
        Stack.push_back(Enter(S));
      else if (Colour[index(S)] == Grey && !Headers[index(S)])
        Back.push_back({F.Id, S});
    }
    for (auto [Tail, Header] : Back)
      addGotoLoop(Tail, Header);
  }

  /// Everything from which \p Tail is reached without passing \p Header.
  void addGotoLoop(BlockId Tail, BlockId Header) {
    std::vector<std::vector<BlockId>> Into(Blocks.size());
    for (uint32_t I = 0; I < Blocks.size(); ++I)
      if (Reached[I])
        forEachSuccessor(BlockId(I), [&](BlockId S) {
          Into[index(S)].push_back(BlockId(I));
        });
    LoopId Outer = block(Header).Loop;
    LoopId Id = LoopId::None;
    for (uint32_t I = 0; I < B.Result.Loops.size(); ++I)
      if (B.Result.Loops[I].Header == Header)
        Id = LoopId(I);
    if (!valid(Id)) {
      Loop L;
      L.Kind = LoopKind::Goto;
      L.Header = Header;
      L.Parent = Outer;
      B.Result.Loops.push_back(L);
      Id = LoopId(B.Result.Loops.size() - 1);
    }
    std::vector<bool> Inside(Blocks.size(), false);
    std::vector<BlockId> Work{Tail};
    Inside[index(Header)] = true;
    while (!Work.empty()) {
      BlockId X = Work.back();
      Work.pop_back();
      if (Inside[index(X)])
        continue;
      Inside[index(X)] = true;
      for (BlockId P : Into[index(X)])
        Work.push_back(P);
    }
    for (uint32_t I = 0; I < Blocks.size(); ++I)
      if (Inside[I] && Blocks[I].Loop == Outer)
        Blocks[I].Loop = Id;
    for (uint32_t I = 0; I < B.Result.Loops.size(); ++I)
      if (LoopId(I) != Id && B.Result.Loops[I].Parent == Outer &&
          Inside[index(B.Result.Loops[I].Header)])
        B.Result.Loops[I].Parent = Id;
  }

  // --- Numbering ------------------------------------------------------------

  void renumber() {
    std::vector<uint32_t> Order;
    for (uint32_t I = 0; I < Blocks.size(); ++I)
      if (Reached[I])
        Order.push_back(I);
    llvm::sort(Order, [&](uint32_t L, uint32_t R) {
      auto Key = [&](uint32_t I) {
        return std::make_tuple(I != 0, B.Infos[I].Cold, B.Infos[I].Order, I);
      };
      return Key(L) < Key(R);
    });
    NewId.assign(Blocks.size(), BlockId::None);
    for (uint32_t New = 0; New < Order.size(); ++New)
      NewId[Order[New]] = BlockId(New);

    std::vector<BasicBlock> Sorted;
    Positions &Table = B.Table;
    std::vector<std::vector<RelativeRange>> Events;
    std::vector<RelativeRange> Terminators;
    for (uint32_t Old : Order) {
      BasicBlock BB = std::move(Blocks[Old]);
      for (BlockId &S : BB.Term.Succs)
        S = NewId[index(S)];
      BB.Unwind = B.Infos[Old].Thrower && valid(BB.Unwind)
                      ? NewId[index(BB.Unwind)]
                      : BlockId::None;
      Sorted.push_back(std::move(BB));
      Events.push_back(std::move(Table.Events[Old]));
      Terminators.push_back(Table.Terminators[Old]);
    }
    Blocks = std::move(Sorted);
    Table.Events = std::move(Events);
    Table.Terminators = std::move(Terminators);
  }

  GraphBuilder &B;
  std::vector<BasicBlock> &Blocks;
  std::vector<bool> Headers, Reached, Live;
  std::vector<unsigned> Preds;
  std::vector<BlockId> NewId;
};

} // namespace heddle

void GraphBuilder::finish() { GraphFinisher(*this).run(); }
