//===- QueueMisuse.cpp - queue-misuse -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Queues that need no lock, as long as they are used by those that they are
/// made for: one producer and one consumer at a time; or, for some operations
/// (clear, unsafe_size), nobody else meanwhile. Which class is made for whom
/// stands in analyzer/Specs/data/queues.yaml: an UnsafeCall behind the queue's
/// operation, whose state is the side of the queue that it stands on.
///
/// Misses: queues in containers, and those that are known by one name and are
/// several (one per thread).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>
#include <string>

using namespace heddle;

namespace {

/// The operations on one queue, by the side they stand on; "" is any side.
using Sides = std::map<std::string, std::vector<ThreadEvent>>;

class QueueSides {
public:
  explicit QueueSides(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *Q = std::get_if<QueueOp>(&M[At]))
        note(At, *Q);
    });
    for (auto &[Cell, Queue] : Queues) {
      for (const char *Side : {"producer", "consumer"})
        if (auto Pair = firstMeeting(A, Queue[Side]))
          report(Cell, Side, Pair->first, Pair->second);
      if (auto Pair = firstBeside(Queue["alone"], Queue[""]))
        report(Cell, "alone", Pair->first, Pair->second);
    }
  }

private:
  void note(EventRef At, const QueueOp &Q) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, Q.P);
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()))
      return;
    Sides &Queue = Queues[Cells.front()];
    llvm::append_range(Queue[""], threadsAt(A, At));
    if (const UnsafeCall *U = unsafeBehind(At))
      llvm::append_range(Queue[U->State], threadsAt(A, At));
  }

  /// What the spec says about the operation, besides what it does.
  const UnsafeCall *unsafeBehind(EventRef At) const {
    const std::vector<Event> &Events =
        (*M[At.Func].Definition)[At.Block].Events;
    return At.Index + 1 < Events.size()
               ? std::get_if<UnsafeCall>(&Events[At.Index + 1])
               : nullptr;
  }

  std::optional<std::pair<ThreadEvent, ThreadEvent>>
  firstBeside(const std::vector<ThreadEvent> &Alone,
              const std::vector<ThreadEvent> &Others) const {
    for (const ThreadEvent &X : Alone)
      for (const ThreadEvent &Y : Others)
        if (mayMeet(A, X, Y) && !haveCommonLock(A, X.At, Y.At))
          return std::pair(X, Y);
    return std::nullopt;
  }

  std::string threadOf(const ThreadEvent &E) const {
    return threadWords(A.ThreadTable[E.Thread]);
  }
  static std::string doing(const std::string &Side) {
    return Side == "producer" ? "puts into it" : "takes out of it";
  }

  void report(CellId Cell, const std::string &Side, const ThreadEvent &First,
              const ThreadEvent &Second) {
    const UnsafeCall *U = unsafeBehind(First.At);
    std::string Call = quoted(valid(U->Via) ? displayName(M, U->Via) : "this");
    Finding F;
    F.Object = describe(M, First.At.Func, std::get<QueueOp>(M[First.At]).P);
    std::string Name = quoted(F.Object);
    bool Same = threadOf(First) == threadOf(Second);
    bool Alone = Side == "alone";
    F.Cause = "queue " + Side + " " + A.Pointers.displayName(Cell);
    F.Belief = Confidence::Likely;
    F.Reasons = {"both can be reached at the same time, without a common lock"};
    F.Message = Alone ? Call + " is called while other threads may use " + Name
                      : Name + " is made for one " + Side +
                            ", and two threads may be there at the same time";
    Site S = siteAt(M, SiteRole::Primary, First.At, "");
    S.Label = Alone ? "nobody else may use it meanwhile"
                    : threadOf(First) + " " + doing(Side);
    S.Thread = A.ThreadTable[First.Thread].Name;
    S.ThreadIndex = 0;
    S.Held = heldLocks(M, A.LockTable.heldAt(First.At));
    F.Sites.push_back(std::move(S));
    Site Other = siteAt(M, SiteRole::OtherAccess, Second.At,
                        (Same ? "another " : "") + threadOf(Second) +
                            (Alone ? " may use it here at the same time"
                                   : " " + doing(Side) + " here"));
    Other.Thread = A.ThreadTable[Second.Thread].Name;
    Other.ThreadIndex = 1;
    if (Second.At != First.At)
      F.Sites.push_back(std::move(Other));
    std::set<EventRef> Spawns;
    for (const ThreadEvent &E : {First, Second})
      if (const AbstractThread &T = A.ThreadTable[E.Thread];
          valid(T.Spawn.Func) && Spawns.insert(T.Spawn).second)
        F.Sites.push_back(spawnSite(M, T));
    F.Why = why(Side, Call);
    F.Repair = repair(Side, *U);
    Context.Report(std::move(F));
  }

  static std::string why(const std::string &Side, const std::string &Call) {
    if (Side == "alone")
      return Call +
             " walks through the whole queue, or throws it away, without "
             "any protection: what others put in or take out meanwhile "
             "is lost, counted twice or read after it was freed";
    return "a queue for one " + Side +
           " needs no lock because nobody else moves its " +
           (Side == "producer" ? "tail" : "head") +
           ". Two that do both take the same slot: an element is " +
           (Side == "producer" ? "overwritten" : "taken twice") +
           ", another one " +
           (Side == "producer" ? "is never seen" : "is skipped");
  }

  static std::string repair(const std::string &Side, const UnsafeCall &U) {
    if (Side == "alone")
      return "do it before the threads start or after they were joined; "
             "otherwise use " +
             U.Instead;
    return "give each " + Side +
           " a queue of its own, or take a queue for "
           "several: " +
           U.Instead;
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<CellId, Sides> Queues;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    QueueSides(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule QueueMisuse;
const Rule QueueMisuse = {
    {"queue-misuse", Category::Wait, Severity::Error, RuleScope::Program,
     "a queue is used by more threads than it is made for"},
    check};
} // namespace heddle::rules
