//===- Atomics.cpp - Atomic accesses of a running model -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where all atomics are sequentially consistent, runs are interleavings and
/// memory is all there is. Otherwise a thread may read an older store than the
/// latest, and a store may come before others that were made earlier. So each
/// atomic object keeps its stores in modification order, and each thread the
/// place in it that it knows of (Lahav et al., "Repairing sequential
/// consistency in C/C++11"; Kang et al., "A promising semantics", without its
/// promises):
///
/// - a load reads any store that is not before what its thread knows;
/// - a store goes to any place behind that, but never between a
///   read-modify-write and what it has read;
/// - clocks carry what is known along with what happened before.
///
/// That gives all executions in which no value is read before it is written, in
/// the order of programs and of reading. A circle (load buffering) takes reads
/// of two objects at least that nothing orders behind the stores they read,
/// each with a store behind it: reads of one object alone are in the order of
/// its stores. Where there are two such objects a gap says so. Sequentially
/// consistent accesses beside weaker ones are taken for releases and acquires:
/// more runs than there are, so those in which it shows are inexact.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Machine.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::machine;

static bool acquires(MemoryOrder O) {
  return O == MemoryOrder::Acquire || O == MemoryOrder::AcqRel ||
         O == MemoryOrder::SeqCst || O == MemoryOrder::Consume;
}

static bool releases(MemoryOrder O) {
  return O == MemoryOrder::Release || O == MemoryOrder::AcqRel ||
         O == MemoryOrder::SeqCst;
}

void Machine::noteOrder(MemoryOrder Order) {
  if (Order == MemoryOrder::NotAtomic)
    return;
  (Order == MemoryOrder::SeqCst ? HasSeqCst : HasWeak) = true;
  if (Order == MemoryOrder::Consume)
    K.Gaps.insert("memory_order_consume");
}

/// C11 5.1.2.4, 7.17.3; a read-modify-write goes on with a release sequence.
void Machine::atomicAccess(const Address &A, AccessKind Kind,
                           MemoryOrder Order) {
  if (HasWeak)
    return;
  isShared(A);
  SyncState &X = sync(A);
  if (Kind != AccessKind::Write)
    thread().Now.join(X.Released);
  if (Kind == AccessKind::Write)
    X.Released = Clock();
  if (Kind == AccessKind::Write || Kind == AccessKind::Update)
    publish(X.Released);
}

Machine::Next Machine::onFence(const Fence &E) {
  if (E.SignalOnly)
    return Next::On;
  if (acquires(E.Order))
    thread().Now.join(thread().Loaded);
  if (releases(E.Order)) {
    thread().ReleaseFence = thread().Now;
    tick();
  }
  return Next::On;
}

// --- Histories --------------------------------------------------------------

/// The stores to an atomic object; the first time, what it was initialised
/// with.
std::vector<StoreRecord> &Machine::history(const Address &A) {
  SyncState &X = sync(A);
  if (X.History.empty())
    X.History.push_back({.Stamp = ++S->LastStamp,
                         .Value = load(A, TypeId::None),
                         .Released = {},
                         .Thread = NoThread});
  return X.History;
}

/// A write that is no atomic access. Who is not ordered with it races.
void Machine::forgetHistory(const Address &A) {
  for (auto &[Where, X] : S->Sync)
    if (Where.first == A.Object &&
        Where.second < A.LocationBit + A.LocationBits &&
        A.LocationBit < Where.second + X.AtomicBits)
      X.History.clear();
}

double Machine::known(const Address &A) const {
  const auto &Seen = S->Threads[T].Now.Seen;
  auto It = Seen.find({A.Object, A.LocationBit});
  return It == Seen.end() ? 0 : It->second;
}

