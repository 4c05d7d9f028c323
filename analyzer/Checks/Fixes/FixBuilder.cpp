//===- FixBuilder.cpp - A fix in the making -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

#include <tuple>

using namespace heddle;
using llvm::StringRef;

StringRef Anchor::source(size_t From, size_t To) const {
  return Text->text().slice(Text->tokens()[From].Begin, Text->tokens()[To].End);
}

FixBuilder::FixBuilder(const CheckContext &Context, std::string Title)
    : Context(Context) {
  Fix.Title = std::move(Title);
}

/// Below the analysis root, and no library's.
static bool isOwnFile(const Module &M, StringRef File) {
  if (File.empty() || llvm::sys::path::is_absolute(File) ||
      File.starts_with("..") || File.contains("/../"))
    return false;
  return llvm::any_of(M.Files, [&](const SourceFile &F) {
    return F.Path == File && F.Kind != FileKind::System;
  });
}

const SourceText *FixBuilder::open(StringRef File) {
  const SourceText *Text = nullptr;
  if (Context.Texts && isOwnFile(Context.P.M, File))
    Text = Context.Texts->get(File);
  Failed |= !Text;
  return Text;
}

std::optional<Anchor> FixBuilder::at(const SourceSpan &Span) {
  const SourceText *Text = Span.Macro.empty() ? open(Span.File) : nullptr;
  std::optional<size_t> Begin, End;
  if (Text) {
    Begin = Text->offset(Span.Line, Span.Column);
    End = Text->offset(Span.EndLine, Span.EndColumn);
  }
  if (!Begin || !End || *Begin >= *End) {
    fail();
    return std::nullopt;
  }
  Anchor A{Span.File, Text, Text->tokenAt(*Begin), Text->tokenAt(*End - 1)};
  // The text must be what the model was made of: a span begins with a token.
  if (A.First > A.Last || A.Last >= Text->tokens().size() ||
      Text->tokens()[A.First].Begin != *Begin ||
      Text->tokens()[A.First].Kind == TokenKind::Directive) {
    fail();
    return std::nullopt;
  }
  return A;
}

std::optional<Anchor> FixBuilder::atOrMacro(const SourceSpan &Span) {
  SourceSpan Plain = Span;
  Plain.Macro.clear();
  std::optional<Anchor> A = at(Plain);
  if (A && !Span.Macro.empty() && !A->is(A->First, Span.Macro)) {
    fail();
    return std::nullopt;
  }
  return A;
}

std::optional<Statement> FixBuilder::statement(const Anchor &A, size_t Token) {
  std::optional<Statement> S = statementAt(*A.Text, Token);
  Failed |= !S;
  return S;
}

std::optional<Statement> FixBuilder::statement(const std::optional<Anchor> &A) {
  return A ? statement(*A, A->First) : std::nullopt;
}

void FixBuilder::edit(const Anchor &A, size_t Begin, size_t End,
                      std::string Text) {
  auto [Line, Column] = A.Text->position(Begin);
  auto [EndLine, EndColumn] = A.Text->position(End);
  Edit E{{A.File, Line, Column, EndLine, EndColumn, ""}, std::move(Text)};
  if (!llvm::is_contained(Fix.Edits, E))
    Fix.Edits.push_back(std::move(E));
}

void FixBuilder::replace(const Anchor &A, size_t First, size_t Last,
                         std::string Text) {
  edit(A, A.Text->tokens()[First].Begin, A.Text->tokens()[Last].End,
       std::move(Text));
}

void FixBuilder::replaceUpTo(const Anchor &A, size_t First, size_t Next,
                             std::string Text) {
  edit(A, A.Text->tokens()[First].Begin, A.Text->tokens()[Next].Begin,
       std::move(Text));
}

void FixBuilder::insertBefore(const Anchor &A, size_t Token, std::string Text) {
  size_t At = A.Text->tokens()[Token].Begin;
  edit(A, At, At, std::move(Text));
}

void FixBuilder::insertAfter(const Anchor &A, size_t Token, std::string Text) {
  size_t At = A.Text->tokens()[Token].End;
  edit(A, At, At, std::move(Text));
}

void FixBuilder::braced(const Anchor &A, size_t Name, size_t First,
                        size_t Last) {
  edit(A, A.Text->tokens()[Name].End, A.Text->tokens()[Last].End,
       "{" + A.source(First, Last).str() + "}");
}

/// The end of a statement and of the comment behind it on its line.
static size_t trailEnd(const SourceText &T, size_t Token) {
  size_t End = T.tokens()[Token].End, Line = T.lineEnd(End);
  StringRef Rest = T.text().slice(End, Line).trim();
  bool NextLine =
      Token + 1 >= T.tokens().size() || T.tokens()[Token + 1].Begin > Line;
  bool WholeComment =
      Rest.empty() || (Rest.starts_with("//") && !Rest.ends_with("\\")) ||
      (Rest.starts_with("/*") && Rest.find("*/") == Rest.size() - 2);
  if (!NextLine || !WholeComment)
    return End;
  return Line - (T.text().slice(End, Line).size() -
                 T.text().slice(End, Line).rtrim().size());
}

