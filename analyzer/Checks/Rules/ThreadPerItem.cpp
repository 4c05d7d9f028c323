//===- ThreadPerItem.cpp - thread-per-item --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A loop starts a thread for each item of something whose length is data: the
/// elements of a container, the nodes of a list, the lines of a file, the
/// connections of a server. Ten thousand items are ten thousand threads.
///
/// A loop that counts to a number is taken for one that starts a fixed set of
/// workers, unless the number is the size() of a container or a constant
/// beyond 64. A loop that waits for something (a join, a semaphore) limits
/// itself, and is silent; so is one that starts the threads of the very objects
/// it runs over.
///
/// An advice: it is right for a few items. join-in-creation-loop tells those
/// that wait for each.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Local/Mentions.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <set>
#include <vector>

using namespace heddle;

namespace {

/// More threads than that are no set of workers.
constexpr uint64_t MostWorkers = 64;

class ItemLoops {
public:
  ItemLoops(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *S = std::get_if<Spawn>(&M[At]);
      const LoopId L = B[At.Block].Loop;
      if (S && valid(L) && !S->Lazy && S->Kind != ThreadKind::SignalHandler &&
          S->Kind != ThreadKind::OpenMP && S->Kind != ThreadKind::Task &&
          runsOverData(L) && !limitsItself(L) && !startsElements(L))
        report(At, L);
    });
  }

