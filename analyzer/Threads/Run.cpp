//===- Run.cpp - Which threads a function leaves running ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two members stand for the threads of one spawn: the one started last, which
/// its handle names exactly, and those before it (Older), which only a
/// container can still name. In
///
///     for (int I = 0; I < N; ++I) Threads[I] = std::thread(work);
///     for (auto &T : Threads) T.join();
///
/// the first loop leaves `last: Threads[I]` and `older: Threads[]`; leaving it
/// forgets I. In every round of the second loop control passes the join of
/// `Threads[]`, so behind it both are gone. A join right after the spawn, in
/// the same round, names `Threads[I]` itself and ends the last one before it
/// becomes older: such a loop never has two threads at once.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Threads/Run.h"

#include "llvm/ADT/STLExtras.h"

#include <tuple>

using namespace heddle;

// ---- Handles
// ------------------------------------------------------------------

ValueId RunAnalysis::handle(EventRef At, PlaceId P) const {
  if (!valid(P))
    return ValueId::Unknown;
  if (ValueId Known = V.address(At, P); T.isKnown(Known))
    return Known;
  llvm::ArrayRef<CellId> Cells = V.pointers().cells(At.Func, P);
  return Cells.size() == 1 ? V.ofCell(Cells.front()) : ValueId::Unknown;
}

/// One name for all ways to reach a handle: through whatever pointer it is
/// reached, where that can only point to one object, the object is named.
/// \p Parts: also where it may point into the middle of that object, which is
/// no matter for all its elements together.
ValueId RunAnalysis::canonical(ValueId Handle, bool Parts) const {
  if (!T.isKnown(Handle))
    return Handle;
  const Value X = T[Handle];
  if (X.Kind == ValueKind::Field)
    return T.field(canonical(X.A, Parts), X.Field);
  if (X.Kind == ValueKind::Element)
    return T.element(canonical(X.A, Parts), X.B);
  const std::optional<std::vector<CellId>> &Cells = V.resolve(Handle);
  if (!Cells || Cells->size() != 1)
    return Handle;
  const PointsTo &Pointers = V.pointers();
  const CellId Cell = Cells->front();
  const MemObject &Object = Pointers[Pointers.objectOf(Cell)];
  const bool IsOne =
      Parts ? !Object.Multiple && !Object.ThreadLocal : Pointers.isUnique(Cell);
  return IsOne ? V.ofCell(Cell) : Handle;
}

/// Is it one of many handles, without saying which?
bool RunAnalysis::isElement(ValueId Handle) const {
  if (T.isVague(Handle))
    return true;
  const Value &Root = T[T.root(Handle)];
  return Root.Kind == ValueKind::Cell && !V.pointers().isUnique(Root.Cell);
}

/// \p Handle without the indices that are \p Stale; where more is stale, the
/// cell that stands for all handles made there, if there is one.
ValueId RunAnalysis::generalise(ValueId Handle, StaleFn Stale) const {
  if (!T.isKnown(Handle) || !Stale(Handle))
    return Handle;
  const Value X = T[Handle];
  if (X.Kind == ValueKind::Field)
    return T.field(generalise(X.A, Stale), X.Field);
  if (X.Kind == ValueKind::Element) {
    const bool Gone = !T.isKnown(X.B) || Stale(X.B);
    return T.element(generalise(X.A, Stale), Gone ? ValueId::Unknown : X.B);
  }
  // A pointer that walks over an array.
  if (const Induction *Walk = V.induction(Handle);
      Walk && T[Walk->Start].Kind == ValueKind::Element)
    return T.element(generalise(T[Walk->Start].A, Stale), ValueId::Unknown);
  const std::optional<std::vector<CellId>> &Cells = V.resolve(Handle);
  return Cells && Cells->size() == 1 ? V.ofCell(Cells->front())
                                     : ValueId::Unknown;
}

