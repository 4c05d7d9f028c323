//===- Evaluator.cpp - One function, event by event -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One pass over the blocks is enough, because loops are cut open beforehand:
/// whatever a loop may change becomes a Phi at its header before the body is
/// walked. `for (I = 0; …; ++I)` finds I as Phi(&I) in the body, and at the
/// end of the body as Phi(&I) + 1, which makes it an induction. What a loop
/// does not touch keeps its value through it.
///
/// Where ways meet, memory that differs becomes a Phi of the block. An address
/// that one way knows nothing about holds what it held on entry, if that way
/// did not change it.
///
/// Memory that others can reach is forgotten at each synchronisation, except
/// members that only constructors set: the mutex pointer in a guard class, the
/// parts of an immutable object.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Evaluator.h"

#include "analyzer/Values/Operands.h"
#include "analyzer/Values/Truth.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

Evaluator::Evaluator(Values &V, FuncId F)
    : V(V), T(V.Table), M(V.P.M), F(F), B(*M[F].Definition), G(V.cfg(F)),
      Out(B.Blocks.size()), Unwound(B.Blocks.size()),
      Escaping(B.Locals.size()) {}

// ---- Terms and memory -------------------------------------------------------

ValueId Evaluator::address(PlaceId Id) {
  if (!valid(Id))
    return ValueId::Unknown;
  const Place &P = B[Id];
  switch (P.Kind) {
  case PlaceKind::Local:
    return T.local(F, P.Local);
  case PlaceKind::Global:
    return T.global(P.Global);
  case PlaceKind::Function:
    return T.function(P.Func);
  case PlaceKind::String:
    return T.string();
  case PlaceKind::Field:
    return T.field(address(P.Base), P.Field);
  case PlaceKind::Deref:
    return value(P.Pointer);
  case PlaceKind::Element: {
    ValueId Index = valid(P.Index) ? number(P.Index) : ValueId::Unknown;
    if (B[P.Base].Kind != PlaceKind::Deref)
      return T.element(address(P.Base), Index);
    // p[0] is *p, also where p points to a single object.
    return T.asInt(Index) == 0 ? address(P.Base)
                               : moved(address(P.Base), Index, P.Type);
  }
  }
  return ValueId::Unknown;
}

static uint32_t sizeOf(const Module &M, TypeId Id) {
  return valid(Id) ? std::max(M[Id].SizeBytes, 1u) : 1;
}

/// Is \p C an element, or memory that a pointer walks over? (And no member:
/// from there programs go back to the object around it.)
static bool isWalkedOver(const PointsTo &PT, const Module &M, CellId C) {
  const TypeId Type = PT.typeOf(C);
  if (!valid(Type) || M[Type].SizeBytes == 0)
    return false;
  return valid(PT.parent(C)) ? PT.step(C).IsElement
                             : M[Type].Kind != TypeKind::Record;
}

/// The address \p By objects of type \p Unit behind \p From. A pointer can
/// walk in other steps than the array that it points into has: `(char *)A + 4`
/// is `A + 1`.
ValueId Evaluator::moved(ValueId From, ValueId By, TypeId Unit) {
  const std::optional<int64_t> N = T.asInt(By);
  if (!T.isKnown(From) || N == 0)
    return T.element(From, By);
  const std::optional<std::vector<CellId>> &Cells = V.resolve(From);
  if (!Cells)
    return T.element(From, By);
  const uint32_t Size = sizeOf(M, Unit);
  std::set<uint32_t> Sizes;
  for (CellId C : *Cells)
    if (isWalkedOver(V.Pointers, M, C))
      Sizes.insert(sizeOf(M, V.Pointers.typeOf(C)));
  if (Sizes.empty() || (Sizes.size() == 1 && *Sizes.begin() == Size))
    return T.element(From, By);
  constexpr int64_t Far = int64_t(1) << 31;
  if (Sizes.size() == 1 && N && std::abs(*N) < Far) {
    const int64_t Whole = *Sizes.begin(), Bytes = *N * Size;
    if (Bytes % Whole == 0)
      return T.element(From, T.integer(Bytes / Whole));
    // Half of a vector, but not bytes: those may be the start of anything.
    if (Size > 1 && Bytes >= 0 && Bytes % Whole + Size <= Whole)
      return T.element(From, T.integer(Bytes / Whole));
  }
  const Value X = T[From];
  return T.element(X.Kind == ValueKind::Element ? X.A : From, ValueId::Unknown);
}

