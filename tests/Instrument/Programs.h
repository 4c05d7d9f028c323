//===- Programs.h - Small programs to build and run -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Source text in a test becomes a program of one or more files, built as
/// Heddle builds them and run as Heddle runs them. `#mark` comments give lines
/// names, so that expectations do not count lines.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_INSTRUMENT_PROGRAMS_H
#define HEDDLE_TESTS_INSTRUMENT_PROGRAMS_H

#include "gtest/gtest.h"
#include "instrument/Explore/Campaign.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace heddle::test {

/// The sandbox of all tests: finding out what the machine can do takes a run.
inline const Sandbox &box() {
  static const Sandbox Box = Sandbox::open();
  return Box;
}

class Sources {
public:
  Sources() : Dir(llvm::cantFail(TempDir::create())) {}

  /// Adds `Name` to the program. Returns *this.
  Sources &add(const std::string &Name, llvm::StringRef Text,
               std::vector<std::string> Flags = {}) {
    std::error_code E;
    llvm::raw_fd_ostream(Dir.file(Name), E) << Text;
    bool IsC = llvm::StringRef(Name).ends_with(".c");
    CompileUnit Unit = {Dir.file(Name), Dir.path(), {IsC ? "cc" : "c++"}};
    if (!IsC)
      Unit.Command.push_back("-std=c++20");
    Unit.Command.insert(Unit.Command.end(), Flags.begin(), Flags.end());
    Unit.Command.push_back(Name);
    Units.push_back(std::move(Unit));
    Lines.clear();
    for (llvm::StringRef Line : llvm::split(Text, '\n'))
      Lines.push_back(Line.str());
    return *this;
  }

  /// The line of the (last added) file that holds `#Mark`, from 1.
  uint32_t line(llvm::StringRef Mark) const {
    for (size_t I = 0; I < Lines.size(); ++I)
      if (llvm::StringRef(Lines[I]).contains(("#" + Mark).str()))
        return uint32_t(I + 1);
    ADD_FAILURE() << "no #" << Mark.str();
    return 0;
  }

  /// \p Own: also with Heddle's own detector.
  llvm::Expected<BuiltProgram> build(bool Own = false) const {
    BuildRequest Request;
    Request.Own = Own;
    Request.Units = Units;
    Request.Name = "subject";
    return heddle::build(Request, box());
  }

  TempDir Dir;
  std::vector<CompileUnit> Units;

private:
  std::vector<std::string> Lines; ///< of the file added last
};

/// Builds \p Text as one C++ file and runs it; \p Change adjusts the campaign.
inline std::vector<RunResult>
runProgram(const Sources &From,
           llvm::function_ref<void(Campaign &)> Change = nullptr) {
  auto Built = From.build();
  if (!Built) {
    ADD_FAILURE() << llvm::toString(Built.takeError());
    return {};
  }
  Campaign C;
  C.Executable = Built->Executable;
  C.Runs = 1;
  C.Limit.Seconds = 60; // a loaded machine is no reason to fail
  if (Change)
    Change(C);
  auto Results = explore(C, freeRun(), box());
  if (!Results) {
    ADD_FAILURE() << llvm::toString(Results.takeError());
    return {};
  }
  return std::move(*Results);
}

inline RunResult
runOnce(const Sources &From,
        llvm::function_ref<void(Campaign &)> Change = nullptr) {
  auto Results = runProgram(From, Change);
  return Results.empty() ? RunResult() : Results[0];
}

inline const Observation *seen(const RunResult &R, ObservationKind Kind) {
  for (const Observation &O : R.Seen)
    if (O.Kind == Kind)
      return &O;
  return nullptr;
}

} // namespace heddle::test

#endif // HEDDLE_TESTS_INSTRUMENT_PROGRAMS_H
