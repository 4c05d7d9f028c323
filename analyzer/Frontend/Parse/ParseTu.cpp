//===- ParseTu.cpp - One compile job to one module --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The way of a compile job: its command is reduced to what it means
/// (CommandLine), Clang's driver makes an invocation of that (Invocation), the
/// parser runs with the policy for library bodies (LibraryBodies), and while
/// Sema is still alive the tree is lowered (../Lower). Everything happens in a
/// thread of its own under llvm::CrashRecoveryContext: a file that crashes the
/// compiler is one error, and the files after it are analysed all the same.
///
/// Errors in the source stop nothing. Even a fatal one (a missing include) is
/// demoted, because Clang stops instantiating templates after it: guards would
/// vanish and races appear that the program does not have.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/ParseTu.h"

#include "analyzer/Frontend/Lower/Lower.h"
#include "analyzer/Frontend/Parse/LibraryBodies.h"

#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/Utils.h"
#include "llvm/Support/CrashRecoveryContext.h"

#include <chrono>
#include <mutex>

using namespace llvm;

namespace heddle {
namespace {

/// Deep expressions (generated tables, long operator chains) nest deep in
/// Clang; pages that are not touched cost nothing.
constexpr unsigned StackBytes = 64u << 20;

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point Start) {
  return std::chrono::duration<double>(Clock::now() - Start).count();
}

/// Runs \p Done on the finished translation unit.
class TuAction : public clang::ASTFrontendAction {
public:
  TuAction(bool Skip, function_ref<void(clang::ASTContext &)> Done)
      : Skip(Skip), Done(Done) {}

protected:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &CI, StringRef) override {
    return std::make_unique<LibraryBodiesConsumer>(CI, Skip, Done);
  }

private:
  bool Skip;
  function_ref<void(clang::ASTContext &)> Done;
};

/// Every source file that was read, system headers too; not a session's
/// precompiled preamble.
class AllDependencies : public clang::DependencyCollector {
public:
  bool needSystemDependencies() override { return true; }
  bool sawDependency(StringRef Name, bool /*FromModule*/, bool /*IsSystem*/,
                     bool IsModuleFile, bool IsMissing) override {
    // <built-in>, <command line>
    return !IsModuleFile && !IsMissing && !Name.starts_with("<");
  }
};

std::vector<std::string> sortedDependencies(const AllDependencies &Collector,
                                            const CompileJob &Job) {
  std::string Main = absolutePath(Job.File, Job.Directory);
  std::vector<std::string> Result;
  for (const std::string &Name : Collector.getDependencies())
    Result.push_back(absolutePath(Name, Job.Directory));
  llvm::sort(Result);
  Result.erase(llvm::unique(Result), Result.end());
  llvm::erase(Result, Main);
  return Result;
}

/// Text after preprocessing: its line markers say `system header` of what the
/// user wrote, so nothing of it can be skipped.
bool isPreprocessed(const clang::CompilerInvocation &Invocation) {
  const auto &Inputs = Invocation.getFrontendOpts().Inputs;
  return !Inputs.empty() && Inputs[0].getKind().isPreprocessed();
}

/// C++20 modules: what is imported is not known here, and what is exported is
/// not known there.
void reportModules(Module &M, clang::ASTContext &Ctx,
                   const DiagnosticCollector &Diags) {
  for (const std::string &Text : Diags.missingModules())
    M.Gaps.push_back({"import of a C++20 module", Text, {}});
  if (Ctx.getCurrentNamedModule())
    M.Gaps.push_back(
        {"C++20 module '" + Ctx.getCurrentNamedModule()->Name + "'",
         "files that import it are analysed without it",
         {}});
}

} // namespace

