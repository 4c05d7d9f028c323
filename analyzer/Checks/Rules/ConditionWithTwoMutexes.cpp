//===- ConditionWithTwoMutexes.cpp - condition-with-two-mutexes -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One condition variable that is waited for with two different mutexes. Only
/// where both mutexes and the condition variable are known to be single
/// objects, so that they are different ones for sure.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

struct WaitSite {
  EventRef At;
  CellId Mutex = CellId::None;
};

class MixedMutexes {
public:
  explicit MixedMutexes(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) {
      const Body &B = *M[F].Definition;
      if (A.ThreadTable.executing(F).empty())
        return;
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
          if (const auto *W = std::get_if<Wait>(&B.Blocks[Block].Events[I]))
            visit({F, BlockId{Block}, I}, *W);
    });
  }

private:
  /// The one object that the place is; None if there may be several.
  std::optional<CellId> single(llvm::ArrayRef<CellId> Cells) const {
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()))
      return std::nullopt;
    return Cells.front();
  }

  std::optional<CellId> mutexOf(FuncId F, const Wait &W) const {
    if (valid(W.Lock))
      return single(A.Pointers.cells(F, W.Lock));
    return valid(W.Guard) ? single(A.Pointers.locksOf(F, W.Guard))
                          : std::nullopt;
  }

  void visit(EventRef At, const Wait &W) {
    std::optional<CellId> Condition =
        single(A.Pointers.cells(At.Func, W.Condition));
    std::optional<CellId> Mutex = mutexOf(At.Func, W);
    if (!Condition || !Mutex)
      return;
    auto [It, New] = First.try_emplace(*Condition, WaitSite{At, *Mutex});
    if (!New && It->second.Mutex != *Mutex && Told.insert(*Condition).second)
      report(*Condition, It->second, {At, *Mutex});
  }

  void report(CellId Condition, const WaitSite &One, const WaitSite &Other) {
    std::string Name = quoted(A.Pointers.displayName(Condition)),
                L = quoted(A.Pointers.displayName(One.Mutex)),
                R = quoted(A.Pointers.displayName(Other.Mutex));
    Finding F;
    F.Object = A.Pointers.displayName(Condition);
    F.Belief = Confidence::Certain;
    F.Reasons = {"all three exist once"};
    F.Message = Name + " is waited for with " + L + " and with " + R;
    Site S = siteAt(M, SiteRole::Primary, Other.At, "");
    S.Label = "here with " + R;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        siteAt(M, SiteRole::Wait, One.At, "waited for with " + L + " here"));
    F.Why = "the mutex of a wait guards what is waited for. Two waiters with "
            "two mutexes do not keep each other out when they wake, and at the "
            "same time it is undefined; who notifies cannot hold both";
    F.Repair = "wait with one mutex everywhere, the one that guards what is "
               "waited for; for two different things, take two condition "
               "variables";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<CellId, WaitSite> First;
  std::set<CellId> Told;
};

void check(const CheckContext &Context) { MixedMutexes(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule ConditionWithTwoMutexes;
const Rule ConditionWithTwoMutexes = {
    {"condition-with-two-mutexes", Category::Wait, Severity::Error,
     RuleScope::Program,
     "one condition variable is waited for with two mutexes"},
    check};
} // namespace heddle::rules
