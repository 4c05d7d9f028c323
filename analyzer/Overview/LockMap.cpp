//===- LockMap.cpp - Which lock guards what -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Objects and locks that are the same member of several objects are one thing
/// here: a reader of the class wants to know what `M` of an account guards, not
/// of which account.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Overview/Overview.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Races/SharedObject.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <map>
#include <set>

using namespace heddle;

/// What a refuter says, for someone who does not know refuters. Those about
/// locks say nothing that the map does not show.
static llvm::StringRef inWords(llvm::StringRef Refuter) {
  return llvm::StringSwitch<llvm::StringRef>(Refuter)
      .Case("both-atomic", "atomic accesses")
      .Case("ordered", "starts and joins of the threads")
      .Case("openmp-team", "OpenMP's work sharing and barriers")
      .Case("common-lock", "a lock")
      .Case("instance-lock", "the lock of its own object")
      .Case("once", "an initialisation that happens once")
      .Case("not-published", "no other thread knows it yet")
      .Case("own-object", "each thread has its own")
      .Case("disjoint-index", "each thread has its own elements")
      .Case("joined-element", "the element's thread has been joined")
      .Case("signal-and-wait", "a signal that the other waits for")
      .Case("barrier", "a barrier")
      .Case("last-owner", "only the last owner destroys it")
      .Case("signal-handler", "what signal handlers may do")
      .Default(Refuter);
}

namespace {

/// A declaration: a member, whichever object it is in, or else the cell.
struct Identity {
  FieldRef Member;
  CellId Cell = CellId::None;
  friend auto operator<=>(const Identity &, const Identity &) = default;
};

class MapBuilder {
public:
  explicit MapBuilder(const Analyses &A) : A(A), M(A.P.M) {}

  LockMap run() {
    Map.Program = A.P.Name;
    findLocks();
    for (const ObjectUse &Use : A.sharedObjects())
      addObject(Use);
    addOrder();
    finish();
    return std::move(Map);
  }

private:
  Identity identityOf(const SharedObject &O) const {
    if (valid(O.Member.Record))
      return {O.Member, CellId::None};
    return {{}, O.Cell};
  }

  std::string nameOf(const SharedObject &O) const {
    if (valid(O.Owner) && M[O.Owner].Kind != RecordKind::Lambda) {
      // A class without a name is told by the object it is the class of.
      llvm::StringRef Class = M[O.Owner].Name;
      if (Class.empty() || Class.contains('#'))
        return A.Pointers.displayName(O.Cell);
      return (Class + "::" + O.Name).str();
    }
    if (O.Root.Kind == ObjectKind::Local && !valid(O.Member.Record))
      return O.Name + " (in " + displayName(M, O.Root.Func) + ")";
    return O.Name;
  }

  uint32_t lockOf(CellId Cell) {
    const CellId Named = namedPart(A.P, A.Pointers, Cell);
    const SharedObject O = describeObject(A.P, A.Pointers, Named);
    auto [It, IsNew] = LockIds.try_emplace(
        identityOf(O), static_cast<uint32_t>(Map.Locks.size()));
    if (IsNew)
      Map.Locks.push_back({nameOf(O) + (Cell == Named ? "" : "[]"),
                           typeName(M, O.Type),
                           makeSpan(M, O.Declared),
                           {},
                           {}});
    return It->second;
  }

  void findLocks() {
    const Contexts &All = A.LockTable.contexts();
    std::set<EventRef> Lost;
    for (uint32_t Id = 0; Id < All.size(); ++Id)
      forEachEvent(M, All[Id].Func, [&](EventRef At) {
        const auto *Takes = std::get_if<Acquire>(&M[At]);
        const auto *Tries = std::get_if<TryAcquire>(&M[At]);
        if (!Takes && !Tries)
          return;
        HeldLockFact H;
        H.Lock = All.absolute(Id, All.heldAnalysis().lockOf(At));
        H.At = At;
        const CellId Cell = A.LockTable.use(H).Cell;
        if (!valid(Cell)) {
          Lost.insert(A.P.original(At));
          return;
        }
        LockNode &L = Map.Locks[lockOf(Cell)];
        L.Taken.push_back(makeSpan(M, At));
        L.Threads.push_back(A.ThreadTable[All[Id].Thread].Name);
      });
    Map.UnknownLocks = static_cast<uint32_t>(Lost.size());
  }

  void addObject(const ObjectUse &Use) {
    const Identity Key = identityOf(Use.Object);
    // A lock is nobody's shared object,
    if (LockIds.count(Key))
      return;
    // … nor what has no name here and never meets.
    if (Use.Accesses.empty() && Use.Object.Declared.Line == 0)
      return;
    auto [It, IsNew] =
        Objects.try_emplace(Key, static_cast<uint32_t>(Map.Objects.size()));
    if (IsNew)
      Map.Objects.push_back({nameOf(Use.Object),
                             typeName(M, Use.Object.Type),
                             makeSpan(M, Use.Object.Declared),
                             0,
                             {},
                             {}});
    SharedThing &Thing = Map.Objects[It->second];
    Thing.Race = std::max(Thing.Race, Use.Race);
    for (const std::string &Refuter : Use.KeptApartBy)
      if (std::string Words = inWords(Refuter).str();
          !llvm::is_contained(Thing.KeptApartBy, Words))
        Thing.KeptApartBy.push_back(std::move(Words));
    for (const GuardedAccess &Access : Use.Accesses)
      addAccess(It->second, Access);
  }

