//===- EvaluateEvents.cpp - What events do to known memory ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The transfer functions of the evaluator. A guard is memory like any other:
/// its pseudo member $lock holds the address of the mutex it is bound to, so
/// that moving a guard, returning it or keeping it in a member needs no rules
/// of its own.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Evaluator.h"
#include "analyzer/Values/Operands.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void Evaluator::record(const Event &Ev) {
  forEachOperand(
      Ev, [&](PlaceId Id) { V.Operands[{At, index(Id)}] = address(Id); },
      [&](TermId Id) {
        V.Operands[{At, ~index(Id)}] = value(Id);
        // Where a value comes from tells what a handle was copied from.
        if (B[Id].Kind == TermKind::Value)
          V.Operands[{At, index(B[Id].P)}] = address(B[Id].P);
      });
  PlaceId Guard = PlaceId::None;
  if (const auto *A = std::get_if<Acquire>(&Ev))
    Guard = A->Guard;
  else if (const auto *A = std::get_if<TryAcquire>(&Ev))
    Guard = A->Guard;
  else if (const auto *R = std::get_if<Release>(&Ev))
    Guard = R->Guard;
  else if (const auto *W = std::get_if<Wait>(&Ev))
    Guard = W->Guard;
  if (valid(Guard))
    V.Operands[{At, Values::GuardedLockKey}] =
        load(T.field(address(Guard), pseudo(PseudoField::Lock)));
}

bool Evaluator::isRecord(PlaceId Id) const {
  TypeId Ty = B[Id].Type;
  return valid(Ty) && M[Ty].Kind == TypeKind::Record;
}

/// What the pointer at \p Id points to.
TypeId Evaluator::pointee(PlaceId Id) const {
  const TypeId Ty = B[Id].Type;
  return valid(Ty) ? M[Ty].Elem : TypeId::None;
}

/// To := Content, by parts where both are objects of class type.
void Evaluator::assign(PlaceId To, TermId Content) {
  const ValueId Target = address(To);
  const bool Copies = valid(Content) && B[Content].Kind == TermKind::Value &&
                      isRecord(B[Content].P);
  const ValueId From = Copies ? address(B[Content].P) : ValueId::Unknown;
  // Parts first: writing the target forgets what is known about it.
  Env Before;
  if (Copies)
    Before = E;
  storeTo(To, Copies ? ValueId::Unknown : value(Content));
  if (!Copies || !T.isKnown(Target) || !T.isKnown(From))
    return;
  Env After = std::move(E);
  E = std::move(Before);
  std::map<ValueId, ValueId> Old = E.Memory;
  copyRecord(Target, From);
  for (const auto &[Key, Value] : E.Memory)
    if (T.isPartOf(Key, Target) && Key != Target)
      After.Memory[Key] = Value;
  E = std::move(After);
}

void Evaluator::apply(const Access &A) {
  const bool Atomic = A.Order != MemoryOrder::NotAtomic;
  switch (A.Kind) {
  case AccessKind::Read:
    // Another thread may have changed it since it was last read.
    if (Atomic)
      storeTo(A.P, T.load(address(A.P), At));
    return;
  case AccessKind::Write:
    if (Atomic)
      storeTo(A.P, ValueId::Unknown);
    else
      assign(A.P, A.Value);
    return;
  case AccessKind::Update: {
    const ValueId Old = load(address(A.P));
    ValueId New = ValueId::Unknown;
    if (!Atomic && valid(A.Value))
      New = A.Op == BinaryOp::PtrAdd ? moved(Old, number(A.Value), pointee(A.P))
                                     : T.binary(A.Op, Old, value(A.Value));
    storeTo(A.P, New);
    return;
  }
  case AccessKind::Destroy:
    storeTo(A.P, ValueId::Unknown);
    return;
  }
}

void Evaluator::apply(const Assign &A) {
  if (valid(A.Value))
    assign(A.P, A.Value);
  else
    storeTo(A.P, ValueId::Unknown);
}

void Evaluator::bindGuard(PlaceId Guard, PlaceId Lock) {
  if (!valid(Guard) || !valid(Lock))
    return;
  const ValueId Address = address(Lock);
  MemoryKeys Written;
  Written.insert(V.Effects.keyOf(pseudo(PseudoField::Lock)));
  store(T.field(address(Guard), pseudo(PseudoField::Lock)), Address, Written);
}

