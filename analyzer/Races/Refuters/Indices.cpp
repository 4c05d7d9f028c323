//===- Indices.cpp - Which elements two accesses touch
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Indices.h"

#include "analyzer/Races/Refuters/Distinct.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void heddle::addTerms(const ValueTable &T, ValueId Index,
                      std::vector<ValueId> &Out) {
  const Value &X = T[Index];
  if (X.Kind != ValueKind::Binary || X.BinOp != BinaryOp::Add) {
    Out.push_back(Index);
    return;
  }
  addTerms(T, X.A, Out);
  addTerms(T, X.B, Out);
}

ValueId heddle::withOneNumber(const RefuterContext &C, ThreadId Team, ValueId V,
                              std::set<ValueId> &Numbers) {
  if (!C.T.isKnown(V))
    return V;
  const Value X = C.T[V];
  if (X.Kind == ValueKind::Unary)
    return C.T.unary(X.UnOp, withOneNumber(C, Team, X.A, Numbers));
  if (X.Kind == ValueKind::Binary)
    return C.T.binary(X.BinOp, withOneNumber(C, Team, X.A, Numbers),
                      withOneNumber(C, Team, X.B, Numbers));
  if (X.Kind != ValueKind::Result || !valid(X.At.Func))
    return V;
  const auto *Op = std::get_if<ThreadOp>(&C.P.M[X.At]);
  llvm::ArrayRef<ThreadId> By = C.Table.executing(X.At.Func);
  if (!Op || Op->Op != ThreadOp::OpKind::Number || By.size() != 1 ||
      By.front() != Team)
    return V;
  const ValueId One =
      C.T.result(entryPoint(C.Table[Team].Entries.front()), /*N=*/-1);
  Numbers.insert(One);
  return One;
}

std::optional<IndexRange> heddle::rangeOf(const RefuterContext &C,
                                          const AccessClass &A, ValueId Index,
                                          const std::set<ValueId> &Fixed,
                                          ThreadId NumbersOf) {
  ValueTable &T = C.T;
  auto Named = [&](ValueId V) {
    std::set<ValueId> Numbers;
    return valid(NumbersOf) ? withOneNumber(C, NumbersOf, V, Numbers) : V;
  };
  std::vector<ValueId> Terms;
  addTerms(T, Named(Index), Terms);
  // The inner loop's variable, if any, is a Phi of the function itself.
  ValueId Variable = ValueId::None;
  Polynomial Rest;
  for (ValueId Term : Terms) {
    if (!valid(Variable) && C.V.induction(Term) && !Fixed.count(Term) &&
        T[Term].At.Func == A.Shown.At.Func) {
      Variable = Term;
      continue;
    }
    std::optional<Polynomial> P = Polynomial::of(T, Term);
    if (!P)
      return std::nullopt;
    Rest = Rest - *P * -1;
  }
  if (!valid(Variable))
    return IndexRange{Rest, Rest - Polynomial::constant(-1)};
  const Induction *Loop = C.V.induction(Variable);
  if (Loop->Step != 1 || (Loop->Op != BinaryOp::Lt &&
                          Loop->Op != BinaryOp::Ne && Loop->Op != BinaryOp::Le))
    return std::nullopt;
  const ValueId Start = Named(C.All.absolute(A.Context, Loop->Start));
  const ValueId Bound = Named(C.All.absolute(A.Context, Loop->Bound));
  std::optional<Polynomial> First = Polynomial::of(T, Start);
  std::optional<Polynomial> End = Polynomial::of(T, Bound);
  if (!First || !End)
    return std::nullopt;
  if (Loop->Op == BinaryOp::Le)
    End = *End - Polynomial::constant(-1);
  if (!isWithinRounds(C, A, Variable))
    End = *End - Polynomial::constant(-1);
  return IndexRange{*First - Rest * -1, *End - Rest * -1};
}

