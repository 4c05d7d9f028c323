//===- Settings.h - What Heddle asked the scheduler to do -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lines of `key=value` from the channel. Heddle writes them, see
/// instrument/Explore/Plan.cpp for all the keys and their meaning.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_SETTINGS_H
#define HEDDLE_RUNTIME_SCHEDULE_SETTINGS_H

#include <stdint.h>

namespace heddle::runtime {

/// The value up to the end of its line, or null. REQUIRES: a channel.
const char *setting(const char *Key);
uint64_t numberSetting(const char *Key, uint64_t Default);
/// Is the value of \p Key exactly \p Value?
bool settingIs(const char *Key, const char *Value);

/// Reads a decimal or 0x number and moves \p Text behind it.
uint64_t parseNumber(const char *&Text);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_SETTINGS_H
