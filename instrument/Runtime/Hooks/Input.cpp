//===- Input.cpp - read, poll and the like --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Waits until the descriptor is ready, then makes the real call, which does
/// not block. Files on disk are always ready: no point. What does not block
/// anyway counts as a look, so that loops of it are known to spin.
///
/// Limit: a write of more than fits in a pipe blocks with the turn kept.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/Schedule/Outside.h"
#include "instrument/Runtime/System.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace heddle::runtime;

extern "C" {
ssize_t ___interceptor_read(int, void *, size_t);
ssize_t ___interceptor_write(int, const void *, size_t);
ssize_t ___interceptor_recv(int, void *, size_t, int);
ssize_t ___interceptor_recvfrom(int, void *, size_t, int, sockaddr *,
                                socklen_t *);
ssize_t ___interceptor_recvmsg(int, msghdr *, int);
int ___interceptor_accept(int, sockaddr *, socklen_t *);
int ___interceptor_accept4(int, sockaddr *, socklen_t *, int);
int ___interceptor_poll(pollfd *, nfds_t, int);
int ___interceptor_epoll_wait(int, epoll_event *, int, int);
}

namespace {

enum class Manner { OnDisk, Blocks, Returns };

Manner mannerOf(int File) {
  struct stat Status;
  if (systemCall(SYS_fstat, File, long(&Status)) < 0 ||
      S_ISREG(Status.st_mode) || S_ISDIR(Status.st_mode))
    return Manner::OnDisk;
  long Flags = systemCall(SYS_fcntl, File, F_GETFL);
  return Flags >= 0 && (Flags & O_NONBLOCK) ? Manner::Returns : Manner::Blocks;
}

/// \p T is about to read from, or write to, \p File. False: a signal came,
/// errno is set.
bool await(Thread &T, int File, short Events, bool Returns, Caller From) {
  Manner How = mannerOf(File);
  if (How == Manner::OnDisk)
    return true;
  if (Returns || How == Manner::Returns) {
    point(T, Op::Yield, nullptr, From);
    return true;
  }
  pollfd Wanted = {.fd = File, .events = Events, .revents = 0};
  pointInput(T, &Wanted, 1, 0, From);
  cancellationPoint(T);
  if (!isInterrupted(/*Always=*/false))
    return true;
  errno = EINTR;
  return false;
}

/// For at most so many milliseconds, below 0 without end. False: a signal
/// came, errno is set.
bool awaitFor(Thread &T, pollfd *Files, uint32_t Count, long Milliseconds,
              Caller From) {
  constexpr uint64_t Millisecond = 1000000;
  if (Milliseconds == 0) {
    point(T, Op::Yield, nullptr, From);
    return true;
  }
  uint64_t Deadline = 0;
  if (Milliseconds > 0)
    Deadline = virtualTime() + uint64_t(Milliseconds) * Millisecond;
  pointInput(T, Files, Count, Deadline, From);
  cancellationPoint(T);
  if (!isInterrupted(/*Always=*/true))
    return true;
  errno = EINTR;
  return false;
}

/// What select() waits for, as poll() wants it. Returns how many.
uint32_t listOf(int End, const fd_set *In, const fd_set *Out,
                const fd_set *Other, pollfd *Files) {
  uint32_t Count = 0;
  for (int File = 0; File < End && File < FD_SETSIZE; ++File) {
    short Events = 0;
    if (In && FD_ISSET(File, In))
      Events |= POLLIN;
    if (Out && FD_ISSET(File, Out))
      Events |= POLLOUT;
    if (Other && FD_ISSET(File, Other))
      Events |= POLLPRI;
    if (Events)
      Files[Count++] = {.fd = File, .events = Events, .revents = 0};
  }
  return Count;
}

} // namespace

HEDDLE_HOOK ssize_t read(int File, void *To, size_t Size) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, false, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_read(File, To, Size));
}

HEDDLE_HOOK ssize_t write(int File, const void *From, size_t Size) {
  // Who reads the standard streams is not the program.
  if (Thread *T = File > STDERR_FILENO ? scheduledThread() : nullptr)
    if (!await(*T, File, POLLOUT, false, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_write(File, From, Size));
}

HEDDLE_HOOK ssize_t recv(int File, void *To, size_t Size, int Flags) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, Flags & MSG_DONTWAIT, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_recv(File, To, Size, Flags));
}

HEDDLE_HOOK ssize_t recvfrom(int File, void *To, size_t Size, int Flags,
                             sockaddr *From, socklen_t *Length) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, Flags & MSG_DONTWAIT, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_recvfrom(File, To, Size, Flags, From, Length));
}

HEDDLE_HOOK ssize_t recvmsg(int File, msghdr *Message, int Flags) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, Flags & MSG_DONTWAIT, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_recvmsg(File, Message, Flags));
}

HEDDLE_HOOK int accept(int File, sockaddr *From, socklen_t *Length) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, false, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_accept(File, From, Length));
}

HEDDLE_HOOK int accept4(int File, sockaddr *From, socklen_t *Length,
                        int Flags) {
  if (Thread *T = scheduledThread())
    if (!await(*T, File, POLLIN, false, HEDDLE_CALLER))
      return -1;
  HEDDLE_FORWARD(___interceptor_accept4(File, From, Length, Flags));
}

HEDDLE_HOOK int poll(pollfd *Files, nfds_t Count, int Milliseconds) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_poll(Files, Count, Milliseconds));
  if (!awaitFor(*T, Files, uint32_t(Count), Milliseconds, HEDDLE_CALLER))
    return -1;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_poll(Files, Count, 0);
}

HEDDLE_HOOK int epoll_wait(int Set, epoll_event *Events, int Max,
                           int Milliseconds) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_epoll_wait(Set, Events, Max, Milliseconds));
  pollfd Wanted = {.fd = Set, .events = POLLIN, .revents = 0};
  if (!awaitFor(*T, &Wanted, 1, Milliseconds, HEDDLE_CALLER))
    return -1;
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_epoll_wait(Set, Events, Max, 0);
}

// Not one of ThreadSanitizer's: it sees neither this one nor the real one.
HEDDLE_HOOK int select(int End, fd_set *In, fd_set *Out, fd_set *Other,
                       timeval *Time) {
  static auto Real =
      reinterpret_cast<decltype(&select)>(dlsym(RTLD_NEXT, "select"));
  Thread *T = scheduledThread();
  if (!T)
    return Real(End, In, Out, Other, Time);
  pollfd Files[FD_SETSIZE];
  uint32_t Count = listOf(End, In, Out, Other, Files);
  long Milliseconds =
      Time ? long(Time->tv_sec) * 1000 + (Time->tv_usec + 999) / 1000 : -1;
  if (!awaitFor(*T, Files, Count, Milliseconds, HEDDLE_CALLER))
    return -1;
  timeval Now = {};
  return Real(End, In, Out, Other, &Now);
}
