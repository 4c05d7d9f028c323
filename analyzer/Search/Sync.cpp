//===- Sync.cpp - Locks and their like in a running model -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Machine.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::machine;

/// What a thread's handle holds.
static constexpr int64_t HandleBase = 0x7e0000;
static constexpr int64_t Busy = 16, TimedOut = 110, Again = 11;

SyncState &Machine::sync(const Address &A) {
  return S->Sync[{A.Object, A.LocationBit}];
}

const SyncState *Machine::findSync(const Address &A) const {
  auto It = S->Sync.find({A.Object, A.LocationBit});
  return It == S->Sync.end() ? nullptr : &It->second;
}

/// Does another thread use it, too, in any run seen so far? Remembers that this
/// one does.
bool Machine::isShared(const Address &A) {
  const std::pair Key(A.Object, A.LocationBit);
  if (K.Shared.count(Key))
    return true;
  if (K.Users.try_emplace(Key, T).first->second == T)
    return false;
  K.Shared.insert(Key);
  K.Learnt = true;
  return true;
}

void Machine::publish(Clock &To) {
  To.join(thread().Now);
  tick();
}

// --- Locks ------------------------------------------------------------------

bool Machine::isFree(const SyncState *X, LockMode Mode, bool Recursive) const {
  if (!X || (X->Owner == NoThread && X->Readers.empty()))
    return true;
  if (X->Owner == T)
    return Recursive || X->Recursive;
  return X->Owner == NoThread && Mode == LockMode::Shared;
}

void Machine::take(SyncState &X, LockMode Mode) {
  thread().Now.join(X.Released);
  if (Mode == LockMode::Shared) {
    X.Readers.insert(llvm::upper_bound(X.Readers, T), T);
    return;
  }
  thread().Now.join(X.ReadReleased);
  X.Owner = T;
  ++X.Depth;
}

Machine::Next Machine::onAcquire(const Acquire &E) {
  if (!valid(E.Lock))
    return unsupported("a guard object");
  std::optional<Address> A = address(E.Lock);
  if (!A)
    return Next::End;
  isShared(*A);
  if (!isFree(findSync(*A), E.Mode, E.Recursive))
    return Next::Park;
  take(sync(*A), E.Mode);
  return Next::On;
}

Machine::Next Machine::onRelease(const Release &E) {
  if (!valid(E.Lock))
    return unsupported("a guard object");
  std::optional<Address> A = address(E.Lock);
  if (!A)
    return Next::End;
  isShared(*A);
  SyncState &X = sync(*A);
  auto Reader = llvm::find(X.Readers, T);
  if (Reader != X.Readers.end()) {
    X.Readers.erase(Reader);
    publish(X.ReadReleased);
  } else if (X.Owner != NoThread) {
    if (--X.Depth == 0)
      X.Owner = NoThread;
    publish(X.Released);
  }
  return Next::On;
}

Machine::Next Machine::onTryAcquire(const TryAcquire &E) {
  if (!valid(E.Lock))
    return unsupported("a guard object");
  std::optional<Address> A = address(E.Lock);
  if (!A)
    return Next::End;
  isShared(*A);
  const int64_t Won = E.ByValue ? E.Success : 1;
  const int64_t Lost = E.ByValue ? (E.Success == 0 ? Busy : 0) : 0;
  if (!isFree(findSync(*A), E.Mode, E.Recursive)) {
    setResult(E.Result, Datum::integer(Lost));
    return Next::On;
  }
  // C11 7.26.4.5: it may fail although the lock is free, and tells nothing.
  if (choose(2) == 1) {
    S->Exact = false;
    setResult(E.Result, Datum::integer(Lost));
    return Next::On;
  }
  setResult(E.Result, Datum::integer(Won));
  take(sync(*A), E.Mode);
  return Next::On;
}

Machine::Next Machine::onSyncObject(const SyncObject &E) {
  std::optional<Address> A = address(E.P);
  if (!A)
    return Next::End;
  if (E.Op == SyncObject::OpKind::Destroy)
    return Next::On;
  if (E.Kind == SyncObject::ObjectKind::Key)
    return unsupported("thread-specific data");
  Datum Count = Datum::integer(0);
  if (valid(E.Count)) {
    Count = eval(E.Count);
    if (Failed || !concrete(Count))
      return unsupported("a count that is not known");
  }
  SyncState &X = sync(*A);
  X = SyncState();
  X.Recursive = E.Recursive;
  if (E.Kind == SyncObject::ObjectKind::Barrier)
    X.Needed = Count.Number;
  else
    X.Count = Count.Number;
  return Next::On;
}

