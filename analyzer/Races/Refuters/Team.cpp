//===- Team.cpp - Two threads of one OpenMP team
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// All threads of a team run the same code, so nothing but where they are in it
/// keeps two accesses apart:
///
///     #pragma omp parallel          // a team: `thread 'parallel region'`,
///     many
///     {
///       #pragma omp single          // one of them, any; a barrier behind it
///       Total = 0;                  // (1)
///       #pragma omp for
///       for (I = 0; I < N; ++I)
///         A[I] = Total;             // (2)
///     }
///
/// (1) and (2): the last barrier before (1) is never the last one before (2).
/// (1) and (1): in one `single`, which one thread runs; were it reached again,
/// a barrier would lie between. (2) and (2): the same element is the same
/// round, and that is one thread's.
///
/// Two accesses meet only if their threads part somewhere: they come from
/// different threads of a team, or from one thread that started both. For each
/// team on the way up from both, that they come from two of its threads must be
/// refuted; and that one thread has started both, and they run side by side.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Team.h"

#include "analyzer/Races/Refuters/Distinct.h"
#include "analyzer/Races/Refuters/Indices.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using OpKind = ParallelRegion::OpKind;

std::optional<CallChain> heddle::wayInTeam(const RefuterContext &C,
                                           ThreadId Team,
                                           const AccessClass &A) {
  CallChain Way;
  if (A.Shown.Thread == Team) {
    if (C.All[A.Context].Widened || A.Sites.size() != 1)
      return std::nullopt;
    Way = A.Shown.Chain;
    Way.push_back(A.Shown.At);
  } else {
    const AbstractThread &Child =
        C.Table[C.Table.childTowards(Team, A.Shown.Thread)];
    if (Child.OtherWays)
      return std::nullopt;
    // Other threads than OpenMP's wait for no barrier.
    for (ThreadId Id = A.Shown.Thread; Id != Team; Id = C.Table[Id].Parent)
      if (C.Table[Id].Role == TeamRole::None)
        return std::nullopt;
    Way = Child.SpawnChain;
    Way.push_back(Child.Spawn);
  }
  // Chains that were cut short begin anywhere.
  if (!llvm::is_contained(C.Table[Team].Entries, Way.front().Func))
    return std::nullopt;
  for (size_t I = 0; I + 1 < Way.size(); ++I)
    if (llvm::none_of(C.Pointers.callees(Way[I]), [&](const Callee &To) {
          return To.Func == Way[I + 1].Func;
        }))
      return std::nullopt;
  return Way;
}

namespace {

/// A mark on a way, and at which step.
struct MarkOnWay {
  EventRef Mark;
  size_t Step;
  OpKind Op;
  std::string Name;
};

/// Two accesses, seen from one team that both come from.
class TeamPair {
public:
  TeamPair(const RefuterContext &C, ThreadId Team, const AccessClass &A,
           const AccessClass &B, CallChain WayA, CallChain WayB)
      : C(C), Team(Team), A(A), B(B), WayA(std::move(WayA)),
        WayB(std::move(WayB)), MarksA(marksOf(this->WayA)),
        MarksB(marksOf(this->WayB)) {}

  std::optional<Refutation> apart();
  std::optional<SharedRounds> meet();
  bool hasPlainIndices() const;

private:
  std::vector<MarkOnWay> marksOf(const CallChain &Way) const;
  bool isSameInstance(const MarkOnWay &X, const MarkOnWay &Y) const;
  std::optional<Refutation> byPhase() const;
  std::optional<Refutation> byOneThread() const;
  std::optional<Refutation> byRounds(const MarkOnWay &Loop) const;
  std::optional<Likeness> byRoundsOf(EventRef Loop,
                                     llvm::ArrayRef<IndexPair> Pairs,
                                     std::set<ValueId> &Fixed) const;
  std::optional<Refutation> byNumber() const;
  std::optional<Refutation> byChosenNumber() const;
  std::set<int64_t> numbersAskedFor(const AccessClass &X,
                                    llvm::ArrayRef<MarkOnWay> Marks) const;
  ValueId counter(EventRef Partition, ValueId In) const;
  bool isInRound(EventRef Partition, const CallChain &Way) const;
  bool isOfTeam(FuncId F) const;
  bool isInStep(ValueId Phi) const;
  Likeness likeness(ValueId V, const std::set<ValueId> &Fixed) const;
  Likeness likeness(const Polynomial &P, const std::set<ValueId> &Fixed) const;
  std::optional<Likeness> separates(const IndexPair &Pair, ValueId Symbol,
                                    int64_t Step,
                                    const std::set<ValueId> &Fixed) const;
  std::set<ValueId> symbolsOf(EventRef Partition) const;
  std::optional<Likeness> neverMeet(const IndexPair &Pair) const;
  Likeness sameArray() const;

