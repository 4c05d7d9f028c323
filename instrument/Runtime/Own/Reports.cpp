//===- Reports.cpp - Races, as records ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Says what the detector found in the words of ThreadSanitizer's reports, so
/// that whoever reads the records need not know which of the two it was.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Stack.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

/// A program that races everywhere has made its point.
constexpr unsigned MostReports = 400;
constexpr unsigned MostLocks = 64;

void writeStack(Record &R, uint32_t Calls) {
  void *Frames[MaxFrames];
  unsigned Count = 0;
  for (; Calls && Count < MaxFrames; Calls = Paths.before(Calls))
    Frames[Count++] = reinterpret_cast<void *>(Paths.last(Calls));
  R.stack("stack", Frames, Count);
}

bool writes(Touch How) {
  return How == Touch::Write || How == Touch::AtomicWrite || How == Touch::Free;
}

void writeAccess(Record &R, const Race &Found, const Access &X) {
  unsigned Shift = unsigned(__builtin_ctz(X.Bytes));
  bool IsNow = &X == &Found.Now;
  R.beginObject();
  R.number("thread", threadAt(X.Who, X.When));
  R.number("address", int64_t(IsNow ? Found.Address
                                    : (Found.Address & ~uintptr_t(7)) + Shift));
  R.number("size", IsNow ? Found.Size : __builtin_popcount(X.Bytes));
  R.flag("write", writes(X.How));
  R.flag("atomic", X.How <= Touch::AtomicWrite);
  writeStack(R, X.Where);
  R.beginArray("locks");
  for (uint32_t L = X.Locks; L; L = Paths.before(L))
    R.number(nullptr, int64_t(Paths.last(L)));
  R.endArray();
  R.endObject();
}

void writeLocation(Record &R, uintptr_t Address) {
  R.beginArray("locations");
  if (const Block *B = blockAround(Address)) {
    R.beginObject();
    R.text("type", "heap");
    R.number("address", int64_t(Address));
    R.number("start", int64_t(B->Start));
    R.number("size", int64_t(B->Bytes));
    R.number("thread", B->By);
    writeStack(R, B->Where);
    R.endObject();
  } else if (const Birth *T = stackAround(Address)) {
    R.beginObject();
    R.text("type", "stack");
    R.number("address", int64_t(Address));
    R.number("thread", T->Number);
    R.endObject();
  }
  R.endArray();
}

/// Held by either.
void writeLocks(Record &R, const Race &Found) {
  uintptr_t Told[MostLocks];
  unsigned Count = 0;
  R.beginArray("mutexes");
  const uint32_t Sets[] = {Found.Now.Locks, Found.Earlier.Locks};
  for (uint32_t Held : Sets)
    for (; Held && Count < MostLocks; Held = Paths.before(Held)) {
      uintptr_t Lock = Paths.last(Held);
      bool Known = false;
      for (unsigned I = 0; I < Count; ++I)
        Known |= Told[I] == Lock;
      if (Known)
        continue;
      R.beginObject();
      R.number("id", Count);
      R.number("address", int64_t(Lock));
      R.flag("destroyed", false);
      writeStack(R, meetingAt(reinterpret_cast<void *>(Lock)).FirstUsed);
      R.endObject();
      Told[Count++] = Lock;
    }
  R.endArray();
}

void writeThreads(Record &R, const Race &Found) {
  uint32_t Now = threadAt(Found.Now.Who, Found.Now.When);
  uint32_t Earlier = threadAt(Found.Earlier.Who, Found.Earlier.When);
  R.beginArray("threads");
  const uint32_t Numbers[] = {Now, Earlier};
  for (uint32_t Number : Numbers) {
    const Birth *B = birthOf(Number);
    R.beginObject();
    R.number("thread", Number);
    R.text("name", "");
    R.number("parent", B ? B->Creator : 0);
    if (B)
      R.stack("stack", B->Frames, sizeof(B->Frames) / sizeof(*B->Frames));
    R.endObject();
    if (Now == Earlier)
      break;
  }
  R.endArray();
}

const char *typeOf(const Race &Found) {
  bool Freed = Found.Earlier.How == Touch::Free;
  if (Found.VTable)
    return Freed ? "heap-use-after-free-vptr" : "data-race-vptr";
  return Freed ? "heap-use-after-free" : "data-race";
}

/// Has this pair of places not been told yet?
bool isNew(const Race &Found) {
  static Sequences Pairs;
  static uint32_t Told;
  uint32_t Low = Found.Now.Where, High = Found.Earlier.Where;
  if (Low > High) {
    Low = Found.Earlier.Where;
    High = Found.Now.Where;
  }
  uint32_t Number = Pairs.extend(Low, High);
  if (Number <= Told || Told == MostReports)
    return false;
  Told = Number;
  return true;
}

} // namespace

void heddle::runtime::reportRace(const Race &Found) {
  if (!isNew(Found) || !channelIsOpen())
    return;
  noteModules();
  Record R("report");
  R.text("type", typeOf(Found));
  R.text("by", "heddle");
  R.beginArray("accesses");
  writeAccess(R, Found, Found.Now);
  writeAccess(R, Found, Found.Earlier);
  R.endArray();
  writeLocation(R, Found.Address);
  writeLocks(R, Found);
  writeThreads(R, Found);
  R.beginArray("stacks");
  R.endArray();
}
