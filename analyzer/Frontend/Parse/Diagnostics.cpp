//===- Diagnostics.cpp - What the compiler said, kept -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Diagnostics.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Diagnostics.h"

#include "analyzer/Frontend/Lower/Lower.h"
#include "analyzer/Frontend/Parse/Paths.h"

#include "clang/Basic/SourceManager.h"

using namespace llvm;

namespace heddle {
namespace {

DiagnosticSeverity severityOf(clang::DiagnosticsEngine::Level Level) {
  switch (Level) {
  case clang::DiagnosticsEngine::Fatal:
    return DiagnosticSeverity::Fatal;
  case clang::DiagnosticsEngine::Error:
    return DiagnosticSeverity::Error;
  case clang::DiagnosticsEngine::Warning:
    return DiagnosticSeverity::Warning;
  default:
    return DiagnosticSeverity::Note;
  }
}

FileId fileId(Module &M, const std::string &Path, FileKind Kind) {
  auto It =
      find_if(M.Files, [&](const SourceFile &F) { return F.Path == Path; });
  if (It == M.Files.end())
    It = M.Files.insert(It, SourceFile{.Path = Path, .Kind = Kind});
  return FileId(It - M.Files.begin());
}

/// `-std=c++99`: whatever the code means, it is not what was asked for.
bool namesNoStandard(StringRef Text) {
  return Text.starts_with("invalid value") && Text.contains("'-std=");
}

/// libstdc++ on `std::thread T(fill, Numbers)` with `void fill(Vector &)`, in
/// the middle of its own header.
bool isMissingReference(StringRef Text) {
  return Text.contains("must be invocable after conversion to rvalues");
}

constexpr const char *MissingReference =
    "this does not compile: a thread gets copies of its arguments, and they do "
    "not fit the function's parameters; for a parameter 'T &' write "
    "std::ref(x) where the thread is started";

} // namespace

void DiagnosticCollector::HandleDiagnostic(
    clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Level <= clang::DiagnosticsEngine::Remark &&
      Level != clang::DiagnosticsEngine::Note)
    return;
  SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  if (Survivable && !namesNoStandard(Text) &&
      Level > clang::DiagnosticsEngine::Warning)
    Level = clang::DiagnosticsEngine::Warning;
  bool IsNote = Level == clang::DiagnosticsEngine::Note;
  bool IsError = Level >= clang::DiagnosticsEngine::Error;
  Errors += IsError;
  if (!IsNote) // a note belongs to the diagnostic before it
    KeepNotes = Errors <= MaxKept;
  if (Info.getID() == clang::diag::err_module_not_found)
    MissingModules.push_back(std::string(Text));
  if (!KeepNotes)
    return;

  Entry E;
  E.Diagnostic.Severity = severityOf(Level);
  E.Diagnostic.Message =
      isMissingReference(Text) ? MissingReference : std::string(Text);
  if (Info.hasSourceManager() && Info.getLocation().isValid()) {
    const clang::SourceManager &SM = Info.getSourceManager();
    clang::SourceLocation Loc = SM.getExpansionLoc(Info.getLocation());
    E.File = pathOf(SM, Loc);
    E.Kind = fileKind(SM, Loc);
    DeclPosition &Pos = E.Diagnostic.Pos;
    clang::PresumedLoc Presumed = SM.getPresumedLoc(Loc);
    if (Presumed.isValid()) {
      Pos.Line = Pos.EndLine = Presumed.getLine();
      Pos.Column = Presumed.getColumn();
      Pos.EndColumn = Pos.Column + 1;
    }
  }
  // The mistake is where the user's own code asked for it.
  if (IsNote && E.Kind != FileKind::System && !Entries.empty() &&
      Entries.back().Diagnostic.Message == MissingReference &&
      Entries.back().Kind == FileKind::System) {
    E.Diagnostic.Severity = Entries.back().Diagnostic.Severity;
    E.Diagnostic.Message = MissingReference;
    Entries.back() = std::move(E);
    return;
  }
  Entries.push_back(std::move(E));
}

std::string DiagnosticCollector::worstError() const {
  auto Worst = llvm::max_element(Entries, [](const Entry &A, const Entry &B) {
    return A.Diagnostic.Severity < B.Diagnostic.Severity;
  });
  return Worst == Entries.end() ? "nothing could be read"
                                : Worst->Diagnostic.Message;
}

void DiagnosticCollector::takeOver(const DiagnosticCollector &Other) {
  Errors += Other.Errors;
  Entries.insert(Entries.begin(), Other.Entries.begin(), Other.Entries.end());
  MissingModules.insert(MissingModules.begin(), Other.MissingModules.begin(),
                        Other.MissingModules.end());
}

void DiagnosticCollector::moveInto(Module &M, StringRef Root) {
  for (Entry &E : Entries) {
    if (!E.File.empty())
      E.Diagnostic.Pos.File = fileId(
          M, modelPath(E.File, Root, E.Kind == FileKind::System), E.Kind);
    else if (E.Diagnostic.Severity >= DiagnosticSeverity::Error)
      E.Diagnostic.Message = M.Name + ": " + E.Diagnostic.Message; // its flags
    M.Diagnostics.push_back(std::move(E.Diagnostic));
  }
  if (Errors > MaxKept)
    M.Diagnostics.push_back({.Severity = DiagnosticSeverity::Note,
                             .Pos = {},
                             .Message = std::to_string(Errors - MaxKept) +
                                        " more errors are not shown"});
  Entries.clear();
}

} // namespace heddle
