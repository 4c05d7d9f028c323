//===- Build.cpp - Sources to an instrumented executable ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Build/Build.h"

#include "instrument/Build/Flags.h"
#include "instrument/Build/Symbols.h"
#include "instrument/Build/Wrap.h"
#include "instrument/Sandbox/Sandbox.h"
#include "instrument/Sandbox/TempDir.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

/// One unit on its way.
struct Step {
  const CompileUnit *Unit = nullptr;
  SortedFlags Flags;
  std::string Object;
  bool WithoutPrefix = false; ///< compiled without prefix.h
  std::string Failure;        ///< empty: compiled
  bool HasMain = false;
};

llvm::Expected<std::string> findCompiler(StringRef Name) {
  if (auto Path = llvm::sys::findProgramByName(Name))
    return *Path;
  if (auto Path = llvm::sys::findProgramByName(Name, {"/usr/lib/llvm-22/bin"}))
    return *Path;
  return llvm::createStringError(
      "no %s found: install the packages clang-22 and libclang-rt-22-dev",
      Name.str().c_str());
}

/// In the build tree and after installation alike: ../lib/heddle from where
/// the executable that we are part of stands.
llvm::Expected<std::string> findRuntime(StringRef Name) {
  std::string Self = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  llvm::SmallString<256> Path(llvm::sys::path::parent_path(Self));
  llvm::sys::path::append(Path, "..", "lib", "heddle", Name);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  if (llvm::sys::fs::exists(Path))
    return Path.str().str();
  return llvm::createStringError("no runtime at %s: Heddle is not completely "
                                 "built or installed",
                                 Path.c_str());
}

/// What compilers read of the environment, and nothing else.
std::vector<std::string> compilerEnvironment(const std::string &TempPath) {
  std::vector<std::string> Result = {"PATH=/usr/local/bin:/usr/bin:/bin",
                                     "LC_ALL=C.UTF-8", "TMPDIR=" + TempPath};
  for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH",
                           "LIBRARY_PATH", "SOURCE_DATE_EPOCH"})
    if (auto Value = llvm::sys::Process::GetEnv(Name))
      Result.push_back(std::string(Name) + "=" + *Value);
  return Result;
}

/// The lines up to and around the first error: more helps nobody.
std::string firstLines(StringRef Text, unsigned Max) {
  llvm::SmallVector<StringRef, 32> Lines;
  Text.split(Lines, '\n', -1, false);
  // The driver's last word comes after what the linker said.
  auto IsError = [](StringRef Line) {
    return Line.contains("error:") && !Line.contains("linker command failed");
  };
  auto First = llvm::find_if(Lines, IsError);
  size_t From = First == Lines.end() ? 0 : First - Lines.begin();
  size_t Count = std::min<size_t>(Lines.size() - From, Max);
  return llvm::join(llvm::ArrayRef(Lines).slice(From, Count), "\n");
}

/// Runs a compiler; empty if it succeeded, else what it said.
std::string runTool(const Sandbox &Box, std::vector<std::string> Command,
                    const std::string &Directory, const std::string &TempPath) {
  Task T;
  T.Command = std::move(Command);
  T.Directory = Directory;
  T.Environment = compilerEnvironment(TempPath);
  T.ReadWholeSystem = true;
  T.Writable = {TempPath};
  T.Limit.Seconds = 300;
  TaskResult Result = Box.run(T);
  if (Result.How.succeeded())
    return {};
  std::string Said = firstLines(Result.Err, 6);
  if (Result.How.Kind != EndKind::Exited || Said.empty())
    Said = "the compiler " + describe(Result.How, T.Limit) +
           (Said.empty() ? "" : "\n") + Said;
  return Said;
}

/// Appended last, so that it wins over the user's -O and -fomit-frame-pointer.
/// Without sibling calls every frame of a stack is there; fortified functions
/// would bypass ThreadSanitizer's interceptors.
const char *const Instrument[] = {"-fsanitize=thread",
                                  "-g",
                                  "-O1",
                                  "-fno-omit-frame-pointer",
                                  "-fno-optimize-sibling-calls",
                                  "-U_FORTIFY_SOURCE",
                                  "-w",
                                  "-fno-color-diagnostics"};

/// What GCC 12 only warns about and Clang refuses: programs that are built with
/// such a GCC are to run as well. The analysis is as lenient (Frontend/Parse).
const char *const Lenient[] = {"-Wno-error=implicit-function-declaration",
                               "-Wno-error=implicit-int",
                               "-Wno-error=int-conversion",
                               "-Wno-error=incompatible-pointer-types",
                               "-Wno-error=incompatible-function-pointer-types",
                               "-Wno-error=return-type",
                               "-Wno-error=c++11-narrowing",
                               "-Wno-error=register",
                               "-Wno-error=reserved-user-defined-literal",
                               "-Wno-error=enum-constexpr-conversion"};

