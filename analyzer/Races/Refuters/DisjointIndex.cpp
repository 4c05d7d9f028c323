//===- DisjointIndex.cpp - Each thread has its own slice
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Workers started by `for (I = 0; I < N; ++I) spawn(work, I)` that touch
/// `A[I]`, or `A[I * K .. (I + 1) * K)`, touch different elements. The index
/// is known as an expression over the loop's variable at the spawn, which is
/// an induction and so differs from one instance of the worker to the next.
/// Two instances see values Step apart, at least, so the slices are disjoint
/// if none is longer than what the index moves by from one to the next, and if
/// nothing else that the index is made of changes from one to the next.
///
/// The same holds between such a worker and what the spawning thread does to
/// `A[I]` in the same round, before it starts that round's worker: those
/// started before have other elements, the others come after.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Distinct.h"
#include "analyzer/Races/Refuters/Indices.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

bool heddle::isWithinRounds(const RefuterContext &C, const AccessClass &A,
                            ValueId Counter) {
  const EventRef Point = C.T[Counter].At;
  const Cfg &G = C.V.cfg(Point.Func);
  const uint32_t Header = index(Point.Block);
  auto Inside = [&](EventRef At) {
    return At.Func == Point.Func && index(At.Block) != Header &&
           G.inCycle(Header, index(At.Block));
  };
  if (llvm::all_of(A.Sites, Inside))
    return true;
  // The thread was started in such a round, and was given the number, unless it
  // runs through the same loop itself.
  auto IsHere = [&](EventRef At) { return At.Func == Point.Func; };
  return llvm::none_of(A.Sites, IsHere) &&
         llvm::none_of(A.Shown.Chain, IsHere) &&
         Inside(spawnStepIn(C.Table, A.Shown.Thread, Point.Func));
}

void heddle::findDistinct(const RefuterContext &C, ThreadId Id, ValueId V,
                          std::set<ValueId> &Out) {
  // One spawn starts a whole team, in one round.
  if (!valid(V) || !C.T.isKnown(V) || C.Table[Id].Role == TeamRole::Team)
    return;
  const Value &X = C.T[V];
  if (C.V.induction(V)) {
    const EventRef Step = spawnStepIn(C.Table, Id, X.At.Func);
    if (valid(Step.Func) &&
        C.V.cfg(Step.Func).inCycle(index(X.At.Block), index(Step.Block)))
      Out.insert(V);
  }
  if (X.Kind == ValueKind::Binary || X.Kind == ValueKind::Unary) {
    findDistinct(C, Id, X.A, Out);
    findDistinct(C, Id, X.B, Out);
  }
}

bool heddle::entersLoopOnce(const RefuterContext &C, ThreadId Id,
                            ValueId Symbol) {
  const EventRef Point = C.T[Symbol].At;
  const Cfg &G = C.V.cfg(Point.Func);
  for (uint32_t Header : G.Order)
    if (Header != index(Point.Block) && G.isHeader(Header) &&
        G.inCycle(Header, index(Point.Block)))
      return false;
  const AbstractThread &T = C.Table[Id];
  for (EventRef At : T.SpawnChain)
    if (At.Func != Point.Func && C.V.cfg(At.Func).runsAgain(index(At.Block)))
      return false;
  return !C.Table.isSelfParallel(T.Parent);
}

Likeness heddle::likenessInLoop(const RefuterContext &C, ThreadId Id,
                                ValueId Symbol, ValueId V) {
  if (!C.T.isKnown(V))
    return Likeness::Varies;
  const Value &X = C.T[V];
  Likeness Least = Likeness::Same;
  const FuncId F = X.Kind == ValueKind::Param ? X.Func : X.At.Func;
  if (valid(F)) {
    const EventRef Loop = C.T[Symbol].At;
    const auto &Way = C.Table[Id].SpawnChain;
    const bool IsStarter =
        F == Loop.Func ||
        llvm::any_of(Way, [&](EventRef At) { return At.Func == F; });
    if (F == Loop.Func && X.Kind != ValueKind::Param &&
        C.V.cfg(F).inCycle(index(Loop.Block), index(X.At.Block)))
      return Likeness::Varies;
    Least = IsStarter ? Likeness::Same : Likeness::Assumed;
  }
  if (X.Kind == ValueKind::Inner) // its parts are another function's
    return Least;
  for (ValueId Part : {X.A, X.B})
    if (valid(Part))
      Least = std::min(Least, likenessInLoop(C, Id, Symbol, Part));
  return Least;
}

/// The least of all symbols.
static Likeness likenessInLoop(const RefuterContext &C, ThreadId Id,
                               ValueId Symbol, const Polynomial &P) {
  Likeness Least = Likeness::Same;
  for (ValueId V : P.symbols())
    Least = std::min(Least, heddle::likenessInLoop(C, Id, Symbol, V));
  return Least;
}