  const RefuterContext &C;
  ThreadId Team;
  const AccessClass &A, &B;
  CallChain WayA, WayB;
  std::vector<MarkOnWay> MarksA, MarksB;
};
} // namespace

std::vector<MarkOnWay> TeamPair::marksOf(const CallChain &Way) const {
  std::vector<MarkOnWay> Out;
  for (size_t I = 0; I < Way.size(); ++I)
    for (EventRef Mark : C.Teams->marks(Way[I])) {
      const auto &R = std::get<ParallelRegion>(C.P.M[Mark]);
      Out.push_back({Mark, I, R.Op, R.Name});
    }
  return Out;
}

/// Do both come by one mark in the same way, and is it the same time that they
/// come by, if not a barrier apart?
bool TeamPair::isSameInstance(const MarkOnWay &X, const MarkOnWay &Y) const {
  if (X.Mark != Y.Mark || X.Step != Y.Step ||
      llvm::ArrayRef(WayA).take_front(X.Step) !=
          llvm::ArrayRef(WayB).take_front(X.Step))
    return false;
  CallChain ToMark = llvm::ArrayRef(WayA).take_front(X.Step).vec();
  ToMark.push_back(X.Mark);
  return C.Teams->barrierBetween(ToMark, X.Step);
}

std::optional<Refutation> TeamPair::byPhase() const {
  const std::set<EventRef> LA = C.Teams->lastBarriers(WayA),
                           LB = C.Teams->lastBarriers(WayB);
  if (llvm::any_of(LA, [&](EventRef X) { return LB.count(X) > 0; }))
    return std::nullopt;
  auto Barrier = [&](const std::set<EventRef> &Last) {
    for (EventRef X : Last)
      if (valid(X.Func))
        return C.position(X);
    return std::string("the start of the region");
  };
  return Refutation{
      true,
      {"the threads of the team wait for each other in between: " +
       C.position(WayA.back()) + " comes behind " + Barrier(LA) + ", " +
       C.position(WayB.back()) + " behind " + Barrier(LB)}};
}

std::optional<Refutation> TeamPair::byOneThread() const {
  for (const MarkOnWay &X : MarksA)
    for (const MarkOnWay &Y : MarksB) {
      if (X.Op != Y.Op)
        continue;
      if (X.Op == OpKind::BeginMaster && X.Name == Y.Name)
        return Refutation{true, {"one thread of the team does both"}};
      if ((X.Op == OpKind::BeginSingle || X.Op == OpKind::BeginSection) &&
          isSameInstance(X, Y))
        return Refutation{true,
                          {"the thread of the team that does the one at " +
                           C.position(X.Mark) + " does the other"}};
    }
  auto IsOrdered = [](const MarkOnWay &M) {
    return M.Op == OpKind::BeginOrdered;
  };
  if (A.Shown.Thread == Team && B.Shown.Thread == Team &&
      llvm::any_of(MarksA, IsOrdered) && llvm::any_of(MarksB, IsOrdered))
    for (const MarkOnWay &X : MarksA)
      for (const MarkOnWay &Y : MarksB)
        if (X.Op == OpKind::BeginFor && isSameInstance(X, Y))
          return Refutation{true, {"both are done in the order of the rounds"}};
  // Unsound: which rounds `ordered depend` names is not looked at.
  for (const MarkOnWay &X : MarksA)
    for (const MarkOnWay &Y : MarksB)
      if (X.Op == OpKind::BeginFor && X.Name == "doacross" &&
          isSameInstance(X, Y))
        return Refutation{false,
                          {"the rounds of the loop at " + C.position(X.Mark) +
                           " wait for those they depend on"}};
  return std::nullopt;
}

// --- Divided loops ----------------------------------------------------------

/// Is the way's step within a round of the loop?
bool TeamPair::isInRound(EventRef Partition, const CallChain &Way) const {
  const Body &B = *C.P.M[Partition.Func].Definition;
  const Cfg &G = C.V.cfg(Partition.Func);
  const uint32_t Header = index(B[Partition.Block].Term.Succs.front());
  return llvm::any_of(Way, [&](EventRef At) {
    return At.Func == Partition.Func && index(At.Block) != Header &&
           G.inCycle(Header, index(At.Block));
  });
}

