//===- Mentions.h - The places an event speaks of ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For rules that ask whether something is used at all, however: every place
/// that stands in an event, as operand, as part of a bigger place, or inside of
/// a term.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_MENTIONS_H
#define HEDDLE_CHECKS_LOCAL_MENTIONS_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace heddle {

using PlaceVisitor = llvm::function_ref<void(PlaceId)>;

/// Calls \p Visit for every place in \p E, outermost first: `*this`, too, for
/// `this->A.B`. A place that stands there twice is visited twice.
void forEachPlace(const Body &B, const Event &E, PlaceVisitor Visit);
/// The same for a term: a branch's condition.
void forEachPlace(const Body &B, TermId T, PlaceVisitor Visit);

/// Does \p E, or does the term, speak of the variable?
bool mentions(const Body &B, const Event &E, LocalId L);
bool mentions(const Body &B, TermId T, LocalId L);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_MENTIONS_H
