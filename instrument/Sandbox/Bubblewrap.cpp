//===- Bubblewrap.cpp - A task as a bubblewrap command line ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Bubblewrap.h"

#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/StringRef.h"

#include <initializer_list>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

using namespace heddle;

namespace {

using Arguments = std::vector<std::string>;

void add(Arguments &Args, std::initializer_list<llvm::StringRef> More) {
  for (llvm::StringRef Arg : More)
    Args.push_back(Arg.str());
}

/// Since the merge of /bin into /usr these are links on most systems; a bind
/// would follow them and copy the tree's mount, so links stay links.
void addSystem(Arguments &Args) {
  add(Args, {"--ro-bind", "/usr", "/usr", "--ro-bind-try", "/opt", "/opt"});
  for (llvm::StringRef Dir :
       {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    char Target[256];
    ssize_t Length = readlink(Dir.str().c_str(), Target, sizeof(Target));
    if (Length > 0 && Length < ssize_t(sizeof(Target)))
      add(Args, {"--symlink", llvm::StringRef(Target, Length), Dir});
    else
      add(Args, {"--ro-bind-try", Dir, Dir});
  }
  // What the loader, the C library and Debian's alternatives read. No more of
  // /etc: it can hold secrets.
  for (llvm::StringRef File :
       {"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf",
        "/etc/ld.so.conf.d", "/etc/localtime", "/etc/nsswitch.conf",
        "/etc/passwd", "/etc/group"})
    add(Args, {"--ro-bind-try", File, File});
}

} // namespace

std::vector<std::string> heddle::bubblewrapCommand(const std::string &Bwrap,
                                                   const Task &T) {
  Arguments Args{Bwrap};
  add(Args,
      {"--unshare-all", "--die-with-parent", "--new-session", "--cap-drop",
       "ALL", "--uid", "1000", "--gid", "1000", "--hostname", "heddle"});
  if (T.ReadWholeSystem)
    add(Args, {"--ro-bind", "/", "/"});
  else
    addSystem(Args);
  add(Args, {"--proc", "/proc", "--dev", "/dev"});
  // A memory file system counts as memory, so it has a limit of its own. With
  // the whole system visible /tmp stays as it is, read-only: sources may lie
  // there.
  if (!T.ReadWholeSystem)
    add(Args,
        {"--size", std::to_string(T.Limit.MemoryBytes / 4), "--tmpfs", "/tmp"});
  for (const std::string &Path : T.Readable)
    add(Args, {"--ro-bind-try", Path, Path});
  for (const std::string &Path : T.Writable)
    add(Args, {"--bind", Path, Path});
  // Else the empty root that holds these mounts could be filled.
  if (!T.ReadWholeSystem)
    add(Args, {"--remount-ro", "/"});
  add(Args, {"--chdir", T.Directory, "--clearenv"});
  for (const std::string &Variable : T.Environment) {
    auto [Name, Value] = llvm::StringRef(Variable).split('=');
    add(Args, {"--setenv", Name, Value});
  }
  Args.push_back("--");
  Args.insert(Args.end(), T.Command.begin(), T.Command.end());
  return Args;
}
