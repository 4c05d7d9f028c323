//===- Pairs.h - From accesses to candidate races ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Pairs up access classes, asks the refuters, believes in what is left more
/// or less, and groups it by the object.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_PAIRS_H
#define HEDDLE_RACES_PAIRS_H

#include "analyzer/Races/Analyses.h"
#include "analyzer/Races/Certain.h"
#include "analyzer/Races/Refuter.h"

namespace heddle {

/// What became of one pair.
struct PairOutcome {
  bool Survived = false;
  bool Proved = true; ///< of a refutation
  llvm::StringRef Refuter;
  std::vector<std::string> Facts;
};

class PairAnalysis {
public:
  PairAnalysis(const Program &P, const PointsTo &Pointers, const Threads &T,
               const Locks &L, const AnalysisOptions &Options, Ledger &Gaps);

  std::vector<RaceGroup> groups();
  /// Sharing.cpp
  std::vector<ObjectUse> sharedObjects() const;
  PairOutcome judge(const AccessClass &A, const AccessClass &B) const;
  /// Pairs that were dropped on belief only.
  const std::vector<std::string> &believed() const { return Believed; }
  bool couldConflict(const AccessClass &A, const AccessClass &B) const;

private:
  struct Candidate {
    const AccessClass *A, *B;
    Confidence Belief;
    std::vector<std::string> Reasons;
    std::optional<int64_t> Rounds;
    bool MaybeOrdered = false;
  };
  using Classes = std::vector<AccessClass>;
  /// Which of the accesses to one object can meet one of another thread's;
  /// filled as it is asked.
  struct Meetings {
    explicit Meetings(const Classes &All);
    const Classes &All;
    std::map<CellId, std::vector<const AccessClass *>> ByCell;
    std::map<CellId, std::vector<CellId>> Overlapping;
    std::vector<std::optional<bool>> Known; ///< [class]
  };
  /// Conditions that are waited for, or notified, in a function or below it.
  struct Messages {
    std::set<CellId> Awaited, Told;
    std::set<CellId> Acquired, Posted; ///< semaphores
    std::set<CellId> Spun;             ///< atomics that a loop tries to set
    std::set<CellId> Cleared;          ///< … and that are written otherwise
    std::set<CellId> Raised, Lowered;  ///< tokens that are set, cleared
    void add(const Messages &Other);
  };
  /// What happens on the way to an access, and behind it.
  struct Turn {
    std::set<CellId> Doors;      ///< conditions of a lock that is hand-made
    std::set<CellId> Acquired;   ///< semaphores, before it
    std::set<CellId> Posted;     ///< after it
    std::set<CellId> PostedOnce; ///< … and never before
    std::set<CellId> Tokens;     ///< taken before it and given back after it
  };

  // Pairs.cpp
  void pairUp(const Classes &All, std::vector<Candidate> &Out);
  /// False: no more work may be done.
  bool consider(const AccessClass &X, const AccessClass &Y,
                std::vector<Candidate> &Out);
  // Belief.cpp
  void believe(Candidate &C, bool OnlyBelieved, llvm::StringRef Refuter);
  bool isCertain(const AccessClass &A, const AccessClass &B);
  bool isCertainInTeam(const AccessClass &A, const AccessClass &B);
  const AbstractThread *waitedFor(const AccessClass &Up, ThreadId Down) const;
  std::optional<EventRef> toldBefore(const AccessClass &Up,
                                     const AccessClass &Down);
  std::set<CellId> toldAfter(const AccessClass &Down);
  Messages messagesOf(EventRef At);
  void addSemaphore(Messages &To, FuncId F, const SemaphoreOp &S) const;
  Turn turnOf(const AccessClass &X);
  bool areBetweenBarriers(const AccessClass &A, const AccessClass &B) const;
  void addAtomic(Messages &To, EventRef At) const;
  std::optional<std::string> inTurn(const AccessClass &A, const AccessClass &B);
  void findMessages();
  // Tokens.cpp
  void findTokens();
  void addToken(Messages &To, EventRef At) const;
  bool startsForSure(ThreadId Id, ThreadId Above);
  bool noLockAround(ThreadId Id) const;
  // Groups.cpp
  CellId causeOf(const Candidate &C) const;
  static void mergeDestructions(std::vector<RaceGroup> &Groups);
  bool meetsAnother(Meetings &In, const AccessClass &X) const;
  RaceGroup group(Meetings &In, llvm::ArrayRef<Candidate> Members,
                  CellId Cause);
  SharedObject objectOf(CellId Cause, llvm::ArrayRef<Candidate> Members) const;

  const Program &P;
  const PointsTo &Pointers;
  const Threads &Table;
  const Locks &L;
  const AnalysisOptions &Options;
  Ledger &Gaps;
  RefuterContext Context;
  CertainEvents Sure;
  std::set<FuncId> Doubtful; ///< functions with ledger entries
  std::vector<std::string> Believed;
  uint64_t Considered = 0;     ///< pairs
  std::vector<Messages> Below; ///< [function]; filled when first needed
  std::set<CellId> Tokens;     ///< filled along with Below
};

} // namespace heddle

#endif // HEDDLE_RACES_PAIRS_H
