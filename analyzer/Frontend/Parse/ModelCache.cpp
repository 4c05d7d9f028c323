//===- ModelCache.cpp - Models kept from one run to the next ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An entry is text lines and then bytes:
///
///     <checksum of all that follows>
///     <when it was stored> <1: complete, 0: with gaps> <number of files>
///     <hash> <size> <time> <path>        one line for each file
///     <the binary model>
///
/// A file whose size and time are those of the entry is taken to be unchanged,
/// unless its time is so close to the entry's own that a later write could
/// have the same time stamp (git's index has the same problem and the same
/// answer); then, and when only the time differs, contents are compared.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/ModelCache.h"

#include "analyzer/Frontend/Parse/CommandLine.h"
#include "analyzer/Frontend/Parse/Invocation.h"
#include "analyzer/Model/Serialize.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <chrono>

using namespace llvm;

namespace heddle {
namespace {

/// llvm::pruneCache() looks only at files that are named like this.
constexpr StringRef Prefix = "llvmcache-";

/// Coarsest time stamps of a file system in use (FAT's are 2 s).
constexpr int64_t TimeStampNanos = 2'000'000'000;

std::string digest(StringRef Bytes) {
  return toHex(BLAKE3::hash<20>(arrayRefFromStringRef(Bytes)),
               /*LowerCase=*/true);
}

int64_t nanos(sys::TimePoint<> Time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             Time.time_since_epoch())
      .count();
}

/// Another compiler library or other sources of Model and Frontend may lower
/// differently; a build that differs elsewhere finds its models again.
std::string programIdentity() {
  return clang::getClangFullVersion() + '\n' +
#include "LoweringIdentity.inc"
      ;
}

bool hasErrors(const Module &M) {
  return any_of(M.Diagnostics, [](const CompileDiagnostic &D) {
    return D.Severity >= DiagnosticSeverity::Error;
  });
}

} // namespace

std::string cacheDirectory() {
  if (std::optional<std::string> Own = sys::Process::GetEnv("HEDDLE_CACHE"))
    return *Own;
  SmallString<128> Path;
  if (!sys::path::cache_directory(Path))
    return {};
  sys::path::append(Path, "heddle");
  return std::string(Path);
}

std::string ModelCache::entryPath(StringRef Key) const {
  SmallString<128> Path(Directory);
  sys::path::append(Path, Prefix + Key);
  return std::string(Path);
}

std::string ModelCache::keyOf(const CompileJob &Job,
                              const LowerOptions &Options) {
  if (Directory.empty())
    return {};
  std::string Content;
  if (Options.Content) {
    Content = *Options.Content;
  } else {
    auto Buffer = MemoryBuffer::getFile(absolutePath(Job.File, Job.Directory));
    if (!Buffer)
      return {};
    Content = (*Buffer)->getBuffer().str();
  }
  Expected<FileSystem> FS = fileSystemFor(Job, Options.Content);
  if (!FS) {
    consumeError(FS.takeError());
    return {};
  }
  // The compiler's own arguments and not the user's: they name the include
  // directories that the driver found, which may change between runs.
  clang::IgnoringDiagConsumer Ignore;
  auto Invocation =
      makeInvocation(Job, reduceCommand(Job), Options.Root, *FS, Ignore);
  if (!Invocation) {
    consumeError(Invocation.takeError());
    return {};
  }
  std::string Text = programIdentity() + '\n' + Options.Root + '\n' +
                     Job.Directory + '\n' +
                     (Options.SkipLibraryBodies ? "skip\n" : "all\n");
  for (const std::string &Arg : (*Invocation)->getCC1CommandLine())
    Text += Arg + '\n';
  return digest(Text + '\0' + Content);
}

ModelCache::FileState ModelCache::stateOf(StringRef Path) {
  std::lock_guard<std::mutex> Lock(Mutex);
  auto [It, Inserted] = States.try_emplace(Path);
  sys::fs::file_status Status;
  if (Inserted && !sys::fs::status(Path, Status)) {
    It->second.Exists = true;
    It->second.Size = Status.getSize();
    It->second.Time = nanos(Status.getLastModificationTime());
  }
  return It->second;
}

std::string ModelCache::hashOf(StringRef Path) {
  std::string Known = stateOf(Path).Hash;
  if (!Known.empty())
    return Known;
  // Read outside of the lock; two threads may both do so.
  auto Buffer = MemoryBuffer::getFile(Path);
  std::string Hash = Buffer ? digest((*Buffer)->getBuffer()) : "-";
  std::lock_guard<std::mutex> Lock(Mutex);
  return States[Path].Hash = Hash;
}

bool ModelCache::unchanged(StringRef Line, int64_t StoredAt) {
  auto [Hash, Rest1] = Line.split(' ');
  auto [SizeText, Rest2] = Rest1.split(' ');
  auto [TimeText, Path] = Rest2.split(' ');
  uint64_t Size = 0;
  int64_t Time = 0;
  if (SizeText.getAsInteger(10, Size) || TimeText.getAsInteger(10, Time))
    return false;
  FileState Now = stateOf(Path);
  if (!Now.Exists || Now.Size != Size)
    return false;
  if (Now.Time == Time && Time + TimeStampNanos < StoredAt)
    return true;
  return hashOf(Path) == Hash;
}