/// Is \p Handle one of the handles that \p Group stands for?
static bool isIn(const ValueTable &T, ValueId Handle, ValueId Group) {
  if (Handle == Group)
    return T.isKnown(Handle);
  const Value &X = T[Handle], &Y = T[Group];
  if (X.Kind != Y.Kind)
    return false;
  if (X.Kind == ValueKind::Field)
    return X.Field == Y.Field && isIn(T, X.A, Y.A);
  if (X.Kind == ValueKind::Element)
    return (!T.isKnown(Y.B) || X.B == Y.B) && isIn(T, X.A, Y.A);
  return X.Kind == ValueKind::Cell && X.Cell == Y.Cell;
}

// ---- Facts
// --------------------------------------------------------------------

/// What tells started threads apart, and the order they are kept in: each key
/// once.
static auto keyOf(const StartedThread &X) {
  return std::tie(X.Chain, X.Older, X.OnlyChildren, X.Merged);
}

static auto findKey(std::vector<StartedThread> &In, const StartedThread &X) {
  return llvm::lower_bound(In, X,
                           [](const StartedThread &L, const StartedThread &R) {
                             return keyOf(L) < keyOf(R);
                           });
}

static StartedThread merged(const StartedThread &X) {
  return {.Chain = {X.Chain.back()},
          .Older = true,
          .OnlyChildren = X.OnlyChildren,
          .Merged = true,
          .Handles = {}};
}

static void intersect(std::set<ValueId> &Into, const std::set<ValueId> &From) {
  std::erase_if(Into, [&](ValueId H) { return !From.count(H); });
}

/// Adds \p X; a handle names both only if it named each.
static void insert(std::vector<StartedThread> &Into, StartedThread X) {
  const StartedThread All = merged(X);
  if (auto At = findKey(Into, All);
      At != Into.end() && keyOf(*At) == keyOf(All))
    return;
  if (X.Merged)
    std::erase_if(Into, [&](const StartedThread &Y) {
      return Y.Chain.back() == X.Chain.back() &&
             Y.OnlyChildren == X.OnlyChildren;
    });
  auto At = findKey(Into, X);
  if (At != Into.end() && keyOf(*At) == keyOf(X))
    intersect(At->Handles, X.Handles);
  else
    Into.insert(At, std::move(X));
}

/// The spawns whose ways must be merged for no more than \p Most to be left:
/// those with most ways first, so that a thread that is started in one place
/// does not pay for what is started everywhere.
static std::set<EventRef> spawnsToMerge(const std::map<EventRef, size_t> &Ways,
                                        size_t Most) {
  std::vector<std::pair<size_t, EventRef>> ByCount;
  size_t Total = 0;
  for (const auto &[Spawn, Count] : Ways) {
    ByCount.push_back({Count, Spawn});
    Total += Count;
  }
  llvm::sort(ByCount, std::greater<>());
  std::set<EventRef> Out;
  for (const auto &[Count, Spawn] : ByCount) {
    if (Total <= Most)
      break;
    Out.insert(Spawn);
    Total -= Count - 1;
  }
  return Out;
}

/// Too many ways to tell apart, as in collectWays().
static void mergeIfMany(std::vector<StartedThread> &Started) {
  constexpr size_t MaxStarted = 128;
  if (Started.size() <= MaxStarted)
    return;
  std::map<EventRef, size_t> Ways;
  for (const StartedThread &X : Started)
    ++Ways[X.Chain.back()];
  const std::set<EventRef> Merge = spawnsToMerge(Ways, MaxStarted);
  std::vector<StartedThread> Few;
  for (const StartedThread &X : Started)
    insert(Few, Merge.count(X.Chain.back()) ? merged(X) : X);
  Started = std::move(Few);
}

void RunAnalysis::meet(RunFacts &Into, const RunFacts &From) {
  for (const StartedThread &X : From.Started)
    insert(Into.Started, X);
  mergeIfMany(Into.Started);
  std::erase_if(Into.Ended,
                [&](const EndedHandle &E) { return !From.Ended.count(E); });
}