Machine::Next Machine::onWait(const Wait &E) {
  if (!valid(E.Lock) || E.HasPredicate)
    return unsupported("a guard object");
  std::optional<Address> A = address(E.Lock);
  if (!A)
    return Next::End;
  isShared(*A);
  SyncState &X = sync(*A);
  if (!thread().Begun) {
    if (X.Owner == T) {
      X.Owner = NoThread;
      X.Depth = 0;
      publish(X.Released);
    }
    thread().Begun = true;
    return Next::On;
  }
  if (!isFree(&X, LockMode::Exclusive, false))
    return Next::Park;
  if (E.Timed) {
    const unsigned Way = choose(2);
    setResult(E.Result, Datum::integer(Way ? TimedOut : 0));
  } else {
    setResult(E.Result, Datum::integer(0));
  }
  thread().Begun = false;
  take(sync(*A), LockMode::Exclusive);
  return Next::On;
}

Machine::Next Machine::onSemaphore(const SemaphoreOp &E) {
  std::optional<Address> A = address(E.P);
  if (!A)
    return Next::End;
  isShared(*A);
  SyncState &X = sync(*A);
  if (E.Op == SemaphoreOp::OpKind::Release) {
    ++X.Count;
    publish(X.Released);
    return Next::On;
  }
  if (X.Count <= 0) {
    if (E.Op == SemaphoreOp::OpKind::Acquire)
      return Next::Park;
    setResult(E.Result, Datum::integer(-1));
    return Next::On;
  }
  if (E.Op == SemaphoreOp::OpKind::TryAcquire) {
    setResult(E.Result, Datum::integer(0));
  }
  --X.Count;
  thread().Now.join(X.Released);
  return Next::On;
}

Machine::Next Machine::onBarrier(const BarrierOp &E) {
  std::optional<Address> A = address(E.P);
  if (!A)
    return Next::End;
  isShared(*A);
  SyncState &X = sync(*A);
  if (E.Op != BarrierOp::OpKind::Wait || X.Needed <= 0)
    return unsupported("a barrier that was not initialised");
  if (thread().Begun) {
    if (X.Round == thread().Round)
      return Next::Park;
    thread().Begun = false;
    thread().Now.join(X.ReadReleased);
    return Next::On;
  }
  publish(X.Released);
  thread().Round = X.Round;
  if (++X.Count < X.Needed) {
    thread().Begun = true;
    return Next::On;
  }
  // The last one opens it for all.
  ++X.Round;
  X.Count = 0;
  X.ReadReleased = X.Released;
  thread().Now.join(X.Released);
  return Next::On;
}

Machine::Next Machine::onOnce(const OnceOp &E) {
  std::optional<Address> A = address(E.Flag);
  if (!A)
    return Next::End;
  if (E.Op != OnceOp::OpKind::Call)
    return unsupported("a static that is made once");
  isShared(*A);
  SyncState &X = sync(*A);
  if (X.Count == 1)
    return Next::Park;
  if (X.Count == 2) {
    thread().Now.join(X.Released);
    return Next::On;
  }
  const FuncId F = target(FuncId::None, E.Target);
  if (!valid(F) || Failed || !P.M[F].Definition)
    return unsupported("a function called once that is not known");
  X.Count = 1;
  ++frame().Event;
  Frame New{.Func = F};
  New.HasOnce = true;
  New.Once = *A;
  return enter(New, {});
}

Machine::Next Machine::onSection(const AtomicSection &E) {
  if (!E.Begin) {
    if (thread().AtomicDepth == 0)
      return Next::On;
    --thread().AtomicDepth;
    if (thread().AtomicDepth == 0) {
      S->SectionOwner = NoThread;
      publish(S->Section);
    }
    return Next::On;
  }
  if (S->SectionOwner != NoThread && S->SectionOwner != T)
    return Next::Park;
  S->SectionOwner = T;
  ++thread().AtomicDepth;
  thread().Now.join(S->Section);
  return Next::On;
}

