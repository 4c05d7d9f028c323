//===- Machine.h - Runs a model step by step --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An interpreter of the Model for C programs. It runs one thread from one
/// scheduling point to the next. Where the program may go on in several ways
/// (input, a timed wait), it follows the first and leaves copies of the state
/// that will follow the others.
///
/// What it can't run exactly it says: a made-up choice makes the state inexact
/// (no race is believed there), what it has no meaning for ends the way and is
/// remembered as a gap (nothing is race-free then).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SEARCH_MACHINE_H
#define HEDDLE_SEARCH_MACHINE_H

#include "analyzer/Link/Program.h"
#include "analyzer/Search/State.h"

#include <set>

namespace heddle::machine {

/// Two accesses, in the order of a run, that nothing orders.
struct Collision {
  EventRef First, Second;
  FuncId FirstEntry = FuncId::None, SecondEntry = FuncId::None;
  bool Exact = false; ///< the run is one of the program
};

/// What is learnt over all runs of a search.
struct Knowledge {
  /// Synchronisation objects that one thread used, and those that several did.
  /// Only the latter need other orders; when one is found to be shared, the
  /// search begins anew.
  std::map<std::pair<ObjectName, int64_t>, uint32_t> Users;
  std::set<std::pair<ObjectName, int64_t>> Shared;
  bool Learnt = false;
  /// Atomic objects that were read, by a thread that stored to one after,
  /// without an order between the store that was read and that.
  std::set<std::pair<ObjectName, int64_t>> ReadUnordered;
  std::set<std::string> Gaps;
  std::optional<Collision> Found, Suspected;
  uint64_t Events = 0; ///< work
};

enum class StepResult : uint8_t { Yields, Ends };

class Machine {
public:
  Machine(const Program &P, Knowledge &K);

  State start();
  /// May \p T make its next step?
  bool isEnabled(State &S, uint32_t T);
  /// Runs \p T up to its next scheduling point. Ends: this way leads no
  /// further. \p Forks: other ways.
  StepResult run(State &S, uint32_t T, std::vector<State> &Forks);

private:
  /// Goes on, stops here without having made the step, ends the way.
  enum class Next : uint8_t { On, Park, End };
  /// By value; of a struct, its content.
  struct Argument {
    Datum Value;
    std::vector<Cell> Content;
  };

  // Machine.cpp
  Next step();
  Next terminator();
  Next finishFrame();
  bool isPoint();
  bool isBlocked();
  bool othersLive() const;
  Next enter(Frame New, const std::vector<Argument> &Args);
  void makeGlobals(State &St) const;
  Next unsupported(std::string What);
  Next stop();
  unsigned choose(unsigned Ways);
  Frame &frame() { return thread().Stack.back(); }
  machine::Thread &thread() { return S->Threads[T]; }
  const Body &body() { return *P.M[frame().Func].Definition; }
  EventRef here();
  const Event *event();

  // Evaluate.cpp
  std::optional<Address> address(PlaceId Id);
  Address localAddress(LocalId Id);
  std::optional<Address> fieldAddress(const Place &Pl);
  std::optional<Address> elementAddress(const Place &Pl);
  Datum eval(TermId Id);
  Datum load(const Address &A, TypeId Type);
  Datum cast(const Term &X);
  Datum binary(const Term &X);
  Datum compare(BinaryOp Op, Datum A, Datum B);
  Datum compareInput(BinaryOp Op, const Datum &Input, int64_t With);
  Datum plus(const Datum &Input, int64_t By, TypeId Type);
  Datum arithmetic(BinaryOp Op, Datum A, Datum B, TypeId Type);
  Datum fitted(int64_t N, TypeId Type) const;
  Datum input(TypeId Type);
  bool concrete(Datum &D, int64_t MaxWays = 64);
  bool truth(const Datum &D);
  int64_t bitsOf(TypeId Type) const;
  TypeId plain(TypeId Type) const;
  Datum guess();
  std::nullopt_t lost(std::string What);

