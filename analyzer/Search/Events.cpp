//===- Events.cpp - What events do to a running model ---------------------===//
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

namespace {
constexpr uint64_t SpaceMask = uint64_t(15) << 60;
constexpr uint64_t LocalSpace = uint64_t(3) << 60;
constexpr uint64_t HeapSpace = uint64_t(4) << 60;
constexpr uint64_t StringSpace = uint64_t(5) << 60;
constexpr int64_t Everything = int64_t(1) << 60;
} // namespace

/// Nobody but the running thread can have the address.
bool Machine::isPrivate(ObjectName Name) const {
  const auto N = static_cast<uint64_t>(Name);
  if ((N & SpaceMask) == StringSpace)
    return true;
  if ((N & SpaceMask) != LocalSpace)
    return false;
  const uint64_t Owner = (N & ~SpaceMask) >> 40, Depth = (N >> 20) & 0xfffff,
                 Local = N & 0xfffff;
  if (Owner != T || Depth == 0 || Depth > S->Threads[T].Stack.size())
    return false;
  const FuncId F = S->Threads[T].Stack[Depth - 1].Func;
  return !Escapes[index(F)][Local];
}

/// An access; compares it with those of other threads.
void Machine::touch(const Address &A, bool Write, bool Atomic) {
  if (isPrivate(A.Object))
    return;
  const Object *O = S->Mem.find(A.Object);
  const uint32_t Now = thread().Now[T];
  const Trace *Mine = nullptr;
  if (O)
    for (const Trace &X : O->Traces) {
      if (X.Thread == T) {
        if (X.Bit == A.LocationBit && X.Bits == A.LocationBits &&
            X.Write == Write && X.Atomic == Atomic)
          Mine = &X;
        continue;
      }
      if (X.Bit >= A.LocationBit + A.LocationBits ||
          A.LocationBit >= X.Bit + X.Bits || (!X.Write && !Write) ||
          (X.Atomic && Atomic) || thread().Now[X.Thread] >= X.Clock)
        continue;
      Collision C{.First = X.At,
                  .Second = here(),
                  .FirstEntry = S->Threads[X.Thread].Entry,
                  .SecondEntry = thread().Entry,
                  .Exact = S->Exact};
      (S->Exact ? K.Found : K.Suspected) = C;
    }
  if (O && O->Freed)
    Failed = true; // no meaning from here on
  if (Mine && Mine->Clock == Now)
    return;
  std::vector<Trace> &Traces = S->Mem.edit(A.Object).Traces;
  llvm::erase_if(Traces, [&](const Trace &X) {
    return X.Thread == T && X.Bit == A.LocationBit &&
           X.Bits == A.LocationBits && X.Write == Write && X.Atomic == Atomic;
  });
  Traces.push_back(
      {A.LocationBit, A.LocationBits, T, Write, Atomic, Now, here()});
}

void Machine::store(const Address &A, Datum Value) {
  S->Mem.edit(A.Object).store(A.Bit, A.Bits, Value);
}

Machine::Argument Machine::argument(TermId Id) {
  const Term &X = body()[Id];
  const TypeId Type = X.Type;
  if (X.Kind == TermKind::Value && valid(Type) &&
      (P.M[Type].Kind == TypeKind::Record || P.M[Type].Kind == TypeKind::Array))
    if (std::optional<Address> From = address(X.P)) {
      const Object *O = S->Mem.find(From->Object);
      Argument Out;
      if (O)
        Out.Content = O->copy(From->Bit, From->Bits);
      return Out;
    }
  return {eval(Id), {}};
}

std::vector<Machine::Argument> Machine::arguments(llvm::ArrayRef<TermId> Ids) {
  std::vector<Argument> Out;
  Out.reserve(Ids.size());
  for (TermId Id : Ids)
    Out.push_back(argument(Id));
  return Out;
}

