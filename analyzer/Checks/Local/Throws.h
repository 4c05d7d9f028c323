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

#include <optional>
#include <string>
#include <vector>

namespace heddle {

enum class ThrowBelief : uint8_t { Never, Possible, Likely };

/// What may fly out of an event or a function.
struct Exceptions {
  ThrowBelief Belief = ThrowBelief::Never;
  std::vector<TypeId> Types; ///< sorted; empty: not known
  friend bool operator==(const Exceptions &, const Exceptions &) = default;
};

class Throws {
public:
  /// Looks at all bodies of \p M, which must outlive the result. Cost: linear
  /// in the calls times the depth of the call graph.
  explicit Throws(const Module &M);

  /// What may leave \p F.
  const Exceptions &leaving(FuncId F) const { return Leaving[index(F)]; }
  /// May \p E, an event of any body, go to its block's Unwind? Throw events
  /// always do and are Likely.
  Exceptions at(const Event &E) const;
  ThrowBelief beliefAt(const Event &E) const { return at(E).Belief; }
  /// What throws there, for messages: `'parse'`, `'std::stoi'`; empty for a
  /// throw.
  std::string nameAt(const Event &E) const;

  /// Is \p Block the place where it is decided whether a handler takes \p E?
  /// Then true or false; nullopt if it is none, or that depends.
  std::optional<bool> isCaught(const Body &B, BlockId Block,
                               const Exceptions &E) const;

private:
  bool update(FuncId F);
  bool escapes(const Body &B, BlockId Block, const Exceptions &E) const;
  bool takes(TypeId Handler, TypeId Thrown) const;
  bool isBase(RecordId Base, RecordId Derived) const;

  const Module &M;
  std::vector<Exceptions> Leaving;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_THROWS_H
