//===- TypeRules.h - The types that need not be said ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What type a place or term has when nothing is said: that of its variable,
/// member, pointee or operands. The printer leaves such types out and the
/// parser puts them back. "Same" is loose on purpose: spelling and outermost
/// const and volatile are not compared, as they say nothing about values.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_TYPERULES_H
#define HEDDLE_MODEL_TYPERULES_H

#include "analyzer/Model/Module.h"

namespace heddle {

bool isComparison(BinaryOp Op);

class TypeRules {
public:
  TypeRules(const Module &M, const Body &B) : M(M), B(B) {}

  /// Equal up to spelling and qualifiers of the value itself.
  bool same(TypeId L, TypeId R) const;

  /// The type of a place by its parts; None where it does not follow from
  /// them (strings, functions, hidden fields).
  TypeId implied(const Place &P) const;

  /// Is \p P's (or \p T's) type what the parser would conclude?
  bool isImplied(const Place &P) const;
  bool isImplied(const Term &T, TypeId Hint) const;

  /// The type a constant takes from what stands on the other side of an
  /// operator: that of a plain value or a cast.
  TypeId hint(TermId Other) const;

  /// The class a member access on \p Base looks in.
  RecordId recordOf(PlaceId Base) const;

  bool isNumber(TypeId T) const;

private:
  bool has(TypeId T, TypeKind Kind) const {
    return valid(T) && M[T].Kind == Kind;
  }
  bool isInt(TypeId T, uint32_t Size) const;
  bool isImpliedBinary(const Term &T) const;

  const Module &M;
  const Body &B;
};

} // namespace heddle

#endif // HEDDLE_MODEL_TYPERULES_H
