//===- Generate.cpp - The constraints of a function's events --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Places become locations and terms become values, each once per body, also
/// those that no event mentions: they are what queries ask about. Then each
/// event says what flows where. Reading memory makes no constraint: the value
/// that was read stands as a term in the event that uses it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Builder.h"

namespace heddle::pointers {

void Builder::generate(InstanceId Id) {
  CurrentId = Id;
  const Body &B = body();
  // What malloc's result is cast to says what was allocated.
  ResultHints.clear();
  for (const Term &T : B.Terms) {
    if (T.Kind != TermKind::Cast || !valid(T.Type) ||
        M[T.Type].Kind != TypeKind::Pointer || Cells.isByte(M[T.Type].Elem))
      continue;
    const Term &From = B[T.A];
    if (From.Kind == TermKind::Value && B[From.P].Kind == PlaceKind::Local)
      ResultHints.try_emplace(index(B[From.P].Local), M[T.Type].Elem);
  }
  for (uint32_t I = 0; I < B.Places.size(); ++I)
    place(static_cast<PlaceId>(I));
  for (uint32_t I = 0; I < B.Terms.size(); ++I)
    if (carriesAddresses(B.Terms[I].Type))
      term(static_cast<TermId>(I));
  for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
      EventRef At{current().Func, static_cast<BlockId>(Block), I};
      std::visit([&](const auto &E) { event(E, At); },
                 B.Blocks[Block].Events[I]);
    }
}

// ---- Places and terms ------------------------------------------------------

Location Builder::place(PlaceId Id) {
  if (!valid(Id))
    return {};
  if (!current().PlaceDone[index(Id)]) {
    Location L = evaluatePlace(body()[Id]);
    current().PlaceDone[index(Id)] = true;
    current().Places[index(Id)] = L;
  }
  return current().Places[index(Id)];
}

Location Builder::evaluatePlace(const Place &X) {
  switch (X.Kind) {
  case PlaceKind::Local:
    return {current().Locals[index(X.Local)]};
  case PlaceKind::Global:
    return {globalCell(X.Global)};
  case PlaceKind::Function:
    return {functionCell(X.Func)};
  case PlaceKind::String:
    return {stringCell()};
  case PlaceKind::Field: {
    Step Way;
    Way.Field = X.Field;
    Way.Hint = X.Type;
    return partOf(place(X.Base), Way);
  }
  case PlaceKind::Element:
    return partOf(place(X.Base), elementStep(X));
  case PlaceKind::Deref: {
    Value V = term(X.Pointer);
    return {V.Address, V.Node};
  }
  }
  return {};
}

/// `Base[Index]`: into an array place, or along from where a pointer points.
Step Builder::elementStep(const Place &X) const {
  Step Way;
  TypeId Base = body()[X.Base].Type;
  bool Into = Cells.isArray(Base) && X.Type != Base;
  Way.Kind = Into ? Step::StepKind::Into : Step::StepKind::Along;
  Way.IfAny =
      !valid(X.Index) && body()[X.Base].Kind == PlaceKind::Deref && !Into;
  Way.Bytes = !Into && !Way.IfAny && Cells.isByte(Base);
  Way.Hint = X.Type;
  if (valid(X.Index) && body()[X.Index].Kind == TermKind::Int)
    Way.Index = body()[X.Index].Value;
  return Way;
}

Location Builder::partOf(Location Whole, const Step &Way) {
  if (valid(Whole.Cell))
    return {Cells.follow(Whole.Cell, Way)};
  if (valid(Whole.Pointer))
    return {CellId::None, S.part(Whole.Pointer, Way)};
  return {};
}

Location Builder::field(PlaceId Base, PseudoField Field) {
  Step Way;
  Way.Field = pseudo(Field);
  return partOf(place(Base), Way);
}

Value Builder::term(TermId Id) {
  if (!valid(Id))
    return {};
  if (!current().TermDone[index(Id)]) {
    Value V = evaluateTerm(body()[Id]);
    current().TermDone[index(Id)] = true;
    current().Terms[index(Id)] = V;
  }
  return current().Terms[index(Id)];
}

