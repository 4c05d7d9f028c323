//===- Match.cpp - Which entry of a spec applies --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace heddle::spec {

const FunctionSpec *Rewriter::select(const Entries &All, const LibraryCall &C) {
  for (const FunctionSpec *Spec : All)
    if (!Spec->AtomicBody && matches(Spec->When, C))
      return Spec;
  return nullptr;
}

bool Rewriter::matches(const Condition &When, const LibraryCall &C) {
  if (C.Args.size() < When.MinArgs || C.Args.size() > When.MaxArgs)
    return false;
  if (When.Const && *When.Const != C.Const)
    return false;
  for (const auto &[Index, Pattern] : When.Args)
    if (Index >= C.Args.size() ||
        !matches(Pattern, C.Args[Index].Type, C.Args[Index].As, C))
      return false;
  for (const auto &[Index, Pattern] : When.ClassArgs) {
    TypeId Type =
        Index < C.ClassArgs.size() ? C.ClassArgs[Index].Type : TypeId::None;
    if (!matches(Pattern, Type, PassedAs::Value, C))
      return false;
  }
  for (const auto &[Index, Wanted] : When.Values)
    if (Index >= C.FunctionArgs.size() || !C.FunctionArgs[Index].IsValue ||
        C.FunctionArgs[Index].Value != Wanted)
      return false;
  return !When.Result || matchesResult(*When.Result, C);
}

/// A result that is a reference matches only patterns that ask for one.
bool Rewriter::matchesResult(const TypePattern &Pattern, const LibraryCall &C) {
  TypeTable &Types = B.types();
  TypeId Type = Types.unreferenced(C.ResultType);
  if (!Types.isReference(C.ResultType))
    return matches(Pattern, Type, PassedAs::Value, C);
  PassedAs As = Types.kind(C.ResultType) == TypeKind::LValueReference
                    ? PassedAs::LValue
                    : PassedAs::RValue;
  bool Any = any_of(Pattern.Alternatives, [&](const auto &A) {
    return A.Ref != TypePattern::Reference::Any && matches(A, Type, As, C);
  });
  return Any != Pattern.Not;
}

bool Rewriter::matches(const TypePattern &Pattern, TypeId Type, PassedAs As,
                       const LibraryCall &C) {
  bool Any = any_of(Pattern.Alternatives, [&](const auto &A) {
    return matches(A, B.types().unreferenced(Type), As, C);
  });
  return Any != Pattern.Not;
}

bool Rewriter::matches(const TypePattern::Alternative &A, TypeId Type,
                       PassedAs As, const LibraryCall &C) {
  if (A.Ref == TypePattern::Reference::LValue && As != PassedAs::LValue)
    return false;
  if (A.Ref == TypePattern::Reference::RValue && As != PassedAs::RValue)
    return false;
  TypeTable &Types = B.types();
  TypeKind Kind = Types.kind(Type);
  RecordId R = Types.recordOf(Type);
  using Category = TypePattern::Category;
  switch (A.Is) {
  case Category::Any:
    return true;
  case Category::Name:
    if (valid(R))
      return matchesGlob(A.Glob, M[R].Name) ||
             matchesGlob(A.Glob, Specs.canonicalClass(M[R].Name));
    return valid(Type) && matchesGlob(A.Glob, Types[Type].Spelling);
  case Category::Self:
    return valid(R) && valid(C.Class) &&
           (R == C.Class || Specs.canonicalClass(M[R].Name) ==
                                Specs.canonicalClass(M[C.Class].Name));
  case Category::Element:
    if (C.ClassArgs.empty() || !valid(C.ClassArgs[0].Type) || !valid(Type))
      return false;
    if (valid(R))
      return R == Types.recordOf(C.ClassArgs[0].Type);
    return Kind == Types.kind(C.ClassArgs[0].Type);
  case Category::Pointer:
    return Kind == TypeKind::Pointer || Kind == TypeKind::Array ||
           Kind == TypeKind::NullPtr;
  case Category::Array:
    return Kind == TypeKind::Array;
  case Category::Integer:
    return Kind == TypeKind::Int || Kind == TypeKind::Bool ||
           Kind == TypeKind::Enum;
  case Category::Scalar:
    return valid(Type) && !valid(R);
  case Category::Class:
    return valid(R);
  case Category::Callable:
    if (valid(R))
      return M[R].Kind == RecordKind::Lambda || !M[R].CallOperators.empty() ||
             (specOf(R) && specOf(R)->Callable);
    return Kind == TypeKind::Function || Kind == TypeKind::MemberPointer ||
           (Kind == TypeKind::Pointer &&
            Types.kind(Types[Type].Elem) == TypeKind::Function);
  case Category::Iterator:
    if (valid(R))
      return specOf(R) && specOf(R)->Fields.count(PseudoField::Pointee);
    return Kind == TypeKind::Pointer;
  }
  return false;
}

} // namespace heddle::spec
