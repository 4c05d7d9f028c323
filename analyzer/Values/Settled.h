//===- Settled.h - Memory that is left alone once threads run ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs set up their tables, start threads that only read them, and run.
/// What no code that may run beside or after the start of a thread writes is
/// settled: in functions that only such threads run, reading it twice gives
/// one value, whatever lock was taken in between. `p->left` is then one lock
/// when it is locked and when it is unlocked.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_SETTLED_H
#define HEDDLE_VALUES_SETTLED_H

#include "analyzer/Pointers/PointsTo.h"

#include <functional>
#include <vector>

namespace heddle {

class SettledMemory {
public:
  /// \p AddWritten is called for each event that may happen once a thread was
  /// started. A program without main settles nothing.
  SettledMemory(const Program &P, const PointsTo &Pointers,
                llvm::function_ref<void(EventRef)> AddWritten);

  /// Is \p F run by started threads only?
  bool runsLate(FuncId F) const { return Late[index(F)]; }

private:
  void findStarters();
  void visitThreads(llvm::function_ref<void(EventRef)> AddWritten);
  void visitMain(llvm::function_ref<void(EventRef)> AddWritten);
  bool mayStart(EventRef At) const;

  const Program &P;
  const PointsTo &Pointers;
  std::vector<bool> Starts;      ///< [function] it or a callee starts a thread
  std::vector<bool> FromThreads; ///< [function] reached from a started thread
  std::vector<bool> FromMain;    ///< [function] reached without a start
  std::vector<bool> Late;
};

} // namespace heddle

#endif // HEDDLE_VALUES_SETTLED_H
