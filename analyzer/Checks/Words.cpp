//===- Words.cpp - Building findings --------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Words.h"

using namespace heddle;

std::string heddle::quoted(llvm::StringRef Name) {
  return "'" + Name.str() + "'";
}

std::string heddle::list(llvm::ArrayRef<std::string> Parts) {
  std::string Text;
  for (size_t I = 0; I < Parts.size(); ++I) {
    if (I)
      Text += I + 1 == Parts.size() ? " and " : ", ";
    Text += Parts[I];
  }
  return Text;
}

std::string heddle::quotedList(llvm::ArrayRef<std::string> Names) {
  std::vector<std::string> Quoted;
  for (const std::string &Name : Names)
    Quoted.push_back(quoted(Name));
  return list(Quoted);
}

std::string heddle::displayName(const Module &M, FuncId F) {
  const Function &Func = M[F];
  if (Func.Kind == FunctionKind::LambdaCall)
    return Func.Spelling.empty() ? "lambda" : Func.Spelling;
  return Func.Name;
}

Site heddle::siteAt(const Module &M, SiteRole Role, EventRef At,
                    std::string Message) {
  Site S;
  S.Role = Role;
  S.Span = makeSpan(M, At);
  S.Message = std::move(Message);
  S.Function = displayName(M, At.Func);
  return S;
}

Site heddle::declarationSite(const Module &M, const DeclPosition &Pos,
                             std::string Message) {
  Site S;
  S.Role = SiteRole::Declaration;
  S.Span = makeSpan(M, Pos);
  S.Message = std::move(Message);
  return S;
}

std::string heddle::localCause(const Module &M, FuncId F,
                               llvm::StringRef What) {
  return M[F].Usr + "#" + What.str();
}

std::string heddle::localFault(const Module &M, FuncId F, LocalId L) {
  return "local " + localCause(M, F, std::to_string(index(L)));
}

std::string heddle::globalFault(const Module &M, GlobalId G) {
  return "global " + M[G].Usr;
}

std::string heddle::eventFault(const Module &M, EventRef At) {
  return "event " + localCause(M, At.Func,
                               std::to_string(index(At.Block)) + "." +
                                   std::to_string(At.Index));
}

std::string heddle::lifeFault(const Module &M, RecordId Class) {
  return "life of " + M[Class].Usr;
}

std::string heddle::orderFault(const Module &M, EventRef At) {
  return "order at " + eventFault(M, At);
}

std::string heddle::demandFault(const Module &M, EventRef At) {
  return "demand at " + eventFault(M, At);
}

std::string heddle::threadWords(const AbstractThread &T) {
  switch (T.Origin) {
  case ThreadOrigin::Main:
    return "thread main";
  case ThreadOrigin::Library:
    return "a caller";
  case ThreadOrigin::Signal:
    return "the signal handler " + quoted(T.Name);
  case ThreadOrigin::Spawned:
    break;
  }
  return "thread " + quoted(T.Name);
}

static FuncId entryOf(const CallChain &Chain, EventRef At) {
  return Chain.empty() ? At.Func : Chain.front().Func;
}

std::string heddle::threadWords(const Module &M, const AbstractThread &T,
                                const CallChain &Chain, EventRef At) {
  if (T.Origin != ThreadOrigin::Library)
    return threadWords(T);
  return "a caller of " + quoted(displayName(M, entryOf(Chain, At)));
}

std::string heddle::threadName(const Module &M, const AbstractThread &T,
                               const CallChain &Chain, EventRef At) {
  if (T.Origin != ThreadOrigin::Library)
    return T.Name;
  return "caller of " + displayName(M, entryOf(Chain, At));
}

std::vector<Frame> heddle::stackOf(const Module &M, const CallChain &Chain,
                                   EventRef At) {
  std::vector<Frame> Stack;
  Stack.push_back({displayName(M, entryOf(Chain, At)), {}});
  for (size_t I = 0; I < Chain.size(); ++I) {
    FuncId Callee = I + 1 < Chain.size() ? Chain[I + 1].Func : At.Func;
    Stack.push_back({displayName(M, Callee), makeSpan(M, Chain[I])});
  }
  return Stack;
}

std::vector<HeldLock> heddle::heldLocks(const Module &M,
                                        llvm::ArrayRef<LockUse> Held) {
  std::vector<HeldLock> Locks;
  for (const LockUse &L : Held)
    if (L.Must)
      Locks.push_back(
          {L.Name, L.Mode == LockMode::Shared,
           valid(L.Acquired.Func) ? makeSpan(M, L.Acquired) : SourceSpan()});
  return Locks;
}

static std::string howItEnds(const Module &M, const AbstractThread &T,
                             llvm::StringRef File) {
  if (T.Detached)
    return " and runs on by itself";
  if (T.Joins.empty())
    return " and is never joined";
  SourceSpan Joined = makeSpan(M, T.Joins.front());
  return Joined.Line ? " and is joined at " + shortLocation(Joined, File) : "";
}

Site heddle::spawnSite(const Module &M, const AbstractThread &T) {
  Site S = siteAt(M, SiteRole::Spawn, T.Spawn, "");
  S.Thread = T.Name;
  S.Message = threadWords(T) + " starts here";
  if (T.Many && !T.ManyBecause.empty())
    S.Message += " (" + T.ManyBecause + ")";
  S.Message += howItEnds(M, T, S.Span.File);
  return S;
}

void heddle::forEachUserBody(const Module &M,
                             llvm::function_ref<void(FuncId)> Visit) {
  for (uint32_t I = 0; I < M.Functions.size(); ++I)
    if (M.Functions[I].Definition && !M.Functions[I].System)
      Visit(static_cast<FuncId>(I));
}

void heddle::forEachUserEvent(const Module &M,
                              llvm::function_ref<void(EventRef)> Visit) {
  forEachUserBody(M, [&](FuncId F) { forEachEvent(M, F, Visit); });
}

std::string heddle::typeName(const Module &M, TypeId T) {
  return valid(T) ? M[T].Spelling : "";
}
