//===- Keys.cpp - Which places of a function are the same -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Keys.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

using namespace heddle;

namespace {

/// A local that is assigned more than once.
constexpr TermId Several = static_cast<TermId>(UINT32_MAX - 1);

constexpr unsigned MaxDepth = 40;

/// `&P` and the value of a pointer may be wrapped in casts that don't move it.
TermId skipCasts(const Body &B, TermId T) {
  while (valid(T) && B[T].Kind == TermKind::Cast &&
         (B[T].Cast == CastKind::Pointer ||
          B[T].Cast == CastKind::DerivedToBase ||
          B[T].Cast == CastKind::BaseToDerived))
    T = B[T].A;
  return T;
}

/// The variable that \p P is, or a pseudo field directly in one.
std::optional<std::pair<LocalId, FieldRef>> variable(const Body &B, PlaceId P) {
  if (!valid(P))
    return std::nullopt;
  if (B[P].Kind == PlaceKind::Local)
    return std::pair(B[P].Local, FieldRef());
  if (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field) &&
      B[B[P].Base].Kind == PlaceKind::Local)
    return std::pair(B[B[P].Base].Local, B[P].Field);
  return std::nullopt;
}

} // namespace

PlaceKeys::PlaceKeys(const Module &M, FuncId F) : B(*M[F].Definition) {
  // A parameter has a value from outside.
  for (uint32_t I = 0; I < B.Locals.size(); ++I)
    if (B.Locals[I].Kind == LocalKind::Param ||
        B.Locals[I].Kind == LocalKind::This)
      BoundTo[{LocalId{I}, FieldRef()}] = Several;
  // One whose address is known elsewhere may change without a trace.
  for (const Term &T : B.Terms)
    if (T.Kind == TermKind::AddressOf && B[T.P].Kind == PlaceKind::Local)
      BoundTo[{B[T.P].Local, FieldRef()}] = Several;
  noteBindings();
}

void PlaceKeys::bind(PlaceId P, TermId Value) {
  std::optional<std::pair<LocalId, FieldRef>> Variable = variable(B, P);
  if (!Variable)
    return;
  auto [It, New] = BoundTo.try_emplace(*Variable, Value);
  if (!New || !valid(Value))
    It->second = Several;
}

void PlaceKeys::noteBindings() {
  for (const BasicBlock &Block : B.Blocks)
    for (const Event &E : Block.Events) {
      if (const auto *A = std::get_if<Assign>(&E))
        bind(A->P, A->Value);
      else if (const auto *A = std::get_if<Access>(&E)) {
        if (A->Kind != AccessKind::Read)
          bind(A->P, A->Kind == AccessKind::Write ? A->Value : TermId::None);
      } else if (const auto *C = std::get_if<Call>(&E)) {
        bind(C->Result, TermId::None);
      }
    }
}

TermId PlaceKeys::onlyValue(PlaceId P) const {
  std::optional<std::pair<LocalId, FieldRef>> Variable = variable(B, P);
  if (!Variable)
    return TermId::None;
  auto It = BoundTo.find(*Variable);
  return It == BoundTo.end() || It->second == Several ? TermId::None
                                                      : It->second;
}

TermId PlaceKeys::follow(TermId T) const {
  T = skipCasts(B, T);
  // Bindings form no cycle unless the code is nonsense: bound the walk.
  for (unsigned Copies = 0; Copies < 8 && valid(T); ++Copies) {
    TermId Bound =
        B[T].Kind == TermKind::Value ? onlyValue(B[T].P) : TermId::None;
    if (!valid(Bound))
      break;
    T = skipCasts(B, Bound);
  }
  return T;
}

PlaceId PlaceKeys::resolve(PlaceId P) const {
  for (unsigned Steps = 0; Steps < 16; ++Steps) {
    if (!valid(P) || B[P].Kind != PlaceKind::Deref)
      return P;
    TermId T = follow(B[P].Pointer);
    if (!valid(T) || B[T].Kind != TermKind::AddressOf)
      return P;
    P = B[T].P;
  }
  return P;
}

std::string PlaceKeys::text(PlaceId Raw, unsigned Depth) const {
  PlaceId Id = resolve(Raw);
  // A pointer bound to a part of its own target would have no end.
  if (!valid(Id) || Depth > MaxDepth)
    return "?";
  const Place &P = B[Id];
  switch (P.Kind) {
  case PlaceKind::Local:
    return "%" + std::to_string(index(P.Local)) + ";";
  case PlaceKind::Global:
    return "@" + std::to_string(index(P.Global)) + ";";
  case PlaceKind::Function:
    return "f" + std::to_string(index(P.Func)) + ";";
  case PlaceKind::Field:
    return text(P.Base, Depth + 1) + "." +
           std::to_string(index(P.Field.Record)) + "_" +
           std::to_string(P.Field.Index) + ";";
  case PlaceKind::Element:
    return text(P.Base, Depth + 1) + "[" +
           (valid(P.Index) ? text(P.Index, Depth + 1) : "*") + "]";
  case PlaceKind::Deref:
    return "*(" + text(follow(P.Pointer), Depth + 1) + ")";
  case PlaceKind::String:
    return "s";
  }
  return "?";
}

