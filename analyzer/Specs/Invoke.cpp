//===- Invoke.cpp - Calling what the program hands over -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The standard's INVOKE: a library function calls a function, a pointer to
/// member with its object, a closure, or a wrapper around one of these. The
/// callee is resolved as far as the call site shows it; the rest is a Target
/// that the points-to analysis resolves.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

/// The function whose address \p T is; None where that can't be seen.
FuncId Rewriter::functionBehind(TermId T) {
  while (B.body()[T].Kind == TermKind::Cast)
    T = B.body()[T].A;
  const Term &Node = B.body()[T];
  if (Node.Kind == TermKind::AddressOf &&
      B.body()[Node.P].Kind == PlaceKind::Function)
    return B.body()[Node.P].Func;
  return FuncId::None;
}

/// `std::ref(x)` and a reference to x are the same to whoever is called.
Argument Rewriter::unwrap(const Argument &A) {
  RecordId R = B.types().recordOf(A.Type);
  if (!valid(R) || Specs.canonicalClass(M[R].Name) != "std::reference_wrapper")
    return A;
  PlaceId Object = pointee(objectOf(A), R);
  return objectArgument(Object, PassedAs::LValue);
}

FuncId Rewriter::callOperator(RecordId R, const Arguments &Args) {
  FuncId Best = FuncId::None;
  for (FuncId Id : M[R].CallOperators)
    if (M[Id].Params.size() == Args.size()) {
      if (valid(Best))
        return FuncId::None; // overloaded, or a template used twice
      Best = Id;
    }
  return Best;
}

/// \p Callee is a pointer to member; Args[0] is the object, a pointer to it or
/// a wrapper of one of them.
Invocation Rewriter::resolveMember(TermId Callee, Arguments Args) {
  Invocation I;
  I.Target = Callee;
  I.Direct = functionBehind(Callee);
  I.Member = true;
  if (!Args.empty()) {
    Argument Object = unwrap(Args[0]);
    RecordId R = B.types().recordOf(Object.Type);
    if (!valid(R)) {
      // A pointer: its value is the address of the object.
      Object.Term = Object.As == PassedAs::Value ? Object.Term : term(Object);
      Object.As = PassedAs::LValue;
      if (B.types().kind(Object.Type) == TypeKind::Pointer)
        Object.Type = B.types()[Object.Type].Elem;
    } else if (const ClassSpec *Spec = specOf(R);
               Spec && Spec->Fields.count(PseudoField::Pointee)) {
      Object = objectArgument(pointee(objectOf(Object), R), PassedAs::LValue);
    } else if (Object.As == PassedAs::Value) {
      Object = objectArgument(objectOf(Object), PassedAs::LValue);
    }
    Args[0] = Object;
  }
  I.Args = std::move(Args);
  return I;
}

Invocation Rewriter::resolve(const Argument &Given, Arguments Args) {
  Argument Callee = unwrap(Given);
  TypeTable &Types = B.types();
  TypeKind Kind = Types.kind(Callee.Type);
  if (Kind == TypeKind::MemberPointer)
    return resolveMember(term(Callee), std::move(Args));
  Invocation I;
  I.Args = std::move(Args);
  RecordId R = Types.recordOf(Callee.Type);
  if (valid(R)) {
    I.Target = B.addressOf(objectOf(Callee));
    I.Direct = callOperator(R, I.Args);
    return I;
  }
  // A reference to a function is its address already; so is one to something
  // whose type is not known, the content of a $callable.
  bool IsAddress = Callee.As != PassedAs::Value &&
                   (Kind == TypeKind::Function || Kind == TypeKind::Opaque);
  I.Target = IsAddress ? Callee.Term : term(Callee);
  I.Direct = functionBehind(I.Target);
  return I;
}

/// std::jthread hands a stop_token to whoever takes one before the arguments.
void Rewriter::prependStopToken(Invocation &I, RecordId R) {
  auto Takes = [&](FuncId F) {
    return M[F].Params.size() == I.Args.size() + 1 &&
           valid(B.types().recordOf(M[F].Params[0])) &&
           M[B.types().recordOf(M[F].Params[0])].Name == "std::stop_token";
  };
  FuncId Callee = valid(I.Direct) && Takes(I.Direct) ? I.Direct : FuncId::None;
  if (valid(R))
    for (FuncId Id : M[R].CallOperators)
      if (Takes(Id))
        Callee = Id;
  if (!valid(Callee))
    return;
  I.Direct = Callee;
  TypeId Token = B.types().unreferenced(M[Callee].Params[0]);
  I.Args.insert(I.Args.begin() + (I.Member ? 1 : 0),
                {B.value(B.temporary(Token)), Token, PassedAs::Value});
}

