//===- Applied.cpp - What specs make of a function --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Applied.h"

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"

#include <regex>

using namespace heddle;

namespace heddle::test {

/// `(%v.$element : int[])[*]` reads better as `%v.$element[*]`.
static std::string withoutTypes(std::string Line) {
  static const std::regex Typed(R"(\(([^()]*) : [^()]*(\([^()]*\))?[^()]*\))");
  static const std::regex Via(R"( via @.*| size [0-9]+)");
  for (std::string Before; Before != Line;) {
    Before = Line;
    Line = std::regex_replace(Line, Typed, "$1");
  }
  return std::regex_replace(Line, Via, "");
}

std::string Applied::events(llvm::StringRef Name) const {
  return events(Name, "");
}

std::string Applied::events(llvm::StringRef Name, llvm::StringRef Word) const {
  for (uint32_t I = 0; I != M.Functions.size(); ++I) {
    const Function &F = M.Functions[I];
    if (F.Name != Name || !F.Definition)
      continue;
    std::string Result;
    for (const BasicBlock &Block : F.Definition->Blocks)
      for (const Event &E : Block.Events) {
        if (std::holds_alternative<Scope>(E) ||
            std::holds_alternative<Return>(E))
          continue;
        std::string Line = withoutTypes(toString(M, static_cast<FuncId>(I), E));
        if (llvm::StringRef(Line).contains(Word))
          Result += Line + "\n";
      }
    return Result;
  }
  return "no function '" + Name.str() + "'";
}

Applied apply(llvm::StringRef Code, llvm::ArrayRef<std::string> Flags, bool IsC,
              llvm::StringRef UserYaml) {
  Applied Result;
  llvm::Expected<LowerResult> Lowered = lowerCode(Code, Flags, IsC);
  if (!Lowered) {
    ADD_FAILURE() << llvm::toString(Lowered.takeError());
    return Result;
  }
  for (const CompileDiagnostic &D : Lowered->M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      ADD_FAILURE() << D.Message;
  Result.M = std::move(Lowered->M);
  llvm::Expected<SpecSet> Specs = SpecSet::load({});
  EXPECT_TRUE(static_cast<bool>(Specs));
  EXPECT_EQ(llvm::toString(Specs->add(UserYaml, "user.yaml")), "");
  Result.Stats = applySpecs(Result.M, *Specs);
  EXPECT_EQ(llvm::toString(verify(Result.M)), "");
  return Result;
}

} // namespace heddle::test
