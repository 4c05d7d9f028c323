//===- RecordChannel.h - Heddle's end of the shared memory ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Makes the memory that one run writes its records into, and reads them back.
/// The other end and the layout are instrument/Runtime/Channel.h.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_RECORDCHANNEL_H
#define HEDDLE_EXPLORE_RECORDCHANNEL_H

#include "instrument/Runtime/Channel.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <vector>

namespace heddle {

/// A number to pass a descriptor on as: below every usual limit (1024), and
/// free here, so that it clobbers none of ours between fork and exec. High and
/// random, so that no program that counts on its descriptors meets it.
int freeHighNumber();

class RecordChannel {
public:
  /// \p Settings and \p Decisions: what the runtime's scheduler is told.
  static llvm::Expected<RecordChannel> create(double HangSeconds,
                                              llvm::StringRef Settings,
                                              llvm::StringRef Decisions = "");
  RecordChannel(RecordChannel &&Other) noexcept;
  RecordChannel &operator=(RecordChannel &&) = delete;
  RecordChannel(const RecordChannel &) = delete;
  RecordChannel &operator=(const RecordChannel &) = delete;
  ~RecordChannel();

  int fd() const { return Fd; }
  /// The number that the program gets it as.
  int passedAs() const { return PassedAs; }

  /// Has the program shown where its threads stand? May be called while it
  /// runs.
  bool saysHung() const;

  struct Content {
    std::vector<llvm::json::Object> Records;
    uint64_t Dropped = 0;
    /// Something that is no record of this run's was found.
    bool Damaged = false;
  };
  Content read() const;

private:
  RecordChannel() = default;
  llvm::StringRef text() const;

  int Fd = -1, PassedAs = -1;
  uint64_t Nonce = 0;
  channel::Header *Shared = nullptr;
};

} // namespace heddle

#endif // HEDDLE_EXPLORE_RECORDCHANNEL_H