/// Values that tell the rounds of the loop apart.
std::set<ValueId> TeamPair::symbolsOf(EventRef Partition) const {
  const auto &Rounds = std::get<IterationPartition>(C.P.M[Partition]);
  const Body &Code = *C.P.M[Partition.Func].Definition;
  const EventRef Header =
      phiPoint(Partition.Func, Code[Partition.Block].Term.Succs.front());
  std::set<ValueId> Out;
  std::vector<ValueId> Work;
  Work.push_back(A.Address);
  Work.push_back(B.Address);
  std::set<ValueId> Seen;
  while (!Work.empty()) {
    const ValueId Id = Work.back();
    Work.pop_back();
    if (!valid(Id) || !C.T.isKnown(Id) || !Seen.insert(Id).second)
      continue;
    const Value &X = C.T[Id];
    if (X.Kind == ValueKind::Phi && X.At == Header) {
      const Value &Of = C.T[X.A];
      if (Of.Kind == ValueKind::Local && Of.Local == Rounds.Induction)
        Out.insert(Id);
    }
    if (const Induction *Inner = C.V.induction(Id)) {
      Work.push_back(Inner->Start);
      Work.push_back(Inner->Bound);
    }
    Work.push_back(X.A);
    Work.push_back(X.B);
  }
  return Out;
}

/// May a thread of the team run \p F, or what it starts?
bool TeamPair::isOfTeam(FuncId F) const {
  return llvm::any_of(C.Table.executing(F), [&](ThreadId Id) {
    return Id == Team || C.Table.isAncestor(Team, Id);
  });
}

/// Does the loop's counter have one value for all threads whenever they are
/// in the divided loop that both come by? It counts rounds that each have that
/// loop in them, with its barrier.
bool TeamPair::isInStep(ValueId Phi) const {
  const Induction *Loop = C.V.induction(Phi);
  const EventRef At = C.T[Phi].At;
  if (!Loop || likeness(Loop->Start, {}) != Likeness::Same)
    return false;
  const Cfg &G = C.V.cfg(At.Func);
  const uint32_t Header = index(At.Block);
  for (uint32_t Outer : G.Order)
    if (Outer != Header && G.isHeader(Outer) && G.inCycle(Outer, Header))
      return false;
  for (const MarkOnWay &X : MarksA)
    for (const MarkOnWay &Y : MarksB) {
      if (X.Op != OpKind::BeginFor || !isSameInstance(X, Y))
        continue;
      for (size_t I = 0; I <= X.Step; ++I) {
        const EventRef Step = I == X.Step ? X.Mark : WayA[I];
        if (Step.Func != At.Func && I < X.Step &&
            C.V.cfg(Step.Func).runsAgain(index(Step.Block)))
          break;
        if (Step.Func == At.Func && index(Step.Block) != Header &&
            G.inCycle(Header, index(Step.Block)) &&
            !reachesWithout(G, Header, Header, index(Step.Block)))
          return true;
      }
    }
  return false;
}

/// Is \p V one number for all threads of a team?
Likeness TeamPair::likeness(ValueId V, const std::set<ValueId> &Fixed) const {
  if (Fixed.count(V))
    return Likeness::Same;
  if (!C.T.isKnown(V))
    return Likeness::Varies;
  const Value &X = C.T[V];
  Likeness Least = Likeness::Same;
  switch (X.Kind) {
  case ValueKind::Param:
    return Likeness::Varies;
  case ValueKind::Phi:
    if (isOfTeam(X.At.Func))
      return isInStep(V) ? Likeness::Same : Likeness::Varies;
    return Likeness::Same;
  case ValueKind::Result:
  case ValueKind::Inner:
    return isOfTeam(X.At.Func) ? Likeness::Varies : Likeness::Same;
  case ValueKind::Local:
  case ValueKind::Fresh:
  case ValueKind::Global:
    if (X.Owner != UINT32_MAX) {
      const auto Owner = static_cast<ThreadId>(X.Owner);
      if (Owner == Team || C.Table.isAncestor(Team, Owner))
        return Likeness::Varies;
    }
    break;
  case ValueKind::Load:
    // Read by each thread for itself, from memory that may change meanwhile.
    if (isOfTeam(X.At.Func))
      Least = Likeness::Assumed;
    break;
  default:
    break;
  }
  for (ValueId Part : {X.A, X.B})
    if (valid(Part))
      Least = std::min(Least, likeness(Part, Fixed));
  return Least;
}

