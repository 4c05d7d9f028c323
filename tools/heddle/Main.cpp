//===- Main.cpp - The heddle program -------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Splits the command line at `--`, lets llvm::cl find the subcommand and its
/// options, and calls it. LLVM's own options, which the libraries register by
/// the hundred, are hidden: they are not ours to promise.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Command.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <utility>

namespace cl = llvm::cl;

namespace heddle {

namespace {

using Registry = std::vector<std::pair<cl::SubCommand *, CommandFunction>>;

// A function-local static: registrations run before main, in any order.
Registry &registry() {
  static Registry Commands;
  return Commands;
}

const char Overview[] =
    "Heddle finds races and deadlocks in C and C++ programs, explains them,\n"
    "and runs the program to show them happening.\n\n"
    "  heddle check FILES... [-- FLAGS]     find them\n"
    "  heddle confirm FILES... [-- FLAGS]   find them, and reproduce them "
    "under "
    "ThreadSanitizer\n"
    "  heddle explore FILES... [-- FLAGS]   run one program under many "
    "schedules\n"
    "  heddle replay TOKEN                  the same schedule again, step by "
    "step\n"
    "  heddle threads, heddle locks         what runs beside what; what guards "
    "what\n"
    "  heddle explain RULE                  what a rule means and how to "
    "repair "
    "it\n";

} // namespace

CommandRegistration::CommandRegistration(cl::SubCommand &Sub,
                                         CommandFunction Run) {
  registry().emplace_back(&Sub, Run);
}

int usageError(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "heddle") << Message << '\n';
  return ExitUsage;
}

int usageError(llvm::Error E) {
  return usageError(llvm::toString(std::move(E)));
}

/// llvm::cl takes an unknown first word for an input and complains about that.
std::string shellLine(llvm::ArrayRef<std::string> Words) {
  std::string Line;
  for (llvm::StringRef Word : Words) {
    if (!Line.empty())
      Line += ' ';
    bool Plain = !Word.empty() && llvm::all_of(Word, [](char C) {
      return llvm::isAlnum(C) || llvm::StringRef("_-./=+,:@%").contains(C);
    });
    if (Plain) {
      Line += Word;
      continue;
    }
    Line += '\'';
    for (char C : Word)
      Line += C == '\'' ? std::string("'\\''") : std::string(1, C);
    Line += '\'';
  }
  return Line;
}

static int checkCommandName(llvm::StringRef Name) {
  if (Name.starts_with("-"))
    return ExitClean;
  llvm::StringRef Nearest;
  unsigned Distance = 4; // farther than this is no typing mistake
  for (auto [Sub, Run] : registry()) {
    if (Sub->getName() == Name)
      return ExitClean;
    if (unsigned D = Sub->getName().edit_distance(Name, true, Distance);
        D < Distance) {
      Distance = D;
      Nearest = Sub->getName();
    }
  }
  return usageError("no command '" + Name + "'; " +
                    (Nearest.empty()
                         ? "`heddle --help` lists them"
                         : "did you mean '" + Nearest.str() + "'?"));
}

static int dispatch(const Invocation &Call) {
  for (auto [Sub, Run] : registry())
    if (*Sub)
      return Run(Call);
  cl::PrintHelpMessage();
  return ExitUsage;
}

static int run(int Argc, char **Argv) {
  Invocation Call;
  Call.Executable =
      llvm::sys::fs::getMainExecutable(Argv[0], reinterpret_cast<void *>(&run));
  Call.Name = llvm::StringRef(Argv[0]).contains('/') ? Argv[0] : "heddle";
  int Count = 0;
  while (Count < Argc && std::strcmp(Argv[Count], "--") != 0)
    ++Count;
  Call.FlagsGiven = Count < Argc;
  for (int I = Count + 1; I < Argc; ++I)
    Call.Flags.emplace_back(Argv[I]);

  if (Count > 1)
    if (int Exit = checkCommandName(Argv[1]))
      return Exit;
  cl::SetVersionPrinter([](llvm::raw_ostream &OS) {
    OS << "heddle " HEDDLE_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
  });
  static cl::OptionCategory None("Heddle");
  cl::HideUnrelatedOptions(None);
  // A given error stream keeps llvm::cl from exiting on its own with 1.
  if (!cl::ParseCommandLineOptions(Count, Argv, Overview, &llvm::errs()))
    return ExitUsage;
  return dispatch(Call);
}

} // namespace heddle

int main(int Argc, char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  return heddle::run(Argc, Argv);
}
