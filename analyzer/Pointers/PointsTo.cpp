//===- PointsTo.cpp - What pointers may point to, who calls whom ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two accesses race only if they touch the same memory, two threads exclude
// each other only by the same lock, and which code a thread runs is often
// written in a pointer. All three are one question, "what may this expression
// denote?", and this room answers it for the whole program at once.
//
//     struct Account { std::mutex Lock; int Balance; };
//     void deposit(Account *A) { A->Lock.lock(); A->Balance += 1; ... }
//     Account Safe;
//     int main() { std::thread T(deposit, &Safe); ... }
//
// becomes, in Andersen's way, a graph of sets and inclusions:
//
//     Safe                  an object; its parts are cells: Safe.Lock,
//                           Safe.Balance, made when somebody speaks of them
//     { Safe } <= A         the spawn binds its argument to the parameter
//     p1 = A . Balance      p1 is the node of the place A->Balance: whatever
//                           A points to, the member Balance of that
//     cells(A->Balance)     is p1's set at the end: { Safe.Balance }
//
// The work is done by these files, in this order:
//
//   Builder.cpp    starts with the functions that run by themselves (main, the
//                  initialisers of globals) and makes their locals objects.
//   Generate.cpp   turns places, terms and events into constraints. Structs
//                  are copied part by part; parts made later are copied, too.
//   Resolve.cpp    finds callees. A call through a pointer, of a virtual
//                  function, of a closure, a std::function or a thread's target
//                  watches a set; each new element may make a new function
//                  run, which is then generated in turn. Call graph and
//                  points-to sets grow together, so only code that can run
//                  counts.
//   Solver.cpp     propagates what is new along the inclusions, merging cycles.
//   Cells.cpp      knows objects and layouts; decides what `.Balance` of an
//                  object means, also after casts.
//   CallGraph.cpp  counts when all is known: what runs once, what overlaps
//   Escape.cpp     itself, and what other threads can reach.
//
// Three decisions need a word.
//
// *Single or many.* Race detection needs "may be the same", locks need "is the
// same". A cell is unique if it stands for one location at any time: a global,
// a local of a function that never has two frames alive, memory allocated by
// an event that happens once. `M[0]` of an array is, `M[I]` is not.
//
// *Factories.* `Account *make() { return new Account; }` would give all
// accounts of a program one name. Small functions that allocate and hand out a
// pointer are analysed once per call site instead, two levels deep, and each
// site has its own heap object. All other functions are analysed once: no other
// context is known here (the seam is ContextId). Locals of a factory whose
// address nobody takes exist per instance; queries speak of the first.
//
// *The unknown.* Code without a body and without a spec may keep what it gets,
// write it, call it. Memory that it can reach is marked: pointers in it may
// point to `Unknown` from then on. Unknown is one object without parts. It is
// never worth a report by itself, but a set that contains it is not complete,
// and each way by which it entered is in the ledger. What is stored *through*
// an unknown pointer is only known to escape (unsound, and therefore there).
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/PointsTo.h"

#include "analyzer/Pointers/Builder.h"
#include "analyzer/Pointers/CallGraph.h"
#include "analyzer/Pointers/Escape.h"
#include "analyzer/Pointers/Report.h"
#include "analyzer/Pointers/SetTable.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace heddle {

using namespace pointers;

struct PointsTo::Impl {
  Impl(const Program &P, Ledger &Gaps, const PointerOptions &Options)
      : B(P, Options) {
    B.run();
    Graph.emplace(B);
    markMultiple();
    Escapes = findEscapes(B);
    freeze();
    reportGaps(B, Gaps);
    fillStats();
  }

  void markMultiple();
  bool isMultiple(ObjectId Id, const MemObject &Object) const;
  void freeze();
  void freezeFunction(FuncId F);
  uint32_t internSets(llvm::ArrayRef<const CellSet *> Sets, CellId One);
  void fillStats();

  Builder B;
  std::optional<CallGraph> Graph;
  std::vector<EscapeReason> Escapes;
  SetTable Sets;
  std::vector<std::vector<uint32_t>> PlaceSets, TermSets; ///< by function
  std::vector<uint32_t> ContentSets;                      ///< by cell
  PointerStats Stats;
};

// ---- From the solution to the answers --------------------------------------

