//===- BodyBuilder.cpp - New places and terms for a body ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/BodyBuilder.h"

#include "llvm/ADT/StringRef.h"

using namespace llvm;

namespace heddle::spec {

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

TypeId TypeTable::find(TypeKind Kind, TypeId Elem, StringRef Spelling) {
  auto [Known, Inserted] = Derived.try_emplace({Kind, Elem}, TypeId::None);
  if (!Inserted)
    return Known->second;
  for (uint32_t I = 0; I != M.Types.size(); ++I) {
    const Type &T = M.Types[I];
    if (T.Kind == Kind && T.Elem == Elem && !T.Const && !T.Volatile &&
        (Kind != TypeKind::Array || T.Count == 0) &&
        (Spelling.empty() || T.Spelling == Spelling))
      return Known->second = static_cast<TypeId>(I);
  }
  return TypeId::None;
}

TypeId TypeTable::add(Type T) {
  auto Id = static_cast<TypeId>(M.Types.size());
  Derived[{T.Kind, T.Elem}] = Id;
  M.Types.push_back(std::move(T));
  return Id;
}

TypeId TypeTable::pointerTo(TypeId Elem) {
  if (!valid(Elem))
    Elem = opaque();
  if (TypeId Known = find(TypeKind::Pointer, Elem); valid(Known))
    return Known;
  Type T;
  T.Kind = TypeKind::Pointer;
  T.SizeBytes = T.AlignBytes = M.Data.PointerBytes;
  T.Elem = Elem;
  T.Spelling = M[Elem].Spelling + " *";
  return add(std::move(T));
}

TypeId TypeTable::arrayOf(TypeId Elem) {
  if (!valid(Elem))
    Elem = opaque();
  if (TypeId Known = find(TypeKind::Array, Elem); valid(Known))
    return Known;
  Type T;
  T.Kind = TypeKind::Array;
  T.AlignBytes = M[Elem].AlignBytes;
  T.Elem = Elem;
  T.Spelling = M[Elem].Spelling + "[]";
  return add(std::move(T));
}

TypeId TypeTable::boolean() {
  if (TypeId Known = find(TypeKind::Bool, TypeId::None); valid(Known))
    return Known;
  Type T;
  T.Kind = TypeKind::Bool;
  T.SizeBytes = T.AlignBytes = 1;
  T.Spelling = "bool";
  return add(std::move(T));
}

TypeId TypeTable::integer() {
  if (TypeId Known = find(TypeKind::Int, TypeId::None, "int"); valid(Known))
    return Known;
  Type T;
  T.Kind = TypeKind::Int;
  T.Signed = true;
  T.SizeBytes = T.AlignBytes = 4;
  T.Spelling = "int";
  return add(std::move(T));
}

TypeId TypeTable::opaque() {
  if (TypeId Known = find(TypeKind::Opaque, TypeId::None); valid(Known))
    return Known;
  Type T;
  T.Spelling = "?";
  return add(std::move(T));
}

TypeId TypeTable::pairOf(TypeId A, TypeId B) {
  auto Same = [&](TypeId X, TypeId Y) {
    if (X == Y)
      return true;
    if (!valid(X) || !valid(Y))
      return false;
    Type Left = M[X], Right = M[Y];
    // `const K` and `K` differ in spelling by the word alone.
    Left.Const = Right.Const = false;
    Left.Spelling = Right.Spelling = "";
    return Left == Right;
  };
  for (uint32_t I = 0; I != M.Types.size(); ++I) {
    if (M.Types[I].Kind != TypeKind::Record || M.Types[I].Const ||
        M.Types[I].Volatile)
      continue;
    const Record &R = M[M.Types[I].Record];
    if (R.Name == "std::pair" && R.TemplateArgs.size() == 2 &&
        valid(R.TemplateArgs[0].Type) && M[R.TemplateArgs[0].Type].Const &&
        Same(R.TemplateArgs[0].Type, A) && Same(R.TemplateArgs[1].Type, B))
      return static_cast<TypeId>(I);
  }
  return opaque();
}

bool TypeTable::isReference(TypeId Id) const {
  return kind(Id) == TypeKind::LValueReference ||
         kind(Id) == TypeKind::RValueReference;
}

TypeId TypeTable::unreferenced(TypeId Id) const {
  return isReference(Id) ? M[Id].Elem : Id;
}

RecordId TypeTable::recordOf(TypeId Id) const {
  Id = unreferenced(Id);
  return kind(Id) == TypeKind::Record ? M[Id].Record : RecordId::None;
}

//===----------------------------------------------------------------------===//
// Places and terms
//===----------------------------------------------------------------------===//

BodyBuilder::BodyBuilder(Module &M, TypeTable &Types, FuncId F)
    : M(M), Types(Types), F(F) {}

PlaceId BodyBuilder::intern(Place P) {
  PlaceKey Key{P.Kind, P.Type, P.Local, P.Field, P.Base, P.Index, P.Pointer};
  auto [Known, Inserted] =
      Places.try_emplace(Key, static_cast<PlaceId>(body().Places.size()));
  if (Inserted)
    body().Places.push_back(std::move(P));
  return Known->second;
}

TermId BodyBuilder::intern(Term T) {
  TermKey Key{T.Kind, T.Type, T.P, T.Value};
  auto [Known, Inserted] =
      Terms.try_emplace(Key, static_cast<TermId>(body().Terms.size()));
  if (Inserted)
    body().Terms.push_back(std::move(T));
  return Known->second;
}

PlaceId BodyBuilder::local(LocalId L) {
  Place P;
  P.Kind = PlaceKind::Local;
  P.Type = body()[L].Type;
  P.Local = L;
  return intern(std::move(P));
}

PlaceId BodyBuilder::field(PlaceId Base, FieldRef Field, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Field;
  P.Type = valid(Type) ? Type : Types.opaque();
  P.Field = Field;
  P.Base = Base;
  return intern(std::move(P));
}

PlaceId BodyBuilder::element(PlaceId Base, TermId Index, TypeId Type) {
  Place P;
  P.Kind = PlaceKind::Element;
  P.Type = valid(Type) ? Type : Types.opaque();
  P.Base = Base;
  P.Index = Index;
  return intern(std::move(P));
}

PlaceId BodyBuilder::deref(TermId Pointer, TypeId Type) {
  if (body()[Pointer].Kind == TermKind::AddressOf)
    return body()[Pointer].P;
  Place P;
  P.Kind = PlaceKind::Deref;
  P.Type = valid(Type) ? Type : Types.opaque();
  P.Pointer = Pointer;
  return intern(std::move(P));
}

TermId BodyBuilder::integer(int64_t Value, TypeId Type) {
  Term T;
  T.Kind = TermKind::Int;
  T.Type = valid(Type) ? Type : Types.integer();
  T.Value = Value;
  return intern(std::move(T));
}

TermId BodyBuilder::null(TypeId Type) {
  Term T;
  T.Kind = TermKind::Null;
  T.Type = valid(Type) ? Type : Types.opaque();
  return intern(std::move(T));
}

TermId BodyBuilder::nondet(TypeId Type) {
  Term T;
  T.Kind = TermKind::Nondet;
  T.Type = valid(Type) ? Type : Types.opaque();
  return intern(std::move(T));
}

TermId BodyBuilder::input(TypeId Type) {
  Term T;
  T.Kind = TermKind::Nondet;
  T.Type = valid(Type) ? Type : Types.opaque();
  T.Value = 1;
  return intern(std::move(T));
}

TermId BodyBuilder::value(PlaceId P) {
  Term T;
  T.Kind = TermKind::Value;
  T.Type = body()[P].Type;
  T.P = P;
  return intern(std::move(T));
}

TermId BodyBuilder::addressOf(PlaceId P) {
  if (body()[P].Kind == PlaceKind::Deref)
    return body()[P].Pointer;
  Term T;
  T.Kind = TermKind::AddressOf;
  T.Type = Types.pointerTo(body()[P].Type);
  T.P = P;
  return intern(std::move(T));
}

PlaceId BodyBuilder::temporary(TypeId Type) {
  auto L = static_cast<LocalId>(body().Locals.size());
  Local New;
  New.Kind = LocalKind::Temporary;
  New.Type = valid(Type) ? Type : Types.opaque();
  body().Locals.push_back(std::move(New));
  M.Functions[index(F)].Table.Locals.emplace_back();
  return local(L);
}

LocalId BodyBuilder::rootLocal(PlaceId P) {
  while (true) {
    const Place &Node = body()[P];
    if (Node.Kind == PlaceKind::Local)
      return Node.Local;
    if (Node.Kind != PlaceKind::Field && Node.Kind != PlaceKind::Element)
      return LocalId::None;
    P = Node.Base;
  }
}

} // namespace heddle::spec
