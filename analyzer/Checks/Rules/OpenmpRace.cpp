//===- OpenmpRace.cpp - openmp-race ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Threads of one OpenMP team, or their tasks, touch one object at the same
/// time. Nearly always a clause is missing, and which one can be told from what
/// is done with the object: what is added to needs reduction, what each round
/// writes before it reads it needs private, and so on.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Teams.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using OpKind = ParallelRegion::OpKind;

namespace {

/// What the author most likely forgot.
enum class Missing : uint8_t {
  Reduction, ///< the object collects a sum
  Private,   ///< it is written before it is read, by every thread
  Order,     ///< a round needs what another has computed
  Critical,  ///< others are in a critical section, or hold a lock
  Wait,      ///< for a task
  Barrier,   ///< between two parts of a region
  Section,   ///< two sections
  Other,
};

class Diagnosis {
public:
  Diagnosis(const CheckContext &Context, const RaceStory &Story)
      : M(Context.P.M), A(*Context.A), Story(Story),
        Flow(A.ThreadTable.values()) {
    What = find();
  }
  Missing What;
  std::string message() const;
  std::string why() const;
  std::string repair();

private:
  Missing find();
  bool isScalar() const;
  bool isTask(const GuardedAccess &X) const {
    return A.ThreadTable[X.Thread].Role == TeamRole::Task;
  }
  const Access *accessAt(const GuardedAccess &X) const {
    return std::get_if<Access>(&M[X.At]);
  }
  bool mentions(const Body &B, TermId T, PlaceId P) const;
  std::optional<BinaryOp> updates(const GuardedAccess &X) const;
  const GuardedAccess *writtenFirst() const;
  bool comesBefore(EventRef L, EventRef R) const;
  std::vector<EventRef> marks(const GuardedAccess &X, OpKind Op);
  std::string lines() const;

  const Module &M;
  const Analyses &A;
  const RaceStory &Story;
  TeamFlow Flow;
  BinaryOp Op = BinaryOp::Add;
  bool OfPrimary = false; ///< Barrier: one side is in master or masked
};
} // namespace

bool Diagnosis::isScalar() const {
  const TypeId T = Story.group().Object.Type;
  const TypeKind Kind = valid(T) ? M[T].Kind : TypeKind::Opaque;
  return Kind == TypeKind::Int || Kind == TypeKind::Bool ||
         Kind == TypeKind::Enum || Kind == TypeKind::Float ||
         Kind == TypeKind::Pointer;
}

bool Diagnosis::mentions(const Body &B, TermId Id, PlaceId P) const {
  if (!valid(Id))
    return false;
  const Term &T = B[Id];
  if (T.Kind == TermKind::Value)
    return T.P == P;
  return mentions(B, T.A, P) || mentions(B, T.B, P);
}

/// `x += …`, `x = x * …`: with which operator?
std::optional<BinaryOp> Diagnosis::updates(const GuardedAccess &X) const {
  const Access *E = accessAt(X);
  if (!E || !valid(E->P))
    return std::nullopt;
  if (E->Kind == AccessKind::Update)
    return E->Op == BinaryOp::Sub ? BinaryOp::Add : E->Op;
  const Body &B = *M[X.At.Func].Definition;
  if (E->Kind != AccessKind::Write || !valid(E->Value))
    return std::nullopt;
  TermId Id = E->Value;
  while (B[Id].Kind == TermKind::Cast)
    Id = B[Id].A;
  const Term &T = B[Id];
  if (T.Kind != TermKind::Binary ||
      (!mentions(B, T.A, E->P) && !mentions(B, T.B, E->P)))
    return std::nullopt;
  return T.BinOp == BinaryOp::Sub ? BinaryOp::Add : T.BinOp;
}

/// Is \p R behind \p L on all ways, in one function?
bool Diagnosis::comesBefore(EventRef L, EventRef R) const {
  if (L.Func != R.Func)
    return false;
  if (L.Block == R.Block)
    return L.Index < R.Index;
  return A.ThreadTable.values().cfg(L.Func).dominates(index(L.Block),
                                                      index(R.Block));
}

