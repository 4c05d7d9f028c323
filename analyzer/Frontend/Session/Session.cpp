//===- Session.cpp - A file that is being edited ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Session.h. The preamble is parsed with the same policy for library
/// bodies as the rest. Templates that the included headers ask for are
/// instantiated with the file: Clang keeps the request in the precompiled
/// part.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Session/Session.h"

#include "analyzer/Frontend/Parse/LibraryBodies.h"
#include "analyzer/Frontend/Parse/ParseTu.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace heddle {
namespace {

class SkipInPreamble : public clang::PreambleCallbacks {
public:
  void BeforeExecute(clang::CompilerInstance &CI) override { Instance = &CI; }
  bool shouldSkipFunctionBody(clang::Decl *D) override {
    return canSkipBody(Instance->getSourceManager(), D);
  }

private:
  clang::CompilerInstance *Instance = nullptr;
};

} // namespace

class Session::Impl {
public:
  Impl(CompileJob Job, LowerOptions Options)
      : Job(std::move(Job)), Options(std::move(Options)) {}

  Expected<LowerResult> lower(StringRef Content);

  const CompileJob &job() const { return Job; }

  bool Reused = false;

private:
  void buildPreamble(const PreparedTu &Tu, const MemoryBuffer &Main,
                     clang::PreambleBounds Bounds);

  CompileJob Job;
  LowerOptions Options;
  std::optional<clang::PrecompiledPreamble> Preamble;
  /// What the compiler said about the headers: part of every result.
  DiagnosticCollector PreambleDiags;
};

void Session::Impl::buildPreamble(const PreparedTu &Tu,
                                  const MemoryBuffer &Main,
                                  clang::PreambleBounds Bounds) {
  Preamble.reset();
  PreambleDiags = DiagnosticCollector();
  clang::DiagnosticOptions DiagOptions = Tu.Invocation->getDiagnosticOpts();
  auto Engine = clang::CompilerInstance::createDiagnostics(
      *Tu.FS, DiagOptions, &PreambleDiags, /*ShouldOwnClient=*/false);
  Engine->setFatalsAsError(true);
  SkipInPreamble Callbacks;
  auto Built = clang::PrecompiledPreamble::Build(
      *Tu.Invocation, &Main, Bounds, Engine, Tu.FS,
      std::make_shared<clang::PCHContainerOperations>(),
      /*StoreInMemory=*/true, /*StoragePath=*/"", Callbacks);
  if (Built) // else the whole file is parsed, which is slower and no less right
    Preamble.emplace(std::move(*Built));
}

Expected<LowerResult> Session::Impl::lower(StringRef Content) {
  LowerOptions Now = Options;
  Now.Content = Content.str();
  Expected<PreparedTu> Tu = prepareTu(Job, Now);
  if (!Tu)
    return Tu.takeError();
  auto Main = MemoryBuffer::getMemBufferCopy(Content, Job.File);
  clang::PreambleBounds Bounds = clang::ComputePreambleBounds(
      Tu->Invocation->getLangOpts(), *Main, /*MaxLines=*/0);
  Reused =
      Preamble && Preamble->CanReuse(*Tu->Invocation, *Main, Bounds, *Tu->FS);
  if (!Reused)
    buildPreamble(*Tu, *Main, Bounds);
  if (Preamble) {
    // The buffer is ours and outlives the parse.
    Tu->Invocation->getPreprocessorOpts().RetainRemappedFileBuffers = true;
    Preamble->AddImplicitPreamble(*Tu->Invocation, Tu->FS, Main.get());
    Tu->Diags->takeOver(PreambleDiags);
  }
  return parseAndLower(Job, Now, std::move(*Tu));
}

Session::Session(CompileJob Job, LowerOptions Options)
    : Self(std::make_unique<Impl>(std::move(Job), std::move(Options))) {}
Session::~Session() = default;
Session::Session(Session &&) noexcept = default;
Session &Session::operator=(Session &&) noexcept = default;

Expected<LowerResult> Session::lower(StringRef Content) {
  return guarded(Self->job(), [&] { return Self->lower(Content); });
}

bool Session::reusedPreamble() const { return Self->Reused; }

} // namespace heddle
