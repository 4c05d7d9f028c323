//===- SyncHomes.cpp - Where a synchronisation object comes from ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/SyncHomes.h"

#include "analyzer/Model/Walk.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

SyncHome heddle::syncHomeOf(const PlaceKeys &Keys, FuncId F, PlaceId P) {
  SyncHome Home;
  if (FieldRef Field = Keys.lastField(P); valid(Field.Record))
    Home.Field = Field;
  else if (GlobalId Global = Keys.rootGlobal(P); valid(Global))
    Home.Global = Global;
  else if (LocalId Local = Keys.root(P); valid(Local)) {
    Home.Func = F;
    Home.Local = Local;
  }
  return Home;
}

SyncObjects::SyncObjects(const Module &M, const Analyses *A) : M(M), A(A) {
  for (uint32_t I = 0; I < M.Functions.size(); ++I) {
    if (!M.Functions[I].Definition)
      continue;
    const FuncId F{I};
    PlaceKeys Keys(M, F);
    forEachEvent(M, F, [&](EventRef At) {
      const auto *S = std::get_if<SyncObject>(&M[At]);
      if (!S || S->Op != SyncObject::OpKind::Init)
        return;
      Inits.push_back(At);
      if (SyncHome Home = syncHomeOf(Keys, F, S->P))
        ByHome[Home].push_back(At);
    });
  }
}

std::vector<EventRef> SyncObjects::initsOf(FuncId F, PlaceId P) const {
  if (!A) {
    auto It = ByHome.find(syncHomeOf(PlaceKeys(M, F), F, P));
    return It == ByHome.end() ? std::vector<EventRef>() : It->second;
  }
  llvm::ArrayRef<CellId> Cells = A->Pointers.cells(F, P);
  // What comes from outside may have been initialised there.
  if (llvm::any_of(Cells, [&](CellId C) {
        ObjectKind Kind = A->Pointers[A->Pointers.objectOf(C)].Kind;
        return Kind == ObjectKind::Unknown || Kind == ObjectKind::External;
      }))
    return {};
  std::vector<EventRef> Out;
  for (EventRef At : Inits)
    if (A->Pointers.mayOverlap(
            A->Pointers.cells(At.Func, std::get<SyncObject>(M[At]).P), Cells))
      Out.push_back(At);
  return Out;
}
