//===- MutexInitialization.cpp - mutex-initialization ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The life of C's locks, condition variables, semaphores and barriers, which
/// no constructor begins: used on a way on which nobody has initialised them,
/// or after they were destroyed; initialised a second time while they live;
/// initialised while another thread may use them already. What is made by a
/// constructor (std::mutex) can't go wrong in these ways.
///
/// One object at a time is followed along all ways of a function; whether
/// threads can meet, and that nobody at all initialises a lock, is asked of the
/// analyses.
///
/// Misses: global POSIX locks without an initialiser, which are zero, and zero
/// is what PTHREAD_MUTEX_INITIALIZER stands for on Linux.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Contents.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/ObjectLives.h"
#include "analyzer/Checks/Local/SyncHomes.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

void tell(const CheckContext &Context, FuncId F, const LifeFault &Fault) {
  const Module &M = Context.P.M;
  const std::string Name = describe(M, F, Fault.Object), Quoted = quoted(Name);
  Finding R;
  R.Object = Name;
  R.Cause = localCause(M, F, "life of " + Name);
  R.Belief = Confidence::Certain;
  R.Reasons = {"there is a way through this function on which it is so"};
  Site Here = siteAt(M, SiteRole::Primary, Fault.At, "");
  std::string Earlier;
  if (Fault.Kind == LifeFault::FaultKind::NotBegun) {
    R.Message = Quoted + " is used here before it is initialised";
    Here.Label = "not initialised";
    R.Why = "the variable holds whatever stood in that memory before. It may "
            "look locked for ever, or free to two threads at once";
    R.Repair = "initialise it first, before any thread can use it, and look "
               "at the result";
  } else if (Fault.Kind == LifeFault::FaultKind::BegunTwice) {
    R.Message = Quoted + " is initialised a second time";
    Here.Label = "it lives already";
    Earlier = Quoted + " is initialised here first";
    R.Why = "to initialise it again makes it free, whoever holds it or waits "
            "for it: two threads are then inside at the same time, or one "
            "waits for ever. The standard leaves it undefined";
    R.Repair = "initialise it once, before the threads start (before the "
               "loop); destroy it first if it is to begin anew";
  } else {
    R.Message = Quoted + " is used here after it was destroyed";
    Here.Label = "no longer there";
    Earlier = Quoted + " is destroyed here";
    R.Why = "what a destroyed lock does is undefined: often it still seems to "
            "work, until the memory is used for something else";
    R.Repair = "destroy it last, when nobody can come any more";
  }
  R.Sites.push_back(std::move(Here));
  if (!Earlier.empty() && Fault.Earlier != Fault.At)
    R.Sites.push_back(siteAt(M, SiteRole::Related, Fault.Earlier, Earlier));
  Context.Report(std::move(R));
}

