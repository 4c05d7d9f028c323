//===- IdSet.h - Sets of table indices --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A set of ids (enums that count entries of a table) as bits. Analyses keep
/// such sets at every point of a program, and most are alike and dense:
/// copying, meeting and comparing them must cost words, not nodes.
///
/// Thread safety: as llvm::SparseBitVector, whose queries move a cursor: not
/// even for reading by several threads.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_IDSET_H
#define HEDDLE_VALUES_IDSET_H

#include "llvm/ADT/SparseBitVector.h"

#include <initializer_list>

namespace heddle {

template <class IdT> class IdSet {
public:
  IdSet() = default;
  IdSet(std::initializer_list<IdT> Ids) {
    for (IdT Id : Ids)
      insert(Id);
  }

  bool empty() const { return Bits.empty(); }
  bool contains(IdT Id) const { return Bits.test(number(Id)); }
  bool intersects(const IdSet &Other) const {
    return Bits.intersects(Other.Bits);
  }

  void insert(IdT Id) { Bits.set(number(Id)); }
  void insert(const IdSet &Other) { Bits |= Other.Bits; }
  void erase(IdT Id) { Bits.reset(number(Id)); }
  void erase(const IdSet &Other) { Bits.intersectWithComplement(Other.Bits); }
  void keepCommon(const IdSet &Other) { Bits &= Other.Bits; }

  /// In ascending order.
  template <class VisitT> void forEach(VisitT Visit) const {
    for (unsigned Bit : Bits)
      Visit(static_cast<IdT>(Bit));
  }
  template <class PredT> bool allOf(PredT Pred) const {
    for (unsigned Bit : Bits)
      if (!Pred(static_cast<IdT>(Bit)))
        return false;
    return true;
  }

  friend bool operator==(const IdSet &L, const IdSet &R) {
    return L.Bits == R.Bits;
  }

private:
  static unsigned number(IdT Id) { return static_cast<unsigned>(Id); }
  llvm::SparseBitVector<> Bits;
};

} // namespace heddle

#endif // HEDDLE_VALUES_IDSET_H
