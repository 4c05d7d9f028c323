//===- DetachedThread.cpp - detached-thread -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A detached thread with work to do, and a main that can be over before it:
/// there is a way from the start of the thread to the end of main on which
/// nothing waits. The process then ends, and the thread in the middle of what
/// it does.
///
/// A main that waits for anything on every way is silent: for a condition, a
/// queue, a future, a semaphore, for input, for time; so is one that loops over
/// no numbers, or calls unknown code, or ends by pthread_exit, or returns an
/// error. And so is a thread that runs for ever: a daemon is meant to end with
/// the process.
///
/// Misses: detached threads that other threads start; a main that waits for
/// something else.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Endless.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Races/Certain.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

using namespace heddle;

namespace {

/// Ways through the main thread on which it waits for nothing.
class Hurry {
public:
  explicit Hurry(const Analyses &A) : A(A), M(A.P.M) {}

  /// From behind the last event of \p Chain, in the functions that it leads
  /// through, to the end of the outermost one or of the process.
  bool comesToEnd(const CallChain &Chain) {
    for (EventRef At : llvm::reverse(Chain))
      switch (after(At)) {
      case End::Never:
        return false;
      case End::Process:
        return true;
      case End::Return:
        break;
      }
    return true;
  }

private:
  enum class End : uint8_t { Never, Return, Process };

  End after(EventRef From) {
    const Body &B = *M[From.Func].Definition;
    End Result = End::Never;
    std::vector<std::pair<BlockId, uint32_t>> Work = {
        {From.Block, From.Index + 1}};
    std::set<BlockId> Seen;
    while (!Work.empty()) {
      auto [Block, Index] = Work.back();
      Work.pop_back();
      if (takesTime(B, Block))
        continue;
      bool GoesOn = true;
      for (; GoesOn && Index < B[Block].Events.size(); ++Index) {
        const EventRef At{From.Func, Block, Index};
        if (endsProcess(M[At]))
          return End::Process;
        GoesOn = !waits(At);
      }
      if (!GoesOn)
        continue;
      if (B[Block].Term.Kind == TerminatorKind::Return &&
          !(From.Func == A.P.Main && isFailure(B, B[Block])))
        Result = End::Return;
      for (BlockId Succ : B[Block].Term.Succs)
        if (valid(Succ) && Seen.insert(Succ).second)
          Work.push_back({Succ, 0});
    }
    return Result;
  }

  /// A loop that does not count may go on for as long as anything.
  static bool takesTime(const Body &B, BlockId Block) {
    for (LoopId L = B[Block].Loop; valid(L); L = B[L].Parent)
      if (B[L].Kind != LoopKind::RangeFor && !valid(B[L].Induction))
        return true;
    return false;
  }

  /// `return 1;` in main: the thread, or something before it, did not start.
  static bool isFailure(const Body &B, const BasicBlock &Block) {
    const auto *R = Block.Events.empty()
                        ? nullptr
                        : std::get_if<Return>(&Block.Events.back());
    return R && valid(R->Value) && B[R->Value].Kind == TermKind::Int &&
           B[R->Value].Value != 0;
  }

  static bool endsProcess(const Event &E) {
    const auto *P = std::get_if<ProcessOp>(&E);
    return P && (P->Op == ProcessOp::OpKind::Exit ||
                 P->Op == ProcessOp::OpKind::QuickExit);
  }

  bool waits(EventRef At) {
    const Event &E = M[At];
    if (std::holds_alternative<Call>(E) || std::holds_alternative<OnceOp>(E))
      return A.Pointers.isUnresolved(At) ||
             llvm::any_of(A.Pointers.callees(At),
                          [&](const Callee &To) { return mayWait(To.Func); });
    if (const auto *O = std::get_if<Block>(&E))
      return O->Op != Block::OpKind::Output;
    if (const auto *T = std::get_if<ThreadOp>(&E))
      return T->Op == ThreadOp::OpKind::Exit;
    return std::holds_alternative<Join>(E) || std::holds_alternative<Wait>(E) ||
           std::holds_alternative<SemaphoreOp>(E) ||
           std::holds_alternative<BarrierOp>(E) ||
           std::holds_alternative<LatchOp>(E) ||
           std::holds_alternative<FutureOp>(E) ||
           std::holds_alternative<QueueOp>(E) ||
           std::holds_alternative<Havoc>(E) ||
           std::holds_alternative<ProcessOp>(E);
  }

