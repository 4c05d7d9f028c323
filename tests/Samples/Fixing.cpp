//===- Fixing.cpp - Fixes, carried out and looked at again ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixing.h"

#include "analyzer/Findings/Edits.h"
#include "analyzer/Frontend/Parse/Sources.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;
using namespace heddle::samples;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

llvm::Expected<LoweredUnit>
heddle::samples::lowerUnit(const std::string &Tree, const std::string &File) {
  CompileJob Job;
  Job.File = Tree + "/" + File;
  Job.Directory = Tree;
  if (llvm::StringRef(File).ends_with(".c"))
    Job.Command = {"clang-22", "-std=gnu17", "-pthread", Job.File};
  else
    Job.Command = {"clang++-22", "-std=c++20", "-pthread", Job.File};
  if (usesOpenMP(Job.File))
    Job.Command.insert(Job.Command.end() - 1, "-fopenmp");
  LowerOptions Options;
  Options.Root = Tree;
  llvm::Expected<LowerResult> Result = lower(Job, Options);
  if (!Result)
    return Result.takeError();
  applySpecs(Result->M, SpecSet::builtin());
  return LoweredUnit{File, std::move(*Result)};
}

Report heddle::samples::checkUnits(const std::vector<LoweredUnit> &Units,
                                   const CheckOptions &Options) {
  std::vector<Module> Modules;
  Modules.reserve(Units.size());
  for (const LoweredUnit &U : Units)
    Modules.push_back(U.Lowered.M);
  return check(std::move(Modules), Options);
}

namespace {

using Texts = std::map<std::string, std::string>;

/// A copy of some folders of a tree, gone with the object.
class TreeCopy {
public:
  TreeCopy(const std::string &Tree, const std::set<std::string> &Folders) {
    llvm::SmallString<128> Made;
    if (fs::createUniqueDirectory("heddle-fix", Made) ||
        fs::real_path(Made, Root))
      return;
    for (const std::string &Folder : Folders)
      copy((Tree + "/").append(Folder), (Root + "/" + Folder).str());
  }
  ~TreeCopy() {
    if (!Root.empty() && fs::remove_directories(Root))
      llvm::errs() << Root << " is left behind\n";
  }
  TreeCopy(const TreeCopy &) = delete;

  std::string root() const { return std::string(Root); }

  bool write(const std::string &File, const std::string &Text) {
    std::error_code Failed;
    llvm::raw_fd_ostream OS((Root + "/" + File).str(), Failed);
    OS << Text;
    return !Failed;
  }

private:
  static void copy(const std::string &From, const std::string &To) {
    if (fs::create_directories(To))
      return;
    std::error_code Failed;
    for (fs::directory_iterator It(From, Failed), End; It != End && !Failed;
         It.increment(Failed))
      if (It->type() == fs::file_type::regular_file &&
          fs::copy_file(It->path(),
                        To + "/" + path::filename(It->path()).str()))
        return; // what is missing will not compile
  }

  llvm::SmallString<128> Root;
};

/// As people tell findings apart.
std::string nameOf(const Finding &F) { return F.Rule + "(" + F.Object + ")"; }

std::map<std::string, int> countFindings(const Report &R) {
  std::map<std::string, int> Count;
  for (const Finding &F : R.Findings)
    ++Count[nameOf(F)];
  return Count;
}

/// The files of \p Fix as they become.
llvm::Expected<Texts> mend(const FixIt &Fix, const std::string &Tree) {
  Texts New;
  SourceReader Read = diskReader(Tree);
  for (const Edit &E : Fix.Edits) {
    if (New.count(E.Span.File))
      continue;
    std::optional<std::string> Old = Read(E.Span.File);
    if (!Old)
      return llvm::createStringError("cannot read " + E.Span.File);
    llvm::Expected<std::string> Text = applyFix(*Old, E.Span.File, Fix);
    if (!Text)
      return Text.takeError();
    New[E.Span.File] = std::move(*Text);
  }
  return New;
}

std::vector<std::string> shown(const Texts &New) {
  std::vector<std::string> Lines;
  for (const auto &[File, Text] : New)
    Lines.push_back((File + ":\n").append(Text));
  return Lines;
}

class FixTrial {
public:
  FixTrial(const std::vector<LoweredUnit> &Units, const Report &Before,
           const CheckOptions &Options)
      : Units(Units), Before(Before), Options(Options) {}

  /// What is wrong with \p Fix, one of \p F.
  std::vector<std::string> run(const Finding &F, const FixIt &Fix) {
    llvm::Expected<Texts> New = mend(Fix, Options.Root);
    if (!New)
      return {llvm::toString(New.takeError())};
    std::vector<std::string> Problems = look(F, *New);
    if (!Problems.empty()) {
      Problems.insert(Problems.begin(), "the fix '" + Fix.Title + "' of " +
                                            F.Rule + "(" + F.Object + "):");
      llvm::append_range(Problems, shown(*New));
    }
    return Problems;
  }

private:
  std::vector<std::string> look(const Finding &F, const Texts &New) {
    std::set<std::string> Folders;
    for (const LoweredUnit &U : Units)
      Folders.insert(path::parent_path(U.File).str());
    for (const auto &[File, Text] : New)
      Folders.insert(path::parent_path(File).str());
    TreeCopy Copy(Options.Root, Folders);
    for (const auto &[File, Text] : New)
      if (!Copy.write(File, Text))
        return {"cannot write " + File};
    std::vector<LoweredUnit> Mended;
    for (const LoweredUnit &U : Units) {
      if (!dependsOn(U, New)) {
        Mended.push_back(U);
        continue;
      }
      llvm::Expected<LoweredUnit> Again = lowerUnit(Copy.root(), U.File);
      if (!Again)
        return {llvm::toString(Again.takeError())};
      for (const CompileDiagnostic &D : Again->Lowered.M.Diagnostics)
        if (D.Severity >= DiagnosticSeverity::Error)
          return {"does not compile: " + std::to_string(D.Pos.Line) + ": " +
                  D.Message};
      Mended.push_back(std::move(*Again));
    }
    CheckOptions There = Options;
    There.Root = Copy.root();
    return compare(F, checkUnits(Mended, There));
  }

  bool dependsOn(const LoweredUnit &U, const Texts &New) const {
    return llvm::any_of(New, [&](const auto &Entry) {
      return Entry.first == U.File ||
             llvm::is_contained(U.Lowered.Dependencies,
                                Options.Root + "/" + Entry.first);
    });
  }

  std::vector<std::string> compare(const Finding &F, const Report &After) {
    std::vector<std::string> Problems;
    std::map<std::string, int> Old = countFindings(Before);
    std::map<std::string, int> New = countFindings(After);
    if (New[nameOf(F)] >= Old[nameOf(F)])
      Problems.push_back("does not silence it");
    for (const Finding &Other : After.Findings)
      if (New[nameOf(Other)] > Old[nameOf(Other)] && Other.Level <= F.Level)
        Problems.push_back("brings a new finding: " + nameOf(Other));
    return Problems;
  }

  const std::vector<LoweredUnit> &Units;
  const Report &Before;
  const CheckOptions &Options;
};

} // namespace

std::vector<std::string>
heddle::samples::tryFixes(const std::vector<LoweredUnit> &Units,
                          const Report &Before, const CheckOptions &Options,
                          unsigned &Tried) {
  std::vector<std::string> Problems;
  for (const Finding &F : Before.Findings)
    for (const FixIt &Fix : F.Fixes) {
      ++Tried;
      llvm::append_range(Problems,
                         FixTrial(Units, Before, Options).run(F, Fix));
    }
  return Problems;
}
