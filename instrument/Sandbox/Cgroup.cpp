//===- Cgroup.cpp - Memory and task limits of one run ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Cgroup.h"

#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

bool writeFile(const std::string &Path, StringRef Text) {
  int Fd = open(Path.c_str(), O_WRONLY | O_CLOEXEC);
  if (Fd < 0)
    return false;
  ssize_t Written = write(Fd, Text.data(), Text.size());
  close(Fd);
  return Written == ssize_t(Text.size());
}

/// Files of /proc and of control groups have no size: read as streams.
std::string readFile(const std::string &Path) {
  auto Buffer = llvm::MemoryBuffer::getFileAsStream(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : std::string();
}

/// Can a child of ours enter a group below \p Parent that has \p LimitFile?
bool isUsable(const std::string &Parent, const std::string &LimitFile) {
  std::string Dir = Parent + "/heddle-probe-" + std::to_string(getpid());
  if (mkdir(Dir.c_str(), 0755) != 0)
    return false;
  bool Usable = access((Dir + "/" + LimitFile).c_str(), W_OK) == 0;
  std::string Entrance = Dir + "/cgroup.procs";
  if (pid_t Child = Usable ? fork() : -1; Child == 0) {
    int Fd = open(Entrance.c_str(), O_WRONLY);
    _exit(Fd >= 0 && write(Fd, "0", 1) == 1 ? 0 : 1);
  } else if (Child > 0) {
    int Status = 1;
    while (waitpid(Child, &Status, 0) < 0 && errno == EINTR) {
    }
    Usable = Status == 0;
  }
  rmdir(Dir.c_str());
  return Usable;
}

/// \p Own or the nearest of its ancestors that is usable. Version 2 forbids
/// groups below one that has members and limits, so a sibling is what a
/// systemd session can give.
std::string nearestUsable(StringRef Root, StringRef Own,
                          const std::string &LimitFile) {
  for (int Level = 0; Level < 3; ++Level) {
    std::string Parent = (Root + Own.rtrim('/')).str();
    if (isUsable(Parent, LimitFile))
      return Parent;
    if (Own.empty() || Own == "/")
      break;
    Own = llvm::sys::path::parent_path(Own);
  }
  return {};
}

} // namespace

std::vector<std::string> heddle::findCgroupParents() {
  std::string Membership = readFile("/proc/self/cgroup");
  llvm::SmallVector<StringRef, 16> Lines;
  StringRef(Membership).split(Lines, '\n', -1, false);
  std::string V2, Memory, Pids;
  for (StringRef Line : Lines) {
    auto [Number, Rest] = Line.split(':');
    auto [Controllers, Path] = Rest.split(':');
    if (Number == "0")
      V2 = nearestUsable("/sys/fs/cgroup", Path, "memory.max");
    else if (Controllers == "memory")
      Memory =
          nearestUsable("/sys/fs/cgroup/memory", Path, "memory.limit_in_bytes");
    else if (Controllers == "pids")
      Pids = nearestUsable("/sys/fs/cgroup/pids", Path, "pids.max");
  }
  if (!V2.empty())
    return {V2};
  if (!Memory.empty() && !Pids.empty())
    return {Memory, Pids};
  return {};
}

Cgroup::Cgroup(llvm::ArrayRef<std::string> Parents, const Limits &Limit) {
  static std::atomic<unsigned> Count;
  std::string Name = "/heddle-" + std::to_string(getpid()) + "-" +
                     std::to_string(Count.fetch_add(1));
  for (const std::string &Parent : Parents) {
    std::string Dir = Parent + Name;
    if (mkdir(Dir.c_str(), 0755) != 0)
      continue;
    Directories.push_back(Dir);
    Entrances.push_back(Dir + "/cgroup.procs");
    // Only those of the files that exist here take effect; swap would let a
    // program grow past its limit, slowly.
    std::string Bytes = std::to_string(Limit.MemoryBytes);
    writeFile(Dir + "/memory.max", Bytes);
    writeFile(Dir + "/memory.swap.max", "0");
    writeFile(Dir + "/memory.oom.group", "1");
    writeFile(Dir + "/memory.limit_in_bytes", Bytes);
    writeFile(Dir + "/memory.memsw.limit_in_bytes", Bytes);
    writeFile(Dir + "/pids.max", std::to_string(Limit.Tasks));
  }
}

Cgroup::~Cgroup() {
  if (Directories.empty())
    return;
  killAll();
  // A killed process leaves its group a moment after the kill.
  for (const std::string &Dir : Directories)
    for (int Try = 0; Try < 200 && rmdir(Dir.c_str()) != 0 && errno == EBUSY;
         ++Try)
      usleep(1000);
}

bool Cgroup::ranOutOfMemory() const {
  for (const std::string &Dir : Directories)
    for (const char *File : {"/memory.events", "/memory.oom_control"}) {
      std::string Text = readFile(Dir + File);
      llvm::SmallVector<StringRef, 8> Lines;
      StringRef(Text).split(Lines, '\n');
      for (StringRef Line : Lines)
        if (Line.consume_front("oom_kill ") && Line.trim() != "0")
          return true;
    }
  return false;
}

void Cgroup::killAll() const {
  for (const std::string &Dir : Directories) {
    if (writeFile(Dir + "/cgroup.kill", "1"))
      continue;
    // A fork bomb can outrun one pass: until nobody is left, within reason.
    for (int Pass = 0; Pass < 100; ++Pass) {
      std::string Text = readFile(Dir + "/cgroup.procs");
      llvm::SmallVector<StringRef, 16> Members;
      StringRef(Text).split(Members, '\n', -1, false);
      for (StringRef Member : Members)
        if (pid_t Pid = 0; !Member.getAsInteger(10, Pid) && Pid > 1)
          kill(Pid, SIGKILL);
      if (Members.empty())
        break;
      usleep(1000);
    }
  }
}
