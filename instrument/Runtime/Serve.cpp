//===- Serve.cpp - Many runs of a program that is started once ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A run must find what it would find in a process of its own. Memory and
/// descriptors are its own by fork(). What it leaves running ends with it: the
/// server is a subreaper, so that whoever loses its parent becomes its child.
/// What it leaves in files, message queues and ports that the runs share is
/// not taken back but told: Heddle starts another server then.
///
/// ThreadSanitizer bears this, for its own thread starts with the program's
/// first one. _Fork() is no function that it replaces, and calls no handlers.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Serve.h"

#include "instrument/Runtime/Control.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/System.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace heddle;
using namespace heddle::runtime;

/// glibc 2.34 and newer.
#pragma weak _Fork

namespace {

using Descriptors = int[control::PassedCount];

/// False: Heddle is gone.
bool receive(int Control, control::Request &Q, Descriptors &Passed) {
  iovec Text = {.iov_base = &Q, .iov_len = sizeof(Q)};
  alignas(cmsghdr) char Space[CMSG_SPACE(sizeof(Descriptors))];
  msghdr Message = {};
  Message.msg_iov = &Text;
  Message.msg_iovlen = 1;
  Message.msg_control = Space;
  Message.msg_controllen = sizeof(Space);
  long Length;
  do
    Length = systemCall(SYS_recvmsg, Control, long(&Message), MSG_CMSG_CLOEXEC);
  while (Length == -EINTR);
  const cmsghdr *Head = CMSG_FIRSTHDR(&Message);
  if (Length != sizeof(Q) || !Head || Head->cmsg_type != SCM_RIGHTS ||
      Head->cmsg_len != CMSG_LEN(sizeof(Descriptors)))
    return false;
  auto *Fds = reinterpret_cast<const int *>(CMSG_DATA(Head));
  for (unsigned I = 0; I < control::PassedCount; ++I)
    Passed[I] = Fds[I];
  return true;
}

bool answer(int Control, const control::Answer &A) {
  return systemCall(SYS_sendto, Control, long(&A), sizeof(A), MSG_NOSIGNAL) ==
         sizeof(A);
}

/// How many names there are in a directory of /proc; 0: it cannot be read.
unsigned countNames(const char *Path) {
  long Dir =
      systemCall(SYS_open, long(Path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (Dir < 0)
    return 0;
  unsigned Count = 0;
  alignas(8) char Buffer[1024];
  for (;;) {
    long Length = systemCall(SYS_getdents64, Dir, long(Buffer), sizeof(Buffer));
    if (Length <= 0)
      break;
    constexpr unsigned LengthAt = 16, NameAt = 19; // of linux_dirent64
    for (long At = 0; At < Length;) {
      Count += Buffer[At + NameAt] != '.';
      At += *reinterpret_cast<const unsigned short *>(Buffer + At + LengthAt);
    }
  }
  systemCall(SYS_close, Dir);
  return Count;
}

/// Children would share descriptors that somebody opened before, and be
/// without threads that somebody started.
bool isUntouched() {
  constexpr unsigned Files = 5; // three standard ones, control, the directory
  return countNames("/proc/self/task") == 1 &&
         countNames("/proc/self/fd") == Files;
}

/// What a run could change for the next one. Two of these are equal if it did
/// not.
struct Surroundings {
  static constexpr unsigned Count = 9;
  uint64_t Values[Count];
};

/// As much of a memory file system as was used.
void measureFiles(const char *Path, uint64_t *Values) {
  struct statfs Found = {};
  systemCall(SYS_statfs, long(Path), long(&Found));
  Values[0] = Found.f_files - Found.f_ffree;
  Values[1] = Found.f_blocks - Found.f_bfree;
}

uint64_t countLines(const char *Path) {
  LineReader File(Path);
  uint64_t Count = 0;
  while (File.next())
    ++Count;
  return Count;
}

bool startsWith(const char *Text, const char *Word) {
  while (*Word && *Word == *Text)
    ++Word, ++Text;
  return !*Word;
}

/// The sum of the numbers behind `inuse` and `tw` (a port that may not be
/// used again for a minute) of TCP.
uint64_t countPorts(const char *Path) {
  constexpr const char *Counts[] = {" inuse ", " tw "};
  LineReader File(Path);
  uint64_t Sum = 0;
  while (const char *Text = File.next()) {
    if (!startsWith(Text, "TCP"))
      continue;
    for (; *Text; ++Text)
      for (const char *Word : Counts)
        if (startsWith(Text, Word)) {
          const char *Number = Text + 1;
          while (*Number && *Number != ' ')
            ++Number;
          Number += *Number == ' ';
          Sum += parseNumber(Number);
        }
  }
  return Sum;
}

Surroundings surroundings() {
  Surroundings S;
  measureFiles("/tmp", S.Values);
  measureFiles("/dev/shm", S.Values + 2);
  S.Values[4] = countLines("/proc/sysvipc/shm");
  S.Values[5] = countLines("/proc/sysvipc/sem");
  S.Values[6] = countLines("/proc/sysvipc/msg");
  S.Values[7] = countPorts("/proc/net/sockstat");
  S.Values[8] = countPorts("/proc/net/sockstat6");
  return S;
}

bool isAsBefore(const Surroundings &Before) {
  Surroundings Now = surroundings();
  for (unsigned I = 0; I < Surroundings::Count; ++I)
    if (Now.Values[I] != Before.Values[I])
      return false;
  return true;
}

/// Kills the children that there are now. False: they cannot be found.
bool killChildren() {
  // Has no end of line, so it is none for LineReader.
  long File = systemCall(SYS_open, long("/proc/thread-self/children"),
                         O_RDONLY | O_CLOEXEC);
  if (File < 0)
    return false;
  char Buffer[4096]; // those beyond come in the next pass
  long Length = systemCall(SYS_read, File, long(Buffer), sizeof(Buffer));
  systemCall(SYS_close, File);
  long Pid = 0;
  for (long I = 0; I < Length; ++I) {
    if (Buffer[I] >= '0' && Buffer[I] <= '9') {
      Pid = Pid * 10 + (Buffer[I] - '0');
      continue;
    }
    if (Pid > 1)
      systemCall(SYS_kill, Pid, SIGKILL);
    Pid = 0;
  }
  return true;
}

/// Ends whatever the run has left running. False: that did not succeed.
bool endDescendants() {
  constexpr unsigned MostPasses = 1000; // each ends one process at least
  for (unsigned Pass = 0; Pass < MostPasses; ++Pass) {
    long Found;
    do
      Found = systemCall(SYS_wait4, -1, 0, WNOHANG | __WALL);
    while (Found > 0 || Found == -EINTR);
    if (Found == -ECHILD)
      return true;
    if (!killChildren())
      return false;
    systemCall(SYS_wait4, -1, 0, __WALL);
  }
  return false;
}

[[noreturn]] void leave() {
  for (;;)
    systemCall(SYS_exit_group, 0);
}

/// In the child: looks like a program that was just started.
int becomeRun(int Server, int Control, const Descriptors &Passed) {
  systemCall(SYS_setsid);
  systemCall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
  if (systemCall(SYS_getppid) != Server) // it died before the line above
    leave();
  systemCall(SYS_close, Control);
  for (int Target = 0; Target < 3; ++Target) {
    int Fd = Passed[control::Stdin + Target];
    systemCall(SYS_dup2, Fd, Target);
    systemCall(SYS_close, Fd);
  }
  return Passed[control::Channel];
}

} // namespace

bool heddle::runtime::isControl(int Fd) {
  struct stat Found = {};
  return systemCall(SYS_fstat, Fd, long(&Found)) == 0 &&
         (Found.st_mode & S_IFMT) == S_IFSOCK;
}

int heddle::runtime::serveRuns(int Control) {
  systemCall(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1);
  if (!_Fork || !isUntouched() ||
      !answer(Control, {.What = control::Kind::Ready}))
    leave();
  const int Server = processId();
  const Surroundings Before = surroundings();
  control::Request Q;
  Descriptors Passed;
  while (receive(Control, Q, Passed)) {
    pid_t Child = _Fork();
    if (Child == 0)
      return becomeRun(Server, Control, Passed);
    for (int Fd : Passed)
      systemCall(SYS_close, Fd);
    if (Child < 0)
      leave();
    control::Answer A = {.What = control::Kind::Ended};
    while (systemCall(SYS_wait4, Child, long(&A.Status), __WALL) == -EINTR) {
    }
    A.Clean = endDescendants() && (!Q.HasOwnSystem || isAsBefore(Before));
    if (!answer(Control, A))
      break;
  }
  leave();
}
