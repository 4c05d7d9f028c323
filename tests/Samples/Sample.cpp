//===- Sample.cpp - Samples and their marks -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sample.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <set>

using namespace heddle;
using namespace heddle::samples;
using llvm::StringRef;
namespace path = llvm::sys::path;

//===----------------------------------------------------------------------===//
// Marks
//===----------------------------------------------------------------------===//

static std::vector<std::string> splitNames(StringRef List) {
  llvm::SmallVector<StringRef, 4> Parts;
  List.split(Parts, ',', -1, /*KeepEmpty=*/false);
  std::vector<std::string> Names;
  for (StringRef Part : Parts)
    Names.push_back(Part.trim().str());
  return Names;
}

/// ` with #a, #b; dynamic: confirmed; likely`
static bool readOptions(StringRef Rest, Mark &M) {
  llvm::SmallVector<StringRef, 4> Parts;
  Rest.split(Parts, ';');
  for (StringRef Part : Parts) {
    Part = Part.trim();
    if (Part.consume_front("with ")) {
      for (StringRef Name : splitNames(Part)) {
        if (!Name.consume_front("#"))
          return false;
        M.With.push_back(Name.str());
      }
    } else if (Part == "dynamic: confirmed") {
      M.DynamicConfirmed = true;
    } else if (Part == "possible") {
      M.Belief = Confidence::Possible;
    } else if (Part == "likely") {
      M.Belief = Confidence::Likely;
    } else if (Part == "certain") {
      M.Belief = Confidence::Certain;
    } else if (!Part.empty()) {
      return false;
    }
  }
  return true;
}

/// `RULE(OBJECT)…`
static bool readExpectation(StringRef Text, Mark &M) {
  size_t Open = Text.find('('), Close = Text.find(')');
  // An object may have parentheses of its own: `memory allocated in main()`.
  if (Close != StringRef::npos && Text.substr(Close).starts_with("))"))
    ++Close;
  if (Open == StringRef::npos || Close == StringRef::npos || Close < Open)
    return false;
  M.Rule = Text.take_front(Open).trim().str();
  M.Objects = splitNames(Text.slice(Open + 1, Close));
  llvm::sort(M.Objects);
  // What follows a known limit is its explanation.
  return M.Kind != MarkKind::Expect || readOptions(Text.substr(Close + 1), M);
}

/// One comment, without its slashes.
static void readComment(StringRef Text, StringRef File, uint32_t Line,
                        Sample &S) {
  Text = Text.trim();
  Mark M;
  M.File = File.str();
  M.Line = Line;
  if (Text == "expect-none") {
    S.ExpectNone = true;
    return;
  }
  if (Text.consume_front("with-rule:")) {
    S.Also.push_back(Text.trim().str());
    return;
  }
  if (Text.consume_front("#")) {
    S.Lines[Text.take_until(llvm::isSpace).str()] = {File.str(), Line};
    return;
  }
  if (Text.consume_front("expect-miss:"))
    M.Kind = MarkKind::Miss;
  else if (Text.consume_front("expect-wrong:"))
    M.Kind = MarkKind::Wrong;
  else if (!Text.consume_front("expect:"))
    return;
  if (readExpectation(Text.trim(), M))
    S.Marks.push_back(std::move(M));
  else
    S.Problems.push_back((File + ":" + llvm::Twine(Line) +
                          ": a mark that can't be read: " + Text)
                             .str());
}

void samples::readMarks(StringRef Source, StringRef File, Sample &S) {
  // In a folder any file may tell the story.
  S.HasComment |= Source.starts_with("//") || Source.starts_with("/*");
  llvm::SmallVector<StringRef, 0> Lines;
  Source.split(Lines, '\n');
  for (uint32_t I = 0; I < Lines.size(); ++I) {
    llvm::SmallVector<StringRef, 4> Comments;
    Lines[I].split(Comments, "//");
    for (StringRef Text : llvm::drop_begin(Comments))
      readComment(Text, File, I + 1, S);
    StringRef Block = Lines[I];
    while (Block.contains("/*")) {
      auto [Text, Rest] = Block.split("/*").second.split("*/");
      readComment(Text, File, I + 1, S);
      Block = Rest;
    }
  }
}

//===----------------------------------------------------------------------===//
// The tree
//===----------------------------------------------------------------------===//

static bool isSource(StringRef File) {
  StringRef Ext = path::extension(File);
  return Ext == ".c" || Ext == ".cpp";
}

static std::string relative(StringRef File, StringRef Root) {
  File.consume_front(Root);
  return File.ltrim('/').str();
}

static void addFile(StringRef Full, StringRef Root, Sample &S) {
  std::string Name = relative(Full, Root);
  if (isSource(Full))
    S.Files.push_back(Name);
  if (auto Buffer = llvm::MemoryBuffer::getFile(Full))
    readMarks((*Buffer)->getBuffer(), Name, S);
  else
    S.Problems.push_back(Name + ": " + Buffer.getError().message());
}