Value Builder::valueOf(Location L) {
  if (valid(L.Cell))
    return {CellId::None, S.content(L.Cell)};
  if (valid(L.Pointer))
    return {CellId::None, S.load(L.Pointer)};
  return {};
}

Value Builder::addressOf(Location L) { return {L.Cell, L.Pointer}; }

Value Builder::evaluateTerm(const Term &X) {
  switch (X.Kind) {
  case TermKind::Value:
    return valueOf(place(X.P));
  case TermKind::AddressOf:
    return addressOf(place(X.P));
  case TermKind::Nondet:
  case TermKind::Opaque:
    if (valid(X.Type) && M[X.Type].Kind == TypeKind::Int)
      return {};
    return {S.unknownCell()};
  case TermKind::Cast: {
    Value V = term(X.A);
    if (X.Cast != CastKind::IntToPointer || body()[X.A].Kind == TermKind::Int)
      return V;
    // An address made by arithmetic, or one that was kept in an integer.
    NodeId Both = S.makeNode();
    S.addAddress(Both, S.unknownCell());
    if (valid(V.Address))
      S.addAddress(Both, V.Address);
    if (valid(V.Node))
      S.addCopy(V.Node, Both);
    return {CellId::None, Both};
  }
  case TermKind::Binary: {
    if (X.BinOp != BinaryOp::PtrAdd) {
      // Tag bits: `p | 1`, `u & ~3`, on the integer that holds the address.
      bool Bits = X.BinOp == BinaryOp::And || X.BinOp == BinaryOp::Or ||
                  X.BinOp == BinaryOp::Add || X.BinOp == BinaryOp::Sub;
      return Bits && carriesAddresses(X.Type) ? term(X.A) : Value{};
    }
    Step Way;
    Way.Kind = Step::StepKind::Along;
    Way.Hint = valid(X.Type) ? M[X.Type].Elem : TypeId::None;
    Way.Bytes = Cells.isByte(Way.Hint);
    // Only from a named place: `p = p + 1` must not count elements up.
    Value From = term(X.A);
    if (valid(From.Address) && body()[X.B].Kind == TermKind::Int)
      Way.Index = body()[X.B].Value;
    return addressOf(partOf({From.Address, From.Node}, Way));
  }
  default:
    return {};
  }
}

// ---- Flows -----------------------------------------------------------------

void Builder::store(Value V, Location To) {
  if (!V.known())
    return;
  if (valid(To.Cell)) {
    if (valid(V.Address))
      S.addAddress(S.content(To.Cell), V.Address);
    else
      S.addCopy(V.Node, S.content(To.Cell));
  } else if (valid(To.Pointer)) {
    S.addStore(valid(V.Node) ? V.Node : S.address(V.Address), To.Pointer);
  }
}

/// Copies an object with all its parts.
void Builder::copy(Location From, Location To) {
  if (!From.known() || !To.known())
    return;
  if (valid(From.Cell) && valid(To.Cell)) {
    S.addTreeCopy(From.Cell, To.Cell);
  } else if (valid(From.Cell)) {
    S.addTreeStore(From.Cell, To.Pointer);
  } else if (valid(To.Cell)) {
    S.addTreeLoad(From.Pointer, To.Cell);
  } else {
    MemObject Between;
    Between.Kind = ObjectKind::Result;
    Between.Func = current().Func;
    Between.Name = "copy";
    CellId Temp = Cells.root(Cells.addObject(std::move(Between)));
    S.addTreeLoad(From.Pointer, Temp);
    S.addTreeStore(Temp, To.Pointer);
  }
}

void Builder::flow(TermId From, Location To, TypeId ToType) {
  if (!valid(From) || !To.known())
    return;
  const Term *X = &body()[From];
  if (!isAggregate(ToType)) {
    if (carriesAddresses(ToType))
      store(term(From), To);
    return;
  }
  while (X->Kind == TermKind::Cast && X->Cast != CastKind::IntToPointer)
    X = &body()[X->A];
  if (X->Kind == TermKind::Value)
    copy(place(X->P), To);
  else if (X->Kind != TermKind::Nondet && X->Kind != TermKind::Opaque)
    store(term(From), To);
}

