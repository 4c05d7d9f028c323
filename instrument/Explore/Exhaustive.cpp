//===- Exhaustive.cpp - Every schedule of one input -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A stack of points is the path to the run made last. Each point knows who
/// was chosen there in earlier runs (done), who must still be (to do), and who
/// need not, because an earlier branch has all that would come of it (asleep).
/// After a run, each of its operations is compared with all before it that it
/// depends on and that did not have to come first: there, the other order is
/// put down to be done. The next run follows the stack to the deepest point
/// with something to do.
///
/// *All*, and not only the last one as the paper's text says: the paper looks
/// at what each thread would do next in every state, so also at a thread that
/// waits. A semaphore shows the difference. Where A takes it and gives it back
/// before B takes it, the last operation that B's depends on is A's giving,
/// which B could never have come before; that it could have come before A's
/// taking is what matters. A superfluous reversal costs a run that soon ends
/// asleep, a missing one costs the truth.
///
/// A run that ends before its time (a crash, a circle of threads while others
/// go on) makes its last operation one that everything depends on: what others
/// would have done must be tried before it.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Exhaustive.h"

#include "instrument/Explore/Happens.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Runtime/Schedule/Dependence.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

using namespace heddle;
using runtime::Operation;

namespace {

struct Point {
  ExploredPoint Is;
  std::set<uint32_t> ToDo;
  std::map<uint32_t, Operation> Next; ///< what each thread would do here
  /// Explored here, and what each did.
  std::map<uint32_t, Operation> Done;
  std::map<uint32_t, Operation> Asleep;
};

class Explorer {
public:
  Explorer(const ExhaustiveRequest &Q) : Q(Q) {}
  ExhaustiveResult Result;

  llvm::Error run() {
    do {
      if (Result.Schedules + Result.Pruned >= Q.Schedules) {
        Result.Why = "there are more than " + std::to_string(Q.Schedules) +
                     " schedules (--schedules)";
        return llvm::Error::success();
      }
      auto Run = follow();
      if (!Run)
        return Run.takeError();
      if (!take(std::move(*Run)))
        return llvm::Error::success();
    } while (backtrack());
    Result.Complete = true;
    return llvm::Error::success();
  }

private:
  /// The run that the stack leads to.
  llvm::Expected<RunResult> follow() {
    SchedulePlan Plan;
    Plan.Strategy = "exhaustive";
    ScheduleText Text;
    uint32_t Asked = 0;
    for (const Point &P : Path) {
      if (P.Is.Alternatives) {
        if (P.Is.Chosen)
          Text.Environment +=
              "-" + std::to_string(Asked) + "." + std::to_string(P.Is.Chosen);
        ++Asked;
      } else if (!Text.Segments.empty() &&
                 Text.Segments.back().Thread == P.Is.Thread) {
        ++Text.Segments.back().Steps;
      } else {
        Text.Segments.push_back({.Thread = P.Is.Thread, .Steps = 1});
      }
    }
    Plan.Decisions = Text.text();
    for (const auto &[Thread, What] : asleepAfter())
      Plan.Sleep.push_back(Thread);
    if (Q.Progress)
      Q.Progress(Result.Schedules + Result.Pruned, Q.Schedules);
    return Q.Run(Plan);
  }

  /// Who sleeps behind the last point of the stack.
  std::map<uint32_t, Operation> asleepAfter() const {
    std::map<uint32_t, Operation> Next;
    if (Path.empty() || !Q.Reduce)
      return Next;
    const Point &P = Path.back();
    if (P.Is.Alternatives)
      return P.Asleep;
    auto Keep = [&](const std::map<uint32_t, Operation> &From) {
      for (const auto &[Thread, What] : From)
        if (Thread != P.Is.Thread && !areDependent(What, P.Is.What))
          Next.insert({Thread, What});
    };
    Keep(P.Asleep);
    Keep(P.Done);
    return Next;
  }

  void stop(std::string Why) { Result.Why = std::move(Why); }

  /// False: nothing more can be done, Result.Why says why.
  bool take(RunResult Run) {
    ExploredRun &E = Run.Explored;
    if (!E.Known)
      return stop(Run.Gap.empty() ? "a run left no trace" : Run.Gap), false;
    if (E.TooLarge)
      return stop("it has more operations or threads than can be explored"),
             false;
    if (isEndless(Run))
      return stop("a run does not end"), false;
    if (usesTheWorld(E))
      return stop("its threads wait for files, signals or other processes"),
             false;
    if (!follows(E))
      return stop("it does not do the same when the same schedule is run "
                  "again: it depends on more than its input"),
             false;
    extend(E);
    (E.Pruned ? Result.Pruned : Result.Schedules) += 1;
    if (!E.Pruned)
      Result.Classes.insert(classOf(E.Points, happensBefore(E.Points)));
    if (endedEarly(Run))
      markEnd(E);
    if (Q.Reduce)
      findReversals(E, happensBefore(E.Points));
    // A pruned run is the beginning of others, which show the same and more.
    if (!E.Pruned || !Run.Seen.empty())
      keep(std::move(Run));
    return true;
  }