void FixBuilder::remove(const Anchor &A, const Statement &S) {
  const SourceText &T = *A.Text;
  if (S.Alone)
    return replace(A, S.First, S.Last, ";");
  size_t Begin = T.tokens()[S.First].Begin, End = T.tokens()[S.Last].End;
  size_t Trail = trailEnd(T, S.Last);
  bool OwnLine = T.startsLine(Begin) && Trail < T.text().size() &&
                 T.text().slice(Trail, T.lineEnd(Trail)).trim().empty();
  if (OwnLine && T.text().slice(End, Trail).trim().empty())
    return edit(A, T.lineStart(Begin), T.lineEnd(Trail) + 1, "");
  // A comment takes its place.
  if (OwnLine)
    End += T.text().slice(End, Trail).size() -
           T.text().slice(End, Trail).ltrim().size();
  edit(A, Begin, End, "");
}

/// One step of indentation, as the block around \p S has it.
static std::string indentUnit(const SourceText &T, const Statement &S) {
  StringRef Inner = T.indentation(T.tokens()[S.Alone ? S.Head : S.First].Begin);
  StringRef Outer = T.indentation(T.tokens()[S.Block].Begin);
  if (Inner.consume_front(Outer) && !Inner.empty())
    return Inner.str();
  return Outer.contains('\t') ? "\t" : "  ";
}

/// The indentation of the `if` or loop that \p S is the body of.
static StringRef headIndentation(const SourceText &T, const Statement &S) {
  size_t Head = S.Head;
  if (T.is(Head, ")") && T.match(Head) != SourceToken::None)
    Head = T.match(Head);
  return T.indentation(T.tokens()[Head].Begin);
}

void FixBuilder::surround(const Anchor &A, const Statement &S, StringRef Before,
                          StringRef After) {
  const SourceText &T = *A.Text;
  const size_t Begin = T.tokens()[S.First].Begin;
  const size_t Trail = trailEnd(T, S.Last);
  std::string Indent = T.indentation(Begin).str();
  if (!S.Alone) {
    if (!Before.empty())
      edit(A, Begin, Begin,
           Before.str() + (T.startsLine(Begin) ? "\n" + Indent : " "));
    if (!After.empty())
      edit(A, Trail, Trail, "\n" + Indent + After.str());
    return;
  }
  std::string Outer = headIndentation(T, S).str();
  size_t Head = T.tokens()[S.Head].End;
  if (!T.startsLine(Begin))
    Indent = Outer + indentUnit(T, S);
  if (!T.text().slice(Head, Begin).trim().empty())
    return fail(); // a comment in between
  edit(A, Head, Begin,
       " {\n" + Indent + (Before.empty() ? "" : Before.str() + "\n" + Indent));
  edit(A, Trail, Trail,
       (After.empty() ? "" : "\n" + Indent + After.str()) + "\n" + Outer + "}");
}

void FixBuilder::moveLines(const Anchor &A, size_t Begin, size_t End,
                           size_t To) {
  StringRef Text = A.Text->text();
  edit(A, To, To, "\n" + Text.slice(Begin, End).str());
  edit(A, Begin, std::min(End + 1, Text.size()), "");
}

void FixBuilder::insertLineAfter(const Anchor &A, size_t Token,
                                 StringRef Line) {
  const SourceText &T = *A.Text;
  std::optional<Statement> S = statement(A, Token);
  if (!S)
    return;
  // As far to the right as the block's statements; not as the body of a loop.
  size_t Model = S->Alone ? S->Head : S->First;
  if (S->Alone && T.is(Model, ")"))
    Model = T.match(Model);
  size_t At = trailEnd(T, Token);
  edit(A, At, At,
       "\n" + T.indentation(T.tokens()[Model].Begin).str() + Line.str());
}

void FixBuilder::enclose(const Anchor &A, const Statement &S,
                         StringRef Before) {
  if (S.Alone)
    return surround(A, S, Before);
  const SourceText &T = *A.Text;
  const size_t Begin = T.tokens()[S.First].Begin;
  const size_t End = T.tokens()[S.Last].End;
  const size_t Trail = trailEnd(T, S.Last);
  if (!T.startsLine(Begin))
    return edit(A, Begin, Begin, "{ " + Before.str() + " "),
           edit(A, End, End, " }");
  const std::string Indent = T.indentation(Begin).str();
  const std::string Unit = indentUnit(T, S);
  edit(A, Begin, Begin,
       "{\n" + Indent + Unit + Before.str() + "\n" + Indent + Unit);
  for (size_t Line = T.lineEnd(Begin); Line < End; Line = T.lineEnd(Line + 1))
    edit(A, Line + 1, Line + 1, Unit);
  edit(A, Trail, Trail, "\n" + Indent + "}");
}

