//===- WhyNot.cpp - --why-not --------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The answer comes from the same product of refuters that decided; this only
/// puts it into words.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/WhyNot.h"

#include "analyzer/Findings/Span.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace heddle;

namespace {

struct LineOf {
  llvm::StringRef File;
  unsigned Line = 0;
};

llvm::Expected<LineOf> parseLine(llvm::StringRef Text) {
  auto [File, Line] = Text.rsplit(':');
  LineOf L{File, 0};
  if (File.empty() || Line.getAsInteger(10, L.Line) || L.Line == 0)
    return llvm::createStringError("--why-not takes FILE:LINE twice, not '" +
                                   Text + "'");
  return L;
}

llvm::StringRef verb(const GuardedAccess &A) {
  switch (A.Kind) {
  case AccessKind::Read:
    return "reads";
  case AccessKind::Write:
    return "writes";
  case AccessKind::Update:
    return "updates";
  case AccessKind::Destroy:
    return "destroys";
  }
  llvm_unreachable("covered switch");
}

void printAccess(const Program &P, const Analyses &A, const GuardedAccess &G) {
  SourceSpan Span = makeSpan(P.M, G.At);
  llvm::outs() << llvm::formatv("  {0}:{1}:{2}: thread '{3}' {4} '{5}'",
                                Span.File, Span.Line, Span.Column,
                                A.ThreadTable[G.Thread].Name, verb(G),
                                A.Pointers.displayName(G.Cell));
  if (G.isAtomic())
    llvm::outs() << ", atomically";
  llvm::outs() << ", holding ";
  if (G.Held.empty())
    llvm::outs() << "nothing";
  llvm::interleaveComma(G.Held, llvm::outs(), [](const LockUse &L) {
    llvm::outs() << '\'' << L.Name << '\'';
  });
  llvm::outs() << '\n';
}

void printPair(const Program &P, const Analyses &A, const PairExplanation &E) {
  printAccess(P, A, E.First);
  printAccess(P, A, E.Second);
  if (E.Survived)
    llvm::outs() << "  nothing keeps them apart: a race\n";
  else
    llvm::outs() << "  no race, refuted by " << E.Refuter << '\n';
  for (const std::string &Fact : E.Facts)
    llvm::outs() << "    " << Fact << '\n';
  llvm::outs() << '\n';
}

} // namespace

llvm::Error heddle::explainPair(llvm::ArrayRef<Program> Programs,
                                llvm::StringRef First, llvm::StringRef Second) {
  llvm::Expected<LineOf> A = parseLine(First);
  if (!A)
    return A.takeError();
  llvm::Expected<LineOf> B = parseLine(Second);
  if (!B)
    return B.takeError();
  bool Any = false;
  for (const Program &P : Programs) {
    std::unique_ptr<Analyses> Facts = analyze(P);
    for (const PairExplanation &E :
         Facts->whyNot(A->File, A->Line, B->File, B->Line)) {
      printPair(P, *Facts, E);
      Any = true;
    }
  }
  if (!Any)
    llvm::outs() << "no two accesses on these lines touch the same object, or "
                    "no thread but one can reach them\n\n";
  return llvm::Error::success();
}
