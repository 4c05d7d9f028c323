//===- Hierarchy.h - Virtual functions and who overrides them --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Dispatch: which function a virtual call runs for an object of a known class,
/// and which it could run for one of an unknown class.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_HIERARCHY_H
#define HEDDLE_POINTERS_HIERARCHY_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/DenseMap.h"

#include <utility>
#include <vector>

namespace heddle::pointers {

class Hierarchy {
public:
  explicit Hierarchy(const Module &M);

  /// The final overrider of \p Declared in class \p Dynamic; None if that
  /// class has no such function.
  FuncId dispatch(RecordId Dynamic, FuncId Declared) const;
  /// \p Declared and all that override it, directly or not. Sorted.
  std::vector<FuncId> overriders(FuncId Declared) const;

private:
  FuncId search(RecordId Dynamic, FuncId Declared) const;
  bool overrides(FuncId F, FuncId Declared) const;

  const Module &M;
  std::vector<std::vector<FuncId>> OverriddenBy;
  mutable llvm::DenseMap<std::pair<uint32_t, uint32_t>, FuncId> Known;
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_HIERARCHY_H
