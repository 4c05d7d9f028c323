//===- Declared.cpp - Locks that attributes name --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Declared.h"

using namespace heddle;

/// `GUARDED_BY(Mu)` with a pointer Mu means what it points to at that moment,
/// which nobody here can tell.
static bool isPointer(const Module &M, TypeId Id) {
  if (!valid(Id))
    return false;
  const TypeKind Kind = M[Id].Kind;
  return Kind == TypeKind::Pointer || Kind == TypeKind::LValueReference ||
         Kind == TypeKind::RValueReference;
}

ValueId heddle::declaredLock(ValueTable &T, const Module &M,
                             const AttributePath &Path, ValueId Object,
                             llvm::function_ref<ValueId(uint32_t)> Argument) {
  ValueId Lock = ValueId::Unknown;
  switch (Path.Root) {
  case AttributePath::RootKind::This:
    Lock = Object;
    break;
  case AttributePath::RootKind::Param:
    Lock = Argument(Path.Param);
    break;
  case AttributePath::RootKind::Global:
    if (!isPointer(M, M[Path.Global].Type))
      Lock = T.global(Path.Global);
    break;
  case AttributePath::RootKind::Other:
    break;
  }
  for (FieldRef F : Path.Fields) {
    if (isPseudo(F) || !valid(F.Record) ||
        F.Index >= M[F.Record].Fields.size() ||
        isPointer(M, M[F.Record].Fields[F.Index].Type))
      return ValueId::Unknown;
    Lock = T.field(Lock, F);
  }
  return Lock;
}

ValueId heddle::declaredLock(ValueTable &T, const Module &M, FuncId F,
                             const AttributePath &Path) {
  const uint32_t First = M[F].hasThis() ? 1 : 0;
  return declaredLock(
      T, M, Path, First ? T.param(F, LocalId{0}) : ValueId::Unknown,
      [&](uint32_t N) { return T.param(F, LocalId{N + First}); });
}
