//===- EmitMemory.cpp - Accesses, results, allocation ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

PlaceId Rewriter::resultOf(LibraryCall &C) {
  TypeKind Kind = B.types().kind(C.ResultType);
  if (!valid(C.Result) && Kind != TypeKind::Void && Kind != TypeKind::Opaque)
    C.Result = B.temporary(C.ResultType);
  return C.Result;
}

void Rewriter::access(AccessKind Kind, PlaceId P, const LibraryCall &C,
                      TermId Value, bool Init) {
  if (!valid(P) || isUnshared(Kind, P))
    return;
  Access A;
  A.Kind = Kind;
  A.P = P;
  A.Value = Value;
  A.SizeBytes = sizeOf(P);
  A.Init = Init;
  A.Via = C.Via;
  emit(A);
  if (Kind != AccessKind::Read)
    remember(P, Kind == AccessKind::Write ? Value : TermId::None);
}

/// The object and, through its pointers, what hangs below. Records that were
/// seen are not entered again: the nodes of a list are one object anyway.
void Rewriter::accessDeep(AccessKind Kind, PlaceId P, const LibraryCall &C,
                          std::set<RecordId> &Seen) {
  access(Kind, P, C);
  RecordId R = B.types().recordOf(B.typeOf(P));
  if (!valid(R) || !Seen.insert(R).second)
    return;
  SmallVector<PlaceId, 8> Parts;
  if (const ClassSpec *Spec = specOf(R))
    for (const auto &[Field, Type] : Spec->Fields)
      Parts.push_back(pseudoField(P, R, Field));
  for (uint32_t I = 0; I != M[R].Fields.size(); ++I)
    Parts.push_back(B.field(P, {R, I}, M[R].Fields[I].Type));
  for (PlaceId Part : Parts) {
    TypeKind PartKind = B.types().kind(B.typeOf(Part));
    if (PartKind == TypeKind::Pointer)
      accessDeep(Kind, pointee(Part, RecordId::None), C, Seen);
    else if (PartKind == TypeKind::Record || PartKind == TypeKind::Array)
      accessDeep(Kind,
                 PartKind == TypeKind::Array ? elementOf(Part, TermId::None)
                                             : Part,
                 C, Seen);
  }
}

void Rewriter::emitAccess(const Effect &E, AccessKind Kind, LibraryCall &C) {
  const Path &Main = std::get<Path>(E.Main);
  // `read: arg0` says nothing of an argument that is passed by value.
  if (Main.From == Path::Root::Argument && Main.Steps.empty() && !Main.Rest &&
      C.Args[Main.Argument].As == PassedAs::Value)
    return;
  for (PlaceId P : places(Main, C)) {
    if (isUnshared(Kind, P))
      continue;
    if (E.flag(Key::Deep)) {
      std::set<RecordId> Seen;
      accessDeep(Kind, P, C, Seen);
      continue;
    }
    Access A;
    A.Kind = Kind;
    A.P = P;
    A.Init = E.flag(Key::Init);
    A.Order = order(E, C);
    A.Via = C.Via;
    A.SizeBytes = sizeOf(P);
    uint32_t Whole = 0; // not known
    const Value *Size = E.value(Key::Size);
    if (Size)
      if (const Term &T = B.body()[term(*Size, C)]; T.Kind == TermKind::Int)
        Whole = A.SizeBytes = static_cast<uint32_t>(T.Value);
    if (const Value *V = E.value(Key::Value))
      A.Value = term(*V, C);
    if (auto Op = E.word(Key::Op))
      A.Op = *Op == Word::Sub   ? BinaryOp::Sub
             : *Op == Word::And ? BinaryOp::And
             : *Op == Word::Or  ? BinaryOp::Or
             : *Op == Word::Xor ? BinaryOp::Xor
                                : BinaryOp::Add;
    emit(A);
    if (Kind != AccessKind::Read)
      remember(P, Kind == AccessKind::Write ? A.Value : TermId::None);
    if (A.Order == MemoryOrder::NotAtomic && !A.Init &&
        (Size || isFirstOfBuffer(Main, C)))
      accessRest(Kind, P, Whole, C);
  }
}

/// Reading a temporary or a string literal, and using the $stream of std::cout
/// and its like, which may be used by several threads at once.
bool Rewriter::isUnshared(AccessKind Kind, PlaceId P) {
  PlaceId Root = P;
  while (B.body()[Root].Kind == PlaceKind::Field ||
         B.body()[Root].Kind == PlaceKind::Element)
    Root = B.body()[Root].Base;
  const Place &Node = B.body()[Root];
  if (Kind == AccessKind::Read &&
      (Node.Kind == PlaceKind::String ||
       (Node.Kind == PlaceKind::Local &&
        B.body()[Node.Local].Kind == LocalKind::Temporary)))
    return true;
  return B.body()[P].Kind == PlaceKind::Field &&
         B.body()[P].Field == pseudo(PseudoField::Stream) &&
         Node.Kind == PlaceKind::Global && M[Node.Global].System;
}

