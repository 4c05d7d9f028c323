//===- Guards.h - Functions that lock for their caller ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Recognises by their bodies the functions that hand a lock out or take one
/// back: constructors and destructors of a program's own guard classes,
/// `lock()` wrappers. One level deep and without ways: enough to tell a guard
/// class from any other.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_GUARDS_H
#define HEDDLE_CHECKS_LOCAL_GUARDS_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <set>

namespace heddle {

/// Takes a lock and does not give it back itself.
bool leavesLocked(const Module &M, FuncId F);
/// Gives a lock back that it did not take.
bool unlocks(const Module &M, FuncId F);
/// Does \p E take a lock that is held after it: an acquisition, or the call of
/// a function that leaves one locked?
bool takesSomeLock(const Module &M, const Event &E);

/// Functions with an event as \p Is says, in them or in what they call; calls
/// through pointers, which may lead to such a one, count too.
std::set<FuncId> functionsThat(const Module &M,
                               llvm::function_ref<bool(const Event &)> Is);
/// Functions that may change which locks their caller holds.
std::set<FuncId> lockingFunctions(const Module &M);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_GUARDS_H
