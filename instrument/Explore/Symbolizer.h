//===- Symbolizer.h - Addresses to functions and lines ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the debug information of the program and its libraries, once for all
/// runs. What is loaded where differs from run to run and is a ModuleMap.
///
/// Thread safety: none; one at a time.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_SYMBOLIZER_H
#define HEDDLE_EXPLORE_SYMBOLIZER_H

#include "instrument/Explore/Observation.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/DebugInfo/Symbolize/Symbolize.h"

#include <map>
#include <optional>

namespace heddle {

/// What is loaded where in one run.
class ModuleMap {
public:
  struct Module {
    std::string Path;
    uint64_t Bias = 0; ///< address in memory - address in the file
    uint64_t Low = 0, High = 0;
  };
  void add(Module M) { Modules.push_back(std::move(M)); }
  const Module *find(uint64_t Address) const;

private:
  std::vector<Module> Modules; ///< later ones hide earlier ones
};

class Symbolizer {
public:
  Symbolizer();

  /// The module whose first byte was mapped at \p Base; none if \p Path is no
  /// ELF file.
  std::optional<ModuleMap::Module> load(const std::string &Path, uint64_t Base);

  /// \p Addresses: return addresses, innermost first.
  CallStack symbolize(llvm::ArrayRef<uint64_t> Addresses,
                      const ModuleMap &Where);

  struct Global {
    std::string Name;
    StackFrame DeclaredAt;
  };
  /// The global variable that \p Address lies in.
  std::optional<Global> global(uint64_t Address, const ModuleMap &Where);

private:
  /// Extent of a module in its own addresses.
  struct Extent {
    uint64_t Low = 0, High = 0;
  };
  std::optional<Extent> extent(const std::string &Path);
  const CallStack &frames(const std::string &Path, uint64_t Address);
  /// Paths as debug information has them, to real ones; empty: not here.
  const std::string &realPath(const std::string &Path);

  llvm::symbolize::LLVMSymbolizer Impl;
  std::map<std::string, std::optional<Extent>> Extents;
  std::map<std::pair<std::string, uint64_t>, CallStack> Cache;
  llvm::StringMap<std::string> RealPaths;
};

/// `ns::Account::deposit`, `lambda in main`: the name of a linker symbol for
/// people, without parameters.
std::string displayName(const std::string &LinkageName);

} // namespace heddle

#endif // HEDDLE_EXPLORE_SYMBOLIZER_H
