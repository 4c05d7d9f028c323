//===- Walk.h - Over the events of a function -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one loop that every room needs.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_WALK_H
#define HEDDLE_MODEL_WALK_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace heddle {

/// Calls \p Visit for every event of \p F, block by block.
/// REQUIRES: \p F has a definition.
void forEachEvent(const Module &M, FuncId F,
                  llvm::function_ref<void(EventRef)> Visit);

} // namespace heddle

#endif // HEDDLE_MODEL_WALK_H
