//===- Refuter.h - Why two accesses do not collide --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A refuter looks at one pair of accesses and either has nothing to say or
/// says why they can't be a data race, with the facts in words. The race
/// analysis is a product of them: a pair is a candidate if none refutes it.
///
/// A refutation is *proved*, or *believed*: on grounds that hold in all sane
/// programs but that were not shown here. The profile `report` drops pairs
/// that are believed in order, `prove` keeps them.
///
/// To add one: a function in a file of its own, a line in allRefuters().
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_REFUTER_H
#define HEDDLE_RACES_REFUTER_H

#include "analyzer/Races/AccessClass.h"
#include "analyzer/Races/Teams.h"

#include "llvm/ADT/StringRef.h"

namespace heddle {

struct Refutation {
  bool Proved = true;
  std::vector<std::string> Facts;
};

/// What refuters share.
class RefuterContext {
public:
  RefuterContext(const Program &P, const PointsTo &Pointers, const Threads &T,
                 const Locks &L);

  const Program &P;
  const PointsTo &Pointers;
  const Threads &Table;
  const Locks &L;
  const Contexts &All;
  const Values &V;
  ValueTable &T;

  /// A signal to a channel, wherever it stands.
  struct Signal {
    Channel To; ///< in terms of its function
    EventRef At;
    std::vector<CellId> Cells;
    std::vector<ThreadId> Threads; ///< that may execute it
    bool Releases = true; ///< an atomic store of less than release order does
                          ///< not
  };
  std::vector<Signal> Signals;
  std::map<CellId, ValueId> InitialCounts; ///< of semaphores, latches, barriers
  /// Is a semaphore a lock?
  struct Turnstile {
    bool StartsWithOne = true;
    bool ByOwner = true; ///< who posts it has waited, on every way
    bool ByGroup = true; ///< … on some way: the last one of several
  };
  std::map<CellId, Turnstile> Turnstiles;
  std::set<CellId> InitiallySet; ///< flags that may start as other than zero
  std::set<CellId> InitiallyCleared; ///< … that may start as zero
  std::map<CellId, std::set<ThreadId>> BarrierUsers;
  std::unique_ptr<TeamFlow> Teams; ///< fills as it is asked

  /// The one lock, flag, … that the address is at run time; None if it is not
  /// one.
  CellId uniqueCell(ValueId Address) const;
  std::string position(EventRef At) const; ///< `file.cpp:12:3`
  std::string nameOf(ThreadId Id) const;   ///< `thread 'work'`

private:
  void findSignals();
  void visitSetup(EventRef At);
  void findTurnstiles();
  void notePost(EventRef At);
};

using RefuterFunction = std::optional<Refutation> (*)(const RefuterContext &,
                                                      const AccessClass &,
                                                      const AccessClass &);
struct Refuter {
  llvm::StringRef Name; ///< as --why-not prints it
  RefuterFunction Run;
};

/// In the order in which they are asked: cheap ones first.
llvm::ArrayRef<Refuter> allRefuters();

std::optional<Refutation> refuteReadOnly(const RefuterContext &,
                                         const AccessClass &,
                                         const AccessClass &);
std::optional<Refutation>
refuteSyncUse(const RefuterContext &, const AccessClass &, const AccessClass &);
std::optional<Refutation>
refuteAtomic(const RefuterContext &, const AccessClass &, const AccessClass &);
std::optional<Refutation>
refuteOrdered(const RefuterContext &, const AccessClass &, const AccessClass &);
std::optional<Refutation> refuteCommonLock(const RefuterContext &,
                                           const AccessClass &,
                                           const AccessClass &);
std::optional<Refutation> refuteSemaphore(const RefuterContext &,
                                          const AccessClass &,
                                          const AccessClass &);
std::optional<Refutation> refuteChosenOne(const RefuterContext &,
                                          const AccessClass &,
                                          const AccessClass &);
std::optional<Refutation> refuteInstanceLock(const RefuterContext &,
                                             const AccessClass &,
                                             const AccessClass &);
std::optional<Refutation> refuteOnce(const RefuterContext &,
                                     const AccessClass &, const AccessClass &);
std::optional<Refutation> refuteUnpublished(const RefuterContext &,
                                            const AccessClass &,
                                            const AccessClass &);
std::optional<Refutation> refuteOwnObject(const RefuterContext &,
                                          const AccessClass &,
                                          const AccessClass &);
std::optional<Refutation> refuteDisjointIndex(const RefuterContext &,
                                              const AccessClass &,
                                              const AccessClass &);
std::optional<Refutation> refuteOwnNumber(const RefuterContext &,
                                          const AccessClass &,
                                          const AccessClass &);
std::optional<Refutation> refuteJoinedElement(const RefuterContext &,
                                              const AccessClass &,
                                              const AccessClass &);
std::optional<Refutation> refuteTeam(const RefuterContext &,
                                     const AccessClass &, const AccessClass &);
std::optional<Refutation>
refuteChannel(const RefuterContext &, const AccessClass &, const AccessClass &);
std::optional<Refutation>
refuteBarrier(const RefuterContext &, const AccessClass &, const AccessClass &);
std::optional<Refutation> refuteLastOwner(const RefuterContext &,
                                          const AccessClass &,
                                          const AccessClass &);
std::optional<Refutation> refuteSignalSafe(const RefuterContext &,
                                           const AccessClass &,
                                           const AccessClass &);

} // namespace heddle

#endif // HEDDLE_RACES_REFUTER_H
