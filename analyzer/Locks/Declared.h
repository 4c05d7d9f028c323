//===- Declared.h - Locks that attributes name --------------------- -*- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Clang's thread-safety attributes name locks by expressions over what they
/// stand at: `GUARDED_BY(M)` means the M of the same object, `REQUIRES(A.M)` of
/// a function the M of its parameter. Here such an expression becomes a value,
/// for the object and the arguments of one use.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_DECLARED_H
#define HEDDLE_LOCKS_DECLARED_H

#include "analyzer/Values/Value.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace heddle {

/// The address of the lock that \p Path names where `this` is \p Object and
/// the declared parameter N is Argument(N). Unknown if it can't be told.
ValueId declaredLock(ValueTable &T, const Module &M, const AttributePath &Path,
                     ValueId Object,
                     llvm::function_ref<ValueId(uint32_t)> Argument);

/// … of an attribute of \p F, in terms of its own parameters.
ValueId declaredLock(ValueTable &T, const Module &M, FuncId F,
                     const AttributePath &Path);

} // namespace heddle

#endif // HEDDLE_LOCKS_DECLARED_H
