//===- Shadow.cpp - Who touched which memory ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Shadow.h"

#include "instrument/Runtime/Own/Store.h"
#include "instrument/Runtime/Own/VectorClock.h"
#include "instrument/Runtime/System.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

using namespace heddle::runtime;
using namespace heddle::runtime::detail;

Cell **heddle::runtime::detail::Regions;

namespace {

struct Chain {
  static constexpr unsigned Room = 7;
  Access Items[Room];
  Chain *Next;
};

Chain *chainOf(const Cell &C) {
  uint64_t Word = (uint64_t(C.B.Where) << 32) | C.B.Locks;
  return C.B.How == Touch::Chained ? reinterpret_cast<Chain *>(Word) : nullptr;
}

void setChain(Cell &C, Chain *First) {
  C.B = Access();
  if (!First)
    return;
  auto Word = reinterpret_cast<uint64_t>(First);
  C.B.How = Touch::Chained;
  C.B.Where = uint32_t(Word >> 32);
  C.B.Locks = uint32_t(Word);
}

void dropChain(Cell &C) {
  for (Chain *L = chainOf(C); L;) {
    Chain *Next = L->Next;
    giveMemory(L, sizeof(Chain));
    L = Next;
  }
  setChain(C, nullptr);
}

/// Calls \p Use(Access &) for each place of \p C, also those without access.
template <class Function> void forEachAccess(Cell &C, Function Use) {
  Use(C.A);
  Chain *L = chainOf(C);
  if (!L)
    return Use(C.B);
  for (; L; L = L->Next)
    for (Access &X : L->Items)
      Use(X);
}

void insert(Cell &C, const Access &Now) {
  Access *Free = nullptr;
  forEachAccess(C, [&](Access &X) {
    if (!Free && X.How == Touch::None)
      Free = &X;
  });
  if (Free) {
    *Free = Now;
    return;
  }
  auto *L = static_cast<Chain *>(takeMemory(sizeof(Chain)));
  L->Items[0] = Now;
  L->Next = chainOf(C);
  if (!L->Next)
    L->Items[1] = C.B;
  setChain(C, L);
}

Cell *regionAt(uintptr_t Address) {
  uintptr_t Index = Address >> RegionBits;
  return Index < RegionCount ? Regions[Index] : nullptr;
}

void forgetWord(uintptr_t Word, uint8_t Bytes) {
  Cell *Region = regionAt(Word);
  if (!Region)
    return;
  Cell &C = Region[(Word >> 3) & (RegionCells - 1)];
  if (C.A.How == Touch::None && C.B.How == Touch::None)
    return;
  if (Bytes == 0xff) {
    dropChain(C);
    C.A = Access();
    return;
  }
  forEachAccess(C, [&](Access &X) {
    X.Bytes &= uint8_t(~Bytes);
    if (!X.Bytes)
      X.How = Touch::None;
  });
}

} // namespace

bool heddle::runtime::conflict(Touch A, Touch B) {
  if (A == Touch::Free || B == Touch::Free)
    return true;
  bool Writes = A == Touch::Write || A == Touch::AtomicWrite ||
                B == Touch::Write || B == Touch::AtomicWrite;
  bool BothAtomic = A <= Touch::AtomicWrite && B <= Touch::AtomicWrite;
  return Writes && !BothAtomic;
}

bool heddle::runtime::replaces(Touch Later, Touch Earlier) {
  switch (Later) {
  case Touch::Write:
    return true;
  case Touch::Read:
    return Earlier == Touch::Read || Earlier == Touch::AtomicRead;
  case Touch::AtomicWrite:
    return Earlier <= Touch::AtomicWrite;
  default:
    return Earlier == Later;
  }
}

bool heddle::runtime::touch(Cell &C, const Access &Now, const VectorClock &Past,
                            Access &Other) {
  bool Found = false;
  Access *Same = nullptr;
  uint8_t Left = Now.Bytes; // not yet remembered
  forEachAccess(C, [&](Access &X) {
    if (!(X.Bytes & Now.Bytes) && X.Who != Now.Who)
      return;
    if (X.How == Touch::None || X.How == Touch::Chained)
      return;
    bool Ordered = X.How != Touch::Free &&
                   (X.Who == Now.Who || Past.includes(X.Who, X.When));
    if (!Ordered && !Found && (X.Bytes & Now.Bytes) &&
        conflict(X.How, Now.How)) {
      Found = true;
      Other = X;
    }
    bool OfNow = X.Who == Now.Who && X.When == Now.When;
    if (OfNow && X.How == Now.How) {
      Same = &X; // the first place is kept, as long as the time is the same
      Left &= uint8_t(~X.Bytes);
      return;
    }
    if (OfNow && X.How == Touch::Write && Now.How == Touch::Read) {
      Left &= uint8_t(~X.Bytes);
      return;
    }
    if (!Ordered || !replaces(Now.How, X.How))
      return;
    X.Bytes &= uint8_t(~Now.Bytes);
    if (!X.Bytes)
      X.How = Touch::None;
  });
  if (!Left || (Found && Other.How == Touch::Free))
    return Found;
  if (Same) {
    Same->Bytes |= Left;
  } else {
    Access New = Now;
    New.Bytes = Left;
    insert(C, New);
  }
  return Found;
}

void heddle::runtime::startShadow() {
  Regions = static_cast<Cell **>(mapMemory(RegionCount * sizeof(Cell *)));
}

Cell *heddle::runtime::detail::mapRegion(uintptr_t Index) {
  Regions[Index] = static_cast<Cell *>(mapMemory(RegionCells * sizeof(Cell)));
  return Regions[Index];
}

void heddle::runtime::forgetAccesses(uintptr_t Address, size_t Bytes) {
  // Whole shadow pages go back to the kernel, which gives empty ones. Their
  // chains are lost: better than to read what was never touched.
  constexpr uintptr_t Page = 4096 / sizeof(Cell) * 8;
  constexpr size_t Large = 64 * Page;
  uintptr_t End = Address + Bytes;
  while (Bytes >= Large && Address < End) {
    uintptr_t First = (Address + Page - 1) & ~(Page - 1);
    uintptr_t Last = (Address | ((uintptr_t(1) << RegionBits) - 1)) + 1;
    Last = Last < End ? Last : End & ~(Page - 1);
    if (First >= Last)
      break;
    forEachWord(Address, First - Address, forgetWord);
    if (Cell *Region = regionAt(First))
      systemCall(SYS_madvise, long(Region + ((First >> 3) & (RegionCells - 1))),
                 long((Last - First) / 8 * sizeof(Cell)), MADV_DONTNEED);
    Address = Last;
  }
  if (Address < End)
    forEachWord(Address, End - Address, forgetWord);
}

void heddle::runtime::setAccess(uintptr_t Address, size_t Bytes, Access Only) {
  forEachWord(Address, Bytes, [&](uintptr_t Word, uint8_t Mask) {
    forgetWord(Word, Mask);
    Only.Bytes = Mask;
    if (Cell *C = cellAt(Word))
      insert(*C, Only);
  });
}
