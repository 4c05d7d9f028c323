//===- Wrap.h - Calls that the linker leads to the runtime ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Most of ThreadSanitizer's functions can be replaced by defining them; those
/// that the compiler itself calls, and main, cannot. `--wrap=X` has the linker
/// bind every call of X to `__wrap_X`, which the runtime defines.
///
/// Limit: calls inside shared libraries are bound by their own link.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_BUILD_WRAP_H
#define HEDDLE_BUILD_WRAP_H

#include <string>
#include <vector>

namespace heddle {

/// `-Wl,--wrap=…` for every function that instrument/Runtime/Hooks wraps.
std::vector<std::string> wrapFlags();

} // namespace heddle

#endif // HEDDLE_BUILD_WRAP_H