/// Objects that are accessed in parts, or whole and in parts, have no history.
bool Machine::hasOneSize(const Address &A) {
  SyncState &X = sync(A);
  if (!X.AtomicBits)
    X.AtomicBits = A.Bits;
  if (A.Bits > 64 || X.AtomicBits != A.Bits)
    return false;
  return llvm::none_of(S->Sync, [&](const auto &Other) {
    const auto &[Object, Bit] = Other.first;
    return Object == A.Object && Bit != A.LocationBit &&
           Other.second.AtomicBits && Bit < A.LocationBit + A.Bits &&
           A.LocationBit < Bit + Other.second.AtomicBits;
  });
}

/// Before an atomic access: which store it reads, and where in the order its
/// own goes. False: this way ends.
bool Machine::chooseStore(const Address &A, const Access &E) {
  isShared(A);
  if (!hasOneSize(A)) {
    unsupported("atomic objects that are accessed in parts");
    return false;
  }
  const bool Reads = E.Kind != AccessKind::Write;
  const bool Writes = E.Kind != AccessKind::Read;
  const std::vector<StoreRecord> &All = history(A);
  // The latest first.
  std::vector<size_t> Ways;
  for (size_t I = All.size(); I-- > 0 && All[I].Stamp >= known(A);)
    if (!Writes || I + 1 == All.size() || !All[I + 1].IsUpdate)
      Ways.push_back(I);
  const unsigned Way = choose(static_cast<unsigned>(Ways.size()));
  if (Failed)
    return false;
  S->Exact &= Way == 0 || !HasSeqCst;
  const size_t At = Ways[Way];
  const StoreRecord From = history(A)[At];
  if (Reads) {
    learn(A, From, E.Order);
    thread().Current = CurrentValue{A.Object, A.Bit, From.Value};
  }
  if (Writes)
    addStore(A, E, From, At + 1);
  return true;
}

/// A store was read.
void Machine::learn(const Address &A, const StoreRecord &From,
                    MemoryOrder Order) {
  machine::Thread &Me = thread();
  Me.Now.Seen[{A.Object, A.LocationBit}] = From.Stamp;
  Me.Loaded.join(From.Released);
  if (acquires(Order))
    Me.Now.join(From.Released);
  if (From.Thread != NoThread && From.Thread != T) {
    Clock &Read = Me.Unordered[{A.Object, A.LocationBit}];
    Read.set(From.Thread, std::max(Read[From.Thread], From.Clock));
  }
}

void Machine::addStore(const Address &A, const Access &E,
                       const StoreRecord &From, size_t Place) {
  machine::Thread &Me = thread();
  for (const auto &[Where, Read] : Me.Unordered)
    for (uint32_t Other = 0; Other < Read.At.size(); ++Other)
      if (Read[Other] > Me.Now[Other])
        K.ReadUnordered.insert(Where);
  std::vector<StoreRecord> &All = history(A);
  StoreRecord New;
  New.Stamp = Place == All.size() ? ++S->LastStamp
                                  : (From.Stamp + All[Place].Stamp) / 2;
  New.IsUpdate = E.Kind == AccessKind::Update;
  New.Thread = T;
  New.Clock = Me.Now[T];
  Me.Now.Seen[{A.Object, A.LocationBit}] = New.Stamp;
  if (New.IsUpdate)
    New.Released = From.Released;
  New.Released.join(Me.ReleaseFence);
  if (releases(E.Order))
    publish(New.Released);
  All.insert(All.begin() + static_cast<ptrdiff_t>(Place), std::move(New));
}

/// Gives the store that this thread has made last its value. Memory holds that
/// of the last store in modification order, which is what is left behind.
void Machine::setStore(const Address &A, Datum Value) {
  thread().Current = CurrentValue{A.Object, A.Bit, Value};
  std::vector<StoreRecord> &All = history(A);
  for (StoreRecord &X : All)
    if (X.Stamp == known(A))
      X.Value = Value;
  if (All.back().Stamp == known(A))
    S->Mem.edit(A.Object).store(A.Bit, A.Bits, Value);
}
