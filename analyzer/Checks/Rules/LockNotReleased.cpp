//===- LockNotReleased.cpp - lock-not-released ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock taken by hand that some way out of the function leaves locked. Every
/// acquisition without a guard is followed along all ways (see Local/Paths.h).
/// A function that leaves it locked on *every* way is a lock function and
/// means it; so does one that tells its caller by its result whether it holds
/// the lock (`bool enter()`). What is left was forgotten.
///
/// A lock that is never released anywhere in the program, by anyone, is
/// reported too.
///
/// Misses: guards told to forget their lock (unique_lock::release).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace heddle;

namespace {

enum class Held : uint8_t { NotYet, Yes, Released, Given };

/// State of one acquisition; Last is the event that made it Released.
struct HoldState {
  Held What = Held::NotYet;
  EventRef Last;
  friend auto operator<=>(const HoldState &, const HoldState &) = default;
};

using HoldExit = PathExit<HoldState>;
using Forks = std::vector<std::pair<HoldState, Facts>>;

/// Follows one acquisition, at \p Start.
class HoldClient : public PathClient<HoldState> {
public:
  HoldClient(PlaceKeys &Keys, EventRef Start, PlaceId Lock)
      : Keys(Keys), Start(Start), Key(Keys.key(Lock)) {}

  void transfer(EventRef At, const Event &E, HoldState &S, Facts &Known,
                Forks &Out) override {
    if (At == Start)
      return start(E, S, Known, Out);
    if (S.What != Held::Yes)
      return;
    if (const auto *R = std::get_if<Release>(&E)) {
      if (Keys.key(R->Lock) == Key)
        S = {Held::Released, At};
    } else if (const auto *G = std::get_if<GuardOp>(&E)) {
      // lock(); lock_guard G(M, adopt_lock): the guard releases it.
      if (G->Op == GuardOp::OpKind::Adopt && Keys.key(G->Lock) == Key)
        S = {Held::Given, At};
    } else if (const auto *O = std::get_if<SyncObject>(&E)) {
      if (O->Op == SyncObject::OpKind::Destroy && Keys.key(O->P) == Key)
        S = {Held::Given, At};
    }
  }

private:
  void start(const Event &E, HoldState &S, Facts &Known, Forks &Out) {
    const auto *Try = std::get_if<TryAcquire>(&E);
    if (!Try) {
      S = {Held::Yes, {}};
      return;
    }
    // It holds iff the result says so.
    KeyId Result = Keys.key(Try->Result);
    bool TrueIfHeld = !Try->ByValue || Try->Success != 0;
    std::pair<HoldState, Facts> Failed{S, Known};
    if (Result != KeyId::None) {
      Failed.second.set(Result, !TrueIfHeld);
      Known.set(Result, TrueIfHeld);
    }
    Out.push_back(std::move(Failed));
    S = {Held::Yes, {}};
  }

  PlaceKeys &Keys;
  EventRef Start;
  KeyId Key;
};

/// Locks that somebody in the module releases, by global or member, so that a
/// lock function can be told from a forgotten unlock.
struct ReleasedLocks {
  std::set<GlobalId> Globals;
  std::set<FieldRef> Fields;
  bool Unknown = false; ///< a release of a parameter: could be any
  /// A function that goes on with a lock which another has taken, and then
  /// releases it: by member or global.
  std::map<FieldRef, FuncId> TakenOverFields;
  std::map<GlobalId, FuncId> TakenOverGlobals;

  explicit ReleasedLocks(const Module &M) {
    for (uint32_t I = 0; I < M.Functions.size(); ++I) {
      if (!M.Functions[I].Definition)
        continue;
      PlaceKeys Keys(M, static_cast<FuncId>(I));
      for (const BasicBlock &Block : M.Functions[I].Definition->Blocks)
        for (const Event &E : Block.Events)
          note(Keys, E);
      noteTakenOver(M, Keys, static_cast<FuncId>(I));
    }
  }

  /// Who other than \p Self goes on with the lock and releases it; None:
  /// nobody.
  FuncId successor(PlaceKeys &Keys, PlaceId Lock, FuncId Self) const {
    FuncId Out = FuncId::None;
    if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record)) {
      if (auto It = TakenOverFields.find(Field); It != TakenOverFields.end())
        Out = It->second;
    } else if (auto It = TakenOverGlobals.find(Keys.rootGlobal(Lock));
               It != TakenOverGlobals.end()) {
      Out = It->second;
    }
    return Out == Self ? FuncId::None : Out;
  }

  bool contains(PlaceKeys &Keys, PlaceId Lock) const {
    if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record))
      return Unknown || Fields.count(Field);
    if (GlobalId Global = Keys.rootGlobal(Lock); valid(Global))
      return Unknown || Globals.count(Global);
    // Behind a parameter: the caller may release it under its own name.
    return true;
  }