/// Included before each file.
///
/// Before C++20 the code of std::string is in libstdc++.so, where neither the
/// accesses nor the line that called it would be seen. The first part has it
/// instantiated in the program, as libstdc++'s own debug mode does.
///
/// ThreadSanitizer is not told which exchanges are weak ones. The second part
/// asks the runtime whether one fails for no reason; then it is a load.
const char *const Prefix =
    "#if __cplusplus && __cplusplus <= 201703L\n"
    "#if __has_include(<bits/c++config.h>)\n"
    "#include <bits/c++config.h>\n"
    "#undef _GLIBCXX_EXTERN_TEMPLATE\n"
    "#define _GLIBCXX_EXTERN_TEMPLATE -1\n"
    "#endif\n"
    "#endif\n"
    "#ifdef __cplusplus\n"
    "extern \"C\"\n"
    "#endif\n"
    "int __heddle_exchange_fails(void);\n"
    "#define __atomic_compare_exchange_n(A,E,D,W,S,F) \\\n"
    "  ((W) && __heddle_exchange_fails() \\\n"
    "   ? (*(E) = __atomic_load_n(A, F), 1 == 0) \\\n"
    "   : __atomic_compare_exchange_n(A,E,D,W,S,F))\n"
    "#define __atomic_compare_exchange(A,E,D,W,S,F) \\\n"
    "  ((W) && __heddle_exchange_fails() \\\n"
    "   ? (__atomic_load(A, E, F), 1 == 0) \\\n"
    "   : __atomic_compare_exchange(A,E,D,W,S,F))\n"
    "#define __c11_atomic_compare_exchange_weak(A,E,D,S,F) \\\n"
    "  (__heddle_exchange_fails() \\\n"
    "   ? (*(E) = __c11_atomic_load(A, F), 1 == 0) \\\n"
    "   : __c11_atomic_compare_exchange_weak(A,E,D,S,F))\n";

void compile(Step &S, const std::string &Compiler, const Sandbox &Box,
             const std::string &TempPath) {
  std::vector<std::string> Command = {Compiler};
  llvm::append_range(Command, S.Flags.Compile);
  if (!S.WithoutPrefix)
    Command.insert(Command.end(), {"-include", TempPath + "/prefix.h"});
  llvm::append_range(Command, Lenient);
  llvm::append_range(Command, Instrument);
  llvm::append_range(
      Command, std::vector<std::string>{"-c", S.Unit->File, "-o", S.Object});
  S.Failure = runTool(Box, std::move(Command), S.Unit->Directory, TempPath);
  // A file that sets libstdc++'s macros itself may not bear the early include.
  if (!S.Failure.empty() && !S.WithoutPrefix) {
    S.WithoutPrefix = true;
    compile(S, Compiler, Box, TempPath);
  }
}

llvm::Error writePrefix(const TempDir &Dir) {
  std::error_code E;
  llvm::raw_fd_ostream Out(Dir.file("prefix.h"), E);
  Out << Prefix;
  Out.close();
  return llvm::errorCodeToError(E ? E : Out.error());
}

/// Compiles all, up to \p Jobs at once.
llvm::Error compileAll(std::vector<Step> &Steps, unsigned Jobs,
                       const Sandbox &Box, const std::string &TempPath) {
  auto C = findCompiler("clang-22"), Cxx = findCompiler("clang++-22");
  if (!C || !Cxx) {
    llvm::consumeError(C.takeError());
    return Cxx ? findCompiler("clang-22").takeError() : Cxx.takeError();
  }
  std::atomic<size_t> Next = 0;
  auto Work = [&] {
    for (size_t I; (I = Next.fetch_add(1)) < Steps.size();)
      compile(Steps[I], Steps[I].Flags.IsCxx ? *Cxx : *C, Box, TempPath);
  };
  std::vector<std::thread> Helpers;
  for (size_t I = 1; I < std::min<size_t>(Jobs, Steps.size()); ++I)
    Helpers.emplace_back(Work);
  Work();
  for (std::thread &Helper : Helpers)
    Helper.join();
  return llvm::Error::success();
}

