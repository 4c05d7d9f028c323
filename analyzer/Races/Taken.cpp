//===- Taken.cpp - What the analyses take for granted ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Taken.h"

#include "analyzer/Locks/Contexts.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

class Noter {
public:
  Noter(const Program &P, const PointsTo &Pointers, const Threads &Table,
        const Locks &L, Ledger &Gaps)
      : P(P), Pointers(Pointers), Table(Table), All(L.contexts()),
        V(All.values()), T(V.table()), Gaps(Gaps) {}

  void run() {
    for (uint32_t F = 0; F < P.M.Functions.size(); ++F) {
      const auto Func = static_cast<FuncId>(F);
      if (!P.M[Func].Definition || Table.executing(Func).empty())
        continue;
      noteThreadLocals(Func);
      V.forEachEvent(Func, [&](EventRef At) { visit(At); });
    }
    noteTeardown();
  }

private:
  void note(EventRef At, std::string Text) {
    Gaps.add({.Kind = LedgerKind::Believed,
              .Where = At,
              .Pos = {},
              .Text = std::move(Text)});
  }

  /// What destructors of static objects do is followed as if no other thread
  /// were left when main is over.
  void noteTeardown() {
    bool Outlived = Exits;
    for (uint32_t I = 0; I < Table.all().size(); ++I) {
      const auto Id = static_cast<ThreadId>(I);
      Outlived |= Table[Id].Origin == ThreadOrigin::Main &&
                  !Table.runningAtEnd(Id).empty();
    }
    if (!Outlived)
      return;
    for (const Global &G : P.M.Globals)
      if (valid(G.Teardown) && !G.ThreadLocal && P.M[G.Teardown].Definition)
        note({G.Teardown, static_cast<BlockId>(0), 0},
             "static objects are destroyed while threads may run on");
  }

  void visit(EventRef At) {
    const Event &E = P.M[At];
    if (const auto *Op = std::get_if<ProcessOp>(&E)) {
      if (Op->Op == ProcessOp::OpKind::LongJmp)
        note(At, "longjmp leaves functions on a way that is not followed");
      Exits |= Op->Op == ProcessOp::OpKind::Exit;
    } else if (const auto *R = std::get_if<Release>(&E)) {
      if (!valid(R->Guard) && !isHeld(At))
        note(At, "a lock is released that is not known to be held here");
    } else if (const auto *A = std::get_if<Assign>(&E)) {
      if (valid(A->Value) && hidesAddress(At, *A))
        note(At, "an address may be copied through an array of bytes");
    } else if (const auto *W = std::get_if<Access>(&E)) {
      if (writesByteOfAddress(At, *W))
        note(At, "an address may be copied through an array of bytes");
    } else if (const auto *I = std::get_if<Block>(&E)) {
      if (I->Op == Block::OpKind::Input && readsAddress(At, I->Via))
        note(At, "an address may come from outside");
    } else if (const auto *S = std::get_if<SyncObject>(&E)) {
      if (S->Kind == SyncObject::ObjectKind::Key)
        note(At, "destructors of thread-specific data are not followed");
      else if (S->Op == SyncObject::OpKind::Init && isLock(S->Kind) &&
               mayBeInUse(At, S->P))
        note(At, "a lock is initialised while other threads run");
    }
  }

  bool isByte(TypeId Id) const {
    while (valid(Id) && P.M[Id].Kind == TypeKind::Array)
      Id = P.M[Id].Elem;
    return valid(Id) && P.M[Id].Kind == TypeKind::Int && P.M[Id].SizeBytes == 1;
  }

  /// Is one side made of bytes, and can the other hold an address? Points-to
  /// lets no address into bytes.
  bool hidesAddress(EventRef At, const Assign &A) const {
    const Body &B = *P.M[At.Func].Definition;
    if (B[A.Value].Kind != TermKind::Value || B[A.P].Kind != PlaceKind::Deref)
      return false;
    auto Any = [&](PlaceId Place, auto Is) {
      return llvm::any_of(Pointers.cells(At.Func, Place),
                          [&](CellId C) { return Is(Pointers.typeOf(C)); });
    };
    auto Bytes = [&](TypeId Type) { return isByte(Type); };
    auto Holds = [&](TypeId Type) {
      return !valid(Type) || P.M[Type].Kind == TypeKind::Pointer ||
             P.M[Type].Kind == TypeKind::Record ||
             P.M[Type].SizeBytes == P.M.Data.PointerBytes;
    };
    return (Any(A.P, Bytes) && Any(B[A.Value].P, Holds)) ||
           (Any(A.P, Holds) && Any(B[A.Value].P, Bytes));
  }

