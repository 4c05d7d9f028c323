//===- Ids.h - Strong identifiers of the model ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every table of the model is a vector and every reference an index into it,
/// typed so that a block can't be taken for a local. Indices, and not
/// pointers, make a model relocatable: it can be written to disk, read into
/// another process and merged with others by adding offsets.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_IDS_H
#define HEDDLE_MODEL_IDS_H

#include <compare>
#include <cstdint>

namespace heddle {

// Tables of a Module.
enum class FileId : uint32_t { None = UINT32_MAX };
enum class TypeId : uint32_t { None = UINT32_MAX };
enum class RecordId : uint32_t { None = UINT32_MAX };
enum class GlobalId : uint32_t { None = UINT32_MAX };
enum class FuncId : uint32_t { None = UINT32_MAX };

// Tables of a Body.
enum class LocalId : uint32_t { None = UINT32_MAX };
enum class TermId : uint32_t { None = UINT32_MAX };
enum class PlaceId : uint32_t { None = UINT32_MAX };
enum class BlockId : uint32_t { None = UINT32_MAX };
enum class LoopId : uint32_t { None = UINT32_MAX };

/// The index behind a strong id. REQUIRES: \p Id is not None.
template <class IdT> constexpr uint32_t index(IdT Id) {
  return static_cast<uint32_t>(Id);
}

template <class IdT> constexpr bool valid(IdT Id) { return Id != IdT::None; }

/// One event of one function: the unit that findings, positions and analysis
/// facts are attached to.
struct EventRef {
  FuncId Func = FuncId::None;
  BlockId Block = BlockId::None;
  uint32_t Index = 0;

  friend auto operator<=>(const EventRef &, const EventRef &) = default;
};

} // namespace heddle

#endif // HEDDLE_MODEL_IDS_H
