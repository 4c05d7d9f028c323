//===- GraphBuilder.h - Makes the graph of one body -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of lowering that knows no Clang: an insertion point, blocks, and
/// the arenas of terms and places. Nodes are unique (asking twice for `p->x`
/// gives one id) and simplified while they are made: `*&x` is `x`, `&*p` is
/// `p`, arithmetic on integer constants is done. finish() leaves out what
/// can't be reached and joins blocks that only follow each other.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_LOWER_GRAPHBUILDER_H
#define HEDDLE_FRONTEND_LOWER_GRAPHBUILDER_H

#include "analyzer/Model/Function.h"

#include "llvm/ADT/StringRef.h"

#include <map>
#include <tuple>
#include <vector>

namespace heddle {

/// Width and sign of an integer type, for folding; Bits 0: not an integer.
struct IntShape {
  unsigned Bits = 0;
  bool Signed = false;
};

class GraphBuilder {
public:
  // --- Locals ---------------------------------------------------------------
  LocalId addLocal(Local L, RelativeRange Range);
  Local &local(LocalId Id) { return Result.Locals[index(Id)]; }

  // --- Places ---------------------------------------------------------------
  PlaceId localPlace(LocalId Id);
  PlaceId globalPlace(GlobalId Id, TypeId Type);
  PlaceId functionPlace(FuncId Id, TypeId Type);
  PlaceId fieldPlace(PlaceId Base, FieldRef Field, TypeId Type);
  PlaceId elementPlace(PlaceId Base, TermId Index, TypeId Type);
  PlaceId derefPlace(TermId Pointer, TypeId Type);
  PlaceId stringPlace(llvm::StringRef Text, TypeId Type);
  const Place &place(PlaceId Id) const { return Result[Id]; }

  // --- Terms ----------------------------------------------------------------
  TermId intTerm(int64_t Value, TypeId Type);
  TermId floatTerm(double Value, TypeId Type);
  TermId nullTerm(TypeId Type);
  TermId valueTerm(PlaceId P);
  TermId addressTerm(PlaceId P, TypeId PointerType);
  TermId unaryTerm(UnaryOp Op, TermId A, TypeId Type, IntShape Shape = {});
  /// \p Shape: of the operands' type.
  TermId binaryTerm(BinaryOp Op, TermId A, TermId B, TypeId Type,
                    IntShape Shape = {});
  /// \p Shape: of the target type.
  TermId castTerm(CastKind Kind, TermId A, TypeId Type, IntShape Shape = {});
  TermId nondetTerm(TypeId Type);
  TermId opaqueTerm(llvm::StringRef Text, TypeId Type);
  const Term &term(TermId Id) const { return Result[Id]; }
  bool isInt(TermId Id) const { return term(Id).Kind == TermKind::Int; }

  /// Does evaluating \p Id look into memory that an event may change?
  /// Temporaries are written once and don't count.
  bool readsMemory(TermId Id) const;
  bool placeReadsMemory(PlaceId Id) const;
  /// The local at the bottom of field and element places, or None.
  LocalId rootLocal(PlaceId Id) const;
  bool isTemporary(PlaceId Id) const;

  // --- Blocks ---------------------------------------------------------------
  BlockId newBlock();
  /// Further events go to \p Id; the current block must be ended.
  void startBlock(BlockId Id);
  /// As startBlock, after a jump to it from where we are.
  void enterBlock(BlockId Id, RelativeRange Range);
  BlockId currentBlock();
  /// False after a return or throw: what follows is reached by labels only.
  bool reachable() const { return Current != BlockId::None; }
  void append(Event E, RelativeRange Range);
  /// Adds to a block that has been ended already, before its terminator.
  void appendTo(BlockId Block, Event E, RelativeRange Range);
  void jump(BlockId Target, RelativeRange Range);
  void branch(TermId Cond, BlockId True, BlockId False, RelativeRange Range);
  void terminate(Terminator T, RelativeRange Range);
  /// For a switch, whose cases are known only after its body.
  void replaceTerminator(BlockId Block, Terminator T) {
    Result.Blocks[index(Block)].Term = std::move(T);
  }
  /// Events until endScratch() go nowhere: only their terms are wanted.
  void beginScratch() {
    Scratch.push_back(saveInsertPoint());
    Current = BlockId::None;
    startBlock(newBlock());
  }
  void endScratch() {
    restoreInsertPoint(Scratch.back());
    Scratch.pop_back();
  }
  /// The next event may throw to \p Unwind: splits the block where it already
  /// has other events that may throw elsewhere.
  void setUnwind(BlockId Unwind, RelativeRange Range);

  /// A position to come back to, while a clean-up block is built.
  struct InsertPoint {
    BlockId Block = BlockId::None;
    LoopId Loop = LoopId::None;
    bool Cold = false;
  };
  InsertPoint saveInsertPoint() const { return {Current, Innermost, InCold}; }
  void restoreInsertPoint(InsertPoint P) {
    Current = P.Block;
    Innermost = P.Loop;
    InCold = P.Cold;
  }
  /// Blocks made from now on are set after all others (unwinding).
  void goCold(LoopId Loop) {
    Current = BlockId::None;
    Innermost = Loop;
    InCold = true;
  }

  // --- Loops ----------------------------------------------------------------
  LoopId beginLoop(LoopKind Kind, BlockId Header);
  void endLoop() { Innermost = Result[Innermost].Parent; }
  Loop &loop(LoopId Id) { return Result.Loops[index(Id)]; }
  LoopId innermostLoop() const { return Innermost; }

  void finish();

  Body Result;
  Positions Table;

private:
  PlaceId intern(const Place &P);
  TermId intern(const Term &T);
  bool foldBinary(BinaryOp Op, int64_t A, int64_t B, IntShape Shape,
                  int64_t &Out) const;

  using PlaceKey = std::tuple<PlaceKind, TypeId, LocalId, GlobalId, FuncId,
                              FieldRef, PlaceId, TermId, TermId, std::string>;
  using TermKey =
      std::tuple<TermKind, TypeId, UnaryOp, BinaryOp, CastKind, TermId, TermId,
                 PlaceId, int64_t, uint64_t, std::string>;
  std::map<PlaceKey, PlaceId> Places;
  std::map<TermKey, TermId> Terms;

  struct BlockInfo {
    bool Thrower = false;
    bool Cold = false;
    bool Started = false;
    uint32_t Order = 0; ///< in which it was started
  };
  std::vector<BlockInfo> Infos;
  BlockId Current = BlockId::None;
  LoopId Innermost = LoopId::None;
  bool InCold = false;
  std::vector<InsertPoint> Scratch;
  uint32_t NextOrder = 0;

  friend class GraphFinisher;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_LOWER_GRAPHBUILDER_H