std::optional<LowerResult> ModelCache::lookup(StringRef Key) {
  if (Key.empty())
    return std::nullopt;
  auto Buffer = MemoryBuffer::getFile(entryPath(Key), /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return std::nullopt;
  auto [Checksum, Rest] = (*Buffer)->getBuffer().split('\n');
  if (Checksum != digest(Rest)) {
    // A damaged entry that cannot be removed is found damaged again next time.
    if (sys::fs::remove(entryPath(Key)))
      return std::nullopt;
    return std::nullopt;
  }
  StringRef Head;
  std::tie(Head, Rest) = Rest.split('\n');
  SmallVector<StringRef, 3> Fields;
  Head.split(Fields, ' ');
  int64_t StoredAt = 0;
  unsigned Count = 0;
  if (Fields.size() != 3 || Fields[0].getAsInteger(10, StoredAt) ||
      Fields[2].getAsInteger(10, Count))
    return std::nullopt;
  LowerResult Result;
  for (unsigned I = 0; I < Count; ++I) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    if (!unchanged(Line, StoredAt))
      return std::nullopt;
    Result.Dependencies.push_back(
        Line.split(' ').second.split(' ').second.split(' ').second.str());
  }
  Expected<Module> M = readModule(Rest);
  if (!M) {
    consumeError(M.takeError());
    return std::nullopt;
  }
  Result.M = std::move(*M);
  Result.Complete = Fields[1] == "1";
  Result.FromCache = true;
  return Result;
}

void ModelCache::store(StringRef Key, const LowerResult &Result,
                       int64_t ParseStart) {
  if (Key.empty() || hasErrors(Result.M))
    return;
  std::string Body;
  raw_string_ostream OS(Body);
  OS << nanos(std::chrono::system_clock::now()) << ' ' << Result.Complete << ' '
     << Result.Dependencies.size() << '\n';
  for (const std::string &Path : Result.Dependencies) {
    std::string Hash = hashOf(Path);
    FileState State = stateOf(Path);
    // Written while it was read: which of the two is in the model?
    if (!State.Exists || State.Time >= ParseStart ||
        StringRef(Path).contains('\n'))
      return;
    OS << Hash << ' ' << State.Size << ' ' << State.Time << ' ' << Path << '\n';
  }
  writeModule(Result.M, OS);
  OS.flush();

  // Written beside and renamed: another process sees all of it or nothing.
  // Errors are not reported; the next run works the same without the entry.
  if (sys::fs::create_directories(Directory))
    return;
  Expected<sys::fs::TempFile> Temp =
      sys::fs::TempFile::create(Directory + "/tmp-%%%%%%%%");
  if (!Temp) {
    consumeError(Temp.takeError());
    return;
  }
  raw_fd_ostream File(Temp->FD, /*shouldClose=*/false);
  File << digest(Body) << '\n' << Body;
  File.flush();
  bool Failed = File.has_error();
  File.clear_error();
  consumeError(Failed ? Temp->discard() : Temp->keep(entryPath(Key)));
}

void ModelCache::prune() const {
  if (Directory.empty())
    return;
  CachePruningPolicy Policy;
  Policy.Expiration = std::chrono::hours(24 * 30);
  Policy.MaxSizeBytes = MaxBytes;
  pruneCache(Directory, Policy);
}

Expected<unsigned> ModelCache::clear() const {
  unsigned Count = 0;
  std::error_code EC;
  if (Directory.empty() || !sys::fs::exists(Directory))
    return 0;
  for (sys::fs::directory_iterator It(Directory, EC), End; It != End && !EC;
       It.increment(EC)) {
    StringRef Name = sys::path::filename(It->path());
    bool IsEntry = Name.starts_with(Prefix);
    // Only what is ours: the folder may have been given by mistake.
    if (!IsEntry && !Name.starts_with("tmp-") && Name != "llvmcache.timestamp")
      continue;
    if (std::error_code RemoveEC = sys::fs::remove(It->path()))
      return createStringError(RemoveEC, "%s: %s", It->path().c_str(),
                               RemoveEC.message().c_str());
    Count += IsEntry;
  }
  if (EC)
    return createStringError(EC, "%s: %s", Directory.c_str(),
                             EC.message().c_str());
  return Count;
}

Expected<LowerResult> lowerCached(const CompileJob &Job,
                                  const LowerOptions &Options,
                                  ModelCache &Cache) {
  std::string Key = Cache.keyOf(Job, Options);
  if (std::optional<LowerResult> Found = Cache.lookup(Key))
    return std::move(*Found);
  int64_t Start = nanos(std::chrono::system_clock::now());
  Expected<LowerResult> Result = lower(Job, Options);
  if (Result)
    Cache.store(Key, *Result, Start);
  return Result;
}

} // namespace heddle