TermId Rewriter::adapt(const Argument &A, TypeId Param, const LibraryCall &C) {
  TypeTable &Types = B.types();
  if (Types.isReference(Param))
    return A.As == PassedAs::Value ? B.addressOf(objectOf(A)) : A.Term;
  if (A.As == PassedAs::Value)
    return A.Term;
  if (valid(Types.recordOf(A.Type)))
    return B.value(objectOf(A)); // Unsound: the copy's constructor is not run
  return read(A, C);
}

/// The argument terms of a call of \p I, with what reads them.
std::vector<TermId> Rewriter::adapt(const Invocation &I, const LibraryCall &C) {
  std::vector<TermId> Result;
  for (size_t N = 0; N != I.Args.size(); ++N) {
    const Argument &A = I.Args[N];
    if (I.Member && N == 0) {
      Result.push_back(A.Term);
      continue;
    }
    size_t Index = N - I.Member;
    if (valid(I.Direct) && Index < M[I.Direct].Params.size())
      Result.push_back(adapt(A, M[I.Direct].Params[Index], C));
    else if (A.As == PassedAs::Value || valid(B.types().recordOf(A.Type)))
      Result.push_back(A.Term);
    else
      Result.push_back(adapt(A, A.Type, C));
  }
  return Result;
}

/// The callee is itself a library function: `cout << std::endl`.
bool Rewriter::applyDirect(FuncId Callee, const Arguments &Args, PlaceId Result,
                           LibraryCall &C) {
  const Function &Fn = M[Callee];
  const Entries *All = Specs.entries(Fn.Name);
  if (!All || Fn.hasThis() || (Fn.Definition && !Fn.System))
    return false;
  LibraryCall Inner;
  Inner.Via = Callee;
  Inner.Args = Args;
  Inner.Result = Result;
  Inner.ResultType = Fn.Result;
  Inner.ClassArgs = Inner.FunctionArgs = Fn.TemplateArgs;
  Inner.MayThrow = C.MayThrow;
  Inner.Depth = C.Depth + 1;
  return apply(*All, Inner);
}

void Rewriter::invoke(const Argument &Callee, Arguments Args, PlaceId Result,
                      LibraryCall &C) {
  // A library's own function object: what its spec says.
  Argument Unwrapped = unwrap(Callee);
  if (RecordId R = B.types().recordOf(Unwrapped.Type); valid(R))
    if (const Entries *All = Specs.member(M[R].Name, "operator()")) {
      LibraryCall Inner =
          memberCall(R, objectOf(Unwrapped), std::move(Args), C);
      Inner.Result = Result;
      Inner.ResultType = valid(Result) ? B.typeOf(Result) : TypeId::None;
      if (apply(*All, Inner))
        return;
      Args = std::move(Inner.Args);
    }
  Invocation I = resolve(Unwrapped, std::move(Args));
  if (valid(I.Direct) && applyDirect(I.Direct, I.Args, Result, C))
    return;
  Call Out;
  Out.Result = Result;
  Out.ResultUsed = valid(Result) && C.ResultUsed;
  Out.Implicit = true;
  Out.Args = adapt(I, C);
  if (valid(I.Direct) && M[I.Direct].hasThis() && !I.Member)
    Out.Args.insert(Out.Args.begin(), I.Target);
  if (valid(I.Direct)) {
    Out.Callee = I.Direct;
    Out.Virtual = M[I.Direct].Virtual;
    Out.MayThrow = !M[I.Direct].Noexcept;
  } else {
    Out.Target = I.Target;
  }
  if (valid(Result) && Result == C.Result)
    C.ResultSet = true;
  emit(std::move(Out));
}

void Rewriter::emitCall(const Effect &E, LibraryCall &C) {
  PlaceId Result = PlaceId::None;
  if (const Path *P = E.path(Key::Result))
    if (PlaceId To = place(*P, C);
        valid(To) && B.types().kind(B.typeOf(To)) != TypeKind::Void)
      Result = To;
  Arguments Args = arguments(E.find(Key::Args), C);
  if (E.V == Verb::Call)
    return invoke(argument(std::get<Value>(E.Main), C), std::move(Args), Result,
                  C);
  // A wrapper with bound arguments: who it calls, and with what, is found with
  // its $callable.
  Invocation I;
  I.Target = B.addressOf(place(std::get<Path>(E.Main), C));
  I.Args = std::move(Args);
  Call Out;
  Out.Target = I.Target;
  Out.Implicit = true;
  Out.Result = Result;
  Out.ResultUsed = valid(Result) && C.ResultUsed;
  Out.Args = adapt(I, C);
  C.ResultSet |= valid(Result) && Result == C.Result;
  emit(std::move(Out));
}

