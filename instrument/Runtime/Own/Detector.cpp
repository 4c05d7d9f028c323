//===- Detector.cpp - Happens-before, and races ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// FastTrack's rules: a thread's own time grows after each release, so that
/// within one time all its accesses are alike to others, and a second access
/// to a word needs a comparison only.
///
/// A thread's slot is used again by one that was created after its end; then
/// whatever the old one did happened before whatever the new one does, as if
/// they were one thread.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Detector.h"

#include "instrument/Runtime/Own/Shadow.h"
#include "instrument/Runtime/Own/Store.h"
#include "instrument/Runtime/Own/VectorClock.h"
#include "instrument/Runtime/System.h"

#include <stddef.h>
#include <stdint.h>

using namespace heddle;
using namespace heddle::runtime;

Sequences runtime::Paths;

namespace {

void (*Tell)(const Race &);

constexpr uint32_t MostSlots = 1 << 15;

/// One thread's use of a slot.
struct Tenure {
  uint32_t Thread;
  Time First;
  Tenure *Earlier;
};

struct SlotUse {
  Tenure *Latest;
  Time Last;     ///< once its thread has been joined
  uint32_t Next; ///< in the list of those that are free, 0: its end
};
SlotUse *Slots;
uint32_t SlotCount = 1, FreeSlots; // slot 0 is nobody's

uint32_t takeSlot(const VectorClock *Past) {
  constexpr unsigned Tries = 32;
  uint32_t *Link = &FreeSlots;
  for (unsigned I = 0; Past && *Link && I < Tries; ++I) {
    uint32_t Found = *Link;
    if (Past->includes(Slot(Found), Slots[Found].Last)) {
      *Link = Slots[Found].Next;
      return Found;
    }
    Link = &Slots[Found].Next;
  }
  return SlotCount < MostSlots ? SlotCount++ : 0;
}

/// What others can come behind was now; what follows is later.
void tick(Witness &W) { W.Clock.set(W.Self, ++W.Now); }

class BusyHere {
public:
  explicit BusyHere(Witness &W) : W(W) { W.Busy = true; }
  ~BusyHere() { W.Busy = false; }
  BusyHere(const BusyHere &) = delete;
  BusyHere &operator=(const BusyHere &) = delete;

private:
  Witness &W;
};

bool acquires(Order O) { return O != Order::Relaxed && O != Order::Release; }
bool releases(Order O) { return O >= Order::Release; }

// Meetings, by address. How many lie in each part of memory is counted, so
// that giving memory back need not look for each that may have been there.
constexpr uint32_t BucketCount = 1 << 14, PartCount = 1 << 14;
constexpr unsigned PartBits = 8;
Meeting *Buckets[BucketCount];
uint32_t Parts[PartCount];

Meeting *&bucketOf(uintptr_t Address) {
  return Buckets[((Address >> 2) * 0x9e3779b97f4a7c15u >> 40) % BucketCount];
}
uint32_t &partOf(uintptr_t Address) {
  return Parts[(Address >> PartBits) % PartCount];
}

void forgetBucket(Meeting *&First, uintptr_t Address, uintptr_t End) {
  for (Meeting **Link = &First; *Link;) {
    Meeting *M = *Link;
    if (M->Address < Address || M->Address >= End) {
      Link = &M->Chained;
      continue;
    }
    *Link = M->Chained;
    --partOf(M->Address);
    M->Clock.clear();
    M->Readers.clear();
    giveMemory(M, sizeof(Meeting));
  }
}

} // namespace

void runtime::startDetector(void (*OnRace)(const Race &)) {
  Tell = OnRace;
  Slots = static_cast<SlotUse *>(mapMemory(MostSlots * sizeof(SlotUse)));
  startShadow();
}

//===--- threads ----------------------------------------------------------===//

Witness *runtime::newWitness(uint32_t Number, Witness *Creator) {
  uint32_t S = takeSlot(Creator ? &Creator->Clock : nullptr);
  if (!S)
    return nullptr;
  auto *W = static_cast<Witness *>(takeMemory(sizeof(Witness)));
  W->Number = Number;
  W->Self = Slot(S);
  W->Open =
      static_cast<OpenCall *>(mapMemory(MostOpenCalls * sizeof(OpenCall)));
  if (Creator)
    W->Clock.assign(Creator->Clock);
  W->Now = Slots[S].Last;
  tick(*W);
  auto *T = static_cast<Tenure *>(takeMemory(sizeof(Tenure)));
  *T = {.Thread = Number, .First = W->Now, .Earlier = Slots[S].Latest};
  Slots[S].Latest = T;
  if (Creator)
    tick(*Creator);
  return W;
}

void runtime::joinWitness(Witness &By, Witness &Ended) {
  By.Clock.join(Ended.Clock);
  Slots[Ended.Self].Last = Ended.Now;
  Slots[Ended.Self].Next = FreeSlots;
  FreeSlots = Ended.Self;
  Ended.Clock.clear();
  Ended.Released.clear();
  Ended.Seen.clear();
  unmapMemory(Ended.Open, MostOpenCalls * sizeof(OpenCall));
  giveMemory(&Ended, sizeof(Witness));
}

uint32_t runtime::threadAt(Slot S, Time T) {
  const Tenure *Found = Slots[S].Latest;
  while (Found && Found->First > T)
    Found = Found->Earlier;
  return Found ? Found->Thread : 0;
}

