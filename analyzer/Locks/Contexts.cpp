//===- Contexts.cpp - Functions as threads run them -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The relative facts of functions, laid end to end along the calls of each
/// thread. What holds at an event in a context is what held on entry and then
/// what the function has done since:
///
///     absolute(e) = entry facts, then relative(e) with the inputs put in.
///
/// A thread's own entry starts with nothing held and nothing running, and with
/// inputs taken from the context that starts it, so that a thread knows whose
/// variables its reference parameters name.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/Contexts.h"

#include "analyzer/Locks/Declared.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

Contexts::Contexts(const Threads &Table, const HeldAnalysis &Held,
                   const OrderAnalysis &Order,
                   llvm::function_ref<bool(EventRef)> Tracked, uint64_t MaxWork,
                   Ledger &Gaps)
    : Table(Table), V(Table.values()), T(V.table()), Held(Held), Order(Order),
      Branches(V), ByFunc(V.program().M.Functions.size()) {
  findInteresting(Tracked);
  rankFunctions();
  limitContexts();
  addRoots();
  uint64_t Done = 0;
  while (!Work.empty()) {
    const uint32_t Id = Work.begin()->second;
    Work.erase(Work.begin());
    const Body &B = *V.program().M[All[Id].Func].Definition;
    for (const BasicBlock &Block : B.Blocks)
      Done += Block.Events.size();
    if (Done > MaxWork) {
      Incomplete = true;
      Gaps.add({.Kind = LedgerKind::Budget,
                .Where = {},
                .Pos = V.program().M[All[Id].Func].Pos,
                .Text = "ways through the call graph: work limit reached"});
      break;
    }
    explore(Id);
  }
  for (uint32_t Id = 0; Id < All.size(); ++Id)
    ByFunc[index(All[Id].Func)].push_back(Id);
}

/// Does a rule ask what is held at an event of this kind?
static bool asksForLocks(const Event &E) {
  if (const auto *B = std::get_if<Block>(&E))
    return B->Op == Block::OpKind::Sleep || B->Op == Block::OpKind::Input;
  return std::holds_alternative<UnsafeCall>(E) ||
         std::holds_alternative<SyncObject>(E) ||
         std::holds_alternative<Notify>(E) ||
         std::holds_alternative<SemaphoreOp>(E) ||
         std::holds_alternative<BarrierOp>(E);
}

/// … because an attribute of the called function says something about it?
static bool demandsLocks(const Module &M, const Event &E) {
  const auto *C = std::get_if<Call>(&E);
  return C && valid(C->Callee) && !M[C->Callee].Attributes.empty();
}

void Contexts::rankFunctions() {
  Rank.resize(V.program().M.Functions.size());
  uint32_t Next = static_cast<uint32_t>(V.order().size());
  for (const std::vector<FuncId> &Members : V.order()) {
    --Next;
    for (FuncId F : Members)
      Rank[index(F)] = Next;
  }
}

/// The larger a program, the fewer ways to each of its functions are told
/// apart: what comes later takes time and memory by context.
void Contexts::limitContexts() {
  constexpr size_t MaxContexts = 20'000, Least = 3, Most = 24;
  size_t Places = 1;
  for (uint32_t F = 0; F < Interesting.size(); ++F)
    if (Interesting[F])
      Places += Table.executing(static_cast<FuncId>(F)).size();
  MaxPerThread = std::clamp(MaxContexts / Places, Least, Most);
}

void Contexts::findInteresting(llvm::function_ref<bool(EventRef)> Tracked) {
  Interesting.resize(V.program().M.Functions.size());
  for (const std::vector<FuncId> &Members : V.order())
    for (unsigned Round = 0; Round < (Members.size() > 1 ? 2u : 1u); ++Round)
      for (FuncId F : Members)
        V.forEachEvent(F, [&](EventRef At) {
          const Event &E = V.program().M[At];
          bool Wanted = std::holds_alternative<Spawn>(E) ||
                        std::holds_alternative<Acquire>(E) ||
                        std::holds_alternative<TryAcquire>(E) ||
                        std::holds_alternative<Join>(E) ||
                        std::holds_alternative<Wait>(E) || asksForLocks(E) ||
                        demandsLocks(V.program().M, E) || Tracked(At);
          for (const Callee &To : V.pointers().callees(At))
            Wanted |= Interesting[index(To.Func)];
          if (Wanted)
            Interesting[index(F)] = true;
        });
}

