//===- Sarif.cpp - Reports for code hosts and editors --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A result points at the access to repair; the other sites are its related
/// locations, linked from the message as `[text](1)`. Severity is the level,
/// confidence the rank; both are properties too, with the category as a tag.
/// Paths are relative to SRCROOT, which is not told, so that a log made on one
/// machine reads on another.
///
/// GitHub shows the help of a rule up to 1024 characters as text and all of it
/// as Markdown.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"
#include "analyzer/Report/SarifWriter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace heddle;
using llvm::StringRef;

static constexpr llvm::StringLiteral Schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";
static constexpr size_t MostHelp = 1024;

//===----------------------------------------------------------------------===//
// Small parts
//===----------------------------------------------------------------------===//

void SarifWriter::texts(StringRef Key, llvm::ArrayRef<std::string> Values) {
  J.attributeArray(Key, [&] {
    for (const std::string &V : Values)
      J.value(llvm::json::fixUTF8(V));
  });
}

void SarifWriter::message(StringRef Key, StringRef Value) {
  J.attributeObject(Key, [&] { text("text", Value); });
}

/// A path as the reference part of a URI (RFC 3986).
static std::string uriOf(StringRef Path) {
  std::string Uri = llvm::sys::path::is_absolute(Path) ? "file://" : "";
  for (char C : Path)
    if (llvm::isAlnum(C) || StringRef("-._~/").contains(C))
      Uri += C;
    else
      Uri += "%" + llvm::utohexstr(static_cast<uint8_t>(C),
                                   /*LowerCase=*/false, /*Width=*/2);
  return Uri;
}

void SarifWriter::artifactLocation(StringRef File) {
  J.attributeObject("artifactLocation", [&] {
    J.attribute("uri", uriOf(File));
    if (!llvm::sys::path::is_absolute(File))
      J.attribute("uriBaseId", "SRCROOT");
  });
}

void SarifWriter::region(StringRef Key, const SourceSpan &S) {
  J.attributeObject(Key, [&] {
    J.attribute("startLine", S.Line);
    if (S.Column == 0)
      return;
    J.attribute("startColumn", Files.utf16Column(S.File, S.Line, S.Column));
    if (S.EndLine >= S.Line && S.EndColumn != 0) {
      J.attribute("endLine", S.EndLine);
      J.attribute("endColumn",
                  Files.utf16Column(S.File, S.EndLine, S.EndColumn));
    }
  });
}

/// With the line, for who reads the log without the sources.
void SarifWriter::physicalLocation(const SourceSpan &S) {
  std::optional<StringRef> Line = Files.line(S.File, S.Line);
  J.attributeObject("physicalLocation", [&] {
    artifactLocation(S.File);
    region("region", S);
    if (Line)
      J.attributeObject("contextRegion", [&] {
        J.attribute("startLine", S.Line);
        message("snippet", *Line);
      });
  });
}

void SarifWriter::location(const SourceSpan &S, StringRef Message,
                           StringRef Function) {
  if (S.Line != 0)
    physicalLocation(S);
  if (!Function.empty())
    J.attributeArray("logicalLocations", [&] {
      J.object([&] {
        text("fullyQualifiedName", Function);
        J.attribute("kind", "function");
      });
    });
  if (!Message.empty())
    message("message", Message);
}

//===----------------------------------------------------------------------===//
// Rules
//===----------------------------------------------------------------------===//

static StringRef levelOf(Severity S) {
  switch (S) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Advice:
    return "note";
  }
  return "none";
}

static StringRef precisionOf(Confidence C) {
  switch (C) {
  case Confidence::Certain:
    return "very-high";
  case Confidence::Likely:
    return "high";
  case Confidence::Possible:
    return "medium";
  }
  return "low";
}

/// `lock-order` as `LockOrder`: SARIF's friendly name.
static std::string pascalCase(StringRef Id) {
  std::string Name;
  for (StringRef Word : llvm::split(Id, '-'))
    if (!Word.empty())
      Name += llvm::toUpper(Word.front()) + Word.drop_front().str();
  return Name;
}

/// At most \p Most bytes, without cutting a character or, where it can be
/// helped, a paragraph.
static StringRef shortened(StringRef Text, size_t Most) {
  if (Text.size() <= Most)
    return Text;
  StringRef Part = Text.take_front(Most);
  size_t Paragraph = Part.rfind("\n\n");
  if (Paragraph != StringRef::npos)
    return Part.take_front(Paragraph);
  while (!Part.empty() && (Text[Part.size()] & 0xC0) == 0x80)
    Part = Part.drop_back();
  return Part;
}

