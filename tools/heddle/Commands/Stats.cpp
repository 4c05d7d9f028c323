//===- Stats.cpp - heddle stats ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Counts what the frontend and the specs made of a program: how much was
/// lowered, which calls nobody knows, what became havoc and why. It is the
/// instrument for finding gaps in Specs and Lower, and what bench/ reads.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/EnumNames.h"
#include "analyzer/Specs/Specs.h"
#include "tools/heddle/Commands/Command.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand Stats("stats", "Count what was lowered, resolved and not, as "
                              "JSON");
cl::list<std::string> Inputs(cl::Positional, cl::desc("INPUTS..."),
                             cl::sub(Stats));
cl::opt<std::string> BuildDir("p", cl::desc("Build directory"),
                              cl::value_desc("DIR"), cl::sub(Stats));

using Counts = std::map<std::string, uint64_t>;

struct Tally {
  uint64_t Functions = 0, UserFunctions = 0, Events = 0, Incomplete = 0;
  uint64_t CompileErrors = 0;
  double ParseSeconds = 0, LowerSeconds = 0;
  SpecStats Calls;
  Counts EventKinds, Havocs, UnknownCallees, Gaps;
};

/// The kinds that say something about a program's threads.
struct KindName {
  llvm::StringRef operator()(const Spawn &) { return "spawn"; }
  llvm::StringRef operator()(const Join &) { return "join"; }
  llvm::StringRef operator()(const Acquire &) { return "acquire"; }
  llvm::StringRef operator()(const TryAcquire &) { return "tryAcquire"; }
  llvm::StringRef operator()(const Release &) { return "release"; }
  llvm::StringRef operator()(const Wait &) { return "wait"; }
  llvm::StringRef operator()(const Notify &) { return "notify"; }
  llvm::StringRef operator()(const Access &) { return "access"; }
  llvm::StringRef operator()(const Call &) { return "call"; }
  llvm::StringRef operator()(const Havoc &) { return "havoc"; }
  llvm::StringRef operator()(const auto &) { return "other"; }
};

llvm::StringRef kindOf(const Event &E) { return std::visit(KindName(), E); }

void countBody(const Module &M, const Function &F, Tally &T) {
  for (const BasicBlock &B : F.Definition->Blocks)
    for (const Event &E : B.Events) {
      ++T.Events;
      ++T.EventKinds[kindOf(E).str()];
      if (const auto *H = std::get_if<Havoc>(&E))
        ++T.Havocs[(wordOf(H->Reason) + ": " + H->Text).str()];
      const auto *C = std::get_if<Call>(&E);
      if (C && valid(C->Callee) && !M[C->Callee].Definition)
        ++T.UnknownCallees[M[C->Callee].Name];
    }
}

void countModule(LowerResult R, Tally &T) {
  T.ParseSeconds += R.ParseSeconds;
  T.LowerSeconds += R.LowerSeconds;
  T.Incomplete += !R.Complete;
  for (const CompileDiagnostic &D : R.M.Diagnostics)
    T.CompileErrors += D.Severity >= DiagnosticSeverity::Error;
  for (const NotLowered &N : R.M.Gaps)
    ++T.Gaps[N.Why];
  SpecStats S = applySpecs(R.M, SpecSet::builtin());
  T.Calls.CallsRewritten += S.CallsRewritten;
  T.Calls.CallsWithBody += S.CallsWithBody;
  T.Calls.CallsIndirect += S.CallsIndirect;
  T.Calls.CallsUnknown += S.CallsUnknown;
  for (const Function &F : R.M.Functions)
    if (F.Definition) {
      ++T.Functions;
      T.UserFunctions += !F.System && !F.Implicit;
      countBody(R.M, F, T);
    }
}

llvm::json::Object toJson(const Counts &C) {
  llvm::json::Object O;
  for (const auto &[Key, N] : C)
    O[Key] = N;
  return O;
}

int runStats(const Invocation &Call) {
  llvm::Expected<InputPlan> Plan =
      planInputs({.Paths = {Inputs.begin(), Inputs.end()},
                  .Flags = Call.Flags,
                  .FlagsGiven = Call.FlagsGiven,
                  .BuildDir = BuildDir});
  if (!Plan)
    return usageError(Plan.takeError());
  Tally T;
  for (const CompileJob &Job : Plan->Jobs) {
    LowerOptions Options;
    Options.Root = Plan->Root;
    llvm::Expected<LowerResult> R = lower(Job, Options);
    if (!R) {
      llvm::errs() << "heddle: " << llvm::toString(R.takeError()) << '\n';
      ++T.Incomplete;
      continue;
    }
    countModule(std::move(*R), T);
  }
  llvm::outs() << llvm::formatv(
      "{0:2}\n",
      llvm::json::Value(llvm::json::Object{
          {"translationUnits", Plan->Jobs.size()},
          {"incomplete", T.Incomplete},
          {"compileErrors", T.CompileErrors},
          {"functionsLowered", T.Functions},
          {"userFunctionsLowered", T.UserFunctions},
          {"events", T.Events},
          {"parseSeconds", T.ParseSeconds},
          {"lowerSeconds", T.LowerSeconds},
          {"calls", llvm::json::Object{{"bySpec", T.Calls.CallsRewritten},
                                       {"withBody", T.Calls.CallsWithBody},
                                       {"indirect", T.Calls.CallsIndirect},
                                       {"unknown", T.Calls.CallsUnknown}}},
          {"eventKinds", toJson(T.EventKinds)},
          {"havoc", toJson(T.Havocs)},
          {"notLowered", toJson(T.Gaps)},
          {"unknownCallees", toJson(T.UnknownCallees)}}));
  return T.Incomplete ? ExitIncomplete : ExitClean;
}

CommandRegistration Register(Stats, runStats);

} // namespace

} // namespace heddle
