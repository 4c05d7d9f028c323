//===- Cells.h - The table of objects and their parts ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Objects and, below each, a tree of cells that grows as places are spoken
/// of. The table knows layouts: asked for member F of a cell it finds the part
/// that the program means, also when the pointer was cast on its way (a struct
/// viewed through its first member, a member from which container_of goes
/// back, two structs with a common beginning). A view that no layout explains
/// has no cell: such pairs of object and member come from the analysis mixing
/// up pointers, and following them would invent accesses.
///
/// Unsound: an object whose declared type is deliberately read as an unrelated
/// type at offsets that hold members of other sizes (against C's aliasing
/// rules) is not seen to be touched.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_CELLS_H
#define HEDDLE_POINTERS_CELLS_H

#include "analyzer/Pointers/PointsTo.h"

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace heddle::pointers {

/// Elements with a constant index below this have cells of their own.
constexpr int64_t MaxConstantIndex = 64;

/// How a place goes from a cell to another: more than a CellStep, because
/// `p[i]` enters an array or moves along one, depending on what p points to.
struct Step {
  enum class StepKind : uint8_t {
    Field,
    Into,  ///< from an array to its element
    Along, ///< pointer arithmetic: from an element to a neighbour
  };
  StepKind Kind = StepKind::Field;
  bool Bytes =
      false; ///< Along: in units of bytes, inside an object of any type
  FieldRef Field;
  int64_t Index = -1;
  /// Along: to what lies behind, if anything does (Access::Rest).
  bool IfAny = false;
  TypeId Hint = TypeId::None; ///< type of what is reached, if nobody knows it
  friend auto operator<=>(const Step &, const Step &) = default;
};

class CellTable {
public:
  CellTable(const Module &M, unsigned MaxDepth);

  ObjectId addObject(MemObject Object);
  MemObject &object(ObjectId Id) { return Objects[index(Id)].Info; }
  const MemObject &object(ObjectId Id) const { return Objects[index(Id)].Info; }
  uint32_t objectCount() const { return Objects.size(); }
  uint32_t cellCount() const { return Cells.size(); }
  CellId root(ObjectId Id) const { return Objects[index(Id)].Root; }

  ObjectId objectOf(CellId Id) const { return Cells[index(Id)].Object; }
  CellId parent(CellId Id) const { return Cells[index(Id)].Parent; }
  CellStep stepOf(CellId Id) const { return Cells[index(Id)].Step; }
  TypeId typeOf(CellId Id) const { return Cells[index(Id)].Type; }
  llvm::ArrayRef<CellId> children(CellId Id) const {
    return Cells[index(Id)].Children;
  }
  CellId find(CellId Id, const CellStep &S) const;

  /// Every way from a cell to a part, in order of creation. Where a path is
  /// cut, several ways lead to one cell, and it is not the child of each.
  struct Link {
    CellId From;
    CellStep Step;
    CellId To;
  };
  const std::vector<Link> &links() const { return Links; }
  /// Indices into links() of the ways down from \p Id.
  llvm::ArrayRef<uint32_t> linksOf(CellId Id) const {
    return Cells[index(Id)].Links;
  }

  /// The cell that \p S leads to from \p From; makes it where needed. None if
  /// the layout has no such part.
  CellId follow(CellId From, const Step &S);
  /// \p Id stands for several places in one object (an unknown element).
  void summarise(CellId Id) { Cells[index(Id)].Summary = true; }
  bool isSummary(CellId Id) const { return Cells[index(Id)].Summary; }
  unsigned collapsed() const { return Collapsed; }

  bool derives(RecordId Derived, RecordId Base) const;
  /// The record of a type, through arrays; None if it is no class.
  RecordId recordOf(TypeId Id) const;
  bool isByte(TypeId Id) const;
  uint32_t sizeOf(TypeId Id) const; ///< 0: not known
  bool isArray(TypeId Id) const {
    return valid(Id) && M[Id].Kind == TypeKind::Array;
  }

  Overlap overlap(CellId A, CellId B) const;
  std::string displayName(CellId Id) const;

  /// External objects, one per type: what the world outside hands in.
  ObjectId external(TypeId Type);
  ObjectId external(RecordId Record);

private:
  struct Cell {
    ObjectId Object = ObjectId::None;
    CellId Parent = CellId::None;
    CellStep Step;
    TypeId Type = TypeId::None;
    uint32_t Depth = 0;
    bool Summary = false;
    std::vector<CellId> Children; ///< in order of creation
    std::vector<uint32_t> Links;
  };
  struct Entry {
    MemObject Info;
    CellId Root = CellId::None;
    uint32_t Parts = 0; ///< cells below Root
  };

  CellId child(CellId Parent, const CellStep &S, TypeId Type);
  CellId connect(CellId Parent, const CellStep &S, CellId To);
  CellId fieldChild(CellId Parent, FieldRef Field, TypeId Hint);
  bool isCrowded(ObjectId Object, CellId Parent) const;
  CellId enclosingTwin(CellId Parent, TypeId Type) const;
  CellId followField(CellId From, const Step &S);
  CellId viewAs(CellId From, FieldRef Field);
  CellId firstMember(CellId From, RecordId Wanted, unsigned Depth);
  CellId atOffset(CellId From, uint64_t Bits, TypeId Type, unsigned Depth);
  CellId element(CellId Array, int64_t Index);
  CellId along(CellId From, const Step &S);
  std::vector<CellId> pathOf(CellId Id) const;
  Overlap compareFields(CellId Parent, CellId A, CellId B) const;
  std::string rootName(const MemObject &Object, bool HasFields) const;

  const Module &M;
  unsigned MaxDepth;
  unsigned Collapsed = 0;
  std::vector<Entry> Objects;
  std::vector<Cell> Cells;
  std::vector<Link> Links;
  std::map<std::pair<CellId, CellStep>, CellId> ChildOf;
  std::vector<TypeId> TypeOfRecord;
  llvm::DenseMap<uint32_t, ObjectId> ExternalByRecord, ExternalByType;
  mutable llvm::DenseMap<std::pair<uint32_t, uint32_t>, bool> Derived;
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_CELLS_H
