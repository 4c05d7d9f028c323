//===- LibInput.cpp - The C library's files, time and signals -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Bytes that go from thread to thread through a pipe or a socket order what
/// was done before. Which thread reads whose bytes is not followed: all
/// descriptors but those of files on disk are one meeting.
/// Misses: races of threads that use different descriptors in this order.
///
/// Limit: what the functions read and write of the program's memory is not
/// seen as accesses; ThreadSanitizer sees it.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/System.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

using namespace heddle::runtime;

namespace {

char Traffic; // its address stands for all descriptors

bool isOnDisk(int File) {
  struct stat Status;
  return systemCall(SYS_fstat, File, long(&Status)) >= 0 &&
         S_ISREG(Status.st_mode);
}

/// \p Result of a function that receives.
template <class Result> Result received(Result Got, int File) {
  Witness *W = witness();
  if (W && Got >= 0 && !isOnDisk(File))
    acquire(*W, meetingAt(&Traffic));
  return Got;
}

void sending(int File) {
  Witness *W = witness();
  if (W && !isOnDisk(File))
    release(*W, meetingAt(&Traffic));
}

} // namespace

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments bring their own.
#define HEDDLE_PASS(Result, Name, Parameters, Arguments)                       \
  extern "C" Result ___interceptor_##Name Parameters {                         \
    return HEDDLE_REAL(Name) Arguments;                                        \
  }
#define HEDDLE_RECEIVE(Result, Name, File, Parameters, Arguments)              \
  extern "C" Result ___interceptor_##Name Parameters {                         \
    return received(HEDDLE_REAL(Name) Arguments, File);                        \
  }
// NOLINTEND(bugprone-macro-parentheses)

HEDDLE_RECEIVE(ssize_t, read, F, (int F, void *To, size_t N), (F, To, N))
HEDDLE_RECEIVE(ssize_t, recv, F, (int F, void *To, size_t N, int O),
               (F, To, N, O))
HEDDLE_RECEIVE(ssize_t, recvfrom, F,
               (int F, void *To, size_t N, int O, sockaddr *A, socklen_t *L),
               (F, To, N, O, A, L))
HEDDLE_RECEIVE(ssize_t, recvmsg, F, (int F, msghdr *M, int O), (F, M, O))
HEDDLE_RECEIVE(int, accept, F, (int F, sockaddr *A, socklen_t *L), (F, A, L))
HEDDLE_RECEIVE(int, accept4, F, (int F, sockaddr *A, socklen_t *L, int O),
               (F, A, L, O))
HEDDLE_RECEIVE(int, epoll_wait, F, (int F, epoll_event *E, int N, int T),
               (F, E, N, T))
extern "C" int ___interceptor_poll(pollfd *Files, nfds_t Count, int Time) {
  return HEDDLE_REAL(poll)(Files, Count, Time);
}
extern "C" ssize_t ___interceptor_write(int File, const void *From,
                                        size_t Size) {
  sending(File);
  return HEDDLE_REAL(write)(File, From, Size);
}

// No scheduling points, and no hooks in front of them.
HEDDLE_ABI ssize_t send(int File, const void *From, size_t Size, int Flags) {
  sending(File);
  return HEDDLE_REAL(send)(File, From, Size, Flags);
}
HEDDLE_ABI ssize_t sendto(int File, const void *From, size_t Size, int Flags,
                          const sockaddr *To, socklen_t Length) {
  sending(File);
  return HEDDLE_REAL(sendto)(File, From, Size, Flags, To, Length);
}
HEDDLE_ABI ssize_t sendmsg(int File, const msghdr *Message, int Flags) {
  sending(File);
  return HEDDLE_REAL(sendmsg)(File, Message, Flags);
}
HEDDLE_ABI ssize_t writev(int File, const iovec *From, int Count) {
  sending(File);
  return HEDDLE_REAL(writev)(File, From, Count);
}
HEDDLE_ABI ssize_t readv(int File, const iovec *To, int Count) {
  return received(HEDDLE_REAL(readv)(File, To, Count), File);
}

//===--- time, signals, processes: as they are ----------------------------===//

HEDDLE_PASS(int, nanosleep, (const timespec *T, timespec *R), (T, R))
HEDDLE_PASS(int, usleep, (unsigned T), (T))
HEDDLE_PASS(unsigned, sleep, (unsigned T), (T))
HEDDLE_PASS(int, clock_gettime, (clockid_t C, timespec *T), (C, T))
HEDDLE_PASS(int, gettimeofday, (timeval * T, void *Z), (T, Z))
HEDDLE_PASS(time_t, time, (time_t *T), (T))
HEDDLE_PASS(int, sigwait, (const sigset_t *S, int *R), (S, R))
HEDDLE_PASS(int, sigwaitinfo, (const sigset_t *S, siginfo_t *I), (S, I))
HEDDLE_PASS(int, sigtimedwait,
            (const sigset_t *S, siginfo_t *I, const timespec *T), (S, I, T))
HEDDLE_PASS(int, sigsuspend, (const sigset_t *S), (S))
HEDDLE_PASS(sighandler_t, signal, (int S, sighandler_t H), (S, H))
HEDDLE_PASS(int, kill, (pid_t P, int S), (P, S))
HEDDLE_PASS(pid_t, wait, (int *S), (S))
HEDDLE_PASS(pid_t, waitpid, (pid_t P, int *S, int O), (P, S, O))
extern "C" int ___interceptor_pause(int) { return HEDDLE_REAL(pause)(); }
extern "C" int ___interceptor_sigaction(int Signal, const struct sigaction *New,
                                        struct sigaction *Old) {
  return HEDDLE_REAL(sigaction)(Signal, New, Old);
}
