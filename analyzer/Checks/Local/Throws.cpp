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

Throws::Throws(const Module &M) : M(M), Leaving(M.Functions.size()) {
  // Beliefs and types only grow: this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t I = 0; I < M.Functions.size(); ++I)
      Changed |= update(FuncId{I});
  }
}

/// `throw;` is no source of exceptions, only the continuation of one.
static bool isRethrow(const Event &E) {
  const auto *T = std::get_if<Throw>(&E);
  return T && !valid(T->Type);
}

static void add(Exceptions &To, const Exceptions &From) {
  // One unknown type makes all unknown.
  bool Known = (To.Belief == ThrowBelief::Never || !To.Types.empty()) &&
               !From.Types.empty();
  if (Known) {
    To.Types.insert(To.Types.end(), From.Types.begin(), From.Types.end());
    llvm::sort(To.Types);
    To.Types.erase(llvm::unique(To.Types), To.Types.end());
  } else {
    To.Types.clear();
  }
  To.Belief = std::max(To.Belief, From.Belief);
}

bool Throws::update(FuncId F) {
  const Function &Func = M[F];
  if (!Func.Definition || Func.Noexcept)
    return false;
  const Body &B = *Func.Definition;
  Exceptions Out;
  ThrowBelief Inside = ThrowBelief::Never; // also what is caught here
  for (bool Rethrows : {false, true})
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      for (const Event &E : B.Blocks[I].Events) {
        if (isRethrow(E) != Rethrows)
          continue;
        Exceptions Here = at(E);
        if (Rethrows)
          Here.Belief = Inside;
        Inside = std::max(Inside, Here.Belief);
        if (Here.Belief != ThrowBelief::Never && escapes(B, BlockId{I}, Here))
          add(Out, Here);
      }
  if (Out == Leaving[index(F)])
    return false;
  Leaving[index(F)] = std::move(Out);
  return true;
}

/// Does what is thrown in \p Block leave the function?
bool Throws::escapes(const Body &B, BlockId Block, const Exceptions &E) const {
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
    if (!At.Events.empty() && std::holds_alternative<Catch>(At.Events.front()))
      continue;
    if (At.Term.Kind == TerminatorKind::Resume)
      return true;
    std::optional<bool> Caught = isCaught(B, Id, E);
    for (BlockId Succ : At.Term.Succs)
      if (!Caught || (Succ == At.Term.Succs[0]) == *Caught)
        Work.push_back(Succ);
  }
  return false;
}

std::optional<bool> Throws::isCaught(const Body &B, BlockId Block,
                                     const Exceptions &E) const {
  const Terminator &T = B[Block].Term;
  if (T.Kind != TerminatorKind::Branch || B[T.Succs[0]].Events.empty())
    return std::nullopt;
  const auto *Handler = std::get_if<Catch>(&B[T.Succs[0]].Events.front());
  if (!Handler)
    return std::nullopt;
  // Whoever writes a handler knows what the library throws there.
  // Misses: handlers of the wrong type for it.
  if (!valid(Handler->Type) || E.Types.empty())
    return true;
  size_t Taken = llvm::count_if(
      E.Types, [&](TypeId Thrown) { return takes(Handler->Type, Thrown); });
  if (Taken != 0 && Taken != E.Types.size())
    return std::nullopt;
  return Taken != 0;
}

bool Throws::takes(TypeId Handler, TypeId Thrown) const {
  auto Strip = [&](TypeId T) {
    while (M[T].Kind == TypeKind::LValueReference ||
           M[T].Kind == TypeKind::RValueReference)
      T = M[T].Elem;
    return T;
  };
  const Type &H = M[Strip(Handler)], &T = M[Strip(Thrown)];
  if (H.Kind != T.Kind)
    return false;
  if (H.Kind == TypeKind::Record)
    return isBase(H.Record, T.Record);
  return H.SizeBytes == T.SizeBytes && H.Signed == T.Signed &&
         (H.Kind != TypeKind::Pointer || H.Elem == T.Elem);
}

bool Throws::isBase(RecordId Base, RecordId Derived) const {
  if (Base == Derived)
    return true;
  return llvm::any_of(M[Derived].Bases, [&](const BaseClass &B) {
    return isBase(Base, B.Record);
  });
}

Exceptions Throws::at(const Event &E) const {
  if (const auto *T = std::get_if<Throw>(&E)) {
    Exceptions Thrown{ThrowBelief::Likely, {}};
    if (valid(T->Type))
      Thrown.Types = {T->Type};
    return Thrown;
  }
  if (const auto *T = std::get_if<MayThrow>(&E))
    return {valid(T->Via) && throwsByContract(M[T->Via].Name)
                ? ThrowBelief::Possible
                : ThrowBelief::Never,
            {}};
  const auto *C = std::get_if<Call>(&E);
  if (!C || !C->MayThrow || !valid(C->Callee) || !M[C->Callee].Definition)
    return {};
  return leaving(C->Callee);
}

std::string Throws::nameAt(const Event &E) const {
  if (const auto *T = std::get_if<MayThrow>(&E); T && valid(T->Via))
    return "'" + M[T->Via].Name + "'";
  if (const auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
    return "'" + M[C->Callee].Name + "'";
  return "";
}