void SarifWriter::rule(const std::string &Id) {
  RuleText T;
  if (Options.Rules)
    T = Options.Rules(Id);
  // Precision is a property of rules in GitHub: that of the best result.
  Confidence Best = Confidence::Possible;
  for (const Finding &F : R.Findings)
    if (F.Rule == Id)
      Best = std::max(Best, F.Belief);
  StringRef Short = T.Short.empty() ? StringRef(Id) : StringRef(T.Short);
  StringRef Full = T.Full.empty() ? Short : StringRef(T.Full);
  StringRef Help = T.Help.empty() ? Full : StringRef(T.Help);
  J.object([&] {
    text("id", Id);
    text("name", pascalCase(Id));
    message("shortDescription", shortened(Short, MostHelp));
    message("fullDescription", shortened(Full, MostHelp));
    J.attributeObject("help", [&] {
      text("text", shortened(Help, MostHelp));
      text("markdown", Help);
    });
    J.attributeObject("defaultConfiguration",
                      [&] { J.attribute("level", levelOf(T.Level)); });
    J.attributeObject("properties", [&] {
      J.attributeArray("tags", [&] {
        J.value("concurrency");
        J.value(toString(T.Kind));
      });
      J.attribute("precision", precisionOf(Best));
      J.attribute("problem.severity", T.Level == Severity::Advice
                                          ? "recommendation"
                                          : levelOf(T.Level));
    });
  });
}

void SarifWriter::driver() {
  J.attributeObject("tool", [&] {
    J.attributeObject("driver", [&] {
      J.attribute("name", "Heddle");
      if (!R.ToolVersion.empty())
        text("semanticVersion", R.ToolVersion);
      J.attributeArray("rules", [&] {
        for (const auto &[Id, Index] : RuleIndex)
          rule(Id);
      });
    });
  });
}

//===----------------------------------------------------------------------===//
// The run
//===----------------------------------------------------------------------===//

void SarifWriter::notification(StringRef Level, StringRef Kind, StringRef Text,
                               const SourceSpan &At) {
  J.object([&] {
    J.attributeObject("descriptor", [&] { J.attribute("id", Kind); });
    J.attribute("level", Level);
    message("message", Text);
    if (At.Line)
      J.attributeArray("locations",
                       [&] { J.object([&] { physicalLocation(At); }); });
  });
}

/// What was not looked at stands here: silence must mean something.
void SarifWriter::invocation() {
  const Coverage &C = R.Covered;
  J.object([&] {
    J.attribute("executionSuccessful", C.Incomplete.empty());
    J.attributeArray("toolExecutionNotifications", [&] {
      for (size_t I = 0; I != C.Incomplete.size(); ++I)
        notification("error", "incomplete", C.Incomplete[I],
                     I < C.IncompleteAt.size() ? C.IncompleteAt[I]
                                               : SourceSpan());
      for (const std::string &Text : C.NotFollowed)
        notification("note", "not-followed", Text);
      for (const std::string &Text : C.Assumptions)
        notification("note", "assumption", Text);
      for (const std::string &Text : C.Notes)
        notification("note", "note", Text);
      for (const std::string &Text : R.DynamicNotes)
        notification("note", "run", Text);
      for (const SuppressionProblem &P : R.SuppressionProblems)
        notification("warning", "suppression", P.Message, P.Span);
    });
  });
}

void SarifWriter::runProperties() {
  const Coverage &C = R.Covered;
  J.attributeObject("properties", [&] {
    text("profile", R.Profile);
    if (R.Answer != Verdict::NotAsked) {
      J.attribute("verdict", toString(R.Answer));
      texts("verdictReasons", R.AnswerReasons);
    }
    text("summary", summaryLine(R));
    J.attribute("files", C.Files);
    J.attribute("programs", C.Programs);
    J.attribute("functions", C.Functions);
    J.attribute("threads", C.Threads);
    J.attribute("hiddenThirdParty", C.HiddenThirdParty);
  });
}

void SarifWriter::run() {
  for (llvm::ArrayRef<Finding> Findings : {R.Findings, R.Suppressed})
    for (const Finding &F : Findings)
      RuleIndex.try_emplace(F.Rule);
  int64_t Next = 0;
  for (auto &[Id, Index] : RuleIndex)
    Index = Next++;
  J.object([&] {
    driver();
    J.attributeArray("invocations", [&] { invocation(); });
    J.attributeObject("originalUriBaseIds", [&] {
      J.attributeObject("SRCROOT", [&] {
        message("description", "The root of the analysed sources.");
      });
    });
    J.attribute("columnKind", "utf16CodeUnits");
    J.attributeArray("results", [&] {
      for (const Finding &F : R.Findings)
        result(F);
      for (const Finding &F : R.Suppressed)
        result(F);
    });
    runProperties();
  });
}

