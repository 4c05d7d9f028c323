//===- CommandLine.cpp - What a compile command means -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Flags are recognised with Clang's own option table and not by their
/// spelling: `-MFdeps.d`, `-MF deps.d` and `--dependencies` are all known to
/// it, and an option's value is never taken for a flag. What is kept is kept
/// letter by letter.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/CommandLine.h"

#include "clang/Options/Options.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"

#include <mutex>

using namespace llvm;

namespace heddle {
namespace {

namespace options = clang::options;

enum class FlagFate : uint8_t { Keep, Strip, Unknown };

bool isAnyOf(const opt::Arg &A, std::initializer_list<unsigned> Ids) {
  return any_of(Ids, [&](unsigned Id) { return A.getOption().matches(Id); });
}

/// Outputs and dependency files, and the choice of what the compiler makes.
bool isOutputFlag(const opt::Arg &A) {
  return isAnyOf(A, {options::OPT_o, options::OPT_M_Group,
                     options::OPT_Action_Group, options::OPT_save_temps_EQ,
                     options::OPT_save_temps, options::OPT_emit_llvm,
                     options::OPT_v, options::OPT__HASH_HASH_HASH,
                     options::OPT_fsyntax_only});
}

/// Linker, assembler, plug-ins, profiles, another compiler's binary files:
/// nothing that the source means depends on them, and they may not exist here.
bool isForeignFlag(const opt::Arg &A) {
  return isAnyOf(A, {options::OPT_include_pch,
                     options::OPT_fplugin_EQ,
                     options::OPT_fpass_plugin_EQ,
                     options::OPT_mllvm,
                     options::OPT_Link_Group,
                     options::OPT_l,
                     options::OPT_L,
                     options::OPT_Wl_COMMA,
                     options::OPT_Wa_COMMA,
                     options::OPT_Xlinker,
                     options::OPT_fmodules,
                     options::OPT_fmodule_file,
                     options::OPT_fmodule_map_file,
                     options::OPT_config,
                     options::OPT_g_Group,
                     options::OPT_fprofile_use_EQ,
                     options::OPT_fprofile_use,
                     options::OPT_fprofile_instr_use_EQ,
                     options::OPT_resource_dir,
                     options::OPT_ferror_limit_EQ});
}

/// Warnings never change a model, and `-Werror` would make errors of them.
bool isWarningFlag(const opt::Arg &A) {
  return isAnyOf(
      A, {options::OPT_W_Group, options::OPT_w, options::OPT_pedantic_Group});
}

/// `-Wp,-MD,file.d`: dependency output handed to the preprocessor.
bool isPreprocessorOutput(const opt::Arg &A) {
  return A.getOption().matches(options::OPT_Wp_COMMA) && A.getNumValues() &&
         StringRef(A.getValue()).starts_with("-M");
}

FlagFate fateOf(const opt::Arg &A) {
  if (A.getOption().getKind() == opt::Option::UnknownClass ||
      A.getOption().hasFlag(options::Unsupported))
    return FlagFate::Unknown;
  if (A.getOption().getKind() == opt::Option::InputClass || isOutputFlag(A) ||
      isForeignFlag(A) || isWarningFlag(A) || isPreprocessorOutput(A) ||
      A.getOption().matches(options::OPT__DASH_DASH))
    return FlagFate::Strip;
  return FlagFate::Keep;
}

/// `-Xclang -include-pch -Xclang FILE` (CMake's precompiled headers) and
/// plug-ins: the flag after -Xclang takes the next -Xclang's value.
bool takesNextXclang(StringRef Value) {
  return is_contained({"-include-pch", "-load", "-plugin", "-add-plugin",
                       "-emit-module", "-fmodule-map-file"},
                      Value) ||
         Value.starts_with("-plugin-arg-");
}

/// Walks the parsed arguments and copies the original strings of those that
/// stay. Argument i owns the strings from its index to the next one's.
class Reducer {
public:
  Reducer(ArrayRef<const char *> Strings, std::string MainFile,
          StringRef Directory, SemanticCommand &Out)
      : Strings(Strings), MainFile(std::move(MainFile)), Directory(Directory),
        Out(Out) {}

