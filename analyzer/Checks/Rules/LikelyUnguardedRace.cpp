//===- LikelyUnguardedRace.cpp - likely-unguarded-race --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock is held at most accesses to a member or variable, and missing at one:
/// the program's own habit says that it belongs there (Engler, Chen, Hallem,
/// Chou, Chelf: Bugs as Deviant Behavior, SOSP 2001). Told where two threads
/// that meet could not be shown, so that unguarded-access-race has nothing to
/// say, or says it only as possible: in a library, whose threads are its
/// callers'; of one class of objects, whose instances can't be told apart.
///
/// Two sources. Pairs that the race analysis found and hardly believes are
/// believed more where the habit is strong. And in a library the members of
/// what its functions are handed are counted: which lock of the same object is
/// held at how many accesses. Functions that make or end such an object, its
/// lock included, are left out.
///
/// Misses: habits with fewer than three accesses; locks that are not in the
/// same object.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/AccessClass.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace heddle;

namespace {

/// Three of four, and never on the strength of two.
bool isHabit(size_t Holding, size_t All) {
  return Holding >= 3 && Holding < All && Holding * 4 >= All * 3;
}

std::string habit(const std::string &Lock, size_t Holding, size_t All) {
  return quoted(Lock) + " is held at " + std::to_string(Holding) + " of " +
         std::to_string(All) + " accesses";
}

/// Does the lock go with the object: beside it in one class, or both of them
/// variables of the whole program? A lock of everybody's says nothing about an
/// object that threads hand to each other.
bool goWith(const Analyses &A, const LockUse &Lock, const SharedObject &O) {
  if (!valid(Lock.Cell) || !valid(O.Cell))
    return false;
  const CellId Owner = A.Pointers.parent(O.Cell);
  if (valid(Owner) && A.Pointers.parent(Lock.Cell) == Owner)
    return true;
  return Lock.Unique && O.Root.Kind == ObjectKind::Global && !O.Root.Multiple;
}

/// Is it not to be seen which threads there are, or which object is whose?
bool isUnseen(const Analyses &A, const RaceStory &Story) {
  return Story.group().Object.Root.Multiple ||
         llvm::any_of(
             llvm::ArrayRef{Story.first().Thread, Story.second().Thread},
             [&](ThreadId Id) {
               return A.ThreadTable[Id].Origin == ThreadOrigin::Library;
             });
}

/// Pairs that are possible only, of an object with a habit.
void tellPossible(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Unguarded, [&](const RaceStory &Story) {
    const GuardedBy &Guard = *Story.guard();
    if (Story.pair().Belief != Confidence::Possible ||
        Story.pair().MaybeOrdered || !isHabit(Guard.Holding, Guard.All) ||
        !isUnseen(*Context.A, Story) ||
        !goWith(*Context.A, Guard.Lock, Story.group().Object))
      return;
    Finding F = Story.begin();
    F.Belief = Confidence::Likely;
    F.Message = Story.object() + " is " + Story.participle(Story.first()) +
                " without " + quoted(Guard.Lock.Name) +
                ", which is held at nearly all other accesses";
    F.Why = "the lock keeps out only those who take it too: " +
            Story.interleaving();
    F.Repair = Story.repairByLock();
    F.Reasons.insert(F.Reasons.begin(),
                     habit(Guard.Lock.Name, Guard.Holding, Guard.All));
    offerUsualLock(Context, F, Story);
    Context.Report(std::move(F));
  });
}

/// Alike accesses to a member of an object, and the locks that lie in the same
/// object and are held there.
struct Touch {
  std::set<EventRef> Sites;
  bool IsWrite = false;
  std::map<FieldRef, LockUse> Held;
};

/// How one lock is held at the accesses to one member.
struct Habit {
  FieldRef Lock;
  std::map<EventRef, LockUse> Holding;
  std::set<EventRef> Missing;
  std::set<FuncId> Holders;
};

