//===- Operands.cpp - What paths and values mean at a call ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

const ClassSpec *Rewriter::specOf(RecordId R) {
  return valid(R) ? Specs.classNamed(M[R].Name) : nullptr;
}

const ClassSpec *Rewriter::specOf(PlaceId P) {
  return specOf(B.types().recordOf(B.typeOf(P)));
}

bool Rewriter::isGuard(PlaceId P) {
  const ClassSpec *Spec = specOf(P);
  return Spec && Spec->Fields.count(PseudoField::Lock);
}

uint32_t Rewriter::sizeOf(PlaceId P) {
  TypeId Type = B.typeOf(P);
  return valid(Type) ? M[Type].SizeBytes : 0;
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

TypeId Rewriter::type(const TypeExpr &E, ArrayRef<TemplateArg> ClassArgs,
                      const LibraryCall *C) {
  TypeTable &Types = B.types();
  switch (E.K) {
  case TypeExpr::Kind::Class:
    return E.Index < ClassArgs.size() ? ClassArgs[E.Index].Type : TypeId::None;
  case TypeExpr::Kind::Function:
    return C && E.Index < C->FunctionArgs.size() ? C->FunctionArgs[E.Index].Type
                                                 : TypeId::None;
  case TypeExpr::Kind::Argument:
    return C && E.Index < C->Args.size() ? C->Args[E.Index].Type : TypeId::None;
  case TypeExpr::Kind::Pointer:
    return Types.pointerTo(Types.unreferenced(type(E.Args[0], ClassArgs, C)));
  case TypeExpr::Kind::Array:
    return Types.arrayOf(type(E.Args[0], ClassArgs, C));
  case TypeExpr::Kind::Pointee: {
    TypeId Pointer = type(E.Args[0], ClassArgs, C);
    if (Types.kind(Pointer) == TypeKind::Pointer)
      return Types[Pointer].Elem;
    RecordId R = Types.recordOf(Pointer);
    const ClassSpec *Spec = specOf(R);
    if (!Spec || !Spec->Fields.count(PseudoField::Pointee))
      return TypeId::None;
    TypeId Inner =
        type(Spec->Fields.at(PseudoField::Pointee), M[R].TemplateArgs, nullptr);
    return Types.kind(Inner) == TypeKind::Pointer ? Types[Inner].Elem
                                                  : TypeId::None;
  }
  case TypeExpr::Kind::Element: {
    TypeId Holder = type(E.Args[0], ClassArgs, C);
    RecordId R = Types.recordOf(Holder);
    if (const ClassSpec *Spec = specOf(R);
        Spec && Spec->Fields.count(PseudoField::Element))
      Holder = type(Spec->Fields.at(PseudoField::Element), M[R].TemplateArgs,
                    nullptr);
    return Types.kind(Holder) == TypeKind::Array ? Types[Holder].Elem : Holder;
  }
  case TypeExpr::Kind::Result: {
    TypeId Function = type(E.Args[0], ClassArgs, C);
    return Types.kind(Function) == TypeKind::Function ? Types[Function].Elem
                                                      : TypeId::None;
  }
  case TypeExpr::Kind::Pair:
    return Types.pairOf(type(E.Args[0], ClassArgs, C),
                        type(E.Args[1], ClassArgs, C));
  case TypeExpr::Kind::Bool:
    return Types.boolean();
  }
  return TypeId::None;
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

PlaceId Rewriter::pseudoField(PlaceId Base, RecordId Class, PseudoField Field) {
  TypeId Type = TypeId::None;
  if (const ClassSpec *Spec = specOf(Class))
    if (auto Found = Spec->Fields.find(Field); Found != Spec->Fields.end())
      Type = type(Found->second, M[Class].TemplateArgs, nullptr);
  return B.field(Base, pseudo(Field), Type);
}

/// What the pointer at \p P points to; for a class with a $pointee (an
/// iterator, a smart pointer), what that points to.
PlaceId Rewriter::pointee(PlaceId P, RecordId Class) {
  if (const ClassSpec *Spec = specOf(Class);
      Spec && Spec->Fields.count(PseudoField::Pointee))
    P = pseudoField(P, Class, PseudoField::Pointee);
  TypeId Type = B.typeOf(P);
  TypeId Elem = TypeId::None;
  if (valid(Type) &&
      (M[Type].Kind == TypeKind::Pointer || B.types().isReference(Type)))
    Elem = M[Type].Elem;
  TermId Pointer = contentOf(P);
  if (B.types().kind(Type) == TypeKind::Array)
    return elementOf(P, TermId::None);
  if (!valid(Pointer))
    Pointer = B.value(P);
  return isNull(Pointer) ? PlaceId::None : B.deref(Pointer, Elem);
}

/// An optional out-parameter that the caller does not want.
bool Rewriter::isNull(TermId T) {
  while (B.body()[T].Kind == TermKind::Cast)
    T = B.body()[T].A;
  return B.body()[T].Kind == TermKind::Null;
}

PlaceId Rewriter::elementOf(PlaceId P, TermId Index) {
  TypeId Type = B.typeOf(P);
  if (B.types().kind(Type) == TypeKind::Pointer) {
    P = pointee(P, RecordId::None);
    if (!valid(P))
      return P;
    // An array that is known by its first element.
    const Place &First = B.body()[P];
    if (First.Kind == PlaceKind::Element)
      P = First.Base;
    TypeId Elem = M[Type].Elem;
    if (B.types().kind(Elem) == TypeKind::Array) // unique_ptr<T[]>
      Elem = M[Elem].Elem;
    return B.element(P, Index, Elem);
  }
  TypeId Elem =
      B.types().kind(Type) == TypeKind::Array ? M[Type].Elem : TypeId::None;
  return B.element(P, Index, Elem);
}

PlaceId Rewriter::rootPlace(const Path &P, LibraryCall &C, RecordId &Class) {
  switch (P.From) {
  case Path::Root::This:
    Class = C.Class;
    return C.This;
  case Path::Root::Result:
    Class = B.types().recordOf(C.ResultType);
    return resultOf(C);
  case Path::Root::Argument:
    if (P.Argument >= C.Args.size())
      return PlaceId::None;
    Class = B.types().recordOf(C.Args[P.Argument].Type);
    return objectOf(C.Args[P.Argument]);
  }
  return PlaceId::None;
}

PlaceId Rewriter::step(PlaceId P, RecordId Class, const PathStep &Step,
                       LibraryCall &C) {
  switch (Step.K) {
  case PathStep::Kind::Deref:
    return pointee(P, Class);
  case PathStep::Kind::Pseudo:
    return pseudoField(P, Class, Step.Field);
  case PathStep::Kind::Member:
    if (valid(Class))
      for (uint32_t I = 0; I != M[Class].Fields.size(); ++I)
        if (M[Class].Fields[I].Name == Step.Member)
          return B.field(P, {Class, I}, M[Class].Fields[I].Type);
    return P; // a type without known members: the whole object
  case PathStep::Kind::Any:
    return elementOf(P, TermId::None);
  case PathStep::Kind::Constant:
    return elementOf(P, B.integer(Step.Index, TypeId::None));
  case PathStep::Kind::Template: {
    auto Which = static_cast<size_t>(Step.Index);
    if (Which >= C.FunctionArgs.size() || !C.FunctionArgs[Which].IsValue)
      return elementOf(P, TermId::None);
    return elementOf(P, B.integer(C.FunctionArgs[Which].Value, TypeId::None));
  }
  case PathStep::Kind::Argument: {
    TermId Index = TermId::None;
    if (static_cast<size_t>(Step.Index) < C.Args.size()) {
      const Argument &A = C.Args[static_cast<size_t>(Step.Index)];
      Index = A.As == PassedAs::Value ? A.Term : B.value(objectOf(A));
    }
    return elementOf(P, Index);
  }
  }
  return P;
}

PlaceId Rewriter::place(const Path &P, LibraryCall &C) {
  RecordId Class = RecordId::None;
  ArrayRef<PathStep> Steps = P.Steps;
  PlaceId Here = PlaceId::None;
  if (P.From == Path::Root::Argument && P.Argument < C.Args.size() &&
      !Steps.empty() && Steps.front().K == PathStep::Kind::Deref) {
    Here = pointee(C.Args[P.Argument]);
    Steps = Steps.drop_front();
    if (valid(Here))
      Class = B.types().recordOf(B.typeOf(Here));
  } else {
    Here = rootPlace(P, C, Class);
  }
  for (const PathStep &Step : Steps) {
    if (!valid(Here))
      return Here;
    Here = step(Here, Class, Step, C);
    if (valid(Here))
      Class = B.types().recordOf(B.typeOf(Here));
  }
  return Here;
}

/// What an argument points to: a pointer needs no memory of its own for that.
PlaceId Rewriter::pointee(const Argument &A) {
  if (A.As != PassedAs::Value || B.types().kind(A.Type) != TypeKind::Pointer)
    return pointee(objectOf(A), B.types().recordOf(A.Type));
  TermId Pointer = term(A);
  return isNull(Pointer) ? PlaceId::None
                         : B.deref(Pointer, B.types()[A.Type].Elem);
}

SmallVector<PlaceId, 4> Rewriter::places(const Path &P, LibraryCall &C) {
  SmallVector<PlaceId, 4> Result;
  Path One = P;
  One.Rest = false;
  do {
    if (PlaceId Here = place(One, C); valid(Here))
      Result.push_back(Here);
    ++One.Argument;
  } while (P.Rest && One.Argument < C.Args.size());
  return Result;
}

/// A class and its bases are one object, in the model too.
TermId Rewriter::withoutUpcast(TermId T) {
  while (B.body()[T].Kind == TermKind::Cast &&
         B.body()[T].Cast == CastKind::DerivedToBase)
    T = B.body()[T].A;
  return T;
}

/// The object that an argument refers to, or is. A value that is no object in
/// memory gets a temporary.
PlaceId Rewriter::objectOf(const Argument &A) {
  TermId Address = withoutUpcast(A.Term);
  const Term T = B.body()[Address];
  if (A.As != PassedAs::Value) {
    if (T.Kind == TermKind::Value)
      if (TermId Content = contentOf(T.P); valid(Content))
        return B.deref(Content, A.Type);
    return B.deref(Address, A.Type);
  }
  if (T.Kind == TermKind::Value)
    return T.P;
  PlaceId Temporary = B.temporary(A.Type);
  emit(Assign{Temporary, A.Term});
  remember(Temporary, A.Term);
  return Temporary;
}

/// What \p P is known to hold; None where it is not.
TermId Rewriter::contentOf(PlaceId P) {
  auto Cell = cellOf(P);
  if (!Cell)
    return TermId::None;
  auto Found = Known.find(*Cell);
  return Found == Known.end() ? TermId::None : Found->second;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Argument Rewriter::objectArgument(PlaceId P, PassedAs As) {
  return {B.addressOf(P), B.types().unreferenced(B.typeOf(P)), As};
}

Argument Rewriter::argument(const Value &V, LibraryCall &C) {
  TypeTable &Types = B.types();
  switch (V.K) {
  case Value::Kind::Object:
    if (V.P.From == Path::Root::Argument && V.P.Steps.empty() &&
        V.P.Argument < C.Args.size())
      return C.Args[V.P.Argument];
    [[fallthrough]];
  case Value::Kind::Moved:
    if (PlaceId P = place(V.P, C); valid(P))
      return objectArgument(P, V.K == Value::Kind::Moved ? PassedAs::RValue
                                                         : PassedAs::LValue);
    break;
  case Value::Kind::Address:
    if (PlaceId P = place(V.P, C); valid(P))
      return {B.addressOf(P), Types.pointerTo(B.typeOf(P)), PassedAs::Value};
    break;
  case Value::Kind::Integer:
    return {B.integer(V.Integer, TypeId::None), Types.integer(),
            PassedAs::Value};
  case Value::Kind::Null:
    return {B.null(TypeId::None), Types.opaque(), PassedAs::Value};
  case Value::Kind::Nondet:
    break;
  }
  return {B.nondet(TypeId::None), Types.opaque(), PassedAs::Value};
}

Arguments Rewriter::arguments(const Operand *List, LibraryCall &C) {
  Arguments Result;
  if (!List)
    return Result;
  for (const Value &V : std::get<std::vector<Value>>(*List)) {
    Value One = V;
    One.P.Rest = false;
    bool Named = V.K == Value::Kind::Object && V.P.From == Path::Root::Argument;
    if (!Named) {
      Result.push_back(argument(One, C));
      continue;
    }
    // An argument that the call leaves out is left out here too.
    for (; One.P.Argument < C.Args.size(); ++One.P.Argument) {
      Result.push_back(argument(One, C));
      if (!V.P.Rest)
        break;
    }
  }
  return Result;
}

/// The value as it is stored or returned, without an event that reads it.
TermId Rewriter::term(const Value &V, LibraryCall &C) {
  return term(argument(V, C));
}

TermId Rewriter::term(const Argument &A) {
  if (A.As == PassedAs::Value) {
    // A temporary that is known to hold an address or a constant.
    const Term &T = B.body()[A.Term];
    TermId Content = T.Kind == TermKind::Value ? contentOf(T.P) : TermId::None;
    return valid(Content) ? Content : A.Term;
  }
  PlaceId P = objectOf(A);
  TermId Content = contentOf(P);
  return valid(Content) ? Content : B.value(P);
}

TermId Rewriter::read(const Argument &A, const LibraryCall &C) {
  if (A.As == PassedAs::Value)
    return term(A);
  PlaceId P = objectOf(A);
  if (TermId Content = contentOf(P); valid(Content))
    return Content;
  LocalId Root = B.rootLocal(P);
  if (!valid(Root) || B.body()[Root].Kind != LocalKind::Temporary)
    access(AccessKind::Read, P, C);
  return B.value(P);
}

MemoryOrder Rewriter::order(const Effect &E, LibraryCall &C) {
  const Operand *Op = E.V == Verb::Fence ? &E.Main : E.find(Key::Order);
  if (!Op)
    return MemoryOrder::NotAtomic;
  if (const Word *W = std::get_if<Word>(Op))
    return static_cast<MemoryOrder>(
        static_cast<int>(MemoryOrder::Relaxed) +
        (static_cast<int>(*W) - static_cast<int>(Word::Relaxed)));
  const Value &V = std::get<Value>(*Op);
  if (V.P.Argument >= C.Args.size())
    return MemoryOrder::SeqCst; // the default argument
  TermId T = term(V, C);
  while (B.body()[T].Kind == TermKind::Cast)
    T = B.body()[T].A;
  if (B.body()[T].Kind == TermKind::Int && B.body()[T].Value >= 0 &&
      B.body()[T].Value <= 5)
    return static_cast<MemoryOrder>(static_cast<int>(MemoryOrder::Relaxed) +
                                    B.body()[T].Value);
  return MemoryOrder::Relaxed; // not a constant: assume the weakest
}

} // namespace heddle::spec
