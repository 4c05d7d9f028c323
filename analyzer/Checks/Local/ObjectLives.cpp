//===- ObjectLives.cpp - Begin and end of C's locks -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/ObjectLives.h"

#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Model/Walk.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

using namespace heddle;

bool heddle::hasLife(const SyncObject &S) {
  switch (S.Kind) {
  case SyncObject::ObjectKind::Mutex:
  case SyncObject::ObjectKind::SharedMutex:
  case SyncObject::ObjectKind::Spin:
  case SyncObject::ObjectKind::Condition:
  case SyncObject::ObjectKind::Semaphore:
  case SyncObject::ObjectKind::Barrier:
    return true;
  default:
    return false;
  }
}

std::vector<PlaceId> heddle::objectsUsedBy(const Event &E) {
  if (const auto *A = std::get_if<Acquire>(&E))
    return {A->Lock};
  if (const auto *T = std::get_if<TryAcquire>(&E))
    return {T->Lock};
  if (const auto *R = std::get_if<Release>(&E))
    return {R->Lock};
  if (const auto *W = std::get_if<Wait>(&E))
    return {W->Condition, W->Lock};
  if (const auto *N = std::get_if<Notify>(&E))
    return {N->Condition};
  if (const auto *S = std::get_if<SemaphoreOp>(&E))
    return {S->P};
  if (const auto *X = std::get_if<BarrierOp>(&E))
    return {X->P};
  return {};
}

bool heddle::hasConstructor(const Module &M, FuncId F, PlaceId P) {
  const TypeId T = (*M[F].Definition)[P].Type;
  return valid(T) && valid(M[T].Record) &&
         llvm::StringRef(M[M[T].Record].Name).starts_with("std::");
}

namespace {

enum class Life : uint8_t {
  Unknown,
  Raw,   ///< its storage has begun, nothing more
  Made,  ///< since Last
  Gone,  ///< destroyed, at Last
  Fault, ///< Before, and then Second
};

struct LifeState {
  Life What = Life::Unknown;
  Life Before = Life::Unknown;
  EventRef Last, Second;
  friend auto operator<=>(const LifeState &, const LifeState &) = default;
};

/// Follows one object.
class LifeClient : public PathClient<LifeState> {
public:
  LifeClient(const Module &M, const std::set<FuncId> &Changing, PlaceKeys &Keys,
             PlaceId Object)
      : M(M), Changing(Changing), Keys(Keys), Key(Keys.key(Object)),
        Root(Keys.root(Object)) {}

  std::optional<LifeState> Worst; ///< the first fault in the source

  void transfer(EventRef At, const Event &E, LifeState &S, Facts &,
                std::vector<std::pair<LifeState, Facts>> &) override {
    if (S.What == Life::Fault)
      return;
    if (const auto *O = std::get_if<SyncObject>(&E)) {
      if (Keys.key(O->P) == Key)
        change(At, *O, S);
    } else if (const auto *X = std::get_if<Scope>(&E)) {
      if (valid(Root) && X->Local == Root)
        S = {X->Begin ? Life::Raw : Life::Unknown, Life::Unknown, At, {}};
    } else if (llvm::any_of(objectsUsedBy(E), [&](PlaceId P) {
                 return valid(P) && Keys.key(P) == Key;
               })) {
      if (S.What == Life::Raw || S.What == Life::Gone)
        fault(At, S);
    } else if (forgets(E)) {
      S = {};
    }
  }

private:
  void change(EventRef At, const SyncObject &O, LifeState &S) {
    const bool IsInit = O.Op == SyncObject::OpKind::Init;
    if (S.What == (IsInit ? Life::Made : Life::Gone))
      return fault(At, S);
    S = {IsInit ? Life::Made : Life::Gone, Life::Unknown, At, {}};
  }

  void fault(EventRef At, LifeState &S) {
    S = {Life::Fault, S.What, S.Last, At};
    if (!Worst || std::pair(At, S.Last) < std::pair(Worst->Second, Worst->Last))
      Worst = S;
  }

  bool forgets(const Event &E) {
    auto Touches = [&](PlaceId P) {
      return valid(P) && (Keys.mentions(Key, Keys.key(P)) ||
                          Keys.mentions(Keys.key(P), Key));
    };
    if (const auto *C = std::get_if<Call>(&E))
      return changes(*C) || Touches(C->Result);
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read && Touches(A->P);
    if (const auto *A = std::get_if<Assign>(&E))
      return Touches(A->P);
    return std::holds_alternative<Havoc>(E);
  }

  /// May the callee begin or end lives?
  bool changes(const Call &C) {
    if (!valid(C.Callee) || Changing.count(C.Callee) ||
        (!M[C.Callee].Definition && !M[C.Callee].System))
      return true;
    // It gets the object, or what contains it.
    return valid(Root) && llvm::any_of(C.Args, [&](TermId T) {
             while (valid(T) && Keys.body()[T].Kind == TermKind::Cast)
               T = Keys.body()[T].A;
             return valid(T) && Keys.body()[T].Kind == TermKind::AddressOf &&
                    Keys.root(Keys.body()[T].P) == Root && !M[C.Callee].System;
           });
  }

  const Module &M;
  const std::set<FuncId> &Changing;
  PlaceKeys &Keys;
  KeyId Key;
  LocalId Root;
};

} // namespace

std::vector<LifeFault> heddle::lifeFaults(const Module &M, FuncId F,
                                          const Throws &Thrown,
                                          const std::set<FuncId> &Changing) {
  PlaceKeys Keys(M, F);
  std::set<KeyId> Done;
  std::vector<LifeFault> Out;
  auto Follow = [&](PlaceId Object) {
    LifeClient Client(M, Changing, Keys, Object);
    PathSearch<LifeState> Search(F, Keys, Thrown, Client);
    Search.explore({});
    if (Search.gaveUp() || !Client.Worst)
      return;
    const LifeState &S = *Client.Worst;
    const auto Kind = S.Before == Life::Raw ? LifeFault::FaultKind::NotBegun
                      : S.Before == Life::Made
                          ? LifeFault::FaultKind::BegunTwice
                          : LifeFault::FaultKind::Ended;
    Out.push_back({Kind, Object, S.Second, S.Last});
  };
  forEachEvent(M, F, [&](EventRef At) {
    std::vector<PlaceId> Objects = objectsUsedBy(M[At]);
    if (const auto *S = std::get_if<SyncObject>(&M[At]); S && hasLife(*S))
      Objects.push_back(S->P);
    for (PlaceId P : Objects)
      if (valid(P) && !hasConstructor(M, F, P) &&
          Done.insert(Keys.key(P)).second)
        Follow(P);
  });
  return Out;
}
