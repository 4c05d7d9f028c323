//===- Json.cpp - Reports for programs -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Everything a report holds, with stable names and in a stable order; the
/// format is described in docs/json.md, which changes together with this file.
/// No key is ever left out: what is not known is null, and a list may be
/// empty. Paths are relative to the analysis root, whose own place is not
/// told, so that two machines write the same bytes.
///
//===----------------------------------------------------------------------===//

#include "llvm/Support/JSON.h"

#include "analyzer/Findings/Outcome.h"
#include "analyzer/Report/Report.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using llvm::StringRef;

namespace {

/// Raised when a reader of the last version would misunderstand; new keys do
/// not count.
constexpr int FormatVersion = 1;

class FindingWriter {
public:
  explicit FindingWriter(llvm::json::OStream &J) : J(J) {}
  void finding(const Finding &F);

protected:
  /// Names and messages quote source text, which may be no UTF-8.
  void text(StringRef Key, StringRef Value) {
    J.attribute(Key, llvm::json::fixUTF8(Value));
  }
  void texts(StringRef Key, llvm::ArrayRef<std::string> Values) {
    J.attributeArray(Key, [&] {
      for (const std::string &V : Values)
        J.value(llvm::json::fixUTF8(V));
    });
  }
  void span(StringRef Key, const SourceSpan &S);
  void site(const Site &S);
  void sites(StringRef Key, llvm::ArrayRef<Site> Sites) {
    J.attributeArray(Key, [&] {
      for (const Site &S : Sites)
        site(S);
    });
  }
  void fix(const FixIt &F);
  void dynamic(const DynamicEvidence &D);

  llvm::json::OStream &J;
};

class ReportWriter : FindingWriter {
public:
  ReportWriter(const Report &R, llvm::json::OStream &J)
      : FindingWriter(J), R(R) {}
  void write();

private:
  void findings(StringRef Key, llvm::ArrayRef<Finding> Findings) {
    J.attributeArray(Key, [&] { writeFindings(Findings, J); });
  }
  void summary();
  void coverage();

  const Report &R;
};

} // namespace

/// Null where it is not known.
void FindingWriter::span(StringRef Key, const SourceSpan &S) {
  if (S.Line == 0)
    return J.attribute(Key, nullptr);
  J.attributeObject(Key, [&] {
    text("file", S.File);
    J.attribute("line", S.Line);
    J.attribute("column", S.Column);
    J.attribute("endLine", S.EndLine);
    J.attribute("endColumn", S.EndColumn);
    if (S.Macro.empty())
      J.attribute("macro", nullptr);
    else
      text("macro", S.Macro);
  });
}

void FindingWriter::site(const Site &S) {
  J.object([&] {
    J.attribute("role", toString(S.Role));
    span("span", S.Span);
    text("message", S.Message);
    text("label", S.Label);
    text("function", S.Function);
    text("thread", S.Thread);
    if (S.ThreadIndex == UINT32_MAX)
      J.attribute("threadIndex", nullptr);
    else
      J.attribute("threadIndex", S.ThreadIndex);
    J.attribute("write", S.Write);
    J.attributeArray("held", [&] {
      for (const HeldLock &L : S.Held)
        J.object([&] {
          text("name", L.Name);
          J.attribute("shared", L.Shared);
          span("acquiredAt", L.AcquiredAt);
        });
    });
    text("lock", S.Lock);
    J.attributeArray("stack", [&] {
      for (const Frame &F : S.Stack)
        J.object([&] {
          text("function", F.Function);
          span("call", F.Call);
        });
    });
  });
}

void FindingWriter::fix(const FixIt &F) {
  J.object([&] {
    text("title", F.Title);
    J.attributeArray("edits", [&] {
      for (const Edit &E : F.Edits)
        J.object([&] {
          span("span", E.Span);
          text("text", E.Text);
        });
    });
  });
}

