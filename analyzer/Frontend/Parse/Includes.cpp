//===- Includes.cpp - Who includes whom, as text ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Includes.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Includes.h"

#include "analyzer/Frontend/Parse/CommandLine.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace heddle {
namespace {

struct SearchPath {
  std::vector<std::string> Quoted; ///< -iquote
  std::vector<std::string> Both;   ///< -I, -isystem, -idirafter
};

/// Reads the include directories off a reduced command, joined (`-Idir`) or
/// in two parts.
SearchPath searchPathOf(const CompileJob &Job) {
  SearchPath Result;
  std::vector<std::string> Flags = reduceCommand(Job).Flags;
  for (size_t I = 0; I < Flags.size(); ++I) {
    for (StringRef Flag : {"-iquote", "-isystem", "-idirafter", "-I"}) {
      StringRef Value = Flags[I];
      if (!Value.consume_front(Flag))
        continue;
      if (Value.empty() && I + 1 < Flags.size())
        Value = Flags[++I];
      (Flag == "-iquote" ? Result.Quoted : Result.Both)
          .push_back(absolutePath(Value, Job.Directory));
      break;
    }
  }
  return Result;
}

std::string findIn(ArrayRef<std::string> Directories, StringRef Name) {
  for (const std::string &Directory : Directories) {
    std::string Path = absolutePath(Name, Directory);
    if (sys::fs::is_regular_file(Path))
      return Path;
  }
  return {};
}

} // namespace

const std::vector<IncludeScanner::Include> &
IncludeScanner::includesOf(StringRef File) {
  auto [It, Inserted] = Scanned.try_emplace(File);
  if (!Inserted)
    return It->second;
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return It->second;
  StringRef Line, Rest = (*Buffer)->getBuffer();
  while (!Rest.empty()) {
    std::tie(Line, Rest) = Rest.split('\n');
    Line = Line.ltrim();
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    if (!Line.consume_front("include") && !Line.consume_front("import"))
      continue;
    Line = Line.ltrim();
    bool Angled = Line.consume_front("<");
    if (Angled || Line.consume_front("\""))
      It->second.push_back(
          {.Name = Line.take_until([](char C) { return C == '"' || C == '>'; })
                       .str(),
           .Angled = Angled});
  }
  return It->second;
}

const StringSet<> &IncludeScanner::filesOf(const CompileJob &Job) {
  std::string Key = Job.Directory + '\n' + join(Job.Command, "\n");
  auto [It, Inserted] = Reached.try_emplace(Key);
  StringSet<> &Files = It->second;
  if (!Inserted)
    return Files;
  SearchPath Search = searchPathOf(Job);
  std::vector<std::string> Work = {Job.File};
  Files.insert(Job.File);
  while (!Work.empty()) {
    std::string File = std::move(Work.back());
    Work.pop_back();
    for (const Include &I : includesOf(File)) {
      std::string Found;
      if (!I.Angled)
        Found = findIn(sys::path::parent_path(File).str(), I.Name);
      if (Found.empty() && !I.Angled)
        Found = findIn(Search.Quoted, I.Name);
      if (Found.empty())
        Found = findIn(Search.Both, I.Name);
      if (!Found.empty() && Files.insert(Found).second)
        Work.push_back(Found);
    }
  }
  return Files;
}

const CompileJob *
IncludeScanner::includerOf(StringRef Header,
                           ArrayRef<const CompileJob *> Jobs) {
  const CompileJob *First = nullptr;
  for (const CompileJob *Job : Jobs) {
    if (!filesOf(*Job).contains(Header))
      continue;
    if (sys::path::stem(Job->File) == sys::path::stem(Header))
      return Job;
    if (!First)
      First = Job;
  }
  return First;
}

} // namespace heddle
