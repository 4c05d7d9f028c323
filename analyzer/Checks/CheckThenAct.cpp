//===- CheckThenAct.cpp - Looks that are stale when acted on --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "analyzer/Checks/CheckThenAct.h"

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace heddle;

namespace {

//===----------------------------------------------------------------------===//
// Accesses in these terms
//===----------------------------------------------------------------------===//

PlaceId wholeOf(const Body &B, PlaceId P) {
  while (valid(P) && B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
    P = B[P].Base;
  return P;
}

Datum datumOf(const PlaceKeys &Keys, PlaceId Raw) {
  const Body &B = Keys.body();
  PlaceId P = wholeOf(B, Keys.resolve(Raw));
  if (valid(P) && B[P].Kind == PlaceKind::Field)
    return {.Field = B[P].Field};
  if (valid(P) && B[P].Kind == PlaceKind::Global)
    return {.Field = {}, .Global = B[P].Global};
  return {};
}

bool isShape(const Body &B, PlaceId P) {
  return valid(P) && B[P].Kind == PlaceKind::Field &&
         B[P].Field == pseudo(PseudoField::Structure);
}

llvm::StringRef methodName(const Module &M, FuncId F) {
  return valid(F) ? llvm::StringRef(M[F].Name).rsplit("::").second
                  : llvm::StringRef();
}

/// Of an associative container, to insert or erase a key twice does no harm.
bool isSequence(const Module &M, FuncId Via) {
  return llvm::StringSwitch<bool>(
             llvm::StringRef(M[Via].Name).rsplit("::").first)
      .Cases({"std::queue", "std::stack", "std::priority_queue", "std::deque"},
             true)
      .Cases({"std::vector", "std::list", "std::forward_list"}, true)
      .Default(false);
}

Act containerAct(const Module &M, FuncId Via) {
  if (!valid(Via) || !isSequence(M, Via))
    return {};
  ActKind Kind =
      llvm::StringSwitch<ActKind>(methodName(M, Via))
          .Cases({"pop", "pop_front", "pop_back"}, ActKind::Remove)
          .Cases({"push", "push_front", "push_back"}, ActKind::Insert)
          .Cases({"emplace", "emplace_front", "emplace_back"}, ActKind::Insert)
          .Default(ActKind::None);
  return {.Kind = Kind};
}

Act numberAct(const Body &B, const PlaceKeys &Keys, const Access &X) {
  if (!valid(X.Value))
    return {};
  const Term &V = B[X.Value];
  auto Direction = [&](BinaryOp Op, const Term &By) -> Act {
    bool Negative = By.Kind == TermKind::Int && By.Value < 0;
    if (Op == BinaryOp::Add)
      return {.Kind = Negative ? ActKind::Decrease : ActKind::Increase};
    if (Op == BinaryOp::Sub)
      return {.Kind = Negative ? ActKind::Increase : ActKind::Decrease};
    return {};
  };
  if (X.Kind == AccessKind::Update)
    return Direction(X.Op, V);
  if (V.Kind == TermKind::Int)
    return {.Kind = ActKind::Store, .Value = V.Value};
  if (V.Kind == TermKind::Binary && B[V.A].Kind == TermKind::Value &&
      datumOf(Keys, B[V.A].P) == datumOf(Keys, X.P))
    return Direction(V.BinOp, B[V.B]);
  return {};
}

Act actOf(const Module &M, const PlaceKeys &Keys, const Access &X) {
  const Body &B = Keys.body();
  if (X.Init || (X.Kind != AccessKind::Write && X.Kind != AccessKind::Update))
    return {};
  if (isShape(B, X.P))
    return containerAct(M, X.Via);
  // What swaps tells its caller what was there before.
  if (methodName(M, X.Via).contains("exchange") ||
      methodName(M, X.Via).contains("test_and_set"))
    return {};
  return numberAct(B, Keys, X);
}

/// Locks that are held on every way and were taken in the function of \p At.
std::vector<LockUse> ownLocks(const Analyses &A, EventRef At) {
  std::vector<LockUse> Own;
  for (LockUse &L : A.LockTable.heldAt(At))
    if (L.Must && !L.ByCaller && valid(L.Acquired.Func))
      Own.push_back(std::move(L));
  return Own;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

/// The variables of a function that (may) hold what one look saw.
class Seen {
public:
  Seen(const Module &M, PlaceKeys &Keys, EventRef Look)
      : B(Keys.body()), Keys(Keys) {
    const std::vector<Event> &Events = B[Look.Block].Events;
    if (const auto *C = std::get_if<Call>(&M[Look])) {
      if (valid(C->Result) && B[C->Result].Kind == PlaceKind::Local)
        Locals.insert(B[C->Result].Local);
    } else if (const auto *X = std::get_if<Access>(&M[Look])) {
      KeyId Key = Keys.key(X->P);
      // `let %0 := …` right behind the read is its value.
      for (uint32_t I = Look.Index + 1; I < Events.size(); ++I) {
        const auto *A = std::get_if<Assign>(&Events[I]);
        const auto *W = std::get_if<Access>(&Events[I]);
        if (W && W->Kind == AccessKind::Read)
          continue;
        PlaceId To = A ? A->P : W ? W->P : PlaceId::None;
        TermId Value = A ? A->Value : W ? W->Value : TermId::None;
        if (!valid(To) || !valid(Value) || B[To].Kind != PlaceKind::Local)
          break;
        bool IsAnswer = B[Value].Kind == TermKind::Nondet && valid(X->Via);
        if (!IsAnswer && !names(Value, Key))
          break;
        Locals.insert(B[To].Local);
        if (IsAnswer)
          break;
      }
      // … or it is asked for at the end of the block.
      if (B[Look.Block].Term.Kind == TerminatorKind::Branch &&
          names(B[Look.Block].Term.Cond, Key))
        Direct = Look.Block;
    }
    spread();
  }

  bool decides(BlockId Block) const {
    const Terminator &T = B[Block].Term;
    return T.Kind == TerminatorKind::Branch &&
           (Block == Direct || depends(T.Cond));
  }
  bool depends(TermId T) const {
    if (!valid(T))
      return false;
    const Term &X = B[T];
    if (X.Kind == TermKind::Value && B[X.P].Kind == PlaceKind::Local &&
        Locals.count(B[X.P].Local))
      return true;
    return depends(X.A) || depends(X.B);
  }

private:
  bool names(TermId T, KeyId Key) {
    if (!valid(T))
      return false;
    const Term &X = B[T];
    return (X.Kind == TermKind::Value && Keys.key(X.P) == Key) ||
           names(X.A, Key) || names(X.B, Key);
  }

  void spread() {
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const BasicBlock &Block : B.Blocks)
        for (const Event &E : Block.Events) {
          const auto *A = std::get_if<Assign>(&E);
          const auto *W = std::get_if<Access>(&E);
          PlaceId To = A                                   ? A->P
                       : W && W->Kind == AccessKind::Write ? W->P
                                                           : PlaceId::None;
          TermId Value = A ? A->Value : W ? W->Value : TermId::None;
          if (valid(To) && B[To].Kind == PlaceKind::Local && depends(Value))
            Changed |= Locals.insert(B[To].Local).second;
        }
    }
  }

  const Body &B;
  PlaceKeys &Keys;
  std::set<LocalId> Locals;
  BlockId Direct = BlockId::None;
};

} // namespace