// ---- Values
// -------------------------------------------------------------------

ValueId Contexts::absolute(uint32_t Id, ValueId X) const {
  if (!valid(X) || !T.isKnown(X))
    return ValueId::Unknown;
  if (auto It = Memo[Id].find(X); It != Memo[Id].end())
    return It->second;
  const Context &C = All[Id];
  llvm::ArrayRef<ValueId> Inputs = V.inputs(C.Func);
  auto In = llvm::lower_bound(Inputs, X);
  const ValueId Out = In != Inputs.end() && *In == X
                          ? C.Inputs[static_cast<size_t>(In - Inputs.begin())]
                          : absoluteParts(Id, X);
  Memo[Id][X] = Out;
  return Out;
}

/// A value that is no input is made of the same parts, as the context has them.
ValueId Contexts::absoluteParts(uint32_t Id, ValueId X) const {
  const Context &C = All[Id];
  const Value Node = T[X];
  switch (Node.Kind) {
  case ValueKind::Param:
    return ValueId::Unknown;
  case ValueKind::Local:
    return Node.Owner == UINT32_MAX
               ? T.local(Node.Func, Node.Local, index(C.Thread))
               : X;
  case ValueKind::Global:
    return Node.Owner == UINT32_MAX && V.program().M[Node.Global].ThreadLocal
               ? T.global(Node.Global, index(C.Thread))
               : X;
  case ValueKind::Fresh:
    return Node.Owner == UINT32_MAX ? T.fresh(Node.At, index(C.Thread)) : X;
  case ValueKind::Field:
    return T.field(absolute(Id, Node.A), Node.Field);
  case ValueKind::Element:
    return T.element(absolute(Id, Node.A), absolute(Id, Node.B));
  case ValueKind::Unary:
    return T.unary(Node.UnOp, absolute(Id, Node.A));
  case ValueKind::Binary:
    return T.binary(Node.BinOp, absolute(Id, Node.A), absolute(Id, Node.B));
  case ValueKind::Load: {
    if (Node.At == entryPoint(C.Func))
      return ValueId::Unknown;
    // Where it was read from may be lost; it is the same value still.
    const ValueId From = absolute(Id, Node.A);
    return T.isKnown(From) ? T.load(From, Node.At)
                           : T.inner(Node.At, X, ValueId::None);
  }
  case ValueKind::Inner: {
    const ValueId From =
        valid(Node.B) ? absolute(Id, Node.B) : ValueId::Unknown;
    return T.inner(Node.At, Node.A, T.isKnown(From) ? From : ValueId::None);
  }
  default:
    return X;
  }
}

HeldFacts Contexts::absoluteHeld(uint32_t Id, const HeldFacts &Facts) const {
  HeldFacts Out;
  for (HeldLockFact H : Facts.Held) {
    if (H.Kind != HeldKind::Atomic)
      H.Lock = absolute(Id, H.Lock);
    if (T.isKnown(H.Lock))
      Out.Held.push_back(std::move(H));
  }
  llvm::sort(Out.Held);
  for (const auto &[Guard, G] : Facts.Guards) {
    const ValueId Here = absolute(Id, Guard);
    if (T.isVague(Here))
      continue;
    GuardFact Copy{{}, G.State};
    for (ValueId Lock : G.Locks)
      Copy.Locks.push_back(absolute(Id, Lock));
    Out.Guards[Here] = std::move(Copy);
  }
  for (const ReleasedLock &R : Facts.Released)
    Out.Released.insert({absolute(Id, R.Lock), absolute(Id, R.Guard)});
  for (ValueId Semaphore : Facts.Posted)
    Out.Posted.insert(absolute(Id, Semaphore));
  Out.Cut = Facts.Cut;
  return Out;
}