/// Stores a value, or the content of a struct.
bool Machine::put(const Address &To, const Argument &Value) {
  if (Failed)
    return false;
  if (To.Bits == 0) {
    K.Gaps.insert("memory of unknown size is copied");
    return false;
  }
  if (Value.Content.empty() && To.Bits <= 64) {
    store(To, Value.Value);
    return true;
  }
  Object &O = S->Mem.edit(To.Object);
  O.clear(To.Bit, To.Bits);
  if (Value.Content.empty())
    O.store(To.Bit, To.Bits, Datum::any());
  for (const Cell &C : Value.Content)
    O.store(To.Bit + C.Bit, C.Bits, C.Value);
  return true;
}

bool Machine::assign(PlaceId To, TermId Value) {
  std::optional<Address> A = address(To);
  if (!A)
    return false;
  const Term &X = body()[Value];
  // What an exchange leaves behind.
  if (const SyncState *Sync = findSync(*A); Sync && !Sync->History.empty()) {
    const Argument New = argument(Value);
    if (!Failed)
      setStore(*A, New.Value);
    return !Failed;
  }
  if (A->Bits || X.Kind != TermKind::Value || !frame().Event)
    return put(*A, argument(Value));
  // memcpy: the write before says how much.
  const auto &Events = body().Blocks[frame().Block].Events;
  const auto *W = std::get_if<Access>(&Events[frame().Event - 1]);
  if (W && W->Rest && frame().Event > 1)
    W = std::get_if<Access>(&Events[frame().Event - 2]);
  std::optional<Address> From = address(X.P);
  if (!From || !W || !W->SizeBytes)
    return put(*A, {});
  A->Bits = From->Bits = int64_t(W->SizeBytes) * 8;
  Argument Copied;
  if (const Object *O = S->Mem.find(From->Object)) {
    Copied.Content = O->copy(From->Bit, From->Bits);
    Copied.Value = O->load(From->Bit, From->Bits, false);
  }
  if (Copied.Content.size() == 1 && Copied.Content[0].Bits == A->Bits)
    Copied.Content.clear();
  return put(*A, Copied);
}

void Machine::setResult(PlaceId Result, Datum Value) {
  if (!valid(Result))
    return;
  if (std::optional<Address> A = address(Result))
    store(*A, Value);
}

Machine::Next Machine::onAccess(const Access &E) {
  if (E.Rest) // the access before touched it all, or said that it can't tell
    return Next::On;
  std::optional<Address> A = address(E.P);
  if (!A)
    return Next::End;
  // A library function may touch more than what its argument points to, unless
  // it says how much, or there is no more.
  const bool IsVoid = A->Bits == 0;
  if (IsVoid && valid(E.Via))
    A->Bits = A->LocationBits = int64_t(E.SizeBytes) * 8;
  if (A->Bits == 0 ||
      (valid(E.Via) && !IsVoid && body()[E.P].Kind != PlaceKind::Local))
    return unsupported("memory of unknown size is used by a library");
  const bool Atomic = E.Order != MemoryOrder::NotAtomic;
  const bool Weak = Atomic && HasWeak;
  if (Weak && !chooseStore(*A, E))
    return Next::End;
  if (!Atomic && thread().Current && thread().Current->Object == A->Object)
    thread().Current.reset();
  if (E.Kind == AccessKind::Read || E.Kind == AccessKind::Destroy) {
    touch(*A, E.Kind == AccessKind::Destroy, Atomic);
  } else if (E.Kind == AccessKind::Update && valid(E.Value)) {
    const TypeId Type = body()[E.P].Type;
    Datum By = eval(E.Value), Old = load(*A, Type);
    if (E.Op == BinaryOp::PtrAdd && By.isInt() &&
        Old.Kind == DatumKind::Pointer) {
      int64_t Size = 1;
      if (valid(Type) && valid(P.M[plain(Type)].Elem))
        Size = std::max<int64_t>(P.M[P.M[plain(Type)].Elem].SizeBytes, 1);
      Old.Number += By.Number * Size;
    } else {
      Old = arithmetic(E.Op, Old, By, Type);
    }
    if (Failed)
      return Next::End;
    touch(*A, true, Atomic);
    if (Weak)
      setStore(*A, Old);
    else
      store(*A, Old);
  } else if (E.Kind == AccessKind::Update) {
    // What it becomes is told by the assignment that follows.
    touch(*A, true, Atomic);
  } else if (valid(E.Value)) {
    const Argument New = argument(E.Value);
    if (Failed)
      return Next::End;
    touch(*A, true, Atomic);
    if (Weak)
      setStore(*A, New.Value);
    else if (!put(*A, New))
      return Next::End;
  } else {
    touch(*A, true, Atomic);
    const bool FromJoin =
        frame().Event > 0 && valid(E.Via) &&
        std::holds_alternative<Join>(
            body().Blocks[frame().Block].Events[frame().Event - 1]);
    store(*A, FromJoin ? thread().Joined : Datum::any());
  }
  if (Atomic) {
    atomicAccess(*A, E.Kind, E.Order);
  } else if (E.Kind != AccessKind::Read) {
    if (findSync(*A))
      sync(*A).Released = Clock();
    forgetHistory(*A);
  }
  return Next::On;
}