private:
  /// Releases by hand of what the function itself never takes. One that does
  /// nothing else is an unlock by another name, which says nothing.
  void noteTakenOver(const Module &M, PlaceKeys &Keys, FuncId F) {
    std::set<FieldRef> Fields, TakenFields;
    std::set<GlobalId> Globals, TakenGlobals;
    bool TakesUnknown = false, Works = false;
    auto Note = [&](PlaceId Lock, std::set<FieldRef> &ToFields,
                    std::set<GlobalId> &ToGlobals) {
      if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record))
        ToFields.insert(Field);
      else if (GlobalId Global = Keys.rootGlobal(Lock); valid(Global))
        ToGlobals.insert(Global);
      else
        return false;
      return true;
    };
    for (const BasicBlock &Block : M[F].Definition->Blocks)
      for (const Event &E : Block.Events) {
        if (const auto *A = std::get_if<Access>(&E))
          Works |= A->Kind != AccessKind::Read;
        else if (const auto *X = std::get_if<Acquire>(&E))
          TakesUnknown |=
              !valid(X->Lock) || !Note(X->Lock, TakenFields, TakenGlobals);
        else if (const auto *R = std::get_if<Release>(&E);
                 R && !valid(R->Guard) && valid(R->Lock))
          Note(R->Lock, Fields, Globals);
        else
          TakesUnknown |= takesSomeLock(M, E);
      }
    if (TakesUnknown || !Works)
      return;
    for (FieldRef Field : TakenFields)
      Fields.erase(Field);
    for (GlobalId Global : TakenGlobals)
      Globals.erase(Global);
    for (FieldRef Field : Fields)
      TakenOverFields.try_emplace(Field, F);
    for (GlobalId Global : Globals)
      TakenOverGlobals.try_emplace(Global, F);
  }

  void note(PlaceKeys &Keys, const Event &E) {
    PlaceId Lock = PlaceId::None;
    if (const auto *R = std::get_if<Release>(&E); R && !valid(R->Guard))
      Lock = R->Lock;
    else if (const auto *G = std::get_if<GuardOp>(&E);
             G && G->Op == GuardOp::OpKind::Adopt)
      Lock = G->Lock;
    if (!valid(Lock))
      return;
    if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record))
      Fields.insert(Field);
    else if (GlobalId Global = Keys.rootGlobal(Lock); valid(Global))
      Globals.insert(Global);
    else
      Unknown = true;
  }
};

/// The value a way returns, if it is a constant.
std::optional<int64_t> returnedConstant(const Module &M, const HoldExit &Exit) {
  if (Exit.Kind != ExitKind::Return || !valid(Exit.At.Func))
    return std::nullopt;
  const Body &B = *M[Exit.At.Func].Definition;
  if (Exit.At.Index >= B[Exit.At.Block].Events.size())
    return std::nullopt;
  const auto *R = std::get_if<Return>(&M[Exit.At]);
  if (!R || !valid(R->Value))
    return std::nullopt;
  TermId T = R->Value;
  while (B[T].Kind == TermKind::Cast)
    T = B[T].A;
  if (B[T].Kind == TermKind::Null)
    return 0;
  return B[T].Kind == TermKind::Int ? std::optional(B[T].Value) : std::nullopt;
}

class LockLeaks {
public:
  LockLeaks(const CheckContext &Context, const Throws &Thrown,
            const ReleasedLocks &Released, FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), Released(Released),
        F(F), B(*M[F].Definition), Keys(M, F) {}

  void run() {
    if (isDeclaredLockFunction())
      return;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const Event &E = B.Blocks[Block].Events[I];
        EventRef At{F, static_cast<BlockId>(Block), I};
        if (const auto *A = std::get_if<Acquire>(&E); A && !valid(A->Guard))
          follow(At, A->Lock);
        else if (const auto *T = std::get_if<TryAcquire>(&E);
                 T && !valid(T->Guard))
          follow(At, T->Lock);
      }
  }