Likeness TeamPair::likeness(const Polynomial &P,
                            const std::set<ValueId> &Fixed) const {
  Likeness Least = Likeness::Same;
  for (ValueId V : P.symbols())
    Least = std::min(Least, likeness(V, Fixed));
  return Least;
}

/// Do both index into one array, whichever threads they are of?
Likeness TeamPair::sameArray() const {
  const ValueId RootA = C.T.root(A.Address), RootB = C.T.root(B.Address);
  if (valid(C.uniqueCell(RootA)) && C.uniqueCell(RootA) == C.uniqueCell(RootB))
    return Likeness::Same;
  return std::min(likeness(RootA, {}), likeness(RootB, {}));
}

/// Do both touch one element only if \p Symbol has one value for both? The
/// values it takes are \p Step apart, at least.
std::optional<Likeness>
TeamPair::separates(const IndexPair &Pair, ValueId Symbol, int64_t Step,
                    const std::set<ValueId> &Fixed) const {
  std::set<ValueId> NoVariable = Fixed;
  NoVariable.insert(Symbol);
  const std::optional<IndexRange> RA = rangeOf(C, A, Pair.A, NoVariable,
                                               Pair.NumbersOf),
                                  RB = rangeOf(C, B, Pair.B, NoVariable,
                                               Pair.NumbersOf);
  if (!RA || !RB)
    return std::nullopt;
  Polynomial FA, FB, EndFA, EndFB, RestA, RestB, EndRestA, EndRestB;
  if (!RA->First.linearIn(Symbol, FA, RestA) ||
      !RB->First.linearIn(Symbol, FB, RestB) || FA != FB ||
      !RA->End.linearIn(Symbol, EndFA, EndRestA) ||
      !RB->End.linearIn(Symbol, EndFB, EndRestB) || EndFA != FA || EndFB != FA)
    return std::nullopt;
  Likeness Least = std::min(likeness(FA, Fixed), likeness(RestA, Fixed));
  Least = std::min({Least, likeness(RestB, Fixed), sameArray()});
  if (Least == Likeness::Varies)
    return std::nullopt;
  const Polynomial LengthA = EndRestA - RestA, LengthB = EndRestB - RestB;
  const Polynomial Move = FA * Step;
  const std::optional<int64_t> By = Move.asInt(),
                               Apart = (RestA - RestB).asInt();
  if (LengthA.asInt() == 1 && LengthB.asInt() == 1) {
    if (RestA == RestB && (!FA.asInt() || *FA.asInt() != 0))
      // Any factor will do, if it is not zero.
      return FA.asInt() ? Least : std::min(Least, Likeness::Assumed);
    // a[2 * i] and a[2 * i + 1]
    if (By && *By && Apart && *Apart % *By != 0)
      return Least;
    return std::nullopt;
  }
  if (RestA != RestB)
    return std::nullopt;
  auto Fits = [&](const Polynomial &Length) {
    if (Length == Move || Length == Move * -1)
      return true;
    std::optional<int64_t> L = Length.asInt();
    return By && L && *L <= std::abs(*By);
  };
  if (!Fits(LengthA) || !Fits(LengthB))
    return std::nullopt;
  return Least;
}

/// Do the elements that all rounds together touch there not overlap?
std::optional<Likeness> TeamPair::neverMeet(const IndexPair &Pair) const {
  const std::optional<IndexRange> RA = rangeOf(C, A, Pair.A, {}),
                                  RB = rangeOf(C, B, Pair.B, {});
  if (!RA || !RB)
    return std::nullopt;
  auto IsBefore = [](const Polynomial &End, const Polynomial &First) {
    const std::optional<int64_t> By = (End - First).asInt();
    return By && *By <= 0;
  };
  if (!IsBefore(RA->End, RB->First) && !IsBefore(RB->End, RA->First))
    return std::nullopt;
  Likeness Least = sameArray();
  for (const Polynomial *P : {&RA->First, &RA->End, &RB->First, &RB->End})
    Least = std::min(Least, likeness(*P, {}));
  return Least == Likeness::Varies ? std::nullopt : std::optional(Least);
}

/// Two rounds of \p Loop, with the symbols of \p Fixed alike, touch different
/// elements. Its own symbol, which says so, is added to Fixed.
std::optional<Likeness> TeamPair::byRoundsOf(EventRef Loop,
                                             llvm::ArrayRef<IndexPair> Pairs,
                                             std::set<ValueId> &Fixed) const {
  if (!isInRound(Loop, WayA) || !isInRound(Loop, WayB))
    return std::nullopt;
  for (ValueId Symbol : symbolsOf(Loop)) {
    const Induction *I = C.V.induction(Symbol);
    for (const IndexPair &Pair : Pairs)
      if (std::optional<Likeness> L =
              separates(Pair, Symbol, I ? std::abs(I->Step) : 1, Fixed)) {
        Fixed.insert(Symbol);
        return L;
      }
  }
  return std::nullopt;
}