void RunAnalysis::start(RunFacts &Facts, StartedThread New) const {
  std::vector<StartedThread> Older;
  std::erase_if(Facts.Started, [&](StartedThread &X) {
    // The handle names the new thread from now on.
    std::erase_if(X.Handles, [&](ValueId H) {
      return New.Handles.count(H) && !isElement(H);
    });
    if (New.Older || X.Older || X.Chain != New.Chain)
      return false;
    Older.push_back(std::move(X));
    return true;
  });
  for (StartedThread &X : Older) {
    X.Older = true;
    insert(Facts.Started, std::move(X));
  }
  insert(Facts.Started, std::move(New));
}

bool RunAnalysis::startsNothing(EventRef At) const {
  return std::get<Spawn>(V.program().M[At]).Kind == ThreadKind::SignalHandler &&
         V.pointers().callees(At).empty();
}

/// A function that is just being analysed leaves what it is known to leave so
/// far: one that starts itself and joins each of them leaves none.
bool RunAnalysis::leavesRunning(EventRef Spawn) const {
  return llvm::any_of(V.pointers().callees(Spawn), [&](const Callee &To) {
    return !V.program().M[To.Func].Definition ? false
           : Analysed[index(To.Func)] || Component[index(To.Func)] == InWork
               ? !Exits[index(To.Func)].Started.empty()
               : Relevant[index(To.Func)];
  });
}

/// Does something started at \p Spawn, or by what is started there, survive
/// the barrier of an OpenMP team, which waits for all tasks?
bool RunAnalysis::survivesTeam(EventRef Spawn, std::set<EventRef> &Seen) const {
  const auto &S = std::get<heddle::Spawn>(V.program().M[Spawn]);
  if (S.Role == TeamRole::None)
    return true;
  if (!Seen.insert(Spawn).second)
    return false;
  return llvm::any_of(V.pointers().callees(Spawn), [&](const Callee &To) {
    if (!Analysed[index(To.Func)])
      return llvm::any_of(Ways[index(To.Func)], [&](const SpawnWay &W) {
        return survivesTeam(W.Chain.back(), Seen);
      });
    return llvm::any_of(Exits[index(To.Func)].Started,
                        [&](const StartedThread &X) {
                          return survivesTeam(X.Chain.back(), Seen);
                        });
  });
}

void RunAnalysis::endTasks(RunFacts &Facts) const {
  std::erase_if(Facts.Started, [&](const StartedThread &X) {
    std::set<EventRef> Seen;
    return std::get<Spawn>(V.program().M[X.Chain.back()]).Role ==
               TeamRole::Task &&
           !survivesTeam(X.Chain.back(), Seen);
  });
}

void RunAnalysis::end(RunFacts &Facts, StartedThread X, bool Deep) const {
  std::erase(Facts.Started, X);
  if (X.OnlyChildren || !leavesRunning(X.Chain.back()))
    return;
  // A region ends when all its tasks have.
  const TeamRole Role = std::get<Spawn>(V.program().M[X.Chain.back()]).Role;
  std::set<EventRef> Seen;
  Deep |= Role == TeamRole::Team || Role == TeamRole::One;
  if (Deep && !survivesTeam(X.Chain.back(), Seen))
    return;
  X.OnlyChildren = true;
  X.Handles.clear();
  insert(Facts.Started, std::move(X));
}

void RunAnalysis::endHandle(RunFacts &Facts, ValueId Handle) const {
  if (!T.isKnown(Handle) || isElement(Handle))
    return;
  const ValueId Same = canonical(Handle);
  for (const StartedThread &X : std::vector(Facts.Started))
    if (!X.Older && (X.Handles.count(Handle) || X.Handles.count(Same)))
      end(Facts, X);
  Facts.Ended.insert({Handle, false});
}

void RunAnalysis::endWhole(RunFacts &Facts, ValueId Group, bool Deep) const {
  if (!T.isKnown(Group))
    return;
  const ValueId Whole = canonical(Group, /*Parts=*/true);
  for (const StartedThread &X : std::vector(Facts.Started))
    if (llvm::any_of(X.Handles, [&](ValueId H) {
          return isIn(T, H, Group) ||
                 isIn(T, canonical(H, /*Parts=*/true), Whole);
        }))
      end(Facts, X, Deep);
  Facts.Ended.insert({Group, true});
}

