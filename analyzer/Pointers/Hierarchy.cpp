//===- Hierarchy.cpp - Virtual functions and who overrides them -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Hierarchy.h"

#include <algorithm>

namespace heddle::pointers {

Hierarchy::Hierarchy(const Module &M) : M(M), OverriddenBy(M.Functions.size()) {
  for (uint32_t I = 0; I < M.Functions.size(); ++I)
    for (FuncId Base : M.Functions[I].Overrides)
      OverriddenBy[index(Base)].push_back(static_cast<FuncId>(I));
}

std::vector<FuncId> Hierarchy::overriders(FuncId Declared) const {
  std::vector<FuncId> All = {Declared};
  for (size_t I = 0; I < All.size(); ++I)
    for (FuncId F : OverriddenBy[index(All[I])])
      if (std::find(All.begin(), All.end(), F) == All.end())
        All.push_back(F);
  std::sort(All.begin(), All.end());
  return All;
}

bool Hierarchy::overrides(FuncId F, FuncId Declared) const {
  if (F == Declared)
    return true;
  const std::vector<FuncId> &Up = M[F].Overrides;
  return std::any_of(Up.begin(), Up.end(), [&](FuncId Base) {
    return Base != F && overrides(Base, Declared);
  });
}

FuncId Hierarchy::dispatch(RecordId Dynamic, FuncId Declared) const {
  auto Key = std::make_pair(index(Dynamic), index(Declared));
  if (auto It = Known.find(Key); It != Known.end())
    return It->second;
  Known[Key] = FuncId::None; // ends the search in a cyclic (invalid) hierarchy
  return Known[Key] = search(Dynamic, Declared);
}

FuncId Hierarchy::search(RecordId Dynamic, FuncId Declared) const {
  const Record &R = M[Dynamic];
  if (M[Declared].Kind == FunctionKind::Destructor) {
    if (valid(R.Destructor))
      return R.Destructor;
  } else {
    for (FuncId Method : R.Methods)
      if (overrides(Method, Declared))
        return Method;
  }
  for (const BaseClass &Base : R.Bases)
    if (valid(Base.Record))
      if (FuncId F = dispatch(Base.Record, Declared); valid(F))
        return F;
  return FuncId::None;
}

} // namespace heddle::pointers