bool PointsTo::Impl::isMultiple(ObjectId Id, const MemObject &Object) const {
  switch (Object.Kind) {
  case ObjectKind::Local:
  case ObjectKind::Result:
    return Graph->overlapsItself(Object.Func);
  case ObjectKind::Heap: {
    auto It = B.HeapChains.find(Id);
    if (It == B.HeapChains.end() || It->second.empty())
      return !Graph->runsOnce(Object.Site);
    // Of a factory: once per call, and that call (its caller's, …) once.
    const std::vector<EventRef> &Chain = It->second;
    bool Repeats = Graph->isInLoop(Object.Site);
    for (size_t I = 0; I + 1 < Chain.size(); ++I)
      Repeats |= Graph->isInLoop(Chain[I]);
    return Repeats || !Graph->runsOnce(Chain.back());
  }
  case ObjectKind::Argument:
  case ObjectKind::Exception:
  case ObjectKind::Thread:
    return !Graph->runsOnce(Object.Site);
  default:
    return Object.Multiple;
  }
}

void PointsTo::Impl::markMultiple() {
  for (uint32_t I = 0; I < B.Cells.objectCount(); ++I) {
    auto Id = static_cast<ObjectId>(I);
    MemObject &Object = B.Cells.object(Id);
    Object.Multiple = isMultiple(Id, Object);
  }
}

uint32_t PointsTo::Impl::internSets(llvm::ArrayRef<const CellSet *> Parts,
                                    CellId One) {
  std::vector<CellId> All;
  if (valid(One))
    All.push_back(One);
  for (const CellSet *Part : Parts)
    for (unsigned Cell : *Part)
      All.push_back(static_cast<CellId>(Cell));
  llvm::sort(All);
  All.erase(std::unique(All.begin(), All.end()), All.end());
  return Sets.intern(All);
}

void PointsTo::Impl::freezeFunction(FuncId F) {
  const Body &Code = *B.M[F].Definition;
  auto Collect = [&](size_t Count, auto &&AddressIn, auto &&NodeIn,
                     std::vector<uint32_t> &Out) {
    Out.resize(Count);
    for (uint32_t I = 0; I < Count; ++I) {
      llvm::SmallVector<const CellSet *, 2> Parts;
      CellId One = CellId::None;
      for (InstanceId Id : B.InstancesOf[index(F)]) {
        if (!B.Instances[Id].Generated)
          continue;
        // One public name stands for a factory's local in all instances.
        if (CellId Cell = AddressIn(B.Instances[Id], I); valid(Cell))
          One = B.canonical(Cell);
        if (NodeId Node = NodeIn(B.Instances[Id], I); valid(Node))
          Parts.push_back(&B.S.pointsTo(Node));
      }
      Out[I] = internSets(Parts, One);
    }
  };
  Collect(
      Code.Places.size(),
      [](const Instance &In, uint32_t I) { return In.Places[I].Cell; },
      [](const Instance &In, uint32_t I) { return In.Places[I].Pointer; },
      PlaceSets[index(F)]);
  Collect(
      Code.Terms.size(),
      [](const Instance &In, uint32_t I) { return In.Terms[I].Address; },
      [](const Instance &In, uint32_t I) { return In.Terms[I].Node; },
      TermSets[index(F)]);
}

/// Writes down every answer once, equal sets shared.
void PointsTo::Impl::freeze() {
  PlaceSets.resize(B.M.Functions.size());
  TermSets.resize(B.M.Functions.size());
  for (uint32_t F = 0; F < B.M.Functions.size(); ++F)
    if (Graph->isReachable(static_cast<FuncId>(F)))
      freezeFunction(static_cast<FuncId>(F));
  ContentSets.resize(B.Cells.cellCount());
  for (uint32_t I = 0; I < ContentSets.size(); ++I)
    ContentSets[I] =
        internSets(&B.S.pointsTo(static_cast<CellId>(I)), CellId::None);
}

void PointsTo::Impl::fillStats() {
  Stats.Objects = B.Cells.objectCount();
  Stats.Cells = B.Cells.cellCount();
  Stats.Constraints = B.S.constraintCount();
  Stats.Work = B.S.work();
  Stats.Collapsed = B.Cells.collapsed();
  Stats.BudgetReached = B.S.exhausted();
  for (const auto &[Site, Info] : B.Sites) {
    const auto *C = std::get_if<Call>(&B.M[Site]);
    if (!C || (valid(C->Callee) && !C->Virtual))
      continue;
    ++Stats.CallsIndirect;
    Stats.CallsUnresolved += Info.UnknownTarget || Info.Callees.empty();
  }
}

// ---- The interface ---------------------------------------------------------