/// Where rounds that touch one element are one round, they are one thread's.
std::optional<Refutation> TeamPair::byRounds(const MarkOnWay &Loop) const {
  const std::vector<EventRef> Loops = C.Teams->dividedLoops(Loop.Mark);
  if (Loops.empty())
    return std::nullopt;
  const std::vector<IndexPair> Pairs = indexPairs(C, A, B);
  std::set<ValueId> Fixed;
  Likeness Least = Likeness::Same;
  for (EventRef P : Loops) {
    const std::optional<Likeness> L = byRoundsOf(P, Pairs, Fixed);
    if (!L)
      return std::nullopt;
    Least = std::min(Least, *L);
  }
  return Refutation{Least == Likeness::Same,
                    {"each round of the loop at " + C.position(Loop.Mark) +
                     " touches its own elements, and is done by one thread"}};
}

std::optional<Refutation> TeamPair::apart() {
  if (std::optional<Refutation> R = byPhase())
    return R;
  if (std::optional<Refutation> R = byOneThread())
    return R;
  if (std::optional<Refutation> R = byChosenNumber())
    return R;
  std::optional<Refutation> Believed;
  for (const IndexPair &Pair : indexPairs(C, A, B))
    if (std::optional<Likeness> L = neverMeet(Pair)) {
      Refutation R{*L == Likeness::Same, {"the indices don't overlap"}};
      if (R.Proved)
        return R;
      Believed = std::move(R);
    }
  for (const MarkOnWay &X : MarksA)
    for (const MarkOnWay &Y : MarksB)
      if (X.Op == OpKind::BeginFor && isSameInstance(X, Y))
        if (std::optional<Refutation> R = byRounds(X)) {
          if (R->Proved)
            return R;
          Believed = std::move(R);
        }
  if (std::optional<Refutation> R = byNumber())
    return R;
  return Believed;
}

/// The number of a thread is no other's: `Sum[omp_get_thread_num()]`.
std::optional<Refutation> TeamPair::byNumber() const {
  if (A.Shown.Thread != Team || B.Shown.Thread != Team)
    return std::nullopt;
  for (IndexPair Pair : indexPairs(C, A, B)) {
    std::set<ValueId> Numbers;
    Pair.NumbersOf = Team;
    for (auto [Index, Of] : {std::pair(Pair.A, &A), std::pair(Pair.B, &B)}) {
      withOneNumber(C, Team, Index, Numbers);
      std::vector<ValueId> Terms;
      addTerms(C.T, Index, Terms);
      for (ValueId Term : Terms)
        if (const Induction *Loop = C.V.induction(Term)) {
          withOneNumber(C, Team, C.All.absolute(Of->Context, Loop->Start),
                        Numbers);
          withOneNumber(C, Team, C.All.absolute(Of->Context, Loop->Bound),
                        Numbers);
        }
    }
    for (ValueId Symbol : Numbers)
      if (std::optional<Likeness> L = separates(Pair, Symbol, 1, {}))
        return Refutation{*L == Likeness::Same,
                          {"each thread of the team has its own number, and "
                           "touches its own elements"}};
  }
  return std::nullopt;
}

/// The numbers that a thread must have to come to \p X. `master` asks for 0.
std::set<int64_t>
TeamPair::numbersAskedFor(const AccessClass &X,
                          llvm::ArrayRef<MarkOnWay> Marks) const {
  std::set<int64_t> Out;
  for (const ConditionAtom &Atom : X.Premises) {
    std::set<ValueId> Numbers;
    const ValueId Subject = withOneNumber(C, Team, Atom.Subject, Numbers);
    if (Atom.Equal && Numbers.count(Subject))
      Out.insert(Atom.Number);
  }
  if (llvm::any_of(Marks, [](const MarkOnWay &M) {
        return M.Op == OpKind::BeginMaster && M.Name.empty();
      }))
    Out.insert(0);
  return Out;
}

