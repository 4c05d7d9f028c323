//===- Flags.cpp - The user's flags, made fit for ThreadSanitizer ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Build/Flags.h"

#include "instrument/Build/Build.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/Path.h"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace heddle;
using llvm::StringRef;

namespace {

enum class Fate : uint8_t {
  Compile,
  Link,
  Both,
  Drop,
  Refuse,
};

struct Treatment {
  Fate What;
  bool TakesNext = false; ///< the value is the next word
  std::string Why;        ///< of a refusal
};

Treatment treatAs(Fate What, bool TakesNext = false) {
  return {.What = What, .TakesNext = TakesNext};
}

/// \p Flag is exactly \p Name and its value follows, or starts with it.
bool isJoinedOrSeparate(StringRef Flag, StringRef Name, bool &TakesNext) {
  TakesNext = Flag == Name;
  return Flag.starts_with(Name);
}

const char *whyRefused(StringRef Flag) {
  if (Flag == "-static" || Flag == "-static-pie" || Flag == "-Wl,-static")
    return "ThreadSanitizer cannot be linked statically; leave the flag out";
  if (Flag.starts_with("-fopenmp") && Flag != "-fopenmp-simd")
    return "the OpenMP runtime is not instrumented, so its barriers would be "
           "reported as races; build without OpenMP";
  if (Flag == "-m32" || Flag == "-mx32")
    return "ThreadSanitizer exists for 64-bit programs only";
  if (Flag == "-nostdlib" || Flag == "-nodefaultlibs" ||
      Flag == "-nostartfiles" || Flag == "-ffreestanding")
    return "ThreadSanitizer needs the C library";
  if (Flag == "-shared")
    return "a shared library has no main to run";
  return nullptr;
}

Treatment treat(StringRef Flag) {
  if (const char *Why = whyRefused(Flag))
    return {.What = Fate::Refuse, .Why = Why};
  bool TakesNext = false;
  // Other files than the object, and other modes than compiling.
  if (llvm::is_contained({"-MF", "-MT", "-MQ", "-MJ"}, Flag))
    return treatAs(Fate::Drop, true);
  if (isJoinedOrSeparate(Flag, "-o", TakesNext))
    return treatAs(Fate::Drop, TakesNext);
  if (llvm::is_contained({"-c", "-S", "-E", "-pg", "-flto", "--coverage",
                          "-save-temps", "-pipe", "-v", "-###"},
                         Flag))
    return treatAs(Fate::Drop);
  for (StringRef Prefix : {"-M", "-Wp,-M", "-Werror", "-flto=", "-fsanitize",
                           "-fno-sanitize", "-fprofile-", "-ftest-coverage",
                           "-fcoverage-", "-save-temps=", "-fdiagnostics-color",
                           "-fcolor-diagnostics", "-fuse-ld="})
    if (Flag.starts_with(Prefix))
      return treatAs(Fate::Drop);
  // Words for the linker.
  for (StringRef Name : {"-L", "-l"})
    if (isJoinedOrSeparate(Flag, Name, TakesNext))
      return treatAs(Fate::Link, TakesNext);
  if (llvm::is_contained({"-Xlinker", "-rpath", "-T", "-u", "-z"}, Flag))
    return treatAs(Fate::Link, true);
  if (Flag.starts_with("-Wl,") || Flag == "-rdynamic")
    return treatAs(Fate::Link);
  if (llvm::is_contained({"-pthread", "-no-pie", "-pie"}, Flag) ||
      Flag.starts_with("-stdlib="))
    return treatAs(Fate::Both);
  // Words for the compiler whose value may be a word of its own.
  static constexpr StringRef WithValue[] = {"-I",
                                            "-D",
                                            "-U",
                                            "-include",
                                            "-imacros",
                                            "-isystem",
                                            "-iquote",
                                            "-idirafter",
                                            "-isysroot",
                                            "-x",
                                            "-Xclang",
                                            "-iprefix",
                                            "-iwithprefix",
                                            "-Xpreprocessor",
                                            "-include-pch",
                                            "-mllvm",
                                            "-arch",
                                            "-target",
                                            "-iwithprefixbefore"};
  return treatAs(Fate::Compile, llvm::is_contained(WithValue, Flag));
}

bool isPrebuilt(StringRef Word) {
  return Word.ends_with(".o") || Word.ends_with(".a") ||
         Word.ends_with(".so") || Word.contains(".so.");
}

std::string absolute(StringRef Path, StringRef Directory) {
  llvm::SmallString<256> Result(Path);
  llvm::sys::path::make_absolute(Directory, Result);
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

/// Words from `@file` are spelt out, in \p Memory; a launcher such as ccache is
/// skipped.
llvm::SmallVector<const char *, 64> expand(const CompileUnit &Unit,
                                           llvm::BumpPtrAllocator &Memory) {
  llvm::SmallVector<const char *, 64> Words;
  for (const std::string &Word : Unit.Command)
    Words.push_back(Word.c_str());
  llvm::cl::ExpansionContext Context(Memory, llvm::cl::TokenizeGNUCommandLine);
  Context.setCurrentDir(Unit.Directory);
  // A response file that is gone stays as `@file`: the compiler will say so.
  llvm::consumeError(Context.expandResponseFiles(Words));
  if (!Words.empty()) {
    StringRef First = llvm::sys::path::stem(Words[0]);
    if (First == "ccache" || First == "distcc" || First == "sccache")
      Words.erase(Words.begin());
  }
  return Words;
}

bool isCxx(StringRef File, StringRef Compiler, StringRef Language) {
  if (!Language.empty())
    return Language.contains("c++");
  StringRef Name = llvm::sys::path::filename(Compiler);
  if (Name.contains("++"))
    return true;
  return llvm::StringSwitch<bool>(llvm::sys::path::extension(File))
      .Cases({".c", ".i", ".h"}, false)
      .Default(true);
}

/// Sorts one flag and, where it has one, its value. Returns how many words.
llvm::Expected<size_t> sortOne(llvm::ArrayRef<const char *> Words,
                               const CompileUnit &Unit, SortedFlags &Out,
                               std::string &Language) {
  StringRef Flag = Words[0];
  Treatment How = treat(Flag);
  if (How.What == Fate::Refuse)
    return llvm::createStringError("'%s' was given: %s", Flag.str().c_str(),
                                   How.Why.c_str());
  size_t Count = How.TakesNext && Words.size() > 1 ? 2 : 1;
  StringRef Value = Count == 2 ? StringRef(Words[1]) : Flag.drop_front(2);
  if (Flag == "-x" || (Flag.starts_with("-x") && Count == 1))
    Language = Value.str();
  if (Flag.starts_with("-L")) {
    // The link runs elsewhere, and the loader must find the library too.
    Out.LibraryDirs.push_back(absolute(Value, Unit.Directory));
    Out.Link.push_back("-L" + Out.LibraryDirs.back());
    return Count;
  }
  for (size_t I = 0; I < Count; ++I) {
    if (How.What == Fate::Compile || How.What == Fate::Both)
      Out.Compile.push_back(Words[I]);
    if (How.What == Fate::Link || How.What == Fate::Both)
      Out.Link.push_back(Words[I]);
  }
  return Count;
}

} // namespace

llvm::Expected<SortedFlags> heddle::sortFlags(const CompileUnit &Unit) {
  llvm::BumpPtrAllocator Memory;
  auto Words = expand(Unit, Memory);
  SortedFlags Result;
  std::string Language;
  for (size_t I = 1; I < Words.size();) {
    StringRef Word = Words[I];
    if (Word.size() < 2 || !Word.starts_with("-")) {
      // Sources go: this unit's is added by the caller, another's is a unit
      // of its own.
      if (isPrebuilt(Word)) {
        Result.Prebuilt.push_back(absolute(Word, Unit.Directory));
        Result.Link.push_back(Result.Prebuilt.back());
      }
      ++I;
      continue;
    }
    if (Word == "--") {
      ++I;
      continue;
    }
    auto Count =
        sortOne(llvm::ArrayRef(Words).drop_front(I), Unit, Result, Language);
    if (!Count)
      return Count.takeError();
    I += *Count;
  }
  StringRef Compiler = Words.empty() ? "" : Words[0];
  Result.IsCxx = isCxx(Unit.File, Compiler, Language);
  if (Language.empty() && Result.IsCxx &&
      llvm::sys::path::extension(Unit.File) == ".c")
    Result.Compile.insert(Result.Compile.end(), {"-x", "c++"}); // g++ foo.c
  return Result;
}