std::string PlaceKeys::text(TermId Raw, unsigned Depth) const {
  TermId Id = skipCasts(B, Raw);
  if (!valid(Id) || Depth > MaxDepth)
    return "?";
  const Term &T = B[Id];
  switch (T.Kind) {
  case TermKind::Int:
    return std::to_string(T.Value);
  case TermKind::Float:
    return std::to_string(T.Real);
  case TermKind::Null:
    return "0";
  case TermKind::Value:
    return text(T.P, Depth + 1);
  case TermKind::AddressOf:
    return "&" + text(T.P, Depth + 1);
  case TermKind::Unary:
    return "u" + std::to_string(int(T.UnOp)) + "(" + text(T.A, Depth + 1) + ")";
  case TermKind::Binary:
    return "(" + text(T.A, Depth + 1) + " b" + std::to_string(int(T.BinOp)) +
           " " + text(T.B, Depth + 1) + ")";
  case TermKind::Cast:
    return "c(" + text(T.A, Depth + 1) + ")";
  case TermKind::Nondet:
  case TermKind::Opaque:
    return "?" + std::to_string(index(Id));
  }
  return "?";
}

KeyId PlaceKeys::intern(const std::string &Text) {
  auto [It, New] = Ids.try_emplace(Text, static_cast<KeyId>(Texts.size()));
  if (New)
    Texts.push_back(Text);
  return It->second;
}

KeyId PlaceKeys::key(PlaceId P) {
  return valid(P) ? intern(text(P)) : KeyId::None;
}

static bool isZero(const Term &T) {
  return T.Kind == TermKind::Null || (T.Kind == TermKind::Int && T.Value == 0);
}

Condition PlaceKeys::condition(TermId Id) {
  Condition C;
  // Peel what only changes the sense of the condition.
  while (valid(Id)) {
    const Term &T = B[Id];
    if (T.Kind == TermKind::Cast) {
      Id = T.A;
    } else if (T.Kind == TermKind::Unary && T.UnOp == UnaryOp::LogicalNot) {
      C.Negated = !C.Negated;
      Id = T.A;
    } else if (T.Kind == TermKind::Binary &&
               (T.BinOp == BinaryOp::Eq || T.BinOp == BinaryOp::Ne) &&
               isZero(B[T.B])) {
      C.Negated ^= T.BinOp == BinaryOp::Eq;
      Id = T.A;
    } else {
      break;
    }
  }
  if (!valid(Id))
    return C;
  const Term &T = B[Id];
  if (T.Kind == TermKind::Int || T.Kind == TermKind::Null) {
    C.IsConstant = true;
    C.Value = (T.Kind == TermKind::Int && T.Value != 0) != C.Negated;
    return C;
  }
  if (T.Kind == TermKind::Nondet || T.Kind == TermKind::Opaque)
    return C;
  if (T.Kind == TermKind::Binary && T.BinOp == BinaryOp::Ne) {
    C.Negated = !C.Negated;
    C.Key = intern("(" + text(T.A) + " b" + std::to_string(int(BinaryOp::Eq)) +
                   " " + text(T.B) + ")");
    return C;
  }
  C.Key = intern(text(Id));
  return C;
}

LocalId PlaceKeys::root(PlaceId P) const {
  for (P = resolve(P); valid(P); P = resolve(B[P].Base)) {
    if (B[P].Kind == PlaceKind::Local)
      return B[P].Local;
    if (B[P].Kind != PlaceKind::Field && B[P].Kind != PlaceKind::Element)
      break;
  }
  return LocalId::None;
}

GlobalId PlaceKeys::rootGlobal(PlaceId P) const {
  for (P = resolve(P); valid(P); P = resolve(B[P].Base)) {
    if (B[P].Kind == PlaceKind::Global)
      return B[P].Global;
    if (B[P].Kind != PlaceKind::Field && B[P].Kind != PlaceKind::Element)
      break;
  }
  return GlobalId::None;
}

FieldRef PlaceKeys::lastField(PlaceId P) const {
  for (P = resolve(P); valid(P); P = resolve(B[P].Base)) {
    if (B[P].Kind == PlaceKind::Field && !isPseudo(B[P].Field))
      return B[P].Field;
    // The element of an array of locks is one of the array's locks.
    if (B[P].Kind != PlaceKind::Field && B[P].Kind != PlaceKind::Element)
      break;
  }
  return {};
}

LocalId PlaceKeys::pointer(PlaceId P) const {
  for (P = resolve(P); valid(P); P = resolve(B[P].Base)) {
    if (B[P].Kind == PlaceKind::Deref) {
      TermId T = follow(B[P].Pointer);
      return valid(T) && B[T].Kind == TermKind::Value ? root(B[T].P)
                                                      : LocalId::None;
    }
    if (B[P].Kind != PlaceKind::Field && B[P].Kind != PlaceKind::Element)
      break;
  }
  return LocalId::None;
}

bool PlaceKeys::mentions(KeyId Outer, KeyId Inner) const {
  if (Outer == KeyId::None || Inner == KeyId::None)
    return false;
  // Every step of a text ends in a delimiter, so that %1; is no part of %11;.
  return llvm::StringRef(Texts[static_cast<uint32_t>(Outer)])
      .contains(Texts[static_cast<uint32_t>(Inner)]);
}
