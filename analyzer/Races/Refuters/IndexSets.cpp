//===- IndexSets.cpp - Indices that are all known -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Loops between numbers, and an index that is made of their counters: all
/// indices can be counted up.
///
///     for (i = 0; i < 5; i++) Bytes[2 * i]++;      // 0 2 4 6 8
///     for (i = 0; i < 3; i++) Bytes[3 * i + 1]++;  // 1 4 7
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Distinct.h"
#include "analyzer/Races/Refuters/Indices.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {
constexpr size_t MostNumbers = 1 << 8;
} // namespace

/// All values of a loop's counter, as \p A meets them.
static std::optional<std::vector<int64_t>>
valuesOf(const RefuterContext &C, const AccessClass &A, ValueId Counter) {
  for (const ConditionAtom &Asked : A.Premises)
    if (Asked.Subject == Counter && Asked.Equal)
      return std::vector<int64_t>{Asked.Number};
  const Induction *Loop = C.V.induction(Counter);
  if (!Loop || Loop->Step <= 0)
    return std::nullopt;
  const std::optional<int64_t> Start = C.T.asInt(
                                   C.All.absolute(A.Context, Loop->Start)),
                               Bound = C.T.asInt(
                                   C.All.absolute(A.Context, Loop->Bound));
  const bool Closed = Loop->Op == BinaryOp::Le;
  if (!Start || !Bound ||
      !(Closed || Loop->Op == BinaryOp::Lt ||
        (Loop->Op == BinaryOp::Ne && Loop->Step == 1)))
    return std::nullopt;
  std::vector<int64_t> Out;
  int64_t N = *Start;
  for (; Closed ? N <= *Bound : N < *Bound; N += Loop->Step) {
    Out.push_back(N);
    if (Out.size() > MostNumbers)
      return std::nullopt;
  }
  // Behind the loop it has one value more.
  if (!isWithinRounds(C, A, Counter))
    Out.push_back(N);
  return Out;
}

std::optional<std::set<int64_t>>
heddle::indexSet(const RefuterContext &C, const AccessClass &A, ValueId Index) {
  const std::optional<Polynomial> P = Polynomial::of(C.T, Index);
  if (!P)
    return std::nullopt;
  std::vector<Polynomial> Sums{*P};
  for (ValueId Symbol : P->symbols()) {
    const std::optional<std::vector<int64_t>> Numbers = valuesOf(C, A, Symbol);
    Polynomial Factor, Rest;
    if (!Numbers || Numbers->size() * Sums.size() > MostNumbers)
      return std::nullopt;
    std::vector<Polynomial> Next;
    for (const Polynomial &Sum : Sums) {
      if (!Sum.linearIn(Symbol, Factor, Rest))
        return std::nullopt;
      for (int64_t N : *Numbers)
        Next.push_back(Rest - Factor * -N);
    }
    Sums = std::move(Next);
  }
  std::set<int64_t> Out;
  for (const Polynomial &Sum : Sums) {
    const std::optional<int64_t> N = Sum.asInt();
    if (!N)
      return std::nullopt;
    Out.insert(*N);
  }
  return Out;
}

/// The first and the last number of a loop that counts one by one, if the index
/// is its counter, moved by a number.
static std::optional<std::pair<int64_t, int64_t>>
runOf(const RefuterContext &C, const AccessClass &A, ValueId Index) {
  const std::optional<Polynomial> P = Polynomial::of(C.T, Index);
  if (!P || P->symbols().size() != 1 || !A.Premises.empty())
    return std::nullopt;
  const ValueId Counter = *P->symbols().begin();
  Polynomial Factor, Rest;
  const Induction *Loop = C.V.induction(Counter);
  if (!Loop || Loop->Step != 1 || !P->linearIn(Counter, Factor, Rest) ||
      Factor.asInt() != 1 || !Rest.asInt() ||
      (Loop->Op != BinaryOp::Lt && Loop->Op != BinaryOp::Le))
    return std::nullopt;
  const auto Start = C.T.asInt(C.All.absolute(A.Context, Loop->Start)),
             Bound = C.T.asInt(C.All.absolute(A.Context, Loop->Bound));
  if (!Start || !Bound)
    return std::nullopt;
  const int64_t Last = Loop->Op == BinaryOp::Le ? *Bound : *Bound - 1;
  return std::pair(*Start + *Rest.asInt(), Last + *Rest.asInt());
}

bool heddle::shareIndex(const RefuterContext &C, const AccessClass &A,
                        const AccessClass &B) {
  // Elements with a flag each, which is waited for.
  for (const AccessClass *X : {&A, &B})
    for (const Channel &Passed : X->Facts->Order.Passed)
      if (const Value &Flag = C.T[Passed.Object];
          Flag.Kind == ValueKind::Element && !C.T.asInt(Flag.B))
        return false;
  const std::vector<IndexPair> Pairs = indexPairs(C, A, B);
  return !Pairs.empty() && llvm::all_of(Pairs, [&](const IndexPair &Pair) {
    if (const auto L = runOf(C, A, Pair.A), R = runOf(C, B, Pair.B); L && R)
      return std::max(L->first, R->first) <= std::min(L->second, R->second);
    const auto L = indexSet(C, A, Pair.A), R = indexSet(C, B, Pair.B);
    return L && R &&
           llvm::any_of(*L, [&](int64_t N) { return R->count(N) > 0; });
  });
}
