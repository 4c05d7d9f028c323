//===- JoinInCreationLoop.cpp - join-in-creation-loop ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that is joined in the same round of the loop that starts it, with
/// nothing done in between: the loop is a loop of calls. All ways from the
/// spawn back to the loop's head are looked at; each must pass the join, and
/// none may do anything else worth a thread: call a function, start another
/// one, wait, run a loop of its own.
///
/// An advice: such a program is right, and slow.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

class SerialLoops {
public:
  SerialLoops(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *S = std::get_if<Spawn>(&M[At]);
      if (!S || S->Lazy || S->Detached || !valid(S->Handle) ||
          !valid(B[At.Block].Loop))
        return;
      Handle = S->Handle;
      Loop = B[At.Block].Loop;
      Joined.reset();
      Seen.clear();
      IsSerial = true;
      follow(At.Block, At.Index + 1);
      if (IsSerial && Joined)
        report(At, *S);
    });
  }

private:
  /// Goes on from \p Index until the join, the way out of the loop, or until
  /// the threads turn out to overlap.
  void follow(BlockId Block, uint32_t Index) {
    const std::vector<Event> &Events = B[Block].Events;
    for (; Index < Events.size(); ++Index) {
      if (const auto *J = std::get_if<Join>(&Events[Index]);
          J && !J->Try && isSame(J->Handle)) {
        Joined = EventRef{F, Block, Index};
        return;
      }
      if (!isIdle(Events[Index])) {
        IsSerial = false;
        return;
      }
    }
    for (BlockId Succ : successors(B[Block].Term)) {
      if (!isInLoop(B, Succ, Loop) || !Seen.insert(Succ).second)
        continue;
      if (Succ == B[Loop].Header || B[Succ].Loop != Loop) {
        IsSerial = false;
        return;
      }
      follow(Succ, 0);
    }
  }

  /// `if (T.joinable())` is true right after the start.
  std::vector<BlockId> successors(const Terminator &T) const {
    if (T.Kind == TerminatorKind::Branch && B[T.Cond].Kind == TermKind::Value)
      if (isJoinable(B[T.Cond].P))
        return {T.Succs[0]};
    return T.Succs;
  }

  bool isJoinable(PlaceId P) const {
    if (B[P].Kind != PlaceKind::Local)
      return false;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *T = std::get_if<ThreadOp>(&E))
          if (T->Op == ThreadOp::OpKind::Joinable && valid(T->Result) &&
              B[T->Result].Kind == PlaceKind::Local &&
              B[T->Result].Local == B[P].Local)
            return true;
    return false;
  }

  /// The same place, or the element that was added last.
  bool isSame(PlaceId Other) {
    if (Keys.key(Other) == Keys.key(Handle))
      return true;
    PlaceId P = Keys.resolve(Other), Q = Keys.resolve(Handle);
    return B[P].Kind == PlaceKind::Element && B[Q].Kind == PlaceKind::Element &&
           Keys.key(B[P].Base) == Keys.key(B[Q].Base) && !valid(B[Q].Index) &&
           isCounter(B[P].Index);
  }

  bool isCounter(TermId T) const {
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    return valid(T) && B[T].Kind == TermKind::Value &&
           B[B[T].P].Kind == PlaceKind::Local && valid(B[Loop].Induction) &&
           B[B[T].P].Local == B[Loop].Induction;
  }

  static bool isIdle(const Event &E) {
    if (const auto *C = std::get_if<Call>(&E))
      return C->Implicit;
    if (const auto *O = std::get_if<Block>(&E))
      return O->Op == Block::OpKind::Output;
    return std::holds_alternative<Access>(E) ||
           std::holds_alternative<Assign>(E) ||
           std::holds_alternative<Scope>(E) ||
           std::holds_alternative<MayThrow>(E) ||
           std::holds_alternative<ThreadOp>(E) ||
           std::holds_alternative<FutureOp>(E) ||
           std::holds_alternative<Allocate>(E);
  }

  void report(EventRef At, const Spawn &S) {
    std::string Name = describe(M, F, Handle);
    if (S.Kind == ThreadKind::StdAsync || Name.empty())
      Name = "std::async";
    bool IsDestructor = std::get<Join>(M[*Joined]).IfJoinable &&
                        S.Kind == ThreadKind::StdJthread;
    Finding Result;
    Result.Object = Name;
    Result.Belief = Confidence::Certain;
    Result.Reasons = {"every way to the next round passes the join"};
    Result.Message = "each round of this loop starts a thread and waits for it "
                     "before the next one starts";
    Site P = siteAt(M, SiteRole::Primary, *Joined, "");
    P.Label = IsDestructor ? "the destructor waits here" : "waits here";
    Result.Sites.push_back(std::move(P));
    Result.Sites.push_back(siteAt(M, SiteRole::Spawn, At, "started here"));
    Result.Why = "at any time only one of the threads runs, and the one that "
                 "started it does nothing meanwhile: this is a loop of plain "
                 "calls, made slower by starting threads";
    Result.Repair =
        M.Lang == Language::C
            ? "start all in one loop, wait for all in a second one:\n  for (…) "
              "pthread_create(&threads[i], …);\n  for (…) "
              "pthread_join(threads[i], NULL);"
        : S.Kind == ThreadKind::StdAsync
            ? "start all in one loop, ask for the results in a second one:\n  "
              "std::vector<std::future<…>> Tasks;\n  for (…) "
              "Tasks.push_back(std::async(…));\n  for (auto &Task : Tasks) "
              "Task.get();"
            : "start all in one loop, wait for all in a second one:\n  "
              "std::vector<std::thread> Threads;\n  for (…) "
              "Threads.emplace_back(…);\n  for (auto &T : Threads) T.join();";
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  PlaceId Handle = PlaceId::None; ///< of the thread that is followed
  LoopId Loop = LoopId::None;
  std::optional<EventRef> Joined;
  std::set<BlockId> Seen;
  bool IsSerial = true;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { SerialLoops(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule JoinInCreationLoop;
const Rule JoinInCreationLoop = {
    {"join-in-creation-loop", Category::Lifetime, Severity::Advice,
     RuleScope::Local,
     "a loop starts a thread and waits for it in the same round"},
    check};
} // namespace heddle::rules