/// \p Id as a number: of truth values there are two, whatever they are made
/// from.
ValueId Evaluator::number(TermId Id) {
  const ValueId Known = value(Id);
  const TypeId Type = B[Id].Type;
  if (!valid(Type) || M[Type].Kind != TypeKind::Bool || isTruth(T, Known))
    return Known;
  return T.binary(BinaryOp::Ne, Known, T.integer(0));
}

/// \p From in the type of \p Cast. A byte is the same for many numbers.
// Unsound: numbers are taken to fit into 32 bits, as where a thread gets one
// for a pointer.
ValueId Evaluator::converted(ValueId From, const Term &Cast) {
  const Module &M = V.P.M;
  const TypeId Source = B[Cast.A].Type;
  if (!valid(Cast.Type) || !valid(Source))
    return From;
  const Type &To = M[Cast.Type];
  if (To.Kind != TypeKind::Int || To.SizeBytes == 0 || To.SizeBytes > 4 ||
      M[Source].Kind != TypeKind::Int || M[Source].SizeBytes <= To.SizeBytes ||
      (To.SizeBytes == 4 && !T.asInt(From)))
    return From;
  const unsigned Bits = To.SizeBytes * 8;
  const int64_t Mask = (int64_t(1) << Bits) - 1;
  if (std::optional<int64_t> N = T.asInt(From)) {
    const int64_t Low = *N & Mask;
    return T.integer(To.Signed && Low >> (Bits - 1) ? Low - Mask - 1 : Low);
  }
  return To.Signed ? ValueId::Unknown
                   : T.binary(BinaryOp::And, From, T.integer(Mask));
}

ValueId Evaluator::value(TermId Id) {
  if (!valid(Id))
    return ValueId::Unknown;
  const Term &X = B[Id];
  switch (X.Kind) {
  case TermKind::Int:
    return T.integer(X.Value);
  case TermKind::Null:
    return T.null();
  case TermKind::Value:
    return load(address(X.P));
  case TermKind::AddressOf:
    return address(X.P);
  case TermKind::Unary:
    return T.unary(X.UnOp, value(X.A));
  case TermKind::Binary:
    if (X.BinOp == BinaryOp::PtrAdd)
      return moved(value(X.A), number(X.B),
                   valid(X.Type) ? M[X.Type].Elem : TypeId::None);
    return T.binary(X.BinOp, value(X.A), value(X.B));
  case TermKind::Cast:
    if (X.Cast == CastKind::Bits)
      return ValueId::Unknown;
    if (valid(X.Type) && M[X.Type].Kind == TypeKind::Bool)
      return value(X.A);
    return X.Cast == CastKind::Numeric ? converted(number(X.A), X)
                                       : number(X.A);
  case TermKind::Float:
  case TermKind::Nondet:
  case TermKind::Opaque:
    return ValueId::Unknown;
  }
  return ValueId::Unknown;
}

/// Can only this activation reach the memory?
bool Evaluator::isPrivate(ValueId Address) const {
  const Value &Root = T[T.root(Address)];
  return Root.Kind == ValueKind::Local && Root.Func == F &&
         !Escaping[index(Root.Local)];
}

bool Evaluator::escapes(ValueId Address) const {
  const std::optional<std::vector<CellId>> &Cells = V.resolve(T.root(Address));
  if (!Cells)
    return true;
  return llvm::any_of(*Cells, [&](CellId C) {
    return bool(V.Pointers.escape(V.Pointers.objectOf(C)));
  });
}

