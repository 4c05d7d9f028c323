//===- Memory.cpp - Values and objects of a running model -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Memory.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::machine;

static uint64_t mask(int64_t Bits) {
  return Bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << Bits) - 1;
}

static int64_t extended(uint64_t N, int64_t Bits, bool Signed) {
  N &= mask(Bits);
  if (Signed && Bits < 64 && (N >> (Bits - 1)) & 1)
    N |= ~mask(Bits);
  return static_cast<int64_t>(N);
}

Datum Object::load(int64_t Bit, int64_t Bits, bool Signed) const {
  uint64_t Assembled = 0;
  int64_t Covered = 0;
  for (const Cell &C : Cells) {
    if (C.Bit + C.Bits <= Bit || C.Bit >= Bit + Bits)
      continue;
    if (C.Bit == Bit && C.Bits == Bits) {
      if (C.Value.isInt())
        return Datum::integer(
            extended(static_cast<uint64_t>(C.Value.Number), Bits, Signed));
      return C.Value;
    }
    if (!C.Value.isInt() || Bits > 64)
      return Datum::any();
    const int64_t From = std::max(Bit, C.Bit),
                  To = std::min(Bit + Bits, C.Bit + C.Bits);
    const uint64_t Part =
        (static_cast<uint64_t>(C.Value.Number) >> (From - C.Bit)) &
        mask(To - From);
    Assembled |= Part << (From - Bit);
    Covered += To - From;
  }
  if (Bits > 64 || (Covered < Bits && !Zero))
    return Datum::any();
  return Datum::integer(extended(Assembled, Bits, Signed));
}

void Object::clear(int64_t Bit, int64_t Bits) {
  std::vector<Cell> Kept;
  for (const Cell &C : Cells) {
    const int64_t End = C.Bit + C.Bits;
    if (End <= Bit || C.Bit >= Bit + Bits) {
      Kept.push_back(C);
      continue;
    }
    // What sticks out keeps its part of a number.
    auto Keep = [&](int64_t From, int64_t To) {
      if (From >= To)
        return;
      Datum Part = Datum::any();
      if (C.Value.isInt())
        Part = Datum::integer(
            extended(static_cast<uint64_t>(C.Value.Number) >> (From - C.Bit),
                     To - From, false));
      Kept.push_back({From, To - From, Part});
    };
    Keep(C.Bit, std::min(End, Bit));
    Keep(std::max(C.Bit, Bit + Bits), End);
  }
  Cells = std::move(Kept);
}

void Object::store(int64_t Bit, int64_t Bits, Datum Value) {
  auto Same = llvm::find_if(
      Cells, [&](const Cell &C) { return C.Bit == Bit && C.Bits == Bits; });
  if (Same != Cells.end()) {
    Same->Value = Value;
    return;
  }
  clear(Bit, Bits);
  auto At = llvm::find_if(Cells, [&](const Cell &C) { return C.Bit > Bit; });
  Cells.insert(At, {Bit, Bits, Value});
}

std::vector<Cell> Object::copy(int64_t Bit, int64_t Bits) const {
  std::vector<Cell> Out;
  int64_t Next = 0;
  auto Fill = [&](int64_t To) {
    // What no cell says: zero in numbers of at most 64 bits, or anything.
    for (int64_t Size; Next < To; Next += Size) {
      Size = Zero ? std::min<int64_t>(64, To - Next) : To - Next;
      Out.push_back({Next, Size, Zero ? Datum::integer(0) : Datum::any()});
    }
  };
  for (const Cell &C : Cells) {
    const int64_t From = std::max(C.Bit, Bit),
                  To = std::min(C.Bit + C.Bits, Bit + Bits);
    if (From >= To)
      continue;
    Fill(From - Bit);
    const bool Whole = To - From == C.Bits;
    Out.push_back({From - Bit, To - From, Whole ? C.Value : Datum::any()});
    Next = To - Bit;
  }
  Fill(Bits);
  return Out;
}

static auto position(auto &Objects, ObjectName Name) {
  return llvm::lower_bound(
      Objects, Name,
      [](const Memory::Entry &E, ObjectName N) { return E.first < N; });
}

const Object *Memory::find(ObjectName Name) const {
  auto It = position(Objects, Name);
  return It != Objects.end() && It->first == Name ? It->second.get() : nullptr;
}

Object &Memory::edit(ObjectName Name) {
  auto It = position(Objects, Name);
  if (It == Objects.end() || It->first != Name)
    It = Objects.insert(It, {Name, std::make_shared<Object>()});
  else if (It->second.use_count() > 1)
    It->second = std::make_shared<Object>(*It->second);
  return *It->second;
}

void Memory::erase(ObjectName First, ObjectName End) {
  Objects.erase(position(Objects, First), position(Objects, End));
}
