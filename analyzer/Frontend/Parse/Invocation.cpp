//===- Invocation.cpp - From a compile command to a compiler ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Invocation.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Invocation.h"

#include "clang/Basic/TargetInfo.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace heddle {
namespace {

/// Clang 16 and later refuse what GCC 12 and earlier only warn about; programs
/// that are built with such a GCC are no less worth analysing.
constexpr const char *LeniencyFlags[] = {
    "-Wno-error=implicit-function-declaration",
    "-Wno-error=implicit-int",
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-pointer-types",
    "-Wno-error=incompatible-function-pointer-types",
    "-Wno-error=return-type",
    "-Wno-error=c++11-narrowing",
    "-Wno-error=register",
    "-Wno-error=reserved-user-defined-literal",
    "-Wno-error=enum-constexpr-conversion",
};

std::vector<std::string> driverArguments(const CompileJob &Job,
                                         const SemanticCommand &Command,
                                         StringRef ResourceDir) {
  // The driver finds libc++ relative to its own program, so name the one that
  // belongs to the resource directory: <prefix>/lib/clang/22.
  SmallString<256> Program(ResourceDir);
  sys::path::append(Program, "../../../bin/clang");
  sys::path::remove_dots(Program, /*remove_dot_dot=*/true);

  std::vector<std::string> Args = {std::string(Program)};
  append_range(Args, Command.Flags);
  for (const char *Flag : LeniencyFlags)
    Args.push_back(Flag);
  append_range(
      Args, ArrayRef<std::string>{"-w", "-ferror-limit=0", "-fsyntax-only",
                                  "-Qunused-arguments", "--no-default-config",
                                  "-resource-dir=" + ResourceDir.str(), "--",
                                  absolutePath(Job.File, Job.Directory)});
  return Args;
}

/// Nothing is written, loaded or asked of LLVM's global options.
void restrictToReading(clang::CompilerInvocation &Invocation, StringRef Root) {
  clang::FrontendOptions &Frontend = Invocation.getFrontendOpts();
  Frontend.ProgramAction = clang::frontend::ParseSyntaxOnly;
  Frontend.DisableFree = false;
  Frontend.OutputFile.clear();
  Frontend.Plugins.clear();
  Frontend.AddPluginActions.clear();
  Frontend.LLVMArgs.clear();
  Invocation.getDependencyOutputOpts() = clang::DependencyOutputOptions();
  clang::PreprocessorOptions &Preprocessor = Invocation.getPreprocessorOpts();
  Preprocessor.ImplicitPCHInclude.clear();
  // __DATE__ and __TIME__ must not make every model a new one.
  Preprocessor.SourceDateEpoch = 0;
  Invocation.getDiagnosticOpts().ShowCarets = false;
  // assert() puts __FILE__ into the program: models hold no absolute path.
  if (!Root.empty())
    Invocation.getLangOpts().MacroPrefixMap.insert(
        {Root.rtrim('/').str() + "/", ""});
}

/// A processor that Clang does not know, or newer than it, makes its target
/// unusable; without it the source means the same but for a few macros.
void forgetUnknownProcessor(clang::CompilerInvocation &Invocation,
                            clang::DiagnosticsEngine &Diags) {
  clang::TargetOptions &Target = Invocation.getTargetOpts();
  clang::TargetOptions Copy = Target; // CreateTargetInfo changes its argument
  llvm::IntrusiveRefCntPtr<clang::TargetInfo> Info(
      clang::TargetInfo::CreateTargetInfo(Diags, Copy));
  if (Info)
    return;
  Target.CPU.clear();
  Target.TuneCPU.clear();
  Target.ABI.clear();
  Target.FPMath.clear();
  Target.FeaturesAsWritten.clear();
}

} // namespace

Expected<FileSystem> fileSystemFor(const CompileJob &Job,
                                   const std::optional<std::string> &Content) {
  FileSystem Disk = vfs::createPhysicalFileSystem();
  if (std::error_code EC = Disk->setCurrentWorkingDirectory(Job.Directory))
    return createStringError(
        EC,
        "%s: the directory of its compile command, %s, can't be entered "
        "(%s); configure the build again",
        Job.File.c_str(), Job.Directory.c_str(), EC.message().c_str());
  if (!Content)
    return Disk;
  auto Memory = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  Memory->addFile(absolutePath(Job.File, Job.Directory), /*ModificationTime=*/0,
                  MemoryBuffer::getMemBufferCopy(*Content, Job.File));
  auto Overlay = makeIntrusiveRefCnt<vfs::OverlayFileSystem>(Disk);
  Overlay->pushOverlay(Memory); // which takes over the working directory
  return Overlay;
}

Expected<std::shared_ptr<clang::CompilerInvocation>>
makeInvocation(const CompileJob &Job, const SemanticCommand &Command,
               StringRef Root, const FileSystem &FS,
               clang::DiagnosticConsumer &Consumer) {
  Expected<std::string> ResourceDir = resourceDirectory();
  if (!ResourceDir)
    return ResourceDir.takeError();
  std::vector<std::string> Args = driverArguments(Job, Command, *ResourceDir);
  std::vector<const char *> Argv(Args.size());
  llvm::transform(Args, Argv.begin(),
                  [](const std::string &A) { return A.c_str(); });

  clang::DiagnosticOptions DiagOpts;
  clang::CreateInvocationOptions Options;
  Options.VFS = FS;
  Options.RecoverOnError = true;
  Options.Diags = clang::CompilerInstance::createDiagnostics(
      *FS, DiagOpts, &Consumer, /*ShouldOwnClient=*/false);
  std::unique_ptr<clang::CompilerInvocation> Invocation =
      clang::createInvocation(Argv, Options);
  if (!Invocation)
    return createStringError(
        "%s: its compile command is not understood; run the command by hand, "
        "or pass the flags after --",
        Job.File.c_str());
  forgetUnknownProcessor(*Invocation, *Options.Diags);
  restrictToReading(*Invocation, Root);
  return std::shared_ptr<clang::CompilerInvocation>(std::move(Invocation));
}

} // namespace heddle
