//===- Belief.cpp - How sure a candidate is -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `certain`: there is a run in which the two accesses stand next to each
/// other. The argument: both threads are started in every run; each gets to
/// its access without waiting for anybody; one of them holds no lock there.
/// Let that one run up to its access and stop. It holds nothing, so the other
/// can run up to its own, and now both are about to touch the same place.
/// Nothing that happened before orders two accesses that have not happened.
///
/// Everything else is `likely`, and `possible` where names are summaries:
/// elements of an array by unknown index, one of many objects made in one
/// place, a function seen through too many ways, callers that were assumed.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"
#include "analyzer/Races/Refuters/Indices.h"
#include "analyzer/Races/Refuters/Team.h"

#include "llvm/ADT/STLExtras.h"

#include <array>

using namespace heddle;

/// No lock is held where the thread, or what it comes from, is started.
bool PairAnalysis::noLockAround(ThreadId Id) const {
  const EventRef Spawn = Table[Id].Spawn;
  const Contexts &All = L.contexts();
  for (uint32_t Ctx : All.of(Spawn.Func))
    for (const HeldFacts &Facts : All.held(Ctx, Spawn))
      if (!Facts.Held.empty())
        return false;
  return true;
}

/// Is \p Id started in every run of \p Above, without waiting before?
bool PairAnalysis::startsForSure(ThreadId Id, ThreadId Above) {
  for (; Id != Above; Id = Table[Id].Parent) {
    if (!valid(Id) || !valid(Table[Id].Parent))
      return false;
    const AbstractThread &T = Table[Id];
    if (T.Origin != ThreadOrigin::Spawned || T.Entries.size() != 1 ||
        std::get<Spawn>(P.M[T.Spawn]).Lazy ||
        !Sure.happens(T.SpawnChain, T.Spawn) || !noLockAround(Id))
      return false;
  }
  return true;
}

bool PairAnalysis::isCertain(const AccessClass &A, const AccessClass &B) {
  for (const AccessClass *X : {&A, &B})
    if (!X->Exact || X->OneOfSeveral || !Pointers.isUnique(X->Shown.Cell) ||
        !Sure.happens(X->Shown.Chain, X->Shown.At))
      return false;
  if (Pointers.overlap(A.Shown.Cell, B.Shown.Cell) != Overlap::Same)
    return false;
  if (!A.Facts->Held.Held.empty() && !B.Facts->Held.Held.empty())
    return false;
  const ThreadId TA = A.Shown.Thread, TB = B.Shown.Thread;
  if (TA == TB && Table[TA].Role == TeamRole::Team)
    return isCertainInTeam(A, B);
  const ThreadId Above = Table.commonAncestor(TA, TB);
  if (!valid(Above) || Table[Above].Origin != ThreadOrigin::Main)
    return false;
  if (TA == TB) {
    CallChain Way = Table[TA].SpawnChain;
    Way.push_back(Table[TA].Spawn);
    return startsForSure(TA, Table[TA].Parent) &&
           startsForSure(TA, Table.main()) &&
           Table[TA].Parent == Table.main() && Sure.startsAtLeastTwo(Way);
  }
  if (Table[TA].Many || Table[TB].Many)
    return false;
  // Not before the start, in the first round, or behind a join in the next.
  for (auto [Up, Down] : {std::pair(&A, &B), std::pair(&B, &A)})
    if (Table.isAncestor(Up->Shown.Thread, Down->Shown.Thread) &&
        waitedFor(*Up, Down->Shown.Thread))
      return false;
  return startsForSure(TA, Above) && startsForSure(TB, Above);
}

/// Do two threads of a team come there? All threads do, but for the rounds of
/// a divided loop, of which there must be two.
bool PairAnalysis::isCertainInTeam(const AccessClass &A, const AccessClass &B) {
  const ThreadId Team = A.Shown.Thread;
  if (Table[Team].Parent != Table.main() || !startsForSure(Team, Table.main()))
    return false;
  for (const AccessClass *X : {&A, &B}) {
    CallChain Way = X->Shown.Chain;
    Way.push_back(X->Shown.At);
    for (EventRef Step : Way)
      for (EventRef Mark : Context.Teams->marks(Step)) {
        if (std::get<ParallelRegion>(P.M[Mark]).Op !=
            ParallelRegion::OpKind::BeginFor)
          continue;
        const std::vector<EventRef> Loops = Context.Teams->dividedLoops(Mark);
        const Body &Code = *P.M[Mark.Func].Definition;
        if (Loops.empty() ||
            !Sure.runsTwice(
                Mark.Func, index(Code[Loops.front().Block].Term.Succs.front())))
          return false;
      }
  }
  return true;
}