// --- Threads ----------------------------------------------------------------

Machine::Next Machine::onSpawn(const Spawn &E) {
  if (E.Kind == ThreadKind::OpenMP)
    return onTeamSpawn(E);
  if (E.Kind != ThreadKind::Pthread && E.Kind != ThreadKind::C11Thread)
    return unsupported("a signal handler or a task");
  const FuncId F = target(FuncId::None, E.Target);
  std::vector<Argument> Args = arguments(E.Args);
  std::optional<Address> Handle =
      valid(E.Handle) ? address(E.Handle) : std::nullopt;
  if (!valid(F) || Failed)
    return Next::End;
  constexpr size_t MaxThreads = 12;
  if (!P.M[F].Definition || S->Threads.size() >= MaxThreads)
    return unsupported("more than 12 threads, or one of unknown code");
  // It may fail; that counts only where somebody asks.
  const Place *Result = valid(E.Result) ? &body()[E.Result] : nullptr;
  if (Result &&
      (Result->Kind != PlaceKind::Local ||
       Read[index(frame().Func)].count(Result->Local)) &&
      choose(2) == 1) {
    S->Exact = false;
    setResult(E.Result, Datum::integer(Again));
    return Next::On;
  }
  const auto Id = static_cast<uint32_t>(S->Threads.size());
  if (Handle) {
    touch(*Handle, true, false);
    store(*Handle, Datum::integer(HandleBase + Id));
  }
  setResult(E.Result, Datum::integer(0));
  machine::Thread Child;
  Child.Entry = F;
  Child.Now = thread().Now;
  Child.Now.set(Id, 1);
  tick();
  S->Threads.push_back(std::move(Child));
  const uint32_t Parent = T;
  T = Id;
  const Next After = enter({.Func = F}, Args);
  T = Parent;
  return After;
}

/// The thread that a handle names.
uint32_t Machine::joined(PlaceId Handle) {
  std::optional<Address> A = address(Handle);
  if (!A)
    return NoThread;
  Datum D = load(*A, body()[Handle].Type);
  if (D.Kind == DatumKind::Any)
    lost("a thread's handle that is not known");
  if (!D.isInt() || D.Number < HandleBase ||
      D.Number >= HandleBase + static_cast<int64_t>(S->Threads.size()))
    return NoThread;
  return static_cast<uint32_t>(D.Number - HandleBase);
}

static bool isOfGroup(const Join &E) { return E.Group || E.Deep; }

Machine::Next Machine::onJoin(const Join &E) {
  if (isOfGroup(E))
    return onGroupJoin(E);
  const uint32_t Of = joined(E.Handle);
  if (Of == NoThread) {
    Failed = true; // a handle of no thread has no meaning
    return Next::End;
  }
  const machine::Thread &Other = S->Threads[Of];
  if (Other.Status != ThreadStatus::Done) {
    if (!E.Try)
      return Next::Park;
    setResult(E.Result, Datum::integer(Busy));
    return Next::On;
  }
  setResult(E.Result, Datum::integer(0));
  thread().Joined = Other.Returned;
  thread().Now.join(Other.Now);
  return Next::On;
}

Machine::Next Machine::onThreadOp(const ThreadOp &E) {
  switch (E.Op) {
  case ThreadOp::OpKind::Detach:
  case ThreadOp::OpKind::SetCancelType:
    return Next::On;
  case ThreadOp::OpKind::Exit:
    if (valid(E.Value))
      thread().Returned = eval(E.Value);
    thread().Stack.clear();
    thread().Status = ThreadStatus::Done;
    return Next::Park;
  case ThreadOp::OpKind::Number:
    if (thread().Creator != NoThread)
      return unsupported("the number of the thread that runs a task");
    setResult(E.Result, Datum::integer(thread().Number));
    return Next::On;
  default:
    return unsupported("cancellation, or a signal to a thread");
  }
}

// --- Scheduling -------------------------------------------------------------