void Builder::flow(TermId From, PlaceId To) {
  if (valid(To))
    flow(From, place(To), body()[To].Type);
}

// ---- Events ----------------------------------------------------------------

void Builder::event(const Access &E, EventRef) {
  if (E.Kind == AccessKind::Write) {
    flow(E.Value, E.P);
    return;
  }
  TypeId Type = valid(E.P) ? body()[E.P].Type : TypeId::None;
  if (E.Kind != AccessKind::Update || isAggregate(Type) ||
      !carriesAddresses(Type) || !valid(E.Value))
    return;
  // An exchange stores its operand; `p += n` moves p along.
  bool IsPointer = M[Type].Kind == TypeKind::Pointer;
  if (carriesAddresses(body()[E.Value].Type))
    store(term(E.Value), place(E.P));
  if (!IsPointer)
    return;
  Step Way;
  Way.Kind = Step::StepKind::Along;
  Way.Hint = M[Type].Elem;
  Way.Bytes = Cells.isByte(Way.Hint);
  Value Old = valueOf(place(E.P));
  store(addressOf(partOf({Old.Address, Old.Node}, Way)), place(E.P));
}

void Builder::event(const Assign &E, EventRef) { flow(E.Value, E.P); }

void Builder::bindGuard(PlaceId Guard, PlaceId Lock) {
  if (valid(Guard) && valid(Lock))
    store(addressOf(place(Lock)), field(Guard, PseudoField::Lock));
}

void Builder::event(const Acquire &E, EventRef) { bindGuard(E.Guard, E.Lock); }

void Builder::event(const TryAcquire &E, EventRef) {
  bindGuard(E.Guard, E.Lock);
}

void Builder::event(const GuardOp &E, EventRef) {
  bindGuard(E.Guard, E.Lock);
  bool Swaps = E.Op == GuardOp::OpKind::Swap;
  if (!valid(E.From) || (E.Op != GuardOp::OpKind::Move && !Swaps))
    return;
  copy(place(E.From), place(E.Guard));
  if (Swaps)
    copy(place(E.Guard), place(E.From));
}

void Builder::event(const ThreadOp &E, EventRef) {
  bool Swaps = E.Op == ThreadOp::OpKind::Swap;
  if (!valid(E.From) || (E.Op != ThreadOp::OpKind::Move && !Swaps))
    return;
  copy(place(E.From), place(E.Handle));
  if (Swaps)
    copy(place(E.Handle), place(E.From));
}

void Builder::event(const Spawn &E, EventRef At) {
  CellId Thread = siteObject(ObjectKind::Thread, At, TypeId::None);
  ThreadObjects[At] = Thread;
  if (valid(E.Handle))
    store({Thread}, place(E.Handle));
  Sites[At];
  watch(term(E.Target), {PendingKind::Target, CurrentId, At, CellId::None});
}

void Builder::event(const OnceOp &E, EventRef At) {
  if (E.Op != OnceOp::OpKind::Call)
    return;
  Sites[At];
  watch(term(E.Target), {PendingKind::Target, CurrentId, At, CellId::None});
}

void Builder::event(const QueueOp &E, EventRef) {
  Location Items = field(E.P, PseudoField::Element);
  if (valid(E.Value))
    flow(E.Value, Items, body()[E.Value].Type);
  if (valid(E.Result) &&
      (E.Op == QueueOp::OpKind::Get || E.Op == QueueOp::OpKind::TryGet))
    copy(Items, place(E.Result));
}

TypeId Builder::allocatedType(const Allocate &E) const {
  if (valid(E.Type))
    return E.Type;
  const Place &Result = body()[E.Result];
  if (valid(Result.Type) && M[Result.Type].Kind == TypeKind::Pointer &&
      !Cells.isByte(M[Result.Type].Elem))
    return M[Result.Type].Elem;
  if (Result.Kind == PlaceKind::Local)
    if (auto It = ResultHints.find(index(Result.Local));
        It != ResultHints.end())
      return It->second;
  return TypeId::None;
}