PointsTo::PointsTo(const Program &P, Ledger &Gaps,
                   const PointerOptions &Options)
    : State(std::make_unique<Impl>(P, Gaps, Options)) {}
PointsTo::~PointsTo() = default;
PointsTo::PointsTo(PointsTo &&) noexcept = default;
PointsTo &PointsTo::operator=(PointsTo &&) noexcept = default;

uint32_t PointsTo::objectCount() const { return State->B.Cells.objectCount(); }
const MemObject &PointsTo::operator[](ObjectId Id) const {
  return State->B.Cells.object(Id);
}
ObjectId PointsTo::unknown() const {
  return State->B.Cells.objectOf(State->B.S.unknownCell());
}
uint32_t PointsTo::cellCount() const { return State->B.Cells.cellCount(); }
CellId PointsTo::cellOf(ObjectId Id) const { return State->B.Cells.root(Id); }
ObjectId PointsTo::objectOf(CellId Id) const {
  return State->B.Cells.objectOf(Id);
}
CellId PointsTo::parent(CellId Id) const { return State->B.Cells.parent(Id); }
CellStep PointsTo::step(CellId Id) const { return State->B.Cells.stepOf(Id); }
TypeId PointsTo::typeOf(CellId Id) const { return State->B.Cells.typeOf(Id); }
llvm::ArrayRef<CellId> PointsTo::children(CellId Id) const {
  return State->B.Cells.children(Id);
}
CellId PointsTo::find(CellId Id, FieldRef Field) const {
  CellStep Step;
  Step.Field = Field;
  return State->B.Cells.find(Id, Step);
}
CellId PointsTo::findElement(CellId Id) const {
  CellStep Step;
  Step.IsElement = true;
  return State->B.Cells.find(Id, Step);
}
CellId PointsTo::cellOf(GlobalId Id) const {
  return State->B.globalCells()[index(Id)];
}
CellId PointsTo::cellOf(FuncId F, LocalId Id) const {
  const std::vector<InstanceId> &All = State->B.InstancesOf[index(F)];
  return All.empty() ? CellId::None
                     : State->B.Instances[All.front()].Locals[index(Id)];
}

Overlap PointsTo::overlap(CellId A, CellId B) const {
  return State->B.Cells.overlap(A, B);
}

bool PointsTo::mayOverlap(llvm::ArrayRef<CellId> L,
                          llvm::ArrayRef<CellId> R) const {
  return llvm::any_of(L, [&](CellId A) {
    return llvm::any_of(R, [&](CellId B) { return mayOverlap(A, B); });
  });
}

bool PointsTo::isUnique(CellId Id) const {
  const MemObject &Object = (*this)[objectOf(Id)];
  if (Object.Multiple || Object.ThreadLocal)
    return false;
  for (CellId Part = Id; valid(Part); Part = parent(Part))
    if (State->B.Cells.isSummary(Part))
      return false;
  return true;
}

std::string PointsTo::displayName(CellId Id) const {
  return State->B.Cells.displayName(Id);
}

llvm::ArrayRef<CellId> PointsTo::cells(FuncId F, PlaceId Id,
                                       ContextId C) const {
  const std::vector<uint32_t> &Known = State->PlaceSets[index(F)];
  if (Known.empty() || !valid(Id))
    return {};
  return State->Sets[Known[index(Id)]];
}

llvm::ArrayRef<CellId> PointsTo::pointsTo(FuncId F, TermId T,
                                          ContextId C) const {
  const std::vector<uint32_t> &Known = State->TermSets[index(F)];
  if (Known.empty() || !valid(T))
    return {};
  return State->Sets[Known[index(T)]];
}

llvm::ArrayRef<CellId> PointsTo::pointees(CellId Id) const {
  return State->Sets[State->ContentSets[index(Id)]];
}

std::vector<CellId> PointsTo::locksOf(FuncId F, PlaceId Guard) const {
  std::vector<CellId> Locks;
  for (CellId Cell : cells(F, Guard))
    if (CellId Held = find(Cell, pseudo(PseudoField::Lock)); valid(Held))
      llvm::append_range(Locks, pointees(Held));
  llvm::sort(Locks);
  Locks.erase(std::unique(Locks.begin(), Locks.end()), Locks.end());
  return Locks;
}