class Habits {
public:
  explicit Habits(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        T(A.ThreadTable.values().table()) {}

  void run() {
    findMakers();
    AccessCollector Collector(Context.P, A.Pointers, A.LockTable);
    for (const auto &[Object, Classes] : Collector.run())
      for (const AccessClass &X : Classes)
        if (!X.Unpublished && !X.Init && !X.Shown.isAtomic() &&
            X.Shown.Kind != AccessKind::Destroy && !isMaking(X))
          add(X);
    // What the race analysis tells of, it tells better.
    for (const RaceGroup &G : A.Races)
      Members.erase(G.Object.Member);
    for (const auto &[Member, Touches] : Members)
      judge(Member, Touches);
  }

private:
  /// Functions that begin or end the life of locks.
  void findMakers() {
    for (uint32_t I = 0; I < M.Functions.size(); ++I) {
      const Function &F = M.Functions[I];
      if (F.Kind == FunctionKind::Constructor ||
          F.Kind == FunctionKind::Destructor)
        Makers.insert(FuncId{I});
      else if (F.Definition)
        forEachEvent(M, FuncId{I}, [&](EventRef At) {
          if (std::holds_alternative<SyncObject>(M[At]))
            Makers.insert(FuncId{I});
        });
    }
  }

  bool isMaking(const AccessClass &X) const {
    return Makers.count(X.Shown.At.Func) ||
           llvm::any_of(X.Shown.Chain, [&](EventRef Site) {
             return Makers.count(Site.Func) != 0;
           });
  }

  /// Adds the access to each member that it goes through.
  void add(const AccessClass &X) {
    for (ValueId Address = X.Address; T.isKnown(Address);) {
      const Value &Step = T[Address];
      if (Step.Kind != ValueKind::Field && Step.Kind != ValueKind::Element)
        return;
      if (Step.Kind == ValueKind::Field && valid(Step.Field.Record) &&
          !M[Step.Field.Record].System && !T.isVague(Step.A))
        Members[Step.Field].push_back(
            {X.Sites, X.Shown.isWrite(), locksIn(Step.A, X)});
      Address = Step.A;
    }
  }

  std::map<FieldRef, LockUse> locksIn(ValueId Owner,
                                      const AccessClass &X) const {
    std::map<FieldRef, LockUse> Out;
    for (const HeldLockFact &H : X.Facts->Held.Held)
      if (H.Kind == HeldKind::Lock && H.Must && T.isKnown(H.Lock) &&
          T[H.Lock].Kind == ValueKind::Field && T[H.Lock].A == Owner)
        Out.try_emplace(T[H.Lock].Field, A.LockTable.use(H));
    return Out;
  }

  /// What is held on some way to a line counts as held there: the function may
  /// be one that is called under the lock.
  static Habit habitOf(FieldRef Lock, const std::vector<Touch> &Touches) {
    Habit Out;
    Out.Lock = Lock;
    for (const Touch &X : Touches)
      if (auto It = X.Held.find(Lock); It != X.Held.end())
        for (EventRef At : X.Sites) {
          Out.Holding.try_emplace(At, It->second);
          Out.Holders.insert(At.Func);
        }
    for (const Touch &X : Touches)
      for (EventRef At : X.Sites)
        if (!Out.Holding.count(At))
          Out.Missing.insert(At);
    return Out;
  }

  void judge(FieldRef Member, const std::vector<Touch> &Touches) {
    std::set<FieldRef> Locks;
    std::set<EventRef> Writes;
    for (const Touch &X : Touches) {
      for (const auto &[Lock, Use] : X.Held)
        Locks.insert(Lock);
      if (X.IsWrite)
        Writes.insert(X.Sites.begin(), X.Sites.end());
    }
    std::optional<Habit> Best;
    for (FieldRef Lock : Locks) {
      Habit H = habitOf(Lock, Touches);
      if (H.Holders.size() >= 2 &&
          isHabit(H.Holding.size(), H.Holding.size() + H.Missing.size()) &&
          (!Best || H.Missing.size() < Best->Missing.size()))
        Best = std::move(H);
    }
    if (Best)
      tell(Member, *Best, Writes);
  }

  void tell(FieldRef Member, const Habit &H, const std::set<EventRef> &Writes) {
    auto IsWrite = [&](EventRef At) { return Writes.count(At) != 0; };
    auto First = llvm::find_if(H.Missing, IsWrite);
    auto Other = H.Holding.begin();
    if (First == H.Missing.end()) {
      // A look without the lock collides with whoever writes under it.
      First = H.Missing.begin();
      Other = llvm::find_if(H.Holding,
                            [&](const auto &X) { return IsWrite(X.first); });
      if (Other == H.Holding.end())
        return;
    }
    const Field &What = M[Member.Record].Fields[Member.Index];
    const std::string Name = quoted(What.Name), Lock = Other->second.Name;
    Finding F;
    F.Object = What.Name;
    F.Cause = M[Member.Record].Usr + "." + What.Name + "|habit";
    F.Belief = Confidence::Likely;
    F.Reasons = {
        habit(Lock, H.Holding.size(), H.Holding.size() + H.Missing.size()),
        "which threads call this library can't be seen"};
    F.Message = Name + " is " + (IsWrite(*First) ? "written" : "read") +
                " without " + quoted(Lock) +
                ", which is held at nearly all other accesses";
    Site Here = siteAt(M, SiteRole::Primary, *First, "");
    Here.Label = "holding nothing";
    Here.Write = IsWrite(*First);
    F.Sites.push_back(std::move(Here));
    Site There = siteAt(
        M, SiteRole::OtherAccess, Other->first,
        "it is " + std::string(IsWrite(Other->first) ? "written" : "read") +
            " here, holding " + quoted(Lock));
    There.Write = IsWrite(Other->first);
    There.Held = heldLocks(M, Other->second);
    F.Sites.push_back(std::move(There));
    F.Sites.push_back(declarationSite(M, What.Pos, Name + " is declared here"));
    F.MoreSites = H.Missing.size() - 1;
    F.Why = "the lock keeps out only those who take it too. If callers may be "
            "threads, as the lock says that they are, this line meets one that "
            "holds it: an old value, half of a new one, or a lost update";
    F.Repair = M.Lang == Language::C
                   ? "hold " + quoted(Lock) + " here too"
                   : "hold " + quoted(Lock) +
                         " here too:\n  std::lock_guard Guard(" + Lock + ");";
    std::vector<LockedAccess> Lacking;
    for (EventRef At : H.Missing)
      if (const auto *X = std::get_if<Access>(&M[At]))
        Lacking.push_back({At, X->P, ""});
    if (Lacking.size() == H.Missing.size())
      offerLock(Context, F, lockNamedBy(M, Other->second), Lacking);
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const ValueTable &T;
  std::set<FuncId> Makers;
  std::map<FieldRef, std::vector<Touch>> Members;
};

void check(const CheckContext &Context) {
  if (!Context.A->HasThreads)
    return;
  tellPossible(Context);
  if (!valid(Context.P.Main))
    Habits(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule LikelyUnguardedRace;
const Rule LikelyUnguardedRace = {
    {"likely-unguarded-race", Category::Race, Severity::Warning,
     RuleScope::Program,
     "a lock is held at nearly all accesses to an object, and missing at one",
     /*Precedence=*/7},
    check};
} // namespace heddle::rules