/// A file that does not compile is no part of the user's program either, if
/// that links without it (`make -k`, files for other platforms). Returns what
/// to say should it not link: empty if every file compiled.
std::string leaveOutFailures(std::vector<Step> &Steps, BuiltProgram &Out) {
  std::string First;
  for (const Step &S : Steps) {
    if (S.Failure.empty())
      continue;
    std::string Text =
        "'" + S.Unit->File + "' does not compile with ThreadSanitizer";
    if (First.empty())
      First = Text + ":\n" + S.Failure;
    Out.Notes.push_back(Text + "; the program was linked without it");
  }
  llvm::erase_if(Steps, [](const Step &S) { return !S.Failure.empty(); });
  return First;
}

/// Refuses programs that replace what the observation rests on.
llvm::Error checkSymbols(std::vector<Step> &Steps, BuiltProgram &Out) {
  for (Step &S : Steps) {
    auto Found = inspectSymbols(S.Object);
    if (!Found)
      return Found.takeError();
    if (!Found->Replaced.empty())
      return llvm::createStringError(
          "'%s' defines '%s' itself, so ThreadSanitizer would not see what "
          "the program does",
          S.Unit->File.c_str(), Found->Replaced.front().c_str());
    S.HasMain = Found->HasMain;
    for (const std::string &Name : Found->Hiding)
      Out.Notes.push_back("'" + S.Unit->File + "' calls '" + Name +
                          "', which hides accesses from ThreadSanitizer");
  }
  return llvm::Error::success();
}

/// A project's files may make several programs: leaves out the mains of those
/// that are not meant.
llvm::Error chooseMain(std::vector<Step> &Steps, StringRef Target) {
  std::vector<std::string> Mains;
  for (const Step &S : Steps)
    if (S.HasMain)
      Mains.push_back(llvm::sys::path::stem(S.Unit->File).str());
  if (Mains.size() < 2 && Target.empty())
    return llvm::Error::success();
  if (Target.empty() || !llvm::is_contained(Mains, Target))
    return llvm::createStringError(
        "%s; choose a program by the name of the file with its main, as in "
        "--target=%s (there are: %s)",
        Target.empty() ? "several files have a main"
                       : ("no main in a file '" + Target + "'").str().c_str(),
        Mains.empty() ? "FILE" : Mains.front().c_str(),
        llvm::join(Mains, ", ").c_str());
  llvm::erase_if(Steps, [&](const Step &S) {
    return S.HasMain && llvm::sys::path::stem(S.Unit->File) != Target;
  });
  return llvm::Error::success();
}

void addOnce(std::vector<std::string> &Into, const std::string &Value) {
  if (!llvm::is_contained(Into, Value))
    Into.push_back(Value);
}

/// What the link line says after the objects.
struct LinkWords {
  std::vector<std::string> Words, Prebuilt;

  /// Units of one program mostly repeat the same words; the order inside one
  /// command is kept, for libraries must follow what needs them.
  void add(const SortedFlags &Flags, BuiltProgram &Out) {
    if (Flags.Link != Last)
      llvm::append_range(Words, Flags.Link);
    Last = Flags.Link;
    for (const std::string &Dir : Flags.LibraryDirs)
      addOnce(Out.LibraryDirs, Dir);
    for (const std::string &File : Flags.Prebuilt) {
      addOnce(Prebuilt, File);
      if (StringRef(File).contains(".so"))
        addOnce(Out.LibraryDirs, llvm::sys::path::parent_path(File).str());
    }
  }

private:
  std::vector<std::string> Last;
};

llvm::Expected<LinkWords> collectLinkWords(const std::vector<Step> &Steps,
                                           const BuildRequest &Request,
                                           BuiltProgram &Out) {
  LinkWords Result;
  for (const Step &S : Steps)
    Result.add(S.Flags, Out);
  CompileUnit Extra = {
      .File = "", .Directory = Request.Units[0].Directory, .Command = {"c++"}};
  llvm::append_range(Extra.Command, Request.LinkFlags);
  auto Given = sortFlags(Extra);
  if (!Given)
    return Given.takeError();
  Result.add(*Given, Out);
  for (const std::string &Dir : Out.LibraryDirs)
    Result.Words.push_back("-Wl,-rpath," + Dir);
  for (const std::string &File : Result.Prebuilt)
    Out.Notes.push_back("'" + File +
                        "' was linked as it is: what happens inside is seen "
                        "only if it is instrumented");
  return Result;
}

/// Empty if it linked, else what the linker said.
std::string runLinker(std::vector<std::string> Command, const Sandbox &Box,
                      const std::string &TempPath) {
  // Four times as fast; the system's linker where it is missing, and where it
  // does not understand what the user wants of that one.
  std::vector<std::string> Fast = Command;
  Fast.push_back("-fuse-ld=lld");
  if (runTool(Box, std::move(Fast), TempPath, TempPath).empty())
    return {};
  return runTool(Box, std::move(Command), TempPath, TempPath);
}

