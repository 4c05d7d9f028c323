//===- ReplayJson.cpp - A replay for programs -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/ReplayJson.h"

#include "analyzer/Report/Report.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <string>

using namespace heddle;
using llvm::StringRef;

namespace {

/// Raised when a reader of the last version would misunderstand.
constexpr int FormatVersion = 1;

class ReplayWriter {
public:
  ReplayWriter(const Places &Where, llvm::raw_ostream &OS)
      : Where(Where), J(OS, /*IndentSize=*/2) {}
  void write(const Replayed &Result, StringRef Token);

private:
  void text(StringRef Key, StringRef Value) {
    J.attribute(Key, llvm::json::fixUTF8(Value));
  }
  void texts(StringRef Key, llvm::ArrayRef<std::string> Values) {
    J.attributeArray(Key, [&] {
      for (const std::string &V : Values)
        J.value(llvm::json::fixUTF8(V));
    });
  }
  void step(const TimelineStep &S);

  const Places &Where;
  llvm::json::OStream J;
};

void ReplayWriter::step(const TimelineStep &S) {
  J.object([&] {
    J.attribute("step", int64_t(S.Number));
    J.attribute("thread", S.Thread);
    text("threadFunction", S.ThreadFunction);
    text("file", Where.relative(S.At.File));
    J.attribute("line", S.At.Line);
    J.attribute("column", S.At.Column);
    text("function", S.At.Function);
    text("operation", S.Operation);
    text("object", S.Object);
    text("text", S.Words);
  });
}

void ReplayWriter::write(const Replayed &Result, StringRef Token) {
  J.object([&] {
    J.attribute("format", "heddle-replay");
    J.attribute("formatVersion", FormatVersion);
    text("token", Token);
    J.attribute("complete", Result.Run.Complete);
    text("gap", Result.Run.Gap);
    texts("notes", Result.Notes);
    J.attributeArray("steps", [&] {
      for (const TimelineStep &S : Result.Timeline)
        step(S);
    });
    J.attributeArray("findings",
                     [&] { writeFindings(Result.Shown.Findings, J); });
    texts("endings", Result.Endings);
  });
}

} // namespace

void heddle::writeReplayJson(const Replayed &Result, StringRef Token,
                             const Places &Where, llvm::raw_ostream &OS) {
  ReplayWriter(Where, OS).write(Result, Token);
  OS << '\n';
}
