//===- BodyBuilder.h - New places and terms for a body ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Appends places, terms and temporaries to the arenas of a body, each at most
/// once: equal nodes get equal ids, so that an id can stand for what it says.
/// `*&x` is `x` and `&*p` is `p` from the start.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_BODYBUILDER_H
#define HEDDLE_SPECS_BODYBUILDER_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"

#include <map>
#include <string>
#include <tuple>

namespace heddle::spec {

/// Types that a module may lack, made on demand.
class TypeTable {
public:
  explicit TypeTable(Module &M) : M(M) {}

  const Type &operator[](TypeId Id) const { return M[Id]; }
  TypeId pointerTo(TypeId Elem);
  TypeId arrayOf(TypeId Elem);
  TypeId boolean();
  TypeId integer(); ///< int
  TypeId opaque();
  /// `std::pair<const A, B>` where the module knows it, else opaque.
  TypeId pairOf(TypeId A, TypeId B);

  /// \p Id without one layer of reference.
  TypeId unreferenced(TypeId Id) const;
  bool isReference(TypeId Id) const;
  /// The record behind \p Id, through references; None for other types.
  RecordId recordOf(TypeId Id) const;
  TypeKind kind(TypeId Id) const {
    return valid(Id) ? M[Id].Kind : TypeKind::Opaque;
  }

private:
  TypeId find(TypeKind Kind, TypeId Elem, llvm::StringRef Spelling = "");
  TypeId add(Type T);

  Module &M;
  std::map<std::pair<TypeKind, TypeId>, TypeId> Derived;
};

class BodyBuilder {
public:
  BodyBuilder(Module &M, TypeTable &Types, FuncId F);

  Body &body() { return *M.Functions[index(F)].Definition; }
  TypeTable &types() { return Types; }

  PlaceId local(LocalId L);
  PlaceId field(PlaceId Base, FieldRef Field, TypeId Type);
  PlaceId element(PlaceId Base, TermId Index, TypeId Type);
  PlaceId deref(TermId Pointer, TypeId Type);

  TermId integer(int64_t Value, TypeId Type);
  TermId null(TypeId Type);
  TermId nondet(TypeId Type);
  /// Every value of the type can really come.
  TermId input(TypeId Type);
  TermId value(PlaceId P);
  TermId addressOf(PlaceId P);

  /// A new temporary and its place.
  PlaceId temporary(TypeId Type);

  TypeId typeOf(PlaceId P) { return body()[P].Type; }
  TypeId typeOf(TermId T) { return body()[T].Type; }
  /// The local that \p P is, or is a part of; None for other memory.
  LocalId rootLocal(PlaceId P);

private:
  PlaceId intern(Place P);
  TermId intern(Term T);

  using PlaceKey =
      std::tuple<PlaceKind, TypeId, LocalId, FieldRef, PlaceId, TermId, TermId>;
  using TermKey = std::tuple<TermKind, TypeId, PlaceId, int64_t>;

  Module &M;
  TypeTable &Types;
  FuncId F;
  std::map<PlaceKey, PlaceId> Places;
  std::map<TermKey, TermId> Terms;
};

} // namespace heddle::spec

#endif // HEDDLE_SPECS_BODYBUILDER_H
