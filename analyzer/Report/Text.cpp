//===- Text.cpp - Reports for people -------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A finding in a terminal:
///
///     bank.cpp:14:5: error: 'Balance' is changed without … [rule, certain]
///        14 |     Balance += Amount;
///           |     ^~~~~~~ in thread 'Auditor', holding nothing
///     bank.cpp:10:5: note: thread 'Teller' updates it here, holding 'M'
///        10 |     Balance += Amount;
///           |     ^~~~~~~
///       why     both threads can be at these two lines at once …
///       repair  hold 'M' here too
///       fix     hold 'M' (heddle check --fix)
///        14 +     std::lock_guard<std::mutex> Guard(M);
///
/// After the findings: what was not analysed, what was assumed, one line that
/// sums up, and what to type next.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Edits.h"
#include "analyzer/Findings/Outcome.h"
#include "analyzer/Report/Report.h"
#include "analyzer/Report/Snippet.h"
#include "analyzer/Report/Sources.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace heddle;

namespace {

/// So many entries of the ledger are worth reading in a terminal; the other
/// formats have them all.
constexpr size_t MostListed = 8;

/// And so many changed lines of a fix.
constexpr unsigned MostLines = 12;

enum class Style : uint8_t { Plain, Bold, Red, Yellow, Cyan, Green, Dim };

class TextWriter {
public:
  TextWriter(const Report &R, llvm::raw_ostream &OS, const TextOptions &O)
      : R(R), OS(OS), Options(O), Files(O.Read, R.Root) {}

  void write();

private:
  const Report &R;
  llvm::raw_ostream &OS;
  const TextOptions &Options;
  Sources Files;

  void styled(Style S, llvm::StringRef Text);
  void finding(const Finding &F);
  void header(const SourceSpan &Span, Style S, llvm::StringRef Word,
              llvm::StringRef Message, llvm::StringRef Tail);
  void source(const Site &S);
  void path(const Site &S);
  void note(const Site &S, bool SourceShown);
  void fix(const Finding &F);
  void observed(const Finding &F);
  void wrapped(llvm::StringRef Text, unsigned Start, unsigned Indent);
  void prose(llvm::StringRef Label, llvm::StringRef Text);
  void list(llvm::StringRef Title, llvm::ArrayRef<std::string> Entries,
            llvm::ArrayRef<SourceSpan> At = {});
  void coverage();
  void verdict();
};

} // namespace

void TextWriter::styled(Style S, llvm::StringRef Text) {
  static constexpr llvm::StringLiteral Codes[] = {
      "",           "\x1b[1m",  "\x1b[1;31m", "\x1b[1;33m",
      "\x1b[1;36m", "\x1b[32m", "\x1b[2m"};
  if (!Options.Colour || S == Style::Plain)
    OS << Text;
  else
    OS << Codes[static_cast<size_t>(S)] << Text << "\x1b[0m";
}

void TextWriter::header(const SourceSpan &Span, Style S, llvm::StringRef Word,
                        llvm::StringRef Message, llvm::StringRef Tail) {
  if (Span.Line)
    styled(Style::Bold,
           llvm::formatv("{0}:{1}:{2}: ", Span.File, Span.Line, Span.Column)
               .str());
  styled(S, (Word + ": ").str());
  styled(Word == "note" ? Style::Plain : Style::Bold, Message);
  styled(Style::Dim, Tail);
  OS << '\n';
}

void TextWriter::source(const Site &S) {
  std::optional<llvm::StringRef> Text = Files.line(S.Span.File, S.Span.Line);
  if (!Text)
    return;
  unsigned Room = Options.Width > 48 ? Options.Width - 8 : 40;
  Snippet Drawn = drawSnippet(*Text, S.Span, Room);
  OS << llvm::formatv("{0,5} | {1}\n", S.Span.Line, Drawn.Line) << "      | ";
  styled(Style::Green, Drawn.Underline);
  if (!S.Label.empty()) {
    // The label goes behind the mark, or where there is no room, below it, as
    // far to the left as it must.
    size_t Mark = Drawn.Underline.find('^');
    unsigned Columns = displayWidth(S.Label);
    if (displayWidth(Drawn.Underline) + 1 + Columns > Room) {
      OS << "\n      | ";
      OS.indent(Columns < Room ? std::min<size_t>(Mark, Room - Columns) : 0);
    } else {
      OS << ' ';
    }
    OS << S.Label;
  }
  OS << '\n';
  if (!S.Span.Macro.empty())
    OS << "      | in what the macro '" << S.Span.Macro << "' expands to\n";
}

