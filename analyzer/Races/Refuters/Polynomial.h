//===- Polynomial.h - Index arithmetic
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Integer expressions over symbols, as sums of products, so that
/// `(I + 1) * Chunk` and `I * Chunk + Chunk` are seen to be equal.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_REFUTERS_POLYNOMIAL_H
#define HEDDLE_RACES_REFUTERS_POLYNOMIAL_H

#include "analyzer/Values/Value.h"

#include <map>
#include <optional>
#include <set>

namespace heddle {

class Polynomial {
public:
  /// Nothing if \p V is not known, gets too long, or has numbers in it that
  /// need more than 32 bits.
  static std::optional<Polynomial> of(const ValueTable &T, ValueId V);
  static Polynomial constant(int64_t N);

  Polynomial operator-(const Polynomial &R) const;
  Polynomial operator*(int64_t N) const;
  friend bool operator==(const Polynomial &, const Polynomial &) = default;

  std::optional<int64_t> asInt() const;
  /// Splits into Factor * Symbol + Rest, none of which has Symbol; nothing if
  /// it is not linear in it.
  bool linearIn(ValueId Symbol, Polynomial &Factor, Polynomial &Rest) const;
  bool mentions(ValueId Symbol) const;
  std::set<ValueId> symbols() const;

private:
  using Product = std::vector<ValueId>; ///< sorted
  bool hasFar() const;
  void add(const Product &P, int64_t N);
  std::map<Product, int64_t> Terms; ///< no zeros
};

} // namespace heddle

#endif // HEDDLE_RACES_REFUTERS_POLYNOMIAL_H
