//===- Contents.cpp - What memory holds before it is set up
//----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Contents.h"

#include "analyzer/Model/Walk.h"

using namespace heddle;

bool heddle::isRawMemory(const Module &M, EventRef Site) {
  const auto *N = std::get_if<Allocate>(&M[Site]);
  return N && N->Op == Allocate::OpKind::Malloc && !N->Zeroed;
}

/// What \p E writes; None if nothing.
static PlaceId writtenBy(const Event &E) {
  if (const auto *X = std::get_if<Access>(&E))
    return X->Kind == AccessKind::Read ? PlaceId::None : X->P;
  const auto *X = std::get_if<Assign>(&E);
  return X ? X->P : PlaceId::None;
}

bool heddle::anyWrite(const Analyses &A, CellId Cell,
                      llvm::function_ref<bool(EventRef)> Counts) {
  const Module &M = A.P.M;
  bool Found = false;
  for (uint32_t I = 0; I < M.Functions.size() && !Found; ++I)
    if (M.Functions[I].Definition)
      forEachEvent(M, FuncId{I}, [&](EventRef At) {
        const PlaceId P = writtenBy(M[At]);
        Found |= !Found && valid(P) && Counts(At) &&
                 A.Pointers.mayOverlap(A.Pointers.cells(At.Func, P), Cell);
      });
  return Found;
}
