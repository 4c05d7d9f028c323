//===- WaitWithoutPredicate.cpp - wait-without-predicate ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A wait on a condition variable that no loop repeats. A wait may return
/// without a notify, and what was notified may be gone again before the waiter
/// gets its turn, so the condition must be asked again after every wait:
///
///     while (Items.empty()) NotEmpty.wait(Guard);
///
/// The wait must lie on a cycle that keeps the lock (a cycle that takes it
/// anew each time round is a worker's main loop, not the condition's) and that
/// a condition can leave. A function that waits for its caller, with the
/// caller's lock (`CondVar::Wait`), is judged where it is called.
///
/// Misses: what is asked again, once, and then relied on for longer.
///
/// Misses: a main loop inside the critical section, whose exit condition is
/// another one than what the wait is for.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// A wait, or the call of a function that only waits.
struct WaitPoint {
  EventRef At;
  bool Timed = false;
  EventRef Inner; ///< the wait itself, for a call
};

/// The `if` before a wait.
struct Guarding {
  TermId Cond = TermId::None;
  bool WaitsIfTrue = true;
};

/// Shape of one function around its waits.
class WaitShape {
public:
  WaitShape(const Module &M, FuncId F)
      : M(M), B(*M[F].Definition), Keys(M, F), Preds(predecessors(B)) {}

  /// Is the wait repeated until some condition lets it go on?
  bool isRechecked(EventRef At, PlaceId Lock) {
    KeyId Key = Keys.key(Lock);
    auto Keeps = [&](BlockId Id) { return !takes(Id, Key); };
    if (takesAfter(At, Key))
      return false;
    // The blocks of the cycles through the wait.
    std::vector<bool> After = reachableFrom(B, At.Block, Keeps);
    if (!After[index(At.Block)] || takesBefore(At, Key))
      return false;
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if ((After[I] || BlockId{I} == At.Block) &&
          asks(BlockId{I}, At.Block, Keeps))
        return true;
    return false;
  }

  /// Is the lock given up right after the wait, and the way back to it taken,
  /// before anything relies on the condition? Then all is asked anew, and a
  /// wait that is timed was a pause.
  bool isOnlyAPause(EventRef At) const {
    bool GivenUp = false;
    for (unsigned Jumps = 0; Jumps < 16; ++Jumps) {
      const BasicBlock &Block = B[At.Block];
      for (uint32_t I = At.Index + 1; I < Block.Events.size(); ++I) {
        const Event &E = Block.Events[I];
        if (isRelease(E))
          GivenUp = true;
        else if (!isRead(E) && !std::holds_alternative<Assign>(E) &&
                 !std::holds_alternative<Scope>(E) &&
                 !std::holds_alternative<MayThrow>(E))
          return GivenUp && valid(Block.Loop);
      }
      if (Block.Term.Kind != TerminatorKind::Jump)
        return GivenUp && valid(Block.Loop);
      At = {At.Func, Block.Term.Succs[0], UINT32_MAX};
    }
    return false;
  }

  /// Is what was asked before the wait the first thing that is asked after it?
  ///
  ///     if (Queue == NULL) wait(&C, &M);
  ///     if (Queue != NULL) …
  bool asksTheSameAgain(EventRef At, const Guarding &If) {
    const std::set<KeyId> Before = memoryOf(If.Cond);
    for (unsigned Jumps = 0; Jumps < 16; ++Jumps) {
      const BasicBlock &Block = B[At.Block];
      for (uint32_t I = At.Index + 1; I < Block.Events.size(); ++I)
        if (!isRead(Block.Events[I]) &&
            !std::holds_alternative<Assign>(Block.Events[I]) &&
            !std::holds_alternative<Scope>(Block.Events[I]))
          return false;
      if (Block.Term.Kind == TerminatorKind::Branch) {
        const std::set<KeyId> After = memoryOf(Block.Term.Cond);
        return llvm::any_of(After,
                            [&](KeyId Key) { return Before.count(Key) > 0; });
      }
      if (Block.Term.Kind != TerminatorKind::Jump)
        return false;
      At = {At.Func, Block.Term.Succs[0], UINT32_MAX};
    }
    return false;
  }