//===----------------------------------------------------------------------===//
// Summaries
//===----------------------------------------------------------------------===//

CheckThenActs::CheckThenActs(const Analyses &A) : A(A), M(A.P.M) {
  forEachUserBody(M, [&](FuncId F) {
    if (!A.ThreadTable.executing(F).empty())
      summarise(F);
  });
}

void CheckThenActs::summarise(FuncId F) {
  PlaceKeys Keys(M, F);
  const Body &B = Keys.body();
  std::set<Datum> LookedAtFirst;
  forEachEvent(M, F, [&](EventRef At) {
    const auto *X = std::get_if<Access>(&M[At]);
    Datum D = X ? datumOf(Keys, X->P) : Datum();
    if (!D)
      return;
    if (Act What = actOf(M, Keys, *X); What.Kind != ActKind::None) {
      Acts[D].push_back({At, What, X->P});
      if (!LookedAtFirst.count(D) && !ownLocks(A, At).empty())
        Acting[F].try_emplace(D, Step{At, What, X->P});
      return;
    }
    if (X->Kind != AccessKind::Read || ownLocks(A, At).empty())
      return;
    Seen Saw(M, Keys, At);
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block) {
      if (Saw.decides(BlockId{Block}))
        LookedAtFirst.insert(D);
      for (const Event &E : B.Blocks[Block].Events)
        if (const auto *R = std::get_if<Return>(&E))
          if (Saw.depends(R->Value))
            Looks[F].insert(D);
    }
  });
  // It acts, but after a look of its own: it knows what it does.
  for (const Datum &D : LookedAtFirst)
    if (auto It = Acting.find(F); It != Acting.end())
      It->second.erase(D);
}

