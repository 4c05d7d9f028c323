//===- Settings.cpp - What Heddle asked the scheduler to do ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Read a few times at the start: no need to be quick.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Settings.h"

#include "instrument/Runtime/Channel.h"
#include "instrument/Runtime/Record.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

/// Behind \p Prefix, or null if \p Text does not start with it.
const char *skip(const char *Text, const char *Prefix) {
  while (*Prefix)
    if (*Text++ != *Prefix++)
      return nullptr;
  return Text;
}

} // namespace

const char *heddle::runtime::setting(const char *Key) {
  const char *Line = channelHeader().Settings;
  while (*Line) {
    const char *Rest = skip(Line, Key);
    if (Rest && *Rest == '=')
      return Rest + 1;
    while (*Line && *Line != '\n')
      ++Line;
    if (*Line)
      ++Line;
  }
  return nullptr;
}

uint64_t heddle::runtime::parseNumber(const char *&Text) {
  uint64_t Base = 10, Value = 0;
  if (const char *Hex = skip(Text, "0x")) {
    Base = 16;
    Text = Hex;
  }
  for (;; ++Text) {
    uint64_t Digit;
    if (*Text >= '0' && *Text <= '9')
      Digit = uint64_t(*Text - '0');
    else if (Base == 16 && *Text >= 'a' && *Text <= 'f')
      Digit = uint64_t(*Text - 'a') + 10;
    else
      return Value;
    Value = Value * Base + Digit;
  }
}

uint64_t heddle::runtime::numberSetting(const char *Key, uint64_t Default) {
  const char *Value = setting(Key);
  return Value ? parseNumber(Value) : Default;
}

bool heddle::runtime::settingIs(const char *Key, const char *Value) {
  const char *Text = setting(Key);
  const char *Rest = Text ? skip(Text, Value) : nullptr;
  return Rest && (*Rest == '\n' || *Rest == 0);
}
