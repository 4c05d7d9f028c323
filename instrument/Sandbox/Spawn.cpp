//===- Spawn.cpp - From fork to exec --------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Cgroup.h"
#include "instrument/Sandbox/Process.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/Support/Errno.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/prctl.h>
#include <sched.h>
#include <signal.h>
#include <string>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

using namespace heddle;

namespace {

/// All that the child needs, made before the fork: it must not allocate.
struct ChildPlan {
  std::vector<char *> Argv, Envp;
  const char *Directory = nullptr, *Stdin = nullptr;
  std::vector<const char *> Entrances; ///< of control groups
  int Out = -1, Err = -1, Failure = -1;
  int PassedFd = -1, PassedAs = -1;
  bool FixedAddresses = false;
  pid_t Parent = 0;
};

std::vector<char *> pointers(const std::vector<std::string> &Strings) {
  std::vector<char *> Result;
  Result.reserve(Strings.size() + 1);
  for (const std::string &S : Strings)
    Result.push_back(const_cast<char *>(S.c_str()));
  Result.push_back(nullptr);
  return Result;
}

/// Why there was no exec.
struct FailureMessage {
  int Errno = 0;
  char Step = 0;
};

/// Tells the parent which step failed and why, and ends.
[[noreturn]] void fail(const ChildPlan &Plan, char Step) {
  const FailureMessage Message = {.Errno = errno, .Step = Step};
  [[maybe_unused]] ssize_t Ignored =
      write(Plan.Failure, &Message, sizeof(Message));
  _exit(127);
}

void enterGroups(const ChildPlan &Plan) {
  for (const char *Entrance : Plan.Entrances) {
    int Fd = open(Entrance, O_WRONLY | O_CLOEXEC);
    if (Fd < 0 || write(Fd, "0", 1) != 1)
      fail(Plan, 'g');
    close(Fd);
  }
}

void arrangeDescriptors(const ChildPlan &Plan) {
  int In = open(Plan.Stdin, O_RDONLY | O_CLOEXEC);
  if (In < 0)
    fail(Plan, 'i');
  // Whatever else is open in Heddle, or was when it was started, stays here.
  syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  if (dup2(In, 0) < 0 || dup2(Plan.Out, 1) < 0 || dup2(Plan.Err, 2) < 0)
    fail(Plan, 'd');
  if (Plan.PassedFd >= 0 && dup2(Plan.PassedFd, Plan.PassedAs) < 0)
    fail(Plan, 'd');
}

[[noreturn]] void becomeCommand(const ChildPlan &Plan) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != Plan.Parent) // Heddle died before the line above
    _exit(127);
  sigset_t None;
  sigemptyset(&None);
  pthread_sigmask(SIG_SETMASK, &None, nullptr);
  for (int Signal = 1; Signal < 32; ++Signal)
    // Ignored signals would stay ignored after exec.
    signal(Signal, SIG_DFL); // NOLINT(concurrency-mt-unsafe): one thread
  enterGroups(Plan);
  arrangeDescriptors(Plan);
  // Forbidden in some containers; the program may then still start.
  if (Plan.FixedAddresses)
    personality(ADDR_NO_RANDOMIZE);
  if (chdir(Plan.Directory) != 0)
    fail(Plan, 'c');
  execve(Plan.Argv[0], Plan.Argv.data(), Plan.Envp.data());
  fail(Plan, 'x');
}

std::string explain(char Step, int Errno, const Task &T,
                    const std::string &Program) {
  std::string What;
  switch (Step) {
  case 'g':
    What = "cannot enter its control group";
    break;
  case 'i':
    What = "cannot read '" + T.Stdin + "'";
    break;
  case 'd':
    What = "no descriptors left";
    break;
  case 'c':
    What = "cannot enter '" + T.Directory + "'";
    break;
  default:
    What = "cannot execute '" + Program + "'";
    break;
  }
  return What + ": " + llvm::sys::StrError(Errno);
}

} // namespace

Process heddle::spawn(const std::vector<std::string> &Command, const Task &T,
                      const Cgroup &Group) {
  Process Child;
  int Out[2] = {-1, -1}, Err[2] = {-1, -1}, Failure[2] = {-1, -1};
  auto CloseAll = [&] {
    for (int Fd : {Out[0], Out[1], Err[0], Err[1], Failure[0], Failure[1]})
      if (Fd >= 0)
        close(Fd);
  };
  if (pipe2(Out, O_CLOEXEC) || pipe2(Err, O_CLOEXEC) ||
      pipe2(Failure, O_CLOEXEC)) {
    Child.Error = std::string("no pipe: ") + llvm::sys::StrError(errno);
    CloseAll();
    return Child;
  }
  ChildPlan Plan;
  Plan.Argv = pointers(Command);
  Plan.Envp = pointers(T.Environment);
  Plan.Directory = T.Directory.c_str();
  Plan.Stdin = T.Stdin.empty() ? "/dev/null" : T.Stdin.c_str();
  for (const std::string &Entrance : Group.entrances())
    Plan.Entrances.push_back(Entrance.c_str());
  Plan.Out = Out[1], Plan.Err = Err[1], Plan.Failure = Failure[1];
  Plan.PassedFd = T.PassedFd, Plan.PassedAs = T.PassedAs;
  Plan.FixedAddresses = T.FixedAddresses;
  Plan.Parent = getpid();

  pid_t Pid = fork();
  if (Pid == 0)
    becomeCommand(Plan);
  if (Pid < 0) {
    Child.Error = std::string("cannot fork: ") + llvm::sys::StrError(errno);
    CloseAll();
    return Child;
  }
  close(Out[1]), close(Err[1]), close(Failure[1]);
  Child.Pid = Pid, Child.Out = Out[0], Child.Err = Err[0];
  FailureMessage Message;
  // The pipe closes at a successful exec, so this waits for that moment.
  ssize_t Length;
  while ((Length = read(Failure[0], &Message, sizeof(Message))) < 0 &&
         errno == EINTR) {
  }
  close(Failure[0]);
  if (Length == ssize_t(sizeof(Message)))
    Child.Error = explain(Message.Step, Message.Errno, T, Command[0]);
  return Child;
}