RunFacts RunAnalysis::then(const RunFacts &Outer, const RunFacts &Inner) const {
  RunFacts Out = Outer;
  for (const EndedHandle &E : Inner.Ended) {
    if (E.Whole)
      endWhole(Out, E.Handle);
    else
      endHandle(Out, E.Handle);
  }
  for (const StartedThread &X : Inner.Started)
    start(Out, X);
  mergeIfMany(Out.Started);
  return Out;
}

/// A handle that the callee returns is where the caller puts the result.
ValueId RunAnalysis::handleAtCall(EventRef Site, const Callee &To,
                                  ValueId Handle) const {
  const auto *C = std::get_if<Call>(&V.program().M[Site]);
  if (C && Handle == T.returnSlot(To.Func))
    return V.address(Site, C->Result);
  return V.atCall(Site, To, Handle);
}

RunFacts RunAnalysis::compose(const RunFacts &Outer, EventRef Site,
                              const Callee &To, const RunFacts &Inner) const {
  if (Inner.empty())
    return Outer;
  RunFacts Here;
  for (const EndedHandle &E : Inner.Ended)
    Here.Ended.insert({V.atCall(Site, To, E.Handle), E.Whole});
  const bool Recursive = sameComponent(Site.Func, To.Func);
  for (const StartedThread &X : Inner.Started) {
    StartedThread Y{.Chain = X.Chain,
                    .Older = X.Older || Recursive,
                    .OnlyChildren = X.OnlyChildren,
                    .Merged = X.Merged,
                    .Handles = {}};
    if (!Recursive && !X.Merged)
      Y.Chain.insert(Y.Chain.begin(), Site);
    for (ValueId H : X.Handles)
      if (ValueId Mapped = handleAtCall(Site, To, H); T.isKnown(Mapped)) {
        Y.Handles.insert(Mapped);
        Y.Handles.insert(canonical(Mapped));
      }
    Here.Started.push_back(std::move(Y));
  }
  return then(Outer, Here);
}

// ---- The flow
// -----------------------------------------------------------------

namespace heddle {

class RunDomain {
public:
  using Facts = RunFacts;
  using States = std::vector<Partition<Facts>>;

  RunDomain(const RunAnalysis &A, FuncId F) : A(A), T(A.T), F(F) {}

  Facts entry() { return {}; }
  void meet(Facts &Into, const Facts &From) { RunAnalysis::meet(Into, From); }

  void transfer(EventRef At, Partition<Facts> P, States &Out) {
    const Event &E = A.V.program().M[At];
    Facts &X = P.Facts;
    if (const auto *S = std::get_if<Spawn>(&E); S && !A.startsNothing(At)) {
      // An error code other than zero: no thread was started.
      if (valid(S->Result)) {
        Partition<Facts> Failed = P;
        if (Failed.Key.add({T.result(At), 0, false}))
          Out.push_back(std::move(Failed));
        if (!P.Key.add({T.result(At), 0, true}))
          return;
      }
      StartedThread New{.Chain = {At}, .Handles = {}};
      if (!S->Detached)
        addHandle(New.Handles, A.handle(At, S->Handle));
      A.start(X, std::move(New));
    } else if (const auto *J = std::get_if<Join>(&E)) {
      if (J->Group)
        A.endWhole(X, A.handle(At, J->Handle), J->Deep);
      else if (!J->Try)
        A.endHandle(X, A.handle(At, J->Handle));
    } else if (std::holds_alternative<TeamBarrier>(E)) {
      A.endTasks(X);
    } else if (const auto *C = std::get_if<ThreadOp>(&E)) {
      if (C->Op == ThreadOp::OpKind::Joinable) {
        // Not joinable: there is no thread, it has ended.
        Partition<Facts> No = P;
        A.endHandle(No.Facts, A.handle(At, C->Handle));
        if (No.Key.add({T.result(At), 0, true}))
          Out.push_back(std::move(No));
        if (!P.Key.add({T.result(At), 0, false}))
          return;
      } else {
        handleOp(At, *C, X);
      }
    } else if (const auto *M = std::get_if<FutureOp>(&E)) {
      if (M->Op == FutureOp::OpKind::Move || M->Op == FutureOp::OpKind::Share)
        move(X, A.handle(At, M->From), A.handle(At, M->P));
    } else if (const auto *W = std::get_if<Access>(&E)) {
      if (W->Kind == AccessKind::Write)
        copy(At, X, A.handle(At, W->P), W->Value);
    } else if (const auto *W = std::get_if<Assign>(&E)) {
      copy(At, X, A.handle(At, W->P), W->Value);
    } else if (const auto *R = std::get_if<Return>(&E)) {
      copy(At, X, T.returnSlot(F), R->Value);
    } else if (std::holds_alternative<Call>(E) ||
               std::holds_alternative<OnceOp>(E)) {
      call(At, X);
    }
    Out.push_back(std::move(P));
  }

