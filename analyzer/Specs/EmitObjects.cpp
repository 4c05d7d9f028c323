//===- EmitObjects.cpp - Objects inside library objects -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A container constructs and destroys elements, a smart pointer its pointee.
/// What that means depends on the element's type: another library class has a
/// spec of its own, which is applied in turn (a vector of threads constructs
/// threads); a class of the program has constructors and a destructor, which
/// are called; anything else is written.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

LibraryCall Rewriter::memberCall(RecordId R, PlaceId This, Arguments Args,
                                 const LibraryCall &Outer) {
  LibraryCall C;
  C.Via = Outer.Via;
  C.Class = R;
  C.This = This;
  C.Args = std::move(Args);
  C.MayThrow = Outer.MayThrow;
  C.ClassArgs = M[R].TemplateArgs;
  C.Depth = Outer.Depth + 1;
  return C;
}

void Rewriter::construct(PlaceId P, TypeId Type, Arguments Args,
                         LibraryCall &Outer) {
  TypeTable &Types = B.types();
  if (Types.kind(Type) == TypeKind::Array) {
    TypeId Elem = Types[Type].Elem;
    return construct(elementOf(P, TermId::None), Elem, std::move(Args), Outer);
  }
  if (RecordId R = Types.recordOf(Type); valid(R)) {
    if (!constructSpecified(P, R, Args, Outer))
      constructUser(P, R, Args, Outer);
    return;
  }
  TermId Value = TermId::None;
  if (Args.size() == 1)
    Value = read(Args[0], Outer);
  else if (Args.empty() && Types.kind(Type) != TypeKind::Opaque)
    Value = Types.kind(Type) == TypeKind::Pointer ? B.null(Type)
                                                  : B.integer(0, Type);
  // The content of something that nobody else sees (a result) is no access.
  if (P == Outer.Result) {
    emit(Assign{P, valid(Value) ? Value : B.nondet(Type)});
    return remember(P, Value);
  }
  access(AccessKind::Write, P, Outer, Value, /*Init=*/true);
}

bool Rewriter::constructSpecified(PlaceId P, RecordId R, const Arguments &Args,
                                  LibraryCall &Outer) {
  const Entries *All = Specs.member(M[R].Name, "constructor");
  if (!All)
    return false;
  LibraryCall C = memberCall(R, P, Args, Outer);
  return apply(*All, C);
}

/// The constructor that a call with \p Args would choose, by number and shape
/// of its parameters; None where the class has none that is known.
FuncId Rewriter::findConstructor(RecordId R, const Arguments &Args) {
  TypeTable &Types = B.types();
  FuncId Best = FuncId::None;
  int BestScore = -1;
  for (FuncId Id : M[R].Methods) {
    const Function &Ctor = M[Id];
    if (Ctor.Kind != FunctionKind::Constructor ||
        Ctor.Params.size() < Args.size())
      continue;
    // Parameters beyond the arguments have defaults, or this is not it.
    int Score = 64 - static_cast<int>(Ctor.Params.size() - Args.size()) * 16;
    for (size_t I = 0; I != Args.size() && Score >= 0; ++I) {
      TypeId Param = Types.unreferenced(Ctor.Params[I]);
      RecordId Want = Types.recordOf(Param),
               Have = Types.recordOf(Args[I].Type);
      if (Want == Have &&
          (valid(Want) || Types.kind(Param) == Types.kind(Args[I].Type)))
        Score += 4;
      else if (valid(Want) != valid(Have))
        Score -= 2; // a conversion
      else if (valid(Want))
        Score -= 3; // another class: a base, or no match
      bool WantsRValue =
          Types.kind(Ctor.Params[I]) == TypeKind::RValueReference;
      if (WantsRValue && Args[I].As == PassedAs::LValue)
        Score = -1;
      else if (WantsRValue)
        Score += 1;
    }
    if (Score > BestScore) {
      BestScore = Score;
      Best = Id;
    }
  }
  return Best;
}

void Rewriter::constructUser(PlaceId P, RecordId R, const Arguments &Args,
                             LibraryCall &Outer) {
  FuncId Ctor = findConstructor(R, Args);
  bool SameClass = Args.size() == 1 && B.types().recordOf(Args[0].Type) == R;
  // A copy or move that the compiler would write, and has not: by members.
  if (SameClass && (!valid(Ctor) || (M[Ctor].Implicit && !M[Ctor].Definition)))
    return copyFields(P, R, Args[0], Outer);
  if (!valid(Ctor)) {
    access(AccessKind::Write, P, Outer, TermId::None, /*Init=*/true);
    return;
  }
  Invocation I;
  I.Direct = Ctor;
  I.Member = true;
  I.Args = Args;
  I.Args.insert(I.Args.begin(), objectArgument(P, PassedAs::LValue));
  Call C;
  C.Callee = Ctor;
  C.Implicit = true;
  C.MayThrow = !M[Ctor].Noexcept;
  C.Args = adapt(I, Outer);
  emit(std::move(C));
}