/// Steps of \p Outer that lead to \p At, on any way; nothing where \p At may be
/// reached without \p Outer.
static std::optional<std::set<EventRef>> stepsTo(const RefuterContext &C,
                                                 FuncId Outer, EventRef At) {
  std::set<EventRef> Steps;
  std::set<FuncId> Seen;
  std::vector<EventRef> Work{At};
  while (!Work.empty()) {
    const EventRef Step = Work.back();
    Work.pop_back();
    if (Step.Func == Outer) {
      Steps.insert(Step);
      continue;
    }
    if (!Seen.insert(Step.Func).second)
      continue;
    llvm::ArrayRef<EventRef> Callers = C.Pointers.callersOf(Step.Func);
    if (Callers.empty())
      return std::nullopt;
    Work.insert(Work.end(), Callers.begin(), Callers.end());
  }
  return Steps;
}

/// Is \p A done by the thread that starts \p Worker, in each round of the loop
/// that \p Symbol counts before the round's worker is started?
static bool comesBeforeStart(const RefuterContext &C, const AccessClass &A,
                             ThreadId Worker, ValueId Symbol) {
  const AbstractThread &W = C.Table[Worker];
  const EventRef Point = C.T[Symbol].At;
  if (A.Shown.Thread != W.Parent)
    return false;
  const EventRef Step = spawnStepIn(C.Table, Worker, Point.Func);
  // The workers must all be started by one call of the function.
  for (uint32_t Ctx : C.All.of(Point.Func)) {
    const CallChain Way = C.All.chain(Ctx);
    if (C.All[Ctx].Thread == W.Parent &&
        (C.All[Ctx].Widened || Way.size() > W.SpawnChain.size() ||
         !std::equal(Way.begin(), Way.end(), W.SpawnChain.begin())))
      return false;
  }
  const Cfg &G = C.V.cfg(Point.Func);
  const uint32_t Header = index(Point.Block);
  return llvm::all_of(A.Sites, [&](EventRef Site) {
    const auto Steps = stepsTo(C, Point.Func, Site);
    return Steps && llvm::all_of(*Steps, [&](EventRef At) {
             return G.inCycle(Header, index(At.Block)) &&
                    !(Step.Block == At.Block && Step.Index <= At.Index) &&
                    !reachesWithout(G, index(Step.Block), index(At.Block),
                                    Header);
           });
  });
}

/// Could numbers that are \p By apart from round to round be the same in the
/// end, because they are cut to what the counter or the index has room for?
static bool mayWrap(const RefuterContext &C, ValueId Symbol, int64_t By) {
  const Induction &Loop = *C.V.induction(Symbol);
  const std::optional<int64_t> Start = C.T.asInt(Loop.Start),
                               Bound = C.T.asInt(Loop.Bound);
  // A char that is counted up beside the loop's own counter.
  const Value &Counter = C.T[C.T[Symbol].A];
  if (!C.T.isKnown(Loop.Bound) && Counter.Kind == ValueKind::Local) {
    const TypeId Type = (*C.P.M[Counter.Func].Definition)[Counter.Local].Type;
    if (valid(Type) && C.P.M[Type].Kind == TypeKind::Int &&
        C.P.M[Type].SizeBytes < 4)
      return true;
  }
  constexpr int64_t Room = int64_t(1) << 31, ManyRounds = 1 << 11;
  int64_t Rounds = ManyRounds;
  if (Start && Bound && Loop.Step != 0)
    Rounds = std::abs(*Bound - *Start) / std::abs(Loop.Step) + 1;
  return std::abs(By) > Room / Rounds;
}

static std::optional<Refutation> disjoint(const RefuterContext &C,
                                          const AccessClass &A,
                                          const AccessClass &B, ValueId IndexA,
                                          ValueId IndexB) {
  const bool IsParent = A.Shown.Thread != B.Shown.Thread;
  const ThreadId Id = B.Shown.Thread;
  std::set<ValueId> Symbols;
  findDistinct(C, Id, IndexA, Symbols);
  for (const AccessClass *X : {&A, &B}) {
    std::vector<ValueId> Terms;
    addTerms(C.T, X == &A ? IndexA : IndexB, Terms);
    for (ValueId Term : Terms)
      if (const Induction *Loop = C.V.induction(Term)) {
        findDistinct(C, Id, C.All.absolute(X->Context, Loop->Start), Symbols);
        findDistinct(C, Id, C.All.absolute(X->Context, Loop->Bound), Symbols);
      }
  }
  if (IsParent)
    std::erase_if(Symbols,
                  [&](ValueId S) { return !comesBeforeStart(C, A, Id, S); });
  std::optional<IndexRange> RA = rangeOf(C, A, IndexA,
                                         IsParent ? Symbols
                                                  : std::set<ValueId>()),
                            RB = rangeOf(C, B, IndexB, {});
  if (!RA || !RB)
    return std::nullopt;
  // Halves given by numbers, to two threads or to one twice.
  const std::optional<int64_t> FirstA = RA->First.asInt(),
                               EndA = RA->End.asInt(),
                               FirstB = RB->First.asInt(),
                               EndB = RB->End.asInt();
  if (FirstA && EndA && FirstB && EndB &&
      (*EndA <= *FirstB || *EndB <= *FirstA))
    return Refutation{true, {"the indices don't overlap"}};
  for (ValueId S : Symbols) {
    Polynomial FA, FB, RestA, RestB, EndFA, EndRestA, EndFB, EndRestB;
    if (!RA->First.linearIn(S, FA, RestA) ||
        !RB->First.linearIn(S, FB, RestB) || FA != FB || RestA != RestB ||
        !RA->End.linearIn(S, EndFA, EndRestA) ||
        !RB->End.linearIn(S, EndFB, EndRestB) || EndFA != FA || EndFB != FA)
      continue;
    const int64_t Step = C.V.induction(S)->Step;
    const Likeness Others =
        std::min(likenessInLoop(C, Id, S, FA), likenessInLoop(C, Id, S, RestA));
    if (Others == Likeness::Varies)
      continue;
    const Polynomial Move = FA * Step;
    const std::optional<int64_t> By = Move.asInt();
    if (By && mayWrap(C, S, *By))
      continue;
    bool Nonzero = true;
    auto Fits = [&](const Polynomial &Length) {
      if (Length == Move || Length == Move * -1)
        return true;
      std::optional<int64_t> L = Length.asInt();
      if (By && L)
        return *L <= std::abs(*By);
      // One element at a time, and indices that differ: any factor will do, but
      // for zero.
      Nonzero = false;
      return L == 1;
    };
    if (!Fits(EndRestA - RestA) || !Fits(EndRestB - RestB))
      continue;
    return Refutation{Nonzero && Others == Likeness::Same &&
                          entersLoopOnce(C, Id, S),
                      {"each " + C.nameOf(Id) +
                       " is started with another index, and touches its own "
                       "elements"}};
  }
  return std::nullopt;
}

