//===- Control.h - What Heddle and a fork server tell each other -*- C++ -*-==//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program under test can be started once and make each run in a child, see
/// Serve.h. Instead of a channel (Channel.h) it is then handed one end of a
/// pair of sockets, in the same environment variable and by the same kind of
/// number: what a run finds in its memory must not depend on how it was
/// started. One message is one packet.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_CONTROL_H
#define HEDDLE_RUNTIME_CONTROL_H

#include <stdint.h>

namespace heddle::control {

/// To the server: make a run. These descriptors come with it, in this order.
enum Passed : uint8_t { Channel, Stdin, Stdout, Stderr, PassedCount };

struct Request {
  /// /tmp, /dev/shm, network and message queues are this sandbox's alone: say
  /// whether the run left something there.
  uint32_t HasOwnSystem = 0;
};

enum class Kind : uint8_t {
  Ready = 1, ///< the first one: the server can make runs
  Ended,     ///< the run, and everything that it started
};

/// From the server.
struct Answer {
  Kind What = Kind::Ready;
  int32_t Status = 0; ///< of Ended: as from wait()
  /// Of Ended: the next run would find what the first one found, as far as the
  /// server can see. The working directory is up to Heddle.
  uint32_t Clean = 0;
};

} // namespace heddle::control

#endif // HEDDLE_RUNTIME_CONTROL_H
