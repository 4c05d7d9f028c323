//===- Doctor.cpp - heddle doctor ----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Says what is missing on this machine, and what to type to get it. The
/// classic complaint about LLVM tools is "'stddef.h' file not found"; this is
/// where it is answered before it is made.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "tools/heddle/Commands/Command.h"

#include "llvm/Support/Program.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand Doctor("doctor", "Say what is missing on this machine");

struct Diagnosis {
  std::string What;
  bool Ok;
  std::string Detail;
  std::string Next; ///< what to do where it is not Ok
  bool Needed;      ///< false: only part of Heddle needs it
};

Diagnosis tool(llvm::StringRef Name, llvm::StringRef Purpose,
               llvm::StringRef Package, bool Needed) {
  llvm::ErrorOr<std::string> Path = llvm::sys::findProgramByName(Name);
  return {.What = (Name + " (" + Purpose + ")").str(),
          .Ok = static_cast<bool>(Path),
          .Detail = Path ? *Path : "not found",
          .Next = ("apt-get install " + Package).str(),
          .Needed = Needed};
}

/// A tiny program with the headers that everybody needs, lowered for real.
Diagnosis lowersThreads() {
  Diagnosis D{.What = "C++ standard headers",
              .Ok = false,
              .Detail = "",
              .Next = "apt-get install libstdc++-12-dev libc6-dev",
              .Needed = true};
  llvm::Expected<LowerResult> Result =
      lowerCode("#include <cstddef>\n#include <mutex>\n#include <thread>\n"
                "int main() { std::thread T([] {}); T.join(); }\n");
  if (!Result) {
    D.Detail = llvm::toString(Result.takeError());
    return D;
  }
  for (const CompileDiagnostic &Diag : Result->M.Diagnostics)
    if (Diag.Severity >= DiagnosticSeverity::Error) {
      D.Detail = Diag.Message;
      return D;
    }
  D.Ok = true;
  D.Detail = "<thread> and <mutex> parse";
  return D;
}

int runDoctor(const Invocation &) {
  std::vector<Diagnosis> All;
  llvm::Expected<std::string> Resources = resourceDirectory();
  All.push_back(
      {.What = "Clang's own headers (stddef.h)",
       .Ok = static_cast<bool>(Resources),
       .Detail = Resources ? *Resources : llvm::toString(Resources.takeError()),
       .Next = "apt-get install libclang-common-22-dev",
       .Needed = true});
  All.push_back(lowersThreads());
  All.push_back(
      tool("clang++-22", "builds programs for `confirm`", "clang-22", false));
  All.push_back(tool("bwrap", "runs programs in a sandbox for `confirm`",
                     "bubblewrap", false));
  All.push_back(tool("llvm-symbolizer-22", "turns addresses into lines",
                     "llvm-22", false));
  All.push_back(tool("gdb", "for `replay --gdb`", "gdb", false));
  bool Healthy = true;
  for (const Diagnosis &D : All) {
    llvm::WithColor(llvm::outs(), D.Ok ? llvm::HighlightColor::String
                                       : llvm::HighlightColor::Error)
        << (D.Ok ? "ok      " : "missing ");
    llvm::outs() << D.What << ": " << D.Detail << '\n';
    if (!D.Ok)
      llvm::outs() << "        next: " << D.Next << '\n';
    Healthy &= D.Ok || !D.Needed;
  }
  return Healthy ? ExitClean : ExitIncomplete;
}

CommandRegistration Register(Doctor, runDoctor);

} // namespace

} // namespace heddle