/// Is the address, written out, the same object in every thread that computes
/// it? What a thread took from a container, got from a call or made itself is
/// its own business.
static bool namesOneObject(const ValueTable &T, ValueId Id) {
  while (valid(Id) && T.isKnown(Id)) {
    const Value &X = T[Id];
    switch (X.Kind) {
    case ValueKind::Global:
    case ValueKind::Local:
    case ValueKind::Cell:
      return true;
    case ValueKind::Element:
      if (!T.asInt(X.B))
        return false;
      Id = X.A;
      break;
    case ValueKind::Field:
    case ValueKind::Load:
      Id = X.A;
      break;
    case ValueKind::Inner:
      Id = X.B;
      break;
    default:
      return false;
    }
  }
  return false;
}

namespace {
/// Which elements of arrays an address names.
enum class Elements : uint8_t {
  None,
  Some,   ///< by an index that may be each thread's own
  Buckets ///< by what data leaves over: `Count[Data[I] % 10]`
};
} // namespace

static bool readsElement(const ValueTable &T, ValueId Id) {
  const Value &X = T[Id];
  if (X.Kind == ValueKind::Load)
    return T[X.A].Kind == ValueKind::Element;
  return X.Kind == ValueKind::Binary &&
         (readsElement(T, X.A) || readsElement(T, X.B));
}

/// Two threads that sort different data still meet in one bucket.
static Elements elementsOf(const ValueTable &T, ValueId Id) {
  Elements Out = Elements::None;
  while (T[Id].Kind == ValueKind::Element || T[Id].Kind == ValueKind::Field) {
    const Value &X = T[Id];
    Id = X.A;
    if (X.Kind == ValueKind::Field || T.asInt(X.B))
      continue;
    const Value &Index = T[X.B];
    if (Index.Kind != ValueKind::Binary ||
        (Index.BinOp != BinaryOp::Rem && Index.BinOp != BinaryOp::And) ||
        !readsElement(T, Index.A))
      return Elements::Some;
    Out = Elements::Buckets;
  }
  return Out;
}

/// Is there a loop around all three?
static bool shareLoop(const Cfg &G, EventRef A, EventRef B, EventRef C) {
  return llvm::any_of(G.Order, [&](uint32_t Header) {
    return G.isHeader(Header) &&
           llvm::all_of(std::array{A, B, C}, [&](EventRef At) {
             return G.inCycle(Header, index(At.Block));
           });
  });
}

/// Is there a join of \p Down's thread (or of one between it and \p Up) after
/// the start, in the order of the text, and \p Up's access after both, or
/// before them in a later round? Whoever wrote it means that the thread has
/// ended, though not every way leads through it.
const AbstractThread *PairAnalysis::waitedFor(const AccessClass &Up,
                                              ThreadId Down) const {
  const ThreadId First = Table.childTowards(Up.Shown.Thread, Down);
  CallChain Start = Table[First].SpawnChain, Way = Up.Shown.Chain;
  Start.push_back(Table[First].Spawn);
  Way.push_back(Up.Shown.At);
  size_t I = 0;
  while (I < Start.size() && I < Way.size() && Start[I] == Way[I])
    ++I;
  if (I == Start.size() || I == Way.size() || Start[I].Func != Way[I].Func)
    return nullptr;
  auto Line = [&](EventRef At) { return P.M.position(At).Line; };
  const unsigned Here = Line(Way[I]);
  // The function that does both is called again and again.
  const bool CalledAgain =
      std::any_of(Start.begin(), Start.begin() + static_cast<ptrdiff_t>(I),
                  [&](EventRef At) {
                    return Context.V.cfg(At.Func).runsAgain(index(At.Block));
                  });
  auto Waits = [&](EventRef Join) {
    if (Join.Func == Start[I].Func)
      return Line(Join) > Line(Start[I]) &&
             (Here > Line(Join) ||
              (Here < Line(Start[I]) &&
               (CalledAgain ||
                shareLoop(Context.V.cfg(Join.Func), Start[I], Join, Way[I]))));
    // In what is called to start it.
    for (size_t K = I + 1; K < Start.size(); ++K)
      if (Join.Func == Start[K].Func && Line(Join) > Line(Start[K]))
        return Here > Line(Start[I]) || CalledAgain ||
               shareLoop(Context.V.cfg(Way[I].Func), Start[I], Start[I],
                         Way[I]);
    return false;
  };
  for (ThreadId Id = Down;; Id = Table[Id].Parent) {
    if (llvm::any_of(Table[Id].Joins, Waits))
      return &Table[Id];
    if (Id == First)
      return nullptr;
  }
}

