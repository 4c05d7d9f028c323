//===- Specialise.h - Copies of functions that start threads ---*- C++ -*--===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs wrap their thread library: a function that starts a thread for
/// whoever calls it, and an entry that calls what it was given. Seen as one
/// function each, all threads run everything. So each use gets a copy of its
/// own, which is what "origins" are to a context-sensitive pointer analysis:
/// the thread is what tells contexts apart, and it costs a few small functions.
///
/// A copy keeps names and positions; nobody but the analyses can tell.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_SPECIALISE_H
#define HEDDLE_LINK_SPECIALISE_H

#include "analyzer/Link/Program.h"

namespace heddle::link_detail {

/// Appends the copies to \p P and redirects calls to them. Cost: linear in the
/// program, and at most MaxCopies small functions more.
void specialiseStarters(Program &P);

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_SPECIALISE_H
