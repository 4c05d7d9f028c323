//===- Ordering.cpp - What a thread has waited for, told and shown --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An object is its thread's own from the allocation (or the entry of the
/// function, for a variable) to the moment its address goes where others can
/// find it: into a global, into an object that is public already, to another
/// thread, to unknown code. Points-to says what an address leads to; whatever
/// can be reached from a published object is published with it.
///
/// A flag counts as waited for on the edges of the graph where a condition
/// says that it was read as set (or cleared): `while (!Ready);`, `if (Ready)`,
/// the predicate of a condition variable.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Ordering.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace heddle;

// ---- Facts
// --------------------------------------------------------------------

template <class T>
static void keepCommon(std::set<T> &Into, const std::set<T> &From) {
  std::erase_if(Into, [&](const T &X) { return !From.count(X); });
}
template <class T>
static void addAll(std::set<T> &Into, const std::set<T> &From) {
  Into.insert(From.begin(), From.end());
}

void OrderAnalysis::meet(OrderFacts &Into, const OrderFacts &From) {
  keepCommon(Into.Passed, From.Passed);
  addAll(Into.Signalled, From.Signalled);
  Into.Renewed.keepCommon(From.Renewed);
  Into.Published.insert(From.Published);
  addAll(Into.Stored, From.Stored);
  for (const auto &[Barrier, N] : From.Phases)
    Into.Phases.try_emplace(Barrier, 0);
  for (auto &[Barrier, N] : Into.Phases) {
    auto It = From.Phases.find(Barrier);
    if ((It == From.Phases.end() ? 0 : It->second) != N)
      N = -1;
  }
}

bool OrderAnalysis::canEscape(ObjectId O) const {
  return bool(PT.escape(O)) && !PT[O].ThreadLocal;
}

const ObjectSet &OrderAnalysis::reachable(ObjectId O) const {
  auto [It, IsNew] = Reach.try_emplace(O);
  if (!IsNew)
    return It->second;
  ObjectSet Seen{O}, Out;
  std::vector<CellId> Work{PT.cellOf(O)};
  while (!Work.empty()) {
    CellId C = Work.back();
    Work.pop_back();
    for (CellId Part : PT.children(C))
      Work.push_back(Part);
    for (CellId To : PT.pointees(C))
      if (const ObjectId Next = PT.objectOf(To); !Seen.contains(Next)) {
        Seen.insert(Next);
        Work.push_back(PT.cellOf(Next));
      }
  }
  Seen.forEach([&](ObjectId Part) {
    if (canEscape(Part))
      Out.insert(Part);
  });
  return Reach[O] = std::move(Out);
}

void OrderAnalysis::publish(OrderFacts &X, ObjectId O) const {
  X.Published.insert(reachable(O));
}

void OrderAnalysis::publish(OrderFacts &X, FuncId F, TermId Value) const {
  for (CellId C : PT.pointsTo(F, Value))
    publish(X, PT.objectOf(C));
}

/// \p Into now points to \p O.
void OrderAnalysis::store(OrderFacts &X, ObjectId Into, ObjectId O) const {
  if (X.Published.contains(Into) || PT[Into].Kind == ObjectKind::Global ||
      PT[Into].Kind == ObjectKind::Unknown ||
      PT[Into].Kind == ObjectKind::External) {
    publish(X, O);
    return;
  }
  if (X.Renewed.contains(Into) || !canEscape(Into) || !canEscape(O))
    return;
  constexpr size_t MaxStored = 64;
  if (X.Stored.size() < MaxStored)
    X.Stored.insert({Into, O});
  else
    publish(X, O);
}

OrderFacts OrderAnalysis::then(const OrderFacts &Outer,
                               const OrderFacts &Inner) const {
  OrderFacts Out = Outer;
  addAll(Out.Passed, Inner.Passed);
  addAll(Out.Signalled, Inner.Signalled);
  Out.Published.erase(Inner.Renewed);
  Out.Renewed.insert(Inner.Renewed);
  Out.Published.insert(Inner.Published);
  for (const auto &[Into, O] : Inner.Stored)
    store(Out, Into, O);
  for (const auto &[Barrier, N] : Inner.Phases) {
    int &Sum = Out.Phases[Barrier];
    Sum = Sum < 0 || N < 0 ? -1 : Sum + N;
  }
  return Out;
}

