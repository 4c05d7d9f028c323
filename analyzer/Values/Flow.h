//===- Flow.h - Partitioned data flow over one function ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Forward analysis of one body, with partitions (Partition.h). A domain says
/// what facts are and what events do to them:
///
///     struct Domain {
///       using Facts = …;                       // ==, copyable
///       Facts entry();
///       void meet(Facts &Into, const Facts &From);
///       /// Changes P, or puts several partitions into Out instead.
///       void transfer(EventRef At, Partition<Facts> P, States &Out);
///       /// How \p At leaves by exception.
///       void unwind(EventRef At, Partition<Facts> P, States &Out);
///       /// Facts cross an edge; symbols for which Stale are redefined.
///       void cross(const CfgEdge &E, Facts &F, StaleFn Stale);
///     };
///
/// Ends because a block that was visited often has its partitions merged, and
/// facts only ever meet.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_FLOW_H
#define HEDDLE_VALUES_FLOW_H

#include "analyzer/Values/Partition.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

namespace heddle {

template <class FactsT> struct Partition {
  PartitionKey Key;
  FactsT Facts;
  friend bool operator==(const Partition &, const Partition &) = default;
};

/// Is the symbol with this value made anew?
using StaleFn = llvm::function_ref<bool(ValueId)>;

template <class DomainT> class PartitionedFlow {
public:
  using Facts = DomainT::Facts;
  using Part = Partition<Facts>;
  using States = std::vector<Part>;

  PartitionedFlow(DomainT &Domain, const Values &V, FuncId F)
      : D(Domain), V(V), T(V.table()), F(F), B(*V.program().M[F].Definition),
        G(V.cfg(F)), In(B.Blocks.size()), Visits(B.Blocks.size()) {
    for (uint32_t Block : G.Order)
      if (ValueId Cond = V.condition(F, Block); T.isKnown(Cond))
        collectSubjects(Cond);
  }

  void run() {
    Part Entry;
    Entry.Facts = D.entry();
    if (G.Order.empty())
      return;
    std::set<uint32_t> Work; // positions in Order
    std::vector<uint32_t> Position(B.Blocks.size());
    for (uint32_t I = 0; I < G.Order.size(); ++I)
      Position[G.Order[I]] = I;
    In[0].push_back(std::move(Entry));
    Work.insert(0);
    while (!Work.empty()) {
      const uint32_t Block = G.Order[*Work.begin()];
      Work.erase(Work.begin());
      flow(Block, [&](const CfgEdge &E, States S) {
        if (enter(E, std::move(S)))
          Work.insert(Position[E.To]);
      });
    }
  }

  /// Calls Visit(EventRef, const States &) for each event of a reachable
  /// block, with what holds before it.
  template <class VisitT> void visit(VisitT Visit) {
    for (uint32_t Block : G.Order)
      walk(Block, Visit, [](EventRef, const States &) {});
  }

  /// What holds when the function returns, or leaves by exception.
  States atReturn() {
    States Out;
    for (uint32_t Block : G.Order)
      if (B.Blocks[Block].Term.Kind == TerminatorKind::Return)
        llvm::append_range(Out, atEnd(Block));
    merge(Out, false);
    return Out;
  }
  States atUnwind() {
    States Out;
    for (uint32_t Block : G.Order) {
      States End = walk(
          Block, [](EventRef, const States &) {},
          [&](EventRef, const States &S) {
            if (!valid(B.Blocks[Block].Unwind))
              llvm::append_range(Out, S);
          });
      if (B.Blocks[Block].Term.Kind == TerminatorKind::Resume)
        llvm::append_range(Out, End);
    }
    merge(Out, false);
    return Out;
  }

  /// Calls Visit(EventRef last, bool ByException, const States &) for each way
  /// out.
  template <class VisitT> void visitExits(VisitT Visit) {
    for (uint32_t Block : G.Order) {
      const BasicBlock &BB = B.Blocks[Block];
      States End = walk(
          Block, [](EventRef, const States &) {},
          [&](EventRef At, const States &S) {
            if (!valid(BB.Unwind) && !S.empty())
              Visit(At, true, S);
          });
      const EventRef Last{
          F, static_cast<BlockId>(Block),
          BB.Events.empty() ? 0 : static_cast<uint32_t>(BB.Events.size() - 1)};
      if (BB.Term.Kind == TerminatorKind::Return && !End.empty())
        Visit(Last, false, End);
      if (BB.Term.Kind == TerminatorKind::Resume && !End.empty())
        Visit(Last, true, End);
    }
  }

private:
  static constexpr size_t MaxPartitions = 8;
  static constexpr unsigned MaxVisits = 24;

  void collectSubjects(ValueId Cond) {
    if (std::optional<ConditionAtom> A = atomOf(T, Cond, true))
      Subjects.insert(A->Subject);
  }

  template <class VisitT, class UnwindT>
  States walk(uint32_t Block, VisitT Visit, UnwindT OnUnwind) {
    States S = In[Block];
    const BasicBlock &BB = B.Blocks[Block];
    for (uint32_t I = 0; I < BB.Events.size(); ++I) {
      EventRef At{F, static_cast<BlockId>(Block), I};
      Visit(At, S);
      if (Cfg::mayThrow(BB.Events[I])) {
        States Thrown;
        for (const Part &P : S)
          D.unwind(At, P, Thrown);
        merge(Thrown, false);
        OnUnwind(At, Thrown);
      }
      States Next;
      for (Part &P : S) {
        // Facts about what the event makes anew are about the old one.
        P.Key.forget([&](ValueId X) { return T.mentions(X, At); });
        D.transfer(At, std::move(P), Next);
      }
      merge(Next, false);
      S = std::move(Next);
    }
    return S;
  }

  States atEnd(uint32_t Block) {
    return walk(
        Block, [](EventRef, const States &) {},
        [](EventRef, const States &) {});
  }

  template <class SendT> void flow(uint32_t Block, SendT Send) {
    const BasicBlock &BB = B.Blocks[Block];
    States Unwound;
    States End = walk(
        Block, [](EventRef, const States &) {},
        [&](EventRef, const States &S) { llvm::append_range(Unwound, S); });
    for (const CfgEdge &E : G.Succs[Block]) {
      if (E.IsUnwind) {
        merge(Unwound, false);
        Send(E, Unwound);
        continue;
      }
      States Out;
      for (const Part &P : End) {
        Part Copy = P;
        if (takes(BB.Term, Block, E.To, Copy.Key))
          Out.push_back(std::move(Copy));
      }
      if (!Out.empty())
        Send(E, std::move(Out));
    }
  }

  /// Can the edge to \p To be taken under \p Key? Adds what taking it says.
  bool takes(const Terminator &Term, uint32_t Block, uint32_t To,
             PartitionKey &Key) {
    const ValueId Cond = V.condition(F, Block);
    if (Term.Kind == TerminatorKind::Branch && Term.Succs[0] != Term.Succs[1]) {
      const bool True = index(Term.Succs[0]) == To;
      if (std::optional<int64_t> N = T.asInt(Cond))
        return (*N != 0) == True;
      std::optional<ConditionAtom> A = atomOf(T, Cond, True);
      return !A || Key.add(*A);
    }
    if (Term.Kind == TerminatorKind::Switch && T.isKnown(Cond)) {
      std::optional<ConditionAtom> Only;
      unsigned Ways = 0;
      for (size_t I = 0; I < Term.Succs.size(); ++I) {
        if (index(Term.Succs[I]) != To)
          continue;
        ++Ways;
        if (I < Term.Cases.size() && Term.Cases[I].Low == Term.Cases[I].High)
          Only = ConditionAtom{Cond, Term.Cases[I].Low, true};
      }
      if (Ways == 1 && Only)
        return Key.add(*Only);
    }
    return true;
  }

  /// Brings \p S into the block at the end of \p E; true if that is news.
  bool enter(const CfgEdge &E, States S) {
    const EventRef Phis = phiPoint(F, static_cast<BlockId>(E.To));
    const bool Back = G.isRetreating(E);
    auto Stale = [&](ValueId X) {
      if (T.mentions(X, Phis))
        return true;
      return Back && llvm::any_of(T.definitions(X), [&](EventRef Point) {
               return Point.Func == F && G.inCycle(E.To, index(Point.Block));
             });
    };
    for (Part &P : S) {
      D.cross(E, P.Facts, Stale);
      P.Key.forget(Stale);
      if (G.Preds[E.To].size() > 1)
        for (const auto &[Variable, Number] : V.constantsAtEnd(F, E.From)) {
          const ValueId Phi = T.phi(Variable, Phis);
          if (!E.IsUnwind && Subjects.count(Phi))
            P.Key.add({Phi, T.asInt(Number).value_or(0), true});
        }
    }
    States &Here = In[E.To];
    States Old = Here;
    llvm::append_range(Here, std::move(S));
    merge(Here, ++Visits[E.To] > MaxVisits);
    return Here != Old;
  }

  /// Partitions with equal facts or equal keys become one; all of them where
  /// \p All, or there are too many.
  void merge(States &S, bool All) {
    States Out;
    for (Part &P : S) {
      auto Same = llvm::find_if(Out, [&](const Part &Q) {
        return Q.Key == P.Key || Q.Facts == P.Facts;
      });
      if (Same == Out.end()) {
        Out.push_back(std::move(P));
        continue;
      }
      if (Same->Facts != P.Facts)
        D.meet(Same->Facts, P.Facts);
      Same->Key.meet(P.Key);
    }
    if (All || Out.size() > MaxPartitions)
      while (Out.size() > 1) {
        D.meet(Out.front().Facts, Out.back().Facts);
        Out.front().Key.meet(Out.back().Key);
        Out.pop_back();
      }
    llvm::sort(Out, [](const Part &L, const Part &R) { return L.Key < R.Key; });
    S = std::move(Out);
  }

  DomainT &D;
  const Values &V;
  ValueTable &T;
  const FuncId F;
  const Body &B;
  const Cfg &G;
  std::vector<States> In; ///< [block]
  std::vector<unsigned> Visits;
  std::set<ValueId> Subjects; ///< that conditions ask about
};

} // namespace heddle

#endif // HEDDLE_VALUES_FLOW_H