  static bool isEndless(const RunResult &Run) {
    return Run.How.Kind == EndKind::TimedOut ||
           llvm::any_of(Run.Seen, [](const Observation &O) {
             return O.Kind == ObservationKind::Endless;
           });
  }

  /// One thread alone may read files: they are input. What two do there, and
  /// what signals and other processes do, comes in orders that nobody chooses.
  static bool usesTheWorld(const ExploredRun &E) {
    std::set<uint32_t> Readers;
    bool Others = false;
    for (const auto *List : {&E.Points, &E.Pending})
      for (const ExploredPoint &P : *List)
        if (runtime::isOfTheWorld(P.What.Kind) && !P.Alternatives) {
          Readers.insert(P.Thread);
          Others |= P.What.Kind != runtime::Op::Input;
        }
    return Others || Readers.size() > 1;
  }

  /// Though somebody could have gone on.
  static bool endedEarly(const RunResult &Run) {
    const ExploredRun &E = Run.Explored;
    bool AllStuck = llvm::any_of(Run.Seen, [](const Observation &O) {
      return O.Kind == ObservationKind::Deadlock && O.Type == "deadlock";
    });
    return !Run.Complete && !AllStuck && !E.Pruned && !E.Points.empty() &&
           !E.Points.back().Alternatives;
  }

  void markEnd(ExploredRun &E) {
    ExploredPoint &Last = E.Points.back();
    Last.What.Kind = runtime::Op::Leave;
    Path.back().Is.What = Path.back().Done[Last.Thread] = Last.What;
  }

  /// Of runs that end alike only the first keeps what the program wrote.
  void keep(RunResult Run) {
    bool IsNew = Told.insert({Run.How.Code, Run.Gap, Run.Seen}).second;
    if (!IsNew && Run.Explored.Pruned)
      return;
    Run.Explored = {};
    if (!IsNew) {
      Run.Out.clear();
      Run.Err.clear();
    }
    Result.Runs.push_back(std::move(Run));
  }

  static bool isSame(const ExploredPoint &A, const ExploredPoint &B) {
    return A.Thread == B.Thread && A.Alternatives == B.Alternatives &&
           A.What.Kind == B.What.Kind && A.What.Address == B.What.Address &&
           A.What.Second == B.What.Second;
  }

  /// Did the run do what the stack says, with the same objects? What sleeps is
  /// known by addresses that earlier runs had.
  bool follows(const ExploredRun &E) const {
    if (E.Points.size() < Path.size())
      return false;
    for (size_t I = 0; I < Path.size(); ++I)
      if (!isSame(E.Points[I], Path[I].Is))
        return false;
    return true;
  }

  void extend(const ExploredRun &E) {
    if (!Path.empty()) {
      Point &Changed = Path.back();
      Changed.Is = E.Points[Path.size() - 1];
      if (!Changed.Is.Alternatives)
        Changed.Done[Changed.Is.Thread] = Changed.Is.What;
    }
    size_t First = Path.size();
    while (Path.size() < E.Points.size()) {
      Point P;
      P.Asleep = asleepAfter();
      P.Is = E.Points[Path.size()];
      if (!P.Is.Alternatives)
        P.Done[P.Is.Thread] = P.Is.What;
      if (!Q.Reduce)
        P.ToDo.insert(P.Is.Enabled.begin(), P.Is.Enabled.end());
      Path.push_back(std::move(P));
    }
    fillInNext(E, First);
  }

  /// What a thread does next does not change while others run.
  void fillInNext(const ExploredRun &E, size_t First) {
    std::map<uint32_t, Operation> Next;
    for (const ExploredPoint &P : E.Pending)
      Next[P.Thread] = P.What;
    for (size_t I = E.Points.size(); I-- > First;) {
      if (!E.Points[I].Alternatives)
        Next[E.Points[I].Thread] = E.Points[I].What;
      Path[I].Next = Next;
    }
  }

  void findReversals(const ExploredRun &E,
                     const std::vector<HappenedAt> &Order) {
    for (size_t I = 0; I < E.Points.size(); ++I)
      if (!E.Points[I].Alternatives)
        reverse(E, Order, I, E.Points[I]);
    for (const ExploredPoint &P : E.Pending)
      reverse(E, Order, E.Points.size(), P);
  }

