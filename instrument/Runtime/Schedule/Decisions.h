//===- Decisions.h - A schedule, as it is recorded and replayed -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A run's schedule is a list of segments, `thread 2 executes 5 operations`,
/// and the choices the environment made that were not the usual ones (a
/// spurious wake-up, another waiter than the first). This is all that a run
/// depends on besides its input.
///
/// As text, in a token: `a12Fb5C-3.1`. Thread 0 (a) executes 12 operations,
/// thread 1 (b) 5; the capital letter is four bits of the hash of everything
/// executed so far, so that a replay that goes astray is noticed at the next
/// switch. `-3.1`: the environment's third choice was alternative 1. Threads
/// from number 25 on are `z25.`.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_DECISIONS_H
#define HEDDLE_RUNTIME_SCHEDULE_DECISIONS_H

#include <stdint.h>

namespace heddle::runtime {

class Record;

struct Segment {
  uint32_t Thread = 0;
  uint32_t Steps = 0;
  uint8_t Check = 0; ///< of the hash at its end, 4 bits
};

/// A recorded or given schedule. Two exist, one of each.
class Decisions {
public:
  /// One more operation of \p Thread; \p HashBefore: without it.
  void step(uint32_t Thread, uint64_t HashBefore);
  /// The environment's next choice; kept unless it is 0.
  void environment(uint32_t Alternative);
  /// Closes the last segment.
  void close(uint64_t Hash);

  /// False if \p Text is not a schedule.
  bool parse(const char *Text);
  /// Adds the text of the whole to \p R. Nothing if it did not fit here.
  void write(Record &R, const char *Key) const;

  const Segment *segment(uint32_t Index) const {
    return Index < Count ? &Segments[Index] : nullptr;
  }
  uint32_t segmentCount() const { return Count; }
  /// What the environment chose at its choice number \p Ordinal, from 0.
  uint32_t environmentAt(uint32_t Ordinal) const;

private:
  struct Choice {
    uint32_t Ordinal = 0, Alternative = 0;
  };
  bool reserve();
  void addSegment(uint32_t Thread, uint32_t Steps, uint8_t Check);
  void addChoice(uint32_t Ordinal, uint32_t Alternative);

  Segment *Segments = nullptr;
  Choice *Choices = nullptr;
  uint32_t Count = 0, ChoiceCount = 0;
  uint32_t Asked = 0; ///< choices so far, 0 or not
  bool Overflow = false;
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_DECISIONS_H