Expected<PreparedTu> prepareTu(const CompileJob &Job,
                               const LowerOptions &Options) {
  PreparedTu Tu;
  Tu.Diags = std::make_unique<DiagnosticCollector>();
  Expected<FileSystem> FS = fileSystemFor(Job, Options.Content);
  if (!FS)
    return FS.takeError();
  Tu.FS = *FS;
  Tu.Diags->setSurvivable(true);
  auto Invocation =
      makeInvocation(Job, reduceCommand(Job), Options.Root, Tu.FS, *Tu.Diags);
  Tu.Diags->setSurvivable(false);
  if (!Invocation)
    return Invocation.takeError();
  Tu.Invocation = std::move(*Invocation);
  Tu.Preprocessed = isPreprocessed(*Tu.Invocation);
  Tu.Skip = Options.SkipLibraryBodies && !Tu.Preprocessed;
  Tu.Invocation->getFrontendOpts().SkipFunctionBodies = Tu.Skip;
  return Tu;
}

Expected<LowerResult> parseAndLower(const CompileJob &Job,
                                    const LowerOptions &Options,
                                    PreparedTu Tu) {
  auto Start = Clock::now();
  clang::CompilerInstance CI(Tu.Invocation);
  CI.setVirtualFileSystem(Tu.FS);
  CI.createDiagnostics(Tu.Diags.get(), /*ShouldOwnClient=*/false);
  CI.getDiagnostics().setFatalsAsError(true);
  auto Dependencies = std::make_shared<AllDependencies>();
  CI.addDependencyCollector(Dependencies);

  std::optional<LowerResult> Result;
  auto Lower = [&](clang::ASTContext &Ctx) {
    Result.emplace();
    Result->ParseSeconds = secondsSince(Start);
    auto LowerStart = Clock::now();
    LowerTuOptions TuOptions;
    TuOptions.Root = Options.Root;
    TuOptions.MainFile = absolutePath(Job.File, Job.Directory);
    TuOptions.AllUser = Tu.Preprocessed;
    TuOptions.DeclareMembers = Options.DeclareMembers;
    Result->M = lowerTranslationUnit(Ctx, CI.getPreprocessor(), TuOptions);
    Result->LowerSeconds = secondsSince(LowerStart);
    reportModules(Result->M, Ctx, *Tu.Diags);
  };
  TuAction Action(Tu.Skip, Lower);
  CI.ExecuteAction(Action);
  if (!Result)
    return createStringError("%s: %s", Job.File.c_str(),
                             Tu.Diags->worstError().c_str());
  Result->Complete = !Tu.Diags->sawError() && Result->M.Gaps.empty();
  Tu.Diags->moveInto(Result->M, Options.Root);
  Result->Dependencies = sortedDependencies(*Dependencies, Job);
  return std::move(*Result);
}

Expected<LowerResult> guarded(const CompileJob &Job,
                              function_ref<Expected<LowerResult>()> Work) {
  static std::once_flag Recovery;
  std::call_once(Recovery, [] { CrashRecoveryContext::Enable(); });
  std::optional<Expected<LowerResult>> Result;
  CrashRecoveryContext Context;
  if (Context.RunSafelyOnThread([&] { Result.emplace(Work()); }, StackBytes))
    return std::move(*Result);
  return createStringError(
      "%s: reading this file crashed the compiler front end (code %d); it is "
      "left out",
      Job.File.c_str(), Context.RetCode);
}

Expected<LowerResult> lower(const CompileJob &Job,
                            const LowerOptions &Options) {
  return guarded(Job, [&]() -> Expected<LowerResult> {
    Expected<PreparedTu> Tu = prepareTu(Job, Options);
    if (!Tu)
      return Tu.takeError();
    return parseAndLower(Job, Options, std::move(*Tu));
  });
}

Expected<LowerResult> lowerCode(StringRef Code, ArrayRef<std::string> Flags,
                                bool IsC) {
  CompileJob Job;
  Job.File = IsC ? "/input.c" : "/input.cpp";
  Job.Directory = "/";
  Job.Command = defaultCommand(IsC);
  append_range(Job.Command, Flags);
  Job.Command.push_back(Job.File);
  LowerOptions Options;
  Options.Root = "/";
  Options.Content = Code.str();
  return lower(Job, Options);
}

} // namespace heddle