  /// \p P is the operation at \p End, or one that would come there. Each one
  /// before it that it could have preceded is to be tried behind it.
  void reverse(const ExploredRun &E, const std::vector<HappenedAt> &Order,
               size_t End, const ExploredPoint &P) {
    const HappenedAt Before = lastOf(E, Order, End, P.Thread);
    for (size_t J = End; J-- > 0;) {
      const ExploredPoint &Other = E.Points[J];
      if (Other.Alternatives || Other.Thread == P.Thread ||
          !areDependent(Other.What, P.What))
        continue;
      if (!includes(Before, Order[J], Other.Thread))
        plan(E, Order, J, End, P, Before);
    }
  }

  /// What the thread knows before its operation at \p End.
  static HappenedAt lastOf(const ExploredRun &E,
                           const std::vector<HappenedAt> &Order, size_t End,
                           uint32_t Thread) {
    for (size_t I = End; I-- > 0;) {
      const ExploredPoint &At = E.Points[I];
      if (At.Alternatives)
        continue;
      if (At.Thread == Thread)
        return Order[I];
      if (At.What.Kind == runtime::Op::Create && At.Target == Thread + 1)
        return Order[I];
    }
    return {};
  }

  /// What lies behind J without depending on it, and then P, is a beginning
  /// that must be tried at J: by one of those who can be first in it.
  void plan(const ExploredRun &E, const std::vector<HappenedAt> &Order,
            size_t J, size_t End, const ExploredPoint &P,
            const HappenedAt &Before) {
    std::map<uint32_t, const HappenedAt *> First; // of each thread's part
    for (size_t K = J + 1; K < End; ++K)
      if (!E.Points[K].Alternatives &&
          !includes(Order[K], Order[J], E.Points[J].Thread))
        First.try_emplace(E.Points[K].Thread, &Order[K]);
    HappenedAt Last = Before;
    for (size_t K = J + 1; K < End; ++K)
      if (First.count(E.Points[K].Thread) && !E.Points[K].Alternatives &&
          !includes(Order[K], Order[J], E.Points[J].Thread) &&
          areDependent(E.Points[K].What, P.What))
        join(Last, Order[K]);
    bool Own = !First.count(P.Thread);
    if (Own)
      First[P.Thread] = &Last;
    Point &At = Path[J];
    std::vector<uint32_t> Initials;
    for (const auto &[Thread, Clock] : First) {
      bool IsInitial = llvm::is_contained(At.Is.Enabled, Thread);
      for (const auto &[Other, Its] : First)
        IsInitial &= Other == Thread || (Own && Other == P.Thread) ||
                     !includes(*Clock, *Its, Other);
      if (IsInitial)
        Initials.push_back(Thread);
    }
    if (llvm::any_of(Initials, [&](uint32_t T) {
          return At.ToDo.count(T) || At.Done.count(T);
        }))
      return;
    if (!Initials.empty())
      At.ToDo.insert(Initials.front());
  }

  /// Shortens the stack to the deepest point with something to do, and does
  /// it. False: all is done.
  bool backtrack() {
    while (!Path.empty()) {
      Point &P = Path.back();
      if (P.Is.Alternatives) {
        if (++P.Is.Chosen < P.Is.Alternatives)
          return true;
      } else {
        for (uint32_t Thread : P.ToDo)
          if (!P.Done.count(Thread) && !(Q.Reduce && P.Asleep.count(Thread))) {
            P.Is.Thread = Thread;
            P.Is.What = P.Done[Thread] = P.Next[Thread];
            return true;
          }
      }
      Path.pop_back();
    }
    return false;
  }

  const ExhaustiveRequest &Q;
  std::vector<Point> Path;
  std::set<std::tuple<int, std::string, std::vector<Observation>>> Told;
};

} // namespace

bool ExhaustiveResult::hasRace() const {
  return llvm::any_of(Runs, [](const RunResult &Run) {
    return llvm::any_of(Run.Seen, [](const Observation &O) {
      return O.Kind == ObservationKind::Race;
    });
  });
}

llvm::Expected<ExhaustiveResult>
heddle::exploreAll(const ExhaustiveRequest &Q) {
  Explorer E(Q);
  if (llvm::Error Failed = E.run())
    return Failed;
  return std::move(E.Result);
}

std::function<llvm::Expected<RunResult>(const SchedulePlan &)>
heddle::runsOf(Campaign C, const Sandbox &Box) {
  C.First = 0;
  C.Runs = C.Jobs = 1;
  C.Progress = nullptr;
  return [C, &Box](const SchedulePlan &Plan) -> llvm::Expected<RunResult> {
    auto Runs = explore(C, scheduled(Plan), Box);
    if (!Runs)
      return Runs.takeError();
    return std::move(Runs->front());
  };
}