FuncId Machine::target(FuncId Direct, TermId Target) {
  if (valid(Direct))
    return Direct;
  Datum D = eval(Target);
  if (D.Kind == DatumKind::Function)
    return static_cast<FuncId>(D.Number);
  if (D.isInt())
    Failed = true; // null
  lost("a function pointer whose value is not known");
  return FuncId::None;
}

Machine::Next Machine::onCall(const Call &E) {
  const FuncId F = target(E.Callee, E.Target);
  if (!valid(F) || Failed)
    return Next::End;
  if (!P.M[F].Definition)
    return unsupported("a call of '" + P.M[F].Name + "'");
  std::vector<Argument> Args = arguments(E.Args);
  Frame New{.Func = F};
  if (valid(E.Result))
    if (std::optional<Address> A = address(E.Result))
      New.Result = *A;
  if (Failed)
    return Next::End;
  ++frame().Event;
  return enter(New, Args);
}

Machine::Next Machine::onReturn(const Return &E) {
  if (!valid(E.Value))
    return Next::On;
  if (thread().Stack.size() == 1) {
    Datum Value = eval(E.Value);
    thread().Returned = Value;
    return Next::On;
  }
  if (frame().Result.Object == ObjectName::None)
    return Next::On;
  const Address To = frame().Result;
  return put(To, argument(E.Value)) ? Next::On : Next::End;
}

Machine::Next Machine::onScope(const Scope &E) {
  if (!E.Begin)
    return Next::On;
  const uint64_t Name = LocalSpace | uint64_t(T) << 40 |
                        uint64_t(thread().Stack.size()) << 20 | index(E.Local);
  S->Mem.erase(static_cast<ObjectName>(Name),
               static_cast<ObjectName>(Name + 1));
  const Address Whole = localAddress(E.Local);
  forgetHistory(Whole);
  return Next::On;
}

Machine::Next Machine::onAllocate(const Allocate &E) {
  // realloc: the old block may be the new one.
  if (frame().Event > 0)
    if (const auto *Old = std::get_if<Assign>(
            &body().Blocks[frame().Block].Events[frame().Event - 1]);
        Old && valid(E.Result) && Old->P == E.Result)
      return unsupported("realloc");
  std::optional<Address> A = valid(E.Result) ? address(E.Result) : std::nullopt;
  if (E.Op == Allocate::OpKind::Malloc && choose(2) == 1) {
    S->Exact = false; // out of memory: possible, but nobody's fault
    if (A)
      store(*A, Datum::integer(0));
    return Next::On;
  }
  const auto Name = static_cast<ObjectName>(HeapSpace | uint64_t(T) << 32 |
                                            thread().Allocations++);
  S->Mem.edit(Name).Zero = E.Zeroed;
  if (A)
    store(*A, Datum::pointer(Name, 0));
  return Next::On;
}

Machine::Next Machine::onFree(const Free &E) {
  Datum D = eval(E.Pointer);
  if (Failed || (D.isInt() && D.Number == 0))
    return Failed ? Next::End : Next::On;
  if (D.Kind != DatumKind::Pointer)
    return unsupported("a pointer to be freed whose value is not known");
  touch({D.Object, 0, Everything, 0, Everything}, true, false);
  if (Failed)
    return Next::End;
  Object &O = S->Mem.edit(D.Object);
  O.Freed = true;
  O.Cells.clear();
  return Next::On;
}