const MemoryKeys &Evaluator::keysOf(ValueId Address) {
  auto [It, IsNew] = Keys.try_emplace(Address);
  if (!IsNew)
    return It->second;
  ValueId Id = Address;
  while (T[Id].Kind == ValueKind::Element)
    Id = T[Id].A;
  const Value &X = T[Id];
  if (X.Kind == ValueKind::Field) {
    It->second.insert(V.Effects.keyOf(X.Field));
  } else if (const std::optional<std::vector<CellId>> &Cells = V.resolve(Id)) {
    for (CellId C : *Cells)
      It->second.insert(V.Effects.keyOf(C));
  } else {
    It->second.insert(MemoryKeyId::All);
  }
  return It->second;
}

bool Evaluator::isStable(ValueId Address) {
  return keysOf(Address).allOf([&](MemoryKeyId K) {
    return V.Effects.isStable(K) || V.Effects.isSettled(F, K);
  });
}

/// Are the two addresses different memory, by their shape alone?
bool Evaluator::disjoint(ValueId L, ValueId R) const {
  auto Path = [&](ValueId Id) {
    std::vector<ValueId> Steps{Id};
    while (T[Id].Kind == ValueKind::Field || T[Id].Kind == ValueKind::Element)
      Steps.push_back(Id = T[Id].A);
    std::reverse(Steps.begin(), Steps.end());
    return Steps;
  };
  std::vector<ValueId> PL = Path(L), PR = Path(R);
  auto Definite = [&](ValueId Root) {
    ValueKind K = T[Root].Kind;
    return K == ValueKind::Local || K == ValueKind::Global ||
           K == ValueKind::Fresh || K == ValueKind::ReturnSlot;
  };
  if (PL[0] != PR[0])
    return Definite(PL[0]) && Definite(PR[0]);
  for (size_t I = 1; I < std::min(PL.size(), PR.size()); ++I) {
    if (PL[I] == PR[I])
      continue;
    const Value &X = T[PL[I]], &Y = T[PR[I]];
    if (X.Kind == ValueKind::Field && Y.Kind == ValueKind::Field)
      return V.Effects.keyOf(X.Field) != V.Effects.keyOf(Y.Field);
    return X.Kind == ValueKind::Element && Y.Kind == ValueKind::Element &&
           T.asInt(X.B) && T.asInt(Y.B);
  }
  return false;
}

bool Evaluator::mayChange(ValueId Key, ValueId Address,
                          const MemoryKeys &Written) {
  if (T.isKnown(Address)) {
    if (T.isPartOf(Key, Address) || T.isPartOf(Address, Key))
      return true;
    if (disjoint(Key, Address))
      return false;
  }
  const Value &Root = T[T.root(Key)];
  if (Root.Kind == ValueKind::Local && Root.Func == F &&
      Root.Owner == UINT32_MAX) {
    const bool Named = Written.contains(V.Effects.keyOf(F, Root.Local));
    if (!Escaping[index(Root.Local)])
      return Named;
    // A pointer to the whole variable may write any part of it.
    if (Named)
      return true;
  }
  if (Written.contains(MemoryKeyId::All))
    return !isStable(Key) && escapes(Key);
  const MemoryKeys &Mine = keysOf(Key);
  if (Mine.contains(MemoryKeyId::All))
    return !Written.empty();
  return Mine.intersects(Written);
}

ValueId Evaluator::load(ValueId Address) {
  if (!T.isKnown(Address))
    return ValueId::Unknown;
  // Some element: another one may be meant the next time.
  if (T.isVague(Address))
    return T.load(Address, At);
  if (const ValueId *Known = E.find(Address))
    return *Known;
  const Value &Root = T[T.root(Address)];
  const bool OwnVariable = Root.Kind == ValueKind::Local && Root.Func == F &&
                           B[Root.Local].Kind != LocalKind::Param;
  const bool Made = Root.Kind == ValueKind::Fresh;
  const bool AsOnEntry =
      !OwnVariable && !Made && !mayChange(Address, ValueId::Unknown, E.Changed);
  ValueId Content = T.load(Address, AsOnEntry ? entryPoint(F) : At);
  E.Memory[Address] = Content;
  return Content;
}