private:
  /// `void enter() ACQUIRE(M)` says itself that it leaves M locked.
  bool isDeclaredLockFunction() const {
    return llvm::any_of(M[F].Attributes, [](const Attribute &A) {
      return A.Kind == AttributeKind::Acquire ||
             A.Kind == AttributeKind::AcquireShared ||
             A.Kind == AttributeKind::TryAcquire ||
             A.Kind == AttributeKind::TryAcquireShared ||
             A.Kind == AttributeKind::NoThreadSafetyAnalysis;
    });
  }

  void follow(EventRef Start, PlaceId Lock) {
    HoldClient Client(Keys, Start, Lock);
    PathSearch<HoldState> Search(F, Keys, Thrown, Client);
    std::vector<HoldExit> Leaking, Freeing;
    for (HoldExit &Exit : Search.explore({})) {
      if (Exit.State.What == Held::Yes)
        Leaking.push_back(std::move(Exit));
      else if (Exit.State.What == Held::Released)
        Freeing.push_back(std::move(Exit));
    }
    if (Leaking.empty())
      return;
    if (Freeing.empty())
      return neverReleased(Start, Lock);
    if (!tellsItsCaller(Leaking, Freeing))
      report(Start, Lock, Leaking, Freeing);
  }

  /// `return true` with the lock and `return false` without is a try-lock; so
  /// is 0 and an error number. The other way round it was forgotten.
  bool tellsItsCaller(const std::vector<HoldExit> &Leaking,
                      const std::vector<HoldExit> &Freeing) const {
    TypeId Result = M[F].Result;
    if (!valid(Result))
      return false;
    TypeKind Kind = M[Result].Kind;
    // C's ints: 0 is success. C++'s bools and pointers: 0 is failure.
    bool ZeroIsSuccess = Kind == TypeKind::Int || Kind == TypeKind::Enum;
    auto All = [&](const std::vector<HoldExit> &Exits, bool Success) {
      return llvm::all_of(Exits, [&](const HoldExit &Exit) {
        if (Exit.Kind == ExitKind::Exception)
          return !Success;
        std::optional<int64_t> Value = returnedConstant(M, Exit);
        return Value && ((*Value == 0) == ZeroIsSuccess) == Success;
      });
    };
    return All(Leaking, true) && All(Freeing, false);
  }

  void neverReleased(EventRef Start, PlaceId Lock) {
    if (Released.contains(Keys, Lock))
      return;
    std::string Name = describe(M, F, Lock);
    Finding Result = begin(Start, Name);
    Result.Message = quoted(Name) + " is locked here and never unlocked";
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"no function of the program unlocks " + quoted(Name)};
    Site S = siteAt(M, SiteRole::Primary, Start, "");
    S.Label = "locked here, for ever";
    Result.Sites.push_back(std::move(S));
    Context.Report(std::move(Result));
  }

  Finding begin(EventRef Start, const std::string &Name) const {
    Finding Result;
    Result.Object = Name;
    Result.Explains = {eventFault(M, Start)};
    Result.Why = "the next thread that locks " + quoted(Name) +
                 " waits for ever, since nobody is left who would unlock it; "
                 "so does this thread itself when it comes here again";
    Result.Repair = repair(Name);
    return Result;
  }

  std::string repair(const std::string &Name) const {
    if (M.Lang == Language::C)
      return "unlock " + quoted(Name) +
             " before this way out too, or let all ways leave through one "
             "label at the end that unlocks it";
    return "let a guard unlock it on every way out, instead of lock() and "
           "unlock():\n  std::lock_guard Guard(" +
           Name + ");";
  }

  void report(EventRef Start, PlaceId Lock,
              const std::vector<HoldExit> &Leaking,
              const std::vector<HoldExit> &Freeing) {
    const HoldExit &Worst =
        *llvm::min_element(Leaking, [](const HoldExit &L, const HoldExit &R) {
          return std::pair(doubt(L.Thrown), L.At) <
                 std::pair(doubt(R.Thrown), R.At);
        });
    std::string Name = describe(M, F, Lock);
    Finding Result = begin(Start, Name);
    Result.Message = message(Worst, Name);
    Result.Sites.push_back(exitSite(Worst, Name));
    Result.Sites.push_back(siteAt(M, SiteRole::LockTaken, Start,
                                  quoted(Name) + " is locked here"));
    // The way that goes along with the worst one for longest.
    const HoldExit &Free =
        *llvm::max_element(Freeing, [&](const HoldExit &L, const HoldExit &R) {
          return commonBlocks(L, Worst) < commonBlocks(R, Worst);
        });
    addParting(Result, Worst, Free);
    Result.Sites.push_back(siteAt(M, SiteRole::LockReleased, Free.State.Last,
                                  "on other ways it is unlocked here"));
    believeWay(Result, Worst.Thrown,
               "there is a way from the lock to this exit without any unlock");
    std::set<EventRef> Ends;
    for (const HoldExit &Exit : Leaking)
      Ends.insert(Exit.At);
    Result.MoreSites = Ends.size() - 1;
    if (FuncId Next = Released.successor(Keys, Lock, F); valid(Next)) {
      Result.Belief = Confidence::Possible;
      Result.Reasons = {quoted(displayName(M, Next)) + " unlocks " +
                        quoted(Name) +
                        " without having locked it: it may be handed on"};
    } else {
      offerUnlocks(Result, Leaking, Freeing, Free);
    }
    Context.Report(std::move(Result));
  }

  /// An unlock before every exit that surely leaks.
  void offerUnlocks(Finding &Result, const std::vector<HoldExit> &Leaking,
                    const std::vector<HoldExit> &Freeing,
                    const HoldExit &Free) const {
    std::vector<SourceSpan> Exits;
    for (const HoldExit &Exit : Leaking) {
      // An exception of somebody else's has no statement to stand before.
      bool Thrown = Exit.Kind == ExitKind::Exception;
      if (Thrown && !std::holds_alternative<Throw>(M[Exit.At]))
        continue;
      if (llvm::any_of(Freeing, [&](const HoldExit &Other) {
            return Other.At == Exit.At;
          }))
        return; // unlocked already, on other ways to it
      SourceSpan Span = makeSpan(M, Exit.At);
      if (!llvm::is_contained(Exits, Span))
        Exits.push_back(std::move(Span));
    }
    offerUnlock(Context, Result, makeSpan(M, Free.State.Last), Exits);
  }

  /// How many blocks two ways have in common, from the start.
  static size_t commonBlocks(const HoldExit &L, const HoldExit &R) {
    auto End =
        std::mismatch(L.Way.begin(), L.Way.end(), R.Way.begin(), R.Way.end());
    return End.first - L.Way.begin();
  }

  /// The branch at which the way past the unlock begins, unless it stands
  /// beside the exit anyway.
  void addParting(Finding &Result, const HoldExit &Leak,
                  const HoldExit &Free) const {
    size_t I = commonBlocks(Leak, Free);
    if (I == 0 || B[Leak.Way[I - 1]].Term.Kind != TerminatorKind::Branch)
      return;
    Site S;
    S.Span = terminatorSpan(M, F, Leak.Way[I - 1]);
    S.Message = "here the way past the unlock begins";
    S.Function = displayName(M, F);
    uint32_t Exit = Result.Sites.front().Span.Line;
    if (S.Span.Line && (S.Span.Line > Exit || S.Span.Line + 2 < Exit))
      Result.Sites.push_back(std::move(S));
  }

  std::string message(const HoldExit &Worst, const std::string &Name) const {
    std::string Self = quoted(displayName(M, F));
    if (Worst.Kind == ExitKind::Exception)
      return "an exception leaves " + Self + " with " + quoted(Name) +
             " still locked";
    return Self + " returns here with " + quoted(Name) + " still locked";
  }

  Site exitSite(const HoldExit &Worst, const std::string &Name) const {
    Site S = siteAt(M, SiteRole::Primary, Worst.At, "");
    if (!S.Span.Line)
      S.Span = terminatorSpan(M, F, Worst.At.Block);
    S.Held.push_back({Name, false, {}});
    S.Label = quoted(Name) + " is still locked";
    if (Worst.Kind == ExitKind::Exception) {
      std::string Thrower = Thrown.nameAt(M[Worst.At]);
      S.Label = (Thrower.empty() ? "thrown" : Thrower + " may throw") +
                std::string(" while ") + quoted(Name) + " is locked";
    }
    return S;
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  const ReleasedLocks &Released;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  Throws Thrown(Context.P.M);
  ReleasedLocks Released(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    LockLeaks(Context, Thrown, Released, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule LockNotReleased;
const Rule LockNotReleased = {
    {"lock-not-released", Category::Lock, Severity::Error, RuleScope::Local,
     "a lock taken by hand stays locked on some way out of the function"},
    check};
} // namespace heddle::rules