/// `if (omp_get_thread_num() == 0)` around both: one thread has that number.
std::optional<Refutation> TeamPair::byChosenNumber() const {
  if (A.Shown.Thread != Team || B.Shown.Thread != Team)
    return std::nullopt;
  const std::set<int64_t> OfB = numbersAskedFor(B, MarksB);
  for (int64_t Number : numbersAskedFor(A, MarksA))
    if (OfB.count(Number))
      return Refutation{true,
                        {"only the thread with the number " +
                         std::to_string(Number) + " does either"}};
  return std::nullopt;
}

std::optional<SharedRounds> TeamPair::meet() {
  for (const MarkOnWay &X : MarksA)
    for (const MarkOnWay &Y : MarksB) {
      if (X.Op != OpKind::BeginFor || !isSameInstance(X, Y))
        continue;
      const std::vector<EventRef> Loops = C.Teams->dividedLoops(X.Mark);
      if (Loops.empty() || !isInRound(Loops.front(), WayA) ||
          !isInRound(Loops.front(), WayB))
        continue;
      const std::set<ValueId> Symbols = symbolsOf(Loops.front());
      const std::vector<IndexPair> Pairs = indexPairs(C, A, B);
      if (Pairs.empty() || sameArray() == Likeness::Varies)
        continue;
      SharedRounds Out{0, Loops.front()};
      for (const IndexPair &Pair : Pairs) {
        const std::optional<Polynomial> PA = Polynomial::of(C.T, Pair.A),
                                        PB = Polynomial::of(C.T, Pair.B);
        if (!PA || !PB)
          return std::nullopt;
        Polynomial FA, FB, RestA, RestB;
        const ValueId S = Symbols.empty() ? ValueId::None : *Symbols.begin();
        if (!valid(S) || (!PA->mentions(S) && !PB->mentions(S))) {
          // The same index in all rounds, or one that runs through the same.
          if (*PA != *PB)
            return std::nullopt;
          continue;
        }
        if (!PA->linearIn(S, FA, RestA) || !PB->linearIn(S, FB, RestB) ||
            FA != FB || likeness(RestA, {}) == Likeness::Varies)
          return std::nullopt;
        const Induction *I = C.V.induction(S);
        const std::optional<int64_t> By = (FA * (I ? I->Step : 1)).asInt(),
                                     Apart = (RestB - RestA).asInt();
        if (!By || !*By || !Apart || *Apart == 0 || *Apart % *By != 0)
          return std::nullopt;
        Out.Distance = std::abs(*Apart / *By);
      }
      return Out;
    }
  return std::nullopt;
}

/// One index for each, made of the counter of a divided loop and of numbers
/// that all threads have in common.
bool TeamPair::hasPlainIndices() const {
  const std::vector<IndexPair> Pairs = indexPairs(C, A, B);
  if (Pairs.size() != 1 || sameArray() == Likeness::Varies)
    return false;
  auto IsPlain = [&](ValueId Index, const std::vector<MarkOnWay> &Marks) {
    const std::optional<Polynomial> P = Polynomial::of(C.T, Index);
    if (!P)
      return false;
    std::set<ValueId> Counters;
    for (const MarkOnWay &X : Marks)
      if (X.Op == OpKind::BeginFor)
        for (EventRef Loop : C.Teams->dividedLoops(X.Mark))
          Counters.merge(symbolsOf(Loop));
    return llvm::all_of(P->symbols(), [&](ValueId S) {
      return Counters.count(S) || likeness(S, {}) != Likeness::Varies;
    });
  };
  return IsPlain(Pairs.front().A, MarksA) && IsPlain(Pairs.front().B, MarksB);
}

// --- The refuter ------------------------------------------------------------

/// Tasks outside of any team are run by the thread that makes them.
static bool areByOneThread(const RefuterContext &C, ThreadId Above, ThreadId TA,
                           ThreadId TB) {
  for (ThreadId Id : {TA, TB})
    for (; Id != Above; Id = C.Table[Id].Parent)
      if (C.Table[Id].Role != TeamRole::Task)
        return false;
  ThreadId Runs = Above;
  while (valid(Runs) && C.Table[Runs].Role == TeamRole::Task)
    Runs = C.Table[Runs].Parent;
  return valid(Runs) && C.Table[Runs].Role != TeamRole::Team;
}

