//===- Operands.h - The places and terms of an event ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Visits every place and every term that an event names, whatever the event
/// does with them, and says which place receives a result.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_OPERANDS_H
#define HEDDLE_VALUES_OPERANDS_H

#include "analyzer/Model/Event.h"

namespace heddle {

namespace operand_detail {

template <class E>
concept HasP = requires(const E &X) { X.P; };
template <class E>
concept HasLock = requires(const E &X) { X.Lock; };
template <class E>
concept HasGuard = requires(const E &X) { X.Guard; };
template <class E>
concept HasHandle = requires(const E &X) { X.Handle; };
template <class E>
concept HasFrom = requires(const E &X) { X.From; };
template <class E>
concept HasFlag = requires(const E &X) { X.Flag; };
template <class E>
concept HasCondition = requires(const E &X) { X.Condition; };
template <class E>
concept HasResult = requires(const E &X) { X.Result; };
template <class E>
concept HasValue = requires(const E &X) { X.Value; };
template <class E>
concept HasTarget = requires(const E &X) { X.Target; };
template <class E>
concept HasArgs = requires(const E &X) { X.Args; };
template <class E>
concept HasCount = requires(const E &X) { X.Count; };
template <class E>
concept HasPointer = requires(const E &X) { X.Pointer; };
template <class E>
concept HasTouched = requires(const E &X) { X.Touched; };

} // namespace operand_detail

/// Calls Place(PlaceId) and Term(TermId) for each that is there.
template <class PlaceFn, class TermFn>
void forEachOperand(const Event &Ev, PlaceFn OnPlace, TermFn OnTerm) {
  using namespace operand_detail;
  auto Show = [&](auto Id) {
    if (!valid(Id))
      return;
    if constexpr (std::is_same_v<decltype(Id), PlaceId>)
      OnPlace(Id);
    else
      OnTerm(Id);
  };
  std::visit(
      [&]<class E>(const E &X) {
        if constexpr (HasP<E>)
          Show(X.P);
        if constexpr (HasLock<E>)
          Show(X.Lock);
        if constexpr (HasGuard<E>)
          Show(X.Guard);
        if constexpr (HasHandle<E>)
          Show(X.Handle);
        if constexpr (HasFrom<E>)
          if constexpr (std::is_same_v<decltype(X.From), PlaceId>)
            Show(X.From);
        if constexpr (HasFlag<E>)
          Show(X.Flag);
        if constexpr (HasCondition<E>)
          Show(X.Condition);
        if constexpr (HasResult<E>)
          Show(X.Result);
        if constexpr (HasValue<E>)
          Show(X.Value);
        if constexpr (HasTarget<E>)
          Show(X.Target);
        if constexpr (HasCount<E>)
          Show(X.Count);
        if constexpr (HasPointer<E>)
          Show(X.Pointer);
        if constexpr (HasArgs<E>)
          for (TermId Arg : X.Args)
            Show(Arg);
        if constexpr (HasTouched<E>)
          for (TermId T : X.Touched)
            Show(T);
      },
      Ev);
}

/// Where the event leaves its result; None if nowhere. (What an Access writes
/// and an Assign assigns is no result.)
inline PlaceId resultOf(const Event &Ev) {
  using namespace operand_detail;
  return std::visit(
      []<class E>(const E &X) {
        if constexpr (HasResult<E>)
          return X.Result;
        else
          return PlaceId::None;
      },
      Ev);
}

} // namespace heddle

#endif // HEDDLE_VALUES_OPERANDS_H
