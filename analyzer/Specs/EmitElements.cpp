//===- EmitElements.cpp - Tuples, output iterators ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

PlaceId Rewriter::tupleElement(PlaceId Tuple, RecordId R, uint32_t Index) {
  TypeId Type = TypeId::None;
  if (valid(R) && Index < M[R].TemplateArgs.size())
    Type = M[R].TemplateArgs[Index].Type;
  PlaceId All = B.field(Tuple, pseudo(PseudoField::Element), TypeId::None);
  return B.element(All, B.integer(Index, TypeId::None), Type);
}

void Rewriter::emitFillElements(const Effect &E, LibraryCall &C) {
  PlaceId Tuple = place(std::get<Path>(E.Main), C);
  if (!valid(Tuple))
    return;
  RecordId R = B.types().recordOf(B.typeOf(Tuple));
  uint32_t Index = 0;
  for (const Argument &A : arguments(E.find(Key::Args), C)) {
    PlaceId To = tupleElement(Tuple, R, Index++);
    if (E.flag(Key::ByReference) || B.types().isReference(B.typeOf(To)))
      emit(Assign{To, B.addressOf(objectOf(A))});
    else
      construct(To, A.Type, {A}, C);
  }
}

/// Assignment to a tuple of references, std::tie's, writes what they refer to.
void Rewriter::emitCopyElements(const Effect &E, LibraryCall &C) {
  PlaceId To = place(std::get<Path>(E.Main), C);
  PlaceId From = place(*E.path(Key::From), C);
  if (!valid(To) || !valid(From))
    return;
  TypeTable &Types = B.types();
  RecordId ToClass = Types.recordOf(B.typeOf(To));
  RecordId FromClass = Types.recordOf(B.typeOf(From));
  size_t Count = valid(ToClass) ? M[ToClass].TemplateArgs.size() : 0;
  bool Fresh = !valid(C.Result); // a constructor binds references
  for (uint32_t I = 0; I != Count; ++I) {
    PlaceId Target = tupleElement(To, ToClass, I);
    PlaceId Source = tupleElement(From, FromClass, I);
    if (Types.isReference(B.typeOf(Target)) && !Fresh)
      access(AccessKind::Write,
             B.deref(B.value(Target), Types.unreferenced(B.typeOf(Target))), C,
             B.value(Source));
    else
      emit(Assign{Target, B.value(Source)});
  }
}

/// std::get<I>(tuple): a reference to the element, or the reference it is.
void Rewriter::emitGetElement(const Effect &E, LibraryCall &C) {
  PlaceId Tuple = place(std::get<Path>(E.Main), C);
  if (!valid(Tuple) || !valid(C.Result))
    return;
  RecordId R = B.types().recordOf(B.typeOf(Tuple));
  if (C.FunctionArgs.empty() || !C.FunctionArgs[0].IsValue)
    return setResult(
        B.addressOf(B.element(
            B.field(Tuple, pseudo(PseudoField::Element), TypeId::None),
            TermId::None, TypeId::None)),
        C);
  PlaceId Element =
      tupleElement(Tuple, R, static_cast<uint32_t>(C.FunctionArgs[0].Value));
  bool IsReference = B.types().isReference(B.typeOf(Element));
  setResult(IsReference ? B.value(Element) : B.addressOf(Element), C);
}

/// The out-parameters of scanf: whatever the variable arguments point to.
void Rewriter::emitWriteAll(const Effect &E, LibraryCall &C) {
  const Path &Main = std::get<Path>(E.Main);
  for (size_t I = Main.Argument; I < C.Args.size(); ++I)
    if (B.types().kind(C.Args[I].Type) == TypeKind::Pointer) {
      const PlaceId P = pointee(C.Args[I]);
      access(AccessKind::Write, P, C);
      if (valid(P) && isBuffer(C.Args[I], C))
        accessRest(AccessKind::Write, P, 0, C);
    }
}

/// `*it = value` for any output iterator: a pointer, an iterator into a
/// container, an inserter, a stream's.
void Rewriter::emitWriteThrough(const Effect &E, LibraryCall &C) {
  const Path &Main = std::get<Path>(E.Main);
  Argument It = C.Args[Main.Argument];
  RecordId R = B.types().recordOf(It.Type);
  Arguments Values;
  if (const Value *V = E.value(Key::Value))
    Values.push_back(argument(*V, C));
  if (valid(R))
    if (const Entries *All = Specs.member(M[R].Name, "operator=");
        All && !Specs.member(M[R].Name, "operator==")) {
      // An inserter or a stream iterator: assignment to it is the output.
      LibraryCall Inner = memberCall(R, objectOf(It), Values, C);
      if (apply(*All, Inner))
        return;
    }
  PlaceId To = pointee(It);
  if (!valid(To))
    return;
  TermId Content = Values.empty() ? TermId::None : term(Values[0]);
  access(AccessKind::Write, To, C, Content);
  if (isBuffer(It, C))
    accessRest(AccessKind::Write, To, 0, C);
}

} // namespace heddle::spec