  bool mayWait(FuncId F) {
    auto [It, New] = Known.try_emplace(F, false);
    if (!New)
      return It->second;
    bool Waits = false;
    const Body &B = *M[F].Definition;
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      Waits = Waits || takesTime(B, BlockId{I});
    forEachEvent(M, F, [&](EventRef At) { Waits = Waits || waits(At); });
    return Known[F] = Waits;
  }

  const Analyses &A;
  const Module &M;
  std::map<FuncId, bool> Known;
};

class DetachedThreads {
public:
  explicit DetachedThreads(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Ways(A), Ends(M),
        Sure(A.ThreadTable.values()) {}

  void run() {
    for (const AbstractThread &T : A.ThreadTable.all())
      if (isCutOff(T) && Told.insert(T.Spawn).second)
        report(T);
  }

private:
  bool isCutOff(const AbstractThread &T) {
    if (T.Origin != ThreadOrigin::Spawned || !T.Detached || !T.Joins.empty() ||
        T.Parent != A.ThreadTable.main())
      return false;
    if (T.Kind != ThreadKind::StdThread && T.Kind != ThreadKind::StdJthread &&
        T.Kind != ThreadKind::Pthread && T.Kind != ThreadKind::C11Thread)
      return false;
    const CallChain Way = wayTo(T);
    return Way.front().Func == Context.P.Main &&
           llvm::any_of(T.Entries,
                        [&](FuncId F) { return Ends.finishes(F); }) &&
           Ways.comesToEnd(Way);
  }

  static CallChain wayTo(const AbstractThread &T) {
    CallChain Way = T.SpawnChain;
    if (Way.empty() || Way.back() != T.Spawn)
      Way.push_back(T.Spawn);
    return Way;
  }

  /// Where somebody lets go of \p T.
  EventRef detachOf(const AbstractThread &T) const {
    std::optional<EventRef> Found;
    forEachUserEvent(M, [&](EventRef At) {
      const auto *Op = std::get_if<ThreadOp>(&M[At]);
      bool Complete = true;
      if (!Found && Op && Op->Op == ThreadOp::OpKind::Detach &&
          valid(Op->Handle) &&
          llvm::is_contained(
              A.Pointers.threadsOf(At.Func, Op->Handle, Complete), T.Spawn))
        Found = At;
    });
    return Found.value_or(T.Spawn);
  }

  bool isCertain(const AbstractThread &T) {
    CallChain Way = wayTo(T);
    const EventRef Start = Way.back();
    Way.pop_back();
    return Sure.happens(Way, Start) && Sure.comesBack(Context.P.Main);
  }

  void report(const AbstractThread &T) {
    const EventRef At = detachOf(T);
    const std::string Who = threadWords(T);
    Finding F;
    F.Object = T.Name;
    F.ConsequenceOf = {eventFault(M, T.Spawn)};
    const bool Certain = isCertain(T);
    F.Belief = Certain ? Confidence::Certain : Confidence::Likely;
    F.Reasons = {Certain ? "main waits for nothing at all"
                         : "there is a way from its start to the end of main "
                           "without a wait"};
    F.Message = "main can end before " + Who + " has done its work";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = At == T.Spawn ? "nobody will wait for this thread"
                            : "from here on nobody waits for it";
    F.Sites.push_back(std::move(S));
    if (At != T.Spawn)
      F.Sites.push_back(spawnSite(M, T));
    F.Why = "when main returns, the process ends: its global variables are "
            "destroyed, and every thread stops where it is. A detached thread "
            "that has not come far by then has printed half of its lines and "
            "written half of its file, or nothing, and on the next run it is "
            "different";
    F.Repair =
        M.Lang == Language::C
            ? "do not detach it, and wait before main returns:\n  "
              "pthread_join(thread, NULL);\nor end main with "
              "pthread_exit(NULL), which lets the other threads finish"
            : "do not detach it, and join it before main returns (std::jthread "
              "joins by itself). A thread that has to be detached can tell "
              "that it is done: a std::promise that it sets, and main waits "
              "for the future";
    if (const auto *Detach = std::get_if<ThreadOp>(&M[At]);
        Detach && At.Func == Context.P.Main &&
        (*M[At.Func].Definition)[Detach->Handle].Kind == PlaceKind::Local)
      offerJoinForDetach(Context, F, F.Sites.front().Span,
                         describe(M, At.Func, Detach->Handle));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Hurry Ways;
  Finishing Ends;
  CertainEvents Sure;
  std::set<EventRef> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    DetachedThreads(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule DetachedThread;
const Rule DetachedThread = {
    {"detached-thread", Category::Lifetime, Severity::Warning,
     RuleScope::Program,
     "main can end before the work of a detached thread is done"},
    check};
} // namespace heddle::rules