void Evaluator::forgetWritten(const MemoryKeys &Written) {
  E.forget(
      [&](ValueId Key) { return mayChange(Key, ValueId::Unknown, Written); });
  E.Changed.insert(Written);
}

void Evaluator::store(ValueId Address, ValueId Content,
                      const MemoryKeys &Written) {
  E.forget([&](ValueId Key) { return mayChange(Key, Address, Written); });
  E.Changed.insert(Written);
  if (T.isVague(Address))
    return;
  // Whatever it is, it is the same whenever it is read from now on.
  E.Memory[Address] = T.isKnown(Content) ? Content : T.result(At, ++Results);
}

void Evaluator::storeTo(PlaceId Id, ValueId Content) {
  if (!valid(Id))
    return;
  MemoryKeys Written;
  V.Effects.addWritten(F, Id, Written);
  store(address(Id), Content, Written);
}

/// What is known about the parts of one object holds for its copy.
void Evaluator::copyRecord(ValueId To, ValueId From) {
  std::vector<std::pair<ValueId, ValueId>> Parts;
  for (const auto &[Key, Content] : E.Memory)
    if (Key != From && T.isPartOf(Key, From))
      Parts.push_back({Key, Content});
  for (auto &[Key, Content] : Parts) {
    std::vector<Value> Steps;
    for (ValueId Id = Key; Id != From; Id = T[Id].A)
      Steps.push_back(T[Id]);
    ValueId Target = To;
    for (const Value &Step : llvm::reverse(Steps))
      Target = Step.Kind == ValueKind::Field ? T.field(Target, Step.Field)
                                             : T.element(Target, Step.B);
    if (!T.isVague(Target))
      E.Memory[Target] = Content;
  }
}

/// Others may have run: what they can reach is no longer known.
void Evaluator::forgetShared() { forgetWritten({MemoryKeyId::All}); }

// ---- The walk ---------------------------------------------------------------

/// A local whose address goes anywhere but into a place expression can be
/// changed by others.
void Evaluator::findEscaping() {
  auto Leak = [&](auto &&Self, TermId Id) -> void {
    const Term &X = B[Id];
    if (X.Kind == TermKind::AddressOf) {
      if (LocalId L = MemoryEffects::rootLocal(B, X.P); valid(L))
        Escaping[index(L)] = true;
      return;
    }
    if (X.Kind == TermKind::Value)
      return;
    for (TermId Part : {X.A, X.B})
      if (valid(Part))
        Self(Self, Part);
  };
  for (const BasicBlock &Block : B.Blocks)
    for (const Event &Ev : Block.Events)
      forEachOperand(Ev, [](PlaceId) {}, [&](TermId Id) { Leak(Leak, Id); });
}

Env Evaluator::entryEnv() {
  Env In;
  for (uint32_t I = 0; I < B.Locals.size(); ++I) {
    const Local &L = B.Locals[I];
    if (L.Kind != LocalKind::This && L.Kind != LocalKind::Param)
      continue;
    const auto Id = static_cast<LocalId>(I);
    if (valid(L.Type) && M[L.Type].Kind == TypeKind::Record)
      continue;
    In.Memory[T.local(F, Id)] = T.param(F, Id);
  }
  return In;
}

