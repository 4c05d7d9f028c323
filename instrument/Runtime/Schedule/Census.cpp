//===- Census.cpp - What threads share in a run ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two tables of fixed size whose pages the kernel provides as they are filled:
/// memory and locks by address, their uses by address, thread and place.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Census.h"

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Random.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

struct Resource {
  uintptr_t Address;
  uint64_t FirstPath;
  bool Several, Changed;
};

/// Of the calls that led to a use so many are kept.
constexpr unsigned UseFrames = 5;

struct Use {
  uintptr_t Address, Place;
  uint64_t Path, Count;
  void *Frames[UseFrames];
  bool Write, Sync;
};

// What does not fit is not counted; SURW then knows less.
constexpr uint32_t MaxResources = 1 << 16, MaxUses = 1 << 17;
constexpr unsigned MostTold = 1500, MostPaths = 256;

Resource *Resources;
Use *Uses;

struct ThreadPath {
  uint64_t Path, Creator;
};
ThreadPath Paths[MostPaths];
unsigned PathCount;

/// The slot in which \p Is holds or which is free; null if there is none.
template <class Entry, class Predicate>
Entry *slot(Entry *Table, uint32_t Size, uint64_t Key, Predicate Is) {
  uint32_t Start = uint32_t(mixBits(Key) % Size);
  for (uint32_t I = 0; I < 64; ++I) {
    Entry &E = Table[(Start + I) % Size];
    if (!E.Address || Is(E))
      return &E;
  }
  return nullptr;
}

Resource *resourceAt(uintptr_t Address) {
  return slot(Resources, MaxResources, Address,
              [&](const Resource &R) { return R.Address == Address; });
}

bool isShared(uintptr_t Address) {
  const Resource *R = resourceAt(Address);
  return R && R->Several && R->Changed;
}

void keepPath(const Thread &T) {
  for (unsigned I = PathCount; I--;)
    if (Paths[I].Path == T.Path)
      return;
  if (PathCount < MostPaths)
    Paths[PathCount++] = {.Path = T.Path, .Creator = T.CreatorPath};
}

} // namespace

void heddle::runtime::startCensus() {
  if (!numberSetting("census", 0))
    return;
  Resources =
      static_cast<Resource *>(mapMemory(MaxResources * sizeof(Resource)));
  Uses = static_cast<Use *>(mapMemory(MaxUses * sizeof(Use)));
}

void heddle::runtime::countUse(const Thread &T) {
  if (!Uses)
    return;
  if (T.Next.Kind == Op::Start)
    keepPath(T);
  uintptr_t Address = T.Next.Address;
  Resource *R = Address ? resourceAt(Address) : nullptr;
  if (!R)
    return;
  if (!R->Address)
    *R = {.Address = Address,
          .FirstPath = T.Path,
          .Several = false,
          .Changed = false};
  R->Several |= R->FirstPath != T.Path;
  R->Changed |= T.Next.Writes;
  Use *U = slot(Uses, MaxUses, Address ^ mixBits(T.Path) ^ T.Next.Place,
                [&](const Use &E) {
                  return E.Address == Address && E.Path == T.Path &&
                         E.Place == T.Next.Place;
                });
  if (!U)
    return;
  if (!U->Address) {
    U->Address = Address;
    U->Place = T.Next.Place;
    U->Path = T.Path;
    U->Sync = !isAccess(T.Next.Kind);
    U->Frames[0] = reinterpret_cast<void *>(T.Next.Place);
    if (U->Sync)
      for (unsigned I = 0; I < UseFrames; ++I)
        U->Frames[I] = T.Frames[I];
  }
  U->Write |= T.Next.Writes;
  ++U->Count;
}

void heddle::runtime::noteCensus() {
  if (!Uses)
    return;
  noteModules();
  for (unsigned I = 0; I < PathCount; ++I) {
    Record R("path");
    R.number("path", int64_t(Paths[I].Path));
    R.number("creator", int64_t(Paths[I].Creator));
  }
  unsigned Told = 0;
  for (uint32_t I = 0; I < MaxUses && Told < MostTold; ++I) {
    const Use &U = Uses[I];
    if (!U.Address || !isShared(U.Address))
      continue;
    ++Told;
    Record R("use");
    R.number("path", int64_t(U.Path));
    R.number("address", int64_t(U.Address));
    R.flag("write", U.Write);
    R.flag("sync", U.Sync);
    R.number("count", int64_t(U.Count));
    R.stack("stack", U.Frames, UseFrames);
  }
  Uses = nullptr;
}
