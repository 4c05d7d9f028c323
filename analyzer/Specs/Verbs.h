//===- Verbs.h - The words of the spec language -----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The vocabulary of the spec language as tables: which verbs there are, what
/// each takes, and which options it allows. The loader checks files against
/// these tables and docs/specs.md explains them; a test keeps the two in step.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_VERBS_H
#define HEDDLE_SPECS_VERBS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>

namespace heddle::spec {

enum class Verb : uint8_t {
  // Memory.
  Read,
  ReadText,
  Write,
  WriteAll,
  WriteThrough,
  Update,
  Destroy,
  Assign,
  Return,
  Allocate,
  Free,
  // Objects inside library objects.
  Construct,
  Destruct,
  Delete,
  DeleteWith,
  Call,
  CallBound,
  Keep,
  Bind,
  FillElements,
  CopyElements,
  GetElement,
  // Locks and their guards.
  Acquire,
  TryAcquire,
  Release,
  GuardDefer,
  GuardAdopt,
  GuardMove,
  GuardSwap,
  GuardDetach,
  GuardEmpty,
  OwnsLock,
  // Life of synchronisation objects.
  Init,
  Deinit,
  SetAttribute,
  // Threads.
  Spawn,
  Handler,
  Join,
  Detach,
  Cancel,
  ThreadExit,
  ThreadKill,
  ThreadMove,
  ThreadSwap,
  Joinable,
  ThreadDestroy,
  RequestStop,
  StopRequested,
  ThreadNumber,
  CancelType,
  // Waiting and ordering.
  Wait,
  Notify,
  SemaphoreAcquire,
  SemaphoreTry,
  SemaphoreRelease,
  BarrierWait,
  BarrierArrive,
  BarrierDrop,
  LatchCountDown,
  LatchWait,
  LatchArriveAndWait,
  LatchTry,
  Once,
  FutureOf,
  FutureSet,
  FutureFail,
  FutureGet,
  FutureWait,
  FutureTimedWait,
  FutureValid,
  FutureShare,
  FutureMove,
  QueuePut,
  QueueTryPut,
  QueueGet,
  QueueTryGet,
  QueueClose,
  QueueSize,
  QueueTaskDone,
  QueueJoin,
  AtomicBegin,
  AtomicEnd,
  Fence,
  // Facts and ends.
  Block,
  Unsafe,
  Assume,
  Assert,
  Process,
  Havoc,
};

enum class Key : uint8_t {
  All,
  AnyMode,
  Args,
  ByReference,
  Callee,
  Count,
  Deep,
  DetachedIf,
  From,
  Group,
  Guard,
  IfHeld,
  IfJoinable,
  Init,
  Instead,
  JoinsOnDestroy,
  Kind,
  LastOwner,
  LazyUnless,
  Lock,
  Mode,
  Op,
  Order,
  Predicate,
  Raw,
  Recursive,
  RecursiveIf,
  RecursiveValue,
  Result,
  SignalOnly,
  Size,
  Spin,
  Success,
  Timed,
  Touched,
  Try,
  Type,
  UnlessMoved,
  UnlessZero,
  Value,
  Zeroed,
};

/// What a verb or an option takes.
enum class OperandKind : uint8_t {
  Nothing, ///< `fence: yes`
  Flag,
  Integer,
  Word,
  Text,
  Path,
  Value,
  Values,
  Type,
  Order, ///< a word (`seq_cst`) or the argument that holds the order
};

enum class Word : uint8_t {
  // Lock modes.
  Exclusive,
  Shared,
  // Memory orders.
  Relaxed,
  Consume,
  AcquireOrder,
  ReleaseOrder,
  AcqRel,
  SeqCst,
  // Kinds of synchronisation objects.
  Mutex,
  SharedMutex,
  SpinLock,
  Condition,
  Semaphore,
  Barrier,
  Latch,
  OnceFlag,
  ThreadAttribute,
  ThreadKey,
  Other,
  // Kinds of threads.
  StdThread,
  StdJthread,
  StdAsync,
  Pthread,
  C11Thread,
  SignalHandler,
  Task,
  // Kinds of memory.
  Malloc,
  New,
  NewArray,
  Alloca,
  Library,
  // Operators.
  Add,
  Sub,
  And,
  Or,
  Xor,
  // Blocking.
  Sleep,
  Yield,
  Input,
  Output,
  System,
  // Ends of the process.
  Exit,
  QuickExit,
  Abort,
  Fork,
  Exec,
  SetJmp,
  LongJmp,
  Error,
  // Attributes of attribute objects.
  Recursive,
  Detached,
};

struct VerbInfo {
  Verb V;
  llvm::StringLiteral Name;
  OperandKind Main;
  llvm::ArrayRef<Key> Options;
  llvm::ArrayRef<Word> Words; ///< allowed for Main or for the option `kind`
};

struct KeyInfo {
  Key K;
  llvm::StringLiteral Name;
  OperandKind Kind;
  llvm::ArrayRef<Word> Words; ///< for Word and Order; empty: the verb's own
};

/// All verbs and keys, in the order of their enumerators.
llvm::ArrayRef<VerbInfo> verbs();
llvm::ArrayRef<KeyInfo> keys();
llvm::StringRef spelling(Word W);

} // namespace heddle::spec

#endif // HEDDLE_SPECS_VERBS_H
