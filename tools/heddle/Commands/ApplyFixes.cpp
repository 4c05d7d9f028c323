//===- ApplyFixes.cpp - heddle check --fix -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/ApplyFixes.h"

#include "analyzer/Findings/Edits.h"
#include "analyzer/Findings/Span.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <set>

namespace fs = llvm::sys::fs;

namespace heddle {

namespace {

/// A file, and what it will be.
struct NewContent {
  std::string Shown; ///< as in the report
  std::string Path;  ///< the file itself, behind links
  std::string Text;
  fs::perms Mode = fs::all_read | fs::owner_write;
};

} // namespace

/// Links lead out of the root, or into it: what counts is where the file is.
static llvm::Expected<std::string> realFile(llvm::StringRef Root,
                                            llvm::StringRef File) {
  llvm::SmallString<256> Path(Root), RealRoot, Real;
  llvm::sys::path::append(Path, File);
  if (std::error_code Failed = fs::real_path(Path, Real))
    return llvm::createStringError(Failed, File + ": " + Failed.message());
  if (fs::real_path(Root, RealRoot) || !Real.starts_with(RealRoot) ||
      (RealRoot != "/" && Real[RealRoot.size()] != '/'))
    return llvm::createStringError(File + " lies outside of " + Root +
                                   ": --fix leaves it alone");
  return std::string(Real);
}

static llvm::Expected<NewContent> mend(const Report &R, llvm::StringRef File,
                                       const FixIt &All,
                                       llvm::sys::TimePoint<> Since) {
  llvm::Expected<std::string> Path = realFile(R.Root, File);
  if (!Path)
    return Path.takeError();
  fs::file_status Status;
  if (std::error_code Failed = fs::status(*Path, Status))
    return llvm::createStringError(Failed, File + ": " + Failed.message());
  if (Status.getLastModificationTime() >= Since)
    return llvm::createStringError(
        File + " was changed while it was analysed; nothing is mended, run "
               "heddle check --fix again");
  auto Old = llvm::MemoryBuffer::getFile(*Path);
  if (!Old)
    return llvm::createStringError(Old.getError(),
                                   File + ": " + Old.getError().message());
  llvm::Expected<std::string> New = applyFix((*Old)->getBuffer(), File, All);
  if (!New)
    return New.takeError();
  return NewContent{File.str(), std::move(*Path), std::move(*New),
                    Status.permissions()};
}

/// A new file takes the old one's place: who reads meanwhile sees one of the
/// two.
static llvm::Error write(const NewContent &C) {
  llvm::Expected<fs::TempFile> Temp =
      fs::TempFile::create(C.Path + ".heddle-%%%%%%", C.Mode);
  if (!Temp)
    return llvm::createFileError(C.Shown, Temp.takeError());
  llvm::raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
  OS << C.Text;
  OS.flush();
  if (OS.has_error()) {
    std::error_code Why = OS.error();
    OS.clear_error();
    llvm::consumeError(Temp->discard());
    return llvm::createFileError(C.Shown, Why);
  }
  // The mode given above is cut by the umask.
  if (std::error_code Failed = fs::setPermissions(Temp->TmpName, C.Mode)) {
    llvm::consumeError(Temp->discard());
    return llvm::createFileError(C.Shown, Failed);
  }
  if (llvm::Error E = Temp->keep(C.Path))
    return llvm::createFileError(C.Shown, std::move(E));
  return llvm::Error::success();
}

llvm::Error applyFixes(const Report &R, llvm::sys::TimePoint<> Since,
                       llvm::raw_ostream &OS) {
  const FixSelection Selected = selectFixes(R);
  if (Selected.Chosen.empty()) {
    OS << "fix: nothing here can be mended mechanically\n";
    return llvm::Error::success();
  }
  std::set<std::string> Files;
  for (const Edit &E : Selected.All.Edits)
    Files.insert(E.Span.File);
  // All are read and mended before the first is written.
  std::vector<NewContent> Contents;
  for (const std::string &File : Files) {
    llvm::Expected<NewContent> C = mend(R, File, Selected.All, Since);
    if (!C)
      return C.takeError();
    Contents.push_back(std::move(*C));
  }
  std::string Written;
  for (const NewContent &C : Contents) {
    if (llvm::Error E = write(C))
      return llvm::createStringError(llvm::toString(std::move(E)) +
                                     (Written.empty()
                                          ? "; nothing was changed"
                                          : "; already changed:" + Written));
    Written += " " + C.Shown;
  }
  for (size_t I : Selected.Chosen) {
    const Finding &F = R.Findings[I];
    OS << "fixed: "
       << (F.Sites.empty() ? "" : shortLocation(F.Sites[0].Span, "") + ": ")
       << F.Fixes.front().Title << " [" << F.Rule << "]\n";
  }
  OS << "changed:" << Written << "; look at the changes, then check again";
  if (!Selected.Left.empty())
    OS << " (" << Selected.Left.size() << " more "
       << (Selected.Left.size() == 1 ? "fix waits" : "fixes wait") << ')';
  OS << '\n';
  return llvm::Error::success();
}

} // namespace heddle