/// How the thread came here, where that is not plain: its functions, outermost
/// first, and where each was called.
void TextWriter::path(const Site &S) {
  if (S.Stack.size() < 2)
    return;
  std::string Text = "reached through '" + S.Stack.front().Function + "'";
  for (const Frame &F : llvm::drop_begin(S.Stack)) {
    Text += " -> '" + F.Function + "'";
    if (F.Call.Line)
      Text += F.Call.File == S.Span.File
                  ? llvm::formatv(" (called at {0}:{1})", F.Call.Line,
                                  F.Call.Column)
                        .str()
                  : llvm::formatv(" (called at {0}:{1}:{2})", F.Call.File,
                                  F.Call.Line, F.Call.Column)
                        .str();
  }
  OS << "      | ";
  styled(Style::Dim, Text);
  OS << '\n';
}

/// The source is shown but once, when two threads come to the same place.
void TextWriter::note(const Site &S, bool SourceShown) {
  header(S.Span, Style::Cyan, "note", S.Message, "");
  if (!SourceShown)
    source(S);
  path(S);
}

/// Wraps \p Text, the first line behind the \p Start columns that stand on it
/// already, the others below it. Lines that begin with two blanks are code and
/// stay as they are.
void TextWriter::wrapped(llvm::StringRef Text, unsigned Start,
                         unsigned Indent) {
  unsigned Room = std::max(40u, Options.Width);
  bool First = true;
  for (llvm::StringRef Paragraph : llvm::split(Text, '\n')) {
    llvm::SmallVector<llvm::StringRef> Words;
    if (Paragraph.starts_with("  "))
      Words.push_back(Paragraph);
    else
      Paragraph.split(Words, ' ', -1, false);
    unsigned Used = Room; // begin a line
    for (llvm::StringRef Word : Words) {
      unsigned Columns = displayWidth(Word);
      if (Used + 1 + Columns <= Room) {
        OS << ' ' << Word;
        Used += 1 + Columns;
        continue;
      }
      if (!First)
        (OS << '\n').indent(Indent);
      OS << Word;
      Used = (First ? Start : Indent) + Columns;
      First = false;
    }
  }
  OS << '\n';
}

/// `  why     text`
void TextWriter::prose(llvm::StringRef Label, llvm::StringRef Text) {
  if (Text.empty())
    return;
  styled(Style::Cyan, llvm::formatv("  {0,-8}", Label).str());
  wrapped(Text, 10, 10);
}

/// The first fix, as the lines that it changes.
void TextWriter::fix(const Finding &F) {
  if (F.Fixes.empty())
    return;
  const FixIt &Fix = F.Fixes.front();
  std::vector<LineChange> Changes =
      lineChanges(Fix, [&](llvm::StringRef File, uint32_t Line) {
        std::optional<llvm::StringRef> Text = Files.line(File, Line);
        return Text ? std::optional(Text->str()) : std::nullopt;
      });
  if (Changes.empty())
    return;
  // `--fix` leaves alone what is only possible.
  prose("fix", Fix.Title + (F.Belief == Confidence::Possible
                                ? ""
                                : "; `heddle check --fix` does it"));
  unsigned Room = Options.Width > 48 ? Options.Width - 8 : 40;
  std::string Shown = F.Sites.empty() ? "" : F.Sites.front().Span.File;
  unsigned Left = MostLines;
  auto Line = [&](uint32_t Number, char Sign, Style S, llvm::StringRef Text) {
    Left -= Left != 0;
    if (Left == 0)
      return;
    OS << llvm::formatv("{0,5} ", Number);
    styled(S, Sign + (" " + drawSnippet(Text, {}, Room).Line));
    OS << '\n';
  };
  for (const LineChange &C : Changes) {
    if (C.File != Shown)
      OS << "  in " << C.File << ":\n";
    Shown = C.File;
    for (size_t I = 0; I < C.Old.size(); ++I)
      Line(C.Line + I, '-', Style::Red, C.Old[I]);
    for (size_t I = 0; I < C.New.size(); ++I)
      Line(C.Line + I, '+', Style::Green, C.New[I]);
  }
  if (Left == 0)
    OS << "      …\n";
}

