//===- Escape.h - What other threads can get hold of -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reachability over points-to sets: from variables with static storage, from
/// what is handed to a thread and to code without a model. An object that
/// can't be reached from there belongs to the thread that made it, whatever
/// locks are held.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_ESCAPE_H
#define HEDDLE_POINTERS_ESCAPE_H

#include "analyzer/Pointers/Builder.h"

#include <vector>

namespace heddle::pointers {

/// One reason per object, that of a shortest chain.
std::vector<EscapeReason> findEscapes(const Builder &B);

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_ESCAPE_H