void Rewriter::copyFields(PlaceId To, RecordId R, const Argument &From,
                          LibraryCall &Outer) {
  PlaceId Source = objectOf(From);
  LocalId Root = B.rootLocal(Source);
  bool Temporary = valid(Root) && B.body()[Root].Kind == LocalKind::Temporary;
  if (!Temporary && From.As != PassedAs::Value)
    access(AccessKind::Read, Source, Outer);
  if (M[R].Fields.empty() || M[R].Kind == RecordKind::Union) {
    emit(Assign{To, B.value(Source)});
    return;
  }
  for (uint32_t I = 0; I != M[R].Fields.size(); ++I) {
    TypeId Type = M[R].Fields[I].Type;
    PlaceId ToField = B.field(To, {R, I}, Type);
    PlaceId FromField = B.field(Source, {R, I}, Type);
    // Base classes are no members; their copy is that of the whole.
    if (RecordId Inner = B.types().recordOf(Type);
        valid(Inner) && !B.types().isReference(Type)) {
      PassedAs As =
          From.As == PassedAs::LValue ? PassedAs::LValue : PassedAs::RValue;
      Argument Part = objectArgument(FromField, As);
      if (!constructSpecified(ToField, Inner, {Part}, Outer))
        constructUser(ToField, Inner, {Part}, Outer);
    } else {
      TermId Content = contentOf(FromField);
      emit(Assign{ToField, valid(Content) ? Content : B.value(FromField)});
    }
  }
}

/// Misses: the destruction of what a variable holds that is moved from on some
/// other path only. Without this, `t(std::move(p))` would look as if p still
/// destroyed the object that the thread works on.
bool Rewriter::isMovedFrom(const Effect &E, LibraryCall &C) {
  const Path *Owner = E.path(Key::UnlessMoved);
  if (!Owner)
    return false;
  PlaceId Variable = place(*Owner, C);
  if (!valid(Variable))
    return false;
  const Place &Node = B.body()[Variable];
  return Node.Kind == PlaceKind::Local && Moved.count(Node.Local);
}

/// What unique_ptr does at its end: destructor and memory.
void Rewriter::emitDelete(const Effect &E, LibraryCall &C) {
  PlaceId Pointer = place(std::get<Path>(E.Main), C);
  if (!valid(Pointer) || isMovedFrom(E, C))
    return;
  if (E.V == Verb::DeleteWith) {
    Path Deleter = std::get<Path>(E.Main);
    Deleter.Steps.back().Field = PseudoField::Callable;
    Argument Value{B.value(Pointer), B.typeOf(Pointer), PassedAs::Value};
    PlaceId Callable = pointee(place(Deleter, C), RecordId::None);
    return invoke(objectArgument(Callable, PassedAs::LValue), {Value},
                  PlaceId::None, C);
  }
  destruct(pointee(Pointer, RecordId::None), E, C);
  emit(Free{Free::OpKind::Library, B.value(Pointer)});
}

void Rewriter::destruct(PlaceId P, const Effect &E, LibraryCall &Outer) {
  if (!valid(P) || isMovedFrom(E, Outer))
    return;
  TypeId Type = B.typeOf(P);
  if (B.types().kind(Type) == TypeKind::Array) {
    P = elementOf(P, TermId::None);
    Type = B.typeOf(P);
  }
  RecordId R = B.types().recordOf(Type);
  if (!valid(R) || B.types().isReference(Type))
    return;
  if (const Entries *All = Specs.member(M[R].Name, "destructor")) {
    LibraryCall C = memberCall(R, P, {}, Outer);
    apply(*All, C);
    return;
  }
  FuncId Destructor = M[R].Destructor;
  if (!valid(Destructor))
    return;
  Call C;
  C.Callee = Destructor;
  C.Implicit = true;
  C.Virtual = M[Destructor].Virtual;
  C.MayThrow = false;
  C.LastOwner = E.flag(Key::LastOwner);
  C.Args = {B.addressOf(P)};
  emit(std::move(C));
}

} // namespace heddle::spec
