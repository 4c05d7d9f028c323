//===- Polynomial.cpp - Index arithmetic
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Arithmetic without overflow in mind: an index that overflows is a bug of
/// its own.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Polynomial.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void Polynomial::add(const Product &P, int64_t N) {
  auto [It, IsNew] = Terms.try_emplace(P, 0);
  It->second += N;
  if (It->second == 0)
    Terms.erase(It);
}

Polynomial Polynomial::constant(int64_t N) {
  Polynomial Out;
  if (N)
    Out.add({}, N);
  return Out;
}

/// Larger numbers may be cut to 32 bits on their way to an index.
static bool isFar(int64_t N) {
  constexpr int64_t Far = int64_t(1) << 31;
  return N >= Far || N < -Far;
}

std::optional<Polynomial> Polynomial::of(const ValueTable &T, ValueId V) {
  if (!T.isKnown(V))
    return std::nullopt;
  if (std::optional<int64_t> N = T.asInt(V))
    return isFar(*N) ? std::nullopt : std::optional(constant(*N));
  const Value &X = T[V];
  const bool Sum = X.Kind == ValueKind::Binary &&
                   (X.BinOp == BinaryOp::Add || X.BinOp == BinaryOp::Sub);
  const bool IsProduct =
      X.Kind == ValueKind::Binary && X.BinOp == BinaryOp::Mul;
  if (!Sum && !IsProduct) {
    Polynomial Out;
    Out.add({V}, 1);
    return Out;
  }
  std::optional<Polynomial> A = of(T, X.A), B = of(T, X.B);
  constexpr size_t MaxTerms = 16;
  if (!A || !B || A->Terms.size() * B->Terms.size() > MaxTerms)
    return std::nullopt;
  if (Sum) {
    for (const auto &[P, N] : B->Terms)
      A->add(P, X.BinOp == BinaryOp::Add ? N : -N);
    return A->hasFar() ? std::nullopt : A;
  }
  Polynomial Out;
  for (const auto &[P, N] : A->Terms)
    for (const auto &[Q, K] : B->Terms) {
      Product Both = P;
      llvm::append_range(Both, Q);
      llvm::sort(Both);
      Out.add(Both, N * K);
    }
  if (Out.hasFar())
    return std::nullopt;
  return Out;
}

bool Polynomial::hasFar() const {
  return llvm::any_of(Terms,
                      [](const auto &Term) { return isFar(Term.second); });
}

Polynomial Polynomial::operator-(const Polynomial &R) const {
  Polynomial Out = *this;
  for (const auto &[P, N] : R.Terms)
    Out.add(P, -N);
  return Out;
}

Polynomial Polynomial::operator*(int64_t N) const {
  Polynomial Out;
  for (const auto &[P, K] : Terms)
    Out.add(P, K * N);
  return Out;
}

std::optional<int64_t> Polynomial::asInt() const {
  if (Terms.empty())
    return 0;
  if (Terms.size() == 1 && Terms.begin()->first.empty())
    return Terms.begin()->second;
  return std::nullopt;
}

bool Polynomial::linearIn(ValueId Symbol, Polynomial &Factor,
                          Polynomial &Rest) const {
  Factor = Polynomial();
  Rest = Polynomial();
  for (const auto &[P, N] : Terms) {
    const auto Power = llvm::count(P, Symbol);
    if (Power > 1)
      return false;
    if (Power == 0) {
      Rest.add(P, N);
      continue;
    }
    Product Without = P;
    Without.erase(llvm::find(Without, Symbol));
    Factor.add(Without, N);
  }
  return !Factor.Terms.empty();
}

bool Polynomial::mentions(ValueId Symbol) const {
  return llvm::any_of(Terms, [&](const auto &Term) {
    return llvm::is_contained(Term.first, Symbol);
  });
}

std::set<ValueId> Polynomial::symbols() const {
  std::set<ValueId> Out;
  for (const auto &[P, N] : Terms)
    Out.insert(P.begin(), P.end());
  return Out;
}
