//===- Partition.cpp - Facts kept apart by conditions ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Partition.h"

#include "analyzer/Values/Truth.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <iterator>

using namespace heddle;

bool PartitionKey::allows(const ConditionAtom &A) const {
  return llvm::none_of(Atoms, [&](const ConditionAtom &B) {
    if (A.Subject != B.Subject)
      return false;
    if (A.Equal && B.Equal)
      return A.Number != B.Number;
    return A.Equal != B.Equal && A.Number == B.Number;
  });
}

bool PartitionKey::add(const ConditionAtom &A) {
  if (A.Subject == ValueId::Unknown)
    return true;
  if (!allows(A))
    return false;
  auto It = llvm::lower_bound(Atoms, A);
  if (It == Atoms.end() || *It != A)
    Atoms.insert(It, A);
  return true;
}

void PartitionKey::meet(const PartitionKey &Other) {
  std::vector<ConditionAtom> Both;
  std::set_intersection(Atoms.begin(), Atoms.end(), Other.Atoms.begin(),
                        Other.Atoms.end(), std::back_inserter(Both));
  Atoms = std::move(Both);
}

std::optional<ConditionAtom> heddle::atomOf(const ValueTable &T, ValueId Cond,
                                            bool True) {
  if (!T.isKnown(Cond))
    return std::nullopt;
  const Value &X = T[Cond];
  if (X.Kind == ValueKind::Unary && X.UnOp == UnaryOp::LogicalNot)
    return atomOf(T, X.A, !True);
  if (X.Kind == ValueKind::Binary &&
      (X.BinOp == BinaryOp::Eq || X.BinOp == BinaryOp::Ne)) {
    const bool Equal = (X.BinOp == BinaryOp::Eq) == True;
    if (std::optional<int64_t> N = T.asInt(X.B)) {
      // (a == b) != 0 is a == b.
      if (*N == 0)
        return atomOf(T, X.A, !Equal);
      // … and so is (a == b) == 1.
      if (*N == 1 && isTruth(T, X.A))
        return atomOf(T, X.A, Equal);
      return ConditionAtom{X.A, *N, Equal};
    }
  }
  return ConditionAtom{Cond, 0, !True};
}