void Evaluator::apply(const GuardOp &G) {
  const FieldRef LockField = pseudo(PseudoField::Lock);
  MemoryKeys Written;
  Written.insert(V.Effects.keyOf(LockField));
  const ValueId Mine = T.field(address(G.Guard), LockField);
  switch (G.Op) {
  case GuardOp::OpKind::Defer:
  case GuardOp::OpKind::Adopt:
    bindGuard(G.Guard, G.Lock);
    break;
  case GuardOp::OpKind::Move:
  case GuardOp::OpKind::Swap: {
    const ValueId Other = T.field(address(G.From), LockField);
    const ValueId Theirs = load(Other);
    const ValueId Old = G.Op == GuardOp::OpKind::Swap ? load(Mine) : T.null();
    store(Mine, Theirs, Written);
    store(Other, Old, Written);
    break;
  }
  case GuardOp::OpKind::Detach:
  case GuardOp::OpKind::Empty:
    store(Mine, T.null(), Written);
    break;
  case GuardOp::OpKind::OwnsLock:
    break;
  }
  if (valid(G.Result))
    storeTo(G.Result,
            G.Op == GuardOp::OpKind::Detach ? ValueId::Unknown : T.result(At));
}

void Evaluator::apply(const Return &R) {
  if (!valid(R.Value))
    return;
  const Term &X = B[R.Value];
  if (X.Kind == TermKind::Value && isRecord(X.P)) {
    copyRecord(T.returnSlot(F), address(X.P));
    return;
  }
  const ValueId Now = value(R.Value);
  Returned = !Returned || *Returned == Now ? Now : ValueId::Unknown;
}

void Evaluator::apply(const Event &Ev) {
  if (const auto *A = std::get_if<Access>(&Ev))
    return apply(*A);
  if (const auto *A = std::get_if<Assign>(&Ev))
    return apply(*A);
  if (const auto *G = std::get_if<GuardOp>(&Ev))
    return apply(*G);
  if (const auto *R = std::get_if<Return>(&Ev))
    return apply(*R);
  if (const auto *C = std::get_if<Call>(&Ev))
    return applyCall(C->Result, C->Target);
  if (const auto *O = std::get_if<OnceOp>(&Ev)) {
    forgetShared();
    if (O->Op == OnceOp::OpKind::Call)
      applyCall(PlaceId::None, O->Target);
    return;
  }
  if (const auto *S = std::get_if<Spawn>(&Ev)) {
    for (const Callee &To : V.Pointers.callees(At))
      recordArguments(To, S->Target);
    return storeTo(S->Result, T.result(At));
  }
  if (const auto *A = std::get_if<Acquire>(&Ev)) {
    forgetShared();
    return bindGuard(A->Guard, A->Lock);
  }
  if (const auto *A = std::get_if<TryAcquire>(&Ev)) {
    forgetShared();
    bindGuard(A->Guard, A->Lock);
    return storeTo(A->Result, T.result(At));
  }
  if (const auto *A = std::get_if<Allocate>(&Ev))
    return storeTo(A->Result, T.fresh(At));
  if (const auto *S = std::get_if<Scope>(&Ev)) {
    const ValueId Variable = T.local(F, S->Local);
    E.forget([&](ValueId Key) { return T.isPartOf(Key, Variable); });
    return;
  }
  if (const auto *C = std::get_if<Catch>(&Ev))
    return storeTo(C->P, ValueId::Unknown);
  if (std::holds_alternative<Havoc>(Ev) || std::holds_alternative<Wait>(Ev) ||
      std::holds_alternative<Join>(Ev) ||
      std::holds_alternative<SemaphoreOp>(Ev) ||
      std::holds_alternative<BarrierOp>(Ev) ||
      std::holds_alternative<LatchOp>(Ev) ||
      std::holds_alternative<FutureOp>(Ev) ||
      std::holds_alternative<QueueOp>(Ev) ||
      std::holds_alternative<Fence>(Ev) ||
      std::holds_alternative<TeamBarrier>(Ev) ||
      std::holds_alternative<Suspend>(Ev))
    forgetShared();
  if (PlaceId Result = resultOf(Ev); valid(Result))
    storeTo(Result, T.result(At));
}

// ---- Calls
// --------------------------------------------------------------------

Evaluator::BoundParams Evaluator::bindParams(const Callee &To, TermId Target) {
  BoundParams Params;
  const Body &Callee = *M[To.Func].Definition;
  for (const Binding &Bind : V.Pointers.bindings(At, To)) {
    Bound X;
    const bool HasArg = valid(Bind.Arg);
    if (HasArg && B[Bind.Arg].Kind == TermKind::Value)
      X.CopyOf = address(B[Bind.Arg].P);
    if (valid(Bind.Copy)) {
      X.Content = V.ofCell(Bind.Copy);
    } else if (HasArg) {
      X.Content = value(Bind.Arg);
    } else if (Callee[Bind.Param].Kind == LocalKind::This && valid(Target) &&
               Bind.Pointees.size() <= 1) {
      X.Content = value(Target); // the closure that is called
    } else if (Bind.Pointees.size() == 1) {
      X.Content = V.ofCell(Bind.Pointees.front());
    }
    Params[Bind.Param] = X;
  }
  return Params;
}

