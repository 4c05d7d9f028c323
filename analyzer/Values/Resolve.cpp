//===- Resolve.cpp - Symbolic values and points-to cells ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A symbolic address evaluated over the points-to solution. What hangs on a
/// variable by members alone is exact; a load follows whatever the memory may
/// ever point to.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

using CellList = std::vector<CellId>;

static void normalise(CellList &Cells) {
  llvm::sort(Cells);
  Cells.erase(llvm::unique(Cells), Cells.end());
}

/// The part of \p C that a step of an address leads to; \p C itself where
/// nobody ever speaks of the part.
static CellId fieldCell(const PointsTo &PT, CellId C, FieldRef Field) {
  const CellId Part = PT.find(C, Field);
  return valid(Part) ? Part : C;
}

/// The same, for an element.
static CellId elementCell(const PointsTo &PT, CellId C,
                          std::optional<int64_t> Index) {
  CellId Any = CellId::None;
  for (CellId Part : PT.children(C)) {
    if (!PT.step(Part).IsElement)
      continue;
    if (Index && PT.step(Part).Index == *Index)
      return Part;
    if (PT.step(Part).Index < 0)
      Any = Part;
  }
  return valid(Any) ? Any : C;
}

const std::optional<CellList> &Values::resolve(ValueId V) const {
  auto [It, IsNew] = Resolved.try_emplace(V); // references stay good
  std::optional<CellList> &Known = It->second;
  if (!IsNew)
    return Known;
  std::optional<CellList> Cells = resolveUncached(V);
  if (!Cells)
    return Known;
  normalise(*Cells);
  const bool Vague = llvm::any_of(*Cells, [&](CellId C) {
    return Pointers.objectOf(C) == Pointers.unknown();
  });
  if (!Vague && !Cells->empty())
    Known = std::move(Cells);
  return Known;
}

std::optional<CellList> Values::resolveUncached(ValueId Id) const {
  const Value V = Table[Id];
  auto One = [](CellId C) -> std::optional<CellList> {
    if (!valid(C))
      return std::nullopt;
    return CellList{C};
  };
  auto Contents =
      [&](const std::optional<CellList> &Cells) -> std::optional<CellList> {
    if (!Cells)
      return std::nullopt;
    CellList Out;
    for (CellId C : *Cells)
      llvm::append_range(Out, Pointers.pointees(C));
    return Out;
  };
  switch (V.Kind) {
  case ValueKind::Global:
    return One(Pointers.cellOf(V.Global));
  case ValueKind::Local:
    return One(Pointers.cellOf(V.Func, V.Local));
  case ValueKind::Cell:
    return One(V.Cell);
  case ValueKind::Param:
    return Contents(One(Pointers.cellOf(V.Func, V.Local)));
  case ValueKind::Load:
  case ValueKind::Phi:
    return Contents(resolve(V.A));
  case ValueKind::Fresh: {
    auto It = HeapObjects.find(V.At);
    if (It == HeapObjects.end())
      return std::nullopt;
    CellList Out;
    for (ObjectId O : It->second)
      Out.push_back(Pointers.cellOf(O));
    return Out;
  }
  case ValueKind::Inner:
    if (valid(V.B))
      return Contents(resolve(V.B));
    return resolve(V.A);
  case ValueKind::Field:
  case ValueKind::Element: {
    std::optional<CellList> Base = resolve(V.A);
    if (!Base)
      return std::nullopt;
    for (CellId &C : *Base)
      C = V.Kind == ValueKind::Field
              ? fieldCell(Pointers, C, V.Field)
              : elementCell(Pointers, C, Table.asInt(V.B));
    return Base;
  }
  default:
    return std::nullopt;
  }
}

ValueId Values::ofCell(CellId C) const {
  if (CellId Whole = Pointers.parent(C); valid(Whole)) {
    CellStep Step = Pointers.step(C);
    ValueId Base = ofCell(Whole);
    if (!Step.IsElement)
      return Table.field(Base, Step.Field);
    return Table.element(Base, Step.Index < 0 ? ValueId::Unknown
                                              : Table.integer(Step.Index));
  }
  const MemObject &O = Pointers[Pointers.objectOf(C)];
  switch (O.Kind) {
  case ObjectKind::Global:
    return Table.global(O.Global);
  case ObjectKind::Local:
    return Table.local(O.Func, O.Local);
  case ObjectKind::Function:
    return Table.function(O.Func);
  case ObjectKind::Unknown:
    return ValueId::Unknown;
  default:
    return Table.cell(C);
  }
}