void PairAnalysis::believe(Candidate &C, bool OnlyBelieved,
                           llvm::StringRef Refuter) {
  const AccessClass &A = *C.A, &B = *C.B;
  if (OnlyBelieved) {
    C.Belief = Confidence::Possible;
    C.MaybeOrdered = true;
    C.Reasons.push_back("believed to be in order (" + Refuter.str() +
                        "), but not shown to be:");
    return;
  }
  if (isCertain(A, B)) {
    C.Belief = Confidence::Certain;
    C.Reasons.push_back("both happen in every run, and nothing orders them");
    return;
  }
  auto Lower = [&](std::string Why) {
    if (!llvm::is_contained(C.Reasons, Why))
      C.Reasons.push_back(std::move(Why));
    C.Belief = Confidence::Possible;
  };
  const ValueTable &T = Context.T;
  const bool IsPlain =
      hasPlainIndices(Context, A, B) || shareIndex(Context, A, B);
  const Elements Named =
      std::min(elementsOf(T, A.Address), elementsOf(T, B.Address));
  const bool WhichIsUnknown =
      !C.Rounds && !IsPlain && Named != Elements::Buckets;
  if (WhichIsUnknown && Named == Elements::Some)
    Lower("which elements they touch is not known");
  for (const AccessClass *X : {&A, &B}) {
    const MemObject &O = Pointers[Pointers.objectOf(X->Shown.Cell)];
    if (Table[X->Shown.Thread].Origin == ThreadOrigin::Library)
      Lower("there is no main: callers are assumed to be parallel");
    if (L.contexts()[X->Context].Widened)
      Lower("the function is called in too many ways to tell them apart");
    // The last step that is an element, on the way to what is touched.
    for (CellId Cell = X->Shown.Cell; valid(Pointers.parent(Cell));
         Cell = Pointers.parent(Cell))
      if (Pointers.step(Cell).IsElement && Pointers.step(Cell).Index < 0 &&
          WhichIsUnknown)
        Lower("which elements they touch is not known");
    if (!X->Exact)
      Lower("the pointer may point to other objects as well");
    else if (O.Multiple && (T.root(A.Address) != T.root(B.Address) ||
                            !namesOneObject(T, X->Address)))
      Lower("there may be several such objects, one for each");
    for (EventRef Site : X->Shown.Chain)
      if (Doubtful.count(Site.Func))
        C.Reasons.push_back("not everything on the way could be followed");
  }
  for (auto [Up, Down] : {std::pair(&A, &B), std::pair(&B, &A)}) {
    if (!Table.isAncestor(Up->Shown.Thread, Down->Shown.Thread))
      continue;
    if (const AbstractThread *Ended = waitedFor(*Up, Down->Shown.Thread)) {
      C.MaybeOrdered = true;
      Lower("thread '" + Ended->Name + "' is waited for at " +
            Context.position(Ended->Joins.front()) +
            ", though not on every way");
    } else if (std::optional<EventRef> Wait = toldBefore(*Up, *Down)) {
      C.MaybeOrdered = true;
      Lower(Context.nameOf(Up->Shown.Thread) + " waits at " +
            Context.position(*Wait) + " for what " +
            Context.nameOf(Down->Shown.Thread) + " says when it is done");
    }
  }
  if (C.Belief == Confidence::Likely)
    if (std::optional<std::string> Why = inTurn(A, B)) {
      C.MaybeOrdered = true;
      Lower(*Why);
    }
  if (C.Belief == Confidence::Likely && C.Reasons.empty())
    C.Reasons.push_back("nothing orders them, as far as can be seen");
  C.Reasons.erase(llvm::unique(C.Reasons), C.Reasons.end());
}
