//===- SignalInThreads.cpp - signal-in-threads ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// signal() in a program with threads. What it does there is not said: the C
/// standard calls it undefined, POSIX unspecified. A handler belongs to the
/// process, whichever thread sets it, and runs in any thread that does not
/// block the signal.
///
/// Likely where other threads may be running, or where a thread sets a handler
/// "of its own"; what main does before it starts the first thread is possible
/// only, since on common systems it works. SIG_IGN and SIG_DFL are no handlers.
/// sigaction is the function to use, and not told.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

using namespace heddle;

namespace {

class SignalCalls {
public:
  explicit SignalCalls(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *S = std::get_if<Spawn>(&M[At]);
      // SIG_IGN and SIG_DFL are no handlers.
      if (S && S->Kind == ThreadKind::SignalHandler &&
          !A.Pointers.callees(At).empty() &&
          !isFromSigaction(At.Func, S->Target))
        report(At);
    });
  }

private:
  /// The handler comes out of a struct sigaction.
  bool isFromSigaction(FuncId F, TermId Target) const {
    const Body &B = *M[F].Definition;
    while (valid(Target) && B[Target].Kind == TermKind::Cast)
      Target = B[Target].A;
    if (!valid(Target) || B[Target].Kind != TermKind::Value)
      return false;
    const Place &P = B[B[Target].P];
    if (P.Kind != PlaceKind::Field || !valid(P.Field.Record))
      return false;
    return llvm::StringRef(M[P.Field.Record].Fields[P.Field.Index].Name)
        .starts_with("sa_");
  }

  bool isThread(ThreadId Id) const {
    return A.ThreadTable[Id].Origin == ThreadOrigin::Spawned;
  }

  /// A thread that calls it, or that may be running beside the call.
  std::optional<ThreadId> threadAt(EventRef At) const {
    for (ThreadId Self : A.ThreadTable.executing(At.Func)) {
      if (isThread(Self))
        return Self;
      for (ThreadId Other : A.ThreadTable.runningAt(Self, At))
        if (isThread(Other))
          return Other;
    }
    return std::nullopt;
  }

  void report(EventRef At) {
    const std::optional<ThreadId> Other = threadAt(At);
    const bool Own =
        Other && llvm::is_contained(A.ThreadTable.executing(At.Func), *Other);
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Belief = Other ? Confidence::Likely : Confidence::Possible;
    F.Reasons = {!Other ? "no other thread is running yet"
                 : Own  ? "a thread calls it"
                        : "a thread may be running already"};
    F.Message = Own ? "a thread sets a signal handler, and sets it for the "
                      "whole process"
                    : "signal() is called in a program with threads";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "the handler may run in any thread";
    F.Sites.push_back(std::move(S));
    if (Other && valid(A.ThreadTable[*Other].Spawn.Func))
      F.Sites.push_back(spawnSite(M, A.ThreadTable[*Other]));
    F.Why = "there is one handler a signal for all threads, and the last one "
            "that is set stays. The system picks the thread that runs it, in "
            "the middle of whatever that thread does. What signal() itself "
            "does when there are several threads the C standard leaves "
            "undefined; on some systems it also goes back to the default "
            "after the first signal";
    F.Repair = "set it with sigaction, before the first thread is started; or "
               "better, take signals in one place: block them with "
               "pthread_sigmask before the threads start (they inherit it), "
               "and let one thread wait for them with sigwait, as an ordinary "
               "function that may lock and print";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
};

void check(const CheckContext &Context) {
  for (const AbstractThread &T : Context.A->ThreadTable.all())
    if (T.Origin == ThreadOrigin::Spawned)
      return SignalCalls(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule SignalInThreads;
const Rule SignalInThreads = {
    {"signal-in-threads", Category::Lifetime, Severity::Warning,
     RuleScope::Program, "signal() sets a handler in a program with threads"},
    check};
} // namespace heddle::rules
