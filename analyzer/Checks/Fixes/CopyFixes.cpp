//===- CopyFixes.cpp - A thread gets a copy of its own --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Findings/Span.h"
#include "analyzer/Model/Walk.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

/// Does a place or value go through the capture?
class Captured {
public:
  Captured(const Body &B, FieldRef Capture) : B(B), Capture(Capture) {}

  bool in(PlaceId P) const {
    if (!valid(P))
      return false;
    const Place &X = B[P];
    return (X.Kind == PlaceKind::Field && X.Field == Capture) || in(X.Base) ||
           in(X.Pointer);
  }
  bool in(TermId T) const {
    return valid(T) && (in(B[T].P) || in(B[T].A) || in(B[T].B));
  }

private:
  const Body &B;
  FieldRef Capture;
};

} // namespace

/// Numbers, pointers, strings: no object whose identity matters.
static bool isCopiable(const Module &M, TypeId T) {
  if (!valid(T))
    return false;
  switch (M[T].Kind) {
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Float:
  case TypeKind::Enum:
  case TypeKind::Pointer:
    return true;
  case TypeKind::Record:
    return llvm::is_contained(
        {"std::basic_string", "std::shared_ptr", "std::basic_string_view"},
        M[M[T].Record].Name);
  default:
    return false;
  }
}

/// Does the lambda's body do nothing to the variable but read it?
static bool onlyReads(const Module &M, FuncId Operator, FieldRef Capture) {
  if (!M[Operator].Definition)
    return false;
  Captured Touches(*M[Operator].Definition, Capture);
  bool Only = true;
  forEachEvent(M, Operator, [&](EventRef At) {
    if (const auto *X = std::get_if<Access>(&M[At])) {
      Only &= X->Kind == AccessKind::Read || !Touches.in(X->P);
      // Its address goes on living elsewhere.
      Only &= X->Kind == AccessKind::Read || !Touches.in(X->Value);
    } else if (const auto *C = std::get_if<Call>(&M[At])) {
      bool Const = valid(C->Callee) && M[C->Callee].Const;
      for (size_t I = 0; I < C->Args.size(); ++I)
        Only &= (Const && I == 0) || !Touches.in(C->Args[I]);
    } else if (const auto *S = std::get_if<Spawn>(&M[At])) {
      Only &= !llvm::any_of(S->Args, [&](TermId T) { return Touches.in(T); });
    }
  });
  return Only;
}

void heddle::offerOwnCopy(const CheckContext &Context, Finding &F,
                          RecordId Lambda, llvm::StringRef Name) {
  const Module &M = Context.P.M;
  if (!valid(Lambda) || M[Lambda].Kind != RecordKind::Lambda)
    return;
  const std::vector<Field> &Fields = M[Lambda].Fields;
  for (uint32_t I = 0; I < Fields.size(); ++I) {
    const Field &Capture = Fields[I];
    if (Capture.Name != Name || !Capture.CaptureByRef || !valid(Capture.Type) ||
        !isCopiable(M, M[Capture.Type].Elem))
      continue;
    bool Only = llvm::all_of(M[Lambda].CallOperators, [&](FuncId Operator) {
      return onlyReads(M, Operator, {Lambda, I});
    });
    if (Only && !M[Lambda].CallOperators.empty())
      offerCapture(Context, F, makeSpan(M, M[Lambda].Pos), Name,
                   /*ByValue=*/true);
    return;
  }
}