/// What only the analyses can tell.
class SharedLives {
public:
  explicit SharedLives(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Objects(M, &A) {}

  void run() {
    findUses();
    for (EventRef At : Objects.inits())
      if (const SyncObject &S = std::get<SyncObject>(M[At]);
          hasLife(S) && !M[At.Func].System && !hasConstructor(M, At.Func, S.P))
        beginsLate(At, S);
    for (auto [At, P] : Uses)
      neverBegins(At, P);
  }

private:
  void findUses() {
    forEachUserEvent(M, [&](EventRef At) {
      std::vector<PlaceId> Used = objectsUsedBy(M[At]);
      if (const auto *S = std::get_if<SyncObject>(&M[At]))
        Used.push_back(S->P);
      for (PlaceId P : Used)
        if (valid(P) && !hasConstructor(M, At.Func, P))
          Uses.push_back({At, P});
    });
  }

  /// Nobody else comes by when it is reached: under a lock, in a call_once.
  bool isGuarded(EventRef At) const {
    const Contexts &All = A.LockTable.contexts();
    return llvm::any_of(All.of(At.Func), [&](uint32_t Ctx) {
      return llvm::any_of(All.held(Ctx, At), [](const HeldFacts &Facts) {
        return !Facts.Held.empty();
      });
    });
  }

  /// Has nobody else got hold of the object yet, on any way to \p At?
  bool isOwn(EventRef At, CellId Cell) const {
    const ObjectId O = A.Pointers.objectOf(Cell);
    const Contexts &All = A.LockTable.contexts();
    return llvm::all_of(All.of(At.Func), [&](uint32_t Ctx) {
      const OrderFacts Order = All.order(Ctx, At);
      return Order.Renewed.contains(O) && !Order.Published.contains(O);
    });
  }

  bool isSame(FuncId F, PlaceId P, CellId Cell) const {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(F, P);
    return Cells.size() == 1 && Cells.front() == Cell;
  }

  /// The object is initialised although a thread that uses it may be running.
  void beginsLate(EventRef At, const SyncObject &S) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, S.P);
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()) ||
        isGuarded(At) || isOwn(At, Cells.front()))
      return;
    auto Other = llvm::find_if(Uses, [&](const auto &Use) {
      const auto &[User, P] = Use;
      return isSame(User.Func, P, Cells.front()) && meet(At, User);
    });
    if (Other != Uses.end())
      tellLate(At, S, Other->first);
  }

  bool meet(EventRef L, EventRef R) const {
    for (const ThreadEvent &X : threadsAt(A, L))
      for (const ThreadEvent &Y : threadsAt(A, R))
        if (mayMeet(A, X, Y))
          return true;
    return false;
  }

  void tellLate(EventRef At, const SyncObject &S, EventRef Other) {
    const std::string Name = describe(M, At.Func, S.P), Quoted = quoted(Name);
    Finding F;
    F.Object = Name;
    F.Cause = localCause(M, At.Func, "life of " + Name);
    F.Belief = Confidence::Likely;
    F.Reasons = {"nothing keeps the two threads apart"};
    F.Message = Quoted + " is initialised while another thread may use it";
    Site Here = siteAt(M, SiteRole::Primary, At, "");
    Here.Label = Other == At ? "by each of several threads" : "too late";
    F.Sites.push_back(std::move(Here));
    if (Other != At)
      F.Sites.push_back(siteAt(M, SiteRole::Related, Other,
                               "another thread may be here already"));
    addSpawn(F, Other);
    F.Why = "the thread that comes first uses what is not there yet, and the "
            "initialisation then makes the lock free while it is held: two "
            "threads are inside at the same time";
    F.Repair = "initialise it before the first thread starts: ahead of "
               "pthread_create, or where it is declared:\n  pthread_mutex_t "
               "Lock = PTHREAD_MUTEX_INITIALIZER;";
    for (const Site &Other : F.Sites)
      if (Other.Role == SiteRole::Spawn && F.Fixes.empty())
        offerEarlier(Context, F, "initialise it before the thread starts",
                     SourceSpan(F.Sites.front().Span), Other.Span);
    Context.Report(std::move(F));
  }

  void addSpawn(Finding &F, EventRef Other) const {
    for (ThreadId Id : A.ThreadTable.executing(Other.Func))
      if (const AbstractThread &T = A.ThreadTable[Id]; valid(T.Spawn.Func)) {
        F.Sites.push_back(spawnSite(M, T));
        return;
      }
  }

  /// Raw memory that nobody writes to, or C11's mtx_t, which must be
  /// initialised wherever it stands.
  void neverBegins(EventRef At, PlaceId P) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, P);
    if (Cells.size() != 1 || A.ThreadTable.executing(At.Func).empty() ||
        !Objects.initsOf(At.Func, P).empty())
      return;
    const MemObject &O = A.Pointers[A.Pointers.objectOf(Cells.front())];
    const bool IsRaw = O.Kind == ObjectKind::Heap && isRawMemory(M, O.Site);
    const bool IsC11 = O.Kind == ObjectKind::Global && isC11(At.Func, P);
    if ((!IsRaw && !IsC11) || !Asked.insert(Cells.front()).second ||
        anyWrite(A, Cells.front()))
      return;
    tellNever(At, P, O);
  }

  bool isC11(FuncId F, PlaceId P) const {
    const TypeId T = (*M[F].Definition)[P].Type;
    return valid(T) && (M[T].Spelling == "mtx_t" || M[T].Spelling == "cnd_t");
  }

  void tellNever(EventRef At, PlaceId P, const MemObject &O) {
    const std::string Name = describe(M, At.Func, P), Quoted = quoted(Name);
    Finding F;
    F.Object = Name;
    F.Cause = "never made " +
              A.Pointers.displayName(A.Pointers.cells(At.Func, P).front());
    F.Belief = Confidence::Likely;
    F.Reasons = {"no function of the program initialises " + Quoted};
    F.Message = Quoted + " is used, but nobody initialises it";
    Site Here = siteAt(M, SiteRole::Primary, At, "");
    Here.Label = "not initialised";
    F.Sites.push_back(std::move(Here));
    if (O.Kind == ObjectKind::Heap)
      F.Sites.push_back(siteAt(M, SiteRole::Related, O.Site,
                               "its memory comes from here, as it happens to "
                               "be"));
    else
      F.Sites.push_back(
          declarationSite(M, M[O.Global].Pos, Quoted + " is declared here"));
    F.Why = "a lock is more than its bytes: what malloc returns holds whatever "
            "stood there before, and may look locked for ever. C11 promises "
            "nothing for a mtx_t without mtx_init, zero or not";
    F.Repair = "initialise it where the object is made, and look at the "
               "result:\n  " +
               std::string(O.Kind == ObjectKind::Heap
                               ? "pthread_mutex_init(&" + Name + ", NULL)"
                               : "mtx_init(&" + Name + ", mtx_plain)");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  SyncObjects Objects;
  std::vector<std::pair<EventRef, PlaceId>> Uses;
  std::set<CellId> Asked;
};

void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Throws Thrown(M);
  const std::set<FuncId> Changing = functionsThat(
      M, [](const Event &E) { return std::holds_alternative<SyncObject>(E); });
  forEachUserBody(M, [&](FuncId F) {
    for (const LifeFault &Fault : lifeFaults(M, F, Thrown, Changing))
      tell(Context, F, Fault);
  });
  if (Context.A)
    SharedLives(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule MutexInitialization;
const Rule MutexInitialization = {
    {"mutex-initialization", Category::Lock, Severity::Error, RuleScope::Local,
     "a lock is used before it is initialised, or initialised twice"},
    check};
} // namespace heddle::rules