  void unwind(EventRef At, Partition<Facts> P, States &Out) {
    // What a function that throws has joined is not counted on; what it may
    // have started is.
    const Facts Before = P.Facts;
    if (std::holds_alternative<Call>(A.V.program().M[At])) {
      call(At, P.Facts);
      RunAnalysis::meet(P.Facts, Before);
    }
    Out.push_back(std::move(P));
  }

  void cross(const CfgEdge &E, Facts &X, StaleFn Stale) {
    const Cfg &G = A.V.cfg(F);
    for (auto It = A.GroupJoins.lower_bound({F, 0});
         It != A.GroupJoins.end() && It->first.first == F; ++It) {
      const uint32_t Header = It->first.second;
      if (!G.inCycle(Header, E.From) || G.inCycle(Header, E.To))
        continue;
      const bool FromLatch =
          llvm::any_of(G.Preds[Header], [&](const CfgEdge &Back) {
            return Back.From == E.From && G.isRetreating(Back);
          });
      if (E.From == Header || FromLatch)
        for (ValueId Group : It->second)
          A.endWhole(X, Group);
    }
    for (StartedThread &S : X.Started) {
      std::set<ValueId> Kept;
      for (ValueId H : S.Handles)
        if (ValueId Rest = A.generalise(H, Stale); T.isKnown(Rest))
          Kept.insert(Rest);
      S.Handles = std::move(Kept);
    }
    llvm::sort(X.Started);
    std::erase_if(X.Ended,
                  [&](const EndedHandle &H) { return Stale(H.Handle); });
  }

private:
  void addHandle(std::set<ValueId> &Handles, ValueId H) {
    if (!T.isKnown(H))
      return;
    Handles.insert(H);
    Handles.insert(A.canonical(H));
  }

  void move(Facts &X, ValueId From, ValueId To) {
    if (!T.isKnown(From))
      return;
    const ValueId Same = A.canonical(From);
    for (StartedThread &S : X.Started) {
      const bool Named = S.Handles.count(From) || S.Handles.count(Same);
      // What is moved from names nothing any more.
      if (T.isKnown(To) && !A.isElement(To) && !Named) {
        S.Handles.erase(To);
        S.Handles.erase(A.canonical(To));
      }
      if (!Named)
        continue;
      if (!A.isElement(From)) {
        S.Handles.erase(From);
        S.Handles.erase(Same);
      }
      addHandle(S.Handles, To);
    }
    llvm::sort(X.Started);
  }

  /// A handle that is a plain value (pthread_t) may be copied.
  void copy(EventRef At, Facts &X, ValueId To, TermId Value) {
    if (X.Started.empty() || !valid(Value))
      return;
    const Term &V = (*A.V.program().M[F].Definition)[Value];
    if (V.Kind != TermKind::Value)
      return;
    const ValueId From = A.V.address(At, V.P);
    if (!T.isKnown(From))
      return;
    for (StartedThread &S : X.Started)
      if (S.Handles.count(From) || S.Handles.count(A.canonical(From)))
        addHandle(S.Handles, To);
    llvm::sort(X.Started);
  }