RunFacts Contexts::absoluteRun(uint32_t Id, const RunFacts &Facts) const {
  RunFacts Out;
  if (Facts.empty())
    return Out;
  const CallChain Prefix = chain(Id);
  for (const EndedHandle &E : Facts.Ended)
    if (ValueId H = absolute(Id, E.Handle); T.isKnown(H))
      Out.Ended.insert({H, E.Whole});
  for (const StartedThread &S : Facts.Started) {
    StartedThread Copy{.Chain = S.Merged ? CallChain() : Prefix,
                       .Older = S.Older,
                       .OnlyChildren = S.OnlyChildren,
                       .Merged = S.Merged,
                       .Handles = {}};
    llvm::append_range(Copy.Chain, S.Chain);
    for (ValueId H : S.Handles)
      if (ValueId Mapped = absolute(Id, H); T.isKnown(Mapped))
        Copy.Handles.insert(Mapped);
    Out.Started.push_back(std::move(Copy));
  }
  llvm::sort(Out.Started);
  return Out;
}

OrderFacts Contexts::absoluteOrder(uint32_t Id, const OrderFacts &Facts) const {
  OrderFacts Out;
  for (Channel C : Facts.Passed)
    if (C.Object = absolute(Id, C.Object); T.isKnown(C.Object))
      Out.Passed.insert(C);
  for (Channel C : Facts.Signalled) {
    C.Object = absolute(Id, C.Object);
    Out.Signalled.insert(C);
  }
  for (const auto &[Barrier, N] : Facts.Phases)
    if (ValueId B = absolute(Id, Barrier); T.isKnown(B))
      Out.Phases[B] = N;
  Out.Renewed = Facts.Renewed;
  Out.Published = Facts.Published;
  Out.Stored = Facts.Stored;
  return Out;
}

// ---- Facts at events
// ------------------------------------------------------------

CallChain Contexts::chain(uint32_t Id) const {
  CallChain Out;
  for (; All[Id].Parent != UINT32_MAX; Id = All[Id].Parent)
    Out.push_back(All[Id].Site);
  std::reverse(Out.begin(), Out.end());
  return Out;
}

std::vector<HeldFacts> Contexts::held(uint32_t Id, EventRef At) const {
  std::vector<HeldFacts> Out;
  for (const auto &P : Held.before(At)) {
    HeldFacts Facts = P.Facts.empty()
                          ? All[Id].Held
                          : Held.then(All[Id].Held, absoluteHeld(Id, P.Facts));
    if (!llvm::is_contained(Out, Facts))
      Out.push_back(std::move(Facts));
  }
  return Out;
}

RunFacts Contexts::runAt(uint32_t Id, EventRef At) const {
  const RunFacts &Since = Table.runs().before(At);
  if (Since.empty())
    return All[Id].Run;
  return Table.runs().then(All[Id].Run, absoluteRun(Id, Since));
}

RunningSet Contexts::running(uint32_t Id, EventRef At) const {
  return Table.running(All[Id].Thread, runAt(Id, At));
}

OrderFacts Contexts::order(uint32_t Id, EventRef At) const {
  const OrderFacts &Since = Order.before(At);
  if (Since.empty())
    return All[Id].Order;
  return Order.then(All[Id].Order, absoluteOrder(Id, Since));
}

bool Contexts::isFeasible(uint32_t Id, EventRef At) const {
  return llvm::none_of(
      Branches.before(At.Func, index(At.Block)), [&](const ConditionAtom &A) {
        const std::optional<int64_t> N = T.asInt(absolute(Id, A.Subject));
        return N && (*N == A.Number) != A.Equal;
      });
}

