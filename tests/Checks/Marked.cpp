//===- Marked.cpp - Code with marks ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Marked.h"

#include "../Samples/Sample.h"
#include "analyzer/Checks/Driver.h"
#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Specs/Specs.h"

#include <gtest/gtest.h>

using namespace heddle;

static const char *fileName(CodeKind Kind) {
  return Kind == CodeKind::C ? "input.c" : "input.cpp";
}

static CheckOptions options(llvm::StringRef Code) {
  CheckOptions Options;
  Options.Read = [Text = Code.str()](llvm::StringRef) { return Text; };
  return Options;
}

/// \p Code as the rules see it; nothing if it cannot be read.
static std::vector<Module> lowered(llvm::StringRef Code, CodeKind Kind) {
  std::vector<Module> Units;
  llvm::Expected<LowerResult> Lowered =
      lowerCode(Code, {}, Kind == CodeKind::C);
  if (!Lowered) {
    ADD_FAILURE() << llvm::toString(Lowered.takeError());
    return Units;
  }
  for (const CompileDiagnostic &D : Lowered->M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      ADD_FAILURE() << D.Pos.Line << ": " << D.Message;
  applySpecs(Lowered->M, SpecSet::builtin());
  Units.push_back(std::move(Lowered->M));
  return Units;
}

Report heddle::checkCode(llvm::StringRef Code, CodeKind Kind) {
  CheckOptions Options = options(Code);
  Options.Also = {"missing-annotation"};
  return check(lowered(Code, Kind), Options);
}

Report heddle::checkCodeLocally(llvm::StringRef Code, CodeKind Kind) {
  std::vector<Module> Units = lowered(Code, Kind);
  if (Units.empty())
    return {};
  return checkLocally(std::move(Units.front()), options(Code));
}

void heddle::expectMarkedLocally(llvm::StringRef Code, CodeKind Kind) {
  samples::Sample S;
  S.Files = {fileName(Kind)};
  samples::readMarks(Code, fileName(Kind), S);
  Report R = checkCodeLocally(Code, Kind);
  for (const std::string &Text : samples::compare(S, R.Findings))
    ADD_FAILURE() << Text;
}