/// The write that comes before all else that the region does with the object.
const GuardedAccess *Diagnosis::writtenFirst() const {
  for (const GuardedAccess &W : Story.group().Accesses) {
    if (W.Kind != AccessKind::Write || updates(W))
      continue;
    bool BeforeAll = true, Any = false;
    for (const GuardedAccess &X : Story.group().Accesses) {
      if (X.At == W.At)
        continue;
      BeforeAll &= comesBefore(W.At, X.At);
      Any = true;
    }
    if (BeforeAll && Any)
      return &W;
  }
  return nullptr;
}

std::vector<EventRef> Diagnosis::marks(const GuardedAccess &X, OpKind Op) {
  std::vector<EventRef> Out;
  CallChain Way = X.Chain;
  Way.push_back(X.At);
  for (EventRef Step : Way)
    for (EventRef Mark : Flow.marks(Step))
      if (std::get<ParallelRegion>(M[Mark]).Op == Op)
        Out.push_back(Mark);
  return Out;
}

Missing Diagnosis::find() {
  const GuardedAccess &First = Story.first(), &Second = Story.second();
  if (Story.rounds().value_or(0) > 0)
    return Missing::Order;
  if (Story.group().Guards.size() &&
      llvm::any_of(Story.group().Accesses, [](const GuardedAccess &X) {
        return llvm::any_of(X.Held, [](const LockUse &L) { return L.Must; });
      }))
    return Missing::Critical;
  if (isTask(First) || isTask(Second))
    return Missing::Wait;
  for (const GuardedAccess *X : {&First, &Second})
    if (std::optional<BinaryOp> By = updates(*X);
        By && isScalar() && First.isWrite() && Second.isWrite() &&
        !writtenFirst()) {
      Op = *By;
      return Missing::Reduction;
    }
  if (isScalar() && writtenFirst())
    return Missing::Private;
  if (!marks(First, OpKind::BeginSection).empty() &&
      !marks(Second, OpKind::BeginSection).empty())
    return Missing::Section;
  OfPrimary = !marks(First, OpKind::BeginMaster).empty() ||
              !marks(Second, OpKind::BeginMaster).empty();
  auto InOne = [&](OpKind Op) { return marks(First, Op) != marks(Second, Op); };
  if (OfPrimary || InOne(OpKind::BeginSingle) || InOne(OpKind::BeginFor) ||
      InOne(OpKind::BeginSections))
    return Missing::Barrier;
  for (const GuardedAccess *X : {&First, &Second})
    if (std::optional<BinaryOp> By = updates(*X); By && isScalar()) {
      Op = *By;
      return Missing::Reduction;
    }
  return Missing::Other;
}

std::string Diagnosis::message() const {
  const std::string Object = Story.object();
  const GuardedAccess &First = Story.first(), &Second = Story.second();
  switch (What) {
  case Missing::Reduction:
    return Object + " is shared, and all threads of the team update it at once";
  case Missing::Private:
    return Object + " is shared, but each thread uses it for values of its own";
  case Missing::Order:
    return "the rounds of the loop depend on each other: " + Object + " is " +
           RaceStory::participle(First) + " in one and " +
           RaceStory::participle(Second) + " in another";
  case Missing::Critical:
    return Object + " is " + RaceStory::participle(First) +
           " here outside of the critical section that other accesses are in";
  case Missing::Wait:
    return Object + " is " + RaceStory::participle(First) +
           " while a task that was not waited for " +
           RaceStory::verb(isTask(Second) ? Second : First) + " it";
  case Missing::Section:
    return Object + " is " + RaceStory::participle(First) +
           " in one section and " + RaceStory::participle(Second) +
           " in another, at the same time";
  case Missing::Barrier:
    return "nothing makes the threads wait between the two places: " + Object +
           " is " + RaceStory::participle(First) + " in one and " +
           RaceStory::participle(Second) + " in the other";
  case Missing::Other:
    break;
  }
  return Object + " is shared, and " + RaceStory::participle(First) +
         " by one thread of the team while another " + RaceStory::verb(Second) +
         " it";
}

