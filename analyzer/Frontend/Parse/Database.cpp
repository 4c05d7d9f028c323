//===- Database.cpp - compile_commands.json ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Database.h. Read with llvm::json and not with Clang's
/// JSONCompilationDatabase, whose errors do not say where.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Database.h"

#include "analyzer/Frontend/Parse/CommandLine.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

#include <map>

using namespace llvm;

namespace heddle {
namespace {

constexpr const char *FileName = "compile_commands.json";

std::string realPath(StringRef Path) {
  SmallString<256> Real;
  if (sys::fs::real_path(Path, Real))
    return Path.str();
  return std::string(Real);
}

std::vector<std::string> commandOf(const json::Object &Entry) {
  std::vector<std::string> Result;
  if (const json::Array *Arguments = Entry.getArray("arguments")) {
    for (const json::Value &A : *Arguments)
      if (std::optional<StringRef> Text = A.getAsString())
        Result.push_back(Text->str());
    return Result;
  }
  if (std::optional<StringRef> Text = Entry.getString("command")) {
    BumpPtrAllocator Alloc;
    StringSaver Saver(Alloc);
    SmallVector<const char *, 64> Argv;
    cl::TokenizeGNUCommandLine(*Text, Saver, Argv);
    Result.assign(Argv.begin(), Argv.end());
  }
  return Result;
}

/// Nothing where the entry lacks what every entry must have.
std::optional<CompileJob> jobOf(const json::Value &Value,
                                StringRef DatabaseDir) {
  const json::Object *Entry = Value.getAsObject();
  if (!Entry)
    return std::nullopt;
  std::optional<StringRef> File = Entry->getString("file");
  CompileJob Job;
  // The standard demands an absolute directory; some generators write ".".
  Job.Directory = absolutePath(
      Entry->getString("directory").value_or(DatabaseDir), DatabaseDir);
  Job.Command = commandOf(*Entry);
  if (!File || File->empty() || Job.Command.empty())
    return std::nullopt;
  Job.File = absolutePath(*File, Job.Directory);
  Job.Command = expandResponseFiles(std::move(Job.Command), Job.Directory);
  removeLaunchers(Job.Command);
  return Job;
}

/// `build`, `build-release`, `cmake-build-debug`.
bool isBuildName(StringRef Name) {
  return Name.starts_with("build") || Name.starts_with("cmake-build");
}

/// Entries of one file keep their order.
void sortByFile(std::vector<CompileJob> &Jobs) {
  std::map<std::string, std::vector<CompileJob>> ByFile;
  for (CompileJob &Job : Jobs)
    ByFile[Job.File].push_back(std::move(Job));
  Jobs.clear();
  for (auto &[File, Group] : ByFile)
    llvm::move(Group, std::back_inserter(Jobs));
}

void addIfThere(StringRef Directory, std::vector<std::string> &Out) {
  SmallString<256> Path(Directory);
  sys::path::append(Path, FileName);
  if (sys::fs::is_regular_file(Path))
    Out.push_back(std::string(Path));
}

} // namespace

bool isBelow(StringRef Path, StringRef Directory) {
  Directory = Directory.rtrim('/');
  return Path.consume_front(Directory) &&
         (Path.empty() || Path.starts_with("/"));
}

std::string commonParent(ArrayRef<std::string> Paths) {
  if (Paths.empty())
    return {};
  std::string Common = sys::path::parent_path(Paths[0]).str();
  for (const std::string &Path : Paths)
    while (!isBelow(Path, Common))
      Common = sys::path::parent_path(Common).str();
  return Common;
}

Expected<Database> Database::load(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return createStringError(Buffer.getError(), "%s: %s", Path.str().c_str(),
                             Buffer.getError().message().c_str());
  Expected<json::Value> Root =
      json::parse(json::fixUTF8((*Buffer)->getBuffer()));
  const json::Array *Entries = Root ? Root->getAsArray() : nullptr;
  if (!Entries) {
    std::string Why =
        Root ? "it is not a list of commands" : toString(Root.takeError());
    return createStringError("%s is no compilation database: %s; make it "
                             "again, or pass the flags after --",
                             Path.str().c_str(), Why.c_str());
  }
  Database Result;
  Result.Path = Path.str();
  for (const json::Value &Entry : *Entries) {
    std::optional<CompileJob> Job = jobOf(Entry, sys::path::parent_path(Path));
    if (Job)
      Result.Jobs.push_back(std::move(*Job));
    else
      ++Result.Unusable;
  }
  sortByFile(Result.Jobs);
  for (unsigned I = 0; I < Result.Jobs.size(); ++I)
    Result.ByRealPath[realPath(Result.Jobs[I].File)].push_back(I);
  return Result;
}

std::vector<const CompileJob *> Database::jobsOf(StringRef File) const {
  std::vector<const CompileJob *> Result;
  auto It = ByRealPath.find(realPath(File));
  if (It != ByRealPath.end())
    for (unsigned I : It->second)
      Result.push_back(&Jobs[I]);
  return Result;
}

std::string Database::projectRoot() const {
  std::string Directory = sys::path::parent_path(Path).str();
  std::vector<std::string> Sources;
  for (const CompileJob &Job : Jobs)
    if (!isBelow(Job.File, Directory)) // generated files do not count
      Sources.push_back(Job.File);
  if (Sources.empty())
    return Directory;
  std::string Common = commonParent(Sources);
  // A build tree inside the project: the project begins above it.
  std::string Above = sys::path::parent_path(Directory).str();
  return isBelow(Common, Above) && !Above.empty() && Above != "/" ? Above
                                                                  : Common;
}

std::vector<std::string> databasesFor(StringRef Directory) {
  std::vector<std::string> Result;
  for (StringRef Dir = Directory; !Dir.empty();
       Dir = sys::path::parent_path(Dir)) {
    addIfThere(Dir, Result);
    std::vector<std::string> Builds;
    std::error_code EC;
    for (sys::fs::directory_iterator It(Dir, EC), End; It != End && !EC;
         It.increment(EC))
      if (isBuildName(sys::path::filename(It->path())))
        Builds.push_back(It->path());
    llvm::sort(Builds); // directories come in no order of their own
    for (const std::string &Build : Builds)
      addIfThere(Build, Result);
  }
  return Result;
}

} // namespace heddle