  /// `*D++ = *S++`, where D points to the bytes of an address.
  bool writesByteOfAddress(EventRef At, const Access &W) const {
    const Body &B = *P.M[At.Func].Definition;
    return W.Kind == AccessKind::Write && valid(W.Value) &&
           B[W.Value].Kind == TermKind::Value && isByte(B[W.P].Type) &&
           llvm::any_of(Pointers.cells(At.Func, W.P), [&](CellId C) {
             return holdsAddress(Pointers.typeOf(C), MaxDepth);
           });
  }

  /// Does the library function that waits for input at \p At write what may be
  /// an address? Nobody knows where it points to.
  bool readsAddress(EventRef At, FuncId Via) const {
    const auto &Events =
        P.M[At.Func].Definition->Blocks[index(At.Block)].Events;
    for (uint32_t I = At.Index; I-- > 0;) {
      const auto *W = std::get_if<Access>(&Events[I]);
      if (!W || !valid(Via) || W->Via != Via)
        return false;
      if (W->Kind == AccessKind::Write &&
          llvm::any_of(Pointers.cells(At.Func, W->P), [&](CellId C) {
            return holdsAddress(Pointers.typeOf(C), MaxDepth);
          }))
        return true;
    }
    return false;
  }

  static constexpr unsigned MaxDepth = 4;

  bool holdsAddress(TypeId Id, unsigned Depth) const {
    while (valid(Id) && P.M[Id].Kind == TypeKind::Array)
      Id = P.M[Id].Elem;
    if (!valid(Id) || Depth == 0)
      return false;
    if (P.M[Id].Kind == TypeKind::Pointer)
      return true;
    return P.M[Id].Kind == TypeKind::Record &&
           llvm::any_of(P.M[P.M[Id].Record].Fields, [&](const Field &F) {
             return holdsAddress(F.Type, Depth - 1);
           });
  }

  static bool isLock(SyncObject::ObjectKind Kind) {
    return Kind == SyncObject::ObjectKind::Mutex ||
           Kind == SyncObject::ObjectKind::SharedMutex ||
           Kind == SyncObject::ObjectKind::Spin ||
           Kind == SyncObject::ObjectKind::Semaphore ||
           Kind == SyncObject::ObjectKind::Barrier;
  }

  /// May another thread know the lock that is initialised?
  bool mayBeInUse(EventRef At, PlaceId Lock) const {
    return llvm::any_of(All.of(At.Func), [&](uint32_t Ctx) {
      const Value &Root = T[T.root(All.absolute(Ctx, V.address(At, Lock)))];
      // What a function has just made, nobody else has.
      const bool IsOwn = Root.Kind == ValueKind::Fresh ||
                         Root.Kind == ValueKind::Local ||
                         Root.Kind == ValueKind::Inner;
      // Beside a thread that was started there are at least its elders.
      const bool IsAlone =
          Table[All[Ctx].Thread].Origin == ThreadOrigin::Main &&
          All.running(Ctx, At).empty();
      return !IsOwn && !IsAlone;
    });
  }

  /// Does every way here hold the lock that is released?
  bool isHeld(EventRef At) const {
    const HeldAnalysis &Locks = All.heldAnalysis();
    return llvm::all_of(All.of(At.Func), [&](uint32_t Ctx) {
      const ValueId Lock = All.absolute(Ctx, Locks.lockOf(At));
      return llvm::all_of(All.held(Ctx, At), [&](const HeldFacts &Facts) {
        return llvm::any_of(Facts.Held, [&](const HeldLockFact &H) {
          return H.Kind == HeldKind::Lock && Locks.mayBeSame(H.Lock, Lock);
        });
      });
    });
  }

  void noteThreadLocals(FuncId F) {
    const Body &B = *P.M[F].Definition;
    for (const Term &X : B.Terms) {
      if (X.Kind != TermKind::AddressOf)
        continue;
      PlaceId Root = X.P;
      while (valid(Root) && (B[Root].Kind == PlaceKind::Field ||
                             B[Root].Kind == PlaceKind::Element))
        Root = B[Root].Base;
      if (valid(Root) && B[Root].Kind == PlaceKind::Global &&
          P.M[B[Root].Global].ThreadLocal)
        note({F, static_cast<BlockId>(0), 0},
             "the address of the thread-local variable '" +
                 P.M[B[Root].Global].Name + "' is taken");
    }
  }

  const Program &P;
  const PointsTo &Pointers;
  const Threads &Table;
  const Contexts &All;
  const Values &V;
  ValueTable &T;
  Ledger &Gaps;
  bool Exits = false; ///< from anywhere, while other threads may run
};

} // namespace

void heddle::noteTakenForGranted(const Program &P, const PointsTo &Pointers,
                                 const Threads &Table, const Locks &L,
                                 Ledger &Gaps) {
  Noter(P, Pointers, Table, L, Gaps).run();
}
