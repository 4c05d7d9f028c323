//===- Channel.h - How the program under test talks to Heddle ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The layout of the memory that Heddle shares with the runtime inside the
/// program under test. Shared memory and not a pipe, because a program may
/// close any descriptor and a crashed one can flush nothing: what was written
/// here stays. Heddle hands over the descriptor of an anonymous file by number
/// in an environment variable; the runtime maps it before any code of the
/// program runs, closes it and wipes the variable, so that nothing the program
/// prints, closes or writes by accident is ever taken for a record. Between
/// records the mapping is read-only.
///
/// Records are lines of JSON, each with the nonce that Heddle chose for this
/// run, one object with "ev" per line:
///
///   start    the runtime is in place
///   modules  what is loaded where: {list: [{path, base}]}; precedes its use
///   report   one of ThreadSanitizer's: {type, accesses, locations, mutexes,
///            threads, stacks}, or with {by: heddle} of our own detector
///   fork     a child was made; children are not observed
///   crash    a deadly signal: {signal, stack}
///   stacks   one thread of a program that did not end: {round, thread, name,
///            stack}, in two rounds, then
///   hung     no more to come
///   stuck    the scheduler ended the run: {how, steps, threads}, see
///            Schedule/Stuck.cpp
///   node, pending, explored  see Strategies/Exhaustive.cpp
///   path, use  what threads share, see Schedule/Census.h
///   step     one operation of a traced run, see Schedule/Trace.h
///   schedule with what a scheduled run can be had again: {steps, switches,
///            threads, hash, diverged, decisions}
///   quit     left through _exit(), that is without an end record
///   end      exit() ran to its last destructor; {dropped}
///
/// Addresses in stacks are absolute return addresses, symbolised afterwards.
///
/// Limit: a program written to deceive Heddle shares the runtime's address
/// space and can forge all this; what is prevented is accident and simple
/// imitation.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_CHANNEL_H
#define HEDDLE_RUNTIME_CHANNEL_H

#include <stdint.h>

namespace heddle::channel {

constexpr const char EnvironmentName[] = "HEDDLE_CHANNEL";
constexpr uint64_t Magic = 0x31656c6464656800; // "\0heddle1"
constexpr uint64_t Size = uint64_t(20) << 20;

/// At the start of the shared memory; the records' text follows.
struct Header {
  uint64_t Magic;
  uint64_t Nonce;   ///< the runtime keeps a copy and wipes it here
  uint64_t Used;    ///< bytes of complete records
  uint64_t Dropped; ///< records that did not fit
  /// After this many milliseconds the program counts as not ending and shows
  /// where its threads stand; 0: never.
  uint64_t HangMilliseconds;
  /// `key=value` lines for the scheduler, zero-terminated.
  char Settings[4096];
};

constexpr uint64_t TextStart = 8192;
/// The schedule to replay, zero-terminated, see Schedule/Decisions.h.
constexpr uint64_t ScheduleStart = uint64_t(16) << 20;
constexpr uint64_t ScheduleSize = Size - ScheduleStart;
constexpr uint64_t TextSize = ScheduleStart - TextStart;
static_assert(sizeof(Header) <= TextStart);

} // namespace heddle::channel

#endif // HEDDLE_RUNTIME_CHANNEL_H