Env Evaluator::joined(uint32_t Block) {
  std::vector<const Env *> Ways;
  for (const CfgEdge &Edge : G.Preds[Block]) {
    if (G.isRetreating(Edge))
      continue;
    std::optional<Env> &From =
        Edge.IsUnwind ? Unwound[Edge.From] : Out[Edge.From];
    if (From)
      Ways.push_back(&*From);
  }
  if (Ways.empty())
    return entryEnv();
  Env In = *Ways.front();
  for (const Env *Way : llvm::drop_begin(Ways))
    In.Changed.insert(Way->Changed);
  if (Ways.size() == 1)
    return In;
  // What only one way has looked at is, on the others, as it was on entry.
  for (const Env *Way : llvm::drop_begin(Ways))
    for (const auto &[Key, Content] : Way->Memory)
      In.Memory.try_emplace(Key, ValueId::None);
  std::vector<ValueId> Unknown;
  for (auto &[Key, Content] : In.Memory) {
    ValueId Same = ValueId::None;
    bool Differs = false, Missing = false;
    for (const Env *Way : Ways) {
      const ValueId *Here = Way->find(Key);
      if (!Here) {
        Missing = true;
        Differs |= mayChange(Key, ValueId::Unknown, Way->Changed);
        continue;
      }
      Differs |= valid(Same) && Same != *Here;
      Same = *Here;
    }
    if (Missing && (Differs || Same != T.load(Key, entryPoint(F)))) {
      Unknown.push_back(Key);
      continue;
    }
    Content =
        Differs ? T.phi(Key, phiPoint(F, static_cast<BlockId>(Block))) : Same;
  }
  for (ValueId Key : Unknown)
    In.Memory.erase(Key);
  return In;
}

/// Cuts a loop open: what its body may change is a Phi from here on.
void Evaluator::loosen(uint32_t Header, Env &In) {
  MemoryKeys Written;
  for (uint32_t Block : G.cycle(Header))
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
      EventRef Here{F, static_cast<BlockId>(Block), I};
      V.Effects.addWritten(Here, Written);
      const Event &Ev = M[Here];
      if (std::holds_alternative<Acquire>(Ev) ||
          std::holds_alternative<TryAcquire>(Ev) ||
          std::holds_alternative<Wait>(Ev) || std::holds_alternative<Join>(Ev))
        Written.insert(MemoryKeyId::All);
      if (const auto *A = std::get_if<Access>(&Ev);
          A && A->Order != MemoryOrder::NotAtomic)
        V.Effects.addWritten(F, A->P, Written);
    }
  // Temporaries are made and used up within a round.
  const EventRef Point = phiPoint(F, static_cast<BlockId>(Header));
  for (auto &[Key, Content] : In.Memory)
    if (mayChange(Key, ValueId::Unknown, Written))
      Content = T.phi(Key, Point);
  In.Changed.insert(Written);
}

void Evaluator::visitBlock(uint32_t Block) {
  E = Block == 0 && !G.isHeader(0) ? entryEnv() : joined(Block);
  At = phiPoint(F, static_cast<BlockId>(Block));
  if (G.isHeader(Block)) {
    HeaderIn[Block] = E;
    loosen(Block, E);
  }
  const BasicBlock &BB = B.Blocks[Block];
  for (uint32_t I = 0; I < BB.Events.size(); ++I) {
    At = {F, static_cast<BlockId>(Block), I};
    Results = 0;
    record(BB.Events[I]);
    // An exception leaves with the effects of the events before; what a call
    // did before it threw is forgotten with the memory it may change.
    const bool Throws = Cfg::mayThrow(BB.Events[I]);
    if (Throws && std::holds_alternative<Throw>(BB.Events[I]))
      Unwound[Block] = E;
    apply(BB.Events[I]);
    if (Throws && !Unwound[Block])
      Unwound[Block] = E;
    else if (Throws)
      Unwound[Block]->forget([&](ValueId Key) {
        const ValueId *Now = E.find(Key);
        return !Now || *Now != Unwound[Block]->Memory[Key];
      });
    if (Throws)
      Unwound[Block]->Changed.insert(E.Changed);
  }
  At = {F, static_cast<BlockId>(Block),
        static_cast<uint32_t>(BB.Events.size())};
  if (valid(BB.Term.Cond))
    V.Conditions[{F, Block}] = value(BB.Term.Cond);
  std::vector<std::pair<ValueId, ValueId>> Flags;
  for (const auto &[Key, Content] : E.Memory)
    if (T[Key].Kind == ValueKind::Local && T.asInt(Content))
      Flags.push_back({Key, Content});
  if (!Flags.empty())
    V.Constants[{F, Block}] = std::move(Flags);
  if (BB.Term.Kind == TerminatorKind::Return) {
    if (!Exit) {
      Exit = E;
    } else {
      Exit->forget([&](ValueId Key) {
        const ValueId *Now = E.find(Key);
        return !Now || *Now != Exit->Memory[Key];
      });
    }
  }
  Out[Block] = E;
}