private:
  /// Calls \p Visit for each event of the loop.
  void forEachInside(LoopId L, llvm::function_ref<void(const Event &)> Visit) {
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (isInLoop(B, BlockId{I}, L))
        llvm::for_each(B.Blocks[I].Events, Visit);
  }

  bool runsOverData(LoopId L) const {
    const BasicBlock &Header = B[B[L].Header];
    if (B[L].Kind == LoopKind::RangeFor)
      return !isShortRange(L);
    if (Header.Term.Kind != TerminatorKind::Branch)
      return Header.Term.Kind == TerminatorKind::Jump; // for (;;)
    TermId Cond = Header.Term.Cond;
    while (valid(Cond) &&
           (B[Cond].Kind == TermKind::Cast || B[Cond].Kind == TermKind::Unary))
      Cond = B[Cond].A;
    if (!valid(Cond) || !counts(B[Cond]))
      return true;
    // `while (Threads.size() < 4)` fills a set of workers.
    if (B[L].Kind != LoopKind::For)
      return false;
    const TermId Bound = B[Cond].B;
    if (valid(Bound) && B[Bound].Kind == TermKind::Int)
      return B[Bound].Value > static_cast<int64_t>(MostWorkers);
    return llvm::any_of(Header.Events, [&](const Event &E) {
      const auto *X = std::get_if<Access>(&E);
      return X && valid(X->Via) &&
             llvm::StringRef(M[X->Via].Name).ends_with("::size");
    });
  }

  /// A comparison of numbers.
  bool counts(const Term &T) const {
    if (T.Kind != TermKind::Binary || !valid(T.A))
      return false;
    const TypeId Type = B[T.A].Type;
    if (valid(Type) && M[Type].Kind == TypeKind::Pointer)
      return false;
    return T.BinOp == BinaryOp::Lt || T.BinOp == BinaryOp::Le ||
           T.BinOp == BinaryOp::Gt || T.BinOp == BinaryOp::Ge ||
           T.BinOp == BinaryOp::Ne;
  }

  /// Is the range an array with few elements, or a list in braces?
  bool isShortRange(LoopId L) const {
    std::vector<BlockId> Before = predecessors(B)[index(B[L].Header)];
    for (uint32_t I = 0; I < B.Locals.size(); ++I) {
      if (!llvm::StringRef(B.Locals[I].Name).starts_with("__range"))
        continue;
      const bool Here = llvm::any_of(Before, [&](BlockId Block) {
        return !isInLoop(B, Block, L) &&
               llvm::any_of(B[Block].Events, [&](const Event &E) {
                 return mentions(B, E, LocalId{I});
               });
      });
      if (Here && isShort(B.Locals[I].Type))
        return true;
    }
    return false;
  }

  bool isShort(TypeId T) const {
    while (M[T].Kind == TypeKind::LValueReference ||
           M[T].Kind == TypeKind::RValueReference)
      T = M[T].Elem;
    if (M[T].Kind == TypeKind::Array)
      return M[T].Count != 0 && M[T].Count <= MostWorkers;
    if (!valid(M[T].Record))
      return false;
    const Record &R = M[M[T].Record];
    if (R.Name == "std::initializer_list")
      return true;
    return R.Name == "std::array" && R.TemplateArgs.size() > 1 &&
           R.TemplateArgs[1].Value <= static_cast<int64_t>(MostWorkers);
  }

  /// Does something in the loop wait until others have come further?
  bool limitsItself(LoopId L) {
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (isInLoop(B, BlockId{I}, L) && waits(B.Blocks[I]))
        return true;
    return false;
  }

  bool waits(const BasicBlock &Block) {
    std::set<KeyId> Emptied;
    for (const Event &E : Block.Events) {
      if (const auto *X = std::get_if<Assign>(&E)) {
        const bool Null = valid(X->Value) && B[X->Value].Kind == TermKind::Null;
        if (Null)
          Emptied.insert(Keys.key(X->P));
        else
          Emptied.erase(Keys.key(X->P));
      }
      const auto *S = std::get_if<SemaphoreOp>(&E);
      const auto *J = std::get_if<Join>(&E);
      if ((J && !Emptied.count(stateOf(*J))) ||
          std::holds_alternative<Wait>(E) ||
          (S && S->Op != SemaphoreOp::OpKind::Release))
        return true;
    }
    return false;
  }

  /// The member through which a future's destructor finds the thread: null when
  /// the future has been moved into a container.
  KeyId stateOf(const Join &J) {
    if (!J.IfJoinable || B[J.Handle].Kind != PlaceKind::Deref)
      return KeyId::None;
    const Term &Pointer = B[B[J.Handle].Pointer];
    return Pointer.Kind == TermKind::Value ? Keys.key(Pointer.P) : KeyId::None;
  }

  /// `for (Worker &W : Workers) W.Thread = std::thread(…);`
  bool startsElements(LoopId L) {
    bool Found = false;
    forEachInside(L, [&](const Event &E) {
      const auto *T = std::get_if<ThreadOp>(&E);
      const auto *S = std::get_if<Spawn>(&E);
      const PlaceId To = T && T->Op == ThreadOp::OpKind::Move ? T->Handle
                         : S                                  ? S->Handle
                                                              : PlaceId::None;
      const LocalId Through = valid(To) ? Keys.pointer(To) : LocalId::None;
      // A temporary is what push_back() is given.
      Found |= valid(Through) && B[Through].Kind != LocalKind::This &&
               B[Through].Kind != LocalKind::Param &&
               B[Through].Kind != LocalKind::Temporary;
    });
    return Found;
  }

  void report(EventRef At, LoopId L) {
    const bool IsC = M.Lang == Language::C;
    Finding Result;
    Result.Object = displayName(M, F);
    Result.Cause = localCause(M, F, std::to_string(index(L)) + " per item");
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"how often the loop runs is decided by data"};
    Result.Message = "this loop starts a thread for each item";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "one more thread in every round";
    Result.Sites.push_back(std::move(S));
    Result.Why = "a thread costs a stack and some ten thousand instructions "
                 "before it does anything, and there are only as many as the "
                 "machine has cores that run at a time. With many items most "
                 "of the time goes into starting and switching threads, until "
                 "the system refuses to start another";
    Result.Repair =
        IsC ? "start a fixed number of threads once, and let each take the "
              "next "
              "item until none is left:\n  pthread_mutex_lock(&m);\n  item = "
              "next++;\n  pthread_mutex_unlock(&m);"
            : "start a fixed number of threads once, and let each take the "
              "next "
              "item until none is left:\n  unsigned Count = "
              "std::thread::hardware_concurrency();\n  std::atomic<size_t> "
              "Next{0};\n  … while ((I = Next++) < Items.size()) …\nor hand "
              "the "
              "items to a pool that you have";
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M, [&](FuncId F) { ItemLoops(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule ThreadPerItem;
const Rule ThreadPerItem = {{"thread-per-item", Category::Lifetime,
                             Severity::Advice, RuleScope::Local,
                             "a loop starts a thread for each item"},
                            check};
} // namespace heddle::rules