/// A value of a callee on its entry, as it looks here and now.
ValueId Evaluator::map(const BoundParams &Params, FuncId To, ValueId Id) {
  const Value X = T[Id];
  switch (X.Kind) {
  case ValueKind::Param: {
    auto It = X.Func == To ? Params.find(X.Local) : Params.end();
    return It == Params.end() ? ValueId::Unknown : It->second.Content;
  }
  case ValueKind::Local: {
    // A parameter of class type is a copy of an object here.
    auto It = X.Func == To ? Params.find(X.Local) : Params.end();
    if (It != Params.end() && valid(It->second.CopyOf))
      return It->second.CopyOf;
    return Id;
  }
  case ValueKind::Field:
    return T.field(map(Params, To, X.A), X.Field);
  case ValueKind::Element:
    return T.element(map(Params, To, X.A),
                     T.isKnown(X.B) ? map(Params, To, X.B) : X.B);
  case ValueKind::Load: {
    if (X.At != entryPoint(To))
      return ValueId::Unknown;
    // What a library's copy of an argument holds is what the argument held.
    const Value &Root = T[T.root(X.A)];
    ValueId Address = ValueId::Unknown;
    auto It = Root.Kind == ValueKind::Param && Root.Func == To
                  ? Params.find(Root.Local)
                  : Params.end();
    if (It != Params.end() && valid(It->second.CopyOf) &&
        T[It->second.Content].Kind == ValueKind::Cell) {
      BoundParams Originals = Params;
      Originals[Root.Local].Content = It->second.CopyOf;
      Address = map(Originals, To, X.A);
    } else {
      Address = map(Params, To, X.A);
    }
    return load(Address);
  }
  case ValueKind::Unary:
    return T.unary(X.UnOp, map(Params, To, X.A));
  case ValueKind::Binary:
    return T.binary(X.BinOp, map(Params, To, X.A), map(Params, To, X.B));
  case ValueKind::Fresh:
  case ValueKind::Result:
  case ValueKind::Phi:
  case ValueKind::Inner:
    return ValueId::Unknown;
  default:
    return Id;
  }
}

void Evaluator::recordArguments(const Callee &To, TermId Target) {
  if (!M[To.Func].Definition)
    return;
  BoundParams Params = bindParams(To, Target);
  Values::Arguments Args;
  for (ValueId In : V.Inputs[index(To.Func)])
    Args.push_back({In, map(Params, To.Func, In)});
  // Recursive functions have no list of inputs yet.
  if (V.Inputs[index(To.Func)].empty())
    for (const auto &[Param, X] : Params)
      Args.push_back({T.param(To.Func, Param), X.Content});
  llvm::sort(Args);
  V.Calls[{At, To}] = std::move(Args);
}

void Evaluator::applyCall(PlaceId Result, TermId Target) {
  llvm::ArrayRef<Callee> To = V.Pointers.callees(At);
  const bool Certain = To.size() == 1 && !V.Pointers.isUnresolved(At) &&
                       M[To.front().Func].Definition;
  for (const Callee &C : To)
    recordArguments(C, Target);

  MemoryKeys Written;
  V.Effects.addWritten(At, Written);
  // What the callee leaves behind is said in terms of the state before.
  std::vector<std::pair<ValueId, ValueId>> Stores;
  ValueId Returns = ValueId::Unknown;
  if (Certain) {
    const Values::Arguments &Args = V.Calls[{At, To.front()}];
    const FuncId Callee = To.front().Func;
    const ValueSummary &S = V.summary(Callee);
    Returns = V.substitute(Args, At, Callee, S.Returned);
    for (const auto &[Key, Content] : S.Stores)
      Stores.push_back({V.substitute(Args, At, Callee, Key),
                        V.substitute(Args, At, Callee, Content)});
  }
  forgetWritten(Written);
  if (valid(Result))
    storeTo(Result, T.isKnown(Returns) ? Returns : T.result(At));
  const ValueId Slot =
      Certain ? T.returnSlot(To.front().Func) : ValueId::Unknown;
  for (auto [Key, Content] : Stores) {
    if (T.isVague(Key) || !T.isKnown(Content))
      continue;
    if (T[T.root(Key)].Kind == ValueKind::ReturnSlot) {
      if (!valid(Result) || T.root(Key) != Slot)
        continue;
      std::vector<Value> Steps;
      for (ValueId Id = Key; Id != Slot; Id = T[Id].A)
        Steps.push_back(T[Id]);
      Key = address(Result);
      for (const Value &Step : llvm::reverse(Steps))
        Key = Step.Kind == ValueKind::Field ? T.field(Key, Step.Field)
                                            : T.element(Key, Step.B);
      if (T.isVague(Key))
        continue;
    }
    E.Memory[Key] = Content;
  }
}
