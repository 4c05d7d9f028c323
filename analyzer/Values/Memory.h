//===- Memory.h - Which memory a function may change ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Coarse names for memory, to decide what stays valid across a write or a
/// call: a member of a class (in whatever object), a variable, everything
/// else. Sets of them say what an event, a loop or a whole function may
/// change; those that nothing changes once an object is made are stable.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_MEMORY_H
#define HEDDLE_VALUES_MEMORY_H

#include "analyzer/Pointers/PointsTo.h"
#include "analyzer/Values/IdSet.h"
#include "analyzer/Values/Settled.h"

#include <map>
#include <vector>

namespace heddle {

struct MemoryKey {
  enum class KeyKind : uint8_t { Field, Global, Local, Other, All };
  KeyKind Kind = KeyKind::Other;
  uint32_t A = 0, B = 0; ///< Field: record, index; Global; Local: func, local
  friend auto operator<=>(const MemoryKey &, const MemoryKey &) = default;
};

/// A MemoryKey by number; MemoryEffects gives the numbers.
enum class MemoryKeyId : uint32_t { All = 0 };

using MemoryKeys = IdSet<MemoryKeyId>;

class MemoryEffects {
public:
  MemoryEffects(const Program &P, const PointsTo &Pointers);

  MemoryKeyId keyOf(FieldRef F) const;
  MemoryKeyId keyOf(CellId C) const;
  /// Key of a local of \p F.
  MemoryKeyId keyOf(FuncId F, LocalId L) const;
  /// What writing to \p P of \p F changes, parts included.
  void addWritten(FuncId F, PlaceId P, MemoryKeys &Out) const;
  /// What the event itself may change, called functions included.
  void addWritten(EventRef At, MemoryKeys &Out) const;
  /// What a call of \p F may change, locals of F included.
  const MemoryKeys &written(FuncId F) const { return Written[index(F)]; }
  /// A member that nothing changes but the constructor of its object.
  bool isStable(MemoryKeyId Id) const {
    return Keys[static_cast<uint32_t>(Id)].Kind == MemoryKey::KeyKind::Field &&
           !Later.contains(Id);
  }
  /// A member or variable that nothing changes once a thread was started, seen
  /// from \p F, which only started threads run (see Settled.h).
  bool isSettled(FuncId F, MemoryKeyId Id) const {
    const MemoryKey::KeyKind Kind = Keys[static_cast<uint32_t>(Id)].Kind;
    return (Kind == MemoryKey::KeyKind::Field ||
            Kind == MemoryKey::KeyKind::Global) &&
           Settled.runsLate(F) && !WrittenLate.contains(Id);
  }
  /// The local at the bottom of \p P (by members and elements); None if there
  /// is a pointer in between.
  static LocalId rootLocal(const Body &B, PlaceId P);

private:
  void addOwn(EventRef At, const Event &E, MemoryKeys &Out) const;
  void addCell(CellId C, MemoryKeys &Out) const;
  bool isInitialisation(FuncId F, const Event &E) const;

  MemoryKeyId number(const MemoryKey &K) const;

  const Program &P;
  const PointsTo &Pointers;
  mutable std::vector<MemoryKey> Keys; ///< by number
  mutable std::map<MemoryKey, MemoryKeyId> Numbers;
  std::vector<MemoryKeys> Written; ///< [function]
  MemoryKeys Later;                ///< written outside of initialisation
  MemoryKeys WrittenLate;          ///< once a thread was started
  SettledMemory Settled;
};

} // namespace heddle

#endif // HEDDLE_VALUES_MEMORY_H