/// Can it tell instances of one thread apart, or rounds of a loop? `Id == 0`
/// can, `Id != 0` hardly.
bool Contexts::isTelling(ThreadId Id, const ConditionAtom &A) const {
  if (!T.isKnown(A.Subject) || T.asInt(A.Subject))
    return false;
  const Value &X = T[A.Subject];
  if (!Table[Id].Many)
    return A.Equal && V.induction(A.Subject);
  return A.Equal || (X.Kind == ValueKind::Binary && X.BinOp == BinaryOp::Eq);
}

std::vector<ConditionAtom> Contexts::premises(uint32_t Id, EventRef At) const {
  std::vector<ConditionAtom> Out = All[Id].Premises;
  for (ConditionAtom A : Branches.before(At.Func, index(At.Block)))
    if (A.Subject = absolute(Id, A.Subject); isTelling(All[Id].Thread, A))
      Out.push_back(A);
  llvm::sort(Out);
  Out.erase(llvm::unique(Out), Out.end());
  return Out;
}

/// Keeps what both say; true if that is less than \p Into said.
static bool meetPremises(std::vector<ConditionAtom> &Into,
                         const std::vector<ConditionAtom> &From) {
  return std::erase_if(Into, [&](const ConditionAtom &A) {
           return !llvm::binary_search(From, A);
         }) > 0;
}

// ---- Finding them
// -----------------------------------------------------------------

void Contexts::addRoots() {
  llvm::ArrayRef<AbstractThread> Threads = Table.all();
  for (uint32_t I = 0; I < Threads.size(); ++I) {
    if (valid(Threads[I].Parent))
      continue;
    const auto Id = static_cast<ThreadId>(I);
    for (FuncId Entry : Threads[I].Entries) {
      if (!V.program().M[Entry].Definition)
        continue;
      Context C;
      C.Func = Entry;
      C.Thread = Id;
      C.Inputs = V.inputs(Entry);
      C.Run = Table.beforeEntry(Id, Entry);
      requireDeclared(C);
      add(std::move(C));
    }
  }
}

/// A function that demands locks of its callers is entered with them.
void Contexts::requireDeclared(Context &C) const {
  const Function &Fn = V.program().M[C.Func];
  for (const Attribute &A : Fn.Attributes) {
    if (A.Kind != AttributeKind::Requires &&
        A.Kind != AttributeKind::RequiresShared)
      continue;
    for (const AttributePath &Path : A.Args) {
      const ValueId Lock = declaredLock(T, V.program().M, C.Func, Path);
      if (!Path.Negative && T.isKnown(Lock))
        Held.acquire(C.Held, {.Lock = Lock,
                              .Mode = A.Kind == AttributeKind::Requires
                                          ? LockMode::Exclusive
                                          : LockMode::Shared});
    }
  }
}

/// In recursion a symbol of the same function means two activations.
void Contexts::forgetRecursion(Context &C) const {
  if (!V.pointers().isRecursive(C.Func))
    return;
  const uint32_t Component = V.pointers().componentOf(C.Func);
  auto IsOld = [&](ValueId X) {
    const Value &Root = T[T.root(X)];
    if (Root.Kind == ValueKind::Local &&
        V.pointers().componentOf(Root.Func) == Component)
      return true;
    return llvm::any_of(T.definitions(X), [&](EventRef At) {
      return valid(At.Func) && V.pointers().componentOf(At.Func) == Component;
    });
  };
  for (ValueId &In : C.Inputs)
    if (IsOld(In))
      In = ValueId::Unknown;
  for (HeldLockFact &H : C.Held.Held)
    H.Must &= !IsOld(H.Lock);
}

/// The function that an indirect call calls in this context, if its address is
/// known here: `xcreate(worker)` starts a wrapper, which calls what it is
/// given.
FuncId Contexts::knownTarget(uint32_t Id, EventRef At) const {
  const auto *C = std::get_if<Call>(&V.program().M[At]);
  if (!C || !valid(C->Target))
    return FuncId::None;
  const Value &Target = T[absolute(Id, V.value(At, C->Target))];
  const bool Agrees =
      Target.Kind == ValueKind::Function &&
      llvm::any_of(V.pointers().callees(At),
                   [&](const Callee &To) { return To.Func == Target.Func; });
  return Agrees ? Target.Func : FuncId::None;
}

