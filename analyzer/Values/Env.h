//===- Env.h - What is known about memory at one point ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A map from addresses to what the memory there holds. An address that is not
/// in the map holds what it held on entry of the function, unless it may have
/// been changed since (Changed).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_ENV_H
#define HEDDLE_VALUES_ENV_H

#include "analyzer/Values/Memory.h"
#include "analyzer/Values/Value.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>

namespace heddle {

struct Env {
  std::map<ValueId, ValueId> Memory;
  MemoryKeys Changed;

  const ValueId *find(ValueId Address) const {
    auto It = Memory.find(Address);
    return It == Memory.end() ? nullptr : &It->second;
  }
  /// Forgets every address for which \p Gone.
  void forget(llvm::function_ref<bool(ValueId)> Gone) {
    std::erase_if(Memory, [&](const auto &E) { return Gone(E.first); });
  }
};

} // namespace heddle

#endif // HEDDLE_VALUES_ENV_H
