//===- EmitBuffers.cpp - Library functions that go through arrays ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `memset(A, 0, sizeof A)` is given the address of A[0], and touches all of A.
/// The access to A[0] is what messages speak of; another one (Access::Rest)
/// tells the analyses of what lies behind it: of the array, if it is known to
/// be touched from its start, and else of some element.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {

/// Does a function that is given the pointer \p A, and doesn't say how much it
/// touches, go on behind the first object? Bytes and text are buffers, and what
/// a template is given is an iterator.
// Misses: wide characters, which look like other integers.
bool Rewriter::isBuffer(const Argument &A, const LibraryCall &C) {
  if (A.As != PassedAs::Value || B.types().kind(A.Type) != TypeKind::Pointer)
    return false;
  const TypeId Elem = B.types()[A.Type].Elem;
  const TypeKind Kind = B.types().kind(Elem);
  return Kind == TypeKind::Void || Kind == TypeKind::Opaque ||
         (Kind == TypeKind::Int && B.types()[Elem].SizeBytes == 1) ||
         !C.FunctionArgs.empty();
}

/// The array that has \p P, of which \p SizeBytes from there on are touched
/// (0: that is not known); None if nothing but \p P is.
// Misses: arrays that are members, and what lies behind them in the record.
PlaceId Rewriter::restBehind(PlaceId P, uint32_t SizeBytes) {
  if (B.body()[P].Kind == PlaceKind::Deref) {
    // Through casts to `void *`: what does the program know of the memory?
    TermId Pointer = B.body()[P].Pointer;
    while (B.body()[Pointer].Kind == TermKind::Cast &&
           B.types().kind(B.typeOf(B.body()[Pointer].A)) == TypeKind::Pointer)
      Pointer = B.body()[Pointer].A;
    const TypeId Type = B.typeOf(Pointer);
    const TypeId Elem = B.types().kind(Type) == TypeKind::Pointer
                            ? B.types()[Type].Elem
                            : TypeId::None;
    P = B.deref(Pointer, Elem);
    if (B.body()[P].Kind == PlaceKind::Deref)
      return SizeBytes && sizeOf(P) == SizeBytes
                 ? PlaceId::None
                 : B.element(P, TermId::None, Elem);
  }
  // From the first element to the row, to the matrix.
  const PlaceId Given = P;
  while (B.body()[P].Kind == PlaceKind::Element &&
         (SizeBytes == 0 || sizeOf(P) < SizeBytes)) {
    const PlaceId Array = B.body()[P].Base;
    const TermId Index = B.body()[P].Index;
    const bool IsFirst = valid(Index) &&
                         B.body()[Index].Kind == TermKind::Int &&
                         B.body()[Index].Value == 0;
    if (!IsFirst || B.types().kind(B.typeOf(Array)) != TypeKind::Array ||
        (SizeBytes && SizeBytes < sizeOf(Array)))
      return B.element(Array, TermId::None, B.typeOf(P));
    P = Array;
    if (SizeBytes == 0)
      break;
  }
  return P == Given ? PlaceId::None : P;
}

void Rewriter::accessRest(AccessKind Kind, PlaceId P, uint32_t SizeBytes,
                          const LibraryCall &C, TermId Value) {
  const PlaceId Behind = restBehind(P, SizeBytes);
  if (!valid(Behind) || isUnshared(Kind, Behind))
    return;
  Access A;
  A.Kind = Kind;
  A.P = Behind;
  A.Value = Value;
  A.Rest = true;
  A.Via = C.Via;
  emit(A);
}

/// memcpy of pointers: those behind the first are copied, too.
void Rewriter::assignRest(const Effect &E, PlaceId To, LibraryCall &C) {
  const heddle::spec::Value *From = E.value(Key::Value);
  const Path &Main = std::get<Path>(E.Main);
  if (!From || From->K != Value::Kind::Object || !isFirstOfBuffer(Main, C) ||
      !isFirstOfBuffer(From->P, C))
    return;
  const PlaceId Source = place(From->P, C);
  if (!valid(Source))
    return;
  const PlaceId Behind = restBehind(Source, 0);
  if (valid(Behind))
    accessRest(AccessKind::Write, To, 0, C, B.value(Behind));
}

/// `*arg0`, where the argument is a buffer.
bool Rewriter::isFirstOfBuffer(const Path &P, const LibraryCall &C) {
  return P.From == Path::Root::Argument && !P.Rest &&
         P.Argument < C.Args.size() && P.Steps.size() == 1 &&
         P.Steps.front().K == PathStep::Kind::Deref &&
         isBuffer(C.Args[P.Argument], C);
}

} // namespace heddle::spec
