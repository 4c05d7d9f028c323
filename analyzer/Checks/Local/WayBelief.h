//===- WayBelief.h - How sure a way through a body is -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the exceptions on a way say about a finding that rests on it. The same
/// for every rule that follows ways (Paths.h).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_WAYBELIEF_H
#define HEDDLE_CHECKS_LOCAL_WAYBELIEF_H

#include "analyzer/Checks/Local/Throws.h"
#include "analyzer/Findings/Finding.h"

#include <string>

namespace heddle {

/// Which of two ways to tell: the one with less doubt. A way without an
/// exception comes first, then one with an exception thrown in plain sight,
/// then one that a library function may throw on.
unsigned doubt(ThrowBelief Thrown);

/// Sets the belief and its reason; \p WithoutThrow is the reason where no
/// exception is needed.
void believeWay(Finding &Result, ThrowBelief Thrown, std::string WithoutThrow);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_WAYBELIEF_H
