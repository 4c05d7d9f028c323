//===- RunOptions.h - How programs are run, from the command line *- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The options that confirm, explore and replay share.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_RUNOPTIONS_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_RUNOPTIONS_H

#include "analyzer/Frontend/Frontend.h"
#include "instrument/Confirm/Confirm.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace heddle {

/// A request for the program that \p Jobs make, run as the options say.
ConfirmRequest runRequest(const std::string &Program,
                          llvm::ArrayRef<CompileJob> Jobs,
                          llvm::ArrayRef<std::string> LinkFlags);
/// The same for \p Q, whose program is known already.
void applyRunOptions(ConfirmRequest &Q);

/// Is the program with this main the one that --target asks for? Without the
/// option each is.
bool isTarget(llvm::StringRef MainFile);
/// What to call the program made of \p Jobs. REQUIRES: there is one.
std::string programName(llvm::ArrayRef<CompileJob> Jobs);

/// Where programs are remembered for replays; empty: nowhere.
std::string programDirectory();

/// One line on a terminal that is overwritten as the work goes on; nothing
/// where nobody watches.
class ProgressLine {
public:
  explicit ProgressLine(llvm::StringRef Name) : Name(Name.str()) {}
  ~ProgressLine();
  void operator()(llvm::StringRef Step, unsigned Done, unsigned Total);

private:
  std::string Name;
  bool Shown = false;
};

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_RUNOPTIONS_H
