//===- Annotations.cpp - What thread-safety attributes demand -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Annotations.h"

#include "analyzer/Locks/Declared.h"
#include "analyzer/Model/Walk.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

Annotations::Annotations(const Analyses &A)
    : A(A), M(A.P.M), V(A.LockTable.contexts().values()), T(V.table()) {}

static bool hasAny(const Function &F,
                   std::initializer_list<AttributeKind> Kinds) {
  return llvm::any_of(F.Attributes, [&](const Attribute &X) {
    return llvm::is_contained(Kinds, X.Kind);
  });
}

bool Annotations::isChecked(FuncId F) const {
  if (hasAny(M[F], {AttributeKind::NoThreadSafetyAnalysis}))
    return false;
  bool Asserts = false;
  forEachEvent(M, F, [&](EventRef At) {
    const auto *C = std::get_if<Call>(&M[At]);
    Asserts |= C && valid(C->Callee) &&
               hasAny(M[C->Callee], {AttributeKind::AssertHeld,
                                     AttributeKind::AssertHeldShared});
  });
  return !Asserts;
}

bool Annotations::demands(FuncId F, ValueId Lock) const {
  for (const Attribute &X : M[F].Attributes)
    if (X.Kind == AttributeKind::Requires ||
        X.Kind == AttributeKind::RequiresShared)
      for (const AttributePath &Path : X.Args)
        if (!Path.Negative && declaredLock(T, M, F, Path) == Lock)
          return true;
  return false;
}

Holding Annotations::holding(EventRef At, ValueId Lock) const {
  return demands(At.Func, Lock) ? Holding()
                                : holdingAt(A, At, Lock, Company::Others,
                                            UnseenCallers::HoldDeclared);
}

ValueId Annotations::ofCallee(EventRef At, const AttributePath &Path) const {
  const auto &C = std::get<Call>(M[At]);
  const uint32_t First = M[C.Callee].hasThis() ? 1 : 0;
  auto Argument = [&](uint32_t N) {
    return N < C.Args.size() ? V.value(At, C.Args[N]) : ValueId::Unknown;
  };
  return declaredLock(T, M, Path, First ? Argument(0) : ValueId::Unknown,
                      [&](uint32_t N) { return Argument(N + First); });
}

ValueId Annotations::ofMember(ValueId Address,
                              const AttributePath &Path) const {
  const Value &X = T[Address];
  return declaredLock(T, M, Path,
                      X.Kind == ValueKind::Field ? X.A : ValueId::Unknown,
                      [](uint32_t) { return ValueId::Unknown; });
}

llvm::ArrayRef<Attribute> Annotations::attributesOf(ValueId Address) const {
  const Value &X = T[Address];
  if (X.Kind == ValueKind::Global)
    return M[X.Global].Attributes;
  if (X.Kind == ValueKind::Field && !isPseudo(X.Field) &&
      valid(X.Field.Record) && X.Field.Index < M[X.Field.Record].Fields.size())
    return M[X.Field.Record].Fields[X.Field.Index].Attributes;
  return {};
}

std::string Annotations::nameOf(const AttributePath &Path) {
  llvm::StringRef Text = Path.Text;
  Text.consume_front("!");
  Text.consume_front("this->");
  return Text.str();
}
