//===- BlockingCallUnderLock.cpp - blocking-call-under-lock ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread sleeps, or waits for input, while it surely holds a lock that
/// another thread needs as well: all of them then wait along. Callers' locks
/// count where every caller holds them.
///
/// Output is not counted: to guard a stream by a lock is what one does. Waits
/// for a condition variable give their lock up; with a second lock they are
/// another rule's matter.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

class BlockedHolders {
public:
  explicit BlockedHolders(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) { noteAcquisition(At); });
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *B = std::get_if<Block>(&M[At]))
        if (B->Op == Block::OpKind::Sleep || B->Op == Block::OpKind::Input)
          judge(At, *B);
    });
  }

private:
  void noteAcquisition(EventRef At) {
    const auto *X = std::get_if<Acquire>(&M[At]);
    if (!X || !valid(X->Lock))
      return;
    for (CellId Cell : A.Pointers.cells(At.Func, X->Lock))
      for (ThreadId T : A.ThreadTable.executing(At.Func))
        Wanted[Cell].insert({T, At});
  }

  /// Where a thread that can run beside \p Self takes \p Cell.
  std::optional<std::pair<ThreadId, EventRef>> rival(CellId Cell, ThreadId Self,
                                                     EventRef At) const {
    auto It = Wanted.find(Cell);
    if (It == Wanted.end())
      return std::nullopt;
    std::vector<ThreadId> Running = A.ThreadTable.runningAt(Self, At);
    for (const auto &[Thread, Where] : It->second)
      if (llvm::is_contained(Running, Thread))
        return std::pair(Thread, Where);
    return std::nullopt;
  }

  void judge(EventRef At, const Block &B) {
    for (const LockUse &Lock : A.LockTable.heldAt(At)) {
      if (!Lock.Must || !valid(Lock.Cell))
        continue;
      for (ThreadId Self : A.ThreadTable.executing(At.Func))
        if (auto Other = rival(Lock.Cell, Self, At)) {
          if (Told.insert({Lock.Cell, At.Func}).second)
            report(At, B, Lock, Self, Other->first, Other->second);
          return;
        }
    }
  }

  void report(EventRef At, const Block &B, const LockUse &Lock, ThreadId Self,
              ThreadId Other, EventRef Where) {
    std::string Name = quoted(Lock.Name);
    bool Sleeps = B.Op == Block::OpKind::Sleep;
    std::string Who = threadWords(A.ThreadTable[Self]);
    Finding F;
    F.Object = Lock.Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {Name + " is held on every way here, and others need it"};
    F.Message = Who + (Sleeps ? " sleeps" : " waits for input") +
                " while it holds " + Name;
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = std::string(Sleeps ? "sleeps" : "waits") + " with " + Name;
    S.Thread = A.ThreadTable[Self].Name;
    S.ThreadIndex = 0;
    S.Held = heldLocks(M, Lock);
    F.Sites.push_back(std::move(S));
    if (valid(Lock.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Lock.Acquired,
                               Name + " is taken here"));
    if (Where != Lock.Acquired) {
      Site Rival = siteAt(M, SiteRole::Related, Where,
                          threadWords(A.ThreadTable[Other]) + " needs " + Name +
                              " here");
      Rival.Thread = A.ThreadTable[Other].Name;
      Rival.ThreadIndex = 1;
      F.Sites.push_back(std::move(Rival));
    }
    F.Why = "a lock is made to be held for moments. As long as this takes, "
            "everyone who needs " +
            Name + " waits too, and the threads run one after the other" +
            (Sleeps ? "" : ", or not at all, if no input comes");
    F.Repair =
        std::string(Sleeps ? "sleep" : "read") + " before " + Name +
        " is taken or after it is given up" +
        (M.Lang == Language::Cxx && valid(Lock.Guard)
             ? ": end the guard's scope above this line"
             : "") +
        (Sleeps ? "; to wait for something that another thread does, take a "
                  "condition variable"
                : "; then take it for the moment of handing the data over");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<CellId, std::set<std::pair<ThreadId, EventRef>>> Wanted;
  std::set<std::pair<CellId, FuncId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    BlockedHolders(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule BlockingCallUnderLock;
const Rule BlockingCallUnderLock = {
    {"blocking-call-under-lock", Category::Lock, Severity::Warning,
     RuleScope::Program,
     "a thread sleeps or waits for input while it holds a lock"},
    check};
} // namespace heddle::rules
