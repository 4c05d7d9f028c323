//===- Detector.h - Happens-before, and races -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which accesses are ordered by nothing: happens-before, kept as vector
/// clocks of threads and of what they synchronise by. Knows neither the
/// scheduler nor the names of library functions, so that it can be tested
/// alone.
///
/// Thread safety: none is needed; one thread runs at a time.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_OWN_DETECTOR_H
#define HEDDLE_RUNTIME_OWN_DETECTOR_H

#include "instrument/Runtime/Own/Shadow.h"
#include "instrument/Runtime/Own/Store.h"
#include "instrument/Runtime/Own/VectorClock.h"

#include <stddef.h>
#include <stdint.h>

namespace heddle::runtime {

/// A call that has not returned. Frames of calls that were left by longjmp
/// are known by their place on the stack.
struct OpenCall {
  uintptr_t Frame;
  uint32_t Before; ///< Witness::Calls without it
};
constexpr uint32_t MostOpenCalls = 1 << 16;

/// What the detector knows of one thread.
struct Witness {
  uint32_t Number = 0; ///< the scheduler's
  Slot Self = 0;
  Time Now = 0;
  VectorClock Clock;    ///< what happened before its next operation
  VectorClock Released; ///< before its latest release fence
  VectorClock Seen;     ///< what an acquire fence would add
  uint32_t Calls = 0;   ///< the return addresses on its stack
  uint32_t Locks = 0;   ///< addresses, in the order of taking
  uint32_t Depth = 0;   ///< of Open; may be beyond its end
  OpenCall *Open = nullptr;
  uint32_t Ignored = 0; ///< annotations that its accesses do not count
  bool Busy = false;    ///< in the detector, maybe interrupted by a signal
};

/// What threads synchronise by: a lock, an atomic, a descriptor, …
struct Meeting {
  uintptr_t Address = 0;
  Meeting *Chained = nullptr;
  VectorClock Clock;   ///< what who acquires it comes behind
  VectorClock Readers; ///< of a lock: what only a writer comes behind
  uint32_t FirstUsed = 0;
  bool Written = false; ///< of a lock: the holder is a writer
};

/// Two accesses that nothing orders.
struct Race {
  const Witness &By; ///< who found it, by its latest access:
  uintptr_t Address;
  uint32_t Size;
  bool VTable;
  Access Now, Earlier;
};

void startDetector(void (*OnRace)(const Race &));
/// The calls on threads' stacks, and the locks that they hold.
extern Sequences Paths;

/// Null if there are too many threads to be told apart.
Witness *newWitness(uint32_t Number, Witness *Creator);
/// What \p Ended did happens before what \p By does from now on.
void joinWitness(Witness &By, Witness &Ended);
/// The scheduler's number of the thread that used \p S at \p T.
uint32_t threadAt(Slot S, Time T);

Meeting &meetingAt(const volatile void *Address);
/// Those in memory that was given back.
void forgetMeetings(uintptr_t Address, size_t Bytes);

void acquire(Witness &W, const Meeting &M);
/// What \p W did so far happens before who acquires \p M from now on, beside
/// what others did (release) or instead of it (publish).
void release(Witness &W, Meeting &M);
void publish(Witness &W, Meeting &M);
void releaseReader(Witness &W, Meeting &M);

void takeLock(Witness &W, const volatile void *Lock, bool Writes,
              uintptr_t Place);
void dropLock(Witness &W, const volatile void *Lock);

/// C++'s memory orders, by their numbers in the compiler's interface.
enum class Order : uint8_t {
  Relaxed,
  Consume,
  Acquire,
  Release,
  AcqRel,
  SeqCst
};

/// What an atomic operation orders ([intro.races]): a load reads from the
/// release sequence that the latest store began.
void loadAtomic(Witness &W, Meeting &M, Order O);
void storeAtomic(Witness &W, Meeting &M, Order O);
void updateAtomic(Witness &W, Meeting &M, Order O);
void fence(Witness &W, Order O);

/// The slow part of an access to one word; the quick one is isKnown().
void recordAccess(Witness &W, Cell &C, uintptr_t Word, uint8_t Bytes, Touch How,
                  uintptr_t Place, bool VTable);

inline void checkWord(Witness &W, uintptr_t Word, uint8_t Bytes, Touch How,
                      uintptr_t Place, bool VTable = false) {
  Cell *C = cellAt(Word);
  if (C && !isKnown(*C, W.Self, W.Now, Bytes, How))
    recordAccess(W, *C, Word, Bytes, How, Place, VTable);
}

inline void checkRange(Witness &W, uintptr_t Address, size_t Bytes, Touch How,
                       uintptr_t Place) {
  forEachWord(Address, Bytes, [&](uintptr_t Word, uint8_t Mask) {
    checkWord(W, Word, Mask, How, Place);
  });
}

void enterCall(Witness &W, uintptr_t From, uintptr_t Frame);
void leaveCall(Witness &W);

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_OWN_DETECTOR_H