//===--- synchronisation --------------------------------------------------===//

Meeting &runtime::meetingAt(const volatile void *Pointer) {
  auto Address = reinterpret_cast<uintptr_t>(Pointer);
  Meeting *&First = bucketOf(Address);
  for (Meeting *M = First; M; M = M->Chained)
    if (M->Address == Address)
      return *M;
  auto *M = static_cast<Meeting *>(takeMemory(sizeof(Meeting)));
  M->Address = Address;
  M->Chained = First;
  First = M;
  ++partOf(Address);
  return *M;
}

void runtime::forgetMeetings(uintptr_t Address, size_t Bytes) {
  constexpr size_t Part = size_t(1) << PartBits;
  uintptr_t End = Address + Bytes;
  if (Bytes >= Part * PartCount / 4) {
    for (Meeting *&Each : Buckets)
      forgetBucket(Each, Address, End);
    return;
  }
  for (uintptr_t At = Address; At < End; At = (At | (Part - 1)) + 1) {
    if (!partOf(At))
      continue;
    uintptr_t PartEnd = (At | (Part - 1)) + 1;
    // Nothing that threads meet by is smaller or lies at an odd place, but for
    // atomic bytes.
    for (uintptr_t Each = At; Each < PartEnd && Each < End; ++Each)
      forgetBucket(bucketOf(Each), Each, Each + 1);
  }
}

void runtime::acquire(Witness &W, const Meeting &M) { W.Clock.join(M.Clock); }

void runtime::release(Witness &W, Meeting &M) {
  M.Clock.join(W.Clock);
  tick(W);
}

void runtime::publish(Witness &W, Meeting &M) {
  M.Clock.assign(W.Clock);
  tick(W);
}

void runtime::releaseReader(Witness &W, Meeting &M) {
  M.Readers.join(W.Clock);
  tick(W);
}

void runtime::takeLock(Witness &W, const volatile void *Lock, bool Writes,
                       uintptr_t Place) {
  Meeting &M = meetingAt(Lock);
  acquire(W, M);
  if (Writes)
    W.Clock.join(M.Readers);
  M.Written = Writes;
  if (!M.FirstUsed)
    M.FirstUsed = Paths.extend(W.Calls, Place);
  W.Locks = Paths.extend(W.Locks, M.Address);
}

void runtime::dropLock(Witness &W, const volatile void *Lock) {
  Meeting &M = meetingAt(Lock);
  W.Locks = Paths.without(W.Locks, M.Address);
  if (M.Written)
    release(W, M);
  else
    releaseReader(W, M);
}

void runtime::loadAtomic(Witness &W, Meeting &M, Order O) {
  if (acquires(O))
    acquire(W, M);
  else
    W.Seen.join(M.Clock);
}

void runtime::storeAtomic(Witness &W, Meeting &M, Order O) {
  if (releases(O))
    return publish(W, M);
  // A relaxed store ends the release sequence that was there; a release fence
  // before it begins another.
  M.Clock.assign(W.Released);
}

void runtime::updateAtomic(Witness &W, Meeting &M, Order O) {
  loadAtomic(W, M, O);
  // Part of the release sequence, whatever its order.
  if (releases(O))
    release(W, M);
  else
    M.Clock.join(W.Released);
}

void runtime::fence(Witness &W, Order O) {
  if (acquires(O))
    W.Clock.join(W.Seen);
  if (!releases(O))
    return;
  W.Released.assign(W.Clock);
  tick(W);
}

//===--- accesses ---------------------------------------------------------===//

void runtime::recordAccess(Witness &W, Cell &C, uintptr_t Word, uint8_t Bytes,
                           Touch How, uintptr_t Place, bool VTable) {
  if (W.Busy || W.Ignored)
    return;
  BusyHere Guard(W);
  Access Now = {.When = W.Now,
                .Who = W.Self,
                .Bytes = Bytes,
                .How = How,
                .Where = Paths.extend(W.Calls, Place),
                .Locks = W.Locks};
  Access Earlier;
  if (!touch(C, Now, W.Clock, Earlier))
    return;
  unsigned Offset = unsigned(__builtin_ctz(Bytes));
  Tell({.By = W,
        .Address = Word + Offset,
        .Size = uint32_t(__builtin_popcount(Bytes)),
        .VTable = VTable,
        .Now = Now,
        .Earlier = Earlier});
}

void runtime::enterCall(Witness &W, uintptr_t From, uintptr_t Frame) {
  if (W.Busy)
    return;
  BusyHere Guard(W);
  // Frames below are of calls that never returned.
  while (W.Depth && W.Depth <= MostOpenCalls &&
         W.Open[W.Depth - 1].Frame <= Frame)
    W.Calls = W.Open[--W.Depth].Before;
  if (W.Depth < MostOpenCalls) {
    W.Open[W.Depth] = {.Frame = Frame, .Before = W.Calls};
    W.Calls = Paths.extend(W.Calls, From);
  }
  ++W.Depth;
}

void runtime::leaveCall(Witness &W) {
  if (W.Busy || !W.Depth)
    return;
  if (--W.Depth < MostOpenCalls)
    W.Calls = W.Open[W.Depth].Before;
}
