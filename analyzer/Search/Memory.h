//===- Memory.h - Values and objects of a running model ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Memory as the search sees it: objects with a name that is the same in every
/// order of the threads (which variable of which thread at which depth, the
/// n-th allocation of a thread), each a list of cells by bit offset, so that
/// unions, bit-fields and byte-wise access need no rule of their own. Beside
/// its content an object remembers who accessed which part of it last.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SEARCH_MEMORY_H
#define HEDDLE_SEARCH_MEMORY_H

#include "analyzer/Model/Ids.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace heddle::machine {

enum class ObjectName : uint64_t { None = 0 };

enum class DatumKind : uint8_t {
  Any,      ///< could be anything: input that was computed with, indeterminate
  Int,      ///< Number
  Real,     ///< Float
  Pointer,  ///< Number bytes into Object; a null pointer is the Int 0
  Function, ///< Number is the FuncId
  Symbol,   ///< input number Symbol, plus Number
};

/// A value.
struct Datum {
  DatumKind Kind = DatumKind::Any;
  uint32_t Symbol = 0;
  int64_t Number = 0;
  double Float = 0;
  ObjectName Object = ObjectName::None;

  static Datum any() { return {}; }
  static Datum integer(int64_t N) {
    return {.Kind = DatumKind::Int, .Number = N};
  }
  static Datum real(double X) { return {.Kind = DatumKind::Real, .Float = X}; }
  static Datum pointer(ObjectName O, int64_t Bytes) {
    return {.Kind = DatumKind::Pointer, .Number = Bytes, .Object = O};
  }
  static Datum function(FuncId F) {
    return {.Kind = DatumKind::Function,
            .Number = static_cast<int64_t>(index(F))};
  }
  static Datum symbol(uint32_t Id, int64_t Plus) {
    return {.Kind = DatumKind::Symbol, .Symbol = Id, .Number = Plus};
  }
  bool isInt() const { return Kind == DatumKind::Int; }
  friend bool operator==(const Datum &, const Datum &) = default;
};

/// A part of memory, in bits. For a bit-field, Location is the whole memory
/// location that it shares with its neighbours (C11 3.14).
struct Address {
  ObjectName Object = ObjectName::None;
  int64_t Bit = 0, Bits = 0;
  int64_t LocationBit = 0, LocationBits = 0;
};

struct Cell {
  int64_t Bit = 0, Bits = 0;
  Datum Value;
  friend bool operator==(const Cell &, const Cell &) = default;
};

/// The last access of one kind by one thread to one part of an object.
struct Trace {
  int64_t Bit = 0, Bits = 0;
  uint32_t Thread = 0;
  bool Write = false, Atomic = false;
  uint32_t Clock = 0; ///< of the thread
  EventRef At;
};

struct Object {
  std::vector<Cell> Cells; ///< by Bit, without overlap
  std::vector<Trace> Traces;
  bool Zero = false; ///< what no cell says is zero, and not indeterminate
  bool Freed = false;

  Datum load(int64_t Bit, int64_t Bits, bool Signed) const;
  void store(int64_t Bit, int64_t Bits, Datum Value);
  /// The whole of a part in cells that begin at 0.
  std::vector<Cell> copy(int64_t Bit, int64_t Bits) const;
  void clear(int64_t Bit, int64_t Bits);
};

/// Objects by name; copies share what neither has changed.
class Memory {
public:
  const Object *find(ObjectName Name) const;
  /// To be changed; made if need be.
  Object &edit(ObjectName Name);
  /// All names from \p First up to but without \p End.
  void erase(ObjectName First, ObjectName End);
  using Entry = std::pair<ObjectName, std::shared_ptr<Object>>;
  const std::vector<Entry> &all() const { return Objects; }

private:
  std::vector<Entry> Objects; ///< sorted
};

} // namespace heddle::machine

#endif // HEDDLE_SEARCH_MEMORY_H
