//===- RecordChannel.cpp - Heddle's end of the shared memory --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/RecordChannel.h"

#include "instrument/Runtime/Channel.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

using namespace heddle;
using llvm::StringRef;

namespace {

uint64_t randomNumber() {
  uint64_t Value = 0;
  while (getrandom(&Value, sizeof(Value), 0) != ssize_t(sizeof(Value)) &&
         errno == EINTR) {
  }
  return Value;
}

llvm::Error failure(const char *What) {
  return llvm::createStringError("cannot %s for the program's records: %s",
                                 What, llvm::sys::StrError(errno).c_str());
}

} // namespace

int heddle::freeHighNumber() {
  for (;;) {
    int Fd = 300 + int(randomNumber() % 600);
    if (fcntl(Fd, F_GETFD) < 0)
      return Fd;
  }
}

llvm::Expected<RecordChannel> RecordChannel::create(double HangSeconds,
                                                    StringRef Settings,
                                                    StringRef Decisions) {
  RecordChannel Result;
  Result.Fd = memfd_create("heddle", MFD_CLOEXEC);
  if (Result.Fd < 0)
    return failure("make memory");
  if (ftruncate(Result.Fd, channel::Size) != 0)
    return failure("reserve memory");
  void *Address = mmap(nullptr, channel::Size, PROT_READ | PROT_WRITE,
                       MAP_SHARED, Result.Fd, 0);
  if (Address == MAP_FAILED)
    return failure("map memory");
  Result.Shared = static_cast<channel::Header *>(Address);
  Result.PassedAs = freeHighNumber();
  Result.Nonce = randomNumber();
  Result.Shared->Magic = channel::Magic;
  Result.Shared->Nonce = Result.Nonce;
  Result.Shared->HangMilliseconds = uint64_t(HangSeconds * 1000);
  if (Settings.size() >= sizeof(Result.Shared->Settings))
    return llvm::createStringError("the scheduler's settings are too long");
  std::memcpy(Result.Shared->Settings, Settings.data(), Settings.size());
  if (Decisions.size() >= channel::ScheduleSize)
    return llvm::createStringError("the schedule is too long to be replayed");
  std::memcpy(static_cast<char *>(Address) + channel::ScheduleStart,
              Decisions.data(), Decisions.size());
  return Result;
}

RecordChannel::RecordChannel(RecordChannel &&Other) noexcept
    : Fd(std::exchange(Other.Fd, -1)), PassedAs(Other.PassedAs),
      Nonce(Other.Nonce), Shared(std::exchange(Other.Shared, nullptr)) {}

RecordChannel::~RecordChannel() {
  if (Shared)
    munmap(Shared, channel::Size);
  if (Fd >= 0)
    close(Fd);
}

/// The program may have written anything into the header: no length is
/// believed beyond the mapping.
StringRef RecordChannel::text() const {
  uint64_t Used = __atomic_load_n(&Shared->Used, __ATOMIC_ACQUIRE);
  return {reinterpret_cast<const char *>(Shared) + channel::TextStart,
          std::min(Used, channel::TextSize)};
}

bool RecordChannel::saysHung() const {
  return text().take_back(128).contains("{\"ev\":\"hung\"");
}

RecordChannel::Content RecordChannel::read() const {
  Content Result;
  Result.Dropped = Shared->Dropped;
  Result.Damaged = Shared->Used > channel::TextSize;
  std::string Expected =
      llvm::utohexstr(Nonce, /*LowerCase=*/true, /*Width=*/16);
  llvm::SmallVector<StringRef, 32> Lines;
  text().split(Lines, '\n', -1, false);
  for (StringRef Line : Lines) {
    // A program can hold names that are no UTF-8; JSON cannot.
    auto Value = llvm::json::parse(llvm::json::fixUTF8(Line));
    llvm::json::Object *Object = Value ? Value->getAsObject() : nullptr;
    if (!Value)
      llvm::consumeError(Value.takeError());
    if (Object && Object->getString("nonce") == Expected &&
        Object->getString("ev"))
      Result.Records.push_back(std::move(*Object));
    else
      Result.Damaged = true;
  }
  return Result;
}
