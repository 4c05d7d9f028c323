//===- Mentions.cpp - The places an event speaks of -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Mentions.h"

#include "analyzer/Model/Fields.h"

#include <variant>
#include <vector>

using namespace heddle;

namespace {

class Walker {
public:
  Walker(const Body &B, PlaceVisitor Visit) : B(B), Visit(Visit) {}

  void walk(PlaceId P) {
    if (!valid(P))
      return;
    Visit(P);
    walk(B[P].Base);
    walk(B[P].Index);
    walk(B[P].Pointer);
  }
  void walk(TermId T) {
    if (!valid(T))
      return;
    walk(B[T].P);
    walk(B[T].A);
    walk(B[T].B);
  }
  template <class T> void walk(const std::vector<T> &All) {
    for (const T &Each : All)
      walk(Each);
  }
  /// Numbers, flags, names.
  template <class T> void walk(const T &) {}

private:
  const Body &B;
  PlaceVisitor Visit;
};

} // namespace

void heddle::forEachPlace(const Body &B, const Event &E, PlaceVisitor Visit) {
  Walker W(B, Visit);
  std::visit(
      [&](const auto &Known) {
        fields(Known, [&](const auto &...Each) { (W.walk(Each), ...); });
      },
      E);
}

void heddle::forEachPlace(const Body &B, TermId T, PlaceVisitor Visit) {
  Walker(B, Visit).walk(T);
}

bool heddle::mentions(const Body &B, const Event &E, LocalId L) {
  bool Found = false;
  forEachPlace(B, E, [&](PlaceId P) {
    Found |= B[P].Kind == PlaceKind::Local && B[P].Local == L;
  });
  return Found;
}

bool heddle::mentions(const Body &B, TermId T, LocalId L) {
  bool Found = false;
  forEachPlace(B, T, [&](PlaceId P) {
    Found |= B[P].Kind == PlaceKind::Local && B[P].Local == L;
  });
  return Found;
}
