//===- OwnNumber.cpp - Only the thread with this number gets there --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Threads that are started in a loop with the loop's counter, of which one
/// alone does something:
///
///     void *work(void *Arg) {
///       if ((long)Arg == 0)
///         Total = 0;         // thread 0 only: no other is here at that time
///
/// Both accesses are behind branches that ask for the same number; and the
/// refuter disjoint-index shows that no two threads have it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Indices.h"

using namespace heddle;

namespace {

struct Asked {
  ValueId What = ValueId::Unknown;
  int64_t Number = 0;
};

} // namespace

/// `Id == N - 1` asks for the number 0 of `Id - (N - 1)`.
static std::optional<Asked> asked(ValueTable &T, const ConditionAtom &Atom) {
  const Value X = T[Atom.Subject];
  const bool Equal = X.Kind == ValueKind::Binary && Atom.Number == 0 &&
                     X.BinOp == (Atom.Equal ? BinaryOp::Ne : BinaryOp::Eq);
  if (Equal)
    return Asked{T.binary(BinaryOp::Sub, X.A, X.B), 0};
  if (!Atom.Equal)
    return std::nullopt;
  return Asked{Atom.Subject, Atom.Number};
}

std::optional<Refutation> heddle::refuteOwnNumber(const RefuterContext &C,
                                                  const AccessClass &A,
                                                  const AccessClass &B) {
  const ThreadId Id = A.Shown.Thread;
  if (Id != B.Shown.Thread || C.Table.isInTeam(Id) ||
      C.Table.isInTeam(C.Table[Id].Parent))
    return std::nullopt;
  for (const ConditionAtom &X : A.Premises)
    for (const ConditionAtom &Y : B.Premises) {
      const std::optional<Asked> L = asked(C.T, X), R = asked(C.T, Y);
      if (!L || !R || L->Number != R->Number)
        continue;
      std::optional<Refutation> Why = numbersDiffer(C, A, B, L->What, R->What);
      if (!Why)
        continue;
      Why->Facts = {"each " + C.nameOf(Id) +
                    " is started with another number, and only one of them "
                    "gets to " +
                    C.position(A.Shown.At)};
      return Why;
    }
  return std::nullopt;
}
