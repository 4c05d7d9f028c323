//===- Contexts.h - Functions as threads run them ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A context is a function as one thread reaches it: what its parameters are,
/// which locks are held, which threads run, what was waited for. Contexts are
/// found from the threads' entries down, breadth first, so that the way kept
/// for each is a shortest one. Ways that agree share a context; a function
/// with too many in one thread is widened to one that holds for all of them,
/// which is less exact, never wrong.
///
/// In a context, values are *absolute*: parameters are replaced by what the
/// way passes, and variables and allocations carry the thread whose they are
/// (Value::Owner is the ThreadId).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_CONTEXTS_H
#define HEDDLE_LOCKS_CONTEXTS_H

#include "analyzer/Locks/Held.h"
#include "analyzer/Locks/Ordering.h"
#include "analyzer/Threads/Run.h"
#include "analyzer/Values/BranchFacts.h"

#include <deque>

namespace heddle {

struct Context {
  FuncId Func = FuncId::None;
  ThreadId Thread = ThreadId::None;
  uint32_t Parent = UINT32_MAX; ///< UINT32_MAX: the thread starts here
  EventRef Site = {};           ///< the call in Parent
  uint32_t Depth = 0;           ///< calls from the thread's start
  /// Absolute values of Values::inputs(Func), in that order.
  std::vector<ValueId> Inputs;
  RunFacts Run;     ///< on entry; chains from the thread's entry
  HeldFacts Held;   ///< on entry
  OrderFacts Order; ///< on entry
  /// What branches on the way say, absolute, sorted: see premises().
  std::vector<ConditionAtom> Premises;
  bool Widened = false; ///< stands for several ways, itself or a caller
};

class Contexts {
public:
  /// \p Tracked: events whose contexts are wanted, besides those that lock or
  /// start threads.
  Contexts(const Threads &Table, const HeldAnalysis &Held,
           const OrderAnalysis &Order,
           llvm::function_ref<bool(EventRef)> Tracked, uint64_t MaxWork,
           Ledger &Gaps);

  uint32_t size() const { return static_cast<uint32_t>(All.size()); }
  const Context &operator[](uint32_t Id) const { return All[Id]; }
  /// Contexts of a function, ascending.
  llvm::ArrayRef<uint32_t> of(FuncId F) const { return ByFunc[index(F)]; }

  /// Calls from the thread's entry to the context's function.
  CallChain chain(uint32_t Id) const;
  ValueId absolute(uint32_t Id, ValueId V) const;
  /// When \p At, an event of the context's function, is about to happen.
  std::vector<HeldFacts> held(uint32_t Id, EventRef At) const;
  RunningSet running(uint32_t Id, EventRef At) const;
  OrderFacts order(uint32_t Id, EventRef At) const;
  /// Can \p At be reached in the context? Not if a branch on the way asks for
  /// another number than the callers hand in.
  bool isFeasible(uint32_t Id, EventRef At) const;
  /// Which numbers values must have for \p At to be reached, absolute; said by
  /// the function and by those that call it.
  std::vector<ConditionAtom> premises(uint32_t Id, EventRef At) const;
  /// Not everything was visited: the budget was reached.
  bool isIncomplete() const { return Incomplete; }

  const Threads &threads() const { return Table; }
  const Values &values() const { return V; }
  const HeldAnalysis &heldAnalysis() const { return Held; }
  const OrderAnalysis &orderAnalysis() const { return Order; }

private:
  struct Key {
    FuncId Func;
    ThreadId Thread;
    std::vector<ValueId> Inputs;
    RunningSet Running;
    std::vector<std::pair<ValueId, std::pair<LockMode, bool>>> Locks;
    std::set<Channel> Passed;
    std::vector<ObjectId> Own;
    CallChain Prefix; ///< only where threads are started below, and in teams
    friend auto operator<=>(const Key &, const Key &) = default;
  };

  void queue(uint32_t Id) { Work.insert({Rank[index(All[Id].Func)], Id}); }
  void rankFunctions();
  void limitContexts();
  void addRoots();
  FuncId knownTarget(uint32_t Id, EventRef At) const;
  void explore(uint32_t Id);
  void enterCallee(uint32_t Id, EventRef At, const Callee &To);
  void enterThread(uint32_t Id, EventRef At, const Callee &To);
  void add(Context C);
  void widen(Context C);
  Key keyOf(const Context &C) const;
  void findInteresting(llvm::function_ref<bool(EventRef)> Tracked);
  bool isTelling(ThreadId Id, const ConditionAtom &A) const;
  void requireDeclared(Context &C) const;
  void forgetRecursion(Context &C) const;
  ValueId absoluteParts(uint32_t Id, ValueId V) const;
  HeldFacts absoluteHeld(uint32_t Id, const HeldFacts &Facts) const;
  RunFacts absoluteRun(uint32_t Id, const RunFacts &Facts) const;
  OrderFacts absoluteOrder(uint32_t Id, const OrderFacts &Facts) const;
  RunFacts runAt(uint32_t Id, EventRef At) const;

  const Threads &Table;
  const Values &V;
  ValueTable &T;
  const HeldAnalysis &Held;
  const OrderAnalysis &Order;
  BranchFacts Branches;

  std::deque<Context> All; ///< references stay good while it grows
  std::vector<std::vector<uint32_t>> ByFunc;
  std::map<Key, uint32_t> Ids;
  std::map<std::pair<FuncId, ThreadId>, std::vector<uint32_t>> PerThread;
  std::map<std::pair<FuncId, ThreadId>, uint32_t> WidenedIds;
  /// Contexts of one function in one thread before they are widened; three
  /// times as many where threads are started below.
  size_t MaxPerThread = 0;
  std::vector<bool> Interesting;
  /// To be explored: callers before what they call, so that a context has
  /// been reached on all its ways when its turn comes (but for recursion).
  std::set<std::pair<uint32_t, uint32_t>> Work; ///< rank of function, context
  std::vector<uint32_t> Rank;                   ///< [function]
  mutable std::vector<std::map<ValueId, ValueId>> Memo;
  bool Incomplete = false;
};

} // namespace heddle

#endif // HEDDLE_LOCKS_CONTEXTS_H
