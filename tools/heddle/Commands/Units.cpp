//===- Units.cpp - What lower and model share -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Units.h.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Units.h"

#include "analyzer/Model/Serialize.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

using llvm::errs;
using llvm::WithColor;

namespace heddle {

namespace {

llvm::raw_ostream &severity(DiagnosticSeverity Severity) {
  switch (Severity) {
  case DiagnosticSeverity::Note:
    return WithColor::note();
  case DiagnosticSeverity::Warning:
    return WithColor::warning();
  case DiagnosticSeverity::Error:
  case DiagnosticSeverity::Fatal:
    return WithColor::error();
  }
  llvm_unreachable("covered switch");
}

/// `bank.cpp:3:16: ` as compilers write it; nothing where no file is known.
void printPosition(const Module &M, const DeclPosition &Pos) {
  if (valid(Pos.File))
    errs() << M[Pos.File].Path << ':' << Pos.Line << ':' << Pos.Column << ": ";
}

void printDiagnostics(const Module &M) {
  for (const CompileDiagnostic &D : M.Diagnostics) {
    printPosition(M, D.Pos);
    severity(D.Severity) << D.Message << '\n';
  }
  for (const NotLowered &N : M.Gaps) {
    printPosition(M, N.Pos);
    WithColor::warning() << "not analysed: " << N.What << ": " << N.Why << '\n';
  }
}

llvm::Expected<Module> readModelFile(const std::string &Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(), "%s: %s", Path.c_str(),
                                   Buffer.getError().message().c_str());
  llvm::Expected<Module> M = readModule((*Buffer)->getBuffer());
  if (M)
    return M;
  return llvm::createStringError("%s: %s; lower its source again", Path.c_str(),
                                 llvm::toString(M.takeError()).c_str());
}

} // namespace

llvm::Expected<Units> readUnits(const UnitRequest &Request) {
  llvm::Expected<InputPlan> Plan = planInputs(Request.Inputs);
  if (!Plan)
    return Plan.takeError();
  size_t Count = Plan->Jobs.size() + Plan->ModelFiles.size();
  if (Request.OneOnly && Count > 1)
    return llvm::createStringError("the input stands for %zu units; take them "
                                   "one by one, with their flags after --",
                                   Count);
  Units Result;
  for (const std::string &Note : Plan->Notes)
    WithColor::note() << Note << '\n';
  auto Fail = [&](llvm::StringRef Message) {
    WithColor::error() << Message << '\n';
    Result.Complete = false;
  };
  for (const std::string &Problem : Plan->Problems)
    Fail(Problem);

  LowerAllOptions Options;
  Options.Lower.Root = Request.Root.empty() ? Plan->Root : Request.Root;
  Options.UseCache = Request.UseCache;
  for (LoweredJob &Lowered : lowerAll(*Plan, Options)) {
    if (!Lowered.Result) {
      Fail(llvm::toString(Lowered.Result.takeError()));
      continue;
    }
    printDiagnostics(Lowered.Result->M);
    Result.Complete &= Lowered.Result->Complete;
    Result.Modules.push_back(std::move(Lowered.Result->M));
  }
  for (const std::string &File : Plan->ModelFiles) {
    llvm::Expected<Module> M = readModelFile(File);
    if (M)
      Result.Modules.push_back(std::move(*M));
    else
      Fail(llvm::toString(M.takeError()));
  }
  return Result;
}

} // namespace heddle
