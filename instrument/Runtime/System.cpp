//===- System.cpp - The kernel, without the C library ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/System.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/time.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

using namespace heddle::runtime;

#if !defined(__x86_64__) || !defined(__linux__)
#error "the runtime's system calls are written for x86-64 Linux"
#endif

long heddle::runtime::systemCall(long Number, long A, long B, long C, long D,
                                 long E, long F) {
  long Result;
  register long R10 __asm__("r10") = D;
  register long R8 __asm__("r8") = E;
  register long R9 __asm__("r9") = F;
  __asm__ volatile("syscall"
                   : "=a"(Result)
                   : "a"(Number), "D"(A), "S"(B), "d"(C), "r"(R10), "r"(R8),
                     "r"(R9)
                   : "rcx", "r11", "memory");
  return Result;
}

// Where a signal handler returns to. Unwinders know a signal frame by exactly
// these bytes (mov $15, %rax; syscall), so the instruction is spelt in full.
__asm__(".text\n"
        ".p2align 4\n"
        ".hidden heddle_signal_return\n"
        ".type heddle_signal_return, @function\n"
        "heddle_signal_return:\n"
        "  .byte 0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x05\n"
        ".size heddle_signal_return, . - heddle_signal_return\n");
extern "C" __attribute__((visibility("hidden"))) void heddle_signal_return();

void heddle::runtime::handleSignal(int Signal, SignalHandler Handler,
                                   bool Once) {
  // The kernel's layout, which is not the C library's struct sigaction.
  struct {
    SignalHandler Handler;
    uint64_t Flags;
    void (*Restorer)();
    uint64_t Mask;
  } Action = {};
  constexpr uint64_t SigInfo = 0x4, Restorer = 0x04000000, OnStack = 0x08000000,
                     Restart = 0x10000000, ResetHand = 0x80000000;
  Action.Handler = Handler;
  Action.Flags =
      SigInfo | Restorer | OnStack | Restart | (Once ? ResetHand : 0);
  Action.Restorer = heddle_signal_return;
  systemCall(SYS_rt_sigaction, Signal, long(&Action), 0, sizeof(Action.Mask));
}

int heddle::runtime::processId() { return int(systemCall(SYS_getpid)); }
int heddle::runtime::threadId() { return int(systemCall(SYS_gettid)); }
void heddle::runtime::yieldCpu() { systemCall(SYS_sched_yield); }

uint64_t heddle::runtime::milliseconds() {
  struct {
    long Seconds, Nanoseconds;
  } Now = {};
  systemCall(SYS_clock_gettime, CLOCK_MONOTONIC, long(&Now));
  return uint64_t(Now.Seconds) * 1000 + uint64_t(Now.Nanoseconds) / 1000000;
}

void *heddle::runtime::mapMemory(size_t Bytes) {
  long Address = systemCall(SYS_mmap, 0, long(Bytes), PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (Address < 0 && Address > -4096)
    systemCall(SYS_exit_group, 70);
  return reinterpret_cast<void *>(Address);
}

void heddle::runtime::unmapMemory(void *Memory, size_t Bytes) {
  systemCall(SYS_munmap, long(Memory), long(Bytes));
}

void *heddle::runtime::carveMemory(size_t Bytes) {
  constexpr size_t Chunk = 1 << 18;
  static char *Next;
  static size_t Left;
  Bytes = (Bytes + 15) & ~size_t(15);
  if (Bytes > Left) {
    Left = Bytes > Chunk ? Bytes : Chunk;
    Next = static_cast<char *>(mapMemory(Left));
  }
  Left -= Bytes;
  Next += Bytes;
  return Next - Bytes;
}

void heddle::runtime::futexWait(const int *Word, int Value) {
  systemCall(SYS_futex, long(Word), FUTEX_WAIT_PRIVATE, Value);
}

void heddle::runtime::futexWake(const int *Word) {
  systemCall(SYS_futex, long(Word), FUTEX_WAKE_PRIVATE, 1);
}

void heddle::runtime::pinToOneCpu() {
  unsigned Cpu = 0;
  systemCall(SYS_getcpu, long(&Cpu));
  uint64_t Mask[16];
  for (uint64_t &Word : Mask)
    Word = 0;
  if (Cpu < sizeof(Mask) * 8) {
    Mask[Cpu / 64] = uint64_t(1) << (Cpu % 64);
    systemCall(SYS_sched_setaffinity, 0, sizeof(Mask), long(Mask));
  }
}

SignalsBlocked::SignalsBlocked() {
  uint64_t All = ~uint64_t(0);
  constexpr long SetMask = 2;
  systemCall(SYS_rt_sigprocmask, SetMask, long(&All), long(&Before),
             sizeof(All));
}

SignalsBlocked::~SignalsBlocked() {
  constexpr long SetMask = 2;
  systemCall(SYS_rt_sigprocmask, SetMask, long(&Before), 0, sizeof(Before));
}

LineReader::LineReader(const char *Path)
    : Fd(systemCall(SYS_open, long(Path), O_RDONLY | O_CLOEXEC)) {}

LineReader::~LineReader() {
  if (Fd >= 0)
    systemCall(SYS_close, Fd);
}

char *LineReader::next() {
  for (;;) {
    for (size_t I = Begin; I < End; ++I)
      if (Buffer[I] == '\n') {
        char *Line = Buffer + Begin;
        Buffer[I] = 0;
        Begin = I + 1;
        return Line;
      }
    if (Begin == 0 && End == sizeof(Buffer) - 1)
      End = 0; // a line that does not fit: its rest is taken as another
    for (size_t I = Begin; I < End; ++I)
      Buffer[I - Begin] = Buffer[I];
    End -= Begin;
    Begin = 0;
    long Length = Fd < 0 ? 0
                         : systemCall(SYS_read, Fd, long(Buffer + End),
                                      long(sizeof(Buffer) - 1 - End));
    if (Length <= 0)
      return nullptr; // files of /proc always end with a line end
    End += size_t(Length);
  }
}