  /// Does the function take the lock of the wait itself?
  bool takesLock(PlaceId Lock) {
    KeyId Key = Keys.key(Lock);
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (takes(BlockId{I}, Key))
        return true;
    return false;
  }

  /// The branch that decides whether \p Block is entered.
  std::optional<Guarding> guarding(BlockId Block) const {
    for (unsigned Steps = 0; Steps < B.Blocks.size(); ++Steps) {
      const std::vector<BlockId> &Before = Preds[index(Block)];
      if (Before.size() != 1)
        return std::nullopt;
      const Terminator &T = B[Before[0]].Term;
      if (T.Kind == TerminatorKind::Branch)
        return Guarding{T.Cond, T.Succs[0] == Block};
      Block = Before[0];
    }
    return std::nullopt;
  }

private:
  /// What memory a condition is made of: variables and members, no temporaries.
  std::set<KeyId> memoryOf(TermId Cond) {
    std::set<KeyId> Out;
    std::vector<TermId> Work{Cond};
    while (!Work.empty()) {
      const Term &T = B[Work.back()];
      Work.pop_back();
      if (T.Kind == TermKind::Value && B[T.P].Kind != PlaceKind::Local)
        Out.insert(Keys.key(T.P));
      for (TermId Part : {T.A, T.B})
        if (valid(Part))
          Work.push_back(Part);
    }
    Out.erase(KeyId::None);
    return Out;
  }

  bool isRelease(const Event &E) const {
    if (const auto *C = std::get_if<Call>(&E))
      return valid(C->Callee) && unlocks(M, C->Callee);
    return std::holds_alternative<Release>(E);
  }

  static bool isRead(const Event &E) {
    const auto *A = std::get_if<Access>(&E);
    return A && A->Kind == AccessKind::Read;
  }

  /// \p Key None: the lock of a wait in another function, not known here.
  bool takes(const Event &E, KeyId Key) {
    if (Key == KeyId::None)
      return takesSomeLock(M, E);
    if (const auto *A = std::get_if<Acquire>(&E))
      return Keys.key(A->Guard) == Key || Keys.key(A->Lock) == Key;
    if (const auto *A = std::get_if<TryAcquire>(&E))
      return Keys.key(A->Guard) == Key || Keys.key(A->Lock) == Key;
    return takesSomeLock(M, E);
  }
  bool takes(BlockId Id, KeyId Key) {
    return llvm::any_of(B[Id].Events,
                        [&](const Event &E) { return takes(E, Key); });
  }
  bool takesAfter(EventRef At, KeyId Key) {
    const auto &Events = B[At.Block].Events;
    return std::any_of(Events.begin() + At.Index + 1, Events.end(),
                       [&](const Event &E) { return takes(E, Key); });
  }
  bool takesBefore(EventRef At, KeyId Key) {
    const auto &Events = B[At.Block].Events;
    return std::any_of(Events.begin(), Events.begin() + At.Index,
                       [&](const Event &E) { return takes(E, Key); });
  }

  /// Can \p Block decide to go on instead of going back to \p Wait?
  bool asks(BlockId Block, BlockId Wait,
            llvm::function_ref<bool(BlockId)> Keeps) {
    const Terminator &T = B[Block].Term;
    if (T.Succs.size() < 2)
      return false;
    if (T.Kind == TerminatorKind::Branch && Keys.condition(T.Cond).IsConstant)
      return false;
    bool Back = false, On = false;
    for (BlockId Succ : T.Succs) {
      bool Returns =
          Succ == Wait ||
          (Keeps(Succ) && reachableFrom(B, Succ, Keeps)[index(Wait)]);
      (Returns ? Back : On) = true;
    }
    return Back && On;
  }

  const Module &M;
  const Body &B;
  PlaceKeys Keys;
  std::vector<std::vector<BlockId>> Preds;
};

