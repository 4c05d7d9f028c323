//===- Throws.cpp - Which events really throw -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Throws.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace heddle;
using llvm::StringRef;

// Library functions whose contract is to throw on bad input or state.
static bool throwsByContract(StringRef Name) {
  static constexpr StringRef Whole[] = {"std::stoi",
                                        "std::stol",
                                        "std::stoll",
                                        "std::stoul",
                                        "std::stoull",
                                        "std::stof",
                                        "std::stod",
                                        "std::stold",
                                        "std::future::get",
                                        "std::get",
                                        "std::any_cast",
                                        "std::shared_future::get",
                                        "std::visit",
                                        "std::use_facet",
                                        "std::optional::value",
                                        "std::bitset::to_ulong"};
  if (llvm::is_contained(Whole, Name))
    return true;
  return Name.starts_with("std::") &&
         (Name.ends_with("::at") || Name.ends_with("::substr"));
}

/// Where an exception out of \p Block ends up: does it leave the function?
static bool escapes(const Body &B, BlockId Block) {
  std::vector<bool> Seen(B.Blocks.size());
  std::vector<BlockId> Work = {B[Block].Unwind};
  while (!Work.empty()) {
    BlockId Id = Work.back();
    Work.pop_back();
    if (!valid(Id))
      return true;
    if (Seen[index(Id)])
      continue;
    Seen[index(Id)] = true;
    const BasicBlock &At = B[Id];
    // A handler takes it. Which exceptions it takes is not compared.
    // Misses: throws that a handler of another type lets pass.
    if (!At.Events.empty() && std::holds_alternative<Catch>(At.Events.front()))
      continue;
    if (At.Term.Kind == TerminatorKind::Resume)
      return true;
    Work.insert(Work.end(), At.Term.Succs.begin(), At.Term.Succs.end());
  }
  return false;
}

Throws::Throws(const Module &M)
    : M(M), Leaves(M.Functions.size(), ThrowBelief::Never) {
  // Beliefs only grow and there are three: this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t I = 0; I < M.Functions.size(); ++I)
      Changed |= update(static_cast<FuncId>(I));
  }
}

bool Throws::update(FuncId F) {
  const Function &Func = M[F];
  if (!Func.Definition || Func.Noexcept)
    return false;
  ThrowBelief Before = Leaves[index(F)], Now = Before;
  const Body &B = *Func.Definition;
  for (uint32_t I = 0; I < B.Blocks.size(); ++I)
    for (const Event &E : B.Blocks[I].Events)
      if (ThrowBelief Belief = at(E);
          Belief > Now && escapes(B, static_cast<BlockId>(I)))
        Now = Belief;
  Leaves[index(F)] = Now;
  return Now != Before;
}

ThrowBelief Throws::at(const Event &E) const {
  if (std::holds_alternative<Throw>(E))
    return ThrowBelief::Likely;
  if (const auto *T = std::get_if<MayThrow>(&E))
    return valid(T->Via) && throwsByContract(M[T->Via].Name)
               ? ThrowBelief::Possible
               : ThrowBelief::Never;
  const auto *C = std::get_if<Call>(&E);
  if (!C || !C->MayThrow || !valid(C->Callee))
    return ThrowBelief::Never;
  return M[C->Callee].Definition ? leaves(C->Callee) : ThrowBelief::Never;
}

std::string Throws::nameAt(const Event &E) const {
  if (const auto *T = std::get_if<MayThrow>(&E); T && valid(T->Via))
    return "'" + M[T->Via].Name + "'";
  if (const auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
    return "'" + M[C->Callee].Name + "'";
  return "";
}