//===----------------------------------------------------------------------===//
// Pairs of one function
//===----------------------------------------------------------------------===//

namespace heddle {

class StaleLooks {
public:
  StaleLooks(const CheckThenActs &All, FuncId F)
      : All(All), A(All.A), M(All.M), F(F), Keys(M, F), B(Keys.body()) {}

  std::vector<CheckThenAct> run() {
    forEachEvent(M, F, [&](EventRef At) {
      if (const auto *X = std::get_if<Access>(&M[At])) {
        if (X->Kind == AccessKind::Read)
          if (Datum D = datumOf(Keys, X->P))
            look(At, D, X->P, Keys.key(wholeOf(B, X->P)), X->Order);
      } else if (const auto *C = std::get_if<Call>(&M[At])) {
        if (auto It = All.Looks.find(C->Callee); It != All.Looks.end())
          for (const Datum &D : It->second)
            look(At, D, PlaceId::None, receiver(*C), MemoryOrder::NotAtomic);
      }
    });
    return std::move(Out);
  }

private:
  /// The object a member function is called on.
  KeyId receiver(const Call &C) {
    if (C.Args.empty() || !valid(C.Args[0]) || !valid(C.Callee) ||
        !M[C.Callee].hasThis())
      return KeyId::None;
    const Term &T = B[C.Args[0]];
    return valid(T.P) ? Keys.key(T.P) : KeyId::None;
  }

  void look(EventRef Look, const Datum &D, PlaceId P, KeyId Object,
            MemoryOrder Order) {
    bool IsAtomic = Order != MemoryOrder::NotAtomic;
    bool IsCall = std::holds_alternative<Call>(M[Look]);
    // Without any lock it is a race, and told as one.
    if (!IsAtomic && !IsCall && ownLocks(A, Look).empty())
      return;
    Seen Saw(M, Keys, Look);
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block) {
      BlockId Branch{Block};
      if (!Saw.decides(Branch) || !comesAfter(Look, Branch))
        continue;
      for (unsigned Way : {0u, 1u})
        forEachEvent(M, F, [&](EventRef At) {
          if (dependsOn(At.Block, Branch, Way))
            act(Look, At, Branch, D, P, Object, IsAtomic);
        });
    }
  }

  bool comesAfter(EventRef Look, BlockId Block) const {
    return Look.Block == Block || reachableFrom(B, Look.Block, [](BlockId) {
             return true;
           })[index(Block)];
  }

  /// Is \p Block reached from \p Branch on one way only?
  bool dependsOn(BlockId Block, BlockId Branch, unsigned Way) const {
    return reaches(B[Branch].Term.Succs[Way], Block, Branch) &&
           !reaches(B[Branch].Term.Succs[1 - Way], Block, Branch);
  }
  bool reaches(BlockId From, BlockId To, BlockId Without) const {
    if (From == To)
      return From != Without;
    if (From == Without)
      return false;
    return reachableFrom(B, From,
                         [&](BlockId X) { return X != Without; })[index(To)];
  }