void FindingWriter::dynamic(const DynamicEvidence &D) {
  J.attributeObject("dynamic", [&] {
    J.attribute("verdict", toString(D.Verdict));
    text("text", D.Text);
    text("token", D.Token);
    sites("observed", D.Observed);
  });
}

void FindingWriter::finding(const Finding &F) {
  J.object([&] {
    text("id", F.Id);
    text("rule", F.Rule);
    J.attribute("severity", toString(F.Level));
    J.attribute("confidence", toString(F.Belief));
    J.attribute("category", toString(F.Kind));
    text("program", F.Program);
    texts("alsoIn", F.AlsoIn);
    text("object", F.Object);
    text("message", F.Message);
    text("why", F.Why);
    text("repair", F.Repair);
    texts("reasons", F.Reasons);
    sites("sites", F.Sites);
    J.attribute("moreSites", F.MoreSites);
    J.attributeArray("fixes", [&] {
      for (const FixIt &Fix : F.Fixes)
        fix(Fix);
    });
    dynamic(F.Dynamic);
    text("suppressedBecause", F.SuppressedBecause);
  });
}

void ReportWriter::summary() {
  auto Count = [&](DynamicVerdict V) {
    return static_cast<int64_t>(llvm::count_if(
        R.Findings, [&](const Finding &F) { return F.Dynamic.Verdict == V; }));
  };
  J.attributeObject("summary", [&] {
    text("text", summaryLine(R));
    J.attribute("findings", static_cast<int64_t>(R.Findings.size()));
    J.attribute("confirmed", Count(DynamicVerdict::Confirmed));
    J.attribute("suppressed", static_cast<int64_t>(R.Suppressed.size()));
    J.attribute("hiddenThirdParty", R.Covered.HiddenThirdParty);
  });
}

void ReportWriter::coverage() {
  const Coverage &C = R.Covered;
  J.attributeObject("coverage", [&] {
    J.attribute("complete", C.Incomplete.empty());
    J.attribute("files", C.Files);
    J.attribute("programs", C.Programs);
    J.attribute("functions", C.Functions);
    J.attribute("threads", C.Threads);
    J.attributeArray("incomplete", [&] {
      for (size_t I = 0; I != C.Incomplete.size(); ++I)
        J.object([&] {
          text("message", C.Incomplete[I]);
          span("span",
               I < C.IncompleteAt.size() ? C.IncompleteAt[I] : SourceSpan());
        });
    });
    texts("notFollowed", C.NotFollowed);
    texts("assumptions", C.Assumptions);
    texts("notes", C.Notes);
  });
}

void ReportWriter::write() {
  J.object([&] {
    J.attribute("format", "heddle-report");
    J.attribute("formatVersion", FormatVersion);
    J.attributeObject("tool", [&] {
      J.attribute("name", "heddle");
      text("version", R.ToolVersion);
    });
    text("profile", R.Profile);
    if (R.Answer == Verdict::NotAsked)
      J.attribute("verdict", nullptr);
    else
      J.attribute("verdict", toString(R.Answer));
    texts("verdictReasons", R.AnswerReasons);
    summary();
    coverage();
    J.attributeObject("runs", [&] {
      J.attribute("made", R.DynamicRun);
      texts("notes", R.DynamicNotes);
    });
    findings("findings", R.Findings);
    findings("suppressed", R.Suppressed);
    J.attributeArray("suppressionProblems", [&] {
      for (const SuppressionProblem &P : R.SuppressionProblems)
        J.object([&] {
          text("message", P.Message);
          span("span", P.Span);
        });
    });
    text("nextCommand", R.NextCommand);
  });
}

void heddle::writeJson(const Report &R, llvm::raw_ostream &OS,
                       const JsonOptions &) {
  llvm::json::OStream J(OS, /*IndentSize=*/2);
  ReportWriter(R, J).write();
  OS << '\n';
}

void heddle::writeFindings(llvm::ArrayRef<Finding> Findings,
                           llvm::json::OStream &J) {
  FindingWriter Writer(J);
  for (const Finding &F : Findings)
    Writer.finding(F);
}
