//===- RunServer.cpp - A program that makes its runs in children ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/RunServer.h"

#include "instrument/Runtime/Control.h"
#include "instrument/Sandbox/Process.h"
#include "instrument/Sandbox/Sandbox.h"
#include "instrument/Sandbox/Watch.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

using namespace heddle;

namespace {

/// Both ends of a pipe; closes what was not taken.
class Pipe {
public:
  Pipe() { Made = pipe2(Ends, O_CLOEXEC) == 0; }
  ~Pipe() {
    closeEnd(Ends[0]);
    closeEnd(Ends[1]);
  }
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;
  explicit operator bool() const { return Made; }
  int writeEnd() const { return Ends[1]; }
  int takeReadEnd() { return std::exchange(Ends[0], -1); }
  void closeWriteEnd() { closeEnd(Ends[1]); }

private:
  static void closeEnd(int &End) {
    if (End >= 0)
      close(std::exchange(End, -1));
  }
  int Ends[2] = {-1, -1};
  bool Made;
};

} // namespace

std::unique_ptr<RunServer> RunServer::start(const Sandbox &Box, Task T) {
  std::unique_ptr<RunServer> Server(new RunServer(Box, std::move(T)));
  return Server->Spent ? nullptr : std::move(Server);
}

RunServer::RunServer(const Sandbox &Box, Task T)
    : Box(Box), Group(Box.CgroupParents, T.Limit), Spent(true) {
  int Ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, Ends) != 0)
    return;
  Socket = Ends[0];
  T.PassedFd = Ends[1];
  Child = Box.begin(T, Group);
  close(Ends[1]);
  if (Child.Pid < 0)
    return;
  // Without a pidfd (old kernels) the end is noticed when the socket closes.
  PidFd = int(syscall(SYS_pidfd_open, Child.Pid, 0));
  Spent = !Child.Error.empty();
  Spent = Spent || !awaitReady(T.Limit);
}

RunServer::~RunServer() {
  if (Child.Pid > 0) {
    killTree(Child, Group);
    reap(Child.Pid);
  }
  for (int Fd : {Socket, PidFd, Child.Out, Child.Err})
    if (Fd >= 0)
      close(Fd);
}

bool RunServer::awaitReady(const Limits &Limit) {
  const std::function<bool()> Never;
  Watchdog Dog(Child.Pid, Limit, Never, Group.entrances().empty());
  while (!Spent && Dog.check() == Cut::None) {
    pollfd Fds[] = {{.fd = Socket, .events = POLLIN, .revents = 0},
                    {.fd = PidFd, .events = POLLIN, .revents = 0}};
    poll(Fds, 2, Dog.pause());
    if (auto A = receive())
      return A->What == control::Kind::Ready;
  }
  return false;
}

bool RunServer::send(const ServedRun &Q, int Out, int Err) {
  int In = open(Q.Stdin.empty() ? "/dev/null" : Q.Stdin.c_str(),
                O_RDONLY | O_CLOEXEC);
  if (In < 0)
    return false;
  int Passed[control::PassedCount];
  Passed[control::Channel] = Q.Channel;
  Passed[control::Stdin] = In;
  Passed[control::Stdout] = Out;
  Passed[control::Stderr] = Err;
  control::Request Request = {.HasOwnSystem = Box.isolated()};
  iovec Text = {.iov_base = &Request, .iov_len = sizeof(Request)};
  alignas(cmsghdr) char Space[CMSG_SPACE(sizeof(Passed))] = {};
  msghdr Message = {};
  Message.msg_iov = &Text;
  Message.msg_iovlen = 1;
  Message.msg_control = Space;
  Message.msg_controllen = sizeof(Space);
  cmsghdr *Head = CMSG_FIRSTHDR(&Message);
  Head->cmsg_level = SOL_SOCKET;
  Head->cmsg_type = SCM_RIGHTS;
  Head->cmsg_len = CMSG_LEN(sizeof(Passed));
  std::memcpy(CMSG_DATA(Head), Passed, sizeof(Passed));
  ssize_t Sent;
  while ((Sent = sendmsg(Socket, &Message, MSG_NOSIGNAL)) < 0 &&
         errno == EINTR) {
  }
  close(In);
  return Sent == ssize_t(sizeof(Request));
}

std::optional<control::Answer> RunServer::receive() {
  control::Answer A;
  ssize_t Length = recv(Socket, &A, sizeof(A), MSG_DONTWAIT);
  if (Length == ssize_t(sizeof(A)))
    return A;
  bool Later =
      Length < 0 && (errno == EAGAIN || errno == EINTR) && !hasEnded(Child.Pid);
  Spent |= !Later;
  return std::nullopt;
}

std::optional<TaskResult> RunServer::run(const ServedRun &Q) {
  Pipe OutPipe, ErrPipe;
  if (Spent || !OutPipe || !ErrPipe ||
      !send(Q, OutPipe.writeEnd(), ErrPipe.writeEnd())) {
    Spent = true;
    return std::nullopt;
  }
  OutPipe.closeWriteEnd();
  ErrPipe.closeWriteEnd();
  TaskResult Result;
  OutputStream Out(OutPipe.takeReadEnd(), Result.Out, Result.OutDropped,
                   Q.Limit.OutputBytes);
  OutputStream Err(ErrPipe.takeReadEnd(), Result.Err, Result.ErrDropped,
                   Q.Limit.OutputBytes);
  Watchdog Dog(Child.Pid, Q.Limit, Q.GiveUp, Group.entrances().empty());
  Cut Why = Cut::None;
  std::optional<control::Answer> End;
  while (!(End = receive()) && !Spent && (Why = Dog.check()) == Cut::None) {
    pollfd Fds[] = {{.fd = Out.pollFd(), .events = POLLIN, .revents = 0},
                    {.fd = Err.pollFd(), .events = POLLIN, .revents = 0},
                    {.fd = Socket, .events = POLLIN, .revents = 0},
                    {.fd = PidFd, .events = POLLIN, .revents = 0}};
    poll(Fds, 4, Dog.pause());
    Out.drain(16);
    Err.drain(16);
  }
  if (!End) // the run may still be there
    killTree(Child, Group);
  if (Spent)
    return std::nullopt;
  Out.drain(64);
  Err.drain(64);
  Spent = !End || !End->Clean || Group.ranOutOfMemory();
  if (Why == Cut::Memory || Group.ranOutOfMemory())
    Result.How.Kind = EndKind::OutOfMemory;
  else if (Why == Cut::Time)
    Result.How.Kind = EndKind::TimedOut;
  else
    Result.How = Box.asSeenInside(endingOf(End->Status));
  return Result;
}