OrderFacts OrderAnalysis::compose(const OrderFacts &Outer, EventRef Site,
                                  const Callee &To,
                                  const OrderFacts &Inner) const {
  if (Inner.empty())
    return Outer;
  OrderFacts Here = Inner;
  auto Map = [&](std::set<Channel> &Channels, bool KeepUnknown) {
    std::set<Channel> Mapped;
    for (Channel C : Channels) {
      C.Object = V.atCall(Site, To, C.Object);
      if (T.isKnown(C.Object) || KeepUnknown)
        Mapped.insert(C);
    }
    Channels = std::move(Mapped);
  };
  Map(Here.Passed, false);
  Map(Here.Signalled, true);
  Here.Phases.clear();
  for (const auto &[Barrier, N] : Inner.Phases)
    if (ValueId B = V.atCall(Site, To, Barrier); T.isKnown(B))
      Here.Phases[B] = N;
  // What the callee made is gone or lives on in the caller's hands; variables
  // of the callee are gone.
  return then(Outer, Here);
}

// ---- Events
// -------------------------------------------------------------------

static std::optional<bool> truth(const ValueTable &T, ValueId V) {
  std::optional<int64_t> N = T.asInt(V);
  return N ? std::optional(*N != 0) : std::nullopt;
}

std::vector<Channel> OrderAnalysis::signals(EventRef At) const {
  const Event &E = V.program().M[At];
  if (const auto *X = std::get_if<FutureOp>(&E)) {
    if (X->Op == FutureOp::OpKind::Set ||
        X->Op == FutureOp::OpKind::SetException)
      return {{ChannelKind::Future, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<LatchOp>(&E)) {
    if (X->Op == LatchOp::OpKind::CountDown ||
        X->Op == LatchOp::OpKind::ArriveAndWait)
      return {{ChannelKind::Latch, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<SemaphoreOp>(&E)) {
    if (X->Op == SemaphoreOp::OpKind::Release)
      return {{ChannelKind::Semaphore, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<Access>(&E)) {
    if (X->Kind == AccessKind::Read || X->Init)
      return {};
    if (llvm::none_of(PT.cells(At.Func, X->P),
                      [&](CellId C) { return Flags.count(C) > 0; }))
      return {};
    const ValueId Where = V.address(At, X->P);
    std::optional<bool> Set;
    if (X->Kind == AccessKind::Write)
      Set = truth(T, V.value(At, X->Value));
    std::vector<Channel> Out;
    if (Set.value_or(true))
      Out.push_back({ChannelKind::FlagSet, Where});
    if (!Set.value_or(false))
      Out.push_back({ChannelKind::FlagCleared, Where});
    return Out;
  }
  return {};
}

static std::vector<Channel> waits(const Values &V, EventRef At) {
  const Event &E = V.program().M[At];
  if (const auto *X = std::get_if<FutureOp>(&E)) {
    if (X->Op == FutureOp::OpKind::Get || X->Op == FutureOp::OpKind::Wait)
      return {{ChannelKind::Future, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<LatchOp>(&E)) {
    if (X->Op == LatchOp::OpKind::Wait ||
        X->Op == LatchOp::OpKind::ArriveAndWait)
      return {{ChannelKind::Latch, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<SemaphoreOp>(&E)) {
    if (X->Op == SemaphoreOp::OpKind::Acquire)
      return {{ChannelKind::Semaphore, V.address(At, X->P)}};
  } else if (const auto *X = std::get_if<OnceOp>(&E)) {
    if (X->Op == OnceOp::OpKind::Call || X->Op == OnceOp::OpKind::End)
      return {{ChannelKind::Once, V.address(At, X->Flag)}};
  }
  return {};
}

/// Does reading the flag synchronise: under acquire order, or as plain memory
/// whose protection is looked at like that of any other?
bool OrderAnalysis::isAcquiring(ValueId Load) const {
  const EventRef At = T[Load].At;
  const Function &Fn = V.program().M[At.Func];
  if (index(At.Block) >= Fn.Definition->Blocks.size())
    return true;
  const BasicBlock &Block = Fn.Definition->Blocks[index(At.Block)];
  for (size_t I = std::min<size_t>(At.Index + 1, Block.Events.size());
       I-- > 0;) {
    const auto *A = std::get_if<Access>(&Block.Events[I]);
    const EventRef Here{At.Func, At.Block, static_cast<uint32_t>(I)};
    if (!A || V.address(Here, A->P) != T[Load].A)
      continue;
    switch (A->Order) {
    case MemoryOrder::NotAtomic:
    case MemoryOrder::Acquire:
    case MemoryOrder::AcqRel:
    case MemoryOrder::SeqCst:
    case MemoryOrder::Consume:
      return true;
    default:
      return false;
    }
  }
  return true;
}

std::vector<Channel> OrderAnalysis::implied(ValueId Condition,
                                            bool True) const {
  std::optional<ConditionAtom> Atom = atomOf(T, Condition, True);
  if (!Atom)
    return {};
  ValueId Load = Atom->Subject;
  ValueId Where = ValueId::Unknown;
  while (T[Load].Kind == ValueKind::Inner) {
    if (!T.isKnown(Where) && valid(T[Load].B))
      Where = T[Load].B;
    Load = T[Load].A;
  }
  if (T[Load].Kind != ValueKind::Load || !isAcquiring(Load))
    return {};
  if (!T.isKnown(Where))
    Where = T[Load].A;
  const bool IsZero = Atom->Equal && Atom->Number == 0;
  const bool IsSet = Atom->Equal ? Atom->Number != 0 : Atom->Number == 0;
  if (IsSet)
    return {{ChannelKind::FlagSet, Where}};
  if (IsZero)
    return {{ChannelKind::FlagCleared, Where}};
  return {};
}

namespace {
/// Who asks about a cell, and who makes it other than zero or zero.
struct FlagUse {
  std::set<ThreadId> Asking, Setting, Clearing;
};
} // namespace

/// Does one thread say it, and one that is not the same wait to hear it?
static bool isMessage(const Threads &Table, const std::set<ThreadId> &From,
                      const std::set<ThreadId> &To) {
  return From.size() == 1 && !Table.isSelfParallel(*From.begin()) &&
         llvm::any_of(To, [&](ThreadId Id) { return Id != *From.begin(); });
}

/// What one thread writes and another asks for in a condition: only these tell
/// anything about order (see the refuter signal-and-wait), and only these are
/// tracked.
void OrderAnalysis::findFlags() {
  std::map<CellId, FlagUse> Uses;
  auto Add = [&](FuncId F, ValueId Condition) {
    for (bool True : {true, false})
      for (const Channel &C : implied(Condition, True))
        if (const std::optional<std::vector<CellId>> &Cells =
                V.resolve(C.Object))
          for (CellId Cell : *Cells)
            if (canEscape(PT.objectOf(Cell)))
              Uses[Cell].Asking.insert(Table.executing(F).begin(),
                                       Table.executing(F).end());
  };
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members) {
      for (uint32_t Block : V.cfg(F).Order)
        Add(F, V.condition(F, Block));
      Add(F, V.summary(F).Returned);
    }
  for (const auto &[Cell, Use] : Uses)
    Flags.insert(Cell); // for signals()
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        const auto *A = std::get_if<Access>(&V.program().M[At]);
        for (const Channel &C : A ? signals(At) : std::vector<Channel>())
          for (CellId Cell : PT.cells(F, A->P))
            if (auto It = Uses.find(Cell); It != Uses.end())
              (C.Kind == ChannelKind::FlagSet ? It->second.Setting
                                              : It->second.Clearing)
                  .insert(Table.executing(F).begin(), Table.executing(F).end());
      });
  std::erase_if(Flags, [&](CellId Cell) {
    const FlagUse &Use = Uses[Cell];
    return !isMessage(Table, Use.Setting, Use.Asking) &&
           !isMessage(Table, Use.Clearing, Use.Asking);
  });
}

bool OrderAnalysis::isFlag(ValueId Address) const {
  const std::optional<std::vector<CellId>> &Cells = V.resolve(Address);
  return Cells &&
         llvm::any_of(*Cells, [&](CellId C) { return Flags.count(C) > 0; });
}

std::vector<Channel> OrderAnalysis::waitsOn(FuncId F, const CfgEdge &E) const {
  const Body &B = *V.program().M[F].Definition;
  const Terminator &Term = B.Blocks[E.From].Term;
  if (E.IsUnwind || Term.Kind != TerminatorKind::Branch ||
      Term.Succs[0] == Term.Succs[1])
    return {};
  // A static of a function: who goes past its initialisation has waited for
  // the thread that did it (C++ [stmt.dcl]).
  const BasicBlock &Init = B.Blocks[index(Term.Succs[0])];
  if (index(Term.Succs[1]) == E.To && !Init.Events.empty())
    if (const auto *Once = std::get_if<OnceOp>(&Init.Events.front());
        Once && Once->Op == OnceOp::OpKind::Begin)
      return {
          {ChannelKind::Once, V.address({F, Term.Succs[0], 0}, Once->Flag)}};
  return implied(V.condition(F, E.From), index(Term.Succs[0]) == E.To);
}

// ---- The flow
// -----------------------------------------------------------------

namespace heddle {

class OrderDomain {
public:
  using Facts = OrderFacts;
  using States = std::vector<Partition<OrderFacts>>;

  OrderDomain(const OrderAnalysis &A, FuncId F)
      : A(A), V(A.V), T(A.T), M(A.V.program().M), F(F), B(*M[F].Definition) {}

  Facts entry() {
    Facts X;
    for (ObjectId O : A.Locals[index(F)])
      X.Renewed.insert(O);
    return X;
  }
  void meet(Facts &Into, const Facts &From) { OrderAnalysis::meet(Into, From); }

  void transfer(EventRef At, Partition<Facts> P, States &Out) {
    const Event &E = M[At];
    Facts &X = P.Facts;
    if (const auto *W = std::get_if<Access>(&E)) {
      if (W->Kind == AccessKind::Write || W->Kind == AccessKind::Update)
        store(X, W->P, W->Value);
    } else if (const auto *W = std::get_if<Assign>(&E)) {
      store(X, W->P, W->Value);
    } else if (const auto *N = std::get_if<Allocate>(&E)) {
      allocate(At, *N, X);
    } else if (std::holds_alternative<Call>(E) ||
               std::holds_alternative<OnceOp>(E)) {
      call(At, X);
    } else if (const auto *S = std::get_if<Spawn>(&E)) {
      // An error code: no thread was started, and nobody got what it was to
      // get.
      if (valid(S->Result)) {
        Partition<Facts> Failed = P;
        if (Failed.Key.add({T.result(At), 0, false}))
          Out.push_back(std::move(Failed));
        if (!P.Key.add({T.result(At), 0, true}))
          return;
      }
      A.publish(X, F, S->Target);
      for (TermId Arg : S->Args)
        A.publish(X, F, Arg);
      for (const Callee &To : V.pointers().callees(At))
        for (const Binding &Bind : V.pointers().bindings(At, To))
          for (CellId C : Bind.Pointees)
            A.publish(X, V.pointers().objectOf(C));
    } else if (const auto *H = std::get_if<Havoc>(&E)) {
      for (TermId Value : H->Touched)
        A.publish(X, F, Value);
    } else if (const auto *Q = std::get_if<QueueOp>(&E)) {
      if (valid(Q->Value))
        A.publish(X, F, Q->Value);
    } else if (const auto *Set = std::get_if<FutureOp>(&E)) {
      if (valid(Set->Value))
        A.publish(X, F, Set->Value);
    } else if (const auto *S = std::get_if<BarrierOp>(&E)) {
      const ValueId Which = V.address(At, S->P);
      if (T.isKnown(Which)) {
        int &N = X.Phases[Which];
        constexpr int MaxPhase = 16;
        const bool Counts = S->Op == BarrierOp::OpKind::Wait;
        N = N < 0 || N >= MaxPhase || !Counts ? -1 : N + 1;
      }
    }
    for (const Channel &C : A.signals(At))
      X.Signalled.insert(C);
    for (const Channel &C : waits(V, At))
      if (T.isKnown(C.Object))
        X.Passed.insert(C);
    Out.push_back(std::move(P));
  }

  void unwind(EventRef At, Partition<Facts> P, States &Out) {
    Facts Before = P.Facts;
    if (std::holds_alternative<Call>(M[At])) {
      call(At, P.Facts);
      OrderAnalysis::meet(P.Facts, Before);
    }
    Out.push_back(std::move(P));
  }

  void cross(const CfgEdge &E, Facts &X, StaleFn Stale) {
    for (const Channel &C : A.waitsOn(F, E))
      if (C.Kind == ChannelKind::Once ? T.isKnown(C.Object)
                                      : A.isFlag(C.Object))
        X.Passed.insert(C);
    std::erase_if(X.Passed, [&](const Channel &C) { return Stale(C.Object); });
    std::set<Channel> Signalled;
    for (Channel C : X.Signalled) {
      if (Stale(C.Object))
        C.Object = ValueId::Unknown;
      Signalled.insert(C);
    }
    X.Signalled = std::move(Signalled);
    std::erase_if(X.Phases, [&](const auto &N) { return Stale(N.first); });
  }

private:
  void store(Facts &X, PlaceId To, TermId Value) {
    if (!valid(Value))
      return;
    llvm::ArrayRef<CellId> Pointees = V.pointers().pointsTo(F, Value);
    if (Pointees.empty())
      return;
    for (CellId C : V.pointers().cells(F, To))
      for (CellId O : Pointees)
        A.store(X, V.pointers().objectOf(C), V.pointers().objectOf(O));
  }

  void allocate(EventRef At, const Allocate &N, Facts &X) {
    auto It = A.Allocated.find(At);
    if (It != A.Allocated.end())
      for (ObjectId O : It->second) {
        X.Renewed.insert(O);
        X.Published.erase(O);
        for (CellId C : V.pointers().cells(F, N.Result))
          A.store(X, V.pointers().objectOf(C), O);
      }
  }

  void call(EventRef At, Facts &X) {
    std::optional<Facts> Sum;
    auto Add = [&](Facts One) {
      if (!Sum)
        Sum = std::move(One);
      else
        OrderAnalysis::meet(*Sum, One);
    };
    for (const Callee &To : V.pointers().callees(At))
      if (M[To.Func].Definition && A.Analysed[index(To.Func)])
        Add(A.compose(X, At, To, A.Exits[index(To.Func)]));
    if (V.pointers().isUnresolved(At)) {
      Facts One = X;
      if (const auto *C = std::get_if<Call>(&M[At]))
        for (TermId Arg : C->Args)
          A.publish(One, F, Arg);
      Add(std::move(One));
    }
    if (Sum)
      X = std::move(*Sum);
    predicate(At, X);
  }

  /// `wait(lock, predicate)` returns when the predicate, called last, is true.
  void predicate(EventRef At, Facts &X) {
    if (At.Index == 0)
      return;
    const auto *W =
        std::get_if<Wait>(&B.Blocks[index(At.Block)].Events[At.Index - 1]);
    if (!W || !W->HasPredicate || W->Timed)
      return;
    for (const Callee &To : V.pointers().callees(At)) {
      const ValueId Answer = V.atCall(At, To, V.summary(To.Func).Returned);
      for (const Channel &C : A.implied(Answer, true))
        if (A.isFlag(C.Object))
          X.Passed.insert(C);
    }
  }

  const OrderAnalysis &A;
  const Values &V;
  ValueTable &T;
  const Module &M;
  FuncId F;
  const Body &B;
};

} // namespace heddle

OrderAnalysis::OrderAnalysis(const Threads &Table)
    : Table(Table), V(Table.values()), T(V.table()), PT(V.pointers()),
      Analysed(V.program().M.Functions.size()), Exits(Analysed.size()),
      Locals(Analysed.size()) {
  for (uint32_t I = 0; I < PT.objectCount(); ++I) {
    const auto O = static_cast<ObjectId>(I);
    if (!canEscape(O))
      continue;
    if (PT[O].Kind == ObjectKind::Heap)
      Allocated[PT[O].Site].push_back(O);
    else if (PT[O].Kind == ObjectKind::Local && !PT.isRecursive(PT[O].Func))
      Locals[index(PT[O].Func)].push_back(O);
  }
  findFlags();
  for (const std::vector<FuncId> &Members : V.order()) {
    for (FuncId F : Members)
      Analysed[index(F)] = true;
    const bool Cyclic = Members.size() > 1 || PT.isRecursive(Members.front());
    constexpr unsigned MaxRounds = 6;
    bool Changed = true;
    for (unsigned Round = 0; Changed && Round < MaxRounds; ++Round) {
      Changed = false;
      for (FuncId F : Members)
        Changed |= analyse(F) && Cyclic;
    }
    // Whatever did not settle is taken without what it waited for.
    if (Changed)
      for (FuncId F : Members) {
        Exits[index(F)].Passed.clear();
        Exits[index(F)].Renewed = {};
      }
  }
}

bool OrderAnalysis::analyse(FuncId F) {
  OrderDomain Domain(*this, F);
  PartitionedFlow<OrderDomain> Flow(Domain, V, F);
  Flow.run();
  Flow.visit([&](EventRef At, const auto &States) {
    if (States.empty())
      return;
    OrderFacts Sum = States.front().Facts;
    for (const auto &P : llvm::drop_begin(States))
      meet(Sum, P.Facts);
    if (Sum.empty())
      Before.erase(At);
    else
      Before[At] = std::move(Sum);
  });
  std::optional<OrderFacts> Sum;
  for (const auto &P : Flow.atReturn()) {
    if (!Sum)
      Sum = P.Facts;
    else
      meet(*Sum, P.Facts);
  }
  OrderFacts New = Sum.value_or(OrderFacts());
  for (ObjectId O : Locals[index(F)]) {
    New.Renewed.erase(O);
    New.Published.erase(O);
  }
  const bool Changed = New != Exits[index(F)];
  Exits[index(F)] = std::move(New);
  return Changed;
}

const OrderFacts &OrderAnalysis::before(EventRef At) const {
  static const OrderFacts Nothing;
  auto It = Before.find(At);
  return It == Before.end() ? Nothing : It->second;
}