/// What the task names in its depend clauses, by absolute address, and whether
/// as something that it changes.
static std::vector<std::pair<ValueId, bool>>
dependencesOf(const RefuterContext &C, ThreadId Id) {
  const AbstractThread &T = C.Table[Id];
  std::vector<std::pair<ValueId, bool>> Out;
  std::optional<uint32_t> Starter;
  for (uint32_t Ctx : C.All.of(T.Spawn.Func))
    if (C.All[Ctx].Thread == T.Parent) {
      if (C.All[Ctx].Widened)
        return {};
      if (C.All.chain(Ctx) == T.SpawnChain) {
        if (Starter)
          return {};
        Starter = Ctx;
      }
    }
  if (!Starter || T.OtherWays || T.Recursive)
    return {};
  const auto &Events =
      C.P.M[T.Spawn.Func].Definition->Blocks[index(T.Spawn.Block)].Events;
  for (uint32_t I = T.Spawn.Index; I-- > 0;) {
    if (std::holds_alternative<ParallelRegion>(Events[I]))
      break;
    if (const auto *D = std::get_if<TaskDependence>(&Events[I])) {
      const ValueId Address = C.All.absolute(
          *Starter, C.V.address({T.Spawn.Func, T.Spawn.Block, I}, D->P));
      if (!C.T.isVague(Address))
        Out.push_back({Address, D->Out});
    }
  }
  return Out;
}

/// Are the two done one after the other, as tasks of one parent with a common
/// dependence? It is on one object, or each depends on what it touches there:
/// where the two touch one object, they depend on one.
static bool areDependent(const RefuterContext &C, const AccessClass &A,
                         const AccessClass &B) {
  const AbstractThread &TA = C.Table[A.Shown.Thread],
                       &TB = C.Table[B.Shown.Thread];
  if (TA.Role != TeamRole::Task || TB.Role != TeamRole::Task ||
      TA.Parent != TB.Parent)
    return false;
  const auto DA = dependencesOf(C, A.Shown.Thread),
             DB = dependencesOf(C, B.Shown.Thread);
  for (const auto &[X, OutX] : DA)
    for (const auto &[Y, OutY] : DB) {
      if (!OutX && !OutY)
        continue;
      const CellId Cell = C.uniqueCell(X);
      if ((valid(Cell) && Cell == C.uniqueCell(Y)) ||
          (X == A.Address && Y == B.Address))
        return true;
    }
  return false;
}

/// Was the object made by the very thread \p Id, or by what it started?
static bool isOwn(const RefuterContext &C, ThreadId Id, const AccessClass &X) {
  const Value &Root = C.T[C.T.root(X.Address)];
  if ((Root.Kind != ValueKind::Local && Root.Kind != ValueKind::Fresh) ||
      Root.Owner == UINT32_MAX)
    return false;
  const auto Owner = static_cast<ThreadId>(Root.Owner);
  return Owner == Id || C.Table.isAncestor(Id, Owner);
}

/// The variable of the function that starts the task which \p X reaches through
/// an argument; Unknown if there is none.
static ValueId givenVariable(const RefuterContext &C, const AccessClass &X) {
  const AbstractThread &T = C.Table[X.Shown.Thread];
  if (T.Role != TeamRole::Task || T.OtherWays || !X.Shown.Chain.empty() ||
      X.Sites.size() != 1 || !valid(X.Shown.P))
    return ValueId::Unknown;
  const EventRef At = X.Shown.At;
  const ValueId Given = C.T.root(C.V.address(At, X.Shown.P));
  if (C.T[Given].Kind != ValueKind::Param || C.T[Given].Func != At.Func)
    return ValueId::Unknown;
  for (const Callee &To : C.Pointers.callees(T.Spawn))
    if (To.Func == At.Func) {
      const ValueId Of = C.T.root(C.V.atCall(T.Spawn, To, Given));
      if (C.T[Of].Kind == ValueKind::Local && C.T[Of].Func == T.Spawn.Func)
        return Of;
    }
  return ValueId::Unknown;
}

/// Tasks of a function that calls itself, by which each gets the address of a
/// variable of the very call that starts it:
///
///     #pragma omp task shared(A)
///     A = fib(N - 1);
///
/// Two of them have two variables, if one call starts it but once. And the call
/// itself meets only the tasks that it has started and not waited for.
static std::optional<Refutation> byActivation(const RefuterContext &C,
                                              const AccessClass &A,
                                              const AccessClass &B) {
  for (auto [X, Y] : {std::pair(&A, &B), std::pair(&B, &A)}) {
    const ValueId Given = givenVariable(C, *X);
    if (!C.T.isKnown(Given))
      continue;
    const EventRef Spawn = C.Table[X->Shown.Thread].Spawn;
    auto IsLike = [&](ThreadId Id) { return C.Table[Id].Spawn == Spawn; };
    if (IsLike(Y->Shown.Thread) && givenVariable(C, *Y) == Given &&
        !C.V.cfg(Spawn.Func).runsAgain(index(Spawn.Block)))
      return Refutation{true,
                        {"each " + C.nameOf(X->Shown.Thread) +
                         " is started with a variable of its own"}};
    if (Y->Shown.At.Func == Spawn.Func && Y->Sites.size() == 1 &&
        valid(Y->Shown.P) &&
        C.T.root(C.V.address(Y->Shown.At, Y->Shown.P)) == Given &&
        llvm::none_of(Y->Facts->Running, [&](const RunningThread &R) {
          return IsLike(R.Thread) && !R.OnlyChildren;
        }))
      return Refutation{true,
                        {C.position(Y->Shown.At) +
                         " comes before the task is started, or after it was "
                         "waited for"}};
  }
  return std::nullopt;
}