std::string Diagnosis::why() const {
  switch (What) {
  case Missing::Private:
    return "the variable is declared outside of the region, so that there is "
           "one for the whole team: what one thread writes, another overwrites "
           "before the first has read it back";
  case Missing::Order: {
    const int64_t By = *Story.rounds();
    return "the rounds are divided among the threads and run in any order: the "
           "round that needs a value may come before the one, " +
           std::to_string(By) + (By == 1 ? " round" : " rounds") +
           " away, that computes it";
  }
  case Missing::Wait:
    return "a task runs at any time until a taskwait or barrier: " +
           Story.interleaving();
  case Missing::Barrier:
    return std::string(OfPrimary
                           ? "master and masked have no barrier at their end"
                           : "a thread that is through with the one goes on at "
                             "once to the other, while others are still in the "
                             "first") +
           ": " + Story.interleaving();
  default:
    return Story.interleaving();
  }
}

static llvm::StringRef reductionWord(BinaryOp Op) {
  switch (Op) {
  case BinaryOp::Add:
    return "+";
  case BinaryOp::Mul:
    return "*";
  case BinaryOp::And:
    return "&";
  case BinaryOp::Or:
    return "|";
  case BinaryOp::Xor:
    return "^";
  default:
    return "";
  }
}

std::string Diagnosis::repair() {
  const std::string &Name = Story.group().Object.Name;
  const bool IsVariable = !valid(Story.group().Object.Owner);
  switch (What) {
  case Missing::Reduction:
    if (llvm::StringRef Word = reductionWord(Op); !Word.empty() && IsVariable)
      return "let each thread collect for itself, and the runtime add it up; "
             "on the directive:\n  reduction(" +
             Word.str() + " : " + Name +
             ")\nor make the update one step:\n  #pragma omp atomic";
    return "make the update one step:\n  #pragma omp atomic";
  case Missing::Private:
    return "give each thread its own; on the directive:\n  private(" + Name +
           ")\nor declare the variable inside of the region";
  case Missing::Order:
    return "leave the loop serial, or write the results to a second array that "
           "no round reads; where the rest of a round is worth it, put this "
           "part in order:\n  #pragma omp ordered";
  case Missing::Critical: {
    const std::string Lock = Story.group().Guards.front().Lock.Name;
    return "hold " + quoted(Lock) + " here too:\n  " +
           (llvm::StringRef(Lock).starts_with("critical")
                ? "#pragma omp " + Lock
                : "omp_set_lock(&" + Lock + "); … omp_unset_lock(&" + Lock +
                      ");");
  }
  case Missing::Wait:
    return "wait for the task first:\n  #pragma omp taskwait\nor tell the "
           "tasks' order:\n  depend(out : " +
           Name + ") … depend(in : " + Name + ")";
  case Missing::Section:
    return "put both into one section, or make each access one step:\n  "
           "#pragma omp critical";
  case Missing::Barrier:
    for (const GuardedAccess *X : {&Story.first(), &Story.second()})
      for (OpKind Kind :
           {OpKind::BeginFor, OpKind::BeginSingle, OpKind::BeginSections})
        for (EventRef Mark : marks(*X, Kind))
          if (std::get<ParallelRegion>(M[Mark]).NoWait)
            return "take nowait away, or wait where it matters:\n  #pragma omp "
                   "barrier";
    return "wait between the two:\n  #pragma omp barrier";
  case Missing::Other:
    break;
  }
  std::string Text = "put each access into a critical section:\n  #pragma omp "
                     "critical";
  if (isScalar())
    Text += "\nor, where each stands for itself:\n  #pragma omp atomic";
  return Text;
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::OpenMP, [&](const RaceStory &Story) {
    Diagnosis D(Context, Story);
    Finding F = Story.begin();
    F.Message = D.message();
    F.Why = D.why();
    F.Repair = D.repair();
    if (D.What == Missing::Reduction)
      offerOmpAtomic(Context, F, plainAccesses(Context, Story));
    else if (D.What == Missing::Critical && Story.guard())
      offerUsualLock(Context, F, Story);
    else if (D.What == Missing::Barrier)
      for (const GuardedAccess *X : {&Story.first(), &Story.second()})
        if (F.Fixes.empty())
          offerWaitingLoop(Context, F, makeSpan(Context.P.M, X->At));
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule OpenmpRace;
const Rule OpenmpRace = {
    {"openmp-race", Category::Race, Severity::Warning, RuleScope::Program,
     "threads of an OpenMP team share what each should have for itself",
     /*Precedence=*/2},
    check};
} // namespace heddle::rules
