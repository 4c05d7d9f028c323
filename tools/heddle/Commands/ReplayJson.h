//===- ReplayJson.h - A replay for programs ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a replay showed as one JSON object, described in docs/json.md.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_REPLAYJSON_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_REPLAYJSON_H

#include "instrument/Confirm/Places.h"
#include "instrument/Confirm/Replay.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace heddle {

void writeReplayJson(const Replayed &Result, llvm::StringRef Token,
                     const Places &Where, llvm::raw_ostream &OS);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_REPLAYJSON_H