/// Is what comes next something that other threads may see or change?
bool Machine::isPoint() {
  if (thread().Stack.empty() || thread().AtomicDepth || !othersLive())
    return false;
  const Event *E = event();
  if (!E)
    return false;
  PlaceId Where = PlaceId::None;
  if (const auto *A = std::get_if<Access>(E)) {
    if (A->Order == MemoryOrder::NotAtomic)
      return false;
    Where = A->P;
  } else if (const auto *L = std::get_if<Acquire>(E)) {
    Where = L->Lock;
  } else if (const auto *L = std::get_if<TryAcquire>(E)) {
    Where = L->Lock;
  } else if (const auto *L = std::get_if<Release>(E)) {
    if (!HasTries)
      return false;
    Where = L->Lock;
  } else if (const auto *X = std::get_if<SemaphoreOp>(E)) {
    Where = X->P;
  } else if (const auto *X = std::get_if<BarrierOp>(E)) {
    Where = X->P;
  } else if (const auto *X = std::get_if<OnceOp>(E)) {
    Where = X->Flag;
  } else if (const auto *X = std::get_if<Wait>(E)) {
    if (!thread().Begun)
      return false;
    Where = X->Lock;
  } else {
    const auto *Section = std::get_if<AtomicSection>(E);
    return std::holds_alternative<Join>(*E) ||
           std::holds_alternative<TeamBarrier>(*E) ||
           (Section && Section->Begin);
  }
  const std::vector<Interval> Inputs = S->Inputs;
  const bool Exact = S->Exact;
  Peeking = true;
  Failed = false;
  std::optional<Address> A =
      valid(Where) ? address(Where) : std::optional<Address>();
  Peeking = Failed = false;
  S->Inputs = Inputs;
  S->Exact = Exact;
  // A local variable of another function's frame is no one else's either.
  return !A || (!isPrivate(A->Object) && isShared(*A));
}

/// Must the thread wait before its next event?
bool Machine::isBlocked() {
  if (thread().Stack.empty())
    return false;
  const Event *E = event();
  if (!E)
    return false;
  const std::vector<Interval> Inputs = S->Inputs;
  const bool Exact = S->Exact;
  Peeking = true;
  Failed = false;
  bool Blocked = false;
  if (const auto *L = std::get_if<Acquire>(E)) {
    if (std::optional<Address> A =
            valid(L->Lock) ? address(L->Lock) : std::optional<Address>())
      Blocked = !isFree(findSync(*A), L->Mode, L->Recursive);
  } else if (const auto *X = std::get_if<Join>(E); X && isOfGroup(*X)) {
    Blocked = !isGroupDone(*X);
  } else if (std::holds_alternative<TeamBarrier>(*E)) {
    Blocked = thread().Begun && S->Teams[thread().Team].Round == thread().Round;
  } else if (const auto *X = std::get_if<Join>(E)) {
    const uint32_t Of = joined(X->Handle);
    Blocked = !X->Try && Of != NoThread &&
              S->Threads[Of].Status != ThreadStatus::Done;
  } else if (const auto *W = std::get_if<Wait>(E)) {
    if (thread().Begun)
      if (std::optional<Address> A = address(W->Lock))
        Blocked = !isFree(findSync(*A), LockMode::Exclusive, false);
  } else if (const auto *X = std::get_if<SemaphoreOp>(E)) {
    if (X->Op == SemaphoreOp::OpKind::Acquire)
      if (std::optional<Address> A = address(X->P)) {
        const SyncState *Now = findSync(*A);
        Blocked = !Now || Now->Count <= 0;
      }
  } else if (const auto *X = std::get_if<BarrierOp>(E)) {
    if (thread().Begun)
      if (std::optional<Address> A = address(X->P))
        Blocked = sync(*A).Round == thread().Round;
  } else if (const auto *X = std::get_if<OnceOp>(E)) {
    if (std::optional<Address> A = address(X->Flag)) {
      const SyncState *Now = findSync(*A);
      Blocked = Now && Now->Count == 1;
    }
  } else if (const auto *X = std::get_if<AtomicSection>(E)) {
    Blocked = X->Begin && S->SectionOwner != NoThread && S->SectionOwner != T;
  }
  Peeking = Failed = false;
  S->Inputs = Inputs;
  S->Exact = Exact;
  return Blocked;
}
