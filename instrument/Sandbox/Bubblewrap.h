//===- Bubblewrap.h - A task as a bubblewrap command line -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Translates a Task into arguments of bwrap. Nothing of the user's files is
/// visible inside except what the task names.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_BUBBLEWRAP_H
#define HEDDLE_SANDBOX_BUBBLEWRAP_H

#include "instrument/Sandbox/Sandbox.h"

namespace heddle {

/// The whole command: \p Bwrap, its options, `--`, the task's command.
std::vector<std::string> bubblewrapCommand(const std::string &Bwrap,
                                           const Task &T);

} // namespace heddle

#endif // HEDDLE_SANDBOX_BUBBLEWRAP_H
