//===- AtomicFixes.h - A variable becomes atomic ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A flag or a counter without any lock becomes a std::atomic, in C an _Atomic.
/// Offered only where every word of the program that names the variable is one
/// of its declarations or a use that an atomic bears (no address is taken, no
/// reference bound, no copy of its class made), and where single steps are
/// enough: who looks first and changes then needs a lock.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_ATOMICFIXES_H
#define HEDDLE_CHECKS_FIXES_ATOMICFIXES_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Races/Analyses.h"

namespace heddle {

/// REQUIRES: \p Context has analyses.
void offerAtomic(const CheckContext &Context, Finding &F,
                 const SharedObject &Object);

/// The same, also for pointers, and where single steps are all that is wanted:
/// what is looked at before the lock is taken, and again under it; what a
/// signal handler sets.
void offerAtomicCheck(const CheckContext &Context, Finding &F,
                      const SharedObject &Object);

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_ATOMICFIXES_H