void TextWriter::observed(const Finding &F) {
  const DynamicEvidence &D = F.Dynamic;
  if (D.Verdict == DynamicVerdict::NotRun || D.Text.empty())
    return;
  std::string Text = D.Text;
  if (!D.Token.empty())
    Text += "; heddle replay " + D.Token;
  prose("seen", Text);
  for (const Site &S : D.Observed) {
    OS.indent(10);
    OS << S.Message << '\n';
    // Innermost first, each function with the line at which it stood: what a
    // frame knows is where its function was called, which is one further out.
    SourceSpan At = S.Span;
    for (const Frame &Fr : llvm::reverse(S.Stack)) {
      OS.indent(12) << "in '" << Fr.Function << '\'';
      if (At.Line)
        OS << llvm::formatv(" at {0}:{1}:{2}", At.File, At.Line, At.Column);
      OS << '\n';
      At = Fr.Call;
    }
  }
}

void TextWriter::finding(const Finding &F) {
  Style S = F.Level == Severity::Error     ? Style::Red
            : F.Level == Severity::Warning ? Style::Yellow
                                           : Style::Cyan;
  std::string Tail =
      llvm::formatv(" [{0}, {1}]", F.Rule, toString(F.Belief)).str();
  header(F.Sites.empty() ? SourceSpan() : F.Sites.front().Span, S,
         toString(F.Level), F.Message, Tail);
  if (!F.Sites.empty()) {
    source(F.Sites.front());
    path(F.Sites.front());
    for (auto Other = F.Sites.begin() + 1; Other != F.Sites.end(); ++Other)
      note(*Other, std::any_of(F.Sites.begin(), Other, [&](const Site &S) {
        return S.Span == Other->Span;
      }));
  }
  if (F.MoreSites)
    OS << llvm::formatv("      | and {0} more {1} of it\n", F.MoreSites,
                        F.MoreSites == 1 ? "place that is part"
                                         : "places that are part");
  prose("why", F.Why);
  prose("repair", F.Repair);
  fix(F);
  if (F.Belief != Confidence::Certain && !F.Reasons.empty())
    prose("belief",
          (toString(F.Belief) + ": ").str() + llvm::join(F.Reasons, "; "));
  if (!F.AlsoIn.empty())
    prose("also in", llvm::join(F.AlsoIn, ", "));
  observed(F);
  OS << '\n';
}

void TextWriter::list(llvm::StringRef Title,
                      llvm::ArrayRef<std::string> Entries,
                      llvm::ArrayRef<SourceSpan> At) {
  if (Entries.empty())
    return;
  styled(Style::Bold, Title);
  OS << '\n';
  size_t Shown = std::min(Entries.size(), MostListed);
  for (size_t I = 0; I < Shown; ++I) {
    std::string Text;
    if (I < At.size() && At[I].Line)
      Text =
          llvm::formatv("{0}:{1}:{2}: ", At[I].File, At[I].Line, At[I].Column);
    OS << "  ";
    wrapped(Text + Entries[I], 2, 4);
  }
  if (Shown < Entries.size())
    OS << llvm::formatv("  and {0} more; `--output json=FILE` lists them all\n",
                        Entries.size() - Shown);
}

void TextWriter::coverage() {
  const Coverage &C = R.Covered;
  list("not analysed:", C.Incomplete, C.IncompleteAt);
  list("not followed:", C.NotFollowed);
  list("assumed:", C.Assumptions);
  list("notes:", C.Notes);
  list("runs:", R.DynamicNotes);
  for (const SuppressionProblem &P : R.SuppressionProblems)
    header(P.Span, Style::Yellow, "warning", P.Message, "");
}

void TextWriter::verdict() {
  if (R.Answer == Verdict::NotAsked)
    return;
  styled(R.Answer == Verdict::RaceFree ? Style::Green : Style::Red,
         toString(R.Answer));
  if (R.Answer == Verdict::Unknown)
    OS << ": because " << llvm::join(R.AnswerReasons, "; ");
  OS << '\n';
}

void TextWriter::write() {
  auto IsPossible = [](const Finding &F) {
    return F.Belief == Confidence::Possible;
  };
  const size_t Possible = llvm::count_if(R.Findings, IsPossible);
  const bool Tells = Possible <= Options.MaxPossible;
  for (const Finding &F : R.Findings)
    if (Tells || !IsPossible(F))
      finding(F);
  if (!Tells)
    OS << llvm::formatv("{0} more are only possible; `--show=possible` tells "
                        "them\n\n",
                        Possible);
  coverage();
  styled(Style::Bold, summaryLine(R));
  OS << '\n';
  if (!R.NextCommand.empty())
    OS << "next: " << R.NextCommand << '\n';
  verdict();
}

void heddle::writeText(const Report &R, llvm::raw_ostream &OS,
                       const TextOptions &Options) {
  TextWriter(R, OS, Options).write();
}