void SarifWriter::write() {
  J.object([&] {
    J.attribute("$schema", Schema);
    J.attribute("version", "2.1.0");
    J.attributeArray("runs", [&] { run(); });
  });
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

/// Brackets in a SARIF message begin a link.
static std::string escaped(StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '[' || C == ']' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return Result;
}

/// What is said of a related location; the note's words or its role.
static std::string wordsOf(const Site &S) {
  return !S.Message.empty() ? S.Message
         : !S.Label.empty() ? S.Label
                            : toString(S.Role).str();
}

/// Only sites with a place can be linked to.
static std::vector<const Site *> related(const Finding &F) {
  std::vector<const Site *> Result;
  for (const Site &S : F.Sites)
    if (&S != &F.Sites.front() && S.Span.Line)
      Result.push_back(&S);
  return Result;
}

static std::string messageOf(const Finding &F) {
  std::string Text = escaped(F.Message);
  if (!F.Sites.empty() && !F.Sites.front().Label.empty())
    Text += ": " + escaped(F.Sites.front().Label);
  Text += ".";
  for (auto [I, S] : llvm::enumerate(related(F)))
    Text += (I ? "; [" : "\n[") + escaped(wordsOf(*S)) + "](" +
            std::to_string(I + 1) + ")";
  if (!related(F).empty())
    Text += ".";
  if (!F.Why.empty())
    Text += "\nWhy: " + escaped(F.Why) + ".";
  if (!F.Repair.empty())
    Text += "\nRepair: " + escaped(F.Repair);
  if (!F.Dynamic.Text.empty())
    Text += "\nSeen: " + escaped(F.Dynamic.Text) + ".";
  return Text;
}

void SarifWriter::relatedLocations(const Finding &F) {
  int64_t Id = 0;
  objects("relatedLocations", related(F), [&](const Site *S) {
    J.attribute("id", ++Id);
    location(S->Span, wordsOf(*S), S->Function);
  });
}

void SarifWriter::fixes(const Finding &F) {
  objects("fixes", F.Fixes, [&](const FixIt &Fix) {
    message("description", Fix.Title);
    objects("artifactChanges", Fix.Edits, [&](const Edit &E) {
      artifactLocation(E.Span.File);
      objects("replacements", llvm::ArrayRef(E), [&](const Edit &Only) {
        region("deletedRegion", Only.Span);
        message("insertedContent", Only.Text);
      });
    });
  });
}

void SarifWriter::resultProperties(const Finding &F) {
  J.attributeObject("properties", [&] {
    J.attributeArray("tags", [&] { J.value(toString(F.Kind)); });
    J.attribute("confidence", toString(F.Belief));
    texts("reasons", F.Reasons);
    text("object", F.Object);
    text("program", F.Program);
    texts("alsoIn", F.AlsoIn);
    text("why", F.Why);
    text("repair", F.Repair);
    J.attribute("moreSites", F.MoreSites);
    J.attributeObject("dynamic", [&] {
      J.attribute("verdict", toString(F.Dynamic.Verdict));
      text("text", F.Dynamic.Text);
      text("token", F.Dynamic.Token);
    });
  });
}

static double rankOf(Confidence C) {
  switch (C) {
  case Confidence::Certain:
    return 95;
  case Confidence::Likely:
    return 70;
  case Confidence::Possible:
    return 30;
  }
  return 0;
}

void SarifWriter::result(const Finding &F) {
  SourceSpan At = F.Sites.empty() ? SourceSpan() : F.Sites.front().Span;
  J.object([&] {
    text("ruleId", F.Rule);
    J.attribute("ruleIndex", RuleIndex.at(F.Rule));
    J.attribute("level", levelOf(F.Level));
    J.attribute("rank", rankOf(F.Belief));
    message("message", messageOf(F));
    J.attributeArray("locations", [&] {
      if (At.Line)
        J.object([&] { location(At, "", F.Sites.front().Function); });
    });
    relatedLocations(F);
    J.attributeObject("partialFingerprints", [&] {
      if (std::string Hash = Files.lineHash(At.File, At.Line); !Hash.empty())
        J.attribute("primaryLocationLineHash", Hash);
      if (!F.Id.empty())
        text("heddle/v1", F.Id);
    });
    codeFlows(F);
    stacks(F);
    graphs(F);
    if (!F.Fixes.empty())
      fixes(F);
    if (!F.SuppressedBecause.empty())
      J.attributeArray("suppressions", [&] {
        J.object([&] {
          J.attribute("kind", "inSource");
          text("justification", F.SuppressedBecause);
        });
      });
    resultProperties(F);
  });
}

void heddle::writeSarif(const Report &R, llvm::raw_ostream &OS,
                        const SarifOptions &Options) {
  SarifWriter(R, OS, Options).write();
  OS << '\n';
}
