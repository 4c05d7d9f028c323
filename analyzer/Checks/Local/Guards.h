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

namespace heddle {

/// Takes a lock and does not give it back itself.
bool leavesLocked(const Module &M, FuncId F);
/// Gives a lock back that it did not take.
bool unlocks(const Module &M, FuncId F);
/// Does \p E take a lock that is held after it: an acquisition, or the call of
/// a function that leaves one locked?
bool takesSomeLock(const Module &M, const Event &E);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_GUARDS_H