std::vector<EventRef> PointsTo::threadsOf(FuncId F, PlaceId P,
                                          bool &Complete) const {
  std::vector<EventRef> Spawns;
  if (cells(F, P).empty())
    Complete = false;
  for (CellId Handle : cells(F, P)) {
    // A handle that came through unknown code may name any thread.
    if (objectOf(Handle) == unknown())
      Complete = false;
    for (CellId Target : pointees(Handle)) {
      const MemObject &Object = (*this)[objectOf(Target)];
      if (Object.Kind == ObjectKind::Thread)
        Spawns.push_back(Object.Site);
      else if (Object.Kind == ObjectKind::Unknown)
        Complete = false;
    }
  }
  llvm::sort(Spawns);
  Spawns.erase(std::unique(Spawns.begin(), Spawns.end()), Spawns.end());
  return Spawns;
}

llvm::ArrayRef<Callee> PointsTo::callees(EventRef Site, ContextId C) const {
  auto It = State->B.Sites.find(Site);
  if (It == State->B.Sites.end())
    return {};
  return It->second.Callees;
}

bool PointsTo::isUnresolved(EventRef Site) const {
  auto It = State->B.Sites.find(Site);
  return It == State->B.Sites.end() || It->second.UnknownTarget ||
         It->second.UnknownCallee || It->second.Callees.empty();
}

llvm::ArrayRef<EventRef> PointsTo::callersOf(FuncId F) const {
  return State->Graph->callersOf(F);
}

std::vector<Binding> PointsTo::bindings(EventRef Site, const Callee &To) const {
  std::vector<Binding> All;
  const auto *C = std::get_if<Call>(&State->B.M[Site]);
  for (const ParamFlow &Flow : State->B.paramFlows(Site, To)) {
    Binding &Bound = All.emplace_back();
    Bound.Param = Flow.Param;
    Bound.Arg = Flow.Term;
    auto Held = [&](CellId Cell) {
      llvm::append_range(Bound.Pointees, pointees(Cell));
    };
    auto Wrapped = [&](CellId Cell) {
      if (CellId Inner = find(Cell, pseudo(PseudoField::Pointee)); valid(Inner))
        Held(Inner);
    };
    switch (Flow.Kind) {
    case FlowKind::Value:
      if (valid(Flow.Cell))
        Held(Flow.Cell);
      else
        llvm::append_range(Bound.Pointees, pointsTo(Site.Func, Flow.Term));
      break;
    case FlowKind::Contents:
      break;
    case FlowKind::Unwrap:
      Bound.Arg = TermId::None; // names the wrapper, not what it refers to
      if (valid(Flow.Cell)) {
        Wrapped(Flow.Cell);
      } else {
        const Term &X = (*State->B.M[Site.Func].Definition)[Flow.Term];
        if (X.Kind == TermKind::Value)
          for (CellId Cell : cells(Site.Func, X.P))
            Wrapped(Cell);
      }
      break;
    case FlowKind::CopyOf:
      Bound.Copy = State->B.argumentCopy(Site, To.Func, Flow.Position);
      if (valid(Bound.Copy))
        Bound.Pointees = {Bound.Copy};
      break;
    case FlowKind::AddressOf:
      Bound.Pointees = {Flow.Cell};
      break;
    case FlowKind::Anything:
      Bound.Pointees = {State->B.S.unknownCell()};
      break;
    }
    if (To.Kind == CalleeKind::Virtual && Flow.Position == 0 && C)
      llvm::erase_if(Bound.Pointees, [&](CellId Cell) {
        return !State->B.dispatchesTo(*C, Cell, To.Func);
      });
    llvm::sort(Bound.Pointees);
    Bound.Pointees.erase(
        std::unique(Bound.Pointees.begin(), Bound.Pointees.end()),
        Bound.Pointees.end());
  }
  return All;
}

bool PointsTo::isReachable(FuncId F) const {
  return State->Graph->isReachable(F);
}
llvm::ArrayRef<std::vector<FuncId>> PointsTo::bottomUp() const {
  return State->Graph->bottomUp();
}
uint32_t PointsTo::componentOf(FuncId F) const {
  return State->Graph->componentOf(F);
}
bool PointsTo::isRecursive(FuncId F) const {
  return State->Graph->isRecursive(F);
}
bool PointsTo::runsOnce(EventRef Site) const {
  return State->Graph->runsOnce(Site);
}
bool PointsTo::runsOnce(FuncId F) const { return State->Graph->runsOnce(F); }

EscapeReason PointsTo::escape(ObjectId Id) const {
  return State->Escapes[index(Id)];
}

const PointerStats &PointsTo::stats() const { return State->Stats; }

} // namespace heddle
