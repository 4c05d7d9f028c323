//===- Throwing.h - Which calls can end by an exception --------*- C++ -*--===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A unit by itself must take every function that is not noexcept for one that
/// may throw. With the bodies at hand most can be seen not to, and then no way
/// leads from their calls to the clean-ups: a thread whose start can't fail by
/// an exception is always joined where the code goes on to join it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_THROWING_H
#define HEDDLE_LINK_THROWING_H

#include "analyzer/Model/Module.h"

namespace heddle::link_detail {

/// Clears Call::MayThrow where the callee is known and neither throws nor
/// calls what may. What is caught inside counts as thrown. Cost: linear, times
/// the longest chain of calls that leads to a throw.
void settleThrowing(Module &M);

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_THROWING_H
