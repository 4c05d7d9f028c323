//===- Debug.cpp - One schedule under gdb ---------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// All that gdb is told stands in one file of its commands; the channel is
/// handed down by its number, which the program's environment names.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Debug.h"

#include "instrument/Explore/PreparedRun.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <unistd.h>

using namespace heddle;
using llvm::StringRef;

namespace {

/// For the shell that gdb starts the program with.
std::string quoted(StringRef Word) {
  std::string Result = "'";
  for (char C : Word)
    Result += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Result + "'";
}

/// Goes up from the runtime's function to the user's, once: later stops are
/// the user's own affair. %Root% is a string in Python.
constexpr const char ShowScript[] = R"(python
def heddle_show(event):
    gdb.events.stop.disconnect(heddle_show)
    frame = gdb.newest_frame()
    while frame is not None:
        table = frame.find_sal().symtab
        name = table.fullname() if table is not None else ""
        if name.startswith(%Root%) and "/instrument/Runtime/" not in name:
            frame.select()
            gdb.execute("frame")
            break
        frame = frame.older()
    print("Heddle: this is the line that shows it; `thread apply all backtrace` "
          "tells where the others stand")
gdb.events.stop.connect(heddle_show)
end
)";

std::string showScript(const std::string &Root) {
  std::string Script = ShowScript, Value;
  // JSON's strings are Python's.
  llvm::raw_string_ostream(Value)
      << llvm::json::Value(llvm::json::fixUTF8(Root + "/"));
  constexpr StringRef Mark = "%Root%";
  return Script.replace(Script.find(Mark), Mark.size(), Value);
}

void writeCommands(llvm::raw_ostream &OS, const Task &T,
                   const std::string &Root) {
  OS << "set confirm off\n"
        "set print thread-events off\n"
        // The runtime's own, see Runtime/Signals.cpp.
        "handle SIG62 nostop noprint pass\n"
        "unset environment\n";
  for (StringRef Variable : T.Environment) {
    auto [Name, Value] = Variable.split('=');
    OS << "set environment " << Name << ' ' << Value << '\n';
  }
  OS << "set cwd " << T.Directory << '\n'
     << "set breakpoint pending on\n"
        "tbreak heddleStopHere\n"
        "commands\nsilent\nend\n"
     << showScript(Root) << "set confirm on\nrun";
  for (size_t I = 1; I < T.Command.size(); ++I)
    OS << ' ' << quoted(T.Command[I]);
  OS << " < " << quoted(T.Stdin.empty() ? "/dev/null" : T.Stdin) << '\n';
}

} // namespace

llvm::Error heddle::debug(const Campaign &C, const SchedulePlan &Plan,
                          const std::string &Root) {
  auto Gdb = llvm::sys::findProgramByName("gdb");
  if (!Gdb)
    return llvm::createStringError(
        "gdb is not installed; try `apt-get install gdb`");
  // Whoever looks at variables takes as long as it takes.
  auto Ready = prepareRun(C, Plan, /*HangSeconds=*/0);
  if (!Ready)
    return Ready.takeError();
  Task T = Ready->task();
  // Not beside the program's own files.
  auto Own = TempDir::create();
  if (!Own)
    return Own.takeError();
  std::string Commands = Own->file("commands");
  std::error_code Failed;
  llvm::raw_fd_ostream OS(Commands, Failed);
  if (Failed)
    return llvm::createFileError(Commands, Failed);
  writeCommands(OS, T, Root);
  OS.close();
  if (dup2(T.PassedFd, T.PassedAs) < 0)
    return llvm::createStringError(
        std::error_code(errno, std::generic_category()),
        "the program's channel could not be handed over");
  std::string Why;
  int Code = llvm::sys::ExecuteAndWait(
      *Gdb, {*Gdb, "--quiet", "--command=" + Commands, T.Command.front()},
      std::nullopt, {}, 0, 0, &Why);
  close(T.PassedAs);
  if (Code < 0)
    return llvm::createStringError("gdb could not be started: " + Why);
  return llvm::Error::success();
}
