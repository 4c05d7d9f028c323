//===- Throws.h - Which events really throw ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Nearly every line of C++ may throw bad_alloc in theory. A rule that follows
/// all those edges reports every program ever written. So exceptions are
/// ranked: one the program throws itself, or lets out of a function of its
/// own, is likely; one that a library function has by contract for bad input
/// (`at`, `stoi`, `future::get`) is possible; lack of memory or of threads is
/// not followed.
///
/// Misses: exceptions out of functions that have no body in the program.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_THROWS_H
#define HEDDLE_CHECKS_LOCAL_THROWS_H

#include "analyzer/Model/Module.h"

#include <string>
#include <vector>

namespace heddle {

enum class ThrowBelief : uint8_t { Never, Possible, Likely };

class Throws {
public:
  /// Looks at all bodies of \p M, which must outlive the result. Cost: linear
  /// in the calls times the depth of the call graph.
  explicit Throws(const Module &M);

  /// May \p F be left by exception?
  ThrowBelief leaves(FuncId F) const { return Leaves[index(F)]; }
  /// May \p E, an event of any body, go to its block's Unwind? Throw events
  /// always do and are Likely.
  ThrowBelief at(const Event &E) const;
  /// What throws there, for messages: `'parse'`, `'std::stoi'`; empty for a
  /// throw.
  std::string nameAt(const Event &E) const;

private:
  bool update(FuncId F);

  const Module &M;
  std::vector<ThrowBelief> Leaves;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_THROWS_H
