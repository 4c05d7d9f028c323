//===- Record.cpp - One line to Heddle ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Record.h"

#include "instrument/Runtime/Channel.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

using namespace heddle;
using namespace heddle::runtime;

namespace {

channel::Header *Shared; // the mapping; null: no channel
uint64_t Nonce;
int Owner; // the process the channel was made for
int Lock;  // 0 free, else the thread that writes

char *textArea() {
  return reinterpret_cast<char *>(Shared) + channel::TextStart;
}

void protect(int Access) {
  systemCall(SYS_mprotect, long(Shared), channel::Size, Access);
}

/// False after a second: the holder crashed inside the runtime.
bool takeLock() {
  int Me = threadId();
  uint64_t Deadline = milliseconds() + 1000;
  for (;;) {
    int Free = 0;
    if (__atomic_compare_exchange_n(&Lock, &Free, Me, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
      return true;
    if (Free == Me || milliseconds() > Deadline)
      return false;
    yieldCpu();
  }
}

void dropLock() { __atomic_store_n(&Lock, 0, __ATOMIC_RELEASE); }

} // namespace

bool runtime::openChannel(int Fd) {
  long Address = systemCall(SYS_mmap, 0, channel::Size, PROT_READ | PROT_WRITE,
                            MAP_SHARED, Fd, 0);
  if (Address < 0 && Address > -4096)
    return false;
  auto *Header = reinterpret_cast<channel::Header *>(Address);
  // Mapping succeeds beyond a file's end; only reading faults. Heddle made the
  // file in full before it passed it on, and whoever sets the variable by hand
  // gets what they ask for.
  if (Header->Magic != channel::Magic) {
    systemCall(SYS_munmap, Address, channel::Size);
    return false;
  }
  systemCall(SYS_close, Fd);
  // A child must not write into its parent's records.
  systemCall(SYS_madvise, Address, channel::Size, MADV_DONTFORK);
  Nonce = Header->Nonce;
  Header->Nonce = 0;
  Owner = processId();
  Shared = Header;
  protect(PROT_READ);
  return true;
}

bool runtime::channelIsOpen() { return Shared && processId() == Owner; }

const channel::Header &runtime::channelHeader() { return *Shared; }

Record::Record(const char *Event) {
  if (!channelIsOpen() || !takeLock())
    return;
  Open = true;
  protect(PROT_READ | PROT_WRITE);
  At = Shared->Used;
  putRaw("{\"ev\":");
  putQuoted(Event);
}

Record::~Record() {
  if (!Open)
    return;
  key("nonce");
  put('"');
  for (int Shift = 60; Shift >= 0; Shift -= 4)
    put("0123456789abcdef"[Nonce >> Shift & 15]);
  putRaw("\"}\n");
  // Release, so that a reader who sees the length sees the text.
  if (Fits)
    __atomic_store_n(&Shared->Used, At, __ATOMIC_RELEASE);
  else
    __atomic_fetch_add(&Shared->Dropped, 1, __ATOMIC_RELAXED);
  protect(PROT_READ);
  dropLock();
}

void Record::put(char C) {
  if (!Open)
    return;
  Fits = Fits && At < channel::TextSize;
  if (Fits)
    textArea()[At++] = C;
}

void Record::putRaw(const char *Text) {
  while (*Text)
    put(*Text++);
}

void Record::putQuoted(const char *Text) {
  put('"');
  for (; *Text; ++Text) {
    unsigned char C = static_cast<unsigned char>(*Text);
    if (C == '"' || C == '\\') {
      put('\\');
      put(char(C));
    } else if (C < 0x20) {
      putRaw("\\u00");
      put("0123456789abcdef"[C >> 4]);
      put("0123456789abcdef"[C & 15]);
    } else {
      put(char(C));
    }
  }
  put('"');
}

void Record::putNumber(int64_t Value) {
  char Digits[24];
  unsigned Count = 0;
  uint64_t Rest = Value < 0 ? -uint64_t(Value) : uint64_t(Value);
  do
    Digits[Count++] = char('0' + Rest % 10);
  while (Rest /= 10);
  if (Value < 0)
    put('-');
  while (Count)
    put(Digits[--Count]);
}

void Record::key(const char *Key) {
  if (NeedsComma)
    put(',');
  NeedsComma = true;
  if (!Key)
    return;
  putQuoted(Key);
  put(':');
}

void Record::text(const char *Key, const char *Value) {
  key(Key);
  putQuoted(Value ? Value : "");
}

void Record::beginText(const char *Key) {
  key(Key);
  put('"');
}

void Record::moreText(const char *Piece) { putRaw(Piece); }

void Record::endText() { put('"'); }

void Record::number(const char *Key, int64_t Value) {
  key(Key);
  putNumber(Value);
}

void Record::flag(const char *Key, bool Value) {
  key(Key);
  putRaw(Value ? "true" : "false");
}

void Record::stack(const char *Key, void *const *Addresses, unsigned Count) {
  beginArray(Key);
  for (unsigned I = 0; I < Count && Addresses[I]; ++I)
    number(nullptr, reinterpret_cast<int64_t>(Addresses[I]));
  endArray();
}

void Record::beginArray(const char *Key) {
  key(Key);
  put('[');
  NeedsComma = false;
}

void Record::endArray() {
  put(']');
  NeedsComma = true;
}

void Record::beginObject() {
  key(nullptr);
  put('{');
  NeedsComma = false;
}

void Record::endObject() {
  put('}');
  NeedsComma = true;
}