std::optional<Refutation>
heddle::numbersDiffer(const RefuterContext &C, const AccessClass &A,
                      const AccessClass &B, ValueId IndexA, ValueId IndexB) {
  if (!C.T.isKnown(IndexA) || !C.T.isKnown(IndexB))
    return std::nullopt;
  if (std::optional<int64_t> NA = C.T.asInt(IndexA), NB = C.T.asInt(IndexB);
      NA && NB && *NA != *NB)
    return Refutation{true,
                      {"different elements: " + std::to_string(*NA) + " and " +
                       std::to_string(*NB)}};
  // The thread that starts the other, if one does, comes first.
  return C.Table[A.Shown.Thread].Parent == B.Shown.Thread
             ? disjoint(C, B, A, IndexB, IndexA)
             : disjoint(C, A, B, IndexA, IndexB);
}

/// Is what \p Address names a part of the one object that \p Root points to?
static bool staysInside(const ValueTable &T, ValueId Address, ValueId Root) {
  for (; Address != Root; Address = T[Address].A)
    if (T[Address].Kind == ValueKind::Element && T[Address].A == Root)
      return false;
  return true;
}

/// Each thread is started with what a pointer points to that walks over an
/// array: `for (P = Begin; P != End; P++) pthread_create(…, P)`.
static std::optional<Refutation> walkedOver(const RefuterContext &C,
                                            const AccessClass &A,
                                            const AccessClass &B) {
  if (C.Table[A.Shown.Thread].Parent == B.Shown.Thread)
    return walkedOver(C, B, A);
  const ValueId Pointer = C.T.root(A.Address);
  const ThreadId Id = B.Shown.Thread;
  std::set<ValueId> Symbols;
  if (!C.T.isKnown(Pointer) || Pointer != C.T.root(B.Address) ||
      !staysInside(C.T, A.Address, Pointer) ||
      !staysInside(C.T, B.Address, Pointer))
    return std::nullopt;
  findDistinct(C, Id, Pointer, Symbols);
  if (!Symbols.count(Pointer) ||
      (A.Shown.Thread != Id && !comesBeforeStart(C, A, Id, Pointer)))
    return std::nullopt;
  return Refutation{
      entersLoopOnce(C, Id, Pointer),
      {"each " + C.nameOf(Id) + " is started with an element of its own"}};
}

std::optional<Refutation> heddle::refuteDisjointIndex(const RefuterContext &C,
                                                      const AccessClass &A,
                                                      const AccessClass &B) {
  // Tasks of several threads of a team: see refuteTeam.
  const ThreadId Parent = C.Table[A.Shown.Thread].Parent;
  if (A.Shown.Thread == B.Shown.Thread && C.Table.isInTeam(Parent) &&
      C.Table.isSelfParallel(Parent))
    return std::nullopt;
  return refuteByIndex(C, A, B);
}

std::optional<Refutation> heddle::refuteByIndex(const RefuterContext &C,
                                                const AccessClass &A,
                                                const AccessClass &B) {
  for (const IndexPair &Pair : indexPairs(C, A, B)) {
    if (std::optional<Refutation> R = numbersDiffer(C, A, B, Pair.A, Pair.B))
      return R;
    const auto L = indexSet(C, A, Pair.A), Other = indexSet(C, B, Pair.B);
    if (L && Other &&
        llvm::none_of(*L, [&](int64_t N) { return Other->count(N) > 0; }))
      return Refutation{true, {"no index of the one is one of the other"}};
  }
  return walkedOver(C, A, B);
}
