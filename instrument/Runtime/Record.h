//===- Record.h - One line to Heddle ----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes JSON straight into the shared memory, without allocating. A record
/// becomes visible as a whole when it is complete; one that does not fit is
/// counted and dropped.
///
/// Thread safety: one record at a time per process; a second thread waits for
/// the first. Signals are blocked meanwhile, so a handler may write records
/// too; only a crash inside the runtime itself could find the lock taken, and
/// gives up after a second.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_RECORD_H
#define HEDDLE_RUNTIME_RECORD_H

#include "instrument/Runtime/Channel.h"
#include "instrument/Runtime/System.h"

namespace heddle::runtime {

/// Maps the channel behind descriptor \p Fd and closes it. False: no channel.
bool openChannel(int Fd);
/// Is there a channel, and is this the process it was made for? A forked child
/// is not.
bool channelIsOpen();
/// What Heddle asked for. REQUIRES: openChannel() returned true.
const channel::Header &channelHeader();

class Record {
public:
  /// Begins `{"ev":"Event"`. Does nothing at all if there is no channel.
  explicit Record(const char *Event);
  /// Adds the nonce and makes the record visible.
  ~Record();
  Record(const Record &) = delete;
  Record &operator=(const Record &) = delete;

  void text(const char *Key, const char *Value);
  /// A long text, in pieces that need no escapes.
  void beginText(const char *Key);
  void moreText(const char *Piece);
  void endText();
  void number(const char *Key, int64_t Value);
  void flag(const char *Key, bool Value);
  /// An array of addresses, up to the first null.
  void stack(const char *Key, void *const *Addresses, unsigned Count);

  void beginArray(const char *Key); ///< null key: inside an array
  void endArray();
  void beginObject();
  void endObject();

private:
  void put(char C);
  void putRaw(const char *Text);
  void putQuoted(const char *Text);
  void putNumber(int64_t Value);
  void key(const char *Key); ///< with the comma before it where one is due

  SignalsBlocked Quiet;
  uint64_t At = 0; ///< next byte in the text area
  bool Open = false, Fits = true, NeedsComma = true;
};

} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_RECORD_H