static bool isProgramFolder(StringRef Folder) {
  return llvm::sys::fs::exists(Folder + "/main.cpp") ||
         llvm::sys::fs::exists(Folder + "/main.c");
}

std::vector<Sample> samples::findSamples(StringRef Root) {
  std::vector<std::string> Files;
  std::error_code EC;
  for (llvm::sys::fs::recursive_directory_iterator It(Root, EC), End;
       It != End && !EC; It.increment(EC))
    if (It->type() == llvm::sys::fs::file_type::regular_file)
      Files.push_back(It->path());
  llvm::sort(Files);

  std::map<std::string, Sample> Samples;
  for (const std::string &File : Files) {
    StringRef Folder = path::parent_path(File);
    bool Whole = isProgramFolder(Folder);
    if (!isSource(File) && !Whole)
      continue; // headers of single-file samples belong to many
    // `bank.fixed.cpp` and the folder `across.fixed` keep their ending.
    std::string Name = Whole ? relative(Folder, Root)
                             : StringRef(relative(File, Root))
                                   .drop_back(path::extension(File).size())
                                   .str();
    Sample &S = Samples[Name];
    S.Name = Name;
    addFile(File, Root, S);
  }
  std::vector<Sample> Sorted;
  Sorted.reserve(Samples.size());
  for (auto &[Name, S] : Samples)
    Sorted.push_back(std::move(S));
  return Sorted;
}

//===----------------------------------------------------------------------===//
// Comparing
//===----------------------------------------------------------------------===//

/// `M` for `this->A.M`, `Forks` for `Forks[Seat]`.
static StringRef lastPart(StringRef Name) {
  Name = Name.take_until([](char C) { return C == '['; });
  size_t Cut = Name.find_last_of(".>:");
  return Cut == StringRef::npos ? Name : Name.drop_front(Cut + 1);
}

static bool sameObjects(const Mark &M, const Finding &F) {
  std::vector<std::string> Objects = splitNames(F.Object);
  llvm::sort(Objects);
  if (Objects == M.Objects)
    return true;
  std::set<StringRef> Marked, Found;
  for (StringRef Name : M.Objects)
    Marked.insert(lastPart(Name));
  for (StringRef Name : Objects)
    Found.insert(lastPart(Name));
  return Marked == Found;
}

static bool stands(const SourceSpan &Span, StringRef File, uint32_t Line) {
  return Span.File == File && Span.Line <= Line &&
         Line <= std::max(Span.Line, Span.EndLine);
}

static bool matches(const Sample &S, const Mark &M, const Finding &F) {
  if (F.Rule != M.Rule || F.Sites.empty() || !sameObjects(M, F) ||
      !stands(F.Sites.front().Span, M.File, M.Line))
    return false;
  if (M.Belief && *M.Belief != F.Belief)
    return false;
  return llvm::all_of(M.With, [&](const std::string &Name) {
    auto It = S.Lines.find(Name);
    return It != S.Lines.end() && llvm::any_of(F.Sites, [&](const Site &Site) {
             return stands(Site.Span, It->second.File, It->second.Line);
           });
  });
}

static std::string where(const Mark &M) {
  return M.File + ":" + std::to_string(M.Line) + ": ";
}

static std::string told(const Finding &F) {
  std::string Text;
  if (!F.Sites.empty())
    Text = F.Sites.front().Span.File + ":" +
           std::to_string(F.Sites.front().Span.Line) + ": ";
  Text += F.Rule + "(" + F.Object + "): " + F.Message;
  for (const Site &Site : llvm::drop_begin(F.Sites))
    Text += "\n      at " + Site.Span.File + ":" +
            std::to_string(Site.Span.Line) + ": " + Site.Message;
  return Text;
}

std::vector<std::string>
samples::compare(const Sample &S, const std::vector<Finding> &Findings) {
  std::vector<std::string> Wrong = S.Problems;
  std::vector<bool> Used(Findings.size());
  for (const Mark &M : S.Marks) {
    bool Found = false;
    for (size_t I = 0; I < Findings.size() && !Found; ++I)
      if (!Used[I] && matches(S, M, Findings[I]))
        Found = Used[I] = true;
    std::string What = M.Rule + "(" + llvm::join(M.Objects, ", ") + ")";
    switch (M.Kind) {
    case MarkKind::Expect:
      if (!Found)
        Wrong.push_back(where(M) + "not found: " + What);
      break;
    case MarkKind::Miss:
      if (Found)
        Wrong.push_back(where(M) + What +
                        " is found now: change expect-miss into expect");
      break;
    case MarkKind::Wrong:
      if (!Found)
        Wrong.push_back(where(M) + What +
                        " is no longer reported: take expect-wrong out");
      break;
    }
  }
  for (size_t I = 0; I < Findings.size(); ++I)
    if (!Used[I])
      Wrong.push_back("not marked: " + told(Findings[I]));
  if (S.ExpectNone && !S.Marks.empty() &&
      llvm::any_of(S.Marks,
                   [](const Mark &M) { return M.Kind == MarkKind::Expect; }))
    Wrong.push_back(S.Name + ": expects nothing and something");
  return Wrong;
}