std::optional<Refutation> heddle::refuteTeam(const RefuterContext &C,
                                             const AccessClass &A,
                                             const AccessClass &B) {
  const ThreadId TA = A.Shown.Thread, TB = B.Shown.Thread;
  const ThreadId Above = C.Table.commonAncestor(TA, TB);
  if (!valid(Above) || (!C.Table.isInTeam(TA) && !C.Table.isInTeam(TB)))
    return std::nullopt;
  if (std::optional<Refutation> R = byActivation(C, A, B))
    return R;
  Refutation Out;
  if (C.Table.mayBeParallel(TA, A.Facts->Running, TB, B.Facts->Running,
                            Above)) {
    if (TA != TB && areDependent(C, A, B))
      Out.Facts.push_back("the tasks depend on one object, and are done one "
                          "after the other");
    else if (areByOneThread(C, Above, TA, TB))
      Out.Facts.push_back("outside of a parallel region tasks are done by the "
                          "thread that makes them");
    else
      return std::nullopt;
  }
  for (ThreadId Id = Above; valid(Id); Id = C.Table[Id].Parent) {
    const AbstractThread &T = C.Table[Id];
    if (!T.ManyPerParent)
      continue;
    if (isOwn(C, Id, A) && isOwn(C, Id, B)) {
      Out.Facts.push_back("each " + C.nameOf(Id) + " has an object of its own");
      continue;
    }
    if (Id == TA && Id == TB && areDependent(C, A, B)) {
      Out.Facts.push_back("the tasks depend on one object, and are done one "
                          "after the other");
      continue;
    }
    if (Id == TA && Id == TB && T.Role == TeamRole::Task)
      if (std::optional<Refutation> R = refuteByIndex(C, A, B)) {
        Out.Proved = false; // that it is one loop is not looked at
        llvm::append_range(Out.Facts, R->Facts);
        continue;
      }
    if (T.Role != TeamRole::Team || T.OtherWays || T.Recursive)
      return std::nullopt;
    std::optional<CallChain> WA = wayInTeam(C, Id, A), WB = wayInTeam(C, Id, B);
    if (!WA || !WB)
      return std::nullopt;
    std::optional<Refutation> R =
        TeamPair(C, Id, A, B, std::move(*WA), std::move(*WB)).apart();
    if (!R)
      return std::nullopt;
    Out.Proved &= R->Proved;
    llvm::append_range(Out.Facts, R->Facts);
  }
  if (Out.Facts.empty())
    return std::nullopt;
  return Out;
}

/// The pair, where one team runs both by itself or starts what does.
static std::optional<TeamPair>
inOneTeam(const RefuterContext &C, const AccessClass &A, const AccessClass &B) {
  const ThreadId Team = C.Table.commonAncestor(A.Shown.Thread, B.Shown.Thread);
  if (!valid(Team) || C.Table[Team].Role != TeamRole::Team)
    return std::nullopt;
  std::optional<CallChain> WA = wayInTeam(C, Team, A),
                           WB = wayInTeam(C, Team, B);
  if (!WA || !WB)
    return std::nullopt;
  return TeamPair(C, Team, A, B, std::move(*WA), std::move(*WB));
}

std::optional<SharedRounds> heddle::sharedRounds(const RefuterContext &C,
                                                 const AccessClass &A,
                                                 const AccessClass &B) {
  std::optional<TeamPair> Pair = inOneTeam(C, A, B);
  return Pair ? Pair->meet() : std::nullopt;
}

bool heddle::hasPlainIndices(const RefuterContext &C, const AccessClass &A,
                             const AccessClass &B) {
  std::optional<TeamPair> Pair = inOneTeam(C, A, B);
  return Pair && Pair->hasPlainIndices();
}