  void run(const opt::InputArgList &Args) {
    std::vector<const opt::Arg *> List(Args.begin(), Args.end());
    for (size_t I = 0; I < List.size(); ++I) {
      size_t End =
          I + 1 < List.size() ? List[I + 1]->getIndex() : Strings.size();
      take(*List[I], End);
    }
  }

private:
  void take(const opt::Arg &A, size_t End) {
    if (A.getOption().getKind() == opt::Option::InputClass)
      SeenMain |= absolutePath(A.getValue(), Directory) == MainFile;
    // A language after the file is another file's.
    if (A.getOption().matches(options::OPT_x) && SeenMain)
      return;
    if (A.getOption().matches(options::OPT_Xclang) && dropXclang(A))
      return;
    switch (fateOf(A)) {
    case FlagFate::Strip:
      return;
    case FlagFate::Unknown:
      Out.Dropped.push_back(A.getSpelling().empty() ? Strings[A.getIndex()]
                                                    : A.getSpelling().str());
      return;
    case FlagFate::Keep:
      for (size_t I = A.getIndex(); I < End; ++I)
        Out.Flags.push_back(Strings[I]);
    }
  }

  bool dropXclang(const opt::Arg &A) {
    if (std::exchange(DropNextXclang, false))
      return true;
    DropNextXclang = takesNextXclang(A.getValue());
    return DropNextXclang;
  }

  ArrayRef<const char *> Strings;
  std::string MainFile;
  StringRef Directory;
  SemanticCommand &Out;
  bool SeenMain = false;
  bool DropNextXclang = false;
};

} // namespace

std::string absolutePath(StringRef Path, StringRef Directory) {
  SmallString<256> Result(Path);
  if (!sys::path::is_absolute(Result)) {
    Result = Directory;
    sys::path::append(Result, Path);
  }
  sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return std::string(Result);
}

std::vector<std::string> defaultCommand(bool IsC) {
  if (IsC)
    return {"clang", "-std=gnu17", "-pthread"};
  return {"clang++", "-std=c++20", "-pthread"};
}

void removeLaunchers(std::vector<std::string> &Command) {
  auto IsLauncher = [](StringRef Program) {
    return is_contained({"ccache", "distcc", "sccache", "gomacc", "icecc",
                         "buildcache", "libtool"},
                        sys::path::stem(Program));
  };
  // `ccache` alone may be a link that stands for the compiler: then its next
  // argument is a flag.
  while (Command.size() > 1 && IsLauncher(Command[0]) &&
         !StringRef(Command[1]).starts_with("-"))
    Command.erase(Command.begin());
}

std::vector<std::string> expandResponseFiles(std::vector<std::string> Command,
                                             StringRef Directory) {
  if (none_of(Command, [](StringRef A) { return A.starts_with("@"); }))
    return Command;
  BumpPtrAllocator Alloc;
  SmallVector<const char *, 64> Argv;
  for (const std::string &A : Command)
    Argv.push_back(A.c_str());
  cl::ExpansionContext Context(Alloc, cl::TokenizeGNUCommandLine);
  Context.setCurrentDir(Directory);
  if (Error E = Context.expandResponseFiles(Argv))
    consumeError(std::move(E)); // a missing file stays an input
  return {Argv.begin(), Argv.end()};
}

SemanticCommand reduceCommand(const CompileJob &Job) {
  // The prefix of `arm-none-eabi-g++` is looked up in LLVM's target table.
  static std::once_flag Targets;
  std::call_once(Targets, [] { InitializeAllTargetInfos(); });

  std::vector<std::string> Command =
      expandResponseFiles(Job.Command, Job.Directory);
  removeLaunchers(Command);
  if (Command.empty())
    Command.push_back("clang++");
  clang::tooling::addTargetAndModeForProgramName(Command, Command[0]);

  SmallVector<const char *, 64> Strings;
  for (const std::string &A : ArrayRef(Command).drop_front())
    Strings.push_back(A.c_str());
  unsigned MissingIndex = 0, MissingCount = 0;
  opt::InputArgList Args = clang::getDriverOptTable().ParseArgs(
      Strings, MissingIndex, MissingCount,
      opt::Visibility(options::ClangOption));
  SemanticCommand Result;
  Reducer(Strings, absolutePath(Job.File, Job.Directory), Job.Directory, Result)
      .run(Args);
  return Result;
}

} // namespace heddle
