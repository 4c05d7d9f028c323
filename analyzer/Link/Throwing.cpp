//===- Throwing.cpp - Which calls can end by an exception -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Throwing.h"

#include <vector>

using namespace heddle;

/// Nobody throws until shown to: functions that only call each other don't.
static bool throws(const Module &M, const Function &F,
                   const std::vector<bool> &Throwing) {
  for (const BasicBlock &Block : F.Definition->Blocks)
    for (const Event &E : Block.Events) {
      if (std::holds_alternative<Throw>(E) ||
          std::holds_alternative<MayThrow>(E))
        return true;
      const auto *C = std::get_if<Call>(&E);
      if (C && C->MayThrow &&
          (!valid(C->Callee) || C->Virtual || !M[C->Callee].Definition ||
           Throwing[index(C->Callee)]))
        return true;
    }
  return false;
}

void heddle::link_detail::settleThrowing(Module &M) {
  std::vector<bool> Throwing(M.Functions.size());
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t I = 0; I < M.Functions.size(); ++I) {
      const Function &F = M.Functions[I];
      if (F.Definition && !F.Noexcept && !Throwing[I] && throws(M, F, Throwing))
        Changed = Throwing[I] = true;
    }
  }
  for (Function &F : M.Functions) {
    if (!F.Definition)
      continue;
    for (BasicBlock &Block : F.Definition->Blocks)
      for (Event &E : Block.Events)
        if (auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
          C->MayThrow &= C->Virtual || !M[C->Callee].Definition ||
                         Throwing[index(C->Callee)];
  }
}