class Waits {
public:
  explicit Waits(const CheckContext &Context)
      : Context(Context), M(Context.P.M) {}

  void run() {
    std::vector<WaitPoint> Work;
    forEachUserBody(M, [&](FuncId F) { collect(F, Work); });
    // Calls of waiting functions are added behind; depth ends recursion.
    for (size_t I = 0; I < Work.size() && I < 10'000; ++I)
      judge(Work[I], Work);
  }

private:
  void collect(FuncId F, std::vector<WaitPoint> &Work) {
    const Body &B = *M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const Event &E = B.Blocks[Block].Events[I];
        EventRef At{F, BlockId{Block}, I};
        if (const auto *W = std::get_if<Wait>(&E); W && !W->HasPredicate)
          Work.push_back({At, W->Timed, {}});
        else if (const auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
          Callers[C->Callee].push_back(At);
      }
  }

  void judge(WaitPoint Point, std::vector<WaitPoint> &Work) {
    FuncId F = Point.At.Func;
    WaitShape Shape(M, F);
    PlaceId Lock = lockOf(Point);
    if (Shape.isRechecked(Point.At, Lock) ||
        (Point.Timed && Shape.isOnlyAPause(Point.At)))
      return;
    std::optional<Guarding> If = Shape.guarding(Point.At.Block);
    if (!If && !Shape.takesLock(Lock) && Wrappers.insert(F).second) {
      EventRef Inner = valid(Point.Inner.Func) ? Point.Inner : Point.At;
      for (EventRef Call : Callers[F])
        Work.push_back({Call, Point.Timed, Inner});
      return;
    }
    if (If && Shape.asksTheSameAgain(Point.At, *If))
      return;
    if (If || Shape.takesLock(Lock))
      report(Point, If);
  }

  /// The guard or mutex of a wait; None at a call: whichever the caller holds.
  PlaceId lockOf(const WaitPoint &Point) const {
    const auto *W = std::get_if<Wait>(&M[Point.At]);
    if (!W)
      return PlaceId::None;
    return valid(W->Guard) ? W->Guard : W->Lock;
  }

  /// The condition's name; that of the argument, where a called function waits
  /// for its parameter.
  std::string condition(const WaitPoint &Point) const {
    EventRef At = valid(Point.Inner.Func) ? Point.Inner : Point.At;
    const auto &W = std::get<Wait>(M[At]);
    const auto *C = std::get_if<Call>(&M[Point.At]);
    const Body &B = *M[At.Func].Definition;
    const Place &P = B[W.Condition];
    if (C && C->Callee == At.Func && P.Kind == PlaceKind::Deref &&
        B[P.Pointer].Kind == TermKind::Value &&
        B[B[P.Pointer].P].Kind == PlaceKind::Local) {
      uint32_t Param = index(B[B[P.Pointer].P].Local);
      const Body &Outer = *M[Point.At.Func].Definition;
      if (Param < C->Args.size() &&
          Outer[C->Args[Param]].Kind == TermKind::AddressOf)
        return describe(M, Point.At.Func, Outer[C->Args[Param]].P);
    }
    return describe(M, At.Func, W.Condition);
  }

  /// The wait in a loop, as code. One that is timed ends with the time, or it
  /// would be repeated for ever.
  std::string loop(const WaitPoint &Point, const std::string &Asked,
                   const std::string &Name) const {
    FuncId F = Point.At.Func;
    std::string Head = "  while (" + Asked + ")\n    ";
    const auto *W = std::get_if<Wait>(&M[Point.At]);
    if (!W) {
      const auto &C = std::get<Call>(M[Point.At]);
      std::string Callee = displayName(M, C.Callee);
      Callee = Callee.substr(Callee.rfind(':') + 1) + "(…);";
      const Body &B = *M[F].Definition;
      if (M[C.Callee].hasThis() && !C.Args.empty() &&
          B[C.Args[0]].Kind == TermKind::AddressOf)
        Callee = describe(M, F, B[C.Args[0]].P) + "." + Callee;
      return Head + Callee;
    }
    if (!valid(W->Guard) && valid(W->Lock)) {
      const Place &P = (*M[F].Definition)[W->Condition];
      bool C11 = valid(P.Type) && M[P.Type].Spelling == "cnd_t";
      std::string Lock = ", &" + describe(M, F, W->Lock);
      if (!Point.Timed)
        return Head + (C11 ? "cnd_wait(&" : "pthread_cond_wait(&") + Name +
               Lock + ");";
      return "  while (" + Asked + " &&\n         " +
             (C11 ? "cnd_timedwait(&" : "pthread_cond_timedwait(&") + Name +
             Lock + ", …) == 0)\n    ;";
    }
    std::string Guard =
        valid(W->Guard) ? describe(M, F, W->Guard) : std::string("Guard");
    return Head + Name + ".wait(" + Guard + ");";
  }

  std::string repair(const WaitPoint &Point, const std::optional<Guarding> &If,
                     const std::string &Name) const {
    const auto *W = std::get_if<Wait>(&M[Point.At]);
    if (W && Point.Timed && M.Lang == Language::Cxx && valid(W->Guard))
      return "give the wait its condition; then it asks again by itself, until "
             "that holds or the time is over:\n  if (!" +
             Name + ".wait_for(" + describe(M, Point.At.Func, W->Guard) +
             ", …, [&] { return …; }))\n    …";
    if (!If)
      return "keep what you wait for in a variable that is set under the lock, "
             "and ask for it:\n" +
             loop(Point, "!Happened", Name);
    std::string Asked = describe(M, Point.At.Func, If->Cond);
    // Not every condition has words (the result of a call has not).
    if (Asked.empty() || Asked.find_first_of("%?<(") != std::string::npos ||
        Asked.find("any value") != std::string::npos)
      Asked = "…";
    else if (!If->WaitsIfTrue)
      Asked = llvm::StringRef(Asked).contains(' ') ? "!(" + Asked + ")"
                                                   : "!" + Asked;
    return "'while' instead of 'if' asks again after every wait:\n" +
           loop(Point, Asked, Name);
  }

  void report(const WaitPoint &Point, const std::optional<Guarding> &If) {
    std::string Name = condition(Point);
    Finding Result;
    Result.Object = Name;
    Result.Message = "the wait for " + quoted(Name) +
                     " is not repeated until its condition holds";
    Result.Belief = Point.Timed ? Confidence::Likely : Confidence::Certain;
    Result.Reasons = {Point.Timed ? "the wait is timed, it may be meant as a "
                                    "mere pause"
                                  : "the wait lies in no loop that asks again"};
    Site S = siteAt(M, SiteRole::Primary, Point.At, "");
    S.Label = If ? "an 'if' asks only once, before the wait"
                 : "nothing is asked after this wait";
    Result.Sites.push_back(std::move(S));
    if (valid(Point.Inner.Func))
      Result.Sites.push_back(
          siteAt(M, SiteRole::Wait, Point.Inner,
                 quoted(displayName(M, Point.Inner.Func)) + " waits here"));
    Result.Why =
        "a wait may return although nobody called notify, and between the "
        "notify and this thread's turn another thread may have taken what "
        "there was; the code below then goes on without it";
    if (!If && !Point.Timed)
      Result.Why += ". And a notify that comes before the wait is lost: then "
                    "this thread sleeps for ever";
    Result.Repair = repair(Point, If, Name);
    // One that is timed would wait for ever when the time is over.
    if (If && !Point.Timed)
      offerLoop(Context, Result, Result.Sites.front().Span);
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  std::map<FuncId, std::vector<EventRef>> Callers;
  std::set<FuncId> Wrappers;
};

void check(const CheckContext &Context) { Waits(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule WaitWithoutPredicate;
const Rule WaitWithoutPredicate = {
    {"wait-without-predicate", Category::Wait, Severity::Error,
     RuleScope::Local, "a wait on a condition variable that no loop repeats"},
    check};
} // namespace heddle::rules