  void handleOp(EventRef At, const ThreadOp &C, Facts &X) {
    const ValueId H = A.handle(At, C.Handle);
    switch (C.Op) {
    case ThreadOp::OpKind::Move:
      return move(X, A.handle(At, C.From), H);
    case ThreadOp::OpKind::Swap: {
      const ValueId From = A.handle(At, C.From);
      for (StartedThread &S : X.Started) {
        const bool Mine = S.Handles.count(H), Theirs = S.Handles.count(From);
        S.Handles.erase(Mine ? H : From);
        if (Mine != Theirs)
          addHandle(S.Handles, Mine ? From : H);
      }
      llvm::sort(X.Started);
      return;
    }
    case ThreadOp::OpKind::Detach:
      for (StartedThread &S : X.Started)
        if (S.Handles.count(H))
          S.Handles.clear();
      llvm::sort(X.Started);
      return;
    case ThreadOp::OpKind::Destroy:
      // The destructor of a thread that is still attached calls
      // std::terminate (C++20 [thread.thread.destr]): behind it, nothing runs
      // that the handle was attached to.
      if (!A.isElement(H))
        A.endHandle(X, H);
      else if (destroysContainer(At))
        A.endWhole(X, H);
      return;
    default:
      return;
    }
  }

  /// Is the element destroyed at \p At one of all, because its container dies?
  /// The container's own end follows in the same block.
  bool destroysContainer(EventRef At) const {
    const Module &M = A.V.program().M;
    const auto &Events = M[At.Func].Definition->Blocks[index(At.Block)].Events;
    if (At.Index + 1 >= Events.size())
      return false;
    const auto *D = std::get_if<Access>(&Events[At.Index + 1]);
    return D && D->Kind == AccessKind::Destroy && valid(D->Via) &&
           M[D->Via].Kind == FunctionKind::Destructor;
  }

  void call(EventRef At, Facts &X) {
    llvm::ArrayRef<Callee> To = A.V.pointers().callees(At);
    std::optional<Facts> Sum;
    for (const Callee &C : To) {
      if (!A.V.program().M[C.Func].Definition || !A.Relevant[index(C.Func)]) {
        if (!Sum)
          Sum = X;
        else
          RunAnalysis::meet(*Sum, X);
        continue;
      }
      Facts One = A.compose(X, At, C, A.Exits[index(C.Func)]);
      if (!Sum)
        Sum = std::move(One);
      else
        RunAnalysis::meet(*Sum, One);
    }
    if (Sum)
      X = std::move(*Sum);
  }

  const RunAnalysis &A;
  ValueTable &T;
  FuncId F;
};

} // namespace heddle

// ---- Loops that join a container
// ------------------------------------------------

std::set<ValueId> RunAnalysis::endedBy(EventRef At) const {
  const Event &E = V.program().M[At];
  std::set<ValueId> Out;
  if (const auto *J = std::get_if<Join>(&E)) {
    if (!J->Try)
      Out.insert(handle(At, J->Handle));
  } else if (std::holds_alternative<Call>(E)) {
    llvm::ArrayRef<Callee> To = V.pointers().callees(At);
    if (To.size() == 1)
      for (const EndedHandle &H : Exits[index(To.front().Func)].Ended)
        Out.insert(V.atCall(At, To.front(), H.Handle));
  }
  Out.erase(ValueId::Unknown);
  return Out;
}

