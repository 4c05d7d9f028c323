//===- RecursiveReadLock.cpp - recursive-read-lock ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread takes a lock as a reader that it holds as a reader already, and
/// somebody writes under that lock in parallel. Most implementations let
/// waiting writers go first: the writer waits for the first reader's lock to
/// end, the second one waits behind the writer, and both are of one thread.
/// (For std::shared_mutex it is undefined in any case.)
///
/// Misses: locks that have no one name; where there is no writer in parallel,
/// nothing is said.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Holding.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

class SecondReads {
public:
  explicit SecondReads(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    std::vector<EventRef> Reads;
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *X = std::get_if<Acquire>(&M[At]))
        (X->Mode == LockMode::Shared ? Reads : Writes).push_back(At);
    });
    for (EventRef At : Reads)
      visit(At);
  }

private:
  ValueId lockOf(EventRef At) const {
    return A.LockTable.contexts().heldAnalysis().lockOf(At);
  }

  void visit(EventRef At) {
    const Holding H = holdingAt(A, At, lockOf(At), Company::Others);
    if (!H.Held || H.Held->Mode != LockMode::Shared || H.Held->Recursive)
      return;
    auto Writer = llvm::find_if(Writes, [&](EventRef W) {
      return isSameLock(W, *H.Held) && meets(At, W);
    });
    if (Writer != Writes.end())
      report(At, H, *Writer);
  }

  bool isSameLock(EventRef Write, const LockUse &Held) const {
    if (!valid(Held.Cell))
      return false;
    const std::optional<std::vector<CellId>> &Cells =
        A.LockTable.contexts().values().resolve(lockOf(Write));
    return Cells && llvm::is_contained(*Cells, Held.Cell);
  }

  bool meets(EventRef L, EventRef R) const {
    for (const ThreadEvent &X : threadsAt(A, L))
      for (const ThreadEvent &Y : threadsAt(A, R))
        if (mayMeet(A, X, Y))
          return true;
    return false;
  }

  void report(EventRef At, const Holding &H, EventRef Writer) {
    const std::string Lock = quoted(H.Held->Name);
    Finding F;
    F.Object = H.Held->Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"a writer can come between the two"};
    F.Message = Lock + " is taken as a reader by a thread that reads under it "
                       "already";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "taken a second time";
    S.Stack = stackOf(M, H.Way, At);
    S.Held = heldLocks(M, *H.Held);
    F.Sites.push_back(std::move(S));
    if (valid(H.Held->Acquired.Func))
      F.Sites.push_back(
          siteAt(M, SiteRole::LockTaken, H.Held->Acquired, "taken here first"));
    F.Sites.push_back(siteAt(M, SiteRole::Related, Writer,
                             "a writer that waits here lets no new reader in"));
    F.Why = "a writer that comes between the two waits until the first is "
            "given back, and most locks let nobody pass a waiting writer: the "
            "second one then waits for the writer, and the writer for the "
            "first, which the same thread holds. Neither goes on";
    F.Repair = "take it once, in the outer function, and let the inner one "
               "rely on it";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::vector<EventRef> Writes;
};

void check(const CheckContext &Context) { SecondReads(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule RecursiveReadLock;
const Rule RecursiveReadLock = {
    {"recursive-read-lock", Category::Deadlock, Severity::Warning,
     RuleScope::Program, "a reader's lock is taken again by who holds it"},
    check};
} // namespace heddle::rules
