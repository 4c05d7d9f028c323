//===- WeakCasWithoutLoop.cpp - weak-cas-without-loop ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A compare_exchange_weak that is tried once: it may fail although the value
/// is the expected one, and whoever does not try again takes that for news.
///
/// A function that only hands the answer on leaves the loop to its caller, and
/// is not told. In C the name stands in the text alone: the macro's.
///
/// Misses: a loop around it that goes on to the next thing instead of trying
/// again; `__atomic_compare_exchange_n` with `weak` set.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

class SingleTries {
public:
  SingleTries(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      if (X && X->Kind == AccessKind::Update && isWeak(At, *X) &&
          !valid(B[At.Block].Loop) && !isHandedOn(answerOf(At)) && !repeats())
        report(At, *X);
    });
  }

private:
  bool isWeak(EventRef At, const Access &X) const {
    return nameOf(At, X).find("compare_exchange_weak") != std::string::npos;
  }

  /// Of the function or macro, as it is written.
  std::string nameOf(EventRef At, const Access &X) const {
    std::string Name = valid(X.Via) ? M[X.Via].Name : makeSpan(M, At).Macro;
    return Name.substr(Name.rfind(':') + 1);
  }

  /// The temporary that says whether the exchange was made.
  LocalId answerOf(EventRef At) const {
    const std::vector<Event> &Events = B[At.Block].Events;
    for (uint32_t I = At.Index + 1; I < Events.size(); ++I)
      if (const auto *S = std::get_if<Assign>(&Events[I]))
        if (valid(S->Value) && B[S->P].Kind == PlaceKind::Local &&
            B[S->Value].Kind == TermKind::Nondet)
          return B[S->P].Local;
    // C: the update stands on the one side of a branch that is taken first.
    const std::vector<std::vector<BlockId>> Before = predecessors(B);
    for (BlockId Test : Before[index(At.Block)]) {
      TermId Cond = B[Test].Term.Cond;
      if (valid(Cond) && B[Cond].Kind == TermKind::Value &&
          B[B[Cond].P].Kind == PlaceKind::Local)
        return B[B[Cond].P].Local;
    }
    return LocalId::None;
  }

  bool isHandedOn(LocalId Answer) const {
    return valid(Answer) && llvm::any_of(B.Blocks, [&](const BasicBlock &Here) {
             return llvm::any_of(Here.Events, [&](const Event &E) {
               const auto *R = std::get_if<Return>(&E);
               return R && isAnswer(R->Value, Answer);
             });
           });
  }

  bool isAnswer(TermId T, LocalId Answer) const {
    while (valid(T) && (B[T].Kind == TermKind::Cast))
      T = B[T].A;
    return valid(T) && B[T].Kind == TermKind::Value &&
           B[B[T].P].Kind == PlaceKind::Local && B[B[T].P].Local == Answer;
  }

  /// Tries again by calling itself.
  bool repeats() const {
    return llvm::any_of(B.Blocks, [&](const BasicBlock &Here) {
      return llvm::any_of(Here.Events, [&](const Event &E) {
        const auto *C = std::get_if<Call>(&E);
        return C && C->Callee == F;
      });
    });
  }

  void report(EventRef At, const Access &X) {
    bool IsC = M.Lang == Language::C;
    PlaceId P = X.P;
    while (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
      P = B[P].Base;
    std::string Name = describe(M, F, P);
    Finding Result;
    Result.Object = Name;
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"the exchange is tried once"};
    Result.Message = "this exchange of " + quoted(Name) +
                     " may fail for no reason at all, and is not tried again";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "weak: may fail although the value is the expected one";
    Result.Sites.push_back(std::move(S));
    Result.Why =
        "the weak form may fail spuriously: on processors without a single "
        "instruction for it, an interrupt in between is enough. Then nothing "
        "was stored, nobody else has changed " +
        quoted(Name) + ", and the program goes on as if somebody had";
    Result.Repair =
        IsC ? "take the strong form:\n  atomic_compare_exchange_strong(&" +
                  Name +
                  ", …)\nor try until it is done:\n  while "
                  "(!atomic_compare_exchange_weak(&" +
                  Name + ", &old, …))\n    ;"
            : "take the strong form:\n  " + Name +
                  ".compare_exchange_strong(…)\nor try until it is done:\n  "
                  "while (!" +
                  Name + ".compare_exchange_weak(Old, …))\n    ;";
    const std::string Weak = nameOf(At, X);
    std::string Strong = Weak;
    Strong.replace(Strong.find("weak"), 4, "strong");
    offerWords(Context, Result, "take the strong form",
               {{Result.Sites.front().Span, Weak, Strong}});
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { SingleTries(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule WeakCasWithoutLoop;
const Rule WeakCasWithoutLoop = {{"weak-cas-without-loop", Category::Wait,
                                  Severity::Warning, RuleScope::Local,
                                  "a compare_exchange_weak is tried only once"},
                                 check};
} // namespace heddle::rules
