//===- SarifWriter.h - The parts of a SARIF log --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes SARIF 2.1.0 (OASIS) object by object onto a JSON stream. Sarif.cpp
/// has the run, its rules and results; SarifFlow.cpp what threads do: thread
/// flows, stacks and the graph of a deadlock.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_REPORT_SARIFWRITER_H
#define HEDDLE_REPORT_SARIFWRITER_H

#include "analyzer/Report/Report.h"
#include "analyzer/Report/Sources.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/JSON.h"

#include <map>

namespace heddle {

class SarifWriter {
public:
  SarifWriter(const Report &R, llvm::raw_ostream &OS,
              const SarifOptions &Options)
      : R(R), Options(Options), J(OS, /*IndentSize=*/2),
        Files(Options.Read, R.Root) {}

  void write();

private:
  // Sarif.cpp
  void run();
  void driver();
  void rule(const std::string &Id);
  void invocation();
  void notification(llvm::StringRef Level, llvm::StringRef Kind,
                    llvm::StringRef Text, const SourceSpan &At = {});
  void runProperties();
  void result(const Finding &F);
  void relatedLocations(const Finding &F);
  void fixes(const Finding &F);
  void resultProperties(const Finding &F);

  // SarifFlow.cpp
  void codeFlows(const Finding &F);
  void threadFlow(const Finding &F, uint32_t Thread, uint32_t LastOrder);
  void stacks(const Finding &F);
  void stack(const Site &S, llvm::StringRef Message);
  void graphs(const Finding &F);

  // Shared.
  /// Names and messages quote source text, which may be no UTF-8.
  void text(llvm::StringRef Key, llvm::StringRef Value) {
    J.attribute(Key, llvm::json::fixUTF8(Value));
  }
  void texts(llvm::StringRef Key, llvm::ArrayRef<std::string> Values);
  /// `"key": {"text": value}`
  void message(llvm::StringRef Key, llvm::StringRef Value);
  /// `"key": [{...}, ...]`: \p Members writes those of each item's object.
  template <typename RangeT, typename FnT>
  void objects(llvm::StringRef Key, RangeT &&Items, FnT Members) {
    J.attributeArray(Key, [&] {
      for (auto &&Item : Items)
        J.object([&] { Members(Item); });
    });
  }
  void physicalLocation(const SourceSpan &S);
  void artifactLocation(llvm::StringRef File);
  void region(llvm::StringRef Key, const SourceSpan &S);
  /// A location object's members.
  void location(const SourceSpan &S, llvm::StringRef Message,
                llvm::StringRef Function);

  const Report &R;
  const SarifOptions &Options;
  llvm::json::OStream J;
  Sources Files;
  std::map<std::string, int64_t> RuleIndex; ///< in the order of the ids
};

} // namespace heddle

#endif // HEDDLE_REPORT_SARIFWRITER_H
