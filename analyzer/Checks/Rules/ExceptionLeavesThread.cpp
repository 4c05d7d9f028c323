//===- ExceptionLeavesThread.cpp - exception-leaves-thread ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An exception can leave the function that a thread runs. There is nobody to
/// catch it: std::terminate ends the program. What is thrown is what
/// Local/Throws.h believes in: a throw of the program's own is likely to
/// happen, a library function that throws on bad input is possible.
///
/// Tasks (std::async, std::packaged_task) hand their exceptions to the future,
/// and are none of this rule's threads.
///
/// Misses: exceptions out of functions without a body, and those that a
/// noexcept function lets out.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

/// Ways are all that is asked for.
struct NoState {
  friend auto operator<=>(const NoState &, const NoState &) = default;
};

struct NoClient : PathClient<NoState> {
  void transfer(EventRef, const Event &, NoState &, Facts &,
                std::vector<std::pair<NoState, Facts>> &) override {}
};

using Exit = PathExit<NoState>;

class LeavingExceptions {
public:
  explicit LeavingExceptions(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Thrown(M) {}

  void run() {
    for (const AbstractThread &T : A.ThreadTable.all())
      if (T.Origin == ThreadOrigin::Spawned && endsProgram(T.Kind) &&
          !isTask(T))
        for (FuncId F : T.Entries)
          if (!M[F].System && Told.insert(Context.P.original(F)).second)
            visit(F, T);
  }

private:
  /// Does nobody take the exceptions of such a thread?
  static bool endsProgram(ThreadKind Kind) {
    return Kind == ThreadKind::StdThread || Kind == ThreadKind::StdJthread ||
           Kind == ThreadKind::Pthread || Kind == ThreadKind::C11Thread;
  }

  /// Does the thread run a std::packaged_task, which catches everything?
  bool isTask(const AbstractThread &T) const {
    const Body &B = *M[T.Spawn.Func].Definition;
    auto IsTask = [&](TypeId Type) {
      while (valid(Type) && (M[Type].Kind == TypeKind::Pointer ||
                             M[Type].Kind == TypeKind::LValueReference ||
                             M[Type].Kind == TypeKind::RValueReference))
        Type = M[Type].Elem;
      return valid(Type) && valid(M[Type].Record) &&
             M[M[Type].Record].Name == "std::packaged_task";
    };
    // Somewhere in the term that is called: `&Task.$callable`.
    TermId Target = std::get<Spawn>(M[T.Spawn]).Target;
    while (valid(Target) && B[Target].Kind == TermKind::Cast)
      Target = B[Target].A;
    if (!valid(Target))
      return false;
    if (IsTask(B[Target].Type))
      return true;
    for (PlaceId P = B[Target].P; valid(P); P = B[P].Base)
      if (IsTask(B[P].Type))
        return true;
    return false;
  }

  void visit(FuncId F, const AbstractThread &T) {
    if (!M[F].Definition || Thrown.leaving(F).Belief == ThrowBelief::Never)
      return;
    if (std::optional<Exit> Way = wayOut(F))
      report(*Way, T);
  }

  /// The way out by an exception that is believed most.
  std::optional<Exit> wayOut(FuncId F) const {
    PlaceKeys Keys(M, F);
    NoClient Client;
    PathSearch<NoState> Search(F, Keys, Thrown, Client);
    std::optional<Exit> Best;
    auto Rank = [](const Exit &Way) {
      return std::pair(doubt(Way.Thrown), Way.ThrownAt);
    };
    for (const Exit &Way : Search.explore({}))
      if (Way.Kind == ExitKind::Exception && valid(Way.ThrownAt.Func) &&
          (!Best || Rank(Way) < Rank(*Best)))
        Best = Way;
    return Best;
  }

  /// Where the exception of the call at \p At is really thrown.
  EventRef origin(EventRef At) const {
    for (unsigned Depth = 0; Depth < 8; ++Depth) {
      const auto *C = std::get_if<Call>(&M[At]);
      if (!C || !valid(C->Callee) || !M[C->Callee].Definition)
        return At;
      std::optional<Exit> Way = wayOut(C->Callee);
      if (!Way)
        return At;
      At = Way->ThrownAt;
    }
    return At;
  }

  void report(const Exit &Way, const AbstractThread &T) {
    const EventRef At = Way.ThrownAt, From = origin(At);
    // What a future throws its task has thrown, and most tasks throw nothing.
    if (llvm::StringRef(Thrown.nameAt(M[From])).ends_with("future::get'"))
      return;
    const std::string Thrower = Thrown.nameAt(M[At]), Who = threadWords(T);
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Message = "an exception can leave " + Who + ", and ends the program";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = Thrower.empty() ? "nobody in this thread catches it"
                              : Thrower + " may throw, and nobody in this "
                                          "thread catches it";
    S.Thread = T.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    if (From != At)
      F.Sites.push_back(siteAt(M, SiteRole::Related, From, "thrown here"));
    F.Sites.push_back(spawnSite(M, T));
    F.Why = "an exception only travels up to the first function of its thread. "
            "A try block around the start or the join of the thread is in "
            "another thread and sees nothing of it: std::terminate is called, "
            "and the whole program is aborted";
    F.Repair =
        "catch it in the thread, and hand it over:\n  try {\n    …\n  } catch "
        "(...) {\n    Failed = std::current_exception();\n  }\nand after the "
        "join:  if (Failed) std::rethrow_exception(Failed);\nor start the work "
        "with std::async, whose future does all this";
    believeWay(F, Way.Thrown, "");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Throws Thrown;
  std::set<FuncId> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && Context.P.M.Lang == Language::Cxx)
    LeavingExceptions(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule ExceptionLeavesThread;
const Rule ExceptionLeavesThread = {
    {"exception-leaves-thread", Category::Lifetime, Severity::Warning,
     RuleScope::Program,
     "an exception can leave the function that a thread runs"},
    check};
} // namespace heddle::rules
