//===- Event.h - What a function does, step by step ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The events of the model: one plain struct each, collected in the variant
/// Event. Pointer flow needs no events of its own: the four shapes of
/// Andersen's analysis (copy, address-of, load, store) are told by the place
/// and term of an assign or a write.
///
/// Lowering produces Access, Assign, Call, Allocate, Free, Assume, Havoc and
/// the events of control and lifetime. Calls into libraries stay Calls; Specs
/// then rewrite each into the events it means (`std::mutex::lock` into
/// Acquire, `std::thread::thread` into Spawn, `push_back` into accesses), so
/// that analyses never match names. A Call that is left after that has a body
/// in the program, or is unknown.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_EVENT_H
#define HEDDLE_MODEL_EVENT_H

#include "analyzer/Model/Place.h"

#include <string>
#include <variant>
#include <vector>

namespace heddle {

enum class MemoryOrder : uint8_t {
  NotAtomic,
  Relaxed,
  Consume,
  Acquire,
  Release,
  AcqRel,
  SeqCst,
};

enum class AccessKind : uint8_t {
  Read,
  Write,
  Update,  ///< reads, then writes; one indivisible step only when atomic
  Destroy, ///< destructor of a trivially destructible part, end of storage
};

/// Memory is touched. Value is what a Write stores, or an Update's operand.
struct Access {
  AccessKind Kind = AccessKind::Read;
  PlaceId P = PlaceId::None;
  TermId Value = TermId::None;
  BinaryOp Op = BinaryOp::Add; ///< Update: P := P Op Value (Value may be None:
                               ///< unknown new value)
  uint32_t SizeBytes = 0;      ///< 0: unknown
  MemoryOrder Order = MemoryOrder::NotAtomic;
  bool Volatile = false;
  bool Init = false; ///< gives an object its first value
  /// What a library function touches behind the element that it is given, and
  /// that the event before tells of.
  bool Rest = false;
  /// The library function this access comes from (`push_back`), for messages.
  FuncId Via = FuncId::None;
  friend bool operator==(const Access &, const Access &) = default;
};

/// A place that no other thread can see gets a value: temporaries, results.
struct Assign {
  PlaceId P = PlaceId::None;
  TermId Value = TermId::None;
  friend bool operator==(const Assign &, const Assign &) = default;
};

/// A call. Args[0] is the address of the object for member functions. By
/// reference parameters get addresses; by-value class parameters the content
/// of a temporary.
struct Call {
  FuncId Callee = FuncId::None; ///< direct; or
  TermId Target = TermId::None; ///< a function pointer, or the address
                                ///< of an object that can be called
  bool Virtual = false;         ///< dispatch on Args[0]'s dynamic type
  bool Implicit = false;        ///< destructor, conversion: not written
  bool MayThrow = true;
  bool ResultUsed = false;
  PlaceId Result = PlaceId::None;
  std::vector<TermId> Args;
  /// The last of several owners destroys (shared_ptr's release): happens, if
  /// at all, after everything that other owners did with the object.
  bool LastOwner = false;
  friend bool operator==(const Call &, const Call &) = default;
};

/// What is left of a library call whose effects are spelt out as events before
/// it: it may go to the block's Unwind, or on to the next event. (Other than
/// Throw, which ends the block.)
struct MayThrow {
  FuncId Via = FuncId::None;
  friend bool operator==(const MayThrow &, const MayThrow &) = default;
};

enum class LockMode : uint8_t { Exclusive, Shared };

/// A lock is held from here on. Guard: the scoped object that owns it.
struct Acquire {
  PlaceId Lock = PlaceId::None; ///< None: the lock Guard is bound to
  LockMode Mode = LockMode::Exclusive;
  bool Recursive = false; ///< may be taken again by its holder
  bool Spin = false;
  PlaceId Guard = PlaceId::None;
  /// std::lock and scoped_lock take several without a fixed order: events of
  /// one such call share a non-zero number and make no order among them.
  uint32_t AtomicGroup = 0;
  friend bool operator==(const Acquire &, const Acquire &) = default;
};

struct Release {
  PlaceId Lock = PlaceId::None;
  LockMode Mode = LockMode::Exclusive;
  bool AnyMode = false; ///< pthread_rwlock_unlock: whichever is held
  PlaceId Guard = PlaceId::None;
  bool IfHeld = false; ///< a guard's destructor releases what it holds, if any
  friend bool operator==(const Release &, const Release &) = default;
};

/// May take the lock: it holds iff Result == Success (as a truth value, or
/// the number when ByValue).
struct TryAcquire {
  PlaceId Lock = PlaceId::None;
  LockMode Mode = LockMode::Exclusive;
  bool Recursive = false;
  bool Timed = false;
  PlaceId Guard = PlaceId::None;
  PlaceId Result = PlaceId::None;
  bool ByValue = false; ///< pthreads: success is exactly Success (0)
  int64_t Success = 1;
  bool ResultUsed = true;
  friend bool operator==(const TryAcquire &, const TryAcquire &) = default;
};

/// A guard changes what it refers to without touching the lock.
struct GuardOp {
  enum class OpKind : uint8_t {
    Defer,   ///< bound to Lock, not holding
    Adopt,   ///< bound to Lock, which the caller already holds
    Move,    ///< takes over From's lock and state; From is empty after
    Swap,    ///< with From
    Detach,  ///< unique_lock::release: forgets the lock, still held
    Empty,   ///< default constructed
    OwnsLock ///< Result := does Guard hold its lock?
  };
  OpKind Op = OpKind::Defer;
  PlaceId Guard = PlaceId::None;
  PlaceId Lock = PlaceId::None;
  PlaceId From = PlaceId::None;
  LockMode Mode = LockMode::Exclusive;
  PlaceId Result = PlaceId::None;
  friend bool operator==(const GuardOp &, const GuardOp &) = default;
};

/// Life of a lock or other synchronisation object.
struct SyncObject {
  enum class OpKind : uint8_t { Init, Destroy };
  enum class ObjectKind : uint8_t {
    Mutex,
    SharedMutex,
    Spin,
    Condition,
    Semaphore,
    Barrier,
    Latch,
    Once,
    ThreadAttr,
    Key,
    Other,
  };
  OpKind Op = OpKind::Init;
  ObjectKind Kind = ObjectKind::Mutex;
  PlaceId P = PlaceId::None;
  bool Recursive = false;
  TermId Count = TermId::None; ///< semaphore, barrier, latch
  bool Untimed = false;        ///< made for no timed lock: C11's mtx_plain
  friend bool operator==(const SyncObject &, const SyncObject &) = default;
};

enum class ThreadKind : uint8_t {
  StdThread,
  StdJthread,
  StdAsync,
  Pthread,
  C11Thread,
  OpenMP,
  SignalHandler,
  Task, ///< handed to an executor or pool
};

/// What a Spawn stands for where OpenMP starts threads.
enum class TeamRole : uint8_t {
  None, ///< not OpenMP
  Team, ///< a parallel region: several threads at once, all run the target
  One,  ///< a parallel region that has one thread only
  Task, ///< a task, run by whichever thread of the team gets to it
};

/// A thread starts. Handle names it for Join; Args flow to the callee's
/// parameters (after decay-copy where the library does so).
struct Spawn {
  ThreadKind Kind = ThreadKind::StdThread;
  PlaceId Handle = PlaceId::None;
  TermId Target = TermId::None; ///< as Call::Target
  std::vector<TermId> Args;
  bool JoinsOnDestroy = false;    ///< jthread, async's future
  bool Detached = false;          ///< started detached
  bool Lazy = false;              ///< std::async without launch::async
  PlaceId Result = PlaceId::None; ///< error code of pthread_create
  TeamRole Role = TeamRole::None;
  friend bool operator==(const Spawn &, const Spawn &) = default;
};

/// The thread(s) of Handle have ended, all they did happened before.
struct Join {
  PlaceId Handle = PlaceId::None;
  bool Try = false;        ///< may give up (tryjoin, timedjoin)
  bool IfJoinable = false; ///< destructor of jthread, future of async
  PlaceId Result = PlaceId::None;
  /// OpenMP: all that Handle, an element without index, ever named.
  bool Group = false;
  bool Deep = false; ///< … with the tasks that they have started in turn
  friend bool operator==(const Join &, const Join &) = default;
};

/// What else happens to a thread handle.
struct ThreadOp {
  enum class OpKind : uint8_t {
    Detach,
    Cancel,
    Exit,
    Kill,
    Move,
    Swap,
    Joinable,
    Destroy,
    RequestStop,
    StopRequested,
    SetCancelType,
    Number, ///< Result := which of the team's threads this is (OpenMP)
  };
  OpKind Op = OpKind::Detach;
  PlaceId Handle = PlaceId::None; ///< None: the calling thread
  PlaceId From = PlaceId::None;   ///< Move, Swap
  PlaceId Result = PlaceId::None;
  TermId Value = TermId::None;
  friend bool operator==(const ThreadOp &, const ThreadOp &) = default;
};

struct Wait {
  PlaceId Condition = PlaceId::None;
  PlaceId Lock = PlaceId::None;  ///< the mutex, or
  PlaceId Guard = PlaceId::None; ///< the guard that holds it
  bool HasPredicate = false;     ///< loops by itself until it holds
  bool Timed = false;
  PlaceId Result = PlaceId::None;
  bool ResultUsed = false;
  friend bool operator==(const Wait &, const Wait &) = default;
};

struct Notify {
  PlaceId Condition = PlaceId::None;
  bool All = false;
  friend bool operator==(const Notify &, const Notify &) = default;
};

struct SemaphoreOp {
  enum class OpKind : uint8_t { Acquire, TryAcquire, Release };
  OpKind Op = OpKind::Acquire;
  PlaceId P = PlaceId::None;
  TermId Count = TermId::None; ///< None: 1
  PlaceId Result = PlaceId::None;
  friend bool operator==(const SemaphoreOp &, const SemaphoreOp &) = default;
};

struct BarrierOp {
  enum class OpKind : uint8_t { Wait, Arrive, ArriveAndDrop, TryWait };
  OpKind Op = OpKind::Wait;
  PlaceId P = PlaceId::None;
  friend bool operator==(const BarrierOp &, const BarrierOp &) = default;
};

struct LatchOp {
  enum class OpKind : uint8_t { CountDown, Wait, ArriveAndWait, TryWait };
  OpKind Op = OpKind::Wait;
  PlaceId P = PlaceId::None;
  TermId Count = TermId::None;
  friend bool operator==(const LatchOp &, const LatchOp &) = default;
};

/// call_once, pthread_once, and the start of a function-local static: only
/// one thread runs what is between Begin and End (or Target), and it happens
/// before every later pass.
struct OnceOp {
  enum class OpKind : uint8_t { Call, Begin, End };
  OpKind Op = OpKind::Call;
  PlaceId Flag = PlaceId::None;
  TermId Target = TermId::None;
  std::vector<TermId> Args;
  friend bool operator==(const OnceOp &, const OnceOp &) = default;
};

/// promise / future / packaged_task: Set happens before Get.
struct FutureOp {
  enum class OpKind : uint8_t {
    GetFuture, ///< Result := the future of promise P
    Set,
    SetException,
    Get,
    Wait,
    TimedWait,
    Valid,
    Share,
    Move,
  };
  OpKind Op = OpKind::Get;
  PlaceId P = PlaceId::None;
  PlaceId From = PlaceId::None;
  PlaceId Result = PlaceId::None;
  TermId Value = TermId::None;
  friend bool operator==(const FutureOp &, const FutureOp &) = default;
};

/// A queue that is safe by itself: what was put happens before its get.
struct QueueOp {
  enum class OpKind : uint8_t {
    Put,
    TryPut,
    Get,
    TryGet,
    Close,
    Size,
    TaskDone,
    JoinAll,
  };
  OpKind Op = OpKind::Put;
  PlaceId P = PlaceId::None;
  TermId Value = TermId::None;
  PlaceId Result = PlaceId::None;
  friend bool operator==(const QueueOp &, const QueueOp &) = default;
};

/// __VERIFIER_atomic_begin / end, transactions.
struct AtomicSection {
  bool Begin = true;
  friend bool operator==(const AtomicSection &,
                         const AtomicSection &) = default;
};

struct Fence {
  MemoryOrder Order = MemoryOrder::SeqCst;
  bool SignalOnly = false;
  friend bool operator==(const Fence &, const Fence &) = default;
};

/// New memory; its address goes to Result.
struct Allocate {
  enum class OpKind : uint8_t { New, NewArray, Malloc, Alloca, Library };
  OpKind Op = OpKind::Malloc;
  PlaceId Result = PlaceId::None;
  TypeId Type = TypeId::None; ///< of one element; None: not known
  TermId Count = TermId::None;
  bool Zeroed = false;
  friend bool operator==(const Allocate &, const Allocate &) = default;
};

struct Free {
  enum class OpKind : uint8_t { Delete, DeleteArray, CFree, Library };
  OpKind Op = OpKind::CFree;
  TermId Pointer = TermId::None;
  friend bool operator==(const Free &, const Free &) = default;
};

/// Execution goes on only if Condition holds (assume), or must hold (assert).
struct Assume {
  TermId Condition = TermId::None;
  bool IsAssert = false;
  friend bool operator==(const Assume &, const Assume &) = default;
};

/// Ends and splits of the process.
struct ProcessOp {
  enum class OpKind : uint8_t {
    Exit,
    QuickExit,
    Abort,
    Fork,
    Exec,
    SetJmp,
    LongJmp,
    ErrorReached,
  };
  OpKind Op = OpKind::Exit;
  PlaceId Result = PlaceId::None;
  friend bool operator==(const ProcessOp &, const ProcessOp &) = default;
};

enum class HavocReason : uint8_t {
  InlineAssembly,
  UnknownCall,
  ErroneousCode,
  DependentCode,
  Exotic,
  MemberPointer,
  VarArgs,
  Module,
  Budget,
  LongJump,
  OpenMP,
};

/// Something the model does not follow. It may read and write whatever Touched
/// points to (and call what can be called there).
struct Havoc {
  HavocReason Reason = HavocReason::Exotic;
  std::string Text; ///< which construct, without positions
  std::vector<TermId> Touched;
  PlaceId Result = PlaceId::None;
  friend bool operator==(const Havoc &, const Havoc &) = default;
};

/// Storage of Local begins or ends.
struct Scope {
  bool Begin = false;
  LocalId Local = LocalId::None;
  friend bool operator==(const Scope &, const Scope &) = default;
};

struct Suspend {
  enum class OpKind : uint8_t { Await, Yield, Initial, Final };
  OpKind Op = OpKind::Await;
  friend bool operator==(const Suspend &, const Suspend &) = default;
};

struct Throw {
  TermId Value = TermId::None; ///< None: rethrow
  TypeId Type = TypeId::None;
  friend bool operator==(const Throw &, const Throw &) = default;
};

/// An exception is taken here (first event of a handler's block). Type None:
/// catch (...).
struct Catch {
  TypeId Type = TypeId::None;
  PlaceId P = PlaceId::None;
  friend bool operator==(const Catch &, const Catch &) = default;
};

struct Return {
  TermId Value = TermId::None;
  friend bool operator==(const Return &, const Return &) = default;
};

/// A call that may block the thread for long: sleep, I/O.
struct Block {
  enum class OpKind : uint8_t { Sleep, Yield, Input, Output, System };
  OpKind Op = OpKind::Sleep;
  FuncId Via = FuncId::None;
  friend bool operator==(const Block &, const Block &) = default;
};

/// A library function that keeps hidden state without a lock (strtok, rand).
struct UnsafeCall {
  FuncId Via = FuncId::None;
  std::string State; ///< the hidden state's name; equal names are one state
  std::string Instead;
  friend bool operator==(const UnsafeCall &, const UnsafeCall &) = default;
};

// OpenMP. The body of a parallel region or task is a function of its own, which
// a Spawn with a TeamRole starts; what stands in it is marked by these. A
// marked region that shares work out (For, Sections, Single) is reached by all
// threads of the team; which of them runs what of it differs.
enum class DataSharing : uint8_t {
  Shared,
  Private,
  FirstPrivate,
  LastPrivate,
  Reduction,
  ThreadPrivate,
};
struct ParallelRegion {
  enum class OpKind : uint8_t {
    BeginParallel,
    EndParallel,
    BeginFor,
    EndFor,
    BeginSections,
    EndSections,
    BeginSingle,
    EndSingle,
    BeginMaster,
    EndMaster,
    BeginCritical,
    EndCritical,
    BeginAtomic,
    EndAtomic,
    BeginOrdered,
    EndOrdered,
    BeginTask,
    EndTask,
    TaskWait,
    BeginSimd,
    EndSimd,
    BeginTarget,
    EndTarget,
    Other,
    BeginSection,
    EndSection,
  };
  struct Clause {
    LocalId Local = LocalId::None;
    GlobalId Global = GlobalId::None;
    DataSharing Sharing = DataSharing::Shared;
    friend bool operator==(const Clause &, const Clause &) = default;
  };
  OpKind Op = OpKind::BeginParallel;
  std::string Name; ///< of a critical section
  bool NoWait = false;
  TermId NumThreads = TermId::None;
  std::vector<Clause> Clauses;
  friend bool operator==(const ParallelRegion &,
                         const ParallelRegion &) = default;
};
/// All threads of the team have come to this point.
struct TeamBarrier {
  bool Implicit = false;
  friend bool operator==(const TeamBarrier &, const TeamBarrier &) = default;
};
/// The loop that follows is divided: each round is one thread's of the team.
/// Each thread's Induction takes the values that are its own, in order.
struct IterationPartition {
  LocalId Induction = LocalId::None;
  TermId Lower = TermId::None, Upper = TermId::None, Step = TermId::None;
  friend bool operator==(const IterationPartition &,
                         const IterationPartition &) = default;
};

/// Of the task that the next Spawn starts: it and its siblings that name the
/// same object run one after the other, unless none of two has Out.
struct TaskDependence {
  PlaceId P = PlaceId::None;
  bool Out = false;
  friend bool operator==(const TaskDependence &,
                         const TaskDependence &) = default;
};

/// The order is part of the binary form: append only.
using Event = std::variant<
    Access, Assign, Call, Acquire, Release, TryAcquire, GuardOp, SyncObject,
    Spawn, Join, ThreadOp, Wait, Notify, SemaphoreOp, BarrierOp, LatchOp,
    OnceOp, FutureOp, QueueOp, AtomicSection, Fence, Allocate, Free, Assume,
    ProcessOp, Havoc, Scope, Suspend, Throw, Catch, Return, Block, UnsafeCall,
    ParallelRegion, TeamBarrier, IterationPartition, MayThrow, TaskDependence>;

} // namespace heddle

#endif // HEDDLE_MODEL_EVENT_H