  void addAccess(uint32_t Object, const GuardedAccess &Access) {
    Map.Objects[Object].Accesses += Access.Count;
    std::set<uint32_t> Held;
    for (const LockUse &L : Access.Held)
      if (valid(L.Cell))
        Held.insert(lockOf(L.Cell));
    for (uint32_t Lock : Held)
      Holding[{Lock, Object}] += Access.Count;
    Uses[Object].emplace_back(AccessLine{makeSpan(M, Access.At),
                                         A.ThreadTable[Access.Thread].Name,
                                         Access.isWrite()},
                              std::move(Held));
  }

  void addOrder() {
    std::set<std::pair<CellId, CellId>> Circling;
    for (const LockCycle &C : A.LockTable.cycles())
      for (const LockEdge &E : C.Edges)
        Circling.insert({E.From.Cell, E.To.Cell});
    std::map<std::pair<uint32_t, uint32_t>, LockStep> Steps;
    for (const LockEdge &E : A.LockTable.order()) {
      const uint32_t From = lockOf(E.From.Cell), To = lockOf(E.To.Cell);
      LockStep &S = Steps[{From, To}];
      const SourceSpan At = makeSpan(M, E.ToAt);
      if (S.Threads.empty() || At < S.At)
        S.At = At;
      S.From = From;
      S.To = To;
      S.InCycle |= Circling.count({E.From.Cell, E.To.Cell}) != 0;
      S.Threads.push_back(A.ThreadTable[E.Thread].Name);
    }
    for (auto &[Key, Step] : Steps)
      Map.Order.push_back(std::move(Step));
  }

  template <class T> static void sortUnique(std::vector<T> &All) {
    llvm::sort(All);
    All.erase(llvm::unique(All), All.end());
  }

  /// By declaration; \returns the new place of each.
  template <class NodeT>
  static std::vector<uint32_t> sortNodes(std::vector<NodeT> &Nodes) {
    std::vector<uint32_t> Order(Nodes.size()), Place(Nodes.size());
    for (uint32_t I = 0; I < Order.size(); ++I)
      Order[I] = I;
    llvm::sort(Order, [&](uint32_t L, uint32_t R) {
      return std::tie(Nodes[L].Declared, Nodes[L].Name, L) <
             std::tie(Nodes[R].Declared, Nodes[R].Name, R);
    });
    std::vector<NodeT> Sorted;
    for (uint32_t I = 0; I < Order.size(); ++I) {
      Place[Order[I]] = I;
      Sorted.push_back(std::move(Nodes[Order[I]]));
    }
    Nodes = std::move(Sorted);
    return Place;
  }

  void finish() {
    for (auto &[Key, Count] : Holding) {
      LockCover G{Key.first, Key.second, Count, {}};
      for (auto &[Line, Held] : Uses[Key.second])
        if (!Held.count(Key.first) && !llvm::is_contained(G.Without, Line))
          G.Without.push_back(Line);
      Map.Guards.push_back(std::move(G));
    }
    for (LockNode &L : Map.Locks) {
      sortUnique(L.Taken);
      sortUnique(L.Threads);
    }
    const std::vector<uint32_t> LockAt = sortNodes(Map.Locks);
    const std::vector<uint32_t> ObjectAt = sortNodes(Map.Objects);
    for (LockCover &G : Map.Guards) {
      G.Lock = LockAt[G.Lock];
      G.Object = ObjectAt[G.Object];
    }
    for (LockStep &S : Map.Order) {
      S.From = LockAt[S.From];
      S.To = LockAt[S.To];
      sortUnique(S.Threads);
    }
    llvm::sort(Map.Guards, [](const LockCover &L, const LockCover &R) {
      return std::tie(L.Lock, L.Object) < std::tie(R.Lock, R.Object);
    });
    llvm::sort(Map.Order, [](const LockStep &L, const LockStep &R) {
      return std::tie(L.From, L.To) < std::tie(R.From, R.To);
    });
  }

  const Analyses &A;
  const Module &M;
  LockMap Map;
  std::map<Identity, uint32_t> LockIds, Objects;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> Holding; ///< lock, object
  /// [object] its accesses, each with the locks it holds.
  std::map<uint32_t, std::vector<std::pair<AccessLine, std::set<uint32_t>>>>
      Uses;
};

} // namespace

LockMap heddle::lockMap(const Analyses &A) { return MapBuilder(A).run(); }