  void act(EventRef Look, EventRef At, BlockId Branch, const Datum &D,
           PlaceId P, KeyId Object, bool IsAtomic) {
    CheckThenAct X;
    X.Look = Look;
    X.Acting = X.Inside = At;
    X.IsAtomic = IsAtomic;
    if (const auto *Acc = std::get_if<Access>(&M[At])) {
      if (datumOf(Keys, Acc->P) != D ||
          (valid(P) && Keys.key(wholeOf(B, Acc->P)) != Object) ||
          IsAtomic != (Acc->Order != MemoryOrder::NotAtomic))
        return;
      X.What = actOf(M, Keys, *Acc);
      if (!IsAtomic && !valid(P))
        return; // looked by a call, acts by itself: another lock's matter
    } else if (const auto *C = std::get_if<Call>(&M[At])) {
      auto It = All.Acting.find(C->Callee);
      if (It == All.Acting.end() || valid(P) || receiver(*C) != Object)
        return;
      auto Found = It->second.find(D);
      if (Found == It->second.end())
        return;
      X.What = Found->second.What;
      X.Inside = Found->second.At;
    } else {
      return;
    }
    if (X.What.Kind == ActKind::None || isProtected(X) || looksAgain(X, D) ||
        actsAtOnce(X, D) ||
        (X.What.Kind == ActKind::Store && isAllThere(X, Branch)))
      return;
    name(X, P);
    if (findRival(X, D) && Told.insert(At).second)
      Out.push_back(std::move(X));
  }

  /// Is one lock held from the look to the act?
  bool isProtected(const CheckThenAct &X) const {
    std::vector<LockUse> Before = A.LockTable.heldAt(X.Look);
    std::vector<LockUse> After = A.LockTable.heldAt(X.Acting);
    bool AtAct = !std::holds_alternative<Access>(M[X.Acting]) || X.IsAtomic;
    for (const LockUse &L : After) {
      AtAct |= L.Must;
      for (const LockUse &K : Before)
        if (L.Must && K.Must && L.Cell == K.Cell &&
            (L.ByCaller ? K.ByCaller : L.Acquired == K.Acquired))
          return true;
    }
    return !AtAct; // no lock at the act: a race, and told as one
  }