namespace {

/// A member, or the elements of one array, the outermost first: `[2][I]`.
struct Step {
  ValueId From = ValueId::None; ///< the address of what is entered
  FieldRef Field = {};
  std::vector<ValueId> Indices;
};

} // namespace

/// From the root of \p Address on, which it returns.
static ValueId stepsOf(const ValueTable &T, ValueId Address,
                       std::vector<Step> &Out) {
  while (T[Address].Kind == ValueKind::Field ||
         T[Address].Kind == ValueKind::Element) {
    const Value &X = T[Address];
    if (X.Kind == ValueKind::Field)
      Out.push_back({X.A, X.Field, {}});
    else if (Out.empty() || Out.back().Indices.empty())
      Out.push_back({X.A, {}, {X.B}});
    else
      Out.back().Indices.push_back(X.B);
    Address = Out.back().From = X.A;
  }
  std::reverse(Out.begin(), Out.end());
  for (Step &S : Out)
    std::reverse(S.Indices.begin(), S.Indices.end());
  return Address;
}

/// How many indices name one element of what \p Array may be.
static std::optional<size_t> dimensions(const RefuterContext &C,
                                        ValueId Array) {
  const std::optional<std::vector<CellId>> &Cells = C.V.resolve(Array);
  std::optional<size_t> Out;
  if (!Cells)
    return Out;
  for (CellId Cell : *Cells) {
    size_t N = 0;
    TypeId Type = C.Pointers.typeOf(Cell);
    if (!valid(Type))
      return std::nullopt;
    for (; valid(Type) && C.P.M[Type].Kind == TypeKind::Array;
         Type = C.P.M[Type].Elem)
      ++N;
    if (Out && *Out != N)
      return std::nullopt;
    Out = N;
  }
  return Out;
}

/// `P = &A[I]`, then P[J]: the element I + J. Only where the array has rows are
/// I and J numbers of their own; then all must be there, since a sum of some
/// of them may be meant.
// Misses: A[I][0] beside A[I][J]; values add constants up without asking.
static bool toComparable(const RefuterContext &C, Step &A, Step &B) {
  if (A.Indices.size() == 1 && B.Indices.size() == 1) {
    const std::optional<size_t> D = dimensions(C, A.From);
    return !D || *D <= 1;
  }
  const std::optional<size_t> D = dimensions(C, A.From);
  if (!D)
    return false;
  if (*D > 1)
    return A.Indices.size() == *D && B.Indices.size() == *D;
  for (Step *S : {&A, &B}) {
    ValueId Sum = S->Indices.front();
    for (ValueId Index : llvm::ArrayRef(S->Indices).drop_front())
      Sum = C.T.binary(BinaryOp::Add, Sum, Index);
    S->Indices = {Sum};
  }
  return true;
}

std::vector<IndexPair> heddle::indexPairs(const RefuterContext &C,
                                          const AccessClass &A,
                                          const AccessClass &B) {
  if (!C.T.isKnown(A.Address) || !C.T.isKnown(B.Address))
    return {};
  // Both addresses from the root, in parallel, up to the first elements.
  std::vector<Step> PA, PB;
  const ValueId RootA = stepsOf(C.T, A.Address, PA),
                RootB = stepsOf(C.T, B.Address, PB);
  if (RootA != RootB && (!valid(C.uniqueCell(RootA)) ||
                         C.uniqueCell(RootA) != C.uniqueCell(RootB)))
    return {};
  for (size_t I = 0; I < std::min(PA.size(), PB.size()); ++I) {
    Step &X = PA[I], &Y = PB[I];
    if (X.Indices.empty() != Y.Indices.empty() || X.Field != Y.Field)
      return {};
    if (X.Indices.empty())
      continue;
    if (!toComparable(C, X, Y))
      return {};
    std::vector<IndexPair> Out;
    for (auto [IndexA, IndexB] : llvm::zip(X.Indices, Y.Indices))
      Out.push_back({IndexA, IndexB});
    return Out;
  }
  return {};
}
