//===- Driver.h - From models to a report -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The static half behind one call: links the models of translation units
/// into programs, analyses each, runs the rules, finishes the report. What a
/// command adds is only where models come from and how the report is shown.
///
/// Thread safety: check() may run in several threads at once. Its result does
/// not depend on CheckOptions::Jobs.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_DRIVER_H
#define HEDDLE_CHECKS_DRIVER_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Findings/Suppress.h"
#include "analyzer/Link/Program.h"
#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace heddle {

struct CheckOptions {
  bool Prove = false;  ///< --profile=prove: answer race-free, race or unknown
  bool Advice = false; ///< also rules of Severity::Advice
  std::vector<std::string> Only;       ///< rule ids; empty: all
  std::vector<std::string> Without;    ///< rule ids
  std::vector<std::string> Also;       ///< rule ids, of severity advice
  std::vector<std::string> ThirdParty; ///< globs, see hideThirdParty()
  std::string Root;                    ///< absolute analysis root
  /// For comments and fixes; called from several threads if Jobs > 1. Empty:
  /// diskReader(Root).
  SourceReader Read;
  std::string ToolVersion;
  unsigned Jobs = 1; ///< programs analysed side by side
};

/// REQUIRES: specs were applied to \p Units.
Report check(std::vector<Module> Units, const CheckOptions &Options = {});

/// The same for programs that are linked already (tests; `--why-not` keeps
/// them for its own questions).
Report check(llvm::ArrayRef<Program> Programs,
             const CheckOptions &Options = {});

/// The local rules alone over one unit: milliseconds, for the editor, and for
/// code that does not compile. Findings are finished.
Report checkLocally(Module Unit, const CheckOptions &Options = {});

/// Adds what `--rules` was given: `ID` only these, `-ID` without, `+ID` this
/// advice too; `@SET` in place of an ID stands for the rules of a set (see
/// RuleSets.h). Errors: a rule that does not exist, with the nearest one that
/// does; a set that cannot be read.
llvm::Error selectRules(llvm::ArrayRef<std::string> Words,
                        CheckOptions &Options);

} // namespace heddle

#endif // HEDDLE_CHECKS_DRIVER_H
