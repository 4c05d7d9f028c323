//===- CheckThenAct.h - Looks that are stale when they are acted on -*- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Finds places where a function looks at shared data and acts on it in two
/// steps, between which another thread may do the same: in two critical
/// sections of one lock, by two calls of an object that locks by itself, by two
/// operations on an atomic. Each step is safe; the pair is not.
///
/// A pair is told only if the act depends on the look by a branch, if it does
/// not look again under the lock it acts with, and if some other thread may
/// act in the same way at that moment: who is the only one to take something
/// away may take his time.
///
/// Misses: a look that reaches the branch through memory; a receiver that is
/// named differently at both steps; steps in two functions.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_CHECKTHENACT_H
#define HEDDLE_CHECKS_CHECKTHENACT_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Parallel.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace heddle {

/// How data is changed: who acts alike competes.
enum class ActKind : uint8_t {
  None,
  Remove,   ///< takes an element out of a container
  Insert,   ///< puts one in, at an end
  Increase, ///< adds to a number
  Decrease,
  Store, ///< a constant, Value
};

struct Act {
  ActKind Kind = ActKind::None;
  int64_t Value = 0;
  friend auto operator<=>(const Act &, const Act &) = default;
};

/// What is looked at and acted on: a member or global, seen without its object.
struct Datum {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  friend auto operator<=>(const Datum &, const Datum &) = default;
  explicit operator bool() const {
    return valid(Field.Record) || valid(Global);
  }
};

struct CheckThenAct {
  EventRef Look, Acting; ///< in one function; accesses or calls
  EventRef Inside;       ///< what Acting does, where it is a call
  Act What;
  bool IsAtomic = false;
  bool IsContainer = false;
  std::string Object; ///< `Jobs`, as the function names it
  std::string Lock;   ///< empty if atomic
  ThreadEvent Self, Rival;
  EventRef RivalActs; ///< where the other thread does the same
};

/// The places of \p X, each with what is said about it: the act (primary), the
/// look, and what the rival does where it acts, if that is elsewhere.
std::vector<Site> sitesOf(const CheckContext &Context, const CheckThenAct &X,
                          llvm::StringRef Acts, llvm::StringRef Looks,
                          llvm::StringRef RivalActs);

class CheckThenActs {
public:
  explicit CheckThenActs(const Analyses &A);

  /// Pairs of \p F, one per act at most.
  std::vector<CheckThenAct> in(FuncId F) const;

private:
  friend class StaleLooks;

  struct Step {
    EventRef At;
    Act What;
    PlaceId P = PlaceId::None;
  };
  void summarise(FuncId F);

  const Analyses &A;
  const Module &M;
  std::map<Datum, std::vector<Step>> Acts; ///< in all functions
  /// Functions that lock, look, and return what they saw; what they look at.
  std::map<FuncId, std::set<Datum>> Looks;
  /// Functions that lock and act without looking first.
  std::map<FuncId, std::map<Datum, Step>> Acting;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_CHECKTHENACT_H
