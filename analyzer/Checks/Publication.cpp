//===- Publication.cpp - Data handed over by a flag -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Publication.h"

#include "analyzer/Values/Partition.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static bool releases(MemoryOrder Order) {
  return Order == MemoryOrder::Release || Order == MemoryOrder::AcqRel ||
         Order == MemoryOrder::SeqCst;
}

static bool acquires(MemoryOrder Order) {
  return Order == MemoryOrder::Acquire || Order == MemoryOrder::Consume ||
         Order == MemoryOrder::AcqRel || Order == MemoryOrder::SeqCst;
}

namespace {

class Publications {
public:
  explicit Publications(const Analyses &A)
      : A(A), M(A.P.M), V(A.ThreadTable.values()) {}

  /// Atomic stores that come after the access, or after a call on the way to
  /// it, in the same function.
  std::vector<EventRef> storesAfter(const GuardedAccess &X) const {
    std::vector<EventRef> Out;
    for (EventRef Point : points(X))
      V.forEachEvent(Point.Func, [&](EventRef At) {
        const auto *S = std::get_if<Access>(&M[At]);
        if (S && S->Kind != AccessKind::Read && !S->Init &&
            S->Order != MemoryOrder::NotAtomic && comesAfter(Point, At))
          Out.push_back(At);
      });
    return Out;
  }

  /// Atomic loads that decide whether the access is come to.
  std::vector<EventRef> loadsBefore(const GuardedAccess &X) const {
    std::vector<EventRef> Out;
    for (EventRef Point : points(X)) {
      const Cfg &G = V.cfg(Point.Func);
      const Body &B = *M[Point.Func].Definition;
      for (uint32_t Block : G.Order)
        if (Block != index(Point.Block) &&
            G.dominates(Block, index(Point.Block)) &&
            B.Blocks[Block].Term.Kind == TerminatorKind::Branch)
          if (std::optional<EventRef> Load = decidingLoad(Point.Func, Block))
            Out.push_back(*Load);
    }
    return Out;
  }

  bool sameFlag(EventRef Store, EventRef Load) const {
    const PlaceId To = std::get<Access>(M[Store]).P,
                  From = std::get<Access>(M[Load]).P;
    return llvm::any_of(A.Pointers.cells(Store.Func, To), [&](CellId X) {
      return llvm::is_contained(A.Pointers.cells(Load.Func, From), X);
    });
  }

  /// Do fences order what the accesses themselves do not?
  bool hasFence(FuncId F) const {
    bool Found = false;
    V.forEachEvent(F, [&](EventRef At) {
      const auto *X = std::get_if<Fence>(&M[At]);
      Found |= X && !X->SignalOnly;
    });
    return Found;
  }

private:
  static std::vector<EventRef> points(const GuardedAccess &X) {
    std::vector<EventRef> Out = X.Chain;
    Out.push_back(X.At);
    return Out;
  }

  bool comesAfter(EventRef First, EventRef Second) const {
    if (First.Block == Second.Block)
      return First.Index < Second.Index;
    return V.cfg(First.Func).dominates(index(First.Block), index(Second.Block));
  }

  /// The atomic read whose value the branch at the end of \p Block asks about.
  std::optional<EventRef> decidingLoad(FuncId F, uint32_t Block) const {
    const ValueTable &T = V.table();
    const std::optional<ConditionAtom> Atom =
        atomOf(T, V.condition(F, Block), true);
    if (!Atom || T[Atom->Subject].Kind != ValueKind::Load)
      return std::nullopt;
    const ValueId Where = T[Atom->Subject].A;
    const std::vector<Event> &Events = M[F].Definition->Blocks[Block].Events;
    for (uint32_t I = Events.size(); I-- > 0;) {
      const auto *R = std::get_if<Access>(&Events[I]);
      const EventRef At{F, BlockId{Block}, I};
      if (R && R->Kind == AccessKind::Read &&
          R->Order != MemoryOrder::NotAtomic && V.address(At, R->P) == Where)
        return At;
    }
    return std::nullopt;
  }

  const Analyses &A;
  const Module &M;
  const Values &V;
};

} // namespace

std::optional<WeakPublication>
heddle::weakPublication(const Analyses &A, const GuardedAccess &Writer,
                        const GuardedAccess &User) {
  if (!Writer.isWrite() || Writer.isAtomic() || User.isAtomic() ||
      Writer.Thread == User.Thread)
    return std::nullopt;
  const Publications All(A);
  const Module &M = A.P.M;
  const std::vector<EventRef> Loads = All.loadsBefore(User);
  if (Loads.empty())
    return std::nullopt;
  for (EventRef Store : All.storesAfter(Writer))
    for (EventRef Load : Loads) {
      const bool StoreIsWeak = !releases(std::get<Access>(M[Store]).Order),
                 LoadIsWeak = !acquires(std::get<Access>(M[Load]).Order);
      if ((StoreIsWeak || LoadIsWeak) && All.sameFlag(Store, Load) &&
          !(All.hasFence(Store.Func) && All.hasFence(Load.Func)))
        return WeakPublication{Store, Load, StoreIsWeak, LoadIsWeak};
    }
  return std::nullopt;
}