/// What both links have in common: the program's own code in one piece, so that
/// it looks the same in both, and then the runtime.
llvm::Expected<std::vector<std::string>>
linkCommand(const std::vector<Step> &Steps, const std::string &Linker,
            const LinkWords &Words, StringRef RuntimeName) {
  auto Runtime = findRuntime(RuntimeName);
  if (!Runtime)
    return Runtime.takeError();
  std::vector<std::string> Command = {Linker, "-pthread",
                                      "-fno-color-diagnostics"};
  for (const Step &S : Steps)
    Command.push_back(S.Object);
  llvm::append_range(Command, Words.Words);
  Command.insert(Command.end(),
                 {"-Wl,--whole-archive", *Runtime, "-Wl,--no-whole-archive"});
  llvm::append_range(Command, wrapFlags());
  // A program may have a `poll` or a `wait` of its own: it comes first.
  Command.push_back("-Wl,--allow-multiple-definition");
  return Command;
}

llvm::Error link(const std::vector<Step> &Steps, const BuildRequest &Request,
                 const Sandbox &Box, BuiltProgram &Out) {
  bool IsCxx = llvm::any_of(Steps, [](const Step &S) { return S.Flags.IsCxx; });
  Out.IsCxx = IsCxx;
  auto Linker = findCompiler(IsCxx ? "clang++-22" : "clang-22");
  if (!Linker)
    return Linker.takeError();
  auto Words = collectLinkWords(Steps, Request, Out);
  if (!Words)
    return Words.takeError();
  auto Command = linkCommand(Steps, *Linker, *Words, "libheddle_runtime.a");
  if (!Command)
    return Command.takeError();
  Command->insert(Command->end(), {"-fsanitize=thread", "-o", Out.Executable});
  std::string Said = runLinker(std::move(*Command), Box, Out.Dir.path());
  if (!Said.empty())
    return llvm::createStringError("the program does not link with "
                                   "ThreadSanitizer (libraries go after `--`, "
                                   "as in `-- -lfoo`):\n%s",
                                   Said.c_str());
  if (!Request.Own)
    return llvm::Error::success();
  Command = linkCommand(Steps, *Linker, *Words, "libheddle_runtime_own.a");
  if (!Command)
    return Command.takeError();
  std::string Executable = Out.Dir.file("own-" + Request.Name);
  Command->insert(Command->end(), {"-o", Executable});
  Said = runLinker(std::move(*Command), Box, Out.Dir.path());
  if (Said.empty())
    Out.OwnExecutable = std::move(Executable);
  else
    Out.Notes.push_back("it does not link with Heddle's own detector, so all "
                        "schedules run under ThreadSanitizer:\n" +
                        Said);
  return llvm::Error::success();
}

} // namespace

llvm::Expected<BuiltProgram> heddle::build(const BuildRequest &Request,
                                           const Sandbox &Box) {
  if (Request.Units.empty())
    return llvm::createStringError("no source files to build");
  auto Dir = TempDir::create();
  if (!Dir)
    return Dir.takeError();
  BuiltProgram Result;
  Result.Dir = std::move(*Dir);
  Result.Executable = Result.Dir.file(Request.Name);

  std::vector<Step> Steps;
  for (const CompileUnit &Unit : Request.Units) {
    auto Flags = sortFlags(Unit);
    if (!Flags)
      return Flags.takeError();
    std::string Object =
        Result.Dir.file("unit" + std::to_string(Steps.size()) + ".o");
    Steps.push_back({.Unit = &Unit,
                     .Flags = std::move(*Flags),
                     .Object = std::move(Object)});
  }
  if (auto E = writePrefix(Result.Dir))
    return E;
  if (auto E = compileAll(Steps, Request.Jobs, Box, Result.Dir.path()))
    return E;
  std::string Failure = leaveOutFailures(Steps, Result);
  if (auto E = checkSymbols(Steps, Result))
    return E;
  if (auto E = chooseMain(Steps, Request.Target))
    return E;
  if (auto E = Steps.empty() ? llvm::createStringError("nothing to link")
                             : link(Steps, Request, Box, Result)) {
    if (Failure.empty())
      return E;
    llvm::consumeError(std::move(E));
    return llvm::createStringError(Failure);
  }
  auto Id = buildId(Result.Executable);
  if (!Id)
    return Id.takeError();
  Result.Id = std::move(*Id);
  return Result;
}
