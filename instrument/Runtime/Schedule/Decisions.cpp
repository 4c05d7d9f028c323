//===- Decisions.cpp - A schedule, as it is recorded and replayed ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Arrays of fixed size whose pages the kernel provides as they are filled.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Decisions.h"

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

constexpr uint32_t MaxSegments = 1 << 20, MaxChoices = 1 << 16;
constexpr uint32_t Letters = 25; // a to y; z introduces a number

/// Puts together one piece of text after the other.
class Piece {
public:
  void letter(char C) { Text[At++] = C; }
  void number(uint64_t Value) {
    char Digits[20];
    unsigned N = 0;
    do
      Digits[N++] = char('0' + Value % 10);
    while (Value /= 10);
    while (N)
      letter(Digits[--N]);
  }
  const char *text() {
    Text[At] = 0;
    return Text;
  }

private:
  char Text[64];
  unsigned At = 0;
};

} // namespace

bool Decisions::reserve() {
  if (!Segments) {
    Segments = static_cast<Segment *>(mapMemory(MaxSegments * sizeof(Segment)));
    Choices = static_cast<Choice *>(mapMemory(MaxChoices * sizeof(Choice)));
  }
  Overflow |= Count == MaxSegments || ChoiceCount == MaxChoices;
  return !Overflow;
}

void Decisions::addSegment(uint32_t Thread, uint32_t Steps, uint8_t Check) {
  if (!reserve())
    return;
  Segment &S = Segments[Count++];
  S.Thread = Thread;
  S.Steps = Steps;
  S.Check = Check;
}

void Decisions::addChoice(uint32_t Ordinal, uint32_t Alternative) {
  if (!reserve())
    return;
  Choice &C = Choices[ChoiceCount++];
  C.Ordinal = Ordinal;
  C.Alternative = Alternative;
}

void Decisions::step(uint32_t Thread, uint64_t HashBefore) {
  if (Count && Segments[Count - 1].Thread == Thread) {
    ++Segments[Count - 1].Steps;
    return;
  }
  close(HashBefore);
  addSegment(Thread, 1, 0);
}

void Decisions::environment(uint32_t Alternative) {
  if (Alternative)
    addChoice(Asked, Alternative);
  ++Asked;
}

void Decisions::close(uint64_t Hash) {
  if (Count)
    Segments[Count - 1].Check = uint8_t(Hash >> 60);
}

bool Decisions::parse(const char *Text) {
  while (*Text && *Text != '\n') {
    if (*Text == '-') {
      uint32_t Ordinal = uint32_t(parseNumber(++Text));
      if (*Text++ != '.')
        return false;
      addChoice(Ordinal, uint32_t(parseNumber(Text)));
      continue;
    }
    if (*Text < 'a' || *Text > 'z')
      return false;
    uint32_t Thread = uint32_t(*Text++ - 'a');
    if (Thread == Letters) {
      Thread = uint32_t(parseNumber(Text));
      if (*Text++ != '.')
        return false;
    }
    uint32_t Steps = uint32_t(parseNumber(Text));
    if (*Text < 'A' || *Text > 'P' || Steps == 0)
      return false;
    addSegment(Thread, Steps, uint8_t(*Text++ - 'A'));
  }
  return !Overflow;
}

void Decisions::write(Record &R, const char *Key) const {
  R.beginText(Key);
  for (uint32_t I = 0; I < Count && !Overflow; ++I) {
    Piece P;
    if (Segments[I].Thread < Letters) {
      P.letter(char('a' + Segments[I].Thread));
    } else {
      P.letter('z');
      P.number(Segments[I].Thread);
      P.letter('.');
    }
    P.number(Segments[I].Steps);
    P.letter(char('A' + Segments[I].Check));
    R.moreText(P.text());
  }
  for (uint32_t I = 0; I < ChoiceCount && !Overflow; ++I) {
    Piece P;
    P.letter('-');
    P.number(Choices[I].Ordinal);
    P.letter('.');
    P.number(Choices[I].Alternative);
    R.moreText(P.text());
  }
  R.endText();
}

uint32_t Decisions::environmentAt(uint32_t Ordinal) const {
  for (uint32_t I = 0; I < ChoiceCount; ++I)
    if (Choices[I].Ordinal == Ordinal)
      return Choices[I].Alternative;
  return 0;
}