void Contexts::explore(uint32_t Id) {
  const FuncId F = All[Id].Func;
  V.forEachEvent(F, [&](EventRef At) {
    if (!V.cfg(F).isReachable(index(At.Block)) ||
        V.pointers().callees(At).empty() || !isFeasible(Id, At))
      return;
    const Event &E = V.program().M[At];
    const bool IsSpawn = std::holds_alternative<Spawn>(E);
    const FuncId Only = knownTarget(Id, At);
    for (const Callee &To : V.pointers().callees(At)) {
      if (valid(Only) && To.Func != Only)
        continue;
      if (!V.program().M[To.Func].Definition || !Interesting[index(To.Func)])
        continue;
      if (IsSpawn)
        enterThread(Id, At, To);
      else
        enterCallee(Id, At, To);
    }
  });
}

void Contexts::enterThread(uint32_t Id, EventRef At, const Callee &To) {
  const ThreadId Self = All[Id].Thread;
  std::vector<ThreadId> Started;
  CallChain Chain = chain(Id);
  Chain.push_back(At);
  // The chain of a context that stands for several ways is just one of them.
  if (ThreadId Child = Table.child(Self, Chain);
      valid(Child) && !All[Id].Widened)
    Started.push_back(Child);
  else
    for (ThreadId Any : Table.startedBy(At))
      if (Table.isAncestor(Self, Any) || Any == Self)
        Started.push_back(Any);
  if (Started.empty())
    return;
  Context C;
  C.Func = To.Func;
  for (ValueId In : V.inputs(To.Func))
    C.Inputs.push_back(absolute(Id, V.atCall(At, To, In)));
  for (ThreadId Child : Started) {
    C.Thread = Child;
    add(C);
  }
}

void Contexts::enterCallee(uint32_t Id, EventRef At, const Callee &To) {
  Context C;
  C.Func = To.Func;
  C.Thread = All[Id].Thread;
  C.Parent = Id;
  C.Site = At;
  C.Widened = All[Id].Widened;
  for (ValueId In : V.inputs(To.Func))
    C.Inputs.push_back(absolute(Id, V.atCall(At, To, In)));
  C.Run = runAt(Id, At);
  C.Order = order(Id, At);
  C.Premises = premises(Id, At);
  std::vector<HeldFacts> Ways = held(Id, At);
  constexpr size_t MaxWays = 4;
  while (Ways.size() > MaxWays) {
    HeldAnalysis::meet(Ways.front(), Ways.back());
    Ways.pop_back();
  }
  const auto *Once = std::get_if<OnceOp>(&V.program().M[At]);
  for (HeldFacts &Facts : Ways) {
    Context Way = C;
    // What the function gives back is its callers' business.
    Way.Held.Held = std::move(Facts.Held);
    Way.Held.Guards = std::move(Facts.Guards);
    if (Once)
      if (ValueId Flag = absolute(Id, V.address(At, Once->Flag));
          T.isKnown(Flag))
        Held.acquire(Way.Held,
                     {.Lock = Flag, .Kind = HeldKind::Once, .At = At});
    forgetRecursion(Way);
    add(std::move(Way));
  }
}

Contexts::Key Contexts::keyOf(const Context &C) const {
  Key K{.Func = C.Func,
        .Thread = C.Thread,
        .Inputs = C.Inputs,
        .Running = Table.running(C.Thread, C.Run),
        .Locks = {},
        .Passed = C.Order.Passed,
        .Own = {},
        .Prefix = {}};
  for (const HeldLockFact &H : C.Held.Held)
    K.Locks.push_back({H.Lock, {H.Mode, H.Must}});
  for (ValueId In : C.Inputs) {
    ValueId Root = T.root(In);
    if (const std::optional<std::vector<CellId>> &Cells = V.resolve(Root))
      for (CellId Cell : *Cells)
        if (ObjectId O = V.pointers().objectOf(Cell);
            C.Order.Renewed.contains(O) && !C.Order.Published.contains(O))
          K.Own.push_back(O);
  }
  // In a team it matters where a call stands: a `single`, behind a barrier.
  if (C.Parent != UINT32_MAX &&
      (!Table.runs().ways(C.Func).empty() || Table.isInTeam(C.Thread))) {
    K.Prefix = chain(C.Parent);
    K.Prefix.push_back(C.Site);
  }
  return K;
}