/// Does every way around the loop pass one of \p Blocks, or learn that there
/// is nothing to join?
bool RunAnalysis::passesEachRound(FuncId F, uint32_t Header,
                                  const std::set<uint32_t> &Blocks,
                                  ValueId Group) const {
  if (Blocks.count(Header))
    return true;
  const Cfg &G = V.cfg(F);
  const Body &B = *V.program().M[F].Definition;
  std::vector<uint32_t> Work{Header};
  std::set<uint32_t> Seen;
  while (!Work.empty()) {
    uint32_t Block = Work.back();
    Work.pop_back();
    std::optional<ConditionAtom> Atom = atomOf(T, V.condition(F, Block), true);
    for (const CfgEdge &E : G.Succs[Block]) {
      if (E.IsUnwind || !G.inCycle(Header, E.To) || Blocks.count(E.To))
        continue;
      // The way of `not joinable`.
      if (Atom && T[Atom->Subject].Kind == ValueKind::Result) {
        const EventRef Asked = T[Atom->Subject].At;
        const bool True = index(B.Blocks[Block].Term.Succs[0]) == E.To;
        const auto *Op = Asked.Func == F
                             ? std::get_if<ThreadOp>(&V.program().M[Asked])
                             : nullptr;
        if (Op && Op->Op == ThreadOp::OpKind::Joinable &&
            (Atom->Equal == True) == (Atom->Number == 0))
          continue;
      }
      if (E.To == Header)
        return false;
      if (Seen.insert(E.To).second)
        Work.push_back(E.To);
    }
  }
  return true;
}

void RunAnalysis::findGroupJoins(FuncId F) {
  const Cfg &G = V.cfg(F);
  for (uint32_t Header : G.Order) {
    if (!G.isHeader(Header))
      continue;
    auto Varies = [&](ValueId X) {
      return llvm::any_of(T.definitions(X), [&](EventRef Point) {
        return Point.Func == F && G.inCycle(Header, index(Point.Block));
      });
    };
    std::map<ValueId, std::set<uint32_t>> Joins;
    for (uint32_t Block : G.cycle(Header))
      for (uint32_t I = 0;
           I < V.program().M[F].Definition->Blocks[Block].Events.size(); ++I)
        for (ValueId H : endedBy({F, static_cast<BlockId>(Block), I})) {
          ValueId Group = generalise(H, Varies);
          if (T.isKnown(Group) && isElement(Group))
            Joins[Group].insert(Block);
        }
    for (const auto &[Group, Blocks] : Joins)
      if (passesEachRound(F, Header, Blocks, Group))
        GroupJoins[{F, Header}].insert(Group);
  }
}

// ---- Functions, callees first
// ---------------------------------------------------

RunAnalysis::RunAnalysis(const Values &V, Ledger &Gaps)
    : V(V), T(V.table()), Gaps(Gaps), Component(V.program().M.Functions.size()),
      Analysed(Component.size()), Exits(Component.size()),
      Ways(Component.size()), Relevant(Component.size()) {
  for (const std::vector<FuncId> &Members : V.order()) {
    ++InWork;
    bool Any = false, StartsItself = false;
    for (FuncId F : Members)
      Component[index(F)] = InWork;
    for (FuncId F : Members) {
      V.forEachEvent(F, [&](EventRef At) {
        const Event &E = V.program().M[At];
        const bool Starts = std::holds_alternative<Spawn>(E);
        Any |= Starts || std::holds_alternative<Join>(E) ||
               std::holds_alternative<ThreadOp>(E);
        for (const Callee &To : V.pointers().callees(At)) {
          Any |= !Starts && Relevant[index(To.Func)];
          StartsItself |= Starts && Component[index(To.Func)] == InWork;
        }
      });
    }
    if (!Any)
      continue;
    for (FuncId F : Members) {
      Relevant[index(F)] = true;
      findGroupJoins(F);
    }
    // Facts only grow weaker from round to round; a component that does not
    // settle soon is taken with what it has, and said so.
    constexpr unsigned MaxRounds = 8;
    const bool Cyclic = StartsItself || Members.size() > 1 ||
                        V.pointers().isRecursive(Members.front());
    bool Changed = true;
    for (unsigned Round = 0; Changed && Round < MaxRounds; ++Round) {
      Changed = false;
      for (FuncId F : Members)
        Changed |= analyse(F) && Cyclic;
    }
    if (Changed)
      Gaps.add({.Kind = LedgerKind::Budget,
                .Where = {},
                .Pos = V.program().M[Members.front()].Pos,
                .Text = "threads started by functions that call each other"});
    for (FuncId F : Members)
      Analysed[index(F)] = true;
    for (unsigned I = 0; I < 2; ++I)
      for (FuncId F : Members)
        collectWays(F);
  }
  doubtGroupJoins();
}

