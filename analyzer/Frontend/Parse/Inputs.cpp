//===- Inputs.cpp - From what the user typed to compile jobs ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// planInputs(). For every path the question is: with which flags is it
/// compiled? In this order:
///
/// 1. flags after `--`;
/// 2. the database given with -p;
/// 3. a compile_commands.json in the path's folder or one of its `build*`
///    folders, or in a folder above likewise, if it knows the path (a folder:
///    something below it; a header: a unit that includes it);
/// 4. the defaults of defaultCommand(), with a note.
///
/// Whatever is decided for the user, and whatever is left out, becomes a note:
/// silence means that everything asked for was taken as it is built.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/CommandLine.h"
#include "analyzer/Frontend/Parse/Database.h"
#include "analyzer/Frontend/Parse/Includes.h"
#include "analyzer/Frontend/Parse/Sources.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>

using namespace llvm;

namespace heddle {
namespace {

std::string plural(size_t N, StringRef What) {
  return std::to_string(N) + " " + What.str() + (N == 1 ? "" : "s");
}

/// `-- FLAGS` may begin with the compiler itself, as CMake's
/// CXX_CLANG_TIDY passes it.
bool beginsWithCompiler(ArrayRef<std::string> Flags) {
  return !Flags.empty() && !StringRef(Flags[0]).starts_with("-") &&
         !StringRef(Flags[0]).starts_with("@") &&
         sourceKind(Flags[0]) == SourceKind::Other;
}

bool namesLanguage(ArrayRef<std::string> Flags) {
  return any_of(Flags, [](StringRef F) { return F.starts_with("-x"); });
}

class Planner {
public:
  explicit Planner(const InputRequest &Request) : Request(Request) {
    SmallString<256> Current;
    if (sys::fs::current_path(Current))
      Current = "/"; // the folder is gone: only absolute paths can be given
    Cwd = std::string(Current);
  }

  Expected<InputPlan> run();

private:
  Error loadGivenDatabase();
  void addPath(const std::string &Path);
  void addFile(const std::string &File);
  void addDirectory(const std::string &Directory);
  void addWholeDatabase(const Database &Db, StringRef Below);
  void addUnlisted(const Database &Db, const SourceTree &Tree,
                   StringRef Directory);
  void addDefaults(const SourceTree &Tree, const std::string &Directory);
  void addHeadersNobodyIncludes(const SourceTree &Tree, size_t FirstJob,
                                StringRef Directory);

  std::vector<const Database *> candidates(StringRef Directory);
  bool addFromDatabase(const Database &Db, const std::string &File);
  bool borrowFlags(const Database &Db, const std::string &Header);
  void addByDefault(const std::string &File, StringRef TreeRoot);
  void addWithGivenFlags(const std::string &File);
  void addJob(CompileJob Job);
  void noteDuplicatesAndDropped();
  std::string shown(StringRef Path) const;