/// What \p Key grows by each time round the loop at \p Header, where \p Phi is
/// its value at the start of a round: a constant, the same on every way back.
std::optional<int64_t> Evaluator::stepOf(ValueId Key, ValueId Phi,
                                         uint32_t Header) const {
  if (!T.isKnown(Phi))
    return std::nullopt;
  std::optional<int64_t> Step;
  for (const CfgEdge &Edge : G.Preds[Header]) {
    if (!G.isRetreating(Edge) || !Out[Edge.From])
      continue;
    const ValueId *Next = Out[Edge.From]->find(Key);
    const Value X = Next ? T[*Next] : Value();
    const bool Adds = X.Kind == ValueKind::Element ||
                      (X.Kind == ValueKind::Binary && X.BinOp == BinaryOp::Add);
    const std::optional<int64_t> N =
        Adds && X.A == Phi ? T.asInt(X.B) : std::nullopt;
    if (!N || *N == 0 || (Step && *Step != *N))
      return std::nullopt;
    Step = N;
  }
  return Step;
}

/// The loop goes on while its header's condition on \p Phi holds.
void Evaluator::limit(Induction &Ind, ValueId Phi, uint32_t Header) const {
  auto It = V.Conditions.find({F, Header});
  if (It == V.Conditions.end())
    return;
  const Value &Cond = T[It->second];
  const Terminator &Term = B.Blocks[Header].Term;
  if (Cond.Kind != ValueKind::Binary || Cond.A != Phi ||
      Term.Kind != TerminatorKind::Branch)
    return;
  if (G.inCycle(Header, index(Term.Succs[0])) &&
      !G.inCycle(Header, index(Term.Succs[1]))) {
    Ind.Op = Cond.BinOp;
    Ind.Bound = Cond.B;
  }
}

void Evaluator::finishInductions() {
  for (auto &[Header, In] : HeaderIn) {
    const EventRef Point = phiPoint(F, static_cast<BlockId>(Header));
    for (const auto &[Key, Start] : In.Memory) {
      const ValueId Phi = T.phi(Key, Point);
      const std::optional<int64_t> Step = stepOf(Key, Phi, Header);
      if (!Step)
        continue;
      Induction Ind{.Start = Start, .Step = *Step};
      limit(Ind, Phi, Header);
      V.Inductions[Phi] = Ind;
    }
  }
}

void Evaluator::finishSummary() {
  ValueSummary &S = V.Summaries[index(F)];
  S.Returned = Returned.value_or(ValueId::Unknown);
  if (!Exit)
    return;
  constexpr size_t MaxStores = 64;
  for (const auto &[Key, Content] : Exit->Memory) {
    const Value &Root = T[T.root(Key)];
    if (Root.Kind == ValueKind::Local || Root.Kind == ValueKind::Phi)
      continue;
    if (T[Content].Kind == ValueKind::Load && T[Content].A == Key)
      continue; // only looked at
    if (S.Stores.size() < MaxStores)
      S.Stores.push_back({Key, Content});
  }
}

void Evaluator::run() {
  findEscaping();
  for (uint32_t Block : G.Order)
    visitBlock(Block);
  finishInductions();
  finishSummary();
}
