//===- Serve.h - Many runs of a program that is started once ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The fork server inside the program. It stands where the runtime starts:
/// everything is loaded, and no line of the program itself has run. Each run is
/// a child that goes on from there, with the memory and the addresses that a
/// process of its own would have. The server itself never leaves this place.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SERVE_H
#define HEDDLE_RUNTIME_SERVE_H

namespace heddle::runtime {

/// Is \p Fd, which Heddle passed on, where requests come from (Control.h)?
bool isControl(int Fd);

/// Makes runs until Heddle is gone, and returns in each of them, with the
/// descriptor of its channel. Ends the process where that is not sound: if
/// something has started threads or opened files already, or the C library
/// cannot fork alone.
int serveRuns(int Control);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SERVE_H
