//===- Guards.cpp - Functions that lock for their caller ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Guards.h"

#include "analyzer/Checks/Local/Keys.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {
struct LockCounts {
  unsigned Taken = 0, GivenBack = 0;
};
} // namespace

static LockCounts countLocks(const Module &M, FuncId F) {
  LockCounts Counts;
  if (!valid(F) || !M[F].Definition)
    return Counts;
  PlaceKeys Keys(M, F);
  // A guard that is a variable here takes and releases by itself.
  auto IsLocal = [&](PlaceId Guard) {
    return valid(Guard) && valid(Keys.root(Guard));
  };
  for (const BasicBlock &Block : M[F].Definition->Blocks)
    for (const Event &E : Block.Events) {
      if (const auto *A = std::get_if<Acquire>(&E))
        Counts.Taken += !IsLocal(A->Guard);
      // The clean-up of a member guard on an exception's way is no release of
      // what a constructor took for good.
      if (const auto *R = std::get_if<Release>(&E); R && !IsLocal(R->Guard))
        Counts.GivenBack += !R->IfHeld || M[F].Kind == FunctionKind::Destructor;
    }
  return Counts;
}

/// A function that ends the program hands nothing out.
static bool returns(const Body &B) {
  return llvm::any_of(B.Blocks, [](const BasicBlock &Block) {
    return Block.Term.Kind == TerminatorKind::Return;
  });
}

bool heddle::leavesLocked(const Module &M, FuncId F) {
  LockCounts Counts = countLocks(M, F);
  return Counts.Taken && !Counts.GivenBack && returns(*M[F].Definition);
}

bool heddle::unlocks(const Module &M, FuncId F) {
  LockCounts Counts = countLocks(M, F);
  return Counts.GivenBack && !Counts.Taken;
}

bool heddle::takesSomeLock(const Module &M, const Event &E) {
  if (std::holds_alternative<Acquire>(E) ||
      std::holds_alternative<TryAcquire>(E))
    return true;
  const auto *C = std::get_if<Call>(&E);
  return C && leavesLocked(M, C->Callee);
}

std::set<FuncId>
heddle::functionsThat(const Module &M,
                      llvm::function_ref<bool(const Event &)> Is) {
  std::set<FuncId> Out;
  auto Does = [&](const Event &E) {
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(C->Callee) || Out.count(C->Callee) != 0 || Is(E);
    return Is(E);
  };
  for (bool Grown = true; Grown;) {
    Grown = false;
    for (uint32_t I = 0; I < M.Functions.size(); ++I) {
      const std::optional<Body> &B = M.Functions[I].Definition;
      if (!B || Out.count(FuncId{I}))
        continue;
      if (llvm::any_of(B->Blocks, [&](const BasicBlock &Block) {
            return llvm::any_of(Block.Events, Does);
          })) {
        Out.insert(FuncId{I});
        Grown = true;
      }
    }
  }
  return Out;
}

/// Does \p E lock or unlock by hand?
static bool locksByHand(const Event &E) {
  if (const auto *A = std::get_if<Acquire>(&E))
    return !valid(A->Guard);
  if (const auto *R = std::get_if<Release>(&E))
    return !valid(R->Guard);
  return std::holds_alternative<TryAcquire>(E);
}

std::set<FuncId> heddle::lockingFunctions(const Module &M) {
  return functionsThat(
      M, [&](const Event &E) { return locksByHand(E) || takesSomeLock(M, E); });
}