  /// Does something in the critical section of the act ask once more?
  bool looksAgain(const CheckThenAct &X, const Datum &D) {
    if (X.IsAtomic || !std::holds_alternative<Access>(M[X.Acting]))
      return false; // functions that look themselves are not in All.Acting
    std::vector<LockUse> Locks = ownLocks(A, X.Acting);
    bool Again = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *R = std::get_if<Access>(&M[At]);
      if (Again || At == X.Look || !R || R->Kind != AccessKind::Read ||
          datumOf(Keys, R->P) != D)
        return;
      bool SameSection = llvm::any_of(ownLocks(A, At), [&](const LockUse &L) {
        return llvm::any_of(
            Locks, [&](const LockUse &K) { return K.Acquired == L.Acquired; });
      });
      if (!SameSection)
        return;
      Seen Saw(M, Keys, At);
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
        Again |= Saw.decides(BlockId{Block});
    });
    return Again;
  }

  /// Is something done about it before the lock is given up? What comes later
  /// is another matter: `if (Free == 0) return; --Free; …; ++Free;`.
  bool actsAtOnce(const CheckThenAct &X, const Datum &D) {
    if (X.IsAtomic || !std::holds_alternative<Access>(M[X.Look]))
      return false;
    const std::vector<LockUse> Locks = ownLocks(A, X.Look);
    bool Acts = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *W = std::get_if<Access>(&M[At]);
      if (Acts || At == X.Acting || !W || datumOf(Keys, W->P) != D ||
          actOf(M, Keys, *W).Kind == ActKind::None ||
          !comesAfter(X.Look, At.Block))
        return;
      Acts = llvm::any_of(ownLocks(A, At), [&](const LockUse &L) {
        return llvm::any_of(
            Locks, [&](const LockUse &K) { return K.Acquired == L.Acquired; });
      });
    });
    return Acts;
  }

  /// A constant that is stored twice does no harm if nothing else is done with
  /// it: `if (!Stop) Stop = true;`.
  bool isAllThere(const CheckThenAct &X, BlockId Branch) const {
    const std::vector<Event> &Events = B[X.Acting.Block].Events;
    for (uint32_t I = 0; I < Events.size(); ++I) {
      if (I == X.Acting.Index)
        continue;
      if (const auto *C = std::get_if<Call>(&Events[I]); C && !C->Implicit)
        return false;
      if (const auto *W = std::get_if<Access>(&Events[I]))
        if (W->Kind != AccessKind::Read && W->Kind != AccessKind::Destroy &&
            !W->Init && B[W->P].Kind != PlaceKind::Local)
          return false;
      if (std::holds_alternative<Spawn>(Events[I]) ||
          std::holds_alternative<Block>(Events[I]))
        return false;
    }
    return X.Acting.Block != Branch;
  }

  void name(CheckThenAct &X, PlaceId P) const {
    const auto *Acc = std::get_if<Access>(&M[X.Inside]);
    X.IsContainer = isShape(*M[X.Inside.Func].Definition, Acc->P);
    if (valid(P)) {
      X.Object = describe(M, F, wholeOf(B, P));
    } else {
      const auto &C = std::get<Call>(M[X.Acting]);
      const Term *T =
          C.Args.empty() || !valid(C.Args[0]) ? nullptr : &B[C.Args[0]];
      X.Object = M[C.Callee].hasThis() && T && valid(T->P)
                     ? describe(M, F, T->P)
                     : describe(M, X.Inside.Func,
                                wholeOf(*M[X.Inside.Func].Definition, Acc->P));
    }
    std::vector<LockUse> Locks = ownLocks(A, X.Inside);
    if (!X.IsAtomic && !Locks.empty())
      X.Lock = Locks.front().Name;
  }

  /// Another thread that may act alike just after the look.
  bool findRival(CheckThenAct &X, const Datum &D) const {
    const auto *Mine = std::get_if<Access>(&M[X.Inside]);
    auto It = All.Acts.find(D);
    if (It == All.Acts.end())
      return false;
    for (const CheckThenActs::Step &S : It->second) {
      if (S.What != X.What || !mayBeSame(X.Inside.Func, Mine->P, S))
        continue;
      for (const ThreadEvent &Self : threadsAt(A, X.Look))
        for (const ThreadEvent &Rival : threadsAt(A, S.At))
          if (mayMeet(A, Self, Rival)) {
            X.Self = Self;
            X.Rival = Rival;
            X.RivalActs = S.At;
            return true;
          }
    }
    return false;
  }

  bool mayBeSame(FuncId MineIn, PlaceId Mine,
                 const CheckThenActs::Step &S) const {
    return A.Pointers.mayOverlap(A.Pointers.cells(MineIn, Mine),
                                 A.Pointers.cells(S.At.Func, S.P));
  }

  const CheckThenActs &All;
  const Analyses &A;
  const Module &M;
  FuncId F;
  PlaceKeys Keys;
  const Body &B;
  std::set<EventRef> Told;
  std::vector<CheckThenAct> Out;
};

} // namespace heddle

std::vector<CheckThenAct> CheckThenActs::in(FuncId F) const {
  return StaleLooks(*this, F).run();
}

std::vector<Site> heddle::sitesOf(const CheckContext &Context,
                                  const CheckThenAct &X, llvm::StringRef Acts,
                                  llvm::StringRef Looks,
                                  llvm::StringRef RivalActs) {
  const Module &M = Context.P.M;
  const Threads &Table = Context.A->ThreadTable;
  std::vector<Site> Out;
  Site S = siteAt(M, SiteRole::Primary, X.Acting, "");
  S.Label = Acts.str();
  S.Thread = Table[X.Self.Thread].Name;
  S.ThreadIndex = 0;
  S.Write = true;
  Out.push_back(std::move(S));
  Out.push_back(siteAt(M, SiteRole::Related, X.Look, Looks.str()));
  if (X.RivalActs != X.Inside) {
    Site R = siteAt(M, SiteRole::OtherAccess, X.RivalActs,
                    threadWords(Table[X.Rival.Thread]) + " " + RivalActs.str());
    R.Thread = Table[X.Rival.Thread].Name;
    R.ThreadIndex = 1;
    R.Write = true;
    Out.push_back(std::move(R));
  }
  return Out;
}