  // Events.cpp
  void store(const Address &A, Datum Value);
  bool put(const Address &To, const Argument &Value);
  bool assign(PlaceId To, TermId Value);
  void touch(const Address &A, bool Write, bool Atomic);
  Next onAccess(const Access &E);
  Next onCall(const Call &E);
  Next onAllocate(const Allocate &E);
  Next onFree(const Free &E);
  Next onScope(const Scope &E);
  Next onReturn(const Return &E);
  FuncId target(FuncId Direct, TermId Target);
  Argument argument(TermId Id);
  std::vector<Argument> arguments(llvm::ArrayRef<TermId> Ids);
  bool isPrivate(ObjectName Name) const;
  void setResult(PlaceId Result, Datum Value);

  // Sync.cpp
  SyncState &sync(const Address &A);
  const SyncState *findSync(const Address &A) const;
  bool isShared(const Address &A);
  void tick() { thread().Now.set(T, thread().Now[T] + 1); }
  void publish(Clock &To);
  Next onAcquire(const Acquire &E);
  Next onRelease(const Release &E);
  Next onTryAcquire(const TryAcquire &E);
  Next onSyncObject(const SyncObject &E);
  Next onSpawn(const Spawn &E);
  Next onJoin(const Join &E);
  Next onThreadOp(const ThreadOp &E);
  Next onWait(const Wait &E);
  Next onSemaphore(const SemaphoreOp &E);
  Next onBarrier(const BarrierOp &E);
  Next onOnce(const OnceOp &E);
  Next onSection(const AtomicSection &E);
  // Atomics.cpp
  void noteOrder(MemoryOrder Order);
  void atomicAccess(const Address &A, AccessKind Kind, MemoryOrder Order);
  Next onFence(const Fence &E);
  std::vector<StoreRecord> &history(const Address &A);
  void forgetHistory(const Address &A);
  double known(const Address &A) const;
  bool hasOneSize(const Address &A);
  bool chooseStore(const Address &A, const Access &E);
  void learn(const Address &A, const StoreRecord &From, MemoryOrder Order);
  void addStore(const Address &A, const Access &E, const StoreRecord &From,
                size_t Place);
  void setStore(const Address &A, Datum Value);

  // OpenMP.cpp
  Next onTeamSpawn(const Spawn &E);
  Next onTask(const Spawn &E, FuncId F, const std::vector<Argument> &Args);
  Next startOne(const Spawn &E, FuncId F, const std::vector<Argument> &Args,
                machine::Thread Child);
  Next onGroupJoin(const Join &E);
  Next onDependence(const TaskDependence &E);
  Next onRegion(const ParallelRegion &E);
  Next onPartition(const IterationPartition &E);
  Next onTeamBarrier();
  const ParallelRegion *directive();
  std::optional<uint32_t> threadsAskedFor(const ParallelRegion &Mark);
  std::optional<ObjectName> groupOf(PlaceId Handle);
  bool belongs(uint32_t Id, const std::vector<uint32_t> &Group,
               bool Deep) const;
  std::vector<uint32_t> awaited(const Join &E);
  bool isGroupDone(const Join &E);
  uint32_t teamSize();
  uint32_t share(EventRef Mark, uint32_t Ways);
  const ParallelRegion *partBehind(const Terminator &Term);
  std::optional<bool> isMine(const ParallelRegion &Mark, BlockId Block);
  bool isShareOver();
  std::vector<uint32_t> hosts(uint32_t Id);
  bool isIdle(uint32_t Id, bool InJoins);
  bool mayStart();
  void startTask();
  void endTask();

  void take(SyncState &X, LockMode Mode);
  bool isFree(const SyncState *X, LockMode Mode, bool Recursive) const;
  uint32_t joined(PlaceId Handle);

  const Program &P;
  Knowledge &K;
  bool HasTries = false; ///< somebody may see that a lock is held
  bool HasSeqCst = false, HasWeak = false; ///< atomic accesses and fences
  std::vector<std::vector<bool>> Escapes;  ///< [function][local]
  std::vector<std::set<LocalId>> Read;     ///< [function] temporaries looked at
  std::map<std::string, ObjectName> Strings;

  State *S = nullptr;
  uint32_t T = 0;
  std::vector<State> *Forks = nullptr;
  std::vector<uint8_t> Taken; ///< choices of the present event
  std::vector<Interval> InputsBefore;
  bool ExactBefore = true;
  bool Peeking = false; ///< no choice may be made
  /// The program has no meaning from here on, or none that is known (see Gaps).
  bool Failed = false;
};

} // namespace heddle::machine

#endif // HEDDLE_SEARCH_MACHINE_H
