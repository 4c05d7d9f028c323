//===- VectorClock.cpp - How far each thread had come ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/VectorClock.h"

#include "instrument/Runtime/Own/Store.h"

#include <stdint.h>

using namespace heddle::runtime;

void VectorClock::reserve(uint32_t Slots) {
  if (Slots <= Capacity)
    return;
  uint32_t NewCapacity = Capacity ? Capacity : 8;
  while (NewCapacity < Slots)
    NewCapacity *= 2;
  auto *Grown = static_cast<Time *>(takeMemory(NewCapacity * sizeof(Time)));
  for (uint32_t I = 0; I < Size; ++I)
    Grown[I] = Times[I];
  giveMemory(Times, Capacity * sizeof(Time));
  Times = Grown;
  Capacity = NewCapacity;
}

void VectorClock::set(Slot S, Time T) {
  reserve(S + 1u);
  for (; Size <= S; ++Size)
    Times[Size] = 0;
  Times[S] = T;
}

void VectorClock::join(const VectorClock &Other) {
  reserve(Other.Size);
  for (; Size < Other.Size; ++Size)
    Times[Size] = 0;
  for (uint32_t I = 0; I < Other.Size; ++I)
    if (Times[I] < Other.Times[I])
      Times[I] = Other.Times[I];
}

void VectorClock::assign(const VectorClock &Other) {
  if (this == &Other)
    return;
  Size = 0;
  join(Other);
}

void VectorClock::clear() {
  giveMemory(Times, Capacity * sizeof(Time));
  Times = nullptr;
  Size = Capacity = 0;
}
