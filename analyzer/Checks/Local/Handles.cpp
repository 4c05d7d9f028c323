//===- Handles.cpp - What functions do with thread handles ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Handles.h"

using namespace heddle;

bool heddle::isStdThread(const Module &M, TypeId T) {
  return valid(T) && M[T].Kind == TypeKind::Record && valid(M[T].Record) &&
         M[M[T].Record].Name == "std::thread";
}

Home Handles::homeOf(const PlaceKeys &Keys, PlaceId P) {
  Home H;
  H.Field = Keys.lastField(P);
  if (!valid(H.Field.Record))
    H.Global = Keys.rootGlobal(P);
  return H;
}

Handles::Handles(const Module &M) : M(M) {
  // Facts only grow: this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t I = 0; I < M.Functions.size(); ++I)
      if (M.Functions[I].Definition)
        Changed |= collect(FuncId{I});
  }
}

bool Handles::collect(FuncId F) {
  PlaceKeys Keys(M, F);
  bool Changed = false;
  for (const BasicBlock &Block : M[F].Definition->Blocks)
    for (const Event &E : Block.Events) {
      if (const auto *J = std::get_if<Join>(&E)) {
        Changed |= note(F, Keys, J->Handle);
      } else if (const auto *T = std::get_if<ThreadOp>(&E)) {
        if (T->Op == ThreadOp::OpKind::Detach ||
            T->Op == ThreadOp::OpKind::Swap)
          Changed |= note(F, Keys, T->Handle);
        if (T->Op == ThreadOp::OpKind::Swap || T->Op == ThreadOp::OpKind::Move)
          Changed |= note(F, Keys, T->From);
      } else if (std::holds_alternative<Spawn>(E)) {
        Starts.insert(F);
      } else if (const auto *C = std::get_if<Call>(&E)) {
        Changed |= noteCall(F, Keys, *C);
      }
    }
  return Changed;
}

bool Handles::note(FuncId F, PlaceKeys &Keys, PlaceId Handle) {
  if (!valid(Handle))
    return false;
  bool Changed = false;
  if (Home H = homeOf(Keys, Handle))
    Changed |= Settled.insert(H).second;
  if (LocalId Through = Keys.pointer(Handle); valid(Through)) {
    Changed |= Params.insert({F, index(Through)}).second;
    // An iterator, as in `for (auto &T : Threads) T.join();`: of whatever
    // member or global the function speaks of.
    // Misses: another member that it speaks of and does not join.
    const Body &B = Keys.body();
    for (uint32_t I = 0; I < B.Places.size(); ++I)
      if (Home H = homeOf(Keys, PlaceId{I}))
        Changed |= Settled.insert(H).second;
  }
  return Changed;
}

// What is handed on to a function that settles it is settled.
bool Handles::noteCall(FuncId F, PlaceKeys &Keys, const Call &C) {
  const Body &B = Keys.body();
  bool Changed = false;
  for (unsigned I = 0; I < C.Args.size(); ++I) {
    if (!valid(C.Args[I]) || !valid(C.Callee) || !settlesParam(C.Callee, I) ||
        !M[C.Callee].Definition)
      continue;
    const Term &T = B[C.Args[I]];
    if (T.Kind == TermKind::AddressOf)
      Changed |= note(F, Keys, T.P);
    else if (T.Kind == TermKind::Value && B[T.P].Kind == PlaceKind::Local)
      Changed |= Params.insert({F, index(B[T.P].Local)}).second;
  }
  return Changed;
}

bool Handles::settlesParam(FuncId F, unsigned Param) const {
  return !M[F].Definition || Params.count({F, Param});
}