/// Reads what an argument shows to whoever prints, compares or copies it: a
/// string's characters, an object, a number that is passed by reference.
void Rewriter::emitReadText(const Effect &E, LibraryCall &C) {
  const Path &Main = std::get<Path>(E.Main);
  size_t End = Main.Rest ? C.Args.size() : Main.Argument + 1;
  for (size_t I = Main.Argument; I < End; ++I) {
    const Argument A = C.Args[I];
    TypeKind Kind = B.types().kind(A.Type);
    RecordId R = B.types().recordOf(A.Type);
    const ClassSpec *Spec = specOf(R);
    if (Kind == TypeKind::Pointer) {
      TypeId Elem = B.types()[A.Type].Elem;
      bool IsText = B.types().kind(Elem) == TypeKind::Int &&
                    B.types()[Elem].SizeBytes <= 4;
      if (!IsText)
        continue;
      const PlaceId Text = pointee(A);
      access(AccessKind::Read, Text, C);
      if (valid(Text))
        accessRest(AccessKind::Read, Text, 0, C);
    } else if (valid(R) && Spec && Spec->Fields.count(PseudoField::Pointee)) {
      if (Specs.canonicalClass(M[R].Name) == "std::basic_string_view")
        access(AccessKind::Read, pointee(objectOf(A), R), C);
    } else if (A.As != PassedAs::Value) {
      access(AccessKind::Read, objectOf(A), C);
    }
  }
}

void Rewriter::emitAssign(const Effect &E, LibraryCall &C) {
  PlaceId To = place(std::get<Path>(E.Main), C);
  if (!valid(To))
    return;
  TermId Value = term(*E.value(Key::Value), C);
  emit(Assign{To, Value});
  remember(To, Value);
  assignRest(E, To, C);
  if (valid(C.Result) && To == C.Result)
    C.ResultSet = true;
}

void Rewriter::setResult(TermId Value, LibraryCall &C) {
  emit(Assign{C.Result, Value});
  remember(C.Result, Value);
  C.ResultSet = true;
}

void Rewriter::emitReturn(const Effect &E, LibraryCall &C) {
  if (!valid(C.Result))
    return;
  const Value &V = std::get<Value>(E.Main);
  if (valid(B.types().recordOf(C.ResultType)) &&
      !B.types().isReference(C.ResultType) && V.K != Value::Kind::Address) {
    construct(C.Result, C.ResultType, {argument(V, C)}, C);
    C.ResultSet = true;
    return;
  }
  setResult(
      V.K == Value::Kind::Nondet ? B.input(B.typeOf(C.Result)) : term(V, C), C);
}

void Rewriter::emitAllocate(const Effect &E, LibraryCall &C) {
  PlaceId To = place(std::get<Path>(E.Main), C);
  if (!valid(To))
    return;
  Allocate A;
  A.Op = Allocate::OpKind::Library;
  if (auto Kind = E.word(Key::Kind))
    A.Op = *Kind == Word::Malloc     ? Allocate::OpKind::Malloc
           : *Kind == Word::New      ? Allocate::OpKind::New
           : *Kind == Word::NewArray ? Allocate::OpKind::NewArray
           : *Kind == Word::Alloca   ? Allocate::OpKind::Alloca
                                     : Allocate::OpKind::Library;
  A.Result = To;
  if (const Operand *Type = E.find(Key::Type))
    A.Type = type(std::get<TypeExpr>(*Type), C.ClassArgs, &C);
  if (const Value *Count = E.value(Key::Count))
    A.Count = term(*Count, C);
  A.Zeroed = E.flag(Key::Zeroed);
  emit(A);
  remember(To, TermId::None);
  if (To == C.Result)
    C.ResultSet = true;
}

void Rewriter::emitFree(const Effect &E, LibraryCall &C) {
  Free A;
  A.Op = Free::OpKind::Library;
  if (auto Kind = E.word(Key::Kind))
    A.Op = *Kind == Word::Malloc     ? Free::OpKind::CFree
           : *Kind == Word::New      ? Free::OpKind::Delete
           : *Kind == Word::NewArray ? Free::OpKind::DeleteArray
                                     : Free::OpKind::Library;
  A.Pointer = term(std::get<Value>(E.Main), C);
  emit(A);
}

} // namespace heddle::spec