void FixBuilder::encloseUpTo(const Anchor &A, const Statement &First,
                             const Statement &Last, StringRef Before) {
  const SourceText &T = *A.Text;
  const size_t Begin = T.tokens()[First.First].Begin;
  const std::string Indent = T.indentation(Begin).str();
  const std::string Unit = indentUnit(T, First);
  if (!T.startsLine(Begin) || !T.startsLine(T.tokens()[Last.First].Begin))
    return fail();
  replace(A, First.First, First.Last, "{\n" + Indent + Unit + Before.str());
  for (size_t Line = T.lineEnd(Begin) + 1;
       Line < T.lineStart(T.tokens()[Last.First].Begin);
       Line = T.lineEnd(Line) + 1)
    if (T.lineEnd(Line) != Line)
      edit(A, Line, Line, Unit);
  replace(A, Last.First, Last.Last, "}");
}

void FixBuilder::insertLineBefore(const Anchor &A, size_t Token,
                                  StringRef Line) {
  const size_t At = A.Text->lineStart(A.Text->tokens()[Token].Begin);
  edit(A, At, At, Line.str() + "\n");
}

void FixBuilder::eraseWord(const Anchor &A, size_t Directive, StringRef Part) {
  const size_t At = A.word(Directive).find(Part);
  const size_t Begin = A.Text->tokens()[Directive].Begin + At;
  if (At == StringRef::npos)
    return fail();
  edit(A, Begin, Begin + Part.size(), "");
}

/// The name in `#include <name>`; empty for other directives.
static StringRef includedName(StringRef Directive) {
  Directive.consume_front("#");
  Directive = Directive.ltrim();
  if (!Directive.consume_front("include"))
    return "";
  Directive = Directive.ltrim();
  return Directive.consume_front("<")
             ? Directive.take_until([](char C) { return C == '>'; })
             : StringRef();
}

void FixBuilder::include(StringRef File, StringRef Name) {
  const SourceText *T = open(File);
  if (!T)
    return;
  // Where it belongs: in the first row of library headers, by the alphabet.
  size_t After = SourceToken::None, Before = SourceToken::None;
  for (size_t I = 0; I < T->tokens().size(); ++I) {
    if (T->tokens()[I].Kind != TokenKind::Directive)
      continue;
    StringRef Other = includedName(T->word(I));
    if (Other == Name)
      return;
    if (Other.empty() || Before != SourceToken::None)
      continue;
    bool SameRow = After == SourceToken::None ||
                   T->position(T->tokens()[I].Begin).first ==
                       T->position(T->tokens()[After].Begin).first + 1;
    if (SameRow && Other < Name)
      After = I;
    else if (SameRow)
      Before = I;
  }
  Anchor A{File.str(), T, 0, 0};
  std::string Line = ("#include <" + Name + ">").str();
  if (Before != SourceToken::None)
    return insertBefore(A, Before, Line + "\n");
  if (After != SourceToken::None)
    return insertAfter(A, After, "\n" + Line);
  fail(); // a file that includes nothing from the library: where, is a matter
          // of taste
}

std::string FixBuilder::freshName(const Anchor &A, size_t Token,
                                  StringRef Wish) {
  size_t Body = functionBody(*A.Text, Token);
  size_t End =
      Body == SourceToken::None ? A.Text->tokens().size() : A.Text->match(Body);
  // The parameters stand before the body.
  size_t From = Body == SourceToken::None ? 0 : Body;
  while (From > 0 && !llvm::is_contained({";", "}"}, A.word(From - 1)) &&
         A.Text->tokens()[From - 1].Kind != TokenKind::Directive)
    --From;
  std::string Name = Wish.str();
  for (unsigned N = 2; mentions(*A.Text, From, End, {Name}); ++N)
    Name = Wish.str() + std::to_string(N);
  return Name;
}

bool FixBuilder::offer(Finding &F) {
  auto Key = [](const Edit &E) {
    const SourceSpan &S = E.Span;
    return std::tuple(S.File, S.Line, S.Column, S.EndLine, S.EndColumn);
  };
  llvm::sort(Fix.Edits,
             [&](const Edit &L, const Edit &R) { return Key(L) < Key(R); });
  for (size_t I = 1; I < Fix.Edits.size(); ++I) {
    const SourceSpan &L = Fix.Edits[I - 1].Span, &R = Fix.Edits[I].Span;
    // Two insertions at one place have no order, either.
    if (L.File == R.File &&
        (std::pair(L.EndLine, L.EndColumn) > std::pair(R.Line, R.Column) ||
         Key(Fix.Edits[I - 1]) == Key(Fix.Edits[I])))
      fail();
  }
  if (Failed || Fix.Edits.empty())
    return false;
  F.Fixes.push_back(std::move(Fix));
  Failed = true; // offered once
  return true;
}
