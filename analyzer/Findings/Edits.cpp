//===- Edits.cpp - Carrying out a fix -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "analyzer/Findings/Edits.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

using namespace heddle;

/// Lines and columns count from 1.
static std::optional<size_t> offsetOf(llvm::StringRef Text, uint32_t Line,
                                      uint32_t Column) {
  size_t Start = 0;
  for (uint32_t I = 1; I < Line; ++I) {
    Start = Text.find('\n', Start);
    if (Start == llvm::StringRef::npos)
      return std::nullopt;
    ++Start;
  }
  size_t End = std::min(Text.find('\n', Start), Text.size());
  if (!Line || !Column || Start + Column - 1 > End)
    return std::nullopt;
  return Start + Column - 1;
}

llvm::Expected<std::string>
heddle::applyFix(llvm::StringRef Text, llvm::StringRef File, const FixIt &Fix) {
  std::vector<std::tuple<size_t, size_t, llvm::StringRef>> Edits;
  for (const Edit &E : Fix.Edits) {
    if (E.Span.File != File)
      continue;
    std::optional<size_t> Begin = offsetOf(Text, E.Span.Line, E.Span.Column);
    std::optional<size_t> End =
        offsetOf(Text, E.Span.EndLine, E.Span.EndColumn);
    if (!Begin || !End || *End < *Begin)
      return llvm::createStringError(
          "the fix '" + Fix.Title + "' does not fit " + File.str() +
          ": it changed since; run heddle check again");
    Edits.push_back({*Begin, *End, E.Text});
  }
  llvm::sort(Edits);
  std::string Out;
  size_t Done = 0;
  for (auto [Begin, End, New] : Edits) {
    if (Begin < Done)
      return llvm::createStringError("the fix '" + Fix.Title +
                                     "' changes one place twice");
    Out += Text.slice(Done, Begin);
    Out += New;
    Done = End;
  }
  return Out + Text.substr(Done).str();
}

namespace {

/// Edits whose lines touch, and the lines.
struct Group {
  std::string File;
  uint32_t Line, EndLine;
  std::vector<Edit> Edits;
};

} // namespace

static std::vector<Group> groupByLines(const FixIt &Fix) {
  std::vector<Edit> Sorted = Fix.Edits;
  llvm::sort(Sorted, [](const Edit &L, const Edit &R) {
    return std::tie(L.Span, L.Text) < std::tie(R.Span, R.Text);
  });
  std::vector<Group> Groups;
  for (Edit &E : Sorted) {
    if (Groups.empty() || Groups.back().File != E.Span.File ||
        E.Span.Line > Groups.back().EndLine)
      Groups.push_back({E.Span.File, E.Span.Line, E.Span.EndLine, {}});
    Group &G = Groups.back();
    G.EndLine = std::max(G.EndLine, E.Span.EndLine);
    G.Edits.push_back(std::move(E));
  }
  return Groups;
}

static std::vector<std::string> splitLines(llvm::StringRef Text) {
  std::vector<std::string> Lines;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Lines.push_back(Line.rtrim('\r').str());
    Text = Rest;
  }
  return Lines;
}

std::vector<LineChange> heddle::lineChanges(const FixIt &Fix, LineReader Read) {
  std::vector<LineChange> Changes;
  for (const Group &G : groupByLines(Fix)) {
    LineChange C{G.File, G.Line, {}, {}};
    std::string Text;
    for (uint32_t Line = G.Line; Line <= G.EndLine; ++Line) {
      std::optional<std::string> Old = Read(G.File, Line);
      // The end of the last line removed may lie behind the file's end.
      if (!Old && Line != G.EndLine)
        return {};
      Text += Old.value_or("") + "\n";
    }
    FixIt Here{Fix.Title, G.Edits};
    for (Edit &E : Here.Edits) {
      E.Span.Line -= G.Line - 1;
      E.Span.EndLine -= G.Line - 1;
    }
    llvm::Expected<std::string> Mended = applyFix(Text, G.File, Here);
    if (!Mended) {
      llvm::consumeError(Mended.takeError());
      return {};
    }
    C.Old = splitLines(Text);
    C.New = splitLines(*Mended);
    while (!C.Old.empty() && !C.New.empty() && C.Old.back() == C.New.back()) {
      C.Old.pop_back();
      C.New.pop_back();
    }
    auto Differ =
        std::mismatch(C.Old.begin(), C.Old.end(), C.New.begin(), C.New.end());
    C.Line += Differ.first - C.Old.begin();
    C.Old.erase(C.Old.begin(), Differ.first);
    C.New.erase(C.New.begin(), Differ.second);
    Changes.push_back(std::move(C));
  }
  return Changes;
}

static bool overlap(const SourceSpan &L, const SourceSpan &R) {
  auto Begin = [](const SourceSpan &S) { return std::pair(S.Line, S.Column); };
  auto End = [](const SourceSpan &S) {
    return std::pair(S.EndLine, S.EndColumn);
  };
  return L.File == R.File && Begin(L) <= End(R) && Begin(R) <= End(L);
}

/// Can \p Fix be carried out beside all that was chosen before?
static bool fitsIn(const FixIt &Fix, const FixIt &All) {
  for (const Edit &New : Fix.Edits)
    for (const Edit &Old : All.Edits)
      if (New != Old && overlap(New.Span, Old.Span))
        return false;
  return true;
}

/// The functions that \p Fix of \p F changes, as far as a finding knows.
static std::set<std::pair<std::string, std::string>>
functionsOf(const Finding &F, const FixIt &Fix) {
  std::set<std::pair<std::string, std::string>> Functions;
  for (const Site &S : F.Sites) {
    bool Near = llvm::any_of(Fix.Edits, [&](const Edit &E) {
      return E.Span.File == S.Span.File && E.Span.Line <= S.Span.Line + 1 &&
             S.Span.Line <= E.Span.EndLine + 1;
    });
    if (!S.Function.empty() && (Near || &S == &F.Sites.front()))
      Functions.insert({S.Span.File, S.Function});
  }
  return Functions;
}

FixSelection heddle::selectFixes(const Report &R) {
  FixSelection S;
  std::set<std::pair<std::string, std::string>> Functions;
  for (size_t I = 0; I < R.Findings.size(); ++I) {
    const Finding &F = R.Findings[I];
    if (F.Fixes.empty() || F.Belief == Confidence::Possible)
      continue;
    const FixIt &Fix = F.Fixes.front();
    auto Here = functionsOf(F, Fix);
    bool Known = llvm::any_of(
        Here, [&](const auto &Function) { return Functions.count(Function); });
    if (Known || !fitsIn(Fix, S.All)) {
      S.Left.push_back(I);
      continue;
    }
    S.Chosen.push_back(I);
    Functions.insert(Here.begin(), Here.end());
    for (const Edit &E : Fix.Edits)
      if (!llvm::is_contained(S.All.Edits, E))
        S.All.Edits.push_back(E);
  }
  return S;
}