void Contexts::add(Context C) {
  constexpr size_t MaxDepth = 100;
  const auto Place = std::pair(C.Func, C.Thread);
  if (C.Parent != UINT32_MAX)
    C.Depth = All[C.Parent].Depth + 1;
  Key K = keyOf(C);
  auto It = Ids.find(K);
  if (It == Ids.end()) {
    const bool Starts = !Table.runs().ways(C.Func).empty();
    if (C.Depth > MaxDepth ||
        PerThread[Place].size() >= (Starts ? 3 * MaxPerThread : MaxPerThread))
      return widen(std::move(C));
    const auto Id = static_cast<uint32_t>(All.size());
    Ids.emplace(std::move(K), Id);
    PerThread[Place].push_back(Id);
    All.push_back(std::move(C));
    Memo.emplace_back();
    return queue(Id);
  }
  Context &Old = All[It->second];
  // The shortest way is the one to show.
  if (C.Depth < Old.Depth) {
    Old.Depth = C.Depth;
    Old.Parent = C.Parent;
    Old.Site = C.Site;
  }
  const bool SaysLess = meetPremises(Old.Premises, C.Premises);
  if (C.Run == Old.Run && C.Order == Old.Order && !SaysLess)
    return;
  RunFacts Run = Old.Run;
  OrderFacts Ordered = Old.Order;
  RunAnalysis::meet(Run, C.Run);
  OrderAnalysis::meet(Ordered, C.Order);
  if (Run == Old.Run && Ordered == Old.Order && !SaysLess)
    return;
  Old.Run = std::move(Run);
  Old.Order = std::move(Ordered);
  queue(It->second);
}

/// Adds the way to the one context that stands for all further ones. Misses:
/// locks that are held on some of these ways only, and the orders of taking
/// locks that follow from them.
void Contexts::widen(Context C) {
  std::erase_if(C.Held.Held, [](const HeldLockFact &H) { return !H.Must; });
  auto [It, IsNew] = WidenedIds.try_emplace({C.Func, C.Thread},
                                            static_cast<uint32_t>(All.size()));
  if (IsNew) {
    C.Widened = true;
    All.push_back(std::move(C));
    Memo.emplace_back();
    return queue(It->second);
  }
  Context &Old = All[It->second];
  bool Changed = meetPremises(Old.Premises, C.Premises);
  if (C.Inputs == Old.Inputs && C.Run == Old.Run && C.Order == Old.Order &&
      C.Held == Old.Held && !Changed)
    return;
  bool Renamed = false;
  for (size_t I = 0; I < Old.Inputs.size(); ++I)
    if (Old.Inputs[I] != C.Inputs[I] && T.isKnown(Old.Inputs[I])) {
      Old.Inputs[I] = ValueId::Unknown;
      Renamed = true;
    }
  Changed |= Renamed;
  if (Renamed)
    Memo[It->second].clear();
  RunFacts Run = Old.Run;
  OrderFacts Ordered = Old.Order;
  HeldFacts Locked = Old.Held;
  RunAnalysis::meet(Run, C.Run);
  OrderAnalysis::meet(Ordered, C.Order);
  HeldAnalysis::meet(Locked, C.Held);
  std::erase_if(Locked.Held, [](const HeldLockFact &H) { return !H.Must; });
  Changed |= Run != Old.Run || Ordered != Old.Order || Locked != Old.Held;
  Old.Run = std::move(Run);
  Old.Order = std::move(Ordered);
  Old.Held = std::move(Locked);
  if (Changed)
    queue(It->second);
}