/// \p To becomes the address of a copy of \p A, or the function that A is.
void Rewriter::emitKeep(PlaceId To, const Argument &A, LibraryCall &C) {
  Argument Copy = decayCopy(A, C);
  TermId Address =
      Copy.As == PassedAs::Value ? Copy.Term : B.addressOf(objectOf(Copy));
  emit(Assign{To, Address});
  remember(To, Address);
}

/// How many arguments a wrapper keeps: `_Bind<F(A, B)>` two.
uint32_t Rewriter::boundCount(RecordId R) {
  constexpr uint32_t Most = 8;
  if (!valid(R))
    return Most;
  for (const TemplateArg &Arg : M[R].TemplateArgs)
    if (B.types().kind(Arg.Type) == TypeKind::Function)
      return static_cast<uint32_t>(M[Arg.Type].Params.size());
  // `_Bind_front<F, A, B>`.
  return M[R].TemplateArgs.empty()
             ? Most
             : static_cast<uint32_t>(M[R].TemplateArgs.size() - 1);
}

void Rewriter::emitBind(const Effect &E, LibraryCall &C) {
  PlaceId To = place(std::get<Path>(E.Main), C);
  PlaceId Callable = B.field(To, pseudo(PseudoField::Callable), TypeId::None);
  if (const Path *From = E.path(Key::From)) {
    PlaceId Source = place(*From, C);
    auto Copy = [&](FieldRef Field) {
      PlaceId P = B.field(Source, Field, TypeId::None);
      TermId Content = contentOf(P);
      TermId Value = valid(Content) ? Content : B.value(P);
      emit(Assign{B.field(To, Field, TypeId::None), Value});
      remember(B.field(To, Field, TypeId::None), Value);
    };
    Copy(pseudo(PseudoField::Callable));
    uint32_t Count = boundCount(B.types().recordOf(B.typeOf(Source)));
    for (uint32_t I = 0; I != Count; ++I)
      Copy(boundArgument(I));
    return;
  }
  emitKeep(Callable, argument(*E.value(Key::Callee), C), C);
  uint32_t N = 0;
  for (const Argument &A : arguments(E.find(Key::Args), C)) {
    // Misses: the order in which placeholders permute arguments.
    PlaceId Slot = B.field(To, boundArgument(N++), TypeId::None);
    Argument Kept = decayCopy(A, C);
    TermId Value =
        Kept.As == PassedAs::Value ? Kept.Term : B.addressOf(objectOf(Kept));
    emit(Assign{Slot, Value});
    remember(Slot, Value);
  }
}

/// What std::thread, async, bind and function keep of an argument: a reference
/// wrapper gives its reference, an array or function its address, an object is
/// copied or moved to memory of its own.
Argument Rewriter::decayCopy(const Argument &A, LibraryCall &C) {
  TypeTable &Types = B.types();
  if (Argument Inner = unwrap(A); Inner.Term != A.Term)
    return Inner;
  TypeKind Kind = Types.kind(A.Type);
  if (Kind == TypeKind::Function && A.As != PassedAs::Value)
    return {A.Term, Types.pointerTo(A.Type), PassedAs::Value};
  if (Kind == TypeKind::Array && A.As != PassedAs::Value) {
    PlaceId First = elementOf(objectOf(A), B.integer(0, TypeId::None));
    return {B.addressOf(First), Types.pointerTo(B.typeOf(First)),
            PassedAs::Value};
  }
  if (Kind != TypeKind::Record)
    return {read(A, C), A.Type, PassedAs::Value};
  PlaceId Pointer = B.temporary(Types.pointerTo(A.Type));
  Allocate New;
  New.Op = Allocate::OpKind::Library;
  New.Result = Pointer;
  New.Type = A.Type;
  emit(New);
  PlaceId Copy = B.deref(B.value(Pointer), A.Type);
  construct(Copy, A.Type, {A}, C);
  return objectArgument(Copy, PassedAs::RValue);
}

} // namespace heddle::spec
