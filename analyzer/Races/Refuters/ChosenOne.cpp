//===- ChosenOne.cpp - Only the thread of one number comes here -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `if (Id == 0) …` in a worker that a loop has started several times, each
/// with a number of its own: no two of them do what stands there. The number is
/// the loop's counter, as the worker was given it; one that the worker finds in
/// an object of its own is believed to be its number (a doubt, no refutation).
///
/// Misses: a number that is used for nothing but the question, which contexts
/// do not keep.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Distinct.h"

using namespace heddle;

namespace {

/// A number that is asked for on the way to an access that is shown, the only
/// one in these calls.
struct Asked {
  ValueId Subject = ValueId::Unknown;
  int64_t Number = 0;
};

} // namespace

static std::vector<Asked> askedBefore(const RefuterContext &C,
                                      const AccessClass &X) {
  std::vector<Asked> Out;
  EventRef At = X.Shown.At;
  for (uint32_t Ctx = X.Context; Ctx != UINT32_MAX; Ctx = C.All[Ctx].Parent) {
    const Cfg &G = C.V.cfg(At.Func);
    const Body &Code = *C.P.M[At.Func].Definition;
    for (uint32_t Block : G.Order) {
      const Terminator &End = Code.Blocks[Block].Term;
      if (End.Kind != TerminatorKind::Branch)
        continue;
      for (bool Way : {true, false}) {
        const uint32_t To = index(End.Succs[Way ? 0 : 1]);
        if (G.Preds[To].size() != 1 || !G.dominates(To, index(At.Block)))
          continue;
        const ValueId Cond = C.All.absolute(Ctx, C.V.condition(At.Func, Block));
        if (std::optional<ConditionAtom> Atom = atomOf(C.T, Cond, Way);
            Atom && Atom->Equal)
          Out.push_back({Atom->Subject, Atom->Number});
      }
    }
    At = C.All[Ctx].Site;
  }
  return Out;
}

/// The counter itself, or moved by a constant.
static bool isCounter(const RefuterContext &C, ThreadId Id, ValueId V) {
  const Value &X = C.T[V];
  if (X.Kind == ValueKind::Binary &&
      (X.BinOp == BinaryOp::Add || X.BinOp == BinaryOp::Sub) && C.T.asInt(X.B))
    return isCounter(C, Id, X.A);
  std::set<ValueId> Distinct;
  if (C.V.induction(V))
    findDistinct(C, Id, V, Distinct);
  return Distinct.count(V) > 0;
}

/// Is \p V found in an object that each of the threads has for itself?
static bool isFromOwnObject(const RefuterContext &C, ThreadId Id, ValueId V) {
  for (unsigned Steps = 0; Steps < 8 && C.T.isKnown(V); ++Steps) {
    const Value &X = C.T[V];
    switch (X.Kind) {
    case ValueKind::Load:
    case ValueKind::Field:
      V = X.A;
      break;
    case ValueKind::Element:
      if (isCounter(C, Id, X.B))
        return true;
      V = X.A;
      break;
    case ValueKind::Inner:
      V = valid(X.B) ? X.B : X.A;
      break;
    case ValueKind::Fresh:
      return true;
    case ValueKind::Cell:
      return !C.Pointers.isUnique(X.Cell);
    default:
      return false;
    }
  }
  return false;
}

std::optional<bool> heddle::isChosenOne(const RefuterContext &C,
                                        const AccessClass &A,
                                        const AccessClass &B) {
  const ThreadId Id = A.Shown.Thread;
  if (Id != B.Shown.Thread || C.Table[Id].Role == TeamRole::Team)
    return std::nullopt;
  // What holds on every way there: another call may be in the other branch.
  for (const ConditionAtom &X : A.Premises)
    if (X.Equal && llvm::is_contained(B.Premises, X) &&
        isCounter(C, Id, X.Subject))
      return true;
  const std::vector<Asked> Others = askedBefore(C, B);
  for (const Asked &X : askedBefore(C, A))
    for (const Asked &Y : Others)
      if (X.Number == Y.Number && X.Subject == Y.Subject &&
          C.T[X.Subject].Kind == ValueKind::Load &&
          isFromOwnObject(C, Id, X.Subject))
        return false;
  return std::nullopt;
}

std::optional<Refutation> heddle::refuteChosenOne(const RefuterContext &C,
                                                  const AccessClass &A,
                                                  const AccessClass &B) {
  if (!isChosenOne(C, A, B).value_or(false))
    return std::nullopt;
  // Unsound: the loop that starts them may run again meanwhile.
  return Refutation{false,
                    {"only one " + C.nameOf(A.Shown.Thread) +
                         " has the number that is asked for before " +
                         C.position(A.Shown.At),
                     "and before " + C.position(B.Shown.At)}};
}
