//===- IdWalk.h - Every reference to a declaration in a model --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A walk over the ids by which parts of a model refer to the module's tables
/// (FileId, TypeId, RecordId, GlobalId, FuncId; not the ids inside a body).
/// Relocation writes through it, looking for undefined symbols reads through
/// it; the model's own list of fields says where ids are, so neither can
/// forget one.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_IDWALK_H
#define HEDDLE_LINK_IDWALK_H

#include "analyzer/Model/Fields.h"
#include "analyzer/Model/Module.h"

#include <optional>
#include <variant>
#include <vector>

namespace heddle::link_detail {

/// A visitor made of lambdas, one per kind of id.
template <class... LambdaTs> struct Overloaded : LambdaTs... {
  using LambdaTs::operator()...;
};
template <class... LambdaTs> Overloaded(LambdaTs...) -> Overloaded<LambdaTs...>;

template <class T>
concept TableId = StrongId<T> && !std::is_same_v<T, LocalId> &&
                  !std::is_same_v<T, TermId> && !std::is_same_v<T, PlaceId> &&
                  !std::is_same_v<T, BlockId> && !std::is_same_v<T, LoopId>;

template <class T> constexpr bool IsVector = false;
template <class T> constexpr bool IsVector<std::vector<T>> = true;

/// Calls Visit(Id &) for each id in \p X, which may be const; ids may be None.
template <class T, class VisitT> void walkIds(T &X, VisitT &Visit) {
  using Plain = std::remove_const_t<T>;
  if constexpr (TableId<Plain>) {
    Visit(X);
  } else if constexpr (IsVector<Plain>) {
    for (auto &Element : X)
      walkIds(Element, Visit);
  } else if constexpr (std::is_same_v<Plain, std::optional<Body>>) {
    if (X)
      walkIds(*X, Visit);
  } else if constexpr (std::is_same_v<Plain, Event>) {
    std::visit([&](auto &Known) { walkIds(Known, Visit); }, X);
  } else if constexpr (requires { fields(X, [](auto & ...) {}); }) {
    fields(X, [&](auto &...Field) { (walkIds(Field, Visit), ...); });
  }
}

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_IDWALK_H