bool RunAnalysis::analyse(FuncId F) {
  RunDomain Domain(*this, F);
  PartitionedFlow<RunDomain> Flow(Domain, V, F);
  Flow.run();
  Flow.visit([&](EventRef At, const auto &States) {
    if (States.empty())
      return;
    RunFacts Sum = States.front().Facts;
    for (const auto &P : llvm::drop_begin(States))
      meet(Sum, P.Facts);
    if (Sum.empty())
      Before.erase(At);
    else
      Before[At] = std::move(Sum);
  });
  std::optional<RunFacts> Sum;
  auto Return = Flow.atReturn();
  for (const auto &P : Return) {
    if (!Sum)
      Sum = P.Facts;
    else
      meet(*Sum, P.Facts);
  }
  // pthread_exit leaves the thread from anywhere.
  Flow.visit([&](EventRef At, const auto &States) {
    const auto *Op = std::get_if<ThreadOp>(&V.program().M[At]);
    if (Op && Op->Op == ThreadOp::OpKind::Exit)
      for (const auto &P : States) {
        if (!Sum)
          Sum = P.Facts;
        else
          meet(*Sum, P.Facts);
      }
  });
  RunFacts New = Sum.value_or(RunFacts());
  const bool Changed = New != Exits[index(F)];
  Exits[index(F)] = std::move(New);
  return Changed;
}

const RunFacts &RunAnalysis::before(EventRef At) const {
  static const RunFacts Nothing;
  auto It = Before.find(At);
  return It == Before.end() ? Nothing : It->second;
}

/// Is one started by \p Chain already running?
static bool runs(const RunFacts &Facts, const CallChain &Chain) {
  return llvm::any_of(Facts.Started, [&](const StartedThread &X) {
    return !X.OnlyChildren &&
           (X.Merged ? X.Chain.back() == Chain.back() : X.Chain == Chain);
  });
}

void RunAnalysis::collectWays(FuncId F) {
  std::map<CallChain, bool> Out;
  for (const SpawnWay &W : Ways[index(F)])
    Out[W.Chain] |= W.Again;
  V.forEachEvent(F, [&](EventRef At) {
    const Event &E = V.program().M[At];
    if (const auto *S = std::get_if<Spawn>(&E)) {
      if (!startsNothing(At))
        Out[{At}] |= runs(before(At), {At}) || S->Role == TeamRole::Team;
      return;
    }
    for (const Callee &To : V.pointers().callees(At)) {
      const bool Recursive = sameComponent(F, To.Func);
      for (const SpawnWay &W : Ways[index(To.Func)]) {
        CallChain Chain = W.Chain;
        if (!Recursive)
          Chain.insert(Chain.begin(), At);
        Out[Chain] |= W.Again || Recursive || runs(before(At), Chain);
      }
    }
  });
  // Too many ways to tell apart: the spawn alone names the thread, as many.
  constexpr size_t MaxWays = 64;
  if (Out.size() > MaxWays) {
    std::map<EventRef, size_t> PerSpawn;
    for (const auto &[Chain, Again] : Out)
      ++PerSpawn[Chain.back()];
    const std::set<EventRef> Merge = spawnsToMerge(PerSpawn, MaxWays);
    std::map<CallChain, bool> Short;
    for (const auto &[Chain, Again] : Out)
      if (Merge.count(Chain.back()))
        Short[{Chain.back()}] = true;
      else
        Short[Chain] = Again;
    Out = std::move(Short);
    Gaps.add({.Kind = LedgerKind::Budget,
              .Where = {},
              .Pos = V.program().M[F].Pos,
              .Text = "more than 64 ways to start threads from here"});
  }
  Ways[index(F)].clear();
  for (const auto &[Chain, Again] : Out)
    Ways[index(F)].push_back({Chain, Again});
}
