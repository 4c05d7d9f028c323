//===- MixedOutput.h - Lines that threads print into each other -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What every beginner sees first is no race: `std::cout << Name << '\n'` in
/// two threads mixes the words of two lines, and nothing is undefined
/// ([iostream.objects.overview]). No rule tells it; a note does, once.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_MIXEDOUTPUT_H
#define HEDDLE_CHECKS_MIXEDOUTPUT_H

#include "analyzer/Races/Analyses.h"

#include <optional>
#include <string>

namespace heddle {

/// The note for a program in which threads that hold no common lock print to
/// one of the library's streams in several pieces; nothing for others.
std::optional<std::string> mixedOutputNote(const Analyses &A);

} // namespace heddle

#endif // HEDDLE_CHECKS_MIXEDOUTPUT_H