  const InputRequest &Request;
  std::string Cwd;
  InputPlan Plan;
  std::map<std::string, std::optional<Database>> Loaded;
  const Database *Given = nullptr;
  IncludeScanner Includes;
  std::vector<std::string> Roots;
  std::set<std::string> Keys; ///< jobs by meaning
  std::map<std::string, unsigned> JobsPerFile;
  std::map<std::string, unsigned> Dropped;
  std::vector<std::string> Defaulted, WithOpenMP;
  unsigned Duplicates = 0;
};

std::string Planner::shown(StringRef Path) const {
  return isBelow(Path, Cwd) && Path != Cwd
             ? Path.substr(Cwd.size()).ltrim('/').str()
             : Path.str();
}

/// Two jobs that mean the same are one.
void Planner::addJob(CompileJob Job) {
  SemanticCommand Command = reduceCommand(Job);
  std::string Key =
      Job.File + '\n' + Job.Directory + '\n' + join(Command.Flags, "\n");
  if (!Keys.insert(Key).second) {
    ++Duplicates;
    return;
  }
  for (const std::string &Flag : Command.Dropped)
    ++Dropped[Flag];
  ++JobsPerFile[Job.File];
  Plan.Jobs.push_back(std::move(Job));
}

void Planner::addWithGivenFlags(const std::string &File) {
  CompileJob Job;
  Job.File = File;
  Job.Directory = Cwd;
  SourceKind Kind = sourceKind(File);
  bool IsC = Kind == SourceKind::C || Kind == SourceKind::PreprocessedC;
  if (beginsWithCompiler(Request.Flags)) {
    Job.Command = Request.Flags;
  } else {
    Job.Command = {IsC ? "clang" : "clang++"};
    if (Kind == SourceKind::Header && !namesLanguage(Request.Flags))
      append_range(Job.Command, ArrayRef<std::string>{"-x", "c++"});
    append_range(Job.Command, Request.Flags);
  }
  Job.Command.push_back(File);
  addJob(std::move(Job));
}

/// Where projects keep headers: the flags that a Makefile would most likely
/// pass. -iquote cannot shadow a standard header.
void addLikelyIncludes(StringRef TreeRoot, std::vector<std::string> &Command) {
  for (StringRef Name : {"include", "inc"}) {
    std::string Folder = absolutePath(Name, TreeRoot);
    if (sys::fs::is_directory(Folder))
      Command.push_back("-I" + Folder);
  }
  Command.push_back("-iquote" + TreeRoot.str());
  std::string Src = absolutePath("src", TreeRoot);
  if (sys::fs::is_directory(Src))
    Command.push_back("-iquote" + Src);
}

void Planner::addByDefault(const std::string &File, StringRef TreeRoot) {
  CompileJob Job;
  Job.File = File;
  Job.Directory = TreeRoot.str();
  Job.Guessed = true;
  SourceKind Kind = sourceKind(File);
  bool IsC = Kind == SourceKind::C || Kind == SourceKind::PreprocessedC ||
             (Kind == SourceKind::Header && !looksLikeCxx(File));
  Job.Command = defaultCommand(IsC);
  if (Kind == SourceKind::Header)
    append_range(Job.Command, ArrayRef<std::string>{"-x", IsC ? "c" : "c++"});
  addLikelyIncludes(TreeRoot, Job.Command);
  Job.Command.push_back(File);
  const StringSet<> &Read = Includes.filesOf(Job);
  if (usesOpenMP(File) ||
      any_of(Read.keys(), [](StringRef Name) { return usesOpenMP(Name); })) {
    Job.Command.insert(Job.Command.end() - 1, "-fopenmp");
    WithOpenMP.push_back(File);
  }
  addJob(std::move(Job));
  Defaulted.push_back(File);
}

bool Planner::addFromDatabase(const Database &Db, const std::string &File) {
  std::vector<const CompileJob *> Jobs = Db.jobsOf(File);
  for (const CompileJob *Job : Jobs)
    addJob(*Job);
  if (!Jobs.empty())
    Roots.push_back(Db.projectRoot());
  return !Jobs.empty();
}

bool Planner::borrowFlags(const Database &Db, const std::string &Header) {
  std::vector<const CompileJob *> All;
  for (const CompileJob &Job : Db.jobs())
    All.push_back(&Job);
  const CompileJob *From = Includes.includerOf(Header, All);
  if (!From)
    return false;
  CompileJob Job;
  Job.Directory = From->Directory;
  // The reduced flags: without the includer's own `-x` and file.
  SemanticCommand Command = reduceCommand(*From);
  bool IsC = sourceKind(From->File) == SourceKind::C;
  Job.File = Header;
  Job.Command = {IsC ? "clang" : "clang++"};
  append_range(Job.Command, Command.Flags);
  append_range(Job.Command,
               ArrayRef<std::string>{"-x", IsC ? "c" : "c++", Header});
  addJob(std::move(Job));
  Roots.push_back(Db.projectRoot());
  Plan.Notes.push_back(shown(Header) + ": parsed with the flags of " +
                       shown(From->File) + ", which includes it");
  return true;
}

/// The databases to ask about something in \p Directory, in order. One that
/// can't be read is a note, once: it may have nothing to do with the input.
std::vector<const Database *> Planner::candidates(StringRef Directory) {
  if (Given)
    return {Given};
  std::vector<const Database *> Result;
  for (const std::string &Path : databasesFor(Directory)) {
    auto [It, Inserted] = Loaded.try_emplace(Path);
    if (Inserted) {
      Expected<Database> Db = Database::load(Path);
      if (Db)
        It->second = std::move(*Db);
      else
        Plan.Notes.push_back(toString(Db.takeError()));
    }
    if (It->second)
      Result.push_back(&*It->second);
  }
  return Result;
}

void Planner::addFile(const std::string &File) {
  FileCheck Check = checkFile(File, shown(File));
  if (Check.IsModel) {
    Plan.ModelFiles.push_back(File);
    return;
  }
  if (!Check.Problem.empty()) {
    Plan.Problems.push_back(Check.Problem);
    return;
  }
  if (!Check.Note.empty())
    Plan.Notes.push_back(Check.Note);
  StringRef Parent = sys::path::parent_path(File);
  if (Request.FlagsGiven) {
    Roots.push_back(Parent.str());
    return addWithGivenFlags(File);
  }
  SourceKind Kind = sourceKind(File);
  std::vector<const Database *> Databases = candidates(Parent);
  for (const Database *Db : Databases)
    if (addFromDatabase(*Db, File))
      return;
  if (Kind == SourceKind::Other) {
    Plan.Problems.push_back(
        shown(File) + " is no C or C++ file by its name; if it is one, say so: "
                      "-- -x c++");
    return;
  }
  if (Kind == SourceKind::Header)
    for (const Database *Db : Databases)
      if (borrowFlags(*Db, File))
        return;
  Roots.push_back(Parent.str());
  addByDefault(File, Parent);
}

void Planner::addWholeDatabase(const Database &Db, StringRef Below) {
  for (const CompileJob &Job : Db.jobs()) {
    if (!Below.empty() && !isBelow(Job.File, Below))
      continue;
    if (sourceKind(Job.File) == SourceKind::Other)
      continue; // assembler, resources, Fortran
    FileCheck Check = checkFile(Job.File, shown(Job.File));
    if (Check.Problem.empty())
      addJob(Job);
    else if (!sys::fs::exists(Job.File))
      Plan.Problems.push_back(shown(Job.File) + " is in " + shown(Db.path()) +
                              " but does not exist; build the project, or make "
                              "its database again");
    else
      Plan.Notes.push_back(Check.Problem);
  }
  if (Db.unusableEntries())
    Plan.Notes.push_back(shown(Db.path()) + ": " +
                         plural(Db.unusableEntries(), "entry without a file or "
                                                      "command") +
                         " left out");
  Roots.push_back(Db.projectRoot());
}

/// Sources that the build does not compile may be dead, or for another
/// platform: they are left out, not in silence.
void Planner::addUnlisted(const Database &Db, const SourceTree &Tree,
                          StringRef Directory) {
  std::vector<std::string> Missing;
  for (const std::string &Source : Tree.Sources)
    if (Db.jobsOf(Source).empty())
      Missing.push_back(Source);
  if (!Missing.empty())
    Plan.Notes.push_back(plural(Missing.size(), "source file") + " below " +
                         shown(Directory) + " not in " + shown(Db.path()) +
                         ", so not analysed (first: " + shown(Missing[0]) +
                         "); give them by name to have them analysed");
}

void Planner::addDefaults(const SourceTree &Tree,
                          const std::string &Directory) {
  Roots.push_back(Directory);
  auto Add = [&](const std::string &File) {
    FileCheck Check = checkFile(File, shown(File));
    if (!Check.Problem.empty())
      Plan.Notes.push_back("left out: " + Check.Problem);
    else if (Request.FlagsGiven)
      addWithGivenFlags(File);
    else
      addByDefault(File, Directory);
    if (!Check.Note.empty())
      Plan.Notes.push_back(Check.Note);
  };
  for (const std::string &Source : Tree.Sources)
    Add(Source);
  if (Tree.Sources.empty()) // a library of headers
    for (const std::string &Header : Tree.Headers)
      Add(Header);
  if (!Tree.Skipped.empty())
    Plan.Notes.push_back("not looked into: " + join(Tree.Skipped, ", "));
}

void Planner::addHeadersNobodyIncludes(const SourceTree &Tree, size_t FirstJob,
                                       StringRef Directory) {
  std::vector<std::string> Alone;
  for (const std::string &Header : Tree.Headers)
    if (none_of(ArrayRef(Plan.Jobs).drop_front(FirstJob),
                [&](const CompileJob &Job) {
                  return Includes.filesOf(Job).contains(Header);
                }))
      Alone.push_back(Header);
  if (!Alone.empty())
    Plan.Notes.push_back(plural(Alone.size(), "header") + " below " +
                         shown(Directory) +
                         " that no analysed file includes, so not analysed "
                         "(first: " +
                         shown(Alone[0]) + ")");
}

void Planner::addDirectory(const std::string &Directory) {
  size_t FirstJob = Plan.Jobs.size();
  SourceTree Tree = findSources(Directory);
  const Database *Db = nullptr;
  if (!Request.FlagsGiven)
    for (const Database *Candidate : candidates(Directory))
      if (!Db && any_of(Candidate->jobs(), [&](const CompileJob &Job) {
            return isBelow(Job.File, Directory);
          }))
        Db = Candidate;
  if (Db) {
    addWholeDatabase(*Db, Directory);
    addUnlisted(*Db, Tree, Directory);
  } else {
    addDefaults(Tree, Directory);
  }
  if (Plan.Jobs.size() == FirstJob)
    Plan.Problems.push_back("no C or C++ sources in " + shown(Directory));
  else if (!Tree.Sources.empty())
    addHeadersNobodyIncludes(Tree, FirstJob, Directory);
}

void Planner::addPath(const std::string &Path) {
  std::string Absolute = absolutePath(Path, Cwd);
  if (Absolute.size() > 1 && StringRef(Absolute).ends_with("/"))
    Absolute.pop_back();
  if (!sys::fs::exists(Absolute)) {
    Plan.Problems.push_back(Path + ": no such file or folder");
    return;
  }
  if (sys::fs::is_directory(Absolute))
    return addDirectory(Absolute);
  if (sys::path::filename(Absolute) != "compile_commands.json")
    return addFile(Absolute);
  Expected<Database> Db = Database::load(Absolute);
  if (Db)
    addWholeDatabase(*Db, {});
  else
    Plan.Problems.push_back(toString(Db.takeError()));
}

Error Planner::loadGivenDatabase() {
  if (Request.BuildDir.empty() || Request.FlagsGiven)
    return Error::success();
  std::string Path = absolutePath(Request.BuildDir, Cwd);
  if (sys::fs::is_directory(Path))
    Path = absolutePath("compile_commands.json", Path);
  if (!sys::fs::exists(Path))
    return createStringError(
        "-p %s: no compile_commands.json there; with CMake, configure with "
        "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, with make, run `bear -- make`",
        Request.BuildDir.c_str());
  Expected<Database> Db = Database::load(Path);
  if (!Db)
    return Db.takeError();
  Given = &*(Loaded[Path] = std::move(*Db));
  return Error::success();
}

void Planner::noteDuplicatesAndDropped() {
  if (!Defaulted.empty()) {
    bool AnyC = false, AnyCxx = false;
    for (const CompileJob &Job : Plan.Jobs)
      if (Job.Guessed)
        (Job.Command[0] == "clang" ? AnyC : AnyCxx) = true;
    std::string What = AnyCxx ? "-std=c++20 -pthread" : "-std=gnu17 -pthread";
    if (AnyC && AnyCxx)
      What += " (C: -std=gnu17 -pthread)";
    Plan.Notes.push_back(
        "no compile_commands.json knows " +
        (Defaulted.size() == 1 ? shown(Defaulted[0])
                               : plural(Defaulted.size(), "file")) +
        ", so default flags: " + What + "; pass -p BUILD or -- FLAGS");
  }
  if (!WithOpenMP.empty())
    Plan.Notes.push_back((WithOpenMP.size() == 1
                              ? shown(WithOpenMP[0]) + " uses"
                              : plural(WithOpenMP.size(), "file") + " use") +
                         " OpenMP, so -fopenmp is added");
  if (Duplicates)
    Plan.Notes.push_back(plural(Duplicates, "compile command") +
                         " with the same meaning as another left out");
  size_t Several = count_if(JobsPerFile, [](auto &E) { return E.second > 1; });
  if (Several)
    Plan.Notes.push_back(plural(Several, "file") + " compiled in several ways; "
                                                   "each is analysed");
  std::vector<std::string> Unknown;
  Unknown.reserve(Dropped.size());
  for (const auto &[Flag, Count] : Dropped)
    Unknown.push_back(Flag);
  if (!Unknown.empty())
    Plan.Notes.push_back("flags unknown to Clang, left out: " +
                         join(Unknown, " "));
}

Expected<InputPlan> Planner::run() {
  if (Error E = loadGivenDatabase())
    return std::move(E);
  if (Request.Paths.empty() && !Given)
    return createStringError(
        "nothing to analyse; give files or a folder, or -p BUILD");
  if (Request.Paths.empty())
    addWholeDatabase(*Given, {});
  for (const std::string &Path : expandResponseFiles(Request.Paths, Cwd))
    addPath(Path);
  noteDuplicatesAndDropped();
  for (std::string &Root : Roots)
    Root += "/x"; // commonParent() wants files
  Plan.Root = Roots.empty() ? Cwd : commonParent(Roots);
  return std::move(Plan);
}

} // namespace

Expected<InputPlan> planInputs(const InputRequest &Request) {
  return Planner(Request).run();
}

} // namespace heddle