CellId Builder::heapObject(const Allocate &E, EventRef At) {
  MemObject Object;
  Object.Kind = ObjectKind::Heap;
  Object.Site = At;
  Object.Type = allocatedType(E);
  std::vector<EventRef> Chain;
  for (InstanceId I = CurrentId; I != NoInstance; I = Instances[I].Parent)
    if (valid(Instances[I].Site.Func))
      Chain.push_back(Instances[I].Site);
  // A wrapper of malloc knows no type; what its caller casts to does.
  for (const EventRef &Site : Chain) {
    Object.CallSite = Site;
    const Body &Caller = *M[Site.Func].Definition;
    const auto &C = std::get<Call>(M[Site]);
    if (valid(Object.Type) || !valid(C.Result))
      continue;
    for (const Term &T : Caller.Terms)
      if (T.Kind == TermKind::Cast && valid(T.Type) &&
          M[T.Type].Kind == TypeKind::Pointer &&
          !Cells.isByte(M[T.Type].Elem) &&
          Caller[T.A].Kind == TermKind::Value &&
          Caller[Caller[T.A].P] == Caller[C.Result]) {
        Object.Type = M[T.Type].Elem;
        break;
      }
  }
  ObjectId Id = Cells.addObject(std::move(Object));
  HeapChains[Id] = std::move(Chain);
  return Cells.root(Id);
}

void Builder::event(const Allocate &E, EventRef At) {
  if (!valid(E.Result))
    return;
  CellId Object = heapObject(E, At);
  const Term *Count = valid(E.Count) ? &body()[E.Count] : nullptr;
  bool Single = !Count || (Count->Kind == TermKind::Int && Count->Value == 1);
  if (E.Op == Allocate::OpKind::NewArray || !Single)
    Cells.summarise(Object);
  store({Object}, place(E.Result));
}

void Builder::havoc(Location L, EventRef At) {
  if (valid(L.Cell))
    touch(L.Cell, At);
  else if (valid(L.Pointer))
    watch({CellId::None, L.Pointer},
          {PendingKind::Touch, CurrentId, At, CellId::None});
}

void Builder::event(const Havoc &E, EventRef At) {
  Sites[At];
  for (TermId Touched : E.Touched)
    leak(Touched, At);
  if (!valid(E.Result))
    return;
  if (E.Reason == HavocReason::VarArgs)
    copy({varArgs(CurrentId)}, place(E.Result));
  if (carriesAddresses(body()[E.Result].Type))
    havoc(place(E.Result), At);
}

// Noted for the ledger: who goes on there is not followed.
void Builder::event(const Suspend &, EventRef At) { Sites[At]; }
void Builder::event(const ParallelRegion &, EventRef At) { Sites[At]; }

void Builder::event(const Throw &E, EventRef At) {
  if (!valid(E.Value))
    return;
  TypeId Type = valid(E.Type) ? E.Type : body()[E.Value].Type;
  CellId Thrown = siteObject(ObjectKind::Exception, At, Type);
  flow(E.Value, Location{Thrown}, Type);
  S.addAddress(Exceptions, Thrown);
}

void Builder::event(const Catch &E, EventRef) {
  if (!valid(E.P))
    return;
  TypeId Type = body()[E.P].Type;
  bool ByReference =
      valid(Type) && (M[Type].Kind == TypeKind::LValueReference ||
                      M[Type].Kind == TypeKind::RValueReference);
  if (ByReference)
    store({CellId::None, Exceptions}, place(E.P));
  else
    copy({CellId::None, Exceptions}, place(E.P));
}

void Builder::event(const Return &E, EventRef) {
  if (valid(E.Value))
    flow(E.Value, Location{current().Result}, M[current().Func].Result);
}

} // namespace heddle::pointers
