//===- Analyzed.h - A piece of code, analysed, for tests --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Takes code through the whole engine and says what it found in one line, so
/// that a test is a program and an expectation.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_RACES_ANALYZED_H
#define HEDDLE_TESTS_RACES_ANALYZED_H

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Specs/Specs.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <set>

namespace heddle::test {

class Analyzed {
public:
  explicit Analyzed(llvm::StringRef Code, bool IsC = false,
                    Profile Mode = Profile::Report) {
    std::vector<std::string> Flags;
    if (Code.contains("#pragma omp"))
      Flags.push_back("-fopenmp");
    auto Lowered = lowerCode(Code, Flags, IsC);
    if (!Lowered) {
      ADD_FAILURE() << llvm::toString(Lowered.takeError());
      return;
    }
    for (const CompileDiagnostic &D : Lowered->M.Diagnostics)
      if (D.Severity >= DiagnosticSeverity::Error)
        ADD_FAILURE() << D.Message;
    applySpecs(Lowered->M, SpecSet::builtin());
    std::vector<Module> Units;
    Units.push_back(std::move(Lowered->M));
    Programs = link(std::move(Units));
    AnalysisOptions Options;
    Options.Mode = Mode;
    A = analyze(Programs.front(), Options);
  }

  const Module &module() const { return Programs.front().M; }

  /// `Counter, Jobs`: objects with candidates.
  std::string races() const {
    std::set<std::string> Names;
    for (const RaceGroup &G : A->Races)
      Names.insert(G.Object.Name);
    return join(Names);
  }

  Confidence belief(llvm::StringRef Object) const {
    for (const RaceGroup &G : A->Races)
      if (G.Object.Name == Object)
        return G.Candidates.front().Belief;
    ADD_FAILURE() << "no race on " << Object.str();
    return Confidence::Possible;
  }

  const RaceGroup &group(llvm::StringRef Object) const {
    for (const RaceGroup &G : A->Races)
      if (G.Object.Name == Object)
        return G;
    ADD_FAILURE() << "no race on " << Object.str();
    static const RaceGroup None;
    return None;
  }

  /// `A -> B, B -> A` for each cycle; cycles are separated by `;`.
  std::string cycles() const {
    std::set<std::string> Out;
    for (const LockCycle &C : A->LockTable.cycles()) {
      std::string Text;
      for (const LockEdge &E : C.Edges)
        Text += (Text.empty() ? "" : ", ") + E.From.Name + " -> " +
                (E.IsWait ? "join" : E.To.Name);
      Out.insert(Text);
    }
    return join(Out, "; ");
  }

  std::string verdict() const {
    switch (A->verdict().Answer) {
    case ProofAnswer::RaceFree:
      return "race-free";
    case ProofAnswer::Race:
      return "race";
    case ProofAnswer::Unknown:
      return "unknown";
    }
    return "";
  }

  std::vector<Program> Programs;
  std::unique_ptr<Analyses> A;

private:
  static std::string join(const std::set<std::string> &Names,
                          const char *With = ", ") {
    std::string Out;
    for (const std::string &Name : Names)
      Out += (Out.empty() ? "" : With) + Name;
    return Out;
  }
};

/// The objects with candidate races in \p Code.
inline std::string races(llvm::StringRef Code) {
  return Analyzed(Code).races();
}
inline std::string racesInC(llvm::StringRef Code) {
  return Analyzed(Code, /*IsC=*/true).races();
}

} // namespace heddle::test

#endif // HEDDLE_TESTS_RACES_ANALYZED_H
